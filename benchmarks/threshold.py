"""The threshold for refusing, chosen by cross-validation: on some of the questions, and judged on the others.

Use: python -m benchmarks.threshold

The questions are dealt over five folds, kind by kind; the threshold with the best F1 on four of them, refusing wrongly
as little as is asked, judges the fifth. That is done with several deals. The table tells what each threshold would give
on all questions.
"""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.loading.content import load_content
from assistant.search.engine import Search
from assistant.search.refusal import THRESHOLD
from benchmarks.search import table
from tests.retrieval import scoring
from tests.retrieval.scoring import FRESH, Outcome, read_questions

FOLDS = 5
DEALS = 50
SEED = 1
MOST_WRONG = 0.04
"""The share of the answerable questions that may be refused."""
CANDIDATES = [step / 100 for step in range(30, 71, 2)]


def dealt(outcomes: Sequence[Outcome], chance: random.Random) -> list[list[Outcome]]:
    """The outcomes over the folds, each kind spread evenly."""
    kinds = defaultdict(list)
    for one in outcomes:
        kinds[one.question.kind].append(one)
    folds: list[list[Outcome]] = [[] for _ in range(FOLDS)]
    place = 0
    for some in kinds.values():
        for one in chance.sample(some, len(some)):
            folds[place % FOLDS].append(one)
            place += 1
    return folds


def chosen(outcomes: Sequence[Outcome]) -> float:
    """The threshold with the best F1 among those that refuse few wrongly; the middle one where several are as good."""
    fair = [value for value in CANDIDATES if scoring.refusal(outcomes, value).wrong <= MOST_WRONG] or CANDIDATES[:1]
    best = max(scoring.refusal(outcomes, value).f1 for value in fair)
    return statistics.median_low(value for value in fair if scoring.refusal(outcomes, value).f1 == best)


def judged(outcomes: Sequence[Outcome]) -> Iterator[tuple[list[float], list[Outcome]]]:
    """Per deal the thresholds of its folds, and every outcome judged by the threshold chosen without it."""
    chance = random.Random(SEED)
    for _ in range(DEALS):
        folds = dealt(outcomes, chance)
        thresholds, found = [], []
        for number, fold in enumerate(folds):
            others = [one for other in folds[:number] + folds[number + 1 :] for one in other]
            thresholds.append(chosen(others))
            found += [replace(one, refused=one.confidence < thresholds[-1]) for one in fold]
        yield thresholds, found


def main() -> None:
    """Measure and print."""
    library = load_content().library
    search = Search(library)
    outcomes = []
    for question in (*read_questions(), *read_questions(FRESH)):
        found = search.look_up(question.query)
        rank = scoring.first_hit(question, ((hit.passage.title, hit.passage.text) for hit in found.hits))
        outcomes.append(Outcome(question, rank, found.hits[0].score if found.hits else -math.inf, found.abstained))

    deals = list(judged(outcomes))
    refusals = [scoring.refusal(found) for _, found in deals]
    counted = Counter(threshold for thresholds, _ in deals for threshold in thresholds)
    print(f"{len(outcomes)} questions, {FOLDS} folds, {DEALS} deals")
    print("chosen: " + ", ".join(f"{value:.2f} ({count}x)" for value, count in sorted(counted.items())))
    rows = [["judged by others", "mean", "least", "most"]]
    for name, figures in {
        "F1": [one.f1 for one in refusals],
        "precision": [one.precision for one in refusals],
        "recall": [one.recall for one in refusals],
        "wrongly refused": [one.wrong for one in refusals],
    }.items():
        rows.append([name, *(f"{value:.3f}" for value in (statistics.mean(figures), min(figures), max(figures)))])
    print(f"\n{table(rows)}\n")
    rows = [["threshold", "F1", "precision", "recall", "wrongly refused"]]
    for value in CANDIDATES:
        one = scoring.refusal(outcomes, value)
        mark = " *" if value == THRESHOLD else ""
        rows.append([f"{value:.2f}{mark}", *(f"{x:.3f}" for x in (one.f1, one.precision, one.recall, one.wrong))])
    print(f"{table(rows)}\n\n* as shipped. A look-up that shows a notice or nothing is judged by its score alone.")


if __name__ == "__main__":
    main()
