"""The whole conversation, to read back and to search in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from assistant.interfaces.tui.text import Block
from assistant.interfaces.tui.widgets.backlog import Backlog

TITLE = "Het gesprek tot nu toe"
HOW = "Typ om te zoeken · Enter en ↑ ↓: volgende plek · PgUp PgDn: bladeren · F5: kopieer · Esc: terug"
NOWHERE = "Dat staat niet in dit gesprek."
COPIED = "Gekopieerd."


class EarlierScreen(ModalScreen[None]):
    """Lies over the conversation; what was typed there stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+f", "dismiss", show=False, priority=True),
        Binding("enter,up", "step(-1)", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("f5", "copy", show=False, priority=True),
    ]

    def __init__(self, blocks: Sequence[Block]) -> None:
        """Show messages, the oldest first."""
        super().__init__()
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        """The messages, and below them where to type."""
        yield Static(Content.styled(TITLE, "bold"), id="title")
        yield Backlog(self._blocks)
        yield Static(Content.styled(HOW, "$soft"), id="how")
        yield Input(placeholder="Zoek in dit gesprek", compact=True)

    def on_mount(self) -> None:
        """Typing searches at once."""
        self.query_one(Input).cursor_blink = False
        self.query_one(Input).focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Seek while typing."""
        self._log.seek(message.value)
        self._tell()

    def action_step(self, steps: int) -> None:
        """To another place where it stands; without one, a line up or down."""
        if self._log.found:
            self._log.step(steps)
            self._tell()
        else:
            self._log.scroll_relative(y=steps, animate=False)

    def action_page(self, step: int) -> None:
        """Leaf."""
        if step < 0:
            self._log.scroll_page_up(animate=False)
        else:
            self._log.scroll_page_down(animate=False)

    def action_copy(self) -> None:
        """The message in sight, with its source."""
        if block := self._log.shown:
            self.app.copy_to_clipboard(block.copied)
            self._hint(COPIED)

    def on_click(self, event: events.Click) -> None:
        """Typing stays possible."""
        self.query_one(Input).focus()

    @property
    def _log(self) -> Backlog:
        return self.query_one(Backlog)

    def _tell(self) -> None:
        log = self._log
        if not log.sought:
            self._hint(HOW)
        elif log.at is None:
            self._hint(NOWHERE)
        else:
            self._hint(f"{log.at + 1} van {len(log.found)} · Enter: een plek terug · Esc: terug naar het gesprek")

    def _hint(self, text: str) -> None:
        self.query_one("#how", Static).update(Content.styled(text, "$soft"))
