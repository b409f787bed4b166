"""The text of blocks as it was meant: lines joined, words whole again, nothing in it that cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.conversation.door import visible
from assistant.own_sources.blocks import Block

_HYPHENS = "-\u2010\u2011"
_BROKEN = re.compile(rf"(?<!\w)(\w{{1,60}})[{_HYPHENS}][ \t]*\n[ \t]*(\w+)")
_SOFT = re.compile("\u00ad[ \t]*\n?[ \t]*")
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
_WORD = re.compile(rf"\w+(?:[{_HYPHENS}]\w+)*")
_LOOSE = frozenset({"en", "of", "als", "dan", "tot", "noch"})
"""'onderwijs- en jeugdhulp': the hyphen stands for the rest of a word."""
_LEADING = frozenset({"niet", "non", "ex", "oud", "anti", "pro", "semi", "quasi", "sociaal"})
"""'niet-westers' keeps its hyphen."""
_CLASH = re.compile(r"(?i)(?:aa|ae|ai|au|ee|ei|eu|ie|ii|oe|oi|oo|ou|ui|uu|ij)$")


def tidied(blocks: Iterable[Block]) -> list[Block]:
    """Blocks of one running text each; those without any are gone."""
    opened = [replace(block, text=_SOFT.sub(_joint, block.text)) for block in blocks]
    known = _vocabulary(opened)
    found = []
    for block in opened:
        text = _BROKEN.sub(lambda match: _whole(match, known), block.text)
        text = " ".join(visible(_UNSEEN.sub("", text)).split())
        if text:
            found.append(replace(block, text=text))
    return found


def _joint(match: re.Match[str]) -> str:
    """A soft hyphen at the end of a line takes the line end with it; elsewhere what is around it stays."""
    return "" if "\n" in match[0] else match[0][1:]


def _vocabulary(blocks: Sequence[Block]) -> frozenset[str]:
    """The words of a file that are not broken off at the end of a line."""
    found: set[str] = set()
    for block in blocks:
        found.update(word.lower() for word in _WORD.findall(_BROKEN.sub(" ", block.text)))
    return frozenset(found)


def _whole(match: re.Match[str], known: frozenset[str]) -> str:
    """A word that was broken off, as the rest of the file writes it, else as Dutch would."""
    first, second = match[1], match[2]
    if second in _LOOSE:
        return f"{first}- {second}"
    apart, together = f"{first}-{second}", first + second
    if together.lower() in known:
        return together
    if apart.lower() in known or not second[0].islower() or not first[-1].isalpha() or first.lower() in _LEADING:
        return apart
    return apart if _CLASH.search(first[-1] + second[0]) and (first[-1], second[0]) != ("i", "j") else together
