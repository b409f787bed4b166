"""What is in the written file is what was said, whatever was said, and it is a good Word or Markdown file."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.conversation import events as e
from assistant.conversation.door import receive
from assistant.conversation.script import Script
from assistant.documents import look, make_templates, markdown, word
from assistant.documents.compose import blank, compose
from assistant.documents.model import Answer, Bullets, Field, Heading, Paragraph, Report, Table, Ticks, bare
from assistant.documents.sheet import legible
from assistant.documents.write import WriteError, write
from assistant.knowledge.model import Library
from tests.documents.hostile import TEXTS
from tests.documents.talks import complete, told

NOT_IN_PDF = ("👩", "日", "ﷺ", "🙂", "👍", "🏴", "\ufe0f\u20e3", "한", "ไ", "𠜎")
"""The fonts that come with Typst lack these."""
STACKED = ("Z̷", "q\u0307", "x\u0301x")
"""A letter with marks that no font draws as one: Typst writes it more than once, which is told as missing."""
RUNS = ("plan", "vorm", "reflecteren", "intake")


def report_of(*blocks: Any, **changes: Any) -> Report:
    fields = {"kind": "plan", "title": "Titel", "name": "proef", "date": date(2026, 11, 22), "concept": True}
    return Report(**{**fields, "blocks": blocks, **changes})


def paragraphs(path: Path) -> list[str]:
    """The text of every paragraph, exactly; python-docx leaves out what stands in a control, such as a tick."""
    document = Document(str(path))
    cells = [p for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs]
    return [paragraph.text for paragraph in [*document.paragraphs, *cells]]


def shown(markdown_text: str) -> list[str]:
    """The texts that a Markdown reader shows, block by block."""
    texts = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown_text):
        if token.type == "inline":
            parts = [
                "\n" if child.type in ("hardbreak", "softbreak", "html_inline") else child.content
                for child in token.children or []
            ]
            texts.append("".join(parts))
        elif token.type not in {
            "heading_open", "heading_close", "paragraph_open", "paragraph_close", "blockquote_open", "blockquote_close",
            "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "table_open", "table_close",
            "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close",
            "td_open", "td_close",
        }:  # fmt: skip
            texts.append(f"<{token.type}>")
    return texts


# --- every answer, every format


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html", ".md"])
@pytest.mark.parametrize("run", RUNS)
def test_every_answer_is_found_back_in_the_file(
    script: Script, library: Library, tmp_path: Path, run: str, suffix: str
) -> None:
    report = compose(complete(script, library, run), library, run, "proef")
    assert len(report.given) > 8
    written = write(report, tmp_path / f"stuk{suffix}")
    assert written.missing == ()
    # One answer too many is missed: reading back is no formality.
    more = replace(report, given=(*report.given, Answer("Te veel", report.given[0].text)))
    assert write(more, tmp_path / f"ook{suffix}").missing == ("Te veel",)


@pytest.mark.parametrize("suffix", [".docx", ".md"])
@pytest.mark.parametrize("parked", [("naam",), ("gemeente",), ("naam", "gemeente")])
def test_a_name_that_is_parked_is_found_back_too(
    script: Script, library: Library, tmp_path: Path, parked: tuple[str, ...], suffix: str
) -> None:
    waiting = [e.Answered(1, f"plan.{slot}", None, "", "parked", "de directeur") for slot in parked]
    now = told(script, library, {"plan.randvoorwaarden": "tijd"}, *waiting)
    assert write(compose(now, library, "plan", "proef"), tmp_path / f"plan{suffix}").missing == ()


def test_there_are_enough_hostile_answers() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 200


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:30]))
def test_a_hostile_answer_comes_back_from_word(script: Script, library: Library, tmp_path: Path, text: str) -> None:
    now = told(
        script, library,
        {"plan.naam": text, "plan.doelen[d1].wie": text, "plan.afbakening": text},
    )  # fmt: skip
    report = compose(now, library, "plan", text)
    written = write(report, tmp_path / "plan.docx")
    assert written.missing == ()
    # The box keeps the text to the letter; a cell too.
    assert paragraphs(written.path).count(legible(text)) >= 2
    document = Document(str(written.path))
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Title"] == [report.title]
    assert len(document.tables) == 1
    assert len(document.tables[0].rows) == 10


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:30]))
def test_a_hostile_answer_comes_back_from_markdown(script: Script, library: Library, tmp_path: Path, text: str) -> None:
    answers = {"plan.doelen[d1].wie": text, "plan.afbakening": text}
    written = write(compose(told(script, library, answers), library, "plan", text), tmp_path / "plan.md")
    assert written.missing == ()
    texts = shown(written.path.read_text(encoding="utf-8"))
    wanted = bare(legible(text))
    assert [bare(text) for text in texts].count(wanted) >= (1 if "" in wanted else 2)
    assert not [text for text in texts if text.startswith("<") and text.endswith(">") and "_" in text]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:30]))
def test_a_hostile_answer_comes_back_from_html(script: Script, library: Library, tmp_path: Path, text: str) -> None:
    answers = {"plan.doelen[d1].wie": text, "plan.afbakening": text}
    written = write(compose(told(script, library, answers), library, "plan", text), tmp_path / "plan.html")
    assert written.missing == ()
    page = written.path.read_text(encoding="utf-8")
    tree = lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    wanted = legible(text).replace("\x00", "")
    assert [node.text or "" for node in tree.xpath("//dd|//td/p[@dir]")].count(wanted) >= 2
    assert not tree.xpath("//script|//img|//svg|//a|//textarea|//@onerror")
    assert len(tree.xpath("//style")) == len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:30]))
def test_a_hostile_answer_comes_back_from_pdf_or_is_reported(tmp_path: Path, text: str) -> None:
    """As it is behind the door: overrides of the reading direction never come so far."""
    clean = legible(receive(text).text)
    report = report_of(
        Field("Vraag", "", clean), Table(("A", "B"), ((clean, "x"),)), given=(Answer("Vraag", clean),) * 2
    )
    if any(fragment in text for fragment in NOT_IN_PDF):
        with pytest.raises(WriteError, match="lettertype kent de tekens niet"):
            write(report, tmp_path / "stuk.pdf")
    else:
        missing = write(report, tmp_path / "stuk.pdf").missing
        assert set(missing) == ({"Vraag"} if any(fragment in text for fragment in STACKED) else set())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_comes_back_from_markdown_as_it_was(text: str) -> None:
    clean = legible(text)
    report = report_of(Field("Vraag", "", clean), Table(("Kop",), ((clean,),)))
    pieces = [bare("\n".join(lines)) for lines in _read(markdown.render(report))]
    assert pieces.count(bare(clean)) >= (2 if bare(clean) else 1)


def _read(text: str) -> list[tuple[str, ...]]:
    class Opened:
        @staticmethod
        def read_text(encoding: str) -> str:
            return text

    return markdown.read_back(Opened())  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_comes_back_from_word_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    clean = legible(text)
    path = tmp_path_factory.mktemp("word") / "stuk.docx"
    path.write_bytes(word.render(report_of(Field("Vraag", "", clean), Bullets((clean,)), Paragraph(clean))))
    assert paragraphs(path).count(clean) >= 3


def test_markdown_blocks_are_what_they_should_be() -> None:
    text = markdown.render(
        report_of(
            Heading(1, "1. Deel"), Field("Naam", "Hoe heet het?", "een\ntwee\n\n  drie"),
            Ticks("Welke?", (("A", True), ("B", False))), Table(("K|1", "K2"), (("x\ny", ""),), ("Doel 1",)),
            Bullets(("een", "twee")), Field("Leeg", "", "", "blank"),
        )
    )  # fmt: skip
    assert text == (
        "# Titel\n\nConcept, proef, 22 november 2026\n\n## 1. Deel\n\n**Naam**\n\nHoe heet het?\n\n"
        "> een\\\n> twee\n>\n> &nbsp;&nbsp;drie\n\n**Welke?**\n\n- ☒ A\n- ☐ B\n\n"
        "| K\\|1 | K2 |\n| --- | --- |\n| **Doel 1**<br>x<br>y |  |\n\n- een\n- twee\n\n**Leeg**\n\n> …\n"
    )


# --- the Word file itself


@pytest.fixture(scope="module")
def plan_file(script: Script, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    now = complete(script, library, "plan")
    return write(compose(now, library, "plan", "de brug"), tmp_path_factory.mktemp("plan") / "plan.docx").path


def test_the_word_plan_has_real_headings_in_the_order_of_the_form(plan_file: Path) -> None:
    document = Document(str(plan_file))
    styled = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert [text for name, text in styled if name == "Heading 1"] == [
        "1. ACCENTEN IN VERSTERKEN INTERPROFESSIONELE SAMENWERKING", "2. PLAN VAN AANPAK",
        "3. AFBAKENING, HAALBAARHEID EN RANDVOORWAARDEN", "Bijlage 1: aandachtsgebieden",
        "Bijlage 2: vormen van samenwerking", "Bronnen",
    ]  # fmt: skip
    assert next(text for name, text in styled if name == "Heading 2").startswith("A. Het aandachtsgebied")


def test_only_the_table_is_on_a_landscape_page(plan_file: Path) -> None:
    document = Document(str(plan_file))
    turned = [section.orientation == WD_ORIENT.LANDSCAPE for section in document.sections]
    assert turned == [False, True, False]
    assert [section.page_width > section.page_height for section in document.sections] == turned
    before = document.tables[0]._tbl.getprevious()
    assert "".join(t.text for t in before.iter(qn("w:t"))) == "2. PLAN VAN AANPAK"


def test_the_header_row_repeats_and_rows_may_break(plan_file: Path) -> None:
    table = Document(str(plan_file)).tables[0]
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows] == [True] + [False] * 9
    assert not table._tbl.xpath(".//w:cantSplit")
    assert len(table.columns) == 4
    firsts = [row.cells[0].paragraphs[0].text for row in table.rows]
    assert not [row.cells[1].paragraphs[0].text for row in table.rows if row.cells[1].paragraphs[0].text in firsts]
    assert firsts == ["Doelen", *(label for n in (1, 2, 3) for label in (f"Doel {n}", "Subdoel", "Subdoel"))]


def test_language_title_and_concept_are_in_the_file(plan_file: Path) -> None:
    document = Document(str(plan_file))
    properties = document.core_properties
    assert properties.title == "PLAN VAN AANPAK INTERPROFESSIONELE SAMENWERKING ONDERWIJS EN JEUGDHULP - de brug"
    assert properties.language == "nl-NL"
    assert properties.created is not None and properties.created.date() == date(2026, 11, 22)
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["nl-NL"]
    assert "Concept, 22 november 2026" in paragraphs(plan_file)
    assert "Concept" in document.sections[0].footer.paragraphs[0].text


def test_a_report_that_is_not_a_concept_does_not_say_so(tmp_path: Path) -> None:
    path = tmp_path / "stuk.docx"
    path.write_bytes(word.render(report_of(Paragraph("Tekst"), concept=False)))
    assert not [text for text in paragraphs(path) if "Concept" in text]
    assert "Concept" not in markdown.render(report_of(Paragraph("Tekst"), concept=False))


def test_a_tick_is_a_box_that_can_be_clicked(tmp_path: Path) -> None:
    path = tmp_path / "stuk.docx"
    path.write_bytes(word.render(report_of(Ticks("Welke?", (("Deze", True), ("Die", False))))))
    assert ("☒ Deze",) in word.read_back(path)
    assert ("☐ Die",) in word.read_back(path)
    boxes = Document(str(path)).element.body.xpath(".//w:sdt//*[local-name()='checked']")
    assert [box.values() for box in boxes] == [["1"], ["0"]]


@pytest.mark.parametrize("kind", ["plan", "intake"])
def test_a_blank_form_can_be_written_in_both_formats(
    script: Script, library: Library, tmp_path: Path, kind: Any
) -> None:
    report = blank(kind, script, library)
    assert write(report, tmp_path / "leeg.md").missing == ()
    written = write(report, tmp_path / "leeg.docx")
    texts = paragraphs(written.path)
    assert "Leeg formulier" in texts
    assert not [text for text in texts if "{{" in text or "{%" in text]
    boxes = [p for p in Document(str(written.path)).paragraphs if p.style and p.style.name == "Antwoord"]
    assert boxes and all(not box.text.strip() for box in boxes)


def test_open_answers_look_different(script: Script, library: Library, tmp_path: Path) -> None:
    report = compose(told(script, library, {"plan.naam": "x", "plan.gemeente": "y"}), library, "plan", "proef")
    document = Document(str(write(report, tmp_path / "plan.docx").path))
    looks = {p.text: p.style.name for p in document.paragraphs if p.style}
    assert looks["nog niet ingevuld"] == "Nog open"
    assert looks["x\ny"] == "Antwoord"


# --- the templates


@pytest.mark.parametrize("name", ["plan.docx", "report.docx"])
def test_the_shipped_templates_are_what_the_maker_makes(tmp_path: Path, name: str) -> None:
    make_templates.make(tmp_path)

    def parts(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as archive:
            return {item: archive.read(item) for item in archive.namelist()}

    assert parts(tmp_path / name) == parts(make_templates.FOLDER / name)


def test_every_pair_of_colours_has_aa_contrast() -> None:
    def luminance(colour: str) -> float:
        shares = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for pair in look.CONTRASTS:
        dark, light = sorted(map(luminance, pair))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, pair
