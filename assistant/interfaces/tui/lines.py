"""Text in lines, each wrapped under its own beginning: what stands behind a bullet or number stays there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

GAP = 2
"""Columns between the columns of a table."""
SLIMMEST = 16
"""A column of a table that is less wide is hard to read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, however long."""

    text: Content
    lead: Content = field(default_factory=Content)
    """Bullet or number; the rest of the line hangs behind it."""

    @property
    def width(self) -> int:
        """Columns it would take unbroken."""
        return self.lead.cell_length + self.text.cell_length

    def broken(self, width: int) -> list[Content]:
        """The line at a width; only what hangs is broken already."""
        indent = self.lead.cell_length
        if not indent or width <= 2 * indent:
            return [self.lead + self.text]
        first, *rest = self.text.wrap(width - indent)
        return [self.lead + first, *(Content(" " * indent) + part for part in rest)]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: columns where they fit beside each other, else a list per row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """Columns it would take unbroken."""
        cells = zip(self.header, *self.rows, strict=True)
        return sum(max(Content(cell).cell_length for cell in column) + GAP for column in cells)

    def broken(self, width: int) -> list[Content]:
        """The table at a width."""
        wide = _widths(self, width)
        return list(self._columns(wide) if wide else self._lists(width))

    def _columns(self, wide: Sequence[int]) -> Iterator[Content]:
        yield from _row([Content.styled(cell, "bold") for cell in self.header], wide)
        yield Content.styled("─" * (sum(wide) + GAP * (len(wide) - 1)), "$rule")
        for name, *cells in self.rows:
            yield from _row([Content.styled(name, "$soft"), *map(Content, cells)], wide)

    def _lists(self, width: int) -> Iterator[Content]:
        for name, *cells in self.rows:
            yield Content.styled(name, "bold")
            for column, cell in zip(self.header[1:], cells, strict=True):
                yield from Line(Content.styled(f"{column}: ", "$soft") + Content(cell), Content("  ")).broken(width)


def _widths(grid: Grid, width: int) -> list[int]:
    """A width per column; nothing where they do not fit beside each other without breaking a word."""
    others = len(grid.header) - 1
    room = width - GAP * others
    names = [row[0] for row in (grid.header, *grid.rows)]
    first = min(max(Content(name).cell_length for name in names), max(_longest_word(names), room // 4))
    each = (room - first) // max(1, others)
    least = max(SLIMMEST, _longest_word(cell for row in (grid.header, *grid.rows) for cell in row[1:]))
    return [first, *[each] * others] if each >= least else []


def _longest_word(texts: Iterable[str]) -> int:
    return max((Content(word).cell_length for text in texts for word in text.split()), default=0)


def _row(cells: Sequence[Content], wide: Sequence[int]) -> Iterator[Content]:
    """One row of a table, each cell wrapped within its column."""
    wrapped = [cell.wrap(width) if cell.plain else [Content("")] for cell, width in zip(cells, wide, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=Content("")):
        padded = [part.pad_right(width - part.cell_length) for part, width in zip(parts, wide, strict=True)]
        yield Content(" " * GAP).join(padded).rstrip()


class Lines(Visual):
    """Lines below each other."""

    def __init__(self, lines: Iterable[Line | Grid]) -> None:
        self.lines = tuple(lines)
        self._width = -1
        self._content = Content("")

    def laid_out(self, width: int) -> Content:
        """The text at a width; only what hangs is broken already."""
        if width != self._width:
            parts = (part for line in self.lines for part in line.broken(width))
            self._width, self._content = width, Content("\n").join(parts)
        return self._content

    @property
    def plain(self) -> str:
        """The text as it was last shown, to copy from."""
        return self._content.plain

    def row_of(self, index: int, width: int) -> int:
        """In which row a line begins at this width."""
        parts = [part for line in self.lines[:index] for part in line.broken(width)]
        return Content("\n").join(parts).get_height({}, width) if parts else 0

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """See `Visual`."""
        return self.laid_out(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """See `Visual`."""
        return max((line.width for line in self.lines), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """See `Visual`."""
        return self.laid_out(width).get_height(rules, width)
