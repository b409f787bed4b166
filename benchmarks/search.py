"""The look-up against others, over the same entries, in one run: quality, time and memory at growing sizes.

Use: python -m benchmarks.search [--sizes 1,10,100]

At size 10 every entry has nine copies beside it in which half of the words are replaced by others from the knowledge.
Each system at each size has a process of its own. The others are measured where they are installed (extra `bench`).
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import platform
import random
import re
import sqlite3
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.knowledge.model import Library, Passage
from assistant.loading.content import load_content
from assistant.search.engine import Search
from assistant.search.words import STOP, fold
from benchmarks.held_out import held_out
from tests.retrieval import scoring
from tests.retrieval.scoring import Outcome, Question, read_questions

SEED = 1
ROUNDS = 3
"""Each question is asked so many times; the quickest counts, for other work disturbs only the others."""

Ask = Callable[[str], list[tuple[int, float]]]
"""A question to at most ten entries with their scores, best first; an entry by its place."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one system at one size."""

    system: str
    outcomes: list[Outcome]
    milliseconds: float
    """The median over the questions."""
    seconds: float
    """To read and index the entries."""
    megabytes: float | None
    """What the process grew by; None where the system does not tell."""


# --- the entries ---


def grown(library: Library, size: int) -> Library:
    """A library with so many times the entries: besides each one, copies with half of the words replaced."""
    entries = list(library.entries())
    pool = [word for entry in entries for line in _lines(entry) for word in line.split()]
    chance = random.Random(SEED)

    def mixed(line: str) -> str:
        return " ".join(chance.choice(pool) if chance.random() < 0.5 else word for word in line.split())

    copies = tuple(
        replace(
            entry,
            id=f"{entry.id}~{number}",
            title=mixed(entry.title),
            text=mixed(entry.text),
            asked=tuple(map(mixed, entry.asked)),
        )
        for number in range(1, size)
        for entry in entries
    )
    return replace(library, passages=(*library.passages, *copies))


def _lines(entry: Passage) -> Iterator[str]:
    yield entry.title
    yield from entry.asked
    yield entry.text


def _texts(entries: Iterable[Passage]) -> list[str]:
    return ["\n".join(_lines(entry)) for entry in entries]


# --- the systems ---


def ours(library: Library, entries: Sequence[Passage]) -> Ask:
    search = Search(library)
    place = {entry.id: n for n, entry in enumerate(entries)}
    return lambda question: [(place[hit.passage.id], hit.score) for hit in search.look_up(question).hits]


def bm25s(_: Library, entries: Sequence[Passage]) -> Ask:
    library, stemmer = import_module("bm25s"), import_module("Stemmer").Stemmer("dutch")

    def tokens(texts: list[str], **more: Any) -> Any:
        return library.tokenize(texts, stopwords="dutch", stemmer=stemmer, show_progress=False, **more)

    index = library.BM25()
    index.index(tokens(_texts(entries)), show_progress=False)

    def ask(question: str) -> list[tuple[int, float]]:
        words = tokens([question], return_ids=False)
        if not any(word in index.vocab_dict for word in words[0]):
            return []
        places, scores = index.retrieve(words, k=10, show_progress=False)
        return [(int(place), float(score)) for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return ask


def fts5(_: Library, entries: Sequence[Passage]) -> Ask:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE entry USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')")
    base.executemany("INSERT INTO entry(rowid, text) VALUES (?, ?)", enumerate(_texts(entries)))
    base.execute("INSERT INTO entry(entry) VALUES ('optimize')")

    def ask(question: str) -> list[tuple[int, float]]:
        words = [f'"{word}"' for word in re.findall(r"\w+", fold(question)) if word not in STOP]
        if not words:
            return []
        query = "SELECT rowid, -rank FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 10"
        return base.execute(query, (" OR ".join(words),)).fetchall()

    return ask


def tantivy(_: Library, entries: Sequence[Passage]) -> Ask:
    library = import_module("tantivy")
    kind = library.Filter
    analyzer = library.TextAnalyzerBuilder(library.Tokenizer.simple()).filter(kind.lowercase())
    analyzer = analyzer.filter(kind.stopword("dutch")).filter(kind.stemmer("dutch")).filter(kind.ascii_fold()).build()
    schema = library.SchemaBuilder().add_text_field("text", tokenizer_name="nl")
    index = library.Index(schema.add_unsigned_field("place", stored=True).build())
    index.register_tokenizer("nl", analyzer)
    writer = index.writer(num_threads=1)
    for place, text in enumerate(_texts(entries)):
        writer.add_document(library.Document(text=text, place=place))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> list[tuple[int, float]]:
        words = " ".join(re.findall(r"\w+", question.lower()))
        query, _ = index.parse_query_lenient(words, ["text"])
        return [(searcher.doc(at)["place"][0], score) for score, at in searcher.search(query, 10, count=False).hits]

    return ask


def rapidfuzz(_: Library, entries: Sequence[Passage]) -> Ask:
    from rapidfuzz import fuzz, process, utils

    texts = [utils.default_process(text) for text in _texts(entries)]

    def ask(question: str) -> list[tuple[int, float]]:
        plain = utils.default_process(question)
        return [
            (place, score) for _, score, place in process.extract(plain, texts, scorer=fuzz.token_set_ratio, limit=10)
        ]

    return ask


SYSTEMS: dict[str, tuple[Callable[[Library, Sequence[Passage]], Ask], tuple[str, ...]]] = {
    "ours": (ours, ()),
    "bm25s": (bm25s, ("bm25s", "PyStemmer")),
    "tantivy": (tantivy, ("tantivy",)),
    "SQLite FTS5": (fts5, ()),
    "rapidfuzz": (rapidfuzz, ("rapidfuzz",)),
}
"""Per system what makes it, and the packages it needs."""
BASE = "bm25s"
"""The system the times of the others are divided by."""
NOTES = """\
bm25s and tantivy: their own Dutch stop words, Snowball stems. SQLite FTS5: our stop words, no stems.
rapidfuzz: token_set_ratio of the question and the whole entry.
No embedding was measured: the usual multilingual ones fetch their weights from a model hub, which this does not do.
F1: of refusing, with the threshold on the best score that suits these questions best. AUROC: of that score.
ms: median per question, the quickest of three. MB: growth of the resident memory of the process (RSS) by indexing."""


# --- measuring ---


def measured(system: str, library: Library, size: int, questions: Path) -> Row:
    """One system at one size; to be called in a fresh process."""
    library = grown(library, size)
    entries = tuple(library.entries())
    gc.collect()
    before, start = _resident(), perf_counter()
    ask = SYSTEMS[system][0](library, entries)
    seconds = perf_counter() - start
    gc.collect()
    after = _resident()
    outcomes, times = [], []
    for question in read_questions(questions):
        taken = []
        for _ in range(ROUNDS):
            start = perf_counter()
            found = ask(question.query)
            taken.append(perf_counter() - start)
        rank = scoring.first_hit(question, ((entries[place].title, entries[place].text) for place, _ in found))
        outcomes.append(Outcome(question, rank, found[0][1] if found else -math.inf))
        times.append(min(taken))
    megabytes = (after - before) / 2**20 if before is not None and after is not None else None
    return Row(system, outcomes, 1000 * statistics.median(times), seconds, megabytes)


def on_lines(system: str, library: Library) -> list[Outcome]:
    """One system on ways of asking that were kept out of the index; right is only the entry they came from."""
    fewer, lines = held_out(library)
    entries = tuple(fewer.entries())
    ask = SYSTEMS[system][0](fewer, entries)
    outcomes = []
    for line, entry in lines:
        found = ask(line)
        ids = [entries[place].id for place, _ in found]
        rank = ids.index(entry) + 1 if entry in ids else None
        outcomes.append(Outcome(Question(entry, line, "line", ()), rank, found[0][1] if found else -math.inf))
    return outcomes


def _resident() -> int | None:
    """The bytes of this process in memory; None where the system has no /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * int(os.sysconf("SC_PAGE_SIZE"))


def available() -> list[str]:
    """The systems that are installed."""
    return [system for system, (_, packages) in SYSTEMS.items() if not _missing(packages)]


def _missing(packages: Iterable[str]) -> list[str]:
    missing = []
    for package in packages:
        try:
            version(package)
        except PackageNotFoundError:
            missing.append(package)
    return missing


# --- the tables ---


def tables(rows: Sequence[Row]) -> str:
    """Quality with time and memory, and the kinds of questions apart."""
    base = next((row.milliseconds for row in rows if row.system == BASE), None)
    whole = [["system", "s@1", "s@3", "s@5", "MRR@10", "F1", "AUROC", "ms", f"x {BASE}", "index s", "MB"]]
    kinds = list(dict.fromkeys(one.question.kind for one in rows[0].outcomes if one.question.answerable))
    apart = [["s@3", *kinds]]
    for row in rows:
        asked = [one for one in row.outcomes if one.question.answerable]
        whole.append([
            row.system,
            *(f"{scoring.success(asked, k):.3f}" for k in (1, 3, 5)),
            f"{scoring.mean_reciprocal_rank(asked):.3f}",
            f"{scoring.best_refusal(row.outcomes).f1:.3f}",
            f"{scoring.auroc(row.outcomes):.3f}",
            f"{row.milliseconds:.2f}",
            f"{row.milliseconds / base:.1f}" if base else "-",
            f"{row.seconds:.2f}",
            f"{row.megabytes:.0f}" if row.megabytes is not None else "-",
        ])  # fmt: skip
        of_kind = ([one for one in asked if one.question.kind == kind] for kind in kinds)
        apart.append([row.system, *(f"{scoring.success(some, 3):.3f}" for some in of_kind)])
    return f"{table(whole)}\n\n{table(apart)}"


def lines_table(asked: Mapping[str, Sequence[Outcome]]) -> str:
    """Quality on ways of asking that were kept out of the index."""
    rows = [["kept out", "s@1", "s@3", "s@5", "MRR@10"]]
    for system, outcomes in asked.items():
        right = (f"{scoring.success(outcomes, k):.3f}" for k in (1, 3, 5))
        rows.append([system, *right, f"{scoring.mean_reciprocal_rank(outcomes):.3f}"])
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table that reads well as it is; the first row is its head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        f"| {first.ljust(widths[0])} | " + " | ".join(map(str.rjust, rest, widths[1:])) + " |"
        for first, *rest in rows
    ]  # fmt: skip
    rule = f"| {'-' * widths[0]} | " + " | ".join("-" * (width - 1) + ":" for width in widths[1:]) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Meet het opzoeken naast andere zoeksystemen.")
    parser.add_argument("--sizes", default="1,10,100", help="how many times the entries, such as 1,10")
    parser.add_argument(
        "--questions", type=Path, default=scoring.QUESTIONS, help="a file such as those of tests/retrieval"
    )
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]

    library = load_content().library
    present = available()
    used = sorted({package for system in present for package in SYSTEMS[system][1]})
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}", end="")
    print("".join(f", {package} {version(package)}" for package in used))
    for system in SYSTEMS:
        if missing := _missing(SYSTEMS[system][1]):
            print(f"Not measured: {system}; not installed: {', '.join(missing)}")
    print(f"\n{NOTES}")
    # One process for each measurement: what one system leaves in memory is not counted with the next.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for size in sizes:
            rows = list(pool.map(measured, present, repeat(library), repeat(size), repeat(given.questions)))
            print(
                f"\n{given.questions.name} at {size}x: {size * len(library.entry)} entries\n\n{tables(rows)}",
                flush=True,
            )
        asked = dict(zip(present, pool.map(on_lines, present, repeat(library)), strict=True))
        count = len(asked["ours"])
        print(f"\n{count} ways of asking that were kept out of the index, at 1x\n\n{lines_table(asked)}")


if __name__ == "__main__":
    main()
