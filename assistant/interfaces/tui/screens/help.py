"""The help: keys and words on one page."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.interfaces.tui import keys, text
from assistant.interfaces.tui.lines import Line, Lines
from assistant.interfaces.tui.widgets.sheet import Sheet

CLOSE = "Esc of Enter sluit deze hulp; er gaat niets verloren."


class HelpScreen(ModalScreen[None]):
    """Lies over the conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,space", "dismiss", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, words: str) -> None:
        """Show the help.

        Args:
            words: what can be said at the open question, as the conversation tells it.
        """
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """Words first: they always work."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(Content.styled("Wat je kunt zeggen", "bold $mark"))
            yield Sheet(Lines(text.lined(self._words)), classes="part")
            yield Static(Content.styled("Woorden voor dit venster", "bold $mark"))
            yield Sheet(_table([(word, c.does) for c in keys.COMMANDS for word in c.words]), classes="part")
            yield Static(Content.styled("Toetsen", "bold $mark"))
            yield Sheet(_table([*((c.shown, c.does) for c in keys.COMMANDS), *keys.KEYS]), classes="part")
            yield Static(Content.styled(CLOSE, "$soft"))

    def action_scroll(self, lines: int) -> None:
        """Leaf."""
        self.query_one("#sheet", VerticalScroll).scroll_relative(y=lines, animate=False)

    def on_click(self, event: events.Click) -> None:
        """A click beside the sheet closes it."""
        if event.widget is self:
            self.dismiss()


def _table(rows: list[tuple[str, str]]) -> Lines:
    wide = max(len(left) for left, _ in rows) + 2
    return Lines(Line(Content(right), Content.styled(f"{left:<{wide}}", "bold")) for left, right in rows)
