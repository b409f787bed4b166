"""The explorer: it plays, it is the same for the same seed, and what it finds it shrinks and prints."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from tests import explore
from tests.conversation.laws import REOPEN, Broken, as_line
from tests.explore import Failure, played_again, shrunk, told

FOUND = {
    "ja at 'nog een?' that was opened again": (
        "plan", *["/sla over"] * 3, "ok", *["/sla over"] * 12, "nee", "/terug", "ja",
    ),
    "back from a question that was opened again at the menu": (
        "reflecteren", "1", "nee", "antwoord 1", "antwoord 2", "antwoord 3", "menu", "wijzig Je taken", "terug",
    ),
    "a name that is parked, in the document": ("plan", "/sla over", "parkeer"),
}  # fmt: skip
"""Paths that once broke a law."""


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_stays_mended(name: str) -> None:
    for held in ("", *(law.__name__ for law in explore.LOOKS)):
        assert played_again(FOUND[name], held) is None


def test_some_conversations_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert explore.explore(turns=1_000, seed=1)
    assert "broken: nothing" in capsys.readouterr().out


def test_the_same_seed_plays_the_same() -> None:
    assert explore.play(3, 4) == explore.play(3, 4)
    assert explore.play(3, 4).turns == explore.length(3, 4)


def test_a_failing_path_is_shrunk_to_its_shortest() -> None:
    def replay(said: Sequence[str], held: str) -> Failure | None:
        wrong = "terug" in said and any(message.startswith("wijzig") for message in said)
        return Failure("law", "detail", tuple(said), held) if wrong else None

    said = (*"abcdefgh", "terug", *"ijk", "wijzig " + "x" * 5_000, *"lmnopq")
    found = shrunk(Failure("law", "", said), replay)
    assert found.said[0] == "terug" and len(found.said) == 2
    assert found.said[1].startswith("wijzig") and len(found.said[1]) < 20


def test_another_failure_on_the_way_is_not_taken_for_it() -> None:
    def replay(said: Sequence[str], held: str) -> Failure | None:
        return Failure("law" if len(said) > 2 else "other law", "", tuple(said), held)

    assert len(shrunk(Failure("law", "", tuple("abcdefgh")), replay).said) == 3


def test_a_fault_is_found_shrunk_and_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.mutants import MUTANTS

    MUTANTS["a_skipped_question_is_not_passed"](monkeypatch)
    number = next(n for n in range(20) if explore.play(1, n).failure)
    failure = explore.play(1, number).failure
    assert failure is not None
    shortest = shrunk(failure)
    assert len(shortest.said) <= 3
    assert f"seed 1, conversation {number}" in told(shortest, 1, number)
    with pytest.raises(Broken):
        explore.talk().hear(*shortest.said)


@pytest.mark.parametrize("message", ["", " x", "a\nb", "{", "\x00", "gewoon", '{"text": "x"}', "🙂"])
def test_a_message_is_printed_so_that_it_can_be_pasted(message: str) -> None:
    line = as_line(message)
    assert "\n" not in line
    assert (json.loads(line)["text"] if line.startswith("{") else line) == message


def test_opening_again_is_printed_in_words() -> None:
    assert "(close the conversation and open it again)" in told(Failure("law", "", ("vorm", REOPEN)), 1, 2)
