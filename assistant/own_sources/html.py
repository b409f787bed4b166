"""A web page to blocks: headings and text, without what surrounds them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from assistant.foreign.archive import Unfit
from assistant.own_sources.blocks import DEEPEST, Block, Reading
from assistant.own_sources.plain_text import decoded

_AROUND = frozenset(
    {"script", "style", "nav", "header", "footer", "aside", "template", "noscript", "svg", "iframe", "head"}
)
_BLOCK = frozenset({
    "p", "div", "section", "article", "main", "body", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "blockquote",
    "pre", "figure", "figcaption", "form", "fieldset", "address", "hr", "details", "summary", "caption",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_OPEN = frozenset(
    {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "html", "body", "colgroup"}
)
"""What need not be closed."""
_CELLS = frozenset({"td", "th"})
_OF_PAGE = frozenset({"main", "article"})
"""A header in one of these holds its title."""


def read(path: Path) -> Reading:
    """Headings and paragraphs.

    Raises:
        Unfit: it is too much, nested too deeply, or no text at all.
        OSError: it cannot be read.
    """
    page = _Page()
    page.feed(decoded(path))
    page.close()
    page.end_block()
    first = next((block.text for block in page.blocks if block.level), "")
    return Reading(page.blocks, "".join(page.title).strip() or first)


class _Page(HTMLParser):
    """Gathers the text; keeps the tags that are open, but goes into none of them itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.title: list[str] = []
        self._open: list[str] = []
        self._around = 0
        """The number of open tags of which nothing is read."""
        self._held: list[str] = []
        self._level = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        if tag == "br":
            self._held.append("\n")
        elif tag in _CELLS and self._held:
            self._held.append(" ")
        elif tag in _BLOCK or tag in _HEADINGS:
            self.end_block()
            self._level = int(tag[1]) if tag in _HEADINGS else 0
        if tag in _EMPTY or tag in _OPEN:
            return
        if len(self._open) >= DEEPEST:
            raise Unfit("diep")
        if tag == "header" and _OF_PAGE & set(self._open):
            tag = "div"
        self._around += tag in _AROUND
        self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that opens and closes at once: what is no empty element stays open, as in a browser."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """A tag closes, with all that was left open in it."""
        if tag in _BLOCK or tag in _HEADINGS:
            self.end_block()
        if tag == "header" and "header" not in self._open:
            tag = "div"
        if tag in self._open:
            while True:
                last = self._open.pop()
                self._around -= last in _AROUND
                if last == tag:
                    return

    def handle_data(self, data: str) -> None:
        """Text; line ends in it are only white."""
        if self._open[-1:] == ["title"] and "svg" not in self._open:
            self.title.append(data)
        elif not self._around:
            self._held.append(re.sub(r"\s+", " ", data))

    def end_block(self) -> None:
        """What was gathered is a paragraph or heading."""
        text = "".join(self._held).strip()
        self._held = []
        if text:
            self.blocks.append(Block(text, level=self._level))
        self._level = 0
