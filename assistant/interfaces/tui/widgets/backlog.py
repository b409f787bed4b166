"""Everything that was said, however much: only the lines in sight are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from assistant.conversation.words import fold
from assistant.interfaces.tui.lines import Lines
from assistant.interfaces.tui.text import Block

INDENT = 5
"""The person's own messages stand further in, as in the conversation."""
WIDEST = 92


class Backlog(ScrollView, can_focus=False):
    """Messages as lines; what is sought is lit up and has a sign before it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__()
        self._blocks = list(blocks)
        self._texts = [fold("\n".join(_plain(block))) for block in self._blocks]
        self._tops: list[int] = [0]
        """At which line each message begins, and the total."""
        self._width = 0
        self._drawn: dict[int, list[Strip]] = {}
        self.sought = ""
        self.found: list[int] = []
        """Places of the messages in which it stands."""
        self.at: int | None = None
        """Which of those is shown."""

    @property
    def shown(self) -> Block | None:
        """The message that was found, or else the first in sight."""
        if self.at is not None and self.found:
            return self._blocks[self.found[self.at]]
        return self._blocks[self._at_line(int(self.scroll_y))[0]] if self._blocks else None

    def seek(self, words: str) -> None:
        """Find the messages that hold some words; the last one is shown."""
        self.sought = fold(words)
        self.found = [n for n, text in enumerate(self._texts) if self.sought and self.sought in text]
        self.at = len(self.found) - 1 if self.found else None
        self._show_found()

    def step(self, steps: int) -> None:
        """Go to another that was found."""
        if self.at is not None:
            self.at = (self.at + steps) % len(self.found)
            self._show_found()

    def _show_found(self) -> None:
        self._drawn.clear()
        if self.at is not None:
            self.scroll_to(y=max(0, self._tops[self.found[self.at]] - 2), animate=False)
        self.refresh()

    # --- lines ---

    def on_mount(self) -> None:
        """At the newest."""
        self.call_after_refresh(self.scroll_end, animate=False)

    def on_resize(self) -> None:
        """Weigh every message anew."""
        width = self.scrollable_content_region.width
        if width and width != self._width:
            self._width = width
            heights = [_height(block, self._wide(block)) + 1 for block in self._blocks]
            self._tops = [0, *accumulate(heights)]
            self._drawn.clear()
            self.virtual_size = Size(width, self._tops[-1])

    def render_line(self, y: int) -> Strip:
        """See `ScrollView`."""
        width = self.size.width
        number, line = self._at_line(y + int(self.scroll_y))
        strips = self._strips(number) if number < len(self._blocks) else []
        if line >= len(strips):
            return Strip.blank(width, self.rich_style)
        return strips[line].adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)

    def _at_line(self, y: int) -> tuple[int, int]:
        number = min(bisect_right(self._tops, y) - 1, len(self._blocks))
        return number, y - self._tops[number]

    def _wide(self, block: Block) -> int:
        return max(10, min(self._width - 4, WIDEST) - (INDENT if block.mine else 0))

    def _strips(self, number: int) -> list[Strip]:
        if number not in self._drawn:
            self._drawn[number] = self._draw(number)
        return self._drawn[number]

    def _draw(self, number: int) -> list[Strip]:
        block = self._blocks[number]
        content = Lines(block.shown).laid_out(self._wide(block))
        if self.sought:
            content = lit(content, self.sought)
        here = self.at is not None and self.found[self.at] == number
        lead = Content.styled(("› " if here else "  ") + " " * (INDENT if block.mine else 0), "bold $mark")
        indent, style = lead.cell_length, self.visual_style
        (first,) = Visual.to_strips(self, lead, indent, 1, style)
        (rest,) = Visual.to_strips(self, Content(" " * indent), indent, 1, style)
        lines = Visual.to_strips(self, content, self._wide(block), None, style)
        return [Strip.join([first if n == 0 else rest, line]) for n, line in enumerate(lines)]


def lit(content: Content, words: str) -> Content:
    """The places where words stand, lit up."""
    plain = content.plain.casefold()
    at = plain.find(words)
    while at >= 0:
        content = content.stylize("bold $fresh-ink on $fresh", at, at + len(words))
        at = plain.find(words, at + len(words))
    return content


def _plain(block: Block) -> list[str]:
    return [part.plain for line in block.lines[1:] for part in line.broken(10_000)]


def _height(block: Block, width: int) -> int:
    return Lines(block.shown).get_height({}, width)
