"""A question as what it asks for: its telling words, each with all that may stand in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.search.compounds import apart, joined
from assistant.search.elsewhere import ELSEWHERE
from assistant.search.everyday import EVERYDAY
from assistant.search.index import Index, Need
from assistant.search.names import Names
from assistant.search.spelling import Speller
from assistant.search.words import FRAME, STOP, Terms, Word, stem, words

MOST_WORDS = 64
"""A question is read no further than this; nobody asks a longer one."""
_IN_PARTS = 0.7
_AT_HYPHEN = 0.9
_JOINED = 0.9
_LOOSE = 0.7
_CORRECTED = 0.85
"""What a match counts in parts, in parts at a hyphen, as one word, after correction, and as a verb without its first
part; the word itself counts 1."""
_SURE = 0.8
"""Variants from here on say how rare the word is."""
_EVERYDAY = 0.7
"""An everyday word is less telling than its rarity in a small collection makes it look."""
_LONGEST_NAME = 5
_ABBREVIATION = 6
"""Capitals up to this length are an abbreviation, and never mistyped."""


class Reader:
    """Reads questions against what the knowledge says and how it says it."""

    def __init__(self, index: Index, names: Names) -> None:
        self._index = index
        self._names = names
        self._speller = Speller(index.words)

    def words(self, question: str) -> list[Word]:
        """The words of a question, typing errors corrected; `typed` stays as it was."""
        typed = words(question)[:MOST_WORDS]
        together = {n for first, after, _ in joined(typed, self._index.words) for n in range(first, after)}
        return [word if n in together else self._corrected(word) for n, word in enumerate(typed)]

    def _corrected(self, word: Word) -> Word:
        known = word.empty or word.folded in FRAME or word.folded in EVERYDAY or self._index.has((word.term,))
        short = word.typed.isupper() and len(word.typed) <= _ABBREVIATION
        if known or short or self._index.parts(word) or (near := self._speller.near(word.folded)) is None:
            return word
        return replace(word, folded=near, term=stem(near), corrected=True, empty=near in STOP)

    def needs(self, question: Sequence[Word]) -> list[Need]:
        """What a question asks for, in its order, every word once; nothing where it has no word to go by."""
        telling = [n for n, word in enumerate(question) if not word.empty]
        if any(question[n].folded not in FRAME for n in telling):
            telling = [n for n in telling if question[n].folded not in FRAME]
        variants = {n: self._variants(question[n]) for n in telling}
        for first, after, whole in joined(question, self._index.words):
            for n in range(first, after):
                if n in variants:
                    _add(variants[n], (stem(whole),), _JOINED)
        for n, whole in apart(question, self._index.words):
            if n in variants:
                variants[n] = {terms: _LOOSE * worth for terms, worth in variants[n].items()} | {(stem(whole),): 1.0}
        self._other_names(question, telling, variants)
        needs: dict[str, Need] = {}
        for n in telling:
            worth = {terms: value for terms, value in variants[n].items() if self._index.has(terms)}
            subject = question[n].folded not in EVERYDAY and question[n].folded not in FRAME
            weight = self._weight(question[n], worth)
            elsewhere = question[n].term in ELSEWHERE
            needs.setdefault(question[n].term, Need(question[n].typed, worth, weight, subject, elsewhere))
        return [] if all(len(term) == 1 for term in needs) else list(needs.values())

    def _variants(self, word: Word) -> dict[Terms, float]:
        """The word itself and its parts."""
        sure = _CORRECTED if word.corrected else 1.0
        found: dict[Terms, float] = {(word.term,): sure}
        if word.term.endswith("s") and not self._index.has((word.term,)) and self._index.has((word.term[:-1],)):
            _add(found, (word.term[:-1],), sure)  # more than one of an abbreviation: 'cops'
        if parts := self._index.parts(word):
            _add(found, tuple(stem(part) for part in parts), sure * (_AT_HYPHEN if word.parts else _IN_PARTS))
        return found

    def _other_names(
        self, question: Sequence[Word], telling: Sequence[int], variants: Mapping[int, dict[Terms, float]]
    ) -> None:
        """Synonyms and abbreviations, for every run of words that is a name."""
        for first in range(len(telling)):
            for after in range(first + 1, min(first + _LONGEST_NAME, len(telling)) + 1):
                run = telling[first:after]
                for other, worth in self._names.others(tuple(question[n].term for n in run)).items():
                    for n in run:
                        _add(variants[n], other, worth)

    def _weight(self, word: Word, variants: Mapping[Terms, float]) -> float:
        """How rare what is asked for is; a word the knowledge does not have counts as the rarest."""
        sure = [terms for terms, worth in variants.items() if worth >= _SURE] or list(variants)
        rarity = self._index.weight(len({place for terms in sure for place in self._index.places(terms)}))
        return rarity * (_EVERYDAY if word.folded in EVERYDAY else 1.0)


def _add(variants: dict[Terms, float], terms: Terms, worth: float) -> None:
    variants[terms] = max(worth, variants.get(terms, 0.0))
