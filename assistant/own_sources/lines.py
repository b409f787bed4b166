"""Pages of lines to blocks: without what runs along every page, and with the headings told from the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from assistant.own_sources.blocks import Block, Line

_FEW = 6
"""On fewer pages half of them says that a line runs along."""
_OFTEN = 0.3
"""The share of more pages that a running line is on; left and right pages may differ."""
_NUMBER = re.compile(
    r"(?i)(?:pagina|blz\.?|bladzijde|page|p\.)?\s*[-–—|]?\s*\d{1,4}\s*(?:(?:van|/|of)\s*\d{1,4})?\s*[-–—|]?"
)
_LONGEST_NUMBER = 30
_ITEM = re.compile(r"(?:[-–*•▪◦·■□☐]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_NUMBERED = re.compile(r"(?:\d{1,2}\.)+\d{0,2}\s+[A-Z]|\d{1,2}\s+[A-Z]|(?:Hoofdstuk|Bijlage|Deel)\s+\w+", re.ASCII)
_DEEPER = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s+[A-Z]", re.ASCII)
"""'2.3 Aanpak' is a heading wherever it stands; '1. Aanpak' may be an item of a list."""
_LEAF = 9
"""The level of a heading that does not show how deep it is: it has none below it."""
_NOTE = re.compile(r"\d{1,3}\s.*\b(?:19|20)\d\d\b")
"""'3 Jansen en Smit 2019' stands at the foot of a page."""
_ENDS = (".", "!", "?", ":", ";", ",", "…")
_MOST_WORDS, _MOST_LETTERS = 12, 90
"""Of a heading."""
_LARGER = 1.12
_SHORT = 0.7
"""Of the usual length of a line: a shorter one ends its paragraph."""

Level = Callable[[Line, Line | None, bool], int]
"""A line, the one after it, and whether it stands apart from the one before: how deep a heading it is; 0 for text."""


def blocks(pages: Sequence[Sequence[Line]], *, numbered: bool) -> list[Block]:
    """Paragraphs and headings of pages of lines.

    Args:
        pages: the lines of each page.
        numbered: whether the pages are pages that a person can turn to.
    """
    bare = without_running(pages)
    level = _judge([line for page in bare for line in page])
    found: list[Block] = []
    for number, page in enumerate(bare, 1):
        first = True
        for block in _of_page(page, number if numbered else None, level):
            last = found[-1] if found else None
            if last and first and _goes_on(last, block):
                found[-1] = Block(f"{last.text}\n{block.text}", last.page, to=block.page)
            else:
                found.append(block)
            first = False
    return found


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without the lines that repeat at their edges, and without page numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_key(line.text) for line in page if line.edge})
    often = max(2, len(pages) / 2) if len(pages) < _FEW else max(3, _OFTEN * len(pages))
    running = {key for key, count in seen.items() if count >= often}
    several = len(pages) > 1

    def goes(line: Line) -> bool:
        number = several and len(line.text) < _LONGEST_NUMBER and _NUMBER.fullmatch(line.text.strip())
        return line.edge and (bool(number) or _key(line.text) in running)

    return [[line for line in page if not goes(line)] for page in pages]


def _key(text: str) -> str:
    """A line as it is compared between pages: a page number in it does not count."""
    return re.sub(r"\d+", "#", " ".join(text.split())).lower()


def _judge(lines: Sequence[Line]) -> Level:
    """What tells a heading in these lines: large or bold letters where there are any, else how the lines stand."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    body = letters.most_common(1)[0][0] if letters else 0.0
    bold_body = sum(len(line.text) for line in lines if line.bold) * 2 > letters.total()
    usual = _usual(lines)

    def by_letters(line: Line) -> bool:
        return line.size > _LARGER * body or (line.bold and not bold_body and line.size >= body)

    heads = [line.size for line in lines if by_letters(line) and _may_be(line.text)] if body else []
    larger = sorted({size for size in heads if size > body}, reverse=True)

    def judge(line: Line, after: Line | None, alone: bool) -> int:
        if not _may_be(line.text):
            return 0
        if heads:
            deep = larger.index(line.size) if line.size in larger else len(larger)
            return 1 + deep if by_letters(line) else 0
        if after is None or len(line.text) >= _SHORT * usual or line.text.rstrip().endswith(_ENDS):
            return 0
        if deeper := _DEEPER.match(line.text.lstrip()):
            return deeper[1].count(".") + 1
        begins = line.text.lstrip()[:1].isupper() or bool(_NUMBERED.match(line.text))
        return _LEAF if begins and alone and (after.gap or len(after.text) > _SHORT * usual) else 0

    return judge


def _usual(lines: Sequence[Line]) -> int:
    """The length of a full line."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 3 // 4] if lengths else 0


def _may_be(text: str) -> bool:
    """Whether a line is short enough, and has a letter."""
    bare = text.strip()
    words = bare.split()
    plain = len(words) <= _MOST_WORDS and len(bare) <= _MOST_LETTERS and any(map(str.isalpha, bare))
    return plain and not _NOTE.match(bare) and not re.match(r"[-–*•▪◦·■□☐]\s|https?:|www\.", bare)


def _of_page(page: Sequence[Line], number: int | None, level: Level) -> Iterator[Block]:
    usual = _usual(page)
    held: list[str] = []
    heading: list[str] = []
    deep, size = 0, 0.0
    ended = True
    for line, after in pairwise([*page, None]):
        assert line is not None
        if here := level(line, after, line.gap or ended):
            if held:
                yield Block("\n".join(held), number)
                held = []
            if heading and (line.gap or line.size != size):
                yield Block("\n".join(heading), number, deep)
                heading = []
            deep = deep if heading else here
            heading.append(line.text)
            size, ended = line.size, False
            continue
        if heading:
            yield Block("\n".join(heading), number, deep)
            heading = []
        if held and (line.gap or ended or _ITEM.match(line.text.lstrip())):
            yield Block("\n".join(held), number)
            held = []
        held.append(line.text)
        ended = len(line.text) < _SHORT * usual and line.text.rstrip().endswith((".", "!", "?"))
    if held:
        yield Block("\n".join(held), number)
    if heading:
        yield Block("\n".join(heading), number, deep)


def _goes_on(last: Block, block: Block) -> bool:
    """Whether a paragraph goes on at the next page."""
    if last.level or block.level or last.text.rstrip().endswith((".", "!", "?", ":")):
        return False
    return block.text.lstrip()[:1].islower()
