"""The pure parts: text, picks, place, and the document as data."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content as Styled

from assistant.conversation import outputs as o
from assistant.conversation.walk import Question
from assistant.documents.model import Bullets, Field, Heading, Report, Table, Ticks
from assistant.interfaces.tui import keys
from assistant.interfaces.tui.lines import Line, Lines
from assistant.interfaces.tui.offer import offer, together
from assistant.interfaces.tui.pages import OPEN, marked, sections
from assistant.interfaces.tui.place import Place, Step, document_run, place
from assistant.interfaces.tui.text import lined, of_us, said, unwrapped
from assistant.interfaces.tui.widgets.placebar import drawn
from assistant.journal.memory_store import MemoryStore
from assistant.loading.content import Content
from assistant.session import Session, World


def shown(text: str, width: int = 40) -> str:
    return Lines(lined(text)).laid_out(width).plain


# --- text ---


def test_bold_and_bullets_are_read_only_at_the_start_of_a_line() -> None:
    assert shown("**Mandaat** is zelf beslissen") == "Mandaat is zelf beslissen"
    assert shown("Ik noteer: **zo** [i]") == "Ik noteer: **zo** [i]"
    assert shown("- een\n- twee") == "• een\n• twee"
    assert shown("2 ** 3") == "2 ** 3"


def test_what_hangs_stays_behind_its_bullet() -> None:
    assert shown("- een twee drie vier", 12) == "• een twee\n  drie vier"
    assert shown("een twee drie vier", 12) == "een twee drie vier"  # the screen wraps it; copying does not


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))), st.integers(1, 30))
def test_no_letter_gets_lost_at_any_width(text: str, width: int) -> None:
    hanging = Lines([Line(Styled(text), Styled("- "))]).laid_out(width).plain
    assert "".join(hanging.split()) == "-" + "".join(text.split())


def test_lines_of_a_paragraph_are_joined() -> None:
    assert unwrapped("a\nb\n\nc\n- d\n  e\n1. f\ng") == "a b\n\nc\n- d e\n1. f g"


def test_an_overview_shows_answers_letter_by_letter() -> None:
    rows = (o.Row("p.a", "Naam", "**x**\n- y"), o.Row("p.b", "Datum", "nog niet ingevuld", "open"))
    text = "Dit heb ik.\nHet plan\n- Naam: **x**\n- y\n- Datum: nog niet ingevuld"
    lines = [line.text.plain for line in said(o.Overview(text, rows))]
    assert lines == ["Dit heb ik.", "Het plan", "Naam: **x**\n- y", "Datum: nog niet ingevuld"]


TABLE = o.Table(
    "Naast elkaar.\nrest",
    ("Kenmerk", "Wijkteam", "Spil"),
    (("In de school", "ja, een deel van de week, op vaste dagen", "niet vermeld"),),
)


@pytest.mark.parametrize(
    ("wide", "shown"),
    [
        (
            60,
            "Naast elkaar.\n"
            "Kenmerk       Wijkteam                Spil\n"
            "────────────────────────────────────────────────────────────\n"
            "In de school  ja, een deel van de     niet vermeld\n"
            "              week, op vaste dagen",
        ),
        (
            40,
            "Naast elkaar.\n"
            "In de school\n"
            "  Wijkteam: ja, een deel van de week, op\n"
            "  vaste dagen\n"
            "  Spil: niet vermeld",
        ),
    ],
)
def test_a_table_is_columns_where_they_fit_and_else_lists(wide: int, shown: str) -> None:
    assert Lines(said(TABLE)).laid_out(wide).plain == shown


@given(st.lists(st.text(alphabet="abc []€", max_size=60), min_size=3, max_size=3), st.integers(1, 90))
def test_no_cell_of_a_table_loses_a_letter_or_sticks_out(cells: list[str], wide: int) -> None:
    table = o.Table("x", ("Kenmerk", "Een", "Twee"), (tuple(cells),))
    lines = Lines(said(table)).laid_out(wide).plain.split("\n")
    letters = "".join(lines)
    for letter in "abc€[]":
        assert letters.count(letter) >= "".join(cells).count(letter)
    if "─" in letters:
        assert max(len(line) for line in lines) <= wide


# --- blocks ---

SOURCE = o.Citation("midterm-2021", "Midterm", "Midterm 2021", 2021, "Vormen van samenwerking", "1-2")
OTHER = o.Citation("plan", "Formulier", "Formulier", 2024, "Bijlage 2", "1-2", "3")


def test_sources_are_folded_into_one_line_and_copied_in_full() -> None:
    block = of_us(o.Say("Zo is het.", (SOURCE, OTHER, SOURCE), our_link=True), first=True)
    assert [line.lead.plain + line.text.plain for line in block.shown if isinstance(line, Line)] == [
        "Samenwerkwijzer",
        "Zo is het.",
        "Onze koppeling",
        "▸ Bron: Midterm 2021, Vormen van samenwerking en nog 1",
    ]
    assert block.copied == f"Zo is het.\nOnze koppeling\nBron: {SOURCE.line}; {OTHER.line}"


def test_a_passage_is_copied_without_marks_and_with_its_title() -> None:
    cite = o.Cite("**Mandaat** is\nzelf beslissen.\n- een", "m", "Mandaat", (SOURCE,), (o.Choice("x", "Ander"),))
    assert of_us(cite, first=False).copied == f"Mandaat\nMandaat is zelf beslissen.\n• een\nBron: {SOURCE.line}"


def test_a_message_without_sources_has_no_fold() -> None:
    assert of_us(o.Say("Goed."), first=False).shown == of_us(o.Say("Goed."), first=False).lines


# --- what can be picked ---


def test_labels_that_are_the_same_are_sent_as_numbers() -> None:
    ask = o.Ask("?", "p", "choice", (o.Choice("a", "Zelfde"), o.Choice("b", "zelfde."), o.Choice("c", "Ander")))
    offered = offer(ask, None)
    assert offered is not None
    assert [pick.says for pick in offered.picks] == ["1", "2", "Ander"]


def test_an_open_question_without_proposal_offers_nothing() -> None:
    assert offer(o.Ask("?", "p", "long"), None) is None


def test_yes_and_no_are_picks_whatever_was_proposed() -> None:
    offered = offer(o.Ask("?", "p", "yesno", default=True), None)
    assert offered is not None
    assert [pick.says for pick in offered.picks] == ["ja", "nee"]


def test_a_scale_without_bounds_or_with_many_numbers_is_typed() -> None:
    ask = o.Ask("?", "p", "scale")
    assert offer(ask, None) is None
    assert offer(ask, Question("p", "scale", "?", "?", "?", min=0, max=100)) is None
    offered = offer(ask, Question("p", "scale", "?", "?", "?", min=1, max=5))
    assert offered is not None
    assert [pick.says for pick in offered.picks] == ["1", "2", "3", "4", "5"]


def test_an_earlier_answer_to_more_is_ticked_beforehand() -> None:
    ask = o.Ask(
        "?", "p", "multi", tuple(o.Choice(x, x.upper()) for x in "abc"), default=["a", "c"], default_text="A, C"
    )
    offered = offer(ask, None)
    assert offered is not None
    assert [pick.sign for pick in offered.picks] == ["ok", "1", "2", "3"]
    assert {offered.picks[place].label for place in offered.ticked} == {"A", "C"}
    assert together(offered, offered.ticked) == "1, 3"


def test_every_label_that_is_sent_is_understood_as_its_option(content: Content, world: World) -> None:
    """Over all questions with options of the shipped flows: a pick never means something else."""
    from assistant.conversation.meaning import Expected, Take
    from assistant.conversation.script import Ask, all_steps
    from assistant.conversation.understand import understand

    wrong = []
    for flow in content.script.flows.values():
        for step in all_steps(flow.steps):
            if not isinstance(step, Ask) or not step.options:
                continue
            question = Question(step.ask, step.type, "?", "?", "?", options=step.options, step=step)
            ask = o.Ask("?", step.ask, step.type, tuple(o.Choice(x.id, x.label) for x in step.options))
            offered = offer(ask, question)
            assert offered is not None
            for pick in offered.picks:
                triggers = {t: f.flow for f in content.script.flows.values() for t in (f.title.lower(), *f.triggers)}
                meant = understand(
                    pick.says, Expected(question, content.script.phrases, world.today, triggers, world.knows)
                )
                if not isinstance(meant, Take) or meant.value not in (pick.value, [pick.value]):
                    wrong.append((flow.flow, step.ask, pick.says, meant))
    assert wrong == []


# --- where we are ---


def steps_of(session: Session) -> list[tuple[str, str]]:
    return [(step.label, step.when) for step in place(session.now()).steps]


def test_the_place_names_the_steps_that_are_done_now_and_to_come(
    content: Content, world: World, tmp_path: Path
) -> None:
    session = Session(content, MemoryStore(), tmp_path, world=world)
    session.opening()
    assert place(session.now()) == Place("Begin")
    assert document_run(session.now(), session.log) is None
    session.say("plan")
    assert steps_of(session)[:2] == [("Notities", "now"), ("Naam lerende praktijk", "ahead")]
    for message in ("sla over", "De Waterlelie", "sla over"):
        session.say(message)
    assert place(session.now()).title == "Een plan van aanpak maken"
    found = steps_of(session)
    assert [when for _, when in found[:4]] == ["done", "left", "now", "ahead"]
    assert found[2][0] == "Datum"
    assert [label for label, _ in found].count("Doel 1") == 1
    session.say("wijzig naam")
    assert [when for _, when in steps_of(session)[:4]] == ["now", "left", "ahead", "ahead"]
    session.say("menu")
    assert place(session.now()) == Place("Menu")
    assert document_run(session.now(), session.log) == "plan"


def test_questions_that_belong_together_are_one_step(content: Content, world: World, tmp_path: Path) -> None:
    session = Session(content, MemoryStore(), tmp_path, world=world)
    for message in ("reflecteren", "alle", "ja", "Ik ga te snel."):
        session.say(message)
    found = steps_of(session)
    assert found[1] == ("Een stap terug doen", "now")
    assert len([when for _, when in found if when == "now"]) == 1


STEPS = (
    *(Step(label, "done") for label in ("Een", "Twee")),
    Step("Drie", "left"),
    Step("Vier", "now"),
    *(Step(label, "ahead") for label in ("Vijf", "Zes", "Zeven")),
)


@pytest.mark.parametrize(
    ("wide", "shown"),
    [
        (200, "✓ Een  ✓ Twee  – Drie  › Vier  ○ Vijf  ○ Zes  ○ Zeven"),
        (45, "2 gedaan  – Drie  › Vier  ○ Vijf  nog 2"),
        (10, "2 gedaan, 1 opengelaten  › Vier  nog 3"),
    ],
)
def test_steps_that_do_not_fit_by_name_are_counted(wide: int, shown: str) -> None:
    assert drawn(STEPS, wide).plain == shown
    assert drawn((), wide).plain == ""


@given(st.integers(0, 7), st.integers(0, 120))
def test_the_step_of_now_is_always_named(count: int, wide: int) -> None:
    shown = drawn(STEPS[: max(count, 4)], wide).plain
    assert "› Vier" in shown


def test_the_document_shown_is_the_one_that_was_used_last(content: Content, world: World, tmp_path: Path) -> None:
    session = Session(content, MemoryStore(), tmp_path, world=world)
    shown = []
    for message in ("plan", "sla over", "menu", "intake", "De Lelie", "menu", "plan", "De Lelie", "menu"):
        session.say(message)
        shown.append(document_run(session.now(), session.log))
    assert shown == ["plan"] * 3 + ["intake"] * 3 + ["plan"] * 3
    assert session.now().front is None


# --- the document ---


def report(*blocks: object) -> Report:
    return Report("plan", "Plan", "x", datetime.date(2026, 11, 22), True, blocks)  # type: ignore[arg-type]


def fresh(old: Report, new: Report) -> list[str]:
    found = marked(sections(new), marked(sections(old), sections(old)))
    return [entry.label or entry.text for section in found for entry in section.entries if entry.fresh]


def test_only_what_was_added_is_new() -> None:
    old = report(Heading(1, "Deel"), Field("Naam", "", "nog niet ingevuld", "open"), Field("Datum", "", "vandaag"))
    new = report(Heading(1, "Deel"), Field("Naam", "", "Lelie"), Field("Datum", "", "vandaag"))
    assert fresh(old, new) == ["Naam"]
    assert fresh(old, old) == []
    assert fresh(new, old) == []  # what was taken away is not new


def test_equal_texts_in_different_rows_are_told_apart() -> None:
    header = ("Doelen", "Wie")
    old = report(Table(header, (("a", "ib'er"), ("b", "")), ("Doel 1", "Doel 2")))
    new = report(Table(header, (("a", "ib'er"), ("b", "ib'er")), ("Doel 1", "Doel 2")))
    found = marked(sections(new), sections(old))
    assert [entry.fresh for entry in found[0].entries] == [False, False, False, True]


def test_empty_rows_are_left_out_and_bullets_are_never_new() -> None:
    (section,) = sections(report(Table(("Doelen", "Wie"), (("", ""), ("", "")), ("Doel 1", "Doel 2"))))
    assert [(entry.label, entry.text, entry.filled) for entry in section.entries] == [("Doelen", OPEN, False)]
    assert fresh(report(), report(Bullets(("a", "b")))) == []


def test_a_tick_is_new_by_itself() -> None:
    options = (("Een", False), ("Twee", False))
    assert fresh(report(Ticks("?", options)), report(Ticks("?", (("Een", False), ("Twee", True))))) == ["☒ Twee"]


# --- words for the window ---


def test_words_for_the_window_are_whole_messages() -> None:
    assert keys.named("Help") is not None
    assert keys.named("/help") is not None
    assert keys.named("?") is not None
    assert keys.named("help ons met dit plan") is None
    assert keys.named("? wat is mandaat") is None
    assert keys.named("licht") is None
    found = keys.named("Donker thema.")
    assert found is not None
    assert found[0].action == "theme"
    assert found[1] == "donker thema"
