"""Suggestions while typing, and half an answer that waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.conversation.script import Option
from assistant.conversation.walk import Question
from assistant.interfaces.tui.suggest import suggestions, terms_of
from assistant.interfaces.tui.widgets.hintline import HintLine
from assistant.interfaces.tui.widgets.preview import Preview
from assistant.loading.content import Content
from assistant.session import World
from tests.tui.test_chat import PLAN, person
from tests.tui.test_preview import line_with
from tests.tui.window import play, window

CHOICE = Question(
    "vorm.x", "choice", "?", "?", "?", options=(Option("po", "Primair onderwijs"), Option("vo", "Voortgezet onderwijs"))
)
LONG = Question("plan.x", "long", "?", "?", "?")
TERMS = ["Mandaat", "Intern begeleider", "ib'er", "Materiaal"]


@pytest.mark.parametrize(
    ("typed", "question", "found"),
    [
        ("pr", CHOICE, ["Primair onderwijs"]),
        ("ond", CHOICE, ["Primair onderwijs", "Voortgezet onderwijs"]),
        ("Voortgezet onderwijs", CHOICE, []),
        ("p", CHOICE, []),
        ("po, maar", CHOICE, []),
        ("wat is ma", CHOICE, ["Mandaat", "Materiaal"]),
        ("wat is een beg", LONG, ["Intern begeleider"]),
        ("zoek man", LONG, ["Mandaat"]),
        ("?man", LONG, ["Mandaat"]),
        ("mandaat regelen", LONG, []),
        ("man", LONG, []),
        ("wijzig ge", LONG, ["Gemeente"]),
        ("pr\nim", CHOICE, []),
        ("", CHOICE, []),
        ("man", Question("opzoeken", "text", "?", "?", "?"), ["Mandaat"]),
        ("man", None, []),
    ],
)
def test_only_what_may_be_meant_is_suggested(typed: str, question: Question | None, found: list[str]) -> None:
    given = suggestions(typed, question, lambda: ["Gemeente", "Datum"], TERMS)
    assert [suggestion.label for suggestion in given] == found
    assert all(suggestion.text.endswith(suggestion.label) for suggestion in given)


def test_a_suggestion_keeps_what_stood_before_it() -> None:
    (found,) = suggestions("wat is een beg", LONG, list, TERMS)
    assert found.text == "wat is een Intern begeleider"


def test_terms_come_with_their_abbreviations(content: Content) -> None:
    terms = terms_of(content.library)
    assert "Mandaat" in terms
    assert len(terms) == len(set(terms)) > 50


def test_tab_takes_a_suggestion_and_enter_never_does(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=("vorm kiezen", "nu", "2"), size=(80, 24)) as win:
            height = win.chat.query_one("#below").size.height
            await win.press(*"on")
            await win.until(lambda: "Tab:" in win.text(), "suggestions")
            assert win.chat.query_one("#below").size.height == height  # nothing on the screen moves
            first, second = (suggestion.text for suggestion in win.prompt.suggested[:2])
            await win.press("tab")
            assert win.prompt.text == first
            await win.until(lambda: f"›{first}"[:20] in win.text(), "which one it is")
            await win.press("tab")
            assert win.prompt.text == second
            await win.press("shift+tab")
            assert win.prompt.text == first
            await win.press("escape")
            assert win.prompt.text == "on"
            await win.until(lambda: "Tab:" not in win.text(), "no suggestions")
            await win.press("d")
            await win.pilot.pause()
            assert "Tab:" not in win.text()  # closed stays closed
            win.prompt.clear()
            await win.pick(*"mb", "enter")
            assert person(win)[-1] == "mb"

    play(scene())


def test_a_suggestion_is_taken_by_a_click(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:3], size=(80, 24)) as win:
            await win.press(*"wat is manda")
            await win.until(lambda: win.prompt.suggested, "suggestions")
            await win.pilot.pause()
            await win.pilot.click(list(win.chat.query_one(HintLine).children)[1])
            await win.until(lambda: win.prompt.text == "wat is Mandaat", "the term")
            assert win.app.focused is win.prompt

    play(scene())


def test_half_an_answer_waits_for_its_question(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:4]) as win:
            assert win.asked == "plan.datum"
            await win.paste("ergens in")
            before, where = win.reply, line_with(win, "Contactpersoon netwerk")
            await win.pilot.click(where[0], offset=where[1])
            await win.answered(before)
            assert win.asked == "plan.contactpersoon"
            assert win.prompt.text == ""
            assert "bewaar ik bij de vorige vraag" in win.text()
            await win.say("Iemand")
            assert win.asked == "plan.datum"
            assert win.prompt.text == "ergens in"
            assert win.chat.query_one(Preview).pointed == ""

    play(scene())
