"""What is read from each format: headings, pages, whole words, and nothing that runs along the pages."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import pytest
from docx import Document
from docx.enum.text import WD_BREAK

from assistant.own_sources.blocks import Block, Extract
from assistant.own_sources.cut import LEAST, MOST, cut
from assistant.own_sources.tidy import tidied
from assistant.own_sources.worker import extract
from tests.own_sources import files
from tests.own_sources.files import sentences


def titles(found: Extract) -> list[str]:
    return list(dict.fromkeys(piece.title for piece in found.pieces))


def whole(found: Extract) -> str:
    return "\n\n".join(piece.text for piece in found.pieces)


# --- text


def test_text_has_headings_whole_paragraphs_and_its_name_as_title(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    lines = (
        "Afspraken\n\nWij werken samen met de ge-\nmeente aan hulp op onze eigen school\nen dat doen wij elke week.\n\n"
    )
    more = "\n".join(wrap(sentences(10), 70))
    path.write_text(
        f"{lines}{more}\n\nKosten\nDe gemeente betaalt de hulp die een kind op school krijgt van ons.\n{more}\n",
        "utf-8",
    )
    found = extract(path, "plan")
    assert (found.title, found.pages) == ("plan", None)
    assert [(piece.title, piece.section, piece.page) for piece in found.pieces] == [
        ("Afspraken", "Afspraken", None), ("Kosten", "Kosten", None),
    ]  # fmt: skip
    assert found.pieces[0].text.startswith(
        "Wij werken samen met de gemeente aan hulp op onze eigen school en dat doen wij elke week.\n\n"
    )


def test_text_with_form_feeds_has_pages_without_running_lines_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    pages = [f"Gemeente Waterland 2024\n\n{sentences(12, page)}\n\n- {page} -\n" for page in (1, 2, 3, 4)]
    path.write_text("\f".join(pages), "utf-8")
    found = extract(path, "plan")
    assert [piece.page for piece in found.pieces] == ["1", "2", "3", "4"]
    assert "Waterland" not in whole(found)
    assert not any(f"- {page} -" in whole(found) for page in (1, 2, 3, 4))


def test_a_paragraph_goes_on_at_the_next_page_and_a_lone_page_number_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("De school maakt met het\n\n17\n\fwijkteam een plan.\n\fEen slot.\n\fNog een slot.\n", "utf-8")
    first, *_ = extract(path, "plan").pieces
    assert first.text.startswith("De school maakt met het wijkteam een plan.") and first.page == "1-4"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_any_of_its_usual_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes("Eén coördinator – per gezin.\r\n".encode(encoding))
    assert whole(extract(path, "plan")) == "Eén coördinator – per gezin."


def test_a_blank_line_after_every_line_cuts_no_sentence(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("De ontwikkeltafel kwam opnieuw\n\nbijeen en maakte afspraken.\n\nDaarna was het klaar.\n", "utf-8")
    assert extract(path, "plan").pieces[0].text.startswith("De ontwikkeltafel kwam opnieuw bijeen en maakte afspraken.")


# --- Markdown and HTML


def test_markdown_has_headings_and_text_without_marks(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Beleidsplan\n\nDit is **ons** plan, met [de wet](http://x.nl) en snake_case_naam.\n\n"
        "Kosten\n------\n\n- de *gemeente*\n- het rijk\n\n<!-- weg -->\n```\n# geen kop\n```\n",
        "utf-8",
    )
    found = extract(path, "naam")
    assert found.title == "Beleidsplan" and titles(found) == ["Kosten"]
    assert found.pieces[0].text.startswith(
        "Beleidsplan\n\nDit is ons plan, met de wet en snake_case_naam.\n\nKosten\n\n"
    )
    assert "de gemeente" in found.pieces[0].text and "# geen kop" in found.pieces[0].text
    assert "weg" not in whole(found) and "- " not in whole(found).replace("- de", "").replace("- het", "")


def test_html_has_headings_and_text_without_what_surrounds_them(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<!doctype html><html><head><title>Beleid &amp; plan</title><style>p{}</style></head><body>"
        "<header>Menubalk</header><nav><a>Home</a></nav><main><article><header><h1>Jeugdhulp</h1></header>"
        "<p>Hulp op <b>school</b><br>is dicht&shy;bij.<p>Ook thuis.<script>kwaad()</script>"
        "<h2>Kosten</h2><ul><li>de gemeente<li>het rijk</ul></article></main><footer>Voettekst</footer></body></html>",
        "utf-8",
    )
    found = extract(path, "naam")
    assert found.title == "Beleid & plan" and titles(found) == ["Jeugdhulp › Kosten"]
    assert found.pieces[0].text == "Hulp op school is dichtbij.\n\nOok thuis.\n\nKosten\n\nde gemeente\n\nhet rijk"


# --- Word


def test_word_has_headings_pages_and_no_headers_or_contents(tmp_path: Path) -> None:
    document = Document()
    document.core_properties.title = "Beleidsplan"
    document.sections[0].header.paragraphs[0].text = "Kopregel"
    document.sections[0].footer.paragraphs[0].text = "Voetregel"
    document.add_heading("Afspraken", 1)
    document.add_paragraph("Wij werken samen\u00ad met de gemeente.")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("Kosten", 2)
    document.add_table(1, 2).rows[0].cells[1].text = "De gemeente betaalt."
    path = tmp_path / "plan.docx"
    document.save(str(path))
    found = extract(path, "naam")
    assert found.title == "Beleidsplan" and titles(found) == ["Afspraken › Kosten"]
    assert found.pieces[0].text == "Wij werken samen met de gemeente.\n\nKosten\n\nDe gemeente betaalt."
    assert "regel" not in whole(found) and found.year is not None


def test_word_pages_are_those_that_word_marked(tmp_path: Path) -> None:
    turn = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Op de tweede bladzijde.</w:t></w:r></w:p>"
    gone = "<w:p><w:moveFrom><w:r><w:t>Verplaatst.</w:t></w:r></w:moveFrom><w:del><w:r><w:delText>Weg.</w:delText></w:r></w:del></w:p>"
    path = files.docx(tmp_path / "plan.docx", files.paragraph("Op de eerste.") + gone + turn)
    found = extract(path, "plan")
    assert [(piece.page, piece.text) for piece in found.pieces] == [("1-2", "Op de eerste.\n\nOp de tweede bladzijde.")]
    assert found.pages == 2


# --- PDF


def test_word_leaves_out_a_table_of_contents(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = f'<w:styles {space}><w:style w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style></w:styles>'
    contents = '<w:p><w:pPr><w:pStyle w:val="Inhopg1"/></w:pPr><w:r><w:t>Kosten 3</w:t></w:r></w:p>'
    path = files.docx(tmp_path / "plan.docx", contents + files.paragraph("De tekst."), styles=styles)
    assert whole(extract(path, "plan")) == "De tekst."


def test_a_pdf_whose_right_column_is_drawn_first_is_read_from_the_left(tmp_path: Path) -> None:
    left = [
        "Links begint dit stuk en",
        "loopt door over de regels",
        "van de linker kolom van de",
        "bladzijde, tot het eind",
        "van die kolom.",
    ]
    right = [
        "Rechts staat een ander",
        "stuk, over iets anders",
        "dan links, en ook dat",
        "loopt over vijf regels",
        "tot het eind.",
    ]
    drawn = "".join(
        f"1 0 0 1 {x} {700 - 14 * row} Tm ({text}) Tj "
        for x, column in ((320, right), (50, left))
        for row, text in enumerate(column)
    )
    content = f"BT /F 11 Tf {drawn} ET".encode()
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>"
    path = files.raw_pdf(
        tmp_path / "plan.pdf", b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 1 /Kids [3 0 R]>>", page,
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    )  # fmt: skip
    assert " ".join(whole(extract(path, "plan")).split()) == " ".join([*left, *right])


def test_columns_that_are_drawn_across_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = files.plan_pdf(tmp_path / "plan.pdf", columns=2)
    one_after_the_other = extract(path, "plan")
    assert extract(files.drawn_across(path), "plan") == one_after_the_other
    assert "ouders plan ouders doel budget leerling hulp" in whole(one_after_the_other)


def test_a_table_in_one_column_is_no_second_column(tmp_path: Path) -> None:
    rows = "".join(f"[Taak {letter}], [Wie {letter}], " for letter in "ABCDEFGHI")
    path = files.pdf(tmp_path / "plan.pdf", f"{sentences(60)}\n#table(columns: (1fr, 1fr), {rows})\n{sentences(60, 2)}")
    text = whole(extract(path, "plan"))
    order = [text.index(f"{word} {letter}") for letter in "ABCDEFGHI" for word in ("Taak", "Wie")]
    assert order == sorted(order) and " ".join(text.split()).startswith(sentences(60))


@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_has_headings_pages_whole_words_and_its_own_order(tmp_path: Path, columns: int) -> None:
    found = extract(files.plan_pdf(tmp_path / "plan.pdf", columns), "naam")
    assert (found.title, found.year) == ("Beleidsplan jeugd", 2023)
    assert titles(found) == ["Inleiding", "Inleiding › Doelen van het plan", "Financiën"]
    text = " ".join(whole(found).split())
    for number, first in enumerate(
        (
            "Vroegsignalering begint op school.", "Het onderwijsjeugdhulparrangement is ons doel.",
            "De jeugdgezondheidszorgmedewerker doet mee.", "De zorgaanbiedersvergoeding loopt tot 2026.",
        ),
        1,
    ):  # fmt: skip
        count = 20 if number == 1 else 30
        assert f"{first} {sentences(count, number)}" in text
    assert "Waterland" not in text and "Pagina" not in text
    pages = [str(piece.page).split("-") for piece in found.pieces]
    firsts = [int(page[0]) for page in pages]
    assert firsts == sorted(firsts) and firsts[0] == 1 and int(pages[-1][-1]) == found.pages


def test_a_pdf_that_may_be_opened_by_everybody_is_read(tmp_path: Path) -> None:
    assert "Vroegsignalering" in whole(extract(files.encrypted(tmp_path / "plan.pdf", ""), "plan"))


# --- words and passages


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("de samen-\nwerking", "de samenwerking"),
        ("de samen\u00ad\nwerking en samen\u00adwerken", "de samenwerking en samenwerken"),
        ("onderwijs-\nen jeugdhulp", "onderwijs- en jeugdhulp"),
        ("in Noord-\nHolland", "in Noord-Holland"),
        ("een zee-\neend", "een zee-eend"),
        ("een niet-\nwesters gezin", "een niet-westers gezin"),
        ("een co-teacher is een co-\nteacher", "een co-teacher is een co-teacher"),
        ("de auto-\nindeling, autoindeling", "de autoindeling, autoindeling"),
        ("een\u200b regel\nmet \x1b[31mkleur\u202e", "een regel met [31mkleur"),
    ],
)
def test_a_word_broken_off_is_whole_again(broken: str, mended: str) -> None:
    assert [block.text for block in tidied([Block(broken)])] == [mended]


def test_passages_have_eighty_to_a_hundred_and_eighty_words_and_hold_all_text() -> None:
    blocks = [Block("Kop", 1, level=1), *(Block(sentences(count, count), 2) for count in (1, 4, 40, 7, 3, 2, 60))]
    found = cut(blocks, "Plan")
    sizes = [len(piece.text.split()) for piece in found]
    assert max(sizes) <= MOST and min(sizes) >= LEAST
    assert " ".join(" ".join(piece.text for piece in found).split()) == " ".join(block.text for block in blocks[1:])


def test_words_without_any_sentence_are_cut_too() -> None:
    found = cut([Block("woord " * 1_000 + "eind")], "Plan")
    assert max(len(piece.text.split()) for piece in found) <= MOST
    assert sum(len(piece.text.split()) for piece in found) == 1_001


def test_a_title_is_the_heading_with_the_one_above_it() -> None:
    blocks = [
        Block("Plan", level=1), Block("Kosten", level=2), Block("Hulp", level=3), Block(sentences(15)),
        Block("Doelen", level=2), Block(sentences(15, 2)),
    ]  # fmt: skip
    found = [(piece.title, piece.section) for piece in cut(blocks, "Plan")]
    assert found == [("Kosten › Hulp", "Kosten › Hulp"), ("Doelen", "Doelen")]


def test_short_parts_go_together_under_all_their_headings() -> None:
    blocks = [
        Block("Vormen", level=1), Block("Een", level=2), Block(sentences(4, 1)), Block("Twee", level=2),
        Block(sentences(5, 2)),
    ]  # fmt: skip
    (found,) = cut(blocks, "Plan")
    assert found.title == "Vormen › Een / Twee"
    assert found.text == f"Een\n\n{sentences(4, 1)}\n\nTwee\n\n{sentences(5, 2)}"


def test_a_numbered_heading_says_how_deep_it_is_and_a_footnote_is_none(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    text = f"Een regel.\n2.1 Aanpak\n{sentences(9)}\n\nWie het doet\n\n{sentences(9, 2)}\n\n3 Jansen en Smit 2019\n\n{sentences(9, 3)}\n"
    path.write_text(text, "utf-8")
    assert titles(extract(path, "plan")) == ["2.1 Aanpak", "2.1 Aanpak › Wie het doet"]


def test_a_heading_with_nothing_under_it_is_not_lost() -> None:
    blocks = [Block("A", level=1), Block("B", level=1), Block("Tekst."), Block("C", level=1)]
    assert [(piece.title, piece.text) for piece in cut(blocks, "Plan")] == [("B", "A\n\nTekst.\n\nC")]
