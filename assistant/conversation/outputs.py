"""What is said back: typed, unstyled data. Every output carries its whole content in `text`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from assistant.conversation.script import Document
from assistant.knowledge.passage import Document as Rested
from assistant.knowledge.passage import Ref


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from, ready to show."""

    document: str
    title: str
    short: str
    year: int
    section: str
    lines: str
    page: str | None = None
    own: bool = False
    """True for a document of the user's own."""

    @property
    def line(self) -> str:
        """'Midterm 2021, Vormen van samenwerking, p. 38', the year always in it; or 'jouw bron: Beleidsplan, p. 3'."""
        page = f", p. {self.page}" if self.page else ""
        if self.own:
            place = page or (f", {self.section}" if self.section else "")
            return f"jouw bron: {self.title}{place}"
        name = self.short if str(self.year) in self.short else f"{self.short} ({self.year})"
        section = f", {self.section}" if self.section else ""
        return f"{name}{section}{page}"


@dataclass(frozen=True, slots=True)
class Say:
    """Something said, with the sources it rests on."""

    type: ClassVar[str] = "say"
    text: str
    sources: tuple[Citation, ...] = ()
    our_link: bool = False
    """True where connecting this to the question is our doing, not the documents'."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as it is shown."""

    id: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """The open question; always the last output of a turn."""

    type: ClassVar[str] = "ask"
    text: str
    path: str
    kind: str
    options: tuple[Choice, ...] = ()
    default: Any = None
    default_text: str = ""
    """The proposal or earlier answer in words, as the person would read it."""
    again: bool = False
    """True where the question is repeated in its short form."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A passage from the knowledge, in answer to a look-up."""

    type: ClassVar[str] = "cite"
    text: str
    id: str
    title: str
    sources: tuple[Citation, ...]
    see: tuple[Choice, ...] = ()
    """Related subjects."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a change of an answer did to the rest."""

    type: ClassVar[str] = "change"
    text: str
    path: str
    lapsed: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for or against a candidate."""

    label: str
    text: str
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form that may fit, with what speaks for and against it."""

    id: str
    label: str
    vorm: str
    fits: tuple[Reason, ...]
    clashes: tuple[Reason, ...]
    silent: tuple[str, ...]
    """Labels of what the documents say nothing about here."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Forms ordered by the number of matching answers; none is called best."""

    type: ClassVar[str] = "candidates"
    text: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Things side by side."""

    type: ClassVar[str] = "table"
    text: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in an overview."""

    path: str
    label: str
    value: str
    status: str = "answered"
    decides: tuple[str, ...] = ()
    """Labels of the answers that may go to sleep, or be asked again, when this one changes."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All answers so far, and what is still open."""

    type: ClassVar[str] = "overview"
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """The message was not understood; how to go on."""

    type: ClassVar[str] = "repair"
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A document is complete enough to write; the session writes it and says where."""

    type: ClassVar[str] = "draft"
    text: str
    kind: Document
    run: str
    file: str | None = None
    missing: tuple[str, ...] = ()
    """Labels of what is still open in it."""
    blank: bool = False
    """True for an empty form, to fill in by hand."""
    format: str = ""
    """The ending of its name, where one was asked for: '.pdf'."""
    place: str = ""
    """The file or folder that was asked for, as typed."""
    replaces: bool = False
    """True where a file that is there already may be replaced."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The text of a document is wanted on the clipboard; the session puts it in, the face copies it."""

    type: ClassVar[str] = "copy"
    text: str
    run: str
    document: str = ""
    """The text, as Markdown."""


@dataclass(frozen=True, slots=True)
class Read:
    """A plan is to be read in again from a file; the session does so and says what it changed."""

    type: ClassVar[str] = "read"
    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The conversation is to be kept in another folder; the session does so and says what became of it."""

    type: ClassVar[str] = "elsewhere"
    text: str
    folder: str


Output = Say | Ask | Cite | Change | Candidates | Table | Overview | Repair | Draft | Copy | Read | Elsewhere


def citation(ref: Ref, document: Rested) -> Citation:
    """A reference with the names of its document."""
    return Citation(
        ref.document, document.title, document.short, document.year, ref.section, ref.lines, ref.page, document.own
    )
