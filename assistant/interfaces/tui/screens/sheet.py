"""A sheet that lies over the conversation: to read, and to close again with nothing lost."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen


class SheetScreen(ModalScreen[None]):
    """Yields a `VerticalScroll` with the id 'sheet'."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def tell(self, how: str) -> None:
        """What can be done here, on the edge below, where it stays in sight."""
        self.query_one("#sheet").border_subtitle = how

    def action_scroll(self, lines: int) -> None:
        """Leaf."""
        self.query_one("#sheet", VerticalScroll).scroll_relative(y=lines, animate=False)

    def on_click(self, event: events.Click) -> None:
        """A click beside the sheet closes it."""
        if not self.query_one("#sheet").region.contains_point(event.screen_offset):
            self.dismiss()
