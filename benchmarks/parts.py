"""Which parts of the look-up help: each is taken away in turn, and everything is asked again.

Use: python -m benchmarks.parts

Asked are the questions of tests/retrieval, and ways of asking that are kept out of the index. A part helps where the
mean reciprocal rank falls without it, and does so on most of the halves when a set is cut in two at random.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from assistant.knowledge.found import Found
from assistant.knowledge.model import Library
from assistant.loading.content import load_content
from assistant.search import compare, index, names, query, refusal, scope, words
from assistant.search.engine import Search
from assistant.search.names import Names
from assistant.search.spelling import Speller
from benchmarks.held_out import held_out
from benchmarks.search import table
from tests.retrieval import scoring
from tests.retrieval.scoring import FRESH, Outcome, Question, read_questions

HALVES = 200
"""So many times a set is cut in two at random."""
SEED = 1

Patch = tuple[Any, str, Any]


PARTS: dict[str, list[Patch]] = {
    "compounds": [(index, "split", lambda *_: ()), (query, "joined", lambda *_: iter(()))],
    "verbs in two parts": [(query, "apart", lambda *_: iter(()))],
    "stories count together": [(refusal, "_TALES", (1.0,))],
    "longer questions need less": [(refusal, "_LONGER", 0.0)],
    "words of other subjects": [(refusal, "_ELSEWHERE", 1.0)],
    "orders": [(refusal, "is_order", lambda _: False)],
    "titles as names": [(names, "_LONGEST_TITLE", 0)],
    "spelling": [(Speller, "near", lambda *_: None)],
    "abbreviations": [(Names, "others", lambda *_: {})],
    "names first": [(Names, "asked_for", lambda *_: [])],
    "comparisons": [(compare, "sides", lambda *_: None)],
    "phrase (neighbours)": [(index, "_TOGETHER", 0.0)],
    "phrase (a whole line)": [(index, "_LINE", 0.0)],
    "share of the question": [(index, "_SHARE", 0.0)],
    "sector and list bonus": [(scope, "_BONUS", 0.0)],
    "everyday weights": [(query, "_EVERYDAY", 1.0)],
    "field weights": [(index, "_WORTH", (1.0, 1.0, 1.0, 0.5))],
    "stems": [
        (module, "stem", lambda word: word)
        for name, module in sys.modules.items()
        if name.startswith("assistant.search.") and hasattr(module, "stem")
    ],
}


@contextmanager
def without(patches: Sequence[Patch]) -> Iterator[None]:
    """The look-up without some of its parts; words are read anew on both sides of it."""
    words._word.cache_clear()
    with ExitStack() as stack:
        for where, name, value in patches:
            stack.enter_context(mock.patch.object(where, name, value))
        yield
    words._word.cache_clear()


@dataclass(frozen=True, slots=True)
class Asked:
    """Both sets, asked."""

    questions: list[Outcome]
    lines: list[Outcome]


def asked(library: Library, fewer: Library, lines: Sequence[tuple[str, str]]) -> Asked:
    """Both sets asked: the questions of the whole library, the lines of the one without them."""
    whole, rest = Search(library), Search(fewer)

    def outcome(question: Question, found: Found, rank: int | None) -> Outcome:
        return Outcome(question, rank, found.hits[0].score if found.hits else -math.inf, found.abstained)

    questions = []
    for question in (*read_questions(), *read_questions(FRESH)):
        found = whole.look_up(question.query)
        passages = ((hit.passage.title, hit.passage.text) for hit in found.hits)
        questions.append(outcome(question, found, scoring.first_hit(question, passages)))
    held = []
    for line, entry in lines:
        found = rest.look_up(line)
        places = [hit.passage.id for hit in found.hits]
        rank = places.index(entry) + 1 if entry in places else None
        held.append(outcome(Question(entry, line, "line", ()), found, rank))
    return Asked(questions, held)


def helped(full: Sequence[Outcome], less: Sequence[Outcome]) -> str:
    """On how many of the halves the part helps and on how many it harms."""
    gain = [_reciprocal(one) - _reciprocal(other) for one, other in zip(full, less, strict=True)]
    chance = random.Random(SEED)
    halves = [sum(chance.sample(gain, len(gain) // 2)) for _ in range(HALVES)]
    better, worse = (sum(sign * half > 1e-9 for half in halves) for sign in (1, -1))
    return f"{100 * better / HALVES:.0f} / {100 * worse / HALVES:.0f}"


def _reciprocal(one: Outcome) -> float:
    return 1 / one.rank if one.rank else 0.0


def row(name: str, got: Asked, full: Asked) -> list[str]:
    """One line of the table."""
    answerable = [one for one in got.questions if one.question.answerable]
    before = [one for one in full.questions if one.question.answerable]
    return [
        name,
        *(f"{scoring.success(answerable, k):.3f}" for k in (1, 3)),
        f"{scoring.mean_reciprocal_rank(answerable):.3f}",
        helped(before, answerable),
        f"{scoring.refusal(got.questions).f1:.3f}",
        f"{scoring.auroc(got.questions):.3f}",
        *(f"{scoring.success(got.lines, k):.3f}" for k in (1, 3)),
        f"{scoring.mean_reciprocal_rank(got.lines):.3f}",
        helped(full.lines, got.lines),
        f"{scoring.refusal(got.lines).wrong:.3f}",
    ]


def main() -> None:
    """Measure and print."""
    library = load_content().library
    fewer, lines = held_out(library)
    full = asked(library, fewer, lines)
    rows = [["without", "s@1", "s@3", "MRR@10", "helps / harms %", "F1", "AUROC"]]
    rows[0] += ["line s@1", "line s@3", "line MRR@10", "helps / harms %", "line refused"]
    rows.append(row("nothing", full, full))
    for part, patches in PARTS.items():
        with without(patches):
            rows.append(row(part, asked(library, fewer, lines), full))
    print(
        f"{len(full.questions)} questions; {len(lines)} lines kept out of the index, of {len(library.entry)} entries."
    )
    print(
        f"helps / harms: share of {HALVES} random halves on which MRR@10 is higher / lower with the part than without."
    )
    print(f"F1: of refusing, as shipped. line refused: share of the lines that is wrongly refused.\n\n{table(rows)}")


if __name__ == "__main__":
    main()
