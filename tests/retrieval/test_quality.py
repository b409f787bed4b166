"""The look-up keeps the quality it has reached, and a look-up that is broken in one part does not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from rapidfuzz import fuzz

from assistant.knowledge.found import Found
from assistant.knowledge.model import Library
from assistant.loading.content import Content
from assistant.search import refusal
from assistant.search.engine import Search
from assistant.search.spelling import Speller
from tests.retrieval import scoring
from tests.retrieval.scoring import Outcome, Question, read_questions

Ask = Callable[[str], Found]

QUESTIONS = read_questions()
FRESH = read_questions(scoring.FRESH)
SITUATIONS = read_questions(scoring.SITUATIONS)
# What was reached less a small margin: two questions of the 80, one of the 8 of a kind. Raise them when the look-up gets
# better; lower them only with a reason.
FLOORS = {
    "s@1": 0.88,
    "s@3": 0.93,
    "ans@1": 0.86,
    "ans@3": 0.91,
    # Of all three sets: with 8 of the kind in the first a single question is worth .12.
    "nooverlap@3": 0.65,
    "typo@3": 0.87,
    "abbrev@3": 0.87,
    "refusal F1": 0.92,
    "not wrongly refused": 0.93,
    "fresh s@1": 0.8,
    "fresh s@3": 0.91,
    "fresh ans@3": 0.89,
    "fresh refusal F1": 0.87,
}
MOST_RIGHT = 0.05
"""An expression that more of the knowledge matches tells nothing."""
COPY = 95.0
"""From here on two texts are the same question."""


def outcomes(ask: Ask, library: Library, questions: Sequence[Question] = QUESTIONS) -> list[Outcome]:
    """Every question asked; what comes back is judged by the library, also where the look-up saw less of it."""
    found = []
    for question in questions:
        answer = ask(question.query)
        entries = (library.entry[hit.passage.id] for hit in answer.hits)
        rank = scoring.first_hit(question, ((entry.title, entry.text) for entry in entries))
        best = answer.hits[0].score if answer.hits else -math.inf
        found.append(Outcome(question, rank, best, answer.abstained))
    return found


def quality(ask: Ask, library: Library) -> dict[str, float]:
    found, fresh = outcomes(ask, library), outcomes(ask, library, FRESH)
    answerable, others = ([one for one in some if one.question.answerable] for some in (found, fresh))
    kinds = {kind: [one for one in found if one.question.kind == kind] for kind in ("typo", "abbrev")}
    stories = outcomes(ask, library, SITUATIONS)
    kinds["nooverlap"] = [one for one in (*found, *fresh, *stories) if one.question.kind == "nooverlap"]
    refused = scoring.refusal(found)
    return {
        "s@1": scoring.success(answerable, 1),
        "s@3": scoring.success(answerable, 3),
        "ans@1": scoring.success(answerable, 1, shown=True),
        "ans@3": scoring.success(answerable, 3, shown=True),
        **{f"{kind}@3": scoring.success(of_kind, 3) for kind, of_kind in kinds.items()},
        "refusal F1": refused.f1,
        "not wrongly refused": 1 - refused.wrong,
        "fresh s@1": scoring.success(others, 1),
        "fresh s@3": scoring.success(others, 3),
        "fresh ans@3": scoring.success(others, 3, shown=True),
        "fresh refusal F1": scoring.refusal(fresh).f1,
    }


def below(reached: dict[str, float]) -> set[str]:
    return {name for name, floor in FLOORS.items() if reached[name] < floor}


# --- the quality ---


@pytest.fixture(scope="module")
def reached(content: Content) -> dict[str, float]:
    return quality(Search(content.library).look_up, content.library)


@pytest.mark.parametrize("name", FLOORS)
def test_the_quality_that_was_reached_is_kept(reached: dict[str, float], name: str) -> None:
    assert reached[name] >= FLOORS[name]


def without_ways_of_asking(library: Library, _: pytest.MonkeyPatch) -> Ask:
    passages = tuple(replace(one, asked=()) for one in library.passages)
    forms = tuple(replace(one, asked=(), aliases=()) for one in library.forms)
    return Search(replace(library, passages=passages, forms=forms)).look_up


def without_spelling(library: Library, patch: pytest.MonkeyPatch) -> Ask:
    patch.setattr(Speller, "near", lambda self, word: None)
    return Search(library).look_up


def deaf_to_short_words(library: Library, _: pytest.MonkeyPatch) -> Ask:
    search = Search(library)
    return lambda query: search.look_up(re.sub(r"\b\w{1,4}\b", "", query))


def never_in_doubt(library: Library, patch: pytest.MonkeyPatch) -> Ask:
    patch.setattr(refusal, "THRESHOLD", 0.0)
    return Search(library).look_up


def always_in_doubt(library: Library, patch: pytest.MonkeyPatch) -> Ask:
    patch.setattr(refusal, "THRESHOLD", 0.8)
    return Search(library).look_up


FAULTS: dict[Callable[[Library, pytest.MonkeyPatch], Ask], set[str]] = {
    without_ways_of_asking: {"s@1", "s@3", "ans@1", "nooverlap@3", "fresh s@1", "fresh s@3", "fresh ans@3"},
    without_spelling: {"typo@3"},
    deaf_to_short_words: {"abbrev@3"},
    never_in_doubt: {"refusal F1", "fresh refusal F1"},
    always_in_doubt: {"not wrongly refused", "refusal F1", "ans@3"},
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_broken_look_up_falls_below(
    content: Content, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Library, pytest.MonkeyPatch], Ask]
) -> None:
    broken = quality(fault(content.library, monkeypatch), content.library)
    assert FAULTS[fault] <= below(broken)


def test_every_floor_is_seen_to_fail() -> None:
    assert set().union(*FAULTS.values()) == set(FLOORS)


def test_as_many_are_given_as_asked_for(content: Content) -> None:
    assert len(Search(content.library).look_up("samenwerken met de school", limit=250).hits) == 250


# --- the questions ---


@pytest.mark.parametrize("question", [one for one in QUESTIONS if one.answerable], ids=lambda one: one.id)
def test_the_knowledge_has_a_right_passage_and_few(content: Content, question: Question) -> None:
    entries = list(content.library.entries())
    right = [entry.id for entry in entries if scoring.is_hit(question, entry.title, entry.text)]
    assert 0 < len(right) < MOST_RIGHT * len(entries)


def test_no_question_was_copied_into_the_knowledge(content: Content) -> None:
    lines = [(entry.id, line) for entry in content.library.entries() for line in entry.asked]
    copied = [
        (question.id, entry)
        for question in QUESTIONS
        for entry, line in lines
        if fuzz.token_sort_ratio(question.query.lower(), line.lower()) >= COPY
    ]
    assert not copied


# --- the scorer ---

ASKED = Question("q", "wie", "fact", (re.compile("cafe", re.IGNORECASE), re.compile("zus", re.IGNORECASE)))
OUT = Question("o", "wat", "out", ())


def test_a_hit_matches_every_expression_in_title_or_text() -> None:
    assert scoring.is_hit(ASKED, "Café", "mijn\nZUS")
    assert not scoring.is_hit(ASKED, "Café", "mijn broer")
    assert not scoring.is_hit(OUT, "Café", "mijn zus")


def test_the_first_hit_counts_from_one_to_ten() -> None:
    right, wrong = ("cafe", "zus"), ("cafe", "")
    assert scoring.first_hit(ASKED, [wrong, right, right]) == 2
    assert scoring.first_hit(ASKED, [wrong] * 9 + [right]) == 10
    assert scoring.first_hit(ASKED, [wrong] * 10 + [right]) is None


def test_ranks_become_figures() -> None:
    found = [Outcome(ASKED, 1, 0.9), Outcome(ASKED, 2, 0.8, refused=True), Outcome(ASKED, None, 0.7)]
    assert [scoring.success(found, k) for k in (1, 3)] == [1 / 3, 2 / 3]
    assert scoring.success(found, 3, shown=True) == 1 / 3
    assert scoring.mean_reciprocal_rank(found) == 0.5


def test_refusals_become_figures() -> None:
    found = [
        Outcome(ASKED, 1, 0.9),
        Outcome(ASKED, 1, 0.4, refused=True),
        Outcome(OUT, None, 0.5, refused=True),
        Outcome(OUT, None, 0.1),
    ]
    did = scoring.refusal(found)
    assert (did.precision, did.recall, did.wrong, did.f1) == (0.5, 0.5, 0.5, 0.5)
    best = scoring.best_refusal(found)
    assert (best.precision, best.recall, best.wrong) == (2 / 3, 1.0, 0.5)
    assert scoring.auroc(found) == 0.75
    assert scoring.auroc([Outcome(ASKED, 1, 0.5), Outcome(OUT, None, 0.5)]) == 0.5
