"""A plan that was edited by hand comes back into the conversation: all of it, and nothing by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from assistant.conversation import events as e
from assistant.conversation.door import receive
from assistant.conversation.script import Script
from assistant.documents.changes import Changes, account, changes
from assistant.documents.compose import compose
from assistant.documents.own_template import example, fill
from assistant.documents.read_plan import Unreadable, read_plan
from assistant.documents.write import write
from assistant.knowledge.model import Library
from tests.documents.examples import PLAN
from tests.documents.hostile import TEXTS
from tests.documents.talks import TODAY, told

FORMATS = pytest.mark.parametrize("suffix", [".docx", ".md"])
Compare = Callable[..., Changes]


@pytest.fixture
def compare(script: Script, library: Library, tmp_path: Path) -> Compare:
    """Writes a plan of some answers, edits it, and compares it with a conversation of others."""

    def run(
        written: dict[str, e.Value], known: dict[str, e.Value], suffix: str, edit: Callable[[Path], None] | None = None,
        own: bool = False,
    ) -> Changes:  # fmt: skip
        template = tmp_path / "eigen.docx"
        template.write_bytes(example("plan"))
        report = compose(told(script, library, written), library, "plan", "proef")
        path = write(report, tmp_path / f"plan{suffix}", (lambda r: fill(template, r, script)) if own else None).path
        if edit:
            edit(path)
        now = told(script, library, known or {"plan.-": ""})
        return changes(now, library, "plan", read_plan(path), TODAY)

    return run


def as_answers(found: Changes) -> dict[str, e.Value]:
    return {
        **{path: list(ids) for path, ids in found.lists.items()},
        **{item.path: item.value for item in found.answers},
    }


def replaced(old: str, new: str) -> Callable[[Path], None]:
    """Replaces text in a Word or Markdown file, as somebody would by typing over it."""

    def edit(path: Path) -> None:
        if path.suffix == ".md":
            text = path.read_text("utf-8")
            assert old in text
            path.write_text(text.replace(old, new), "utf-8")
            return
        document = Document(str(path))
        nodes = [node for node in document.element.body.iter(qn("w:t")) if old in (node.text or "")]
        assert nodes
        for node in nodes:
            node.text = node.text.replace(old, new)
        document.save(str(path))

    return edit


@FORMATS
def test_a_plan_that_was_not_touched_changes_nothing(compare: Compare, suffix: str) -> None:
    found = compare(PLAN, PLAN, suffix)
    assert (found.answers, found.lists, found.notes) == ((), {}, ())
    assert found.recognised >= 20


@FORMATS
def test_an_empty_conversation_gets_the_whole_plan_back(compare: Compare, suffix: str) -> None:
    found = compare(PLAN, {}, suffix)
    # That there are no subdoelen needs no answer of its own.
    wanted = {path: value for path, value in PLAN.items() if value != []}
    assert as_answers(found) == wanted
    assert all(item.old == "" for item in found.answers)
    assert found.notes == ()


def test_a_plan_in_an_own_template_is_read_by_its_headings(compare: Compare) -> None:
    found = compare(PLAN, {}, ".docx", own=True)
    assert as_answers(found) == {path: value for path, value in PLAN.items() if value != []}


@FORMATS
def test_what_was_typed_over_is_a_change_with_what_stood_there(compare: Compare, suffix: str) -> None:
    found = compare(PLAN, PLAN, suffix, replaced("Thuiszitters van andere scholen", "Kleuters"))
    (item,) = found.answers
    assert (item.path, item.label) == ("plan.afbakening", "Afbakening")
    assert item.new.startswith("Kleuters vallen buiten") and item.old.startswith("Thuiszitters")
    text = account(found, Path("plan.docx"))
    assert "- Afbakening is nu: Kleuters vallen" in text and "Dat was: Thuiszitters" in text and "'ongedaan'" in text


@FORMATS
def test_a_cell_a_date_and_a_tick_can_be_changed(compare: Compare, suffix: str) -> None:
    found = compare(PLAN, PLAN, suffix, replaced("Korte rondvraag in mei.", "Geen rondvraag."))
    assert as_answers(found) == {"plan.doelen[d1].subdoelen[s1].evaluatie": "Geen rondvraag."}
    found = compare(PLAN, PLAN, suffix, replaced("22 november 2026", "3 maart 2027"))
    assert as_answers(found)["plan.datum"] == "2027-03-01".replace("01", "03")
    box = ("- ☐ Samenwerking in", "- ☒ Samenwerking in") if suffix == ".md" else ("☐", "☒")
    found = compare(PLAN, PLAN, suffix, replaced(*box))
    assert as_answers(found)["plan.vormen"] == (
        ["vorm-preventie", "vorm-uitvoering"]
        if suffix == ".md"
        else ["vorm-preventie", "vorm-beoordeling-aanpak", "vorm-uitvoering"]
    )


def test_new_rows_become_new_doelen_and_those_that_do_not_fit_are_told(compare: Compare) -> None:
    def edit(path: Path) -> None:
        document = Document(str(path))
        rows = document.tables[0].rows
        rows[7].cells[0].paragraphs[-1].text = "Een derde doel"
        rows[8].cells[1].paragraphs[-1].text = "Iets doen"
        document.save(str(path))

    found = compare(PLAN, PLAN, ".docx", edit)
    assert as_answers(found) == {
        "plan.doelen": ["d1", "d2", "d3"], "plan.doelen[d3].doel": "Een derde doel",
        "plan.doelen[d3].subdoelen": ["s1"], "plan.doelen[d3].subdoelen[s1].activiteiten": "Iets doen",
    }  # fmt: skip

    def too_many(path: Path) -> None:
        text = path.read_text("utf-8").replace("| **Subdoel**<br> |", "| **Doel 4**<br>vier |")
        path.write_text(text, "utf-8")

    found = compare(PLAN, PLAN, ".md", too_many)
    assert any("past niet op het formulier" in note for note in found.notes)
    assert all(len(ids) <= 3 for ids in found.lists.values())


@FORMATS
def test_what_was_emptied_or_is_gone_stays_and_is_told(compare: Compare, suffix: str) -> None:
    sentence = "Thuiszitters van andere scholen vallen buiten dit plan; daarvoor is er de regionale tafel."
    found = compare(PLAN, PLAN, suffix, replaced(sentence, ""))
    assert found.answers == ()
    assert found.notes == ("Afbakening is in het bestand leeg; wat er stond blijft staan.",)
    found = compare(PLAN, PLAN, suffix, replaced("Haalbaarheid", "Iets anders"))
    assert any(note.startswith("Niet teruggevonden in het bestand: Haalbaarheid.") for note in found.notes)


@FORMATS
def test_what_cannot_be_an_answer_is_told(compare: Compare, suffix: str) -> None:
    found = compare(PLAN, PLAN, suffix, replaced("22 november 2026", "ooit"))
    assert "plan.datum" not in as_answers(found)
    assert "Bij Datum staat 'ooit'; daarin herken ik geen datum." in found.notes


def test_paragraphs_that_were_added_in_word_belong_to_the_answer(compare: Compare) -> None:
    def edit(path: Path) -> None:
        document = Document(str(path))
        at = next(p for p in document.paragraphs if p.text.startswith("Thuiszitters"))
        for text in ("", "Erbij getypt.", "Datum"):
            new = at.insert_paragraph_before(text, at.style)
            at._p.addnext(new._p)
            at = new
        at.insert_paragraph_before("Geplakt zonder opmaak.", document.styles["Normal"])
        document.save(str(path))

    (item,) = compare(PLAN, PLAN, ".docx", edit).answers
    assert item.new.endswith("regionale tafel.\n\nErbij getypt.\nGeplakt zonder opmaak.\nDatum")


def test_markdown_that_was_typed_without_marks_is_read(compare: Compare) -> None:
    text = "Thuiszitters van andere scholen"
    (item,) = compare(PLAN, PLAN, ".md", replaced(f"> {text}", "\nKleuters")).answers
    assert item.new.startswith("Kleuters vallen")


def test_an_answer_that_reads_like_a_label_stays_an_answer(compare: Compare) -> None:
    answers: dict[str, e.Value] = {
        "plan.afbakening": "Haalbaarheid\nDatum",
        "plan.vorm_toelichting": "3. AFBAKENING, HAALBAARHEID EN RANDVOORWAARDEN",
    }
    for suffix in (".docx", ".md"):
        assert as_answers(compare(answers, {}, suffix)) == answers


def test_skipped_and_parked_answers_stay_what_they_were(script: Script, library: Library, tmp_path: Path) -> None:
    now = told(
        script, library, {"plan.naam": "x"}, e.Answered(1, "plan.afbakening", None, "", "skipped"),
        e.Answered(1, "plan.haalbaarheid", None, "", "parked", "de wijkmanager"),
    )  # fmt: skip
    path = write(compose(now, library, "plan", "proef"), tmp_path / "plan.docx").path
    assert changes(now, library, "plan", read_plan(path), TODAY).answers == ()


def test_a_question_that_the_form_does_not_have_comes_back_too(
    script: Script, library: Library, tmp_path: Path
) -> None:
    from dataclasses import replace

    from assistant.conversation.script import Ask

    flow = script["plan"]
    more = replace(flow, steps=(*flow.steps, Ask("nieuw", "Wat is hier nieuw?", "long", label="Iets nieuws")))
    changed = replace(script, flows={**script.flows, "plan": more})
    for suffix in (".docx", ".md"):
        report = compose(told(changed, library, {"plan.nieuw": "Dit ook."}), library, "plan", "proef")
        path = write(report, tmp_path / f"plan{suffix}").path
        found = changes(told(changed, library, {"plan.naam": "x"}), library, "plan", read_plan(path), TODAY)
        assert as_answers(found) == {"plan.nieuw": "Dit ook."}


@FORMATS
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:30]))
def test_a_hostile_answer_is_read_as_it_was(compare: Compare, text: str, suffix: str) -> None:
    clean = receive(text).text
    answers: dict[str, e.Value] = {"plan.afbakening": clean, "plan.doelen[d1].wie": clean}
    found = compare(answers, answers, suffix)
    assert (found.answers, found.lists) == ((), {})
    if clean.strip() and clean not in ("nog niet ingevuld", "geparkeerd"):
        assert {item.path for item in compare(answers, {}, suffix).answers} == set(answers)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("plan.pdf", b"%PDF", r"eindigt op \.docx of \.md"),
        ("plan.docx", b"geen zip", "geen Word-bestand"),
        ("plan.docx", None, "is er niet"),
        ("plan.md", b"\xff\xfe\x00", "beschadigd"),
        ("plan.md", b"# Iets anders\n\nTekst", "herken ik geen plan"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plan_is_one_sentence(tmp_path: Path, name: str, data: Any, says: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Unreadable, match=says) as error:
        read_plan(path)
    assert "\n" not in str(error.value)
