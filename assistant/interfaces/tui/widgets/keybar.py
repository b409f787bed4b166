"""The bar below: the keys that matter here."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

GAP = 3


class KeyBar(Horizontal):
    """Keys and words with what they do; each can be clicked where it has an action."""

    class Clicked(Message):
        """One of them was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, items: Sequence[tuple[str, str, str]]) -> None:
        """Show items.

        Args:
            items: per item the key as it is shown, what it does, and the name of an action (may be empty).
        """
        super().__init__()
        self._items = items

    def compose(self) -> ComposeResult:
        """One text per item."""
        yield from (_Item(*item) for item in self._items)

    def on_resize(self) -> None:
        """Leave out what does not fit, the last ones first."""
        room = self.content_size.width
        for item in self.query_children(_Item):
            room -= item.wide
            item.display = room >= 0
            room -= GAP


class _Item(Static):
    def __init__(self, key: str, does: str, action: str) -> None:
        text = Content.assemble((key, "bold"), f" {does}")
        super().__init__(text, classes="clickable" if action else None)
        self.wide = text.cell_length
        self._action = action

    def on_click(self) -> None:
        if self._action:
            self.post_message(KeyBar.Clicked(self._action))
