"""One message in the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message as Posted

from assistant.interfaces.tui.lines import Lines
from assistant.interfaces.tui.text import Block
from assistant.interfaces.tui.widgets.sheet import Sheet


class Message(Sheet):
    """Something said; who said it stands above it in words, and the person's own stand further in."""

    @dataclass
    class Unfolded(Posted):
        """The line with the sources was clicked."""

        block: Block

    def __init__(self, block: Block) -> None:
        super().__init__(Lines(block.shown), classes="person" if block.mine else "us")
        self.block = block

    def on_click(self, event: events.Click) -> None:
        """The last line opens what the message rests on."""
        at = event.get_content_offset(self)
        if at is not None and self.block.sources and not self.screen.get_selected_text():
            fold = self.lines.row_of(len(self.block.lines), self.content_size.width)
            if at.y >= fold:
                self.post_message(self.Unfolded(self.block))
