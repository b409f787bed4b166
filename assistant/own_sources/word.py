"""A Word file to blocks: headings by their style, text, and the pages where Word has marked them.

The XML is read as a stream and never built up: nothing in it can be too deep or too much for that, and a file that
defines anything of its own (entities) is refused. Headers and footers are files apart, and not read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.parsers import expat

from assistant.foreign.archive import Unfit, examine
from assistant.own_sources.blocks import DEEPEST, MOST_CHARACTERS, Block, Reading

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_UNREAD = frozenset({"w:moveFrom", "w:del", "mc:Fallback", "w:instrText", "w:delText", "w:pPrChange", "w:rPrChange"})
_STEP = 1 << 16
_TITLES = re.compile(r"(?i)(?:heading|kop) ?(\d)|title|titel|subtitle|ondertitel")
_OF_CONTENTS = re.compile(r"(?i)(?:toc|inhopg|inhoudsopgave)\b")

_CONTENTS = -1
"""Stands where a level does, for lines that are not read."""

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def read(path: Path) -> Reading:
    """Headings and paragraphs.

    Raises:
        Unfit: it is no Word file, too large, nested too deeply, or it defines entities.
        Exception: it is damaged.
    """
    examine(path)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        styles = _Styles()
        if "word/styles.xml" in names:
            _parse(archive, "word/styles.xml", styles.start, styles.end, lambda _: None)
        core = _Core()
        if "docProps/core.xml" in names:
            _parse(archive, "docProps/core.xml", core.start, core.end, core.text)
        body = _Body(styles.levels)
        _parse(archive, "word/document.xml", body.start, body.end, body.text)
    blocks = body.blocks if body.pages > 1 else [replace(block, page=None) for block in body.blocks]
    first = next((block.text for block in blocks if block.level), "")
    return Reading(blocks, core.title.strip() or first, core.year, body.pages if body.pages > 1 else None)


def _parse(archive: zipfile.ZipFile, name: str, start: Start, end: End, text: Text) -> None:
    depth = 0

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unfit("diep")
        start(_short(tag), {_short(key): value for key, value in attributes.items()})

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(_short(tag))

    def defined(*_: object) -> None:
        raise Unfit("entiteit")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = started, ended, text
    parser.StartDoctypeDeclHandler = defined
    parser.buffer_text = True
    with archive.open(name) as stream:
        while chunk := stream.read(_STEP):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _short(name: str) -> str:
    """'w:p' for a name with its namespace."""
    space, _, local = name.rpartition(" ")
    if space in (_W, _STRICT):
        return f"w:{local}"
    return f"mc:{local}" if space.endswith("markup-compatibility/2006") else local


class _Styles:
    """Per style id how deep a heading is; a title is above all others, and a table of contents is `_CONTENTS`."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._id = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if tag == "w:style":
            self._id = attributes.get("w:styleId", "")
        elif tag == "w:name":
            name = attributes.get("w:val", "")
            if found := _TITLES.fullmatch(name):
                self.levels[self._id] = 1 + int(found[1] or 0)
            elif _OF_CONTENTS.match(name):
                self.levels[self._id] = _CONTENTS
        elif tag == "w:outlineLvl" and attributes.get("w:val", "") in "012345678":
            self.levels.setdefault(self._id, 2 + int(attributes["w:val"]))
        elif tag == "w:basedOn" and attributes.get("w:val") in self.levels:
            self.levels.setdefault(self._id, self.levels[attributes["w:val"]])

    def end(self, tag: str) -> None:
        """An element closes."""


class _Core:
    """The title and the year in the properties of a file."""

    def __init__(self) -> None:
        self.title = ""
        self.year: int | None = None
        self._in = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self._in = tag

    def end(self, tag: str) -> None:
        """An element closes."""
        self._in = ""

    def text(self, data: str) -> None:
        """Text."""
        if self._in == "title":
            self.title += data
        elif self._in == "modified" and (found := re.match(r"[12]\d{3}", data)):
            self.year = int(found[0])


class _Body:
    """Gathers the paragraphs; what stands in text boxes comes as paragraphs of their own."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.blocks: list[Block] = []
        self.pages = 1
        self._levels = levels
        self._unread = 0
        self._in_text = False
        self._open: list[tuple[list[str], int, int]] = []
        """Of each open paragraph its text, its level and its page."""
        self._size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if tag in _UNREAD:
            self._unread += 1
        elif self._unread:
            return
        elif tag == "w:p":
            self._open.append(([], 0, self.pages))
        elif tag == "w:pStyle" and self._open:
            held, _, page = self._open[-1]
            self._open[-1] = held, self._levels.get(attributes.get("w:val", ""), 0), page
        elif tag == "w:lastRenderedPageBreak":
            self._turn()
        elif tag in ("w:br", "w:cr"):
            self.put("\n")
        elif tag == "w:tab":
            self.put(" ")
        elif tag == "w:noBreakHyphen":
            self.put("\u2011")
        self._in_text = tag == "w:t"

    def end(self, tag: str) -> None:
        """An element closes."""
        self._in_text = False
        if tag in _UNREAD:
            self._unread -= 1
        elif tag == "w:p" and not self._unread and self._open:
            held, level, page = self._open.pop()
            text = "".join(held).strip()
            if text and level != _CONTENTS:
                self.blocks.append(Block(text, page, level))

    def text(self, data: str) -> None:
        """Text."""
        if self._in_text and not self._unread:
            self.put(data)

    def put(self, text: str) -> None:
        """Add to the paragraph that is open."""
        self._size += len(text)
        if self._size > MOST_CHARACTERS:
            raise Unfit("tekst")
        if self._open:
            self._open[-1][0].append(text)

    def _turn(self) -> None:
        self.pages += 1
        if self._open and not "".join(self._open[-1][0]).strip():
            held, level, _ = self._open[-1]
            self._open[-1] = held, level, self.pages
