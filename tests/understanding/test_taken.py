"""Utterances are taken as they are meant, as far as that has come; and no command is heard in an answer."""

from __future__ import annotations

import pytest

from assistant.conversation import script as s
from assistant.conversation.match import readings
from assistant.conversation.patterns import matches
from assistant.loading.content import Content
from tests.understanding.grading import TUNED, Graded, Grader, graded_all, halves

# What was reached, less a little. The aim is .97 as meant and at most .005 wrong: raise these towards it.
AS_MEANT = {"tuned on": 0.95, "not tuned on": 0.79, "later": 0.88}
WRONG = {"tuned on": 0.012, "not tuned on": 0.055, "later": 0.03}


@pytest.fixture(scope="module")
def graded() -> list[Graded]:
    return graded_all()


@pytest.fixture(scope="module")
def parts(graded: list[Graded]) -> dict[str, list[Graded]]:
    seen, kept = halves(graded)
    return {
        "tuned on": seen,
        "not tuned on": kept,
        "later": [one for one in graded if one.utterance.file.startswith(TUNED)],
    }


@pytest.mark.parametrize("part", AS_MEANT)
def test_as_much_is_taken_as_meant_as_was_reached(parts: dict[str, list[Graded]], part: str) -> None:
    some = parts[part]
    assert sum(one.as_meant for one in some) / len(some) >= AS_MEANT[part]
    assert sum(one.wrong for one in some) / len(some) <= WRONG[part]


def test_every_context_leads_where_it_says(graded: list[Graded], content: Content) -> None:
    grader = Grader.shipped()
    places = {(one.utterance.given, one.utterance.at) for one in graded}
    assert [at for given, at in places if grader.at(given) != at] == []


def test_own_words_at_an_open_question_are_kept(graded: list[Graded]) -> None:
    some = [one for one in graded if one.utterance.kind == "open"]
    assert len(some) > 90 and sum(not one.as_meant for one in some) <= 3


def test_no_sentence_of_a_command_is_a_sample_of_an_answer(content: Content) -> None:
    """But for what is a name of an option too: there the option goes first."""
    phrases = content.script.phrases
    heard = []
    for flow in content.script.flows.values():
        for step in s.all_steps(flow.steps):
            for option in step.options if isinstance(step, s.Ask) else ():
                for reply in option.examples:
                    texts = readings(reply, phrases)[:2]
                    heard += [
                        (command, reply)
                        for command in phrases.commands
                        if any(matches(text, phrases.sentences.get(command, ())) for text in texts)
                    ]
    assert heard == []
