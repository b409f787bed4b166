"""What a statement rests on: the passages made from the same lines of the documents."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conversation.outputs import Citation
from assistant.knowledge.model import Library, Passage

MOST = 8
"""Passages that are offered at once."""


def behind(library: Library, passage: str, sources: Sequence[Citation]) -> list[Passage]:
    """The passages a message rests on: the one that it is, else those made from the same lines, the closest first."""
    if passage in library.entry:
        return [library.entry[passage]]
    found = [(_shared(entry, sources), entry) for entry in library.entry.values()]
    return [entry for shared, entry in sorted(found, key=lambda pair: -pair[0]) if shared > 0][:MOST]


def related(library: Library, passage: Passage) -> list[Passage]:
    """What the passage points at."""
    return [library.entry[item] for item in passage.see if item in library.entry]


def _shared(entry: Passage, sources: Sequence[Citation]) -> float:
    """How much of the lines of a passage and of what is cited is the same; most for the same lines."""
    best = 0.0
    for ref in entry.sources:
        for source in sources:
            mine, theirs = _span(ref.lines), _span(source.lines)
            if ref.document == source.document and mine and theirs:
                both = min(mine[1], theirs[1]) - max(mine[0], theirs[0]) + 1
                best = max(best, both / (max(mine[1], theirs[1]) - min(mine[0], theirs[0]) + 1))
    return best


def _span(lines: str) -> tuple[int, int] | None:
    first, _, last = lines.partition("-")
    return (int(first), int(last or first)) if first.isdecimal() and (last or first).isdecimal() else None
