"""Per-word correction of typing errors against the words of the knowledge."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

SHORTEST = 5
"""Shorter words are never corrected, abbreviations among them: too many other words lie near."""
_SHORTEST_MEANT = 4
_SOUNDS_ALIKE = 2
"""So many letters may differ more than the sound does."""
_ONE_SLIP, _WRONG_LETTER, _TWO_SLIPS = 6, 7, 11
"""From these lengths on one slip, a wrong letter, and two slips in one word are believed."""

_SOUNDS = (
    ("sch", "sg"), ("ij", "y"), ("ei", "y"), ("ou", "au"), ("ie", "i"), ("ph", "f"), ("th", "t"), ("ch", "g"),
    ("c", "k"), ("dt", "t"), ("z", "s"), ("v", "f"),
)  # fmt: skip
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")


def sound(word: str) -> str:
    """A word with spellings that sound alike made equal, and doubled letters single."""
    for old, new in _SOUNDS:
        word = word.replace(old, new)
    if word.endswith("d"):
        word = word[:-1] + "t"
    return "".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1])


def _neighbours() -> frozenset[tuple[str, str]]:
    pairs = set()
    for r, row in enumerate(_ROWS):
        for i, a in enumerate(row):
            near = row[max(0, i - 1) : i + 2]
            for other in _ROWS[max(0, r - 1) : r + 2]:
                near += other[max(0, i - 1) : i + 1]
            pairs |= {(a, b) for b in near} | {(b, a) for b in near}
    return frozenset(pairs)


_NEAR_KEYS = _neighbours()


def slips(typed: str, known: str) -> int | None:
    """How many typing slips lie between two words; None where a slip is not a likely one.

    A letter left out, doubled, swapped with the next or taken from a neighbouring key is a slip, and so is one vowel
    for another, or d for t; any other exchange of letters usually makes another word.
    """
    from rapidfuzz.distance import OSA, Levenshtein

    count: int = OSA.distance(typed, known, score_cutoff=2)
    if count > 2:
        return None
    swaps = Levenshtein.distance(typed, known) - count
    for step in Levenshtein.editops(typed, known):
        if step.tag == "replace" and not swaps:
            a, b = typed[step.src_pos], known[step.dest_pos]
            if len(known) < _WRONG_LETTER or not ((a, b) in _NEAR_KEYS or {a, b} <= _VOWELS or {a, b} == {"d", "t"}):
                return None
    return count


class Speller:
    """The words of the knowledge, ready to be compared with a mistyped one."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._vocabulary = vocabulary

    @cached_property
    def _words(self) -> list[str]:
        return sorted(word for word in self._vocabulary if len(word) >= _SHORTEST_MEANT and word.isalpha())

    @cached_property
    def _sounds(self) -> list[str]:
        # Made at the first word that is not known; most questions have none.
        return [sound(word) for word in self._words]

    def near(self, word: str) -> str | None:
        """The known word a mistyped word most likely is, or None."""
        if len(word) < SHORTEST or not word.isalpha():
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        heard = sound(word)
        best: tuple[int, int, str] | None = None
        for _, _, place in process.extract(heard, self._sounds, scorer=OSA.distance, score_cutoff=2, limit=8):
            known = self._words[place]
            longest = max(len(word), len(known))
            allowed = (longest >= _ONE_SLIP) + (longest >= _TWO_SLIPS)
            apart, letters = slips(heard, self._sounds[place]), OSA.distance(word, known)
            if apart is None or apart > allowed or letters > allowed + _SOUNDS_ALIKE or known[0] != word[0]:
                continue
            key = (apart, letters, known)
            best = min(best or key, key)
        return best[2] if best else None
