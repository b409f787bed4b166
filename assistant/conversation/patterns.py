"""Sentences with room in them, as authors write them: 'kun je ... [uitleggen|toelichten]'.

    word word      words as they are
    ...            nought to six words of anything
    [a|b c]        one of these
    (a|b)          one of these, or nothing

A pattern always stands for the whole message, folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.conversation.words import fold

LONGEST = 25
"""Words; a longer message is no standing phrase."""
STRIDE = 7
"""So far apart are the alternatives of one part that stand in variants after each other."""
MOST_GAPS, MOST_PARTS = 4, 12
"""Of '...' and of brackets in a sentence: with many more, to see that a message does not fit takes for ever."""
_PART = re.compile(r"\.\.\.|\[[^\]\[]*\]|\([^()]*\)|[^\s\[\]().]+")


def too_free(pattern: str) -> bool:
    """Whether a sentence has more room in it than can be looked through."""
    parts = _PART.findall(pattern)
    return parts.count("...") > MOST_GAPS or sum(part[0] in "[(" for part in parts) > MOST_PARTS


def matches(bare: str, patterns: tuple[str, ...]) -> bool:
    """Whether a folded message is one of these sentences."""
    return bool(patterns) and len(bare.split()) <= LONGEST and bool(_compiled(patterns).fullmatch(bare + " "))


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_expression, patterns)))


def _expression(pattern: str) -> str:
    return "(?:" + "".join(_part(part) for part in _PART.findall(pattern)) + ")"


def _part(part: str) -> str:
    if part == "...":
        return r"(?:\S+ ){0,6}"
    if part[0] in "[(":
        choices = "|".join(_words(choice) for choice in part[1:-1].split("|"))
        return f"(?:{choices})" + ("?" if part[0] == "(" else "")
    return _words(part)


def _words(text: str) -> str:
    return "".join(re.escape(word) + " " for word in fold(text).split())


def variants(pattern: str, count: int) -> Iterator[str]:
    """Sentences that a pattern stands for, folded: its alternatives in turn, its room left empty."""
    parts = [
        (part[0] == "(", [fold(choice) for choice in (part[1:-1].split("|") if part[0] in "[(" else [part])])
        for part in _PART.findall(pattern)
        if part != "..."
    ]
    for turn in range(count):
        words = (
            choices[(turn * STRIDE + place) % len(choices)]
            for place, (may_go, choices) in enumerate(parts)
            if not (may_go and (turn + place) % 2)
        )
        yield " ".join(word for word in words if word)
