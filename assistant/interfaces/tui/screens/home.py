"""The first screen: begin, or go on with an earlier conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from assistant.interfaces.tui.offer import Offer, Pick
from assistant.interfaces.tui.widgets.choices import Choices
from assistant.interfaces.tui.widgets.keybar import KeyBar

BAR = (("↓ ↑", "aanwijzen", ""), ("Enter", "openen", ""), ("Ctrl+C", "afsluiten", "quit"))
PAGES = {"pageup": ("up", 8), "pagedown": ("down", 8)}
NEW = "Nieuw gesprek"
TITLE = "Waar wil je mee verder?"
ABOUT = "Alles staat op deze computer."


class HomeScreen(Screen[None]):
    """A list to begin from."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "app.quit", show=False)]

    def __init__(self, earlier: Sequence[tuple[str, str]], open_: Callable[[str], str]) -> None:
        """Show what there is.

        Args:
            earlier: name and description of each conversation, the newest first.
            open_: opens the conversation of a name (a new one for an empty name), or says why it could not.
        """
        super().__init__()
        self._open = open_
        picks = [Pick("1", NEW, "")]
        picks += [Pick(str(number), name, name, note) for number, (name, note) in enumerate(earlier, 2)]
        self._offer = Offer("", tuple(picks), described=True)

    def compose(self) -> ComposeResult:
        """A list to pick from."""
        yield Static(Content.styled("Samenwerkwijzer", "bold $mark"), classes="head")
        yield Static(Content.assemble((TITLE, "bold"), f" {ABOUT}"), classes="head")
        with VerticalScroll(can_focus=False):
            yield Choices(self._offer)
        yield Static(id="hint")
        yield KeyBar(BAR)

    def on_mount(self) -> None:
        """A new conversation is one Enter away."""
        self.call_after_refresh(self.query_one(Choices).press, "down")

    def on_key(self, event: events.Key) -> None:
        """Everything goes to the list; a page is as many steps."""
        choices = self.query_one(Choices)
        key, steps = PAGES.get(event.key, (event.key, 1))
        for _ in range(steps):
            if key == "up" and not choices.pointed:
                break
            choices.press(key, event.character)

    def on_choices_chosen(self, message: Choices.Chosen) -> None:
        """Open it."""
        if trouble := self._open(message.text):
            self.query_one("#hint", Static).update(Content.styled(trouble, "$warn"))

    def on_key_bar_clicked(self, message: KeyBar.Clicked) -> None:
        """The bar below can be clicked."""
        self.app.exit()
