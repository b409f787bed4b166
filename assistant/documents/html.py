"""A report as one self-contained HTML page, and the text of such a page read back.

What a person wrote goes through the autoescaping of Jinja; the page loads nothing and runs nothing.
"""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from assistant.documents import look
from assistant.documents.model import TICKED, UNTICKED, Block, Heading, Report, bare, parts, source_line

TEMPLATES = Path(__file__).parent / "templates"
_LINE = {"span", "em", "strong"}
_PASSED_OVER = {"style", "title"}


def render(report: Report) -> str:
    """The report as the text of an HTML file."""
    shown = [
        {"wide": part.wide, "first": number == 0, "groups": _groups(part.blocks)}
        for number, part in enumerate(parts(report))
    ]
    return _template().render(report=report, parts=shown, look=look)


def read_back(path: Path) -> list[tuple[str, ...]]:
    """The pieces of an HTML file (paragraphs, items, cells), each as its lines."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return [bare(piece) for piece in reader.pieces]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals = {"boxes": {True: TICKED, False: UNTICKED}, "source_line": source_line}
    return environment.get_template("page.html")


def _groups(blocks: tuple[Block, ...]) -> list[tuple[str, list[Any]]]:
    """Blocks by kind; fields that follow each other are one list, and a heading begins something new."""
    groups = groupby(blocks, lambda block: (type(block).__name__.lower(), isinstance(block, Heading) and id(block)))
    return [(kind, list(group)) for (kind, _), group in groups]


class _Reader(HTMLParser):
    """Collects text; every tag that is not within a line begins a new piece."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _PASSED_OVER
        if tag not in _LINE:
            self.pieces.append("")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _PASSED_OVER
        if tag not in _LINE:
            self.pieces.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces[-1] += data
