"""Compounds: one long word against the same in parts, by the words the knowledge itself uses."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from assistant.search.words import Word

SHORTEST = 4
"""Letters of a part; shorter ones are found in nearly every word."""
_MOST = 3
_LINKS = ("", "s", "en", "e", "n")


def split(word: str, known: Container[str], most: int = _MOST) -> tuple[str, ...]:
    """The parts of a compound, each a known word; empty where it does not fall apart.

    The longest first part wins; a linking s or en between parts belongs to neither.
    """
    if len(word) < 2 * SHORTEST or most < 2:
        return ()
    for at in range(len(word) - SHORTEST, SHORTEST - 1, -1):
        head, rest = word[:at], word[at:]
        if head not in known:
            continue
        for link in _LINKS:
            if not rest.startswith(link):
                continue
            tail = rest[len(link) :]
            if len(tail) >= SHORTEST and tail in known:
                return (head, tail)
            if further := split(tail, known, most - 1):
                return (head, *further)
    return ()


def joined(words: Sequence[Word], known: Container[str]) -> Iterator[tuple[int, int, str]]:
    """Neighbouring words that are one known word together: first place, place after the last, that word."""
    for first in range(len(words)):
        for after in range(first + 2, min(first + _MOST, len(words)) + 1):
            run = words[first:after]
            whole = "".join(word.folded for word in run)
            if whole in known and not all(word.empty for word in run):
                yield first, after, whole


PARTICLES = frozenset(
    {"aan", "achter", "af", "bij", "door", "heen", "in", "mee", "na", "om", "onder", "op", "over", "samen"}
    | {"tegen", "terug", "toe", "uit", "voor", "voort", "vooruit", "weg", "met", "van"}
)


def apart(question: Sequence[Word], known: Container[str]) -> Iterator[tuple[int, str]]:
    """Verbs of which the first part stands behind them, at the end or before a preposition: the place, and the whole.

    'wat werkt er tegen bij ...' has 'tegenwerkt'.
    """
    for last, part in enumerate(question):
        before, after = question[last - 1 : last], question[last + 1 : last + 2]
        alone = not (before and before[0].folded in PARTICLES)  # not 'van voren af aan'
        if part.folded not in PARTICLES or not alone or (after and after[0].folded not in PARTICLES):
            continue
        for place, word in enumerate(question[:last]):
            if not word.empty and part.folded + word.folded in known:
                yield place, part.folded + word.folded
