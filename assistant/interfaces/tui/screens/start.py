"""The first picture: it stands there while the rest is still being read in."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static


class StartScreen(Screen[None]):
    """The frame of the conversation; what is pressed meanwhile is not lost."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        """What was pressed so far."""

    def compose(self) -> ComposeResult:
        """Title above, prompt below."""
        yield Static(Content.styled("Samenwerkwijzer", "bold $mark"), id="title")
        yield Static(id="middle")
        yield Static(Content.assemble(("› ", "bold $mark"), (" ", "$caret-ink on $caret")), id="line")

    def on_key(self, event: events.Key) -> None:
        """Keep it for the conversation."""
        self.keys.append(event.key)
