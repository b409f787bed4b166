"""A document as typed data: what stands in it and in which order, not how it looks."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.conversation.outputs import Citation
from assistant.conversation.script import Document
from assistant.conversation.words import spoken_date

TICKED, UNTICKED = "☒", "☐"
LONGEST_PROPERTY = 255
"""So many characters a title in the properties of a Word file may have."""
WIDE = 4
"""From this many columns a table needs a landscape page."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a part of the document."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text of ours, with what it rests on."""

    text: str
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question with its answer."""

    label: str
    question: str
    value: str
    status: str = "answered"
    """'answered', 'open', 'skipped', 'unknown' or 'parked'; 'blank' where it is still to be written on paper."""
    path: str = field(default="", compare=False)
    """Of the question in the conversation; empty where the flow has none for it; of two, one."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """A question with all its options, the chosen ones ticked."""

    label: str
    options: tuple[tuple[str, bool], ...]
    path: str = field(default="", compare=False)
    """Of the question in the conversation."""

    def lines(self) -> tuple[str, ...]:
        """The options as they are read in every format: box, space, label."""
        return tuple(tick(label) if ticked else f"{UNTICKED} {label}" for label, ticked in self.options)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...] = ()
    """What stands above the first cell of each row ('Doel 1'); absent or one per row."""
    paths: tuple[tuple[str, ...], ...] = field(default=(), compare=False)
    """Of the question behind each cell; absent or one per cell."""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


Block = Heading | Paragraph | Field | Ticks | Table | Bullets


@dataclass(frozen=True, slots=True)
class Answer:
    """Something the person said that must be found in the file, on lines of its own."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document."""

    kind: Document
    title: str
    name: str
    """Of the conversation; empty for a blank form."""
    date: datetime.date | None
    """Of the conversation; absent for a blank form."""
    concept: bool
    blocks: tuple[Block, ...]
    sources: tuple[Citation, ...] = ()
    given: tuple[Answer, ...] = ()
    """Taken from the conversation itself, not from the blocks, so that a lost answer shows."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """Every question outside a list with its answer as it reads; options as lines with a box."""

    def answers(self) -> tuple[str, ...]:
        """Every text that must be found in the written file."""
        return tuple(answer.text for answer in self.given)

    @property
    def day(self) -> str:
        """The date in words."""
        return spoken_date(self.date.isoformat()) if self.date else ""

    @property
    def standing(self) -> str:
        """'Concept', 'Leeg formulier', or nothing."""
        if self.date is None:
            return "Leeg formulier"
        return "Concept" if self.concept else ""

    @property
    def full_title(self) -> str:
        """Title and name, as the file itself carries them."""
        return self.title + (f" - {self.name}" if self.name else "")

    @property
    def about(self) -> str:
        """What stands under the title: 'Concept, de brug, 22 november 2026'."""
        return ", ".join(filter(None, (self.standing, self.name, self.day)))

    def source_lines(self) -> tuple[str, ...]:
        """The sources as a reading list, one line per document: title, year, places."""
        groups = _by_document(self.sources)
        return tuple(_with_places(f"{group[0].title} ({group[0].year})", ": ", group) for group in groups)


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that share their pages."""

    wide: bool
    """True where they need landscape pages."""
    blocks: tuple[Block, ...]


def parts(report: Report) -> tuple[Part, ...]:
    """The blocks and the sources, divided where the page turns: a heading with a table has its own pages."""
    chapters: list[list[Block]] = [[]]
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapters.append([])
        chapters[-1].append(block)
    if report.sources:
        chapters.append([Heading(1, "Bronnen"), Bullets(report.source_lines())])
    found: list[Part] = []
    for chapter in filter(None, chapters):
        wide = any(isinstance(block, Table) and len(block.header) >= WIDE for block in chapter)
        earlier = () if not found or wide or found[-1].wide else found.pop().blocks
        found.append(Part(wide, (*earlier, *chapter)))
    return tuple(found)


def source_line(sources: tuple[Citation, ...]) -> str:
    """'Bron: Midterm 2021, Vormen van samenwerking, p. 37.'; empty where there are no sources."""
    named = "; ".join(_with_places(group[0].short, ", ", group) for group in _by_document(sources))
    return f"Bron: {named}." if named else ""


def _by_document(sources: tuple[Citation, ...]) -> list[list[Citation]]:
    groups: dict[str, list[Citation]] = {}
    for source in sources:
        groups.setdefault(source.document, []).append(source)
    return list(groups.values())


def _with_places(name: str, mark: str, sources: list[Citation]) -> str:
    """A document with the places in it; a document of the user's own may have no sections."""
    places = "; ".join(f"{s.section}, p. {s.page}" if s.page else s.section for s in sources if s.section)
    return f"{name}{mark}{places}" if places else name


def tick(label: str) -> str:
    """A chosen option as it stands in the document."""
    return f"{TICKED} {label}"


def bare(text: str) -> tuple[str, ...]:
    """The lines of a text with their white space made plain: how a file is compared with what was said."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    filled = [number for number, line in enumerate(lines) if line]
    return tuple(lines[filled[0] : filled[-1] + 1]) if filled else ()


def not_found(
    answers: tuple[Answer, ...],
    written: list[tuple[str, ...]],
    plain: Callable[[str], tuple[str, ...]] = bare,
) -> tuple[str, ...]:
    """Labels of the answers that a file does not hold.

    Args:
        answers: what must be there; two answers that are the same must be there twice.
        written: the pieces of the file (paragraphs, cells), each as its plain lines. An answer counts as found
            where its lines are whole lines of one piece.
        plain: how the lines of an answer are made comparable with those of the file.
    """
    left = [list(piece) for piece in written]
    missing: dict[int, str] = {}
    # The longest first: a short answer may not use up lines that belong to a longer one.
    wanted = sorted(enumerate(plain(answer.text) for answer in answers), key=lambda pair: -len(pair[1]))
    for index, lines in wanted:
        if lines and not _take(list(lines), left):
            missing[index] = answers[index].label
    return tuple(missing[index] for index in sorted(missing))


def not_inside(answers: tuple[Answer, ...], written: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The same for a layout that is not ours: an answer may stand in the middle of a line ('Naam: De Brug')."""
    text = "\n\n".join("\n".join(piece) for piece in written)
    missing: dict[int, str] = {}
    wanted = sorted(enumerate("\n".join(bare(answer.text)) for answer in answers), key=lambda pair: -len(pair[1]))
    for index, answer in wanted:
        text, found = re.subn(rf"(?<!\w){re.escape(answer)}(?!\w)", "\n\n", text, count=1) if answer else (text, 1)
        if not found:
            missing[index] = answers[index].label
    return tuple(missing[index] for index in sorted(missing))


def _take(lines: list[str], left: list[list[str]]) -> bool:
    for number, piece in enumerate(left):
        for start in range(len(piece) - len(lines) + 1):
            if piece[start : start + len(lines)] == lines:
                left[number : number + 1] = [piece[:start], piece[start + len(lines) :]]
                return True
    return False
