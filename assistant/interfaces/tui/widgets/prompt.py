"""Where the person types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea

NEW_LINE = ("ctrl+n", "alt+enter", "shift+enter", "ctrl+j")
"""Ctrl+N reaches us everywhere that was tried; the others only from terminals that tell them from plain Enter."""


class Prompt(TextArea):
    """Text that grows to a few lines; Enter sends it."""

    @dataclass
    class Sent(Message):
        """The person sent a message; it may be empty."""

        text: str

    def __init__(self, offered: Callable[[str, str | None], bool], taken_back: Callable[[], str]) -> None:
        """Begin empty.

        Args:
            offered: gets each key (and its character) that comes while there is no text; True where it used the key.
            taken_back: gives the text of keys that were used so, but turn out to begin a text.
        """
        super().__init__(compact=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False
        self._offered = offered
        self._taken_back = taken_back
        self._sent: list[str] = []
        self._recalled: int | None = None

    async def _on_key(self, event: events.Key) -> None:
        # What is not handled here goes on to TextArea._on_key by itself.
        if event.key in NEW_LINE:
            self.insert("\n")
        elif not self.text and self._offered(event.key, event.character):
            pass
        elif event.key == "enter":
            self._send()
        elif event.key == "up" and self._may_recall(-1):
            self._recall(-1)
        elif event.key == "down" and self._may_recall(1):
            self._recall(1)
        else:
            if not self.text and event.is_printable and (earlier := self._taken_back()):
                self.insert(earlier)
            return
        event.stop()
        event.prevent_default()

    def _send(self) -> None:
        text = self.text
        self.clear()
        self._recalled = None
        if text.strip() and text not in self._sent[-1:]:
            self._sent.append(text)
        self.post_message(self.Sent(text))

    def fill(self, text: str) -> None:
        """Put a text here, to be changed."""
        self.text = text
        self.move_cursor(self.document.end)

    # --- earlier messages ---

    def _may_recall(self, step: int) -> bool:
        """Up in an empty prompt; from there on as long as the recalled text was not changed."""
        if self._recalled is None:
            return step < 0 and not self.text and bool(self._sent)
        return self.text == self._sent[self._recalled]

    def _recall(self, step: int) -> None:
        place = len(self._sent) if self._recalled is None else self._recalled
        place = max(0, place + step)
        if place == len(self._sent):
            self._recalled = None
            self.clear()
        else:
            self._recalled = place
            self.fill(self._sent[place])
