"""The look-up over documents of one's own: a folder of texts as it is, and typeset in two columns; beside the others.

Use: python -m benchmarks.own_sources FOLDER [--questions FILE] [--keep FOLDER]

Each text in the folder is added as it is; as a PDF in two columns, with a header, a footer, page numbers and words
broken off; and as that PDF drawn across the columns. Every system gets the very same passages, and nothing of the
shipped knowledge.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import typst

from assistant.knowledge.model import Library
from assistant.own_sources import plain_text
from assistant.own_sources.add import SourceRefused, add
from assistant.own_sources.shelf import Shelf
from assistant.own_sources.tidy import tidied
from benchmarks.search import SYSTEMS, available, table
from tests.own_sources.files import drawn_across
from tests.retrieval import scoring
from tests.retrieval.scoring import Outcome, Question, read_questions

_PAGE = """
#let file = json(bytes(sys.inputs.file))
#set document(title: file.title)
#set page(paper: "a4", columns: 2, header: [#file.title #h(1fr) vastgesteld], numbering: "1", footer: context [
  Versie 1.0 #h(1fr) Pagina #counter(page).display() van #counter(page).final().first()])
#set text(lang: "nl", size: 10pt, hyphenate: true)
#set par(justify: true)
#for block in file.blocks {
  if block.level > 0 { heading(level: calc.min(block.level, 4), block.text) } else { par(block.text) }
}
"""


def as_it_is(text: Path, folder: Path) -> Path:
    """The text itself."""
    path = folder / text.name
    path.write_bytes(text.read_bytes())
    return path


def in_columns(text: Path, folder: Path) -> Path:
    """A PDF in two columns."""
    blocks = [{"text": block.text, "level": block.level} for block in tidied(plain_text.read(text).blocks)]
    path = folder / f"{text.stem}.pdf"
    file = json.dumps({"title": text.stem, "blocks": blocks})
    path.write_bytes(typst.compile(_PAGE.encode(), sys_inputs={"file": file}))
    return path


def across(text: Path, folder: Path) -> Path:
    """That PDF, drawn across the columns."""
    return drawn_across(in_columns(text, folder))


FORMS: dict[str, Callable[[Path, Path], Path]] = {
    "text": as_it_is, "PDF in two columns": in_columns, "PDF drawn across": across,
}  # fmt: skip


def added(files: Iterable[Path], data: Path) -> Library:
    """The files as own sources, and nothing else."""
    shelf = Shelf(data)
    for file in files:
        add(file, shelf, date.today())
    return shelf.over(Library())


def asked(system: str, library: Library, questions: Sequence[Question]) -> list[Outcome]:
    """One system on the questions."""
    entries = tuple(library.entries())
    ask = SYSTEMS[system][0](library, entries)
    outcomes = []
    for question in questions:
        found = ask(question.query)
        rank = scoring.first_hit(question, ((entries[place].title, entries[place].text) for place, _ in found))
        outcomes.append(Outcome(question, rank, found[0][1] if found else -math.inf))
    return outcomes


def report(library: Library, questions: Sequence[Question], systems: Sequence[str]) -> str:
    """What can be found at all, and per system how high it stands."""
    can = [one for one in questions if one.answerable]
    there = sum(any(scoring.is_hit(one, entry.title, entry.text) for entry in library.passages) for one in can)
    words = sum(len(entry.text.split()) for entry in library.passages) / len(library.passages)
    rows = [["system", "s@1", "s@3", "s@5", "MRR@10", "AUROC"]]
    for system in systems:
        outcomes = asked(system, library, questions)
        right = [one for one in outcomes if one.question.answerable]
        rows.append([
            system, *(f"{scoring.success(right, k):.3f}" for k in (1, 3, 5)),
            f"{scoring.mean_reciprocal_rank(right):.3f}", f"{scoring.auroc(outcomes):.3f}",
        ])  # fmt: skip
    count = len(library.passages)
    return (
        f"{count} passages of {words:.0f} words; {there} of {len(can)} questions have an answer in one\n\n{table(rows)}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Meet het opzoeken in eigen documenten naast andere zoeksystemen.")
    parser.add_argument("folder", type=Path, help="a folder with .txt files")
    parser.add_argument("--questions", type=Path, default=scoring.QUESTIONS)
    parser.add_argument("--keep", type=Path, help="a folder to leave the PDFs in, to look at")
    arguments = parser.parse_args()
    texts = sorted(arguments.folder.glob("*.txt"))
    if not texts:
        sys.exit(f"No .txt files in {arguments.folder}")
    questions, systems = read_questions(arguments.questions), available()
    for name, made in FORMS.items():
        with tempfile.TemporaryDirectory() as temporary:
            folder = arguments.keep / name.replace(" ", "-") if arguments.keep else Path(temporary, "files")
            folder.mkdir(parents=True, exist_ok=True)
            try:
                library = added([made(text, folder) for text in texts], Path(temporary, "data"))
            except SourceRefused as error:
                sys.exit(str(error))
        print(f"\n{name}: {report(library, questions, systems)}", flush=True)


if __name__ == "__main__":
    main()
