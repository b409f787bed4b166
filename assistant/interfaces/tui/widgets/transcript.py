"""The conversation so far."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message as Posted
from textual.widget import Widget
from textual.widgets import Static

from assistant.interfaces.tui.text import Block
from assistant.interfaces.tui.widgets.message import Message

MOST = 40
"""Messages that stay mounted; what came before is only kept as text. More makes every message slower."""


class Transcript(VerticalScroll, can_focus=False):
    """Messages below each other, at the newest unless the person scrolled away."""

    class Earlier(Posted):
        """The person wants to read what came before."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        """Everything that was said in this window, mounted or not."""
        self._before = 0

    def on_mount(self) -> None:
        """Stay at the end."""
        self.anchor()

    async def begin_after(self, count: int) -> None:
        """Tell how much was said before this window was opened."""
        self._before = count
        await self._tell_earlier()

    async def add(self, *widgets: Widget, begin: Widget | None = None) -> None:
        """Put messages at the end, and let the oldest go.

        Args:
            widgets: the messages.
            begin: the one that must be in sight from its first line, also where what follows is too long for that.
        """
        self.blocks += [widget.block for widget in widgets if isinstance(widget, Message)]
        await self.mount(*widgets)
        said = [child for child in self.children if not isinstance(child, _Earlier)]
        if len(said) > MOST:
            await self.remove_children(said[: len(said) - MOST])
        await self._tell_earlier()
        self.anchor()
        if begin is not None:
            self.call_after_refresh(self._begin_at, begin)

    def page(self, step: int) -> None:
        """Leaf; above the first that is mounted there is more."""
        if step > 0:
            self.scroll_page_down(animate=False)
        elif self.scroll_y <= 0 and self.earlier:
            self.post_message(self.Earlier())
        else:
            self.scroll_page_up(animate=False)

    @property
    def earlier(self) -> int:
        """How many messages came before those that are mounted."""
        return self._before + len(self.blocks) - len(self.query_children(Message))

    async def _tell_earlier(self) -> None:
        if not self.earlier:
            return
        line = next(iter(self.query_children(_Earlier)), None)
        if line is None:
            line = _Earlier()
            await self.mount(line, before=0)
        line.tell(self.earlier)

    def _begin_at(self, begin: Widget) -> None:
        if begin.virtual_region.y < self.max_scroll_y:
            self.scroll_to_widget(begin, top=True, animate=False)


class _Earlier(Static):
    """The first line, where there is more above it."""

    def tell(self, count: int) -> None:
        what = "1 eerder bericht" if count == 1 else f"{count} eerdere berichten"
        self.update(Content.styled(f"↑ {what}: PgUp, of klik hier", "$soft"))

    def on_click(self) -> None:
        self.post_message(Transcript.Earlier())
