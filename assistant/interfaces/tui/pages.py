"""A document as sections of entries, and what is new in it: the live preview as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.documents.model import Block, Bullets, Field, Heading, Paragraph, Report, Table, Ticks
from assistant.documents.sheet import STATES

OPEN = STATES["open"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can change by itself."""

    label: str
    text: str
    filled: bool = True
    """Whether it holds something of the person; the rest is shown quietly."""
    fixed: bool = False
    """Belongs to the form or the knowledge; never new."""
    fresh: bool = False
    """Added or changed by the last message that changed the document."""
    row: int = 0
    """Tells equal labels apart in a table."""
    path: str = ""
    """Of the question it answers; empty where there is none to go to."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    level: int
    title: str
    entries: tuple[Entry, ...]


def sections(report: Report) -> tuple[Section, ...]:
    """The document in sections; the first, without a title, is what comes before any heading."""
    found: list[tuple[int, str, list[Entry]]] = [(1, "", [])]
    for block in report.blocks:
        if isinstance(block, Heading):
            found.append((block.level, block.text, []))
        else:
            found[-1][2].extend(_entries(block))
    return tuple(Section(level, title, tuple(entries)) for level, title, entries in found if title or entries)


def _entries(block: Block) -> Iterator[Entry]:
    match block:
        case Field():
            filled = block.status in ("answered", "parked")
            yield Entry(block.label or block.question, block.value, filled, path=block.path)
        case Ticks():
            yield Entry("", block.label, filled=False, fixed=True, path=block.path)
            for line, (_, ticked) in zip(block.lines(), block.options, strict=True):
                yield Entry("", line, ticked, path=block.path)
        case Table():
            yield from _rows(block)
        case Bullets():
            for item in block.items:
                yield Entry("", f"• {item}", filled=False, fixed=True)
        case Paragraph():
            yield Entry("", block.text, filled=False, fixed=True)


def _rows(table: Table) -> Iterator[Entry]:
    """A row as its label with the columns below; rows in which nothing was said yet are left out."""
    labels = table.labels or ("",) * len(table.rows)
    paths = table.paths or (("",) * len(table.header),) * len(table.rows)
    filled = [
        cells for cells in zip(labels, table.rows, paths, strict=True) if any(cells[1]) and set(cells[1]) != {OPEN}
    ]
    if not filled:
        yield Entry(table.header[0], OPEN, filled=False, path=paths[0][0] if paths else "")
    for number, (label, row, asked) in enumerate(filled):
        for column, cell, path in zip(table.header, row, asked, strict=True):
            name = label if label and column == table.header[0] else column
            said = bool(cell) and cell not in STATES.values()
            yield Entry(name, cell or OPEN, filled=said, row=number, path=path)


def marked(new: tuple[Section, ...], old: tuple[Section, ...]) -> tuple[Section, ...]:
    """The new document with what was just added or changed marked; the old marks stay where nothing changed."""
    before = {_key(section, entry): entry.fresh for section in old for entry in section.entries}
    changed = {_key(section, entry) for section in new for entry in section.entries} != set(before)

    def entry(section: Section, each: Entry) -> Entry:
        key = _key(section, each)
        fresh = key not in before if changed else before[key]
        return replace(each, fresh=fresh and each.filled and not each.fixed)

    return tuple(replace(s, entries=tuple(entry(s, e) for e in s.entries)) for s in new)


def _key(section: Section, entry: Entry) -> tuple[str, int, str, str]:
    return (section.title, entry.row, entry.label, entry.text)
