"""Blocks to passages of 80 to 180 words, cut at headings, then at paragraphs, then at sentences.

The sizes were chosen with `benchmarks/own_sources.py`. The optimum is flat: what counts most is that passages have some
length. Letting them overlap gained nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from assistant.own_sources.blocks import Block, Piece

LEAST, MOST = 80, 180
"""Words of a passage; shorter parts of a document go together while they fit in one."""
_USUAL = 165
_SCRAP = 15
"""A part of fewer words is no passage: a heading with nothing under it, the label of a figure."""
_TITLE = 120
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9ÀÉËÏÖÜ])")

Path = tuple[str, ...]
"""A heading with those above it, the nearest one last; empty before the first."""


@dataclass(slots=True)
class _Part:
    """What stands under one heading, or under a few that have little under them."""

    paths: list[Path]
    page: int | None = None
    """Where its heading is."""
    blocks: list[Block] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(map(_count, self.blocks))

    @property
    def names(self) -> Path:
        """The headings of all of it, and then its own."""
        if len(self.paths) == 1:
            return self.paths[0]
        above = tuple(names[0] for names in takewhile(_alike, zip(*self.paths, strict=False)))
        ends = dict.fromkeys(path[-1] for path in self.paths if path != above)
        return (*above, " / ".join(ends))

    def told(self, under: Path = ()) -> list[Block]:
        """Its text, begun with its heading, unless that is there already or is one of those it comes under."""
        path = self.paths[0]
        shows = path == under[: len(path)] or any(block.text == path[-1] for block in self.blocks)
        return self.blocks if shows else [Block(path[-1], self.page), *self.blocks]


def cut(blocks: Sequence[Block], title: str) -> list[Piece]:
    """Passages with the nearest headings as their title; before the first heading that is the title of the file."""
    return [piece for part in _joined(_parts(blocks, title)) for piece in _pieces(part, title)]


def _parts(blocks: Iterable[Block], title: str) -> Iterator[_Part]:
    """The text per heading; above the others, the title of the file is left out."""
    above: list[tuple[int, str]] = []
    part = _Part([()])
    for block in blocks:
        if not block.level:
            part.blocks.append(block)
            continue
        yield part
        above = [*(one for one in above if one[0] < block.level), (block.level, block.text)]
        path = tuple(text for _, text in above)
        part = _Part([path[1:] if path[0] == title and path[1:] else path], block.page)
    yield part


def _joined(parts: Iterable[_Part]) -> list[_Part]:
    """Parts of some length: a short one goes with its neighbour, and a scrap into it; no word is lost."""
    found: list[_Part] = []
    for part in parts:
        held = found[-1] if found else _Part([()])
        if held.words < _SCRAP and (part.blocks or not held.blocks):
            own = part.told() if held.blocks else part.blocks
            joined = _Part(part.paths, part.page, [*held.told(part.paths[0]), *own])
        elif part.blocks and min(held.words, part.words) < LEAST and held.words + part.words <= MOST:
            joined = _Part([*held.paths, *part.paths], held.page, [*held.told(), *part.told()])
        else:
            found.append(part)
            continue
        found[-1:] = [joined]
    if len(found) > 1 and found[-1].words < _SCRAP:
        last = found.pop()
        found[-1].blocks += last.told(found[-1].paths[-1])
    return found


def _pieces(part: _Part, title: str) -> Iterator[Piece]:
    names = part.names
    name, section = " › ".join(names[-2:]) or title, " › ".join(names)
    for group in _grouped(part):
        first, last = group[0].page, group[-1].to or group[-1].page
        page = None if first is None else str(first) if first == last else f"{first}-{last}"
        yield Piece(name[:_TITLE], section[:_TITLE], page, "\n\n".join(block.text for block in group))


def _grouped(part: _Part) -> Iterator[list[Block]]:
    units = [unit for block in part.blocks or part.told() for unit in _units(block)]
    left = part.words
    held: list[Block] = []
    count = 0
    aim = _aim(left)
    for unit in units:
        size = _count(unit)
        if held and (count + size > MOST or (count + size / 2 > aim and count >= LEAST)):
            yield held
            left -= count
            held, count, aim = [], 0, _aim(left)
        held.append(unit)
        count += size
    yield held


def _aim(words: int) -> float:
    """The size at which the words that are left come out even."""
    return words / max(1, -(-words // _USUAL))


def _units(block: Block) -> Iterator[Block]:
    """A paragraph, or where that is too long for one passage its sentences, or runs of words."""
    if _count(block) <= MOST:
        yield block
        return
    held: list[str] = []
    aim = _aim(_count(block))
    for sentence in _SENTENCE.split(block.text):
        words = sentence.split(" ")
        for start in range(0, len(words), MOST):
            run = words[start : start + MOST]
            if held and (len(held) + len(run) > MOST or len(held) + len(run) / 2 > aim):
                yield Block(" ".join(held), block.page, to=block.to)
                held = []
            held += run
    yield Block(" ".join(held), block.page, to=block.to)


def _alike(names: Sequence[str]) -> bool:
    return len(set(names)) == 1


def _count(block: Block) -> int:
    return block.text.count(" ") + 1
