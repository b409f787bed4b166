"""The help: keys and words on one page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.interfaces.tui import keys, text
from assistant.interfaces.tui.lines import Line, Lines
from assistant.interfaces.tui.screens.sheet import SheetScreen
from assistant.interfaces.tui.widgets.sheet import Sheet

CLOSE = "Esc of Enter: terug, er gaat niets verloren · PgDn: meer"


class HelpScreen(SheetScreen):
    """Lies over the conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,f1,space", "dismiss", show=False)]

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
            yield Static(Content.styled("Dit venster: een toets, of het woord ervoor", "bold $mark"))
            yield Sheet(_table([(c.shown, c.does, ", ".join(c.words)) for c in keys.COMMANDS]), classes="part")
            yield Static(Content.styled("Andere toetsen", "bold $mark"))
            yield Sheet(_table([(key, does, "") for key, does in keys.KEYS]), classes="part")

    def on_mount(self) -> None:
        """How to get away."""
        self.tell(CLOSE)


def _table(rows: list[tuple[str, str, str]]) -> Lines:
    wide = max(len(left) for left, *_ in rows) + 2
    return Lines(
        Line(
            Content.assemble(does, (f"  {words}" if words else "", "$soft")), Content.styled(f"{left:<{wide}}", "bold")
        )
        for left, does, words in rows
    )
