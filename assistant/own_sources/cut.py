"""Blocks to passages of 60 to 150 words, cut at headings, then at paragraphs, then at sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.own_sources.blocks import Block, Piece

LEAST, MOST = 60, 150
"""Words of a passage; a part of a document that has fewer is a short one."""
_USUAL = 120
_TITLE = 120
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9ÀÉËÏÖÜ])")


@dataclass(slots=True)
class _Part:
    """What stands under one heading."""

    heading: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(map(_count, self.blocks))


def cut(blocks: Sequence[Block], title: str) -> list[Piece]:
    """Passages with the nearest heading as their title; before the first heading that is the title of the file."""
    return [piece for part in _parts(blocks) for piece in _pieces(part, title)]


def _parts(blocks: Sequence[Block]) -> list[_Part]:
    """The text per heading. A heading with nothing under it is text of the next part, or at the end of the last."""
    parts = [_Part("")]
    for block in blocks:
        if not block.heading:
            parts[-1].blocks.append(block)
        else:
            parts.append(_Part(block.text, []))
            if len(parts) > 2 and not parts[-2].blocks:
                bare = parts.pop(-2)
                parts[-1].blocks.append(Block(bare.heading, block.page))
    if parts[-1].heading and not parts[-1].blocks:
        bare = parts.pop()
        parts[-1].blocks.append(Block(bare.heading, blocks[-1].page))
    return [part for part in parts if part.blocks]


def _pieces(part: _Part, title: str) -> Iterator[Piece]:
    name = (part.heading or title)[:_TITLE]
    for group in _grouped(part):
        first, last = group[0].page, group[-1].to or group[-1].page
        page = None if first is None else str(first) if first == last else f"{first}-{last}"
        yield Piece(name, part.heading[:_TITLE], page, "\n\n".join(block.text for block in group))


def _grouped(part: _Part) -> Iterator[list[Block]]:
    units = [unit for block in part.blocks for unit in _units(block)]
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


def _count(block: Block) -> int:
    return block.text.count(" ") + 1
