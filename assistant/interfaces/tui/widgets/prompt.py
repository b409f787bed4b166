"""Where the person types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from assistant.interfaces.tui.suggest import Suggestion

NEW_LINE = ("ctrl+n", "alt+enter", "shift+enter", "ctrl+j")
"""Ctrl+N reaches us everywhere that was tried; the others only from terminals that tell them from plain Enter."""


class Prompt(TextArea):
    """Text that grows to a few lines; Enter sends it."""

    @dataclass
    class Sent(Message):
        """The person sent a message; it may be empty."""

        text: str

    class Completed(Message):
        """What can be taken over, or which of it stands here, has changed."""

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
        self.suggested: list[Suggestion] = []
        """Whole messages of which this may be the beginning."""
        self.at: int | None = None
        """Which of them stands here now."""
        self._typed = ""
        self._unwanted = False

    async def _on_key(self, event: events.Key) -> None:
        # What is not handled here goes on to TextArea._on_key by itself.
        if event.key in NEW_LINE:
            self.insert("\n")
        elif not self.text and self._offered(event.key, event.character):
            pass
        elif event.key in ("tab", "shift+tab"):
            self._complete(1 if event.key == "tab" else -1)
        elif event.key == "escape" and self.suggested:
            self._decline()
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
        self.suggest([])
        if text.strip() and text not in self._sent[-1:]:
            self._sent.append(text)
        self.post_message(self.Sent(text))

    # --- suggestions ---

    @property
    def seeks(self) -> bool:
        """Whether suggestions are of use: something was typed here, and it is not one of them already."""
        if not self.text:
            self._unwanted = False
        taken = self.at is not None and self.text == self.suggested[self.at].text
        return not taken and not self._unwanted and self._recalled is None

    def suggest(self, found: list[Suggestion]) -> None:
        """Have these at hand; nothing changes until Tab."""
        if found != self.suggested or self.at is not None:
            self.suggested, self.at = found, None
            self.post_message(self.Completed())

    def take(self, place: int) -> None:
        """Take one over, to go on typing or to send."""
        if self.at is None:
            self._typed = self.text
        self.at = place
        self.fill(self.suggested[place].text)
        self.post_message(self.Completed())

    def _complete(self, step: int) -> None:
        if self.suggested:
            at = (0 if step > 0 else -1) if self.at is None else self.at + step
            self.take(at % len(self.suggested))

    def _decline(self) -> None:
        """No suggestions until the prompt has been empty; what was typed is back."""
        if self.at is not None:
            self.fill(self._typed)
        self._unwanted = True
        self.suggest([])

    def begin(self, words: str) -> None:
        """Begin a message that the person completes; what stood here can be had back with arrow up."""
        if self.text.strip():
            self._sent.append(self.text)
        self.fill(words)
        self.focus()

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
