"""A PDF to pages of lines, in reading order as far as it can be told."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError

from assistant.foreign.archive import Unfit
from assistant.own_sources.blocks import EDGE, MOST_CHARACTERS, MOST_PAGES, Line, Reading
from assistant.own_sources.lines import blocks

_JUNK = re.compile(r"(?i)microsoft (?:word|powerpoint)|untitled|naamloos|.*\.(?:docx?|pptx?|indd|pdf|rtf)$")
"""Titles that a program gave, not a person."""
_WHITE = 1.3
"""So many times the usual distance between lines is white."""
_TAIL = 30
"""By so many letters the end of a line is known."""
_FEWEST = 4
"""Lines of a second column."""
_INDENT, _SLACK = 40, 3
"""So far from its column's edge a line may begin, and a column's lines from each other."""
_LIFTED = 0.6
"""Of the height of letters: a note's number is lifted less above its line, and the next line stands more below."""


class Fragment(NamedTuple):
    """Text as it is drawn, with where it begins."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


class Row(NamedTuple):
    """The fragments of one line."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


def read(path: Path) -> Reading:
    """Headings and paragraphs with their pages.

    Raises:
        Unfit: it asks for a password, or it is too much.
        Exception: it is damaged.
    """
    logging.disable()  # pypdf tells of every oddity in a file
    reader = PdfReader(path)
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except (DependencyError, NotImplementedError) as error:
            raise Unfit("wachtwoord") from error
        if opened == PasswordType.NOT_DECRYPTED:
            raise Unfit("wachtwoord")
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise Unfit("bladzijden")
    pages: list[list[Line]] = []
    size = 0
    for page in reader.pages:
        width = float(page.mediabox.width)
        drawn = _fragments(page)
        rows = ordered(list(_rows(drawn, _second_column(drawn, width))), width)
        pages.append(list(_lines(rows)))
        size += sum(len(row.text) for row in rows)
        if size > MOST_CHARACTERS:
            raise Unfit("tekst")
    title, year = _properties(reader)
    return Reading(blocks(pages, numbered=True), title, year, count)


def _properties(reader: PdfReader) -> tuple[str, int | None]:
    """The title and the year that a file gives, where they can be used."""
    found: Any = reader.trailer.get("/Info")
    info = found.get_object() if found is not None else {}
    title = str(info.get("/Title") or "").strip()
    year = re.match(r"D?:?([12]\d{3})", str(info.get("/CreationDate") or ""))
    return ("" if _JUNK.match(title) else title), int(year[1]) if year else None


def _fragments(page: Any) -> list[Fragment]:
    """What is drawn, in that order; where a word is broken off with a soft hyphen, that is at its end."""
    found: list[Fragment] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text:
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            height = abs(size * (tm[3] or tm[1]) * (cm[3] or cm[1]))
            name = str(font.get("/BaseFont", "")) if font else ""
            found.append(Fragment(text, x, y, round(height, 1), bool(re.search(r"(?i)bold|black|heavy|semib", name))))

    whole = page.extract_text(visitor_text=visit)
    # A hyphen that is drawn, but said to be soft, is only in the text of the page as a whole.
    broken = {line.rstrip()[:-1][-_TAIL:] for line in whole.split("\n") if line.rstrip().endswith("\u00ad")}
    ends = {end for end in broken if end}
    if not ends:
        return found
    return [part._replace(text=f"{part.text}\u00ad") if part.text[-_TAIL:] in ends else part for part in found]


def _second_column(drawn: Sequence[Fragment], width: float) -> float | None:
    """Where a second column begins, if as much as a quarter of what is drawn at the left has a line in it."""
    starts = [round(fragment.x) for fragment in drawn if fragment.text.strip()]
    if not starts:
        return None
    left = min(starts)
    further = Counter(start for start in starts if start > left + width / 4)
    second, count = further.most_common(1)[0] if further else (0, 0)
    return second if count >= max(_FEWEST, sum(start < left + _INDENT for start in starts) / 4) else None


def _rows(fragments: Sequence[Fragment], second: float | None) -> Iterator[Row]:
    """Lines in the order in which they are drawn.

    Columns may be drawn across, and pypdf then makes one line of what stands beside each other: where there is a second
    column, a line ends where the next fragment is in the other one, or at another height.
    """
    held: list[Fragment] = []
    for fragment in fragments:
        for number, text in enumerate(fragment.text.split("\n")):
            if number or (text.strip() and _elsewhere(held, fragment, second)):
                yield from _row(held)
                held = []
            if text:
                held.append(fragment._replace(text=text))
    yield from _row(held)


def _elsewhere(held: Sequence[Fragment], fragment: Fragment, second: float | None) -> bool:
    before = next((one for one in reversed(held) if one.text.strip()), None)
    if before is None or second is None:
        return False
    border = second - _SLACK
    higher = abs(before.y - fragment.y) > _LIFTED * max(before.size, fragment.size)
    return higher or (held[0].x < border) != (fragment.x < border)


def _row(held: Sequence[Fragment]) -> Iterator[Row]:
    drawn = [fragment for fragment in held if fragment.text.strip()]
    if drawn:
        longest = max(drawn, key=lambda fragment: len(fragment.text))
        text = re.sub(r"\s+", " ", "".join(fragment.text for fragment in held)).strip()
        yield Row(text, drawn[0].x, drawn[0].y, longest.size, all(fragment.bold for fragment in drawn))


def ordered(rows: Sequence[Row], width: float) -> list[Row]:
    """Lines in reading order: with two columns the left one first, between lines that run over both.

    With one column that is the order in which they are drawn: that is right more often than their place.
    """
    if not rows:
        return []
    left = min(row.x for row in rows)
    starts = Counter(round(row.x) for row in rows if row.x > left + width / 4)
    second, count = starts.most_common(1)[0] if starts else (0, 0)
    firsts = sum(row.x < left + _INDENT for row in rows)
    if count < _FEWEST or firsts < _FEWEST or count + firsts < 0.7 * len(rows):
        return list(rows)

    def column(row: Row) -> int:
        if row.x >= second - _SLACK:
            return 1
        return 2 if row.x + 0.45 * row.size * len(row.text) > second + 20 else 0

    falling = sorted(rows, key=lambda row: -row.y)
    found: list[Row] = []
    band: list[Row] = []
    for row in falling:
        if column(row) == 2:
            found += [*sorted(band, key=lambda one: column(one)), row]
            band = []
        else:
            band.append(row)
    return [*found, *sorted(band, key=lambda one: column(one))]


def _lines(rows: Sequence[Row]) -> Iterator[Line]:
    """Rows as lines: white above one is more than between the others."""
    steps = Counter(
        round(above.y - row.y) for above, row in pairwise(rows) if above.y > row.y and row.size == above.size
    )
    usual = steps.most_common(1)[0][0] if steps else 0
    heights = sorted({round(row.y) for row in rows})
    edges = {*heights[:EDGE], *heights[-EDGE:]}
    before: Row | None = None
    for _, group in groupby(rows, key=lambda row: (round(row.y), row.x)):
        row, *_ = same = list(group)
        gap = before is None or (bool(usual) and before.y - row.y > _WHITE * usual)
        yield Line(" ".join(one.text for one in same), gap, row.size, row.bold, round(row.y) in edges)
        before = row
