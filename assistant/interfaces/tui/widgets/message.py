"""One message in the conversation."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from assistant.conversation.door import MESSAGE_LIMIT
from assistant.interfaces.tui.lines import Line, Lines
from assistant.interfaces.tui.widgets.sheet import Sheet

SHORTENED = 400
YOU, WE = "Jij", "Samenwerkwijzer"


class Message(Sheet):
    """Something said; who said it stands above it in words, and the person's own stand further in."""

    @classmethod
    def of_person(cls, text: str) -> Message:
        """What the person typed, letter by letter; of what is too long to be handled only the beginning."""
        if len(text) > MESSAGE_LIMIT:
            text = f"{text[:SHORTENED]} …"
        return cls(Lines([Line(Content.styled(YOU, "bold $soft")), Line(Content(text))]), classes="person")

    @classmethod
    def of_us(cls, lines: Iterable[Line], *, first: bool) -> Message:
        """What we say; the name only above the first of a turn."""
        above = [Line(Content.styled(WE, "bold $mark"))] if first else []
        return cls(Lines([*above, *lines]), classes="us")
