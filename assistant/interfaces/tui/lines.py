"""Text in lines, each wrapped under its own beginning: what stands behind a bullet or number stays there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


@dataclass(frozen=True, slots=True)
class Line:
    """One line, however long."""

    text: Content
    lead: Content = field(default_factory=Content)
    """Bullet or number; the rest of the line hangs behind it."""


class Lines(Visual):
    """Lines below each other."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = tuple(lines)
        self._width = -1
        self._content = Content("")

    def laid_out(self, width: int) -> Content:
        """The text at a width; only what hangs is broken already."""
        if width != self._width:
            parts = (part for line in self.lines for part in _broken(line, width))
            self._width, self._content = width, Content("\n").join(parts)
        return self._content

    @property
    def plain(self) -> str:
        """The text as it was last shown, to copy from."""
        return self._content.plain

    def row_of(self, index: int, width: int) -> int:
        """In which row a line begins at this width."""
        return sum(Content("\n").join(_broken(line, width)).get_height({}, width) for line in self.lines[:index])

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """See `Visual`."""
        return self.laid_out(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """See `Visual`."""
        return max((line.lead.cell_length + line.text.cell_length for line in self.lines), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """See `Visual`."""
        return self.laid_out(width).get_height(rules, width)


def _broken(line: Line, width: int) -> list[Content]:
    indent = line.lead.cell_length
    if not indent or width <= 2 * indent:
        return [line.lead + line.text]
    first, *rest = line.text.wrap(width - indent)
    return [line.lead + first, *(Content(" " * indent) + part for part in rest)]
