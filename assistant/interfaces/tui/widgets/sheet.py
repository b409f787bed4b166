"""A text that stays copyable."""

from __future__ import annotations

import re

from textual.selection import Selection
from textual.widgets import Static

from assistant.interfaces.tui.lines import Lines


class Sheet(Static):
    """Shows lines; what is copied from it has no breaks where the screen happened to end."""

    def __init__(self, lines: Lines, *, classes: str | None = None) -> None:
        super().__init__(lines, classes=classes)
        self.lines = lines

    def show(self, lines: Lines) -> None:
        """Show other lines."""
        self.lines = lines
        self.update(lines)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """See `Widget`."""
        chosen = selection.extract(self.lines.plain)
        return re.sub(r" *\n {2,}(?=\S)", " ", chosen), "\n"
