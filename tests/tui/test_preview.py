"""From a field of the document to its question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.interfaces.tui.widgets.preview import Preview
from assistant.interfaces.tui.widgets.sheet import Sheet
from assistant.journal.memory_store import MemoryStore
from assistant.loading.content import Content
from assistant.session import Session, World
from tests.tui.test_chat import PLAN, person
from tests.tui.window import Window, play, window


def line_with(win: Window, words: str) -> tuple[Sheet, tuple[int, int]]:
    """Where some words stand in the document."""
    for part in win.chat.query_one(Preview).query(Sheet):
        lines = part.lines.plain.split("\n")
        for number, line in enumerate(lines):
            if words in line:
                return part, (line.index(words) + 1, number)
    raise AssertionError(words)


def test_a_click_on_a_field_leads_to_its_question(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN) as win:
            before, where = win.reply, line_with(win, "Contactpersoon netwerk")
            await win.pilot.hover(where[0], offset=where[1])
            await win.until(lambda: "› Contactpersoon netwerk" in win.text(), "a sign that it can be clicked")
            await win.pilot.click(where[0], offset=where[1])
            await win.answered(before)
            assert person(win) == ["wijzig Contactpersoon"]
            assert win.asked == "plan.contactpersoon"
            await win.say("iemand anders")
            assert win.reply.view.answers["plan.contactpersoon"] == "iemand anders"
            assert win.asked == "plan.aandachtsgebieden"

    play(scene())


def test_a_click_on_a_cell_of_a_table_and_on_an_option_leads_there_too(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=(*PLAN, "1", "menu", "plan"), size=(120, 90)) as win:
            for words, path in (("☐ Het proces", "plan.aandachtsgebieden"), ("Doelen:", "plan.doelen[d1].doel")):
                before, where = win.reply, line_with(win, words)
                await win.pilot.click(where[0], offset=where[1])
                await win.answered(before)
                assert win.asked == path

    play(scene())


def test_what_belongs_to_no_question_leads_nowhere(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN) as win:
            before, where = win.reply, line_with(win, "1. ACCENTEN")
            await win.pilot.click(where[0], offset=where[1])
            await win.pilot.pause()
            assert win.reply is before
            assert person(win) == []

    play(scene())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_field_is_pointed_at_by_keys(content: Content, world: World, tmp_path: Path, size: tuple[int, int]) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=(*PLAN[:3], "Westerbroek"), size=size) as win:
            await win.press("f2", "down")
            # The first time it is what was added last, so that a slip is mended at once.
            await win.until(lambda: "› Naam en gemeente" in win.text(), "the pointer")
            await win.press("down", "down", "down", "down", "up", "up", "up")
            await win.until(lambda: "› Datum: nog niet ingevuld" in win.text(), "the pointer below")
            before = win.reply
            await win.press("down")
            await win.press("enter")
            await win.answered(before)
            assert win.asked == "plan.contactpersoon"
            assert not win.chat.has_class("document")
            await win.press("f2", "down")
            await win.press("escape")
            await win.until(lambda: not win.chat.has_class("document"), "the conversation")
            assert win.chat.query_one(Preview).pointed == ""

    play(scene())


def test_the_field_of_the_open_question_only_leads_back_to_the_conversation(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:4], size=(80, 24)) as win:
            before = win.reply
            await win.press("f2")
            await win.until(lambda: "Gesprek [Document]" in win.text(), "the document")
            while win.chat.query_one(Preview).pointed != "plan.datum":
                await win.press("down")
            await win.press("enter")
            await win.until(lambda: "[Gesprek] Document" in win.text(), "the conversation")
            assert win.reply is before

    play(scene())


def fields(session: Session, run: str) -> Iterator[str]:
    from assistant.interfaces.tui.pages import sections

    yield from dict.fromkeys(e.path for s in sections(session.report(run)) for e in s.entries if e.path)


@pytest.mark.parametrize(
    ("flow", "messages"),
    [
        ("vorm", ("vorm kiezen", "nu", "1, 2", "po")),
        ("intake", ("intake", "De Waterlelie")),
        ("plan", ("plan", "sla over", "De Waterlelie", "Westerbroek", "wijzig sector")),
        ("reflecteren", ("reflecteren", "alle", "ja", "Ik ga te snel.")),
    ],
)
def test_every_field_of_every_document_leads_to_its_question(
    content: Content, world: World, tmp_path: Path, flow: str, messages: tuple[str, ...]
) -> None:
    session = Session(content, MemoryStore(), tmp_path, world=world)
    for message in messages:
        session.say(message)
    answers = session.now().live
    paths = list(fields(session, flow))
    assert len(paths) > 3
    for path in paths:
        reply = session.go_to(path)
        assert reply.view.question is not None
        assert reply.view.question.path == path
    assert session.now().live == answers
    for _ in paths:
        session.say("ongedaan")
    assert session.now().live == answers


def test_what_is_not_on_the_way_is_refused(content: Content, world: World, tmp_path: Path) -> None:
    session = Session(content, MemoryStore(), tmp_path, world=world)
    session.say("plan")
    before = list(session.log)
    with pytest.raises(KeyError):
        session.go_to("plan.bestaat_niet")
    assert session.log == before
