"""What goes in and out of a terminal or pipe: nothing out that a terminal acts on, nothing in without end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from assistant.harmless import BIDI, harmless

LONGEST_LINE = 1_000_000
"""Characters of a line of input; of a longer one the rest is not read."""
_HIDDEN = re.compile(rf"[\x7f-\x9f\u2028\u2029\ud800-\udfff{BIDI}]")


class Harmless:
    """A stream to write to, from which nothing comes out that a terminal acts on; all else is that of the stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what is left of the text; gives the number of characters that came in."""
        self._stream.write(harmless(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def lines_of(stream: TextIO) -> Iterator[str]:
    """The lines of a stream, each cut off at the longest that is read."""
    while line := stream.readline(LONGEST_LINE):
        yield line
        while line and not line.endswith("\n"):
            line = stream.readline(LONGEST_LINE)


def json_line(data: Any) -> str:
    """Data as JSON on one line; what a terminal acts on is escaped, so that it reads back as it was."""
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(data, ensure_ascii=False))
