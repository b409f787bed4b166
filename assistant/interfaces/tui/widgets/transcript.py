"""The conversation so far."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.widget import Widget

MOST = 80
"""Messages that stay on screen; what came before is in the journal. More makes every message slower."""


class Transcript(VerticalScroll, can_focus=False):
    """Messages below each other, at the newest unless the person scrolled away."""

    def on_mount(self) -> None:
        """Stay at the end."""
        self.anchor()

    async def add(self, *widgets: Widget, begin: Widget | None = None) -> None:
        """Put messages at the end, and let the oldest go.

        Args:
            widgets: the messages.
            begin: the one that must be in sight from its first line, also where what follows is too long for that.
        """
        await self.mount(*widgets)
        extra = len(self.children) - MOST
        if extra > 0:
            await self.remove_children(self.children[:extra])
        self.anchor()
        if begin is not None:
            self.call_after_refresh(self._begin_at, begin)

    def _begin_at(self, begin: Widget) -> None:
        if begin.virtual_region.y < self.max_scroll_y:
            self.scroll_to_widget(begin, top=True, animate=False)
