"""What is wrong in a file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, at its place. Line and column count from 1."""

    file: str
    line: int
    column: int
    code: str
    """Stable name of the kind of fault."""
    message: str
    """One Dutch sentence that says what to do."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code}: {self.message}"


class BrokenContent(Exception):
    """Dialogues or knowledge that cannot be used; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Bedoel je ...?' where one of the known words is close enough, and else nothing."""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return f" Bedoel je '{found[0]}'?" if found else ""
