"""The bar above: where we are, what the conversation is called, how far it is."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from assistant.interfaces.tui.place import Place

NAMELESS = "nieuw gesprek"
ROOMY = 72
"""From this many columns our own name stands before the title."""
BESIDE = 30
"""Columns for the tabs and the space around them."""


class PlaceBar(Vertical):
    """Two lines; on a narrow screen the second also holds the two tabs."""

    class Switch(Message):
        """The tabs were clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._place = Place("")
        self._tabs = ("", False)

    def compose(self) -> ComposeResult:
        """Title and name above, steps and tabs below."""
        with Horizontal():
            yield Static(id="title")
            yield Static(id="name")
        with Horizontal():
            yield Static(id="steps")
            yield Static(id="tabs")

    def show(self, place: Place, name: str | None) -> None:
        """Tell where we are."""
        self._place = place
        self.query_one("#name", Static).update(Content.styled(name or NAMELESS, "$soft"))
        self._fit()

    def tabs(self, *, document: bool, changed: bool) -> None:
        """Tell which of the two is in front, and whether the document changed out of sight."""
        news = " +" if changed and not document else ""
        parts = [("Gesprek", not document), (f"Document{news}", document)]
        shown = [Content.styled(f"[{word}]" if on else f" {word} ", "bold" if on else "$soft") for word, on in parts]
        self.query_one("#tabs", Static).update(Content("").join(shown))

    def on_resize(self) -> None:
        """Weigh again what fits."""
        self._fit()

    def _fit(self) -> None:
        """Our own name and the marks only where there is room beside what matters more."""
        wide = self.outer_size.width
        own = ("Samenwerkwijzer  ", "bold $mark") if wide >= ROOMY else ""
        self.query_one("#title", Static).update(Content.assemble(own, (self._place.title, "bold")))
        marks = self._place.marks
        if len(marks) + len(self._place.words) + BESIDE > wide:
            marks = ""
        steps = Content.assemble((marks, "$mark"), "  " if marks else "", (self._place.words, "$soft"))
        self.query_one("#steps", Static).update(steps)

    def on_click(self, event: events.Click) -> None:
        """The tabs switch."""
        if event.widget is not None and event.widget.id == "tabs":
            self.post_message(self.Switch())
