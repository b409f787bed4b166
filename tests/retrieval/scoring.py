"""Scores a look-up on the questions: where the first right passage stands, and whether it refuses what has no answer."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

QUESTIONS = Path(__file__).parent / "questions.yaml"
FRESH = Path(__file__).parent / "fresh.yaml"
"""Written by somebody who had seen neither the knowledge nor the other questions."""
SITUATIONS = Path(__file__).parent / "situations.yaml"
"""Stories in everyday words, written in the same way: 80 that the documents are about and 20 that they are not."""
DEPTH = 10
"""No passage further down counts."""
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "´": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "\u00ad": None}
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and by what a right passage is known."""

    id: str
    query: str
    kind: str
    must: tuple[re.Pattern[str], ...]
    """All of them match in a right passage; none where the knowledge has no answer."""

    @property
    def answerable(self) -> bool:
        """Whether the knowledge answers it."""
        return self.kind != "out"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a look-up made of one question."""

    question: Question
    rank: int | None
    """Where the first right passage stands, from 1; None where it is not among the first ten."""
    confidence: float
    """The score of the first passage; minus infinity where there is none."""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """How well a look-up refuses what it cannot answer, and only that."""

    precision: float
    recall: float
    wrong: float
    """The share of the answerable questions that was refused."""

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_questions(path: Path = QUESTIONS) -> tuple[Question, ...]:
    """The questions in a file, their expressions ready to match folded text."""
    return tuple(
        Question(
            item["id"],
            item["query"],
            item["kind"],
            tuple(re.compile(_fold(must), re.IGNORECASE) for must in item["must"]),
        )
        for item in yaml.safe_load(path.read_text("utf-8"))
    )


def is_hit(question: Question, title: str, text: str) -> bool:
    """Whether a passage is right: all expressions match, without regard to case, diacritics and line ends."""
    passage = re.sub(r"\s+", " ", _fold(f"{title} | {text}"))
    return bool(question.must) and all(must.search(passage) for must in question.must)


def first_hit(question: Question, passages: Iterable[tuple[str, str]]) -> int | None:
    """Where the first right passage (title, text) stands, from 1, among the first ten."""
    for rank, (title, text) in enumerate(passages, 1):
        if rank > DEPTH:
            break
        if is_hit(question, title, text):
            return rank
    return None


def success(outcomes: Sequence[Outcome], k: int, *, shown: bool = False) -> float:
    """The share with a right passage among the first `k`; where `shown`, a question that is refused has none."""
    right = [one for one in outcomes if one.rank is not None and one.rank <= k and not (shown and one.refused)]
    return len(right) / len(outcomes) if outcomes else math.nan


def mean_reciprocal_rank(outcomes: Sequence[Outcome]) -> float:
    """The mean of 1/rank of the first right passage; 0 for a question without."""
    return sum(1 / one.rank for one in outcomes if one.rank) / len(outcomes) if outcomes else math.nan


def refusal(outcomes: Sequence[Outcome], below: float | None = None) -> Refusal:
    """How well is refused: as the look-up did itself, or where its confidence is `below` a value."""
    said = [one for one in outcomes if (one.refused if below is None else one.confidence < below)]
    rightly = sum(not one.question.answerable for one in said)
    unanswerable = sum(not one.question.answerable for one in outcomes)
    answerable = len(outcomes) - unanswerable
    return Refusal(
        precision=rightly / len(said) if said else 0.0,
        recall=rightly / unanswerable if unanswerable else 0.0,
        wrong=(len(said) - rightly) / answerable if answerable else 0.0,
    )


def best_refusal(outcomes: Sequence[Outcome]) -> Refusal:
    """How well would be refused with the best threshold on the confidence for these very questions."""
    seen = sorted({one.confidence for one in outcomes})
    return max((refusal(outcomes, value) for value in [*seen, math.inf]), key=lambda found: found.f1)


def auroc(outcomes: Sequence[Outcome]) -> float:
    """The chance that an answerable question gets more confidence than an unanswerable one; a tie counts half."""
    high = [one.confidence for one in outcomes if one.question.answerable]
    low = [one.confidence for one in outcomes if not one.question.answerable]
    won = sum((a > b) + 0.5 * (a == b) for a in high for b in low)
    return won / (len(high) * len(low)) if high and low else math.nan


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
