"""A report as a tagged PDF (PDF/UA-1), and the text of such a file read back along its tags.

Needs the extra `pdf`. What a person wrote is handed to Typst as data, never as markup.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from assistant.documents import look
from assistant.documents.model import (
    TICKED,
    UNTICKED,
    Block,
    Bullets,
    Field,
    Heading,
    Paragraph,
    Report,
    Table,
    Ticks,
    parts,
    source_line,
)

TEMPLATE = Path(__file__).parent / "templates" / "page.typ"
MOST_NAMED = 8
"""So many missing characters are named at once."""
_LONG_WORD = re.compile(r"\S{31,}")
_STEP = 15
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


class NotInstalled(Exception):
    """The extra `pdf` is not there."""


class NoGlyph(Exception):
    """The fonts lack characters; they are its argument."""


def render(report: Report) -> bytes:
    """The report as the bytes of a PDF file.

    Raises:
        NotInstalled: Typst or pypdf is not installed.
        NoGlyph: some character is in none of the fonts that come with Typst.
    """
    try:
        import pypdf  # noqa: F401  what is written must be read back too
        import typst
    except ImportError as error:
        raise NotInstalled from error
    data = json.dumps(_data(report), ensure_ascii=False)
    lacking: list[str] = []
    while len(lacking) < MOST_NAMED:
        try:
            pdf = _compile(typst, data, report)
        except typst.TypstError as error:
            found = _NO_GLYPH.search(str(error))
            text = _unescaped(found[1]) if found else ""
            if not text or text not in data:
                if lacking:
                    break
                raise
            lacking.append(text)
            data = data.replace(text, "")
        else:
            if not lacking:
                return pdf
            break
    raise NoGlyph(" ".join(lacking))


def _compile(typst: Any, data: str, report: Report) -> bytes:
    moment = datetime.combine(report.date, time(12), UTC) if report.date else datetime(2026, 1, 1, tzinfo=UTC)
    compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), ignore_system_fonts=True)
    made: bytes = compiler.compile(
        sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"], timestamp=int(moment.timestamp())
    )
    return made


def _unescaped(text: str) -> str:
    """Text as Typst quotes it in a message."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text).replace('\\"', '"')


# --- the data of the template


def _data(report: Report) -> dict[str, Any]:
    return {
        "full_title": report.full_title, "title": report.title, "standing": report.standing,
        "about": ", ".join(filter(None, (report.name, report.day))),
        "footer": [part for part in (report.name, report.standing) if part],
        "colours": [f"#{colour}" for colour in (look.TEXT, look.MUTED, look.ACCENT, look.TINT)],
        "parts": [
            {"wide": part.wide, "blocks": list(_blocks(part.blocks, front=number == 0 and report.kind == "plan"))}
            for number, part in enumerate(parts(report))
        ],
    }  # fmt: skip


def _blocks(blocks: tuple[Block, ...], *, front: bool) -> Iterator[dict[str, Any]]:
    """The blocks of a part; the fields at the head of the plan share one box."""
    head = next((n for n, block in enumerate(blocks) if not isinstance(block, Field)), len(blocks)) if front else 0
    if head:
        yield {"kind": "front", "fields": [_block(block) for block in blocks[:head]]}
    yield from map(_block, blocks[head:])


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": _broken(block.text)}
        case Paragraph():
            return {"kind": "paragraph", "text": _broken(block.text), "sources": source_line(block.sources)}
        case Field():
            return {
                "kind": "field", "label": _broken(block.label), "question": _broken(block.question),
                "value": _lines(block.value), "status": block.status,
            }  # fmt: skip
        case Ticks():
            options = [[TICKED if ticked else UNTICKED, _broken(label)] for label, ticked in block.options]
            return {"kind": "ticks", "label": _broken(block.label), "options": options}
        case Table():
            labels = block.labels or ("",) * len(block.rows)
            rows = [
                {"label": label, "cells": [_lines(cell) for cell in row]}
                for label, row in zip(labels, block.rows, strict=True)
            ]
            return {"kind": "table", "header": list(block.header), "rows": rows}
        case Bullets():
            return {"kind": "bullets", "points": [_broken(item) for item in block.items]}


def _lines(text: str) -> list[str]:
    return [_broken(line) if line.strip() else "" for line in text.split("\n")] if text else []


def _broken(text: str) -> str:
    """The text with places in very long words where a line may end."""
    return _LONG_WORD.sub(lambda match: "\u200b".join(_pieces(match[0])), text)


def _pieces(word: str) -> Iterator[str]:
    """A word in pieces that do not begin with something that belongs to the character before it."""
    start = 0
    for place in range(len(word)):
        if (
            place - start >= _STEP
            and unicodedata.category(word[place])[0] != "M"
            and "\u200d" not in word[place - 1 : place + 1]
        ):
            yield word[start:place]
            start = place
    yield word[start:]


# --- reading back


def packed(text: str) -> tuple[str, ...]:
    """The lines of a text without white space: a PDF does not tell a space from the end of a line.

    Of a line with letters that are read from right to left only the letters count: their order in the file is that
    of the page.
    """
    lines = []
    for line in unicodedata.normalize("NFC", text).split("\n"):
        letters = [char for char in line if not char.isspace() and unicodedata.category(char) != "Cf"]
        if any(unicodedata.bidirectional(char) in ("R", "AL") for char in letters):
            letters.sort()
        if letters:
            lines.append("".join(letters))
    return tuple(lines)


def read_back(path: Path) -> list[tuple[str, ...]]:
    """The text of a tagged PDF, each paragraph or cell a line, those that follow each other in one piece."""
    from pypdf import PdfReader

    from assistant.documents.pdf_text import tagged_lines

    with PdfReader(path) as reader:
        return [tuple(line for text in piece for line in packed(text)) for piece in tagged_lines(reader)]
