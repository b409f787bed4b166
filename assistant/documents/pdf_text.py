"""The text of a tagged PDF, read along its structure and not along the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

_LINES = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Title", "/Lbl", "/Caption"}
_WITHIN_A_LINE = {"/Span", "/Strong", "/Em", "/Link", "/Datetime"}
_BLOCK = re.compile(r"beginbfchar\s(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")

Marked = dict[int, str]
"""The text of one page, by the ids that mark it."""


def tagged_lines(reader: PdfReader) -> list[list[str]]:
    """The paragraphs under each element of the structure, in reading order.

    Raises:
        Exception: the file is not a tagged PDF as Typst makes them.
    """
    catalogue: Any = reader.trailer["/Root"]
    pages = {_number(page.indirect_reference): _marked(page, reader) for page in reader.pages}
    pieces: list[list[str]] = []
    _gather(catalogue["/StructTreeRoot"], None, pages, pieces)
    return pieces


def _number(reference: Any) -> int:
    return int(reference.idnum)


def _kids(element: Any, page: int | None) -> Iterator[tuple[Any, int | None]]:
    """Children of an element, each with the page that it is on where that is known."""
    found = element.get("/K", [])
    for item in found if isinstance(found, list) else [found]:
        kid = item.get_object()
        if isinstance(kid, DictionaryObject) and "/Pg" in kid:
            yield kid, _number(kid.raw_get("/Pg"))
        else:
            yield kid, page


def _gather(element: Any, page: int | None, pages: dict[int, Marked], pieces: list[list[str]]) -> None:
    """Lines that follow each other under one element are one piece; what lies deeper makes its own."""
    lines: list[str] = []
    loose = ""
    for kid, at in _kids(element, page):
        kind = kid.get("/S") if isinstance(kid, dict) else None
        if kind is None or kind in _WITHIN_A_LINE:
            loose += _text(kid, at, pages)
        elif kind in _LINES:
            lines += [loose, _text(kid, at, pages)]
            loose = ""
        else:
            pieces.append([*lines, loose])
            lines, loose = [], ""
            _gather(kid, at, pages, pieces)
    pieces.append([*lines, loose])


def _text(kid: Any, page: int | None, pages: dict[int, Marked]) -> str:
    """All text under one child: a mark on a page, or an element."""
    if not isinstance(kid, dict):
        return pages[page].get(int(kid), "") if page is not None else ""
    if "/MCID" in kid:
        return _text(kid["/MCID"], page, pages)
    if "/ActualText" in kid:
        return str(kid["/ActualText"])
    return "".join(_text(item, at, pages) for item, at in _kids(kid, page))


def _marked(page: Any, reader: PdfReader) -> Marked:
    fonts = {name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    found: Marked = defaultdict(str)
    opened: list[tuple[int | None, bool]] = [(None, False)]
    """The mark that holds, and whether the text has been said already."""
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page["/Contents"], reader, "bytes").operations:
        mark, said = opened[-1]
        if operator == b"BMC":
            opened.append((mark, said))
        elif operator == b"BDC":
            properties = operands[1] if isinstance(operands[1], dict) else {}
            mark = properties.get("/MCID", mark)
            spoken = properties.get("/ActualText")
            if spoken is not None and mark is not None and not said:
                found[mark] += _spoken(spoken)
            opened.append((mark, said or spoken is not None))
        elif operator == b"EMC":
            opened.pop()
        elif operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ") and mark is not None and not said:
            strings = operands[0] if operator == b"TJ" else operands
            found[mark] += "".join(_decoded(bytes(s), letters) for s in strings if isinstance(s, bytes))
    return found


def _spoken(text: Any) -> str:
    """What stands in place of glyphs that are no letters by themselves."""
    if not isinstance(text, bytes):
        return str(text)
    return text[2:].decode("utf-16-be", "replace") if text.startswith(b"\xfe\xff") else text.decode("latin-1")


def _decoded(codes: bytes, letters: dict[int, str]) -> str:
    """Glyph codes of two bytes as text; a glyph that stands for nothing known is no text."""
    return "".join(letters.get(int.from_bytes(codes[i : i + 2]), "\ufffd") for i in range(0, len(codes), 2))


def _letters(font: Any) -> dict[int, str]:
    """What each glyph code of a font stands for."""
    source = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be", "replace")
        for block in _BLOCK.findall(source)
        for code, text in _PAIR.findall(block)
    }
