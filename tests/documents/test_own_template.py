"""A template of somebody's own: what it may do, what it may not, and what is said about it."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from assistant.conversation.script import Script
from assistant.documents import own_template, own_worker, word
from assistant.documents.compose import blank, compose
from assistant.documents.model import Answer, Report, not_inside
from assistant.documents.own_template import TemplateRefused, example, fill, look
from assistant.documents.tags import answers_in, lists, tags, values
from assistant.documents.write import WriteError, write
from assistant.foreign import archive
from assistant.knowledge.model import Library
from tests.documents.examples import PLAN
from tests.documents.hostile import TEXTS
from tests.documents.talks import complete, told

KINDS: dict[Any, str] = {"plan": "plan", "intake": "intake", "advies": "vorm", "reflectie": "reflecteren"}
PAGE = Path(__file__).parents[2] / "docs" / "sjabloon.md"


@pytest.fixture
def plan(script: Script, library: Library) -> Report:
    return compose(told(script, library, PLAN), library, "plan", "de brug")


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Makes a template of these paragraphs."""

    def make(*paragraphs: str, header: str = "") -> Path:
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        if header:
            document.sections[0].header.paragraphs[0].text = header
        path = tmp_path / "eigen.docx"
        document.save(str(path))
        return path

    return make


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


# --- the examples and the page


@pytest.mark.parametrize("kind", KINDS)
def test_with_the_example_every_answer_has_its_place(
    script: Script, library: Library, tmp_path: Path, kind: Any
) -> None:
    path = tmp_path / "voorbeeld.docx"
    path.write_bytes(example(kind))
    assert look(path, kind, script) == own_template.Findings((), ())
    report = compose(complete(script, library, KINDS[kind]), library, KINDS[kind], "proef")
    written = write(report, tmp_path / "uit.docx", lambda report: fill(path, report, script))
    assert (written.missing, written.left_out) == ((), False)
    assert not [text for text in texts(written.path) if "{{" in text or "{%" in text]
    if kind == "plan":
        assert (
            write(blank("plan", script, library), tmp_path / "leeg.docx", lambda r: fill(path, r, script)).missing == ()
        )
        table = Document(str(written.path)).tables[0]
        assert [row.cells[0].paragraphs[0].text for row in table.rows][1:4] == ["Doel 1", "Subdoel", "Subdoel"]


def test_the_page_names_every_tag_and_no_other(script: Script) -> None:
    page = PAGE.read_text("utf-8")
    common, *sections = re.split(r"\n### .*--soort (?=\w)", page)
    for section in sections:
        kind: Any = section.partition("`")[0]
        found = set(re.findall(r"^\| `(\.?\w+)` \|", section, re.MULTILINE))
        assert found | set(re.findall(r"^\| `(\w+)` \|", common, re.MULTILINE)) == set(tags(kind, script)) | (
            {f".{part}" for part in lists("plan")["doelen"]} if kind == "plan" else set()
        )
    assert [section.partition("`")[0] for section in sections] == ["plan", "intake", "advies", "reflectie"]
    assert set(re.findall(r"^\| `\.(\w+)` \|", common, re.MULTILINE)) == set(lists("intake")["stukken"])
    for name in lists("plan"):
        assert f"`{name}` is een lijst" in page


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_of_a_document_has_a_tag_that_is_filled(script: Script, library: Library, kind: Any) -> None:
    now = complete(script, library, KINDS[kind])
    slots = compose(now, library, KINDS[kind], "proef").slots
    assert set(slots) <= set(tags(kind, script))
    assert set(answers_in(kind, script)) - {"doelen"} <= set(tags(kind, script))
    assert len(slots) > 8 and all(slots.values())


# --- what is found in a template


def test_unknown_tags_get_what_may_have_been_meant(script: Script, made: Callable[..., Path]) -> None:
    path = made(
        "{{ naaam }} {{ rij.wie }}", "{% for rij in doelen %}{{ rij.activiteit }}{% endfor %}", header="{{ gemente }}"
    )
    found = look(path, "plan", script)
    assert "'naaam' is geen tag van dit document. Bedoel je 'naam'?" in found.unknown
    assert "'gemente' is geen tag van dit document. Bedoel je 'gemeente'?" in found.unknown
    assert "'.activiteit' is geen onderdeel van een lijst. Bedoel je 'activiteiten'?" in found.unknown
    assert any(sentence.startswith("'rij' is geen tag") for sentence in found.unknown)
    with pytest.raises(TemplateRefused, match="'naaam' is geen tag"):
        fill(path, blank_plan(script), script)


def blank_plan(script: Script) -> Report:
    from assistant.loading.content import load_content

    return blank("plan", script, load_content().library)


def test_missing_tags_are_named(script: Script, made: Callable[..., Path]) -> None:
    assert look(made("{{ naam }} {{ gemeente }}"), "plan", script).missing[:2] == ("datum", "contactpersoon")
    assert "doelen" in look(made("{{ naam }}"), "plan", script).missing
    assert look(made("{% for s in stukken %}{{ s.tekst }}{% endfor %}"), "plan", script).missing == ()


def test_an_answer_that_the_template_leaves_out_is_reported_and_the_document_is_there(
    plan: Report, script: Script, made: Callable[..., Path], tmp_path: Path
) -> None:
    path = made("Wij zijn {{ naam }} in {{ gemeente }}.", header="{{ gesprek }}, door: {{ ingevuld_door }}")
    written = write(plan, tmp_path / "uit.docx", lambda report: fill(path, report, script))
    assert written.left_out and written.path.exists()
    assert Document(str(written.path)).sections[0].header.paragraphs[0].text.startswith("de brug, door: Fatma")
    assert "Wij zijn De Brug in Waterland aan de Linge." in texts(written.path)
    assert not {"Naam lerende praktijk", "Gemeente", "Ingevuld door"} & set(written.missing)
    assert {"Afbakening", "Doel 1, Doel", "A. Aandachtsgebied"} <= set(written.missing)


def test_an_answer_within_a_line_counts_and_a_part_of_a_word_does_not() -> None:
    assert not_inside((Answer("a", "ja"),), [("Antwoord: ja.",)]) == ()
    assert not_inside((Answer("a", "ja"),), [("Antwoord: jaar",)]) == ("a",)
    assert not_inside((Answer("a", "ja"), Answer("b", "ja")), [("ja",)]) == ("b",)
    assert not_inside((Answer("a", "x"), Answer("b", "x y")), [("x y", "x")]) == ()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:30]))
def test_a_hostile_answer_comes_back_through_an_own_template(
    script: Script, library: Library, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "voorbeeld.docx"
    path.write_bytes(example("plan"))
    report = compose(
        told(script, library, {"plan.afbakening": text, "plan.doelen[d1].wie": text}), library, "plan", text
    )
    known, parts = own_template._names("plan", script)
    job = {"template": str(path), "known": known, "parts": parts, "title": "", "values": values(report, script)}
    assert own_worker._work(job, str(tmp_path / "uit.docx"))["unknown"] == []
    assert not_inside(report.given, word.read_all(tmp_path / "uit.docx")) == ()


# --- what a template may not do


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__.__mro__ }}", "{{ naam.__class__ }}", "{{ naam.upper() }}", "{{ naam|upper }}", "{{ 'a' * 200000000 }}",
        "{{ 10 ** 10 ** 10 }}", "{% set x = 1 %}", "{% macro x() %}{% endmacro %}", "{% include 'x' %}", "{% import 'x' as y %}",
        "{{ naam[0] }}", "{{ range(9) }}", "{{ naam is defined }}", "{{ [1, 2] }}", "{{ 'a' ~ 'b' }}",
        "{% for a in doelen %}{% for b in doelen %}{% for c in doelen %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in doelen recursive %}{% endfor %}", "{% filter upper %}x{% endfilter %}", "{% call x() %}{% endcall %}",
        "{% raw %}x{% endraw %}{{ naam|attr('x') }}", "{{ cycler.__init__.__globals__ }}",
    ],
)  # fmt: skip
def test_a_template_that_does_more_than_fill_in_is_refused(
    plan: Report, script: Script, made: Callable[..., Path], tag: str
) -> None:
    path = made(tag)
    with pytest.raises(TemplateRefused) as refused:
        fill(path, plan, script)
    assert "\n" not in str(refused.value)
    assert re.search(r"niet mag|geen tag|geen onderdeel", str(refused.value))


@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ("{{ naam + }}", "klopt een tag niet: {{ naam + }}"),
        ("{% for rij in doelen %}x", "sluit elke 'for' met 'endfor'"),
        ("{% endif %}", "klopt een tag niet"),
        ("{{ naam", "klopt een tag niet"),
    ],
)
def test_a_tag_that_is_wrong_is_one_sentence(script: Script, made: Callable[..., Path], tag: str, says: str) -> None:
    with pytest.raises(TemplateRefused, match=re.escape(says)):
        look(made(tag), "plan", script)


def test_a_template_that_takes_for_ever_is_stopped(
    plan: Report, script: Script, made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_template, "SECONDS", 0.01)
    with pytest.raises(TemplateRefused, match="duurde te lang"):
        fill(made("{{ naam }}"), plan, script)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no bound on memory; the bound on time holds there")
def test_a_template_that_eats_memory_is_stopped(script: Script, library: Library, made: Callable[..., Path]) -> None:
    report = compose(told(script, library, {"plan.naam": "x" * 20_000, **PLAN}), library, "plan", "y" * 20_000)
    body = "{{ gesprek }}" * 300
    path = made("{% for a in stukken %}{% for b in stukken %}" + body + "{% endfor %}{% endfor %}")
    with pytest.raises(TemplateRefused, match="te veel geheugen"):
        fill(path, report, script)


# --- files that are no template


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return path


def test_a_zip_bomb_is_refused_by_what_it_declares(script: Script, tmp_path: Path) -> None:
    path = zipped(tmp_path / "bom.docx", {"word/document.xml": b"", "x": bytes(archive.LARGEST_UNPACKED + 1)})
    assert path.stat().st_size < 100_000
    with pytest.raises(TemplateRefused, match="te groot: uitgepakt mag het hoogstens 60 MB"):
        look(path, "plan", script)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(script: Script, tmp_path: Path) -> None:
    size = archive.LARGEST_UNPACKED + 1
    path = zipped(tmp_path / "bom.docx", {"word/document.xml": b"", "x": bytes(size)})
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(TemplateRefused, match="geen Word-bestand"):
        look(path, "plan", script)


def test_what_a_file_holds_is_measured_while_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "bom.docx", {"word/document.xml": b"", "x": bytes(5_000_000)})
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 4_000_000)
    with zipfile.ZipFile(path) as opened, pytest.raises(archive.Unfit, match="groot"):
        archive._measure(opened, opened.infolist())


@pytest.mark.parametrize("data", [b"", b"geen zip", b"PK\x03\x04" + b"x" * 100])
def test_a_file_that_is_no_word_file_is_refused(script: Script, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "eigen.docx"
    path.write_bytes(data)
    with pytest.raises(TemplateRefused, match="geen Word-bestand"):
        look(path, "plan", script)


def test_a_damaged_word_file_a_folder_and_nothing_are_refused(script: Script, tmp_path: Path) -> None:
    with pytest.raises(TemplateRefused, match="beschadigd"):
        look(zipped(tmp_path / "kapot.docx", {"word/document.xml": b"<w:"}), "plan", script)
    for path in (tmp_path, tmp_path / "weg.docx"):
        with pytest.raises(TemplateRefused, match="kijk of het pad klopt"):
            look(path, "plan", script)


def test_macros_are_refused(script: Script, tmp_path: Path) -> None:
    path = zipped(tmp_path / "macro.docx", {"word/document.xml": b"<x/>", "word/vbaProject.bin": b""})
    with pytest.raises(TemplateRefused, match="macro's"):
        look(path, "plan", script)


def test_entities_in_a_template_are_not_unfolded(script: Script, made: Callable[..., Path], tmp_path: Path) -> None:
    good = made("{{ naam }} KIJK")
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
    )
    with zipfile.ZipFile(good) as source:
        members = {name: source.read(name) for name in source.namelist()}
    xml = members["word/document.xml"].decode()
    head, _, rest = xml.partition("?>")
    members["word/document.xml"] = (head + "?>" + bomb + "]>" + rest.replace("KIJK", "&j;")).encode()
    path = zipped(tmp_path / "entiteit.docx", members)
    with pytest.raises(TemplateRefused):
        fill(path, blank_plan(script), script)


def test_a_template_gives_only_word_files(
    plan: Report, script: Script, made: Callable[..., Path], tmp_path: Path
) -> None:
    path = made("{{ naam }}")
    with pytest.raises(WriteError, match=r"laat de naam eindigen op \.docx"):
        write(plan, tmp_path / "uit.pdf", lambda report: fill(path, report, script))
