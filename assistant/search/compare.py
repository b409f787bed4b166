"""Questions that hold two things against each other: 'het verschil tussen A en B', 'A versus B', 'A of B'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

Sides = tuple[str, str]

_ASKS = re.compile(r"(?i)\b(?:verschil(?:len)?|onderscheid|vergelijk(?:en|ing)?|overeenkomst(?:en)?)\b(.*?\btussen\b)?")
_DIFFERS = re.compile(r"(?i)\bverschilt\s+(.+?)\s+van\s+(.+)")
_AGAINST = re.compile(r"(?i)\s+(?:versus|vs\.?|tegenover)\s+")
_AND = re.compile(r"(?i)\s+(?:en|met|of)\s+")
_OR = re.compile(r"(?i)\s+of\s+")
_ARTICLE = re.compile(r"(?i)^(?:de|het|een)\s+")
_LONGEST = 300


def sides(question: str, knows: Callable[[str], bool]) -> Sides | None:
    """The two things a question compares, or None.

    Args:
        question: as typed.
        knows: whether a text is a name; without 'tussen' or 'versus' only two names are compared.
    """
    text = question[:_LONGEST].strip().rstrip("?!. ")
    first = re.split(r"[,;:?!\n]", text, maxsplit=1)[0]
    if match := _DIFFERS.search(first):
        return _whole(match[1], match[2])
    if _AGAINST.search(first):
        return _best(_pairs(first, _AGAINST), knows)
    if asks := _ASKS.search(text):
        pairs = _pairs(first[asks.end() :] if asks.end() <= len(first) else first, _AND)
        return _best(pairs, knows) if asks[1] else _named(pairs, knows)
    return _named(_pairs(first, _OR), knows)


def _best(pairs: Iterable[Sides], knows: Callable[[str], bool]) -> Sides | None:
    """The pair of two names, or else the first."""
    found = list(pairs)
    return _named(found, knows) or next(iter(found), None)


def _named(pairs: Iterable[Sides], knows: Callable[[str], bool]) -> Sides | None:
    return next((pair for pair in pairs if all(map(knows, pair))), None)


def _pairs(text: str, between: re.Pattern[str]) -> Iterator[Sides]:
    for match in between.finditer(text):
        if pair := _whole(text[: match.start()], text[match.end() :]):
            yield pair
            left, right = pair
            if " " not in left and " " in right:
                # 'lichte en zware hulp': both are hulp.
                yield f"{left} {right.split()[-1]}", right


def _whole(left: str, right: str) -> Sides | None:
    left, right = (_ARTICLE.sub("", side.strip(" '\"\u2018\u2019\u201c\u201d")) for side in (left, right))
    return (left, right) if left and right else None
