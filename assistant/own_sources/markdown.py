"""A Markdown file to blocks: headings and text, without the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.own_sources.blocks import Block, Reading
from assistant.own_sources.plain_text import decoded

_FRONT = re.compile(r"\A---\n(.{0,5000}?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_UNDER = re.compile(r"\s{0,3}(=+|-{2,})\s*")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")
_TABLE_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]{1,300})(?<=\S)\*\*|(?<!\w)__(?=\S)([^_\n]{1,300})(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,300})(?<=\S)\1(?![\w*])")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")


def read(path: Path) -> Reading:
    """Headings and paragraphs.

    Raises:
        Unfit: it is too much, or no text at all.
        OSError: it cannot be read.
    """
    text = _COMMENT.sub("", decoded(path))
    front = _FRONT.match(text)
    title = re.search(r"(?m)^title:\s*[\"']?(.+?)[\"']?\s*$", front[1]) if front else None
    blocks = list(_blocks(text[front.end() :] if front else text))
    first = next((block.text for block in blocks if block.level), "")
    return Reading(blocks, title[1] if title else first)


def _blocks(text: str) -> Iterator[Block]:
    held: list[str] = []
    fenced = ""
    for line in [*text.split("\n"), ""]:
        fence = _FENCE.match(line)
        if fence and fenced in ("", fence[1]):
            fenced = "" if fenced else fence[1]
            continue
        heading = None if fenced else _HEADING.fullmatch(line)
        under = not fenced and len(held) == 1 and not _ITEM.match(held[0]) and _UNDER.fullmatch(line)
        apart = not fenced and (not line.strip() or _RULE.fullmatch(line) or _TABLE_RULE.fullmatch(line))
        begins = not fenced and _ITEM.match(line)
        if held and (heading or under or apart or begins):
            yield Block(_bare("\n".join(held)), level=(1 if under[1][0] == "=" else 2) if under else 0)
            held = []
        if heading:
            yield Block(_bare(heading[2]), level=len(heading[1]))
        elif not under and not apart:
            held.append(re.sub(r"^\s{0,3}>\s?", "", line).strip())
    if held:
        yield Block("\n".join(held))


def _bare(text: str) -> str:
    """A text without marks for links and emphasis."""
    text = _LINK.sub(r"\1", text)
    text = _STRONG.sub(r"\1\2", text)
    text = _TAG.sub("", _EMPHASIS.sub(r"\2", text))
    return re.sub(r"\\([\\`*_{}\[\]()#+.!>|~-])", r"\1", text).replace("`", "")
