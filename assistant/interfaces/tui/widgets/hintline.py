"""The line above the prompt: how to go on, or what one may be typing."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

TAKE = "Tab:"


class HintLine(Horizontal):
    """One of the two. Suggestions take the place of the hint, so that nothing on the screen moves."""

    class Taken(Message):
        """A suggestion was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self._hint = ""
        self._suggested: list[str] = []

    def compose(self) -> ComposeResult:
        """The hint; suggestions come beside it."""
        yield Static(id="hint")

    def hint(self, text: str) -> None:
        """Tell how to go on."""
        self._hint = text
        self.query_one("#hint", Static).update(Content(text))

    def suggest(self, labels: Sequence[str], at: int | None) -> None:
        """Show what can be taken over; with none the hint is back.

        Args:
            labels: how they are named.
            at: which of them stands in the prompt now.
        """
        hint = self.query_one("#hint", Static)
        hint.update(Content.styled(TAKE, "bold $soft") if labels else Content(self._hint))
        hint.set_class(bool(labels), "-short")
        if list(labels) != self._suggested:
            self._suggested = list(labels)
            self.remove_children(_Suggestion)
            self.mount_all([_Suggestion(*pair) for pair in enumerate(labels)])
        for place, each in enumerate(self.query_children(_Suggestion)):
            each.point(place == at)


class _Suggestion(Static):
    def __init__(self, place: int, label: str) -> None:
        super().__init__(Content(f" {label}"))
        self._place, self._label = place, label

    def point(self, here: bool) -> None:
        self.set_class(here, "pointed")
        self.update(Content(f"{'›' if here else ' '}{self._label}"))

    def on_click(self) -> None:
        self.post_message(HintLine.Taken(self._place))
