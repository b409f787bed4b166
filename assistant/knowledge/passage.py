"""What a look-up gives back: passages with where they come from. Apart from the model, so that it starts at once."""

from __future__ import annotations

from dataclasses import dataclass

OWN = "eigen bron"
"""The kind of a passage from a document of the user's own."""


@dataclass(frozen=True, slots=True)
class Document:
    """One of the documents everything rests on."""

    id: str
    title: str
    short: str
    """How the document is named under a message: 'Midterm 2021'."""
    year: int
    line_count: int
    """Number of lines of the text edition; every `Ref.lines` lies within it."""
    note: str = ""
    own: bool = False
    """True for a document of the user's own."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A place in a document: 1-based lines of its text edition ('12-18' or '12'), and the section they begin in."""

    document: str
    lines: str
    """Empty for a document of the user's own: that is cited by page or heading."""
    section: str = ""
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One subject, in our own words, with where it comes from."""

    id: str
    title: str
    text: str
    kind: str
    sources: tuple[Ref, ...]
    ledger: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
