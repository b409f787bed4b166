"""What is read from a file, whatever its format: paragraphs and headings, with their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

LARGEST = 50_000_000
"""Bytes of a file."""
EDGE = 3
"""So many lines from the top and the bottom of a page can be running ones."""
MOST_PAGES, MOST_CHARACTERS, DEEPEST = 1_000, 3_000_000, 500


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading; its lines as they are in the file."""

    text: str
    page: int | None = None
    level: int = 0
    """0 for text; of a heading how deep it is, 1 for the highest."""
    to: int | None = None
    """The page where it ends, if that is another one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All of a file."""

    blocks: Sequence[Block]
    title: str = ""
    year: int | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    text: str
    gap: bool = False
    """True where there is white above it."""
    size: float = 0.0
    """The height of its letters; 0 where nothing is known of that."""
    bold: bool = False
    edge: bool = False
    """True for the first and last few of a page: what runs along all pages is among these."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of a file, before it has a place among the sources."""

    title: str
    section: str
    page: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file gives."""

    title: str
    year: int | None
    pages: int | None
    pieces: tuple[Piece, ...] = field(default=())
