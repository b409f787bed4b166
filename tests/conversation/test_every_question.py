"""Whatever is typed at whatever question: a fitting Dutch answer, and nothing lost."""

from __future__ import annotations

from itertools import pairwise

import pytest

from assistant.conversation.engine import expects
from assistant.conversation.script import OPEN_TYPES
from assistant.loading.content import Content
from assistant.session import World
from tests.conversation.player import Player, questions_of

NASTY = {
    "nonsense": "qwfp zxcv arst",
    "empty": "",
    "blank": "  \t ",
    "dots": "...",
    "long": "a" * 100_000,
    "control": "\x00\x1b[31mrood\x07\u202e\u2066",
    "only control": "\x00\x1b\x07",
    "surrogate": "\ud800\udfff",
    "back": "terug",
    "unknown": "weet ik niet",
    "braces": "{{ 7 * 7 }} {% for x in y %}",
    "number": "99999999999999999999",
    "help": "help",
    "why": "waarom vraag je dat",
    "overview": "overzicht",
    "undo": "ongedaan",
    "park": "parkeer bij de directeur",
    "document": "document",
    "emoji": "👩‍👧‍👦 é",
}


@pytest.fixture(scope="module", params=["vorm", "reflecteren", "intake", "plan"])
def everywhere(request: pytest.FixtureRequest, content: Content, world: World) -> list[Player]:
    return list(questions_of(content.script, world, request.param))


def test_most_questions_are_reached(everywhere: list[Player]) -> None:
    assert len(everywhere) > 12


@pytest.mark.parametrize("kind", NASTY)
def test_every_message_gets_an_answer(kind: str, everywhere: list[Player]) -> None:
    for start in everywhere:
        player = start.fork()
        before = player.answers
        turn = player.say(NASTY[kind])
        assert turn.outputs, player.at
        assert all(output.text.strip() for output in turn.outputs), player.at
        assert turn.outputs[-1].type == "ask"
        assert "Traceback" not in player.text()
        if kind not in ("undo", "unknown", "park"):
            assert before.items() <= player.answers.items(), player.at


def test_too_long_is_refused_with_the_limit_and_nothing_is_stored(everywhere: list[Player]) -> None:
    for start in everywhere:
        player = start.fork()
        player.say("a" * 100_000)
        assert "100.000 tekens" in player.text()
        assert player.answers == start.answers
        assert player.at == start.at


def test_an_empty_message_is_never_an_answer(everywhere: list[Player]) -> None:
    for start in everywhere:
        player = start.fork()
        first = player.say("").outputs[0].text
        second = player.say("").outputs[0].text
        assert player.answers == start.answers
        assert first != second


def test_nonsense_at_a_closed_question_stores_nothing_and_never_repeats_itself(everywhere: list[Player]) -> None:
    for start in everywhere:
        question = start.view.question
        assert question is not None
        if question.type in OPEN_TYPES:
            continue
        player = start.fork()
        said = [player.say("qwfp zxcv arst").outputs[0].text for _ in range(5)]
        assert player.answers == start.answers
        assert all(a != b for a, b in pairwise(said)), start.at


def test_not_knowing_is_recorded_and_passes_the_question(everywhere: list[Player]) -> None:
    for start in everywhere:
        if start.at == "controle" or (start.at or "").endswith(".meer"):
            continue
        player = start.fork()
        player.say("weet ik niet")
        assert start.at in player.view.skipped, start.at
        assert player.at != start.at


def test_stop_ends_and_resuming_asks_the_same(everywhere: list[Player]) -> None:
    from assistant.conversation import engine

    for start in everywhere:
        player = start.fork()
        player.say("stop")
        assert player.view.finished
        assert expects(player.view.question) is None
        turn = engine.opening(player.script, player.log, player.env, "proef")
        player.log.extend(turn.events)
        assert player.at == start.at
        assert player.answers == start.answers
        assert "Welkom terug" in turn.outputs[0].text


def test_escape_characters_never_come_back(everywhere: list[Player]) -> None:
    for start in everywhere:
        player = start.fork()
        player.say(NASTY["control"])
        for output in player.turn.outputs if player.turn else ():
            assert not set("\x00\x1b\x07\u202e\u2066") & set(output.text)
