"""The passage behind a statement, with related subjects to read on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.interfaces.reading import MOST, related
from assistant.interfaces.tui import reading
from assistant.interfaces.tui.lines import Lines
from assistant.interfaces.tui.offer import Offer, Pick
from assistant.interfaces.tui.screens.sheet import SheetScreen
from assistant.interfaces.tui.widgets.choices import Choices
from assistant.interfaces.tui.widgets.sheet import Sheet
from assistant.knowledge.model import Library, Passage

CLOSE = "Esc: terug · nummer of ↓ en Enter: lees verder · F5: kopieer"
CLOSE_ONE = "Esc: terug · F5: kopieer"
COPIED = "Gekopieerd, met bron."
RELATED = "Lees verder"


class PassageScreen(SheetScreen):
    """Lies over the conversation, which goes on unchanged: reading is no message."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f3", "dismiss", show=False),
        Binding("f5", "copy", show=False),
        Binding("space", "scroll(10)", show=False),
    ]

    def __init__(self, library: Library, passages: Sequence[Passage]) -> None:
        """Show passages.

        Args:
            library: for what they point at.
            passages: the first is read; the others can be picked.
        """
        super().__init__()
        self._library = library
        self._others = list(passages[1:])
        self._read = [passages[0]]
        """What was read, the last in sight; Escape goes back one."""

    def compose(self) -> ComposeResult:
        """Text, then what to read on."""
        yield VerticalScroll(id="sheet", can_focus=False)

    async def on_mount(self) -> None:
        """Show the first."""
        await self._show()

    async def _show(self) -> None:
        sheet = self.query_one("#sheet", VerticalScroll)
        await sheet.remove_children()
        passage = self._read[-1]
        await sheet.mount(Sheet(Lines(reading.whole(self._library, passage)), classes="part"))
        picks = [
            Pick(str(number), other.title, other.id, value=other.id) for number, other in enumerate(self._next(), 1)
        ]
        if picks:
            await sheet.mount(Static(Content.styled(RELATED, "bold")), Choices(Offer("", tuple(picks))))
        self.tell(CLOSE if picks else CLOSE_ONE)
        sheet.scroll_home(animate=False)

    def _next(self) -> list[Passage]:
        passage = self._read[-1]
        found = [*(self._others if len(self._read) == 1 else []), *related(self._library, passage)]
        return list({other.id: other for other in found if other.id != passage.id}.values())[: MOST + 1]

    def on_key(self, event: events.Key) -> None:
        """Keys go to what can be picked first; of no use there, arrows scroll."""
        for choices in self.query(Choices):
            if choices.press(event.key, event.character):
                event.prevent_default()
                event.stop()

    async def on_choices_chosen(self, message: Choices.Chosen) -> None:
        """Read on."""
        self._read.append(self._library.entry[message.text])
        await self._show()

    async def action_back(self) -> None:
        """To what was read before, or out."""
        self._read.pop()
        if self._read:
            await self._show()
        else:
            self.dismiss()

    def action_copy(self) -> None:
        """The passage with its source."""
        self.app.copy_to_clipboard(reading.as_text(self._library, self._read[-1]))
        self.tell(COPIED)
