"""A report as Markdown, and the text of such a file read back.

What a person wrote stands in a quotation or a table cell and is escaped, so that it reads literally.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.documents.model import (
    Block,
    Bullets,
    Field,
    Heading,
    Paragraph,
    Report,
    Table,
    Ticks,
    bare,
    source_line,
)

_INLINE = re.compile(r"[\\`*_\[\]<>&|~$]")
_AT_START = re.compile(r"(?:[-+=#:]|\d{1,9}(?=[.)]))")
_UNESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|&nbsp;")
_CELL_END = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_LINE_END = re.compile(r"(?<!\\)((?:\\\\)*)<br>")


def render(report: Report) -> str:
    """The report as Markdown text."""
    chunks = [f"# {_inline(report.title)}", _escape(report.about)]
    chunks += ["\n".join(_block(block)) for block in report.blocks]
    if report.sources:
        chunks += ["## Bronnen", "\n".join(_block(Bullets(report.source_lines())))]
    return "\n\n".join(filter(None, chunks)) + "\n"


def read_back(path: Path) -> list[tuple[str, ...]]:
    """The pieces of a file that `render` made (paragraphs, quotations, cells, items), each as its lines."""
    pieces: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith(">"):
            pieces[-1].append(unescaped(line[1:].removeprefix(" ").removesuffix("\\")))
        elif line.startswith("|"):
            pieces += [*cells(line), []]
        else:
            pieces += [[unescaped(re.sub(r"^(#+|-) ", "", line))], []]
    return [bare("\n".join(piece)) for piece in pieces]


def cells(line: str) -> list[list[str]]:
    """The cells of a row of a table, each as its lines; what stands behind the last bar comes along."""
    parts = _CELL_END.sub("\\1\0", line[1:]).split("\0")
    return [[unescaped(part) for part in _LINE_END.sub("\\1\0", cell).split("\0")] for cell in parts]


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield "#" * (block.level + 1) + " " + _inline(block.text)
        case Paragraph():
            yield _escape(block.text)
            if block.sources:
                yield f"\n*{_inline(source_line(block.sources))}*"
        case Field():
            yield f"**{_inline(block.label)}**"
            if block.question:
                yield f"\n{_escape(block.question)}"
            yield ""
            yield from _quoted(block.value or "…")
        case Ticks():
            yield f"**{_inline(block.label)}**\n"
            yield from (f"- {_escape(line)}" for line in block.lines())
        case Table():
            yield _row(map(_cell, block.header))
            yield _row("---" for _ in block.header)
            labels = block.labels or ("",) * len(block.rows)
            for label, row in zip(labels, block.rows, strict=True):
                first, *others = map(_cell, row)
                yield _row([f"**{_cell(label)}**<br>{first}" if label else first, *others])
        case Bullets():
            yield from (f"- {_escape(item)}" for item in block.items)


def _quoted(text: str) -> Iterator[str]:
    """A quotation; a backslash at the end of a line keeps it apart from the next."""
    lines = text.strip("\n").split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        escaped = _escape(line)
        yield f"> {escaped}" + ("\\" if escaped and following.strip() else "") if escaped else ">"


def _row(cells: Iterator[str] | list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(text: str) -> str:
    return "<br>".join(map(_inline, text.split("\n")))


def _inline(line: str) -> str:
    """One line of text so that Markdown shows it as it is."""
    return _INLINE.sub(r"\\\g<0>", line.strip().replace("\n", " "))


def _escape(line: str) -> str:
    """The same where it begins a block; white space in front is kept."""
    body = _inline(line)
    indent = line[: len(line) - len(line.lstrip())] if body else ""
    if start := _AT_START.match(body):
        place = start.end() if body[0].isdigit() else 0
        body = f"{body[:place]}\\{body[place:]}"
    return "&nbsp;" * len(indent.expandtabs(4)) + body


def unescaped(text: str) -> str:
    """Text as a reader of Markdown sees it."""
    return _UNESCAPE.sub(lambda match: match[1] or " ", text)
