"""A text file to pages of lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from assistant.foreign.archive import Unfit
from assistant.own_sources.blocks import EDGE, MOST_CHARACTERS, MOST_PAGES, Line, Reading
from assistant.own_sources.lines import blocks

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(path: Path) -> str:
    """The text of a file: UTF-8, else the letters of Windows; line ends of one kind.

    Raises:
        Unfit: it is too much, or no text at all.
        OSError: it cannot be read.
    """
    data = path.read_bytes()
    named = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if named is None and b"\0" in data:
        raise Unfit("geen_tekst")
    try:
        text = data.decode(named or "utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if len(text) > MOST_CHARACTERS:
        raise Unfit("tekst")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(path: Path) -> Reading:
    """Paragraphs, headings, and pages where the file has form feeds.

    Raises:
        Unfit: it is too much, or no text at all.
        OSError: it cannot be read.
    """
    pages = decoded(path).split("\f")
    if len(pages) > MOST_PAGES:
        raise Unfit("bladzijden")
    paged = len(pages) > 1
    lines = [_edged(list(_lines(page))) for page in pages]
    return Reading(blocks(lines, numbered=paged), pages=len(pages) if paged else None)


def _edged(page: list[Line]) -> list[Line]:
    last = len(page) - EDGE
    return [replace(line, edge=place < EDGE or place >= last) for place, line in enumerate(page)]


def _lines(page: str) -> Iterator[Line]:
    white, before = True, ""
    for line in map(str.strip, page.split("\n")):
        if line:
            # With a blank line after every line only the text tells where a paragraph goes on.
            runs_on = bool(before) and not before.endswith((".", "!", "?", ":")) and line[0].islower()
            yield Line(line, white and not runs_on)
            before = line
        white = not line
