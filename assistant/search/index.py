"""The passages as numbers: which terms stand where, how telling each is, and which passages fit a question best.

The weights here and in the modules beside it were chosen on three sets: 80 measured questions, some 90 of our own, and
over 300 ways of asking that were kept out of the index for it. Each set was cut in two halves at random, and a value
stayed where it helped on one half and did not clearly hurt on the other. The optimum is flat: a third more or less of
one of them moves the mean reciprocal rank of a half by a few hundredths, either way, so they are round numbers.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from typing import Any, NamedTuple

from assistant.knowledge.passage import OWN, Passage
from assistant.search.compounds import split
from assistant.search.scope import SECTORS, Scope
from assistant.search.words import Terms, Word, stem, words

_WORTH = (4.0, 1.0, 1.0, 0.5)
"""How much a word weighs in the title, the ways of asking, the text, and the kind with the sector."""
_EVEN = (0.3, 0.5, 0.5, 0.0)
"""How far the length of a field is evened out, in the same order."""
_ASKED = 1
"""The field of the ways of asking."""
_STORY = 3
"""Telling words from which a way of asking is more than a name."""
_LINES = (0, 1)
"""The fields whose lines are compared with the question as a whole."""
_SATURATION = 1.2
_PART = 0.5
"""What a word inside a compound counts against a word of its own."""
_LINE = 1.0
"""What it adds when one title or way of asking is the question itself."""
_SHARE = 0.7
"""What it adds when every word of the question is there."""
_TOGETHER = 0.1
"""What it adds when words that are neighbours in the question are close in the passage."""
_NEAR = 3
MOST_RANKED = 30
"""So many of the best are given, unless more are asked for."""
_REREAD = 30
"""So many of the best are read again for words that stand together."""
_ALIKE = 0.6
"""A variant above this is as good as the word itself where lines and neighbours are compared."""
_DIGITS = 4
"""What is kept of a fraction: more only makes the cache larger."""
_SPLIT_FROM = 9
"""Shorter words of the knowledge are no compounds."""

Fields = tuple[list[list[Word]], ...]
"""The words of a passage per field, in the order of `_WORTH`, and in a field per line."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a question asks for: a word with all that may stand in its place."""

    typed: str
    variants: Mapping[Terms, float]
    """Terms that answer it, all of them together, and how well: 1 for the word itself."""
    weight: float
    """How rare, and so how telling, it is."""
    subject: bool = True
    """False for an everyday word, or one about the answer that is wanted: nothing to ask about by itself."""
    elsewhere: bool = False
    """True for a word of a neighbouring subject, which the documents hardly treat."""

    @property
    def alike(self) -> frozenset[str]:
        """The single terms that are as good as the word."""
        return frozenset(terms[0] for terms, worth in self.variants.items() if len(terms) == 1 and worth > _ALIKE)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage for a question."""

    place: int
    """Where it stands in `Index.passages`."""
    score: float
    share: float = 0.0
    """How much of the question it covers, in the weight of the words."""
    told: float = 0.0
    """How much of that by words that stand only in its ways of asking."""
    tales: tuple[str, ...] = ()
    """These words, as typed."""
    why: tuple[str, ...] = ()
    """The words of the question that it has, as typed."""


class Posting(NamedTuple):
    """Where one term stands."""

    strength: dict[int, float]
    """Per passage how strong it is there, 0 to 1."""
    spots: dict[int, list[int]]
    """Per passage the places in its running text."""
    lines: list[int]
    """The titles and ways of asking that have it."""
    own: set[int]
    """The passages that have it elsewhere than in the ways of asking."""


_NOWHERE = Posting({}, {}, [], set())


class Index:
    """Terms of the passages with where they stand; made once."""

    def __init__(self, passages: Sequence[Passage], kept: Sequence[bytes] = ()) -> None:
        """Read the passages, or take up what was read before.

        Args:
            passages: what is searched.
            kept: what `kept()` gave for these very passages, if anything.
        """
        self.passages = passages
        self.words: frozenset[str]
        """Every word of the knowledge, folded, parts of hyphenated words as well."""
        self._lines: tuple[list[int], list[float]]
        """Per title and way of asking its passage; and its weight."""
        self._postings: dict[str, Posting | int]
        """Per term where it stands; until it is asked for, the number of the kept line that says so."""
        self._kept = kept
        if kept:
            words, self._lines, terms = json.loads(kept[0])
            self.words = frozenset(words.split())
            self._postings = {term: number for number, term in enumerate(terms.split(), 1)}
        else:
            fields = [_fields(passage) for passage in passages]
            self.words = _vocabulary(fields)
            self._read(fields)

    def kept(self) -> list[bytes]:
        """All that was read from the passages, as lines of JSON."""
        # One long text is read sooner than a list of words.
        first = [" ".join(sorted(self.words)), self._lines, " ".join(self._postings)]
        return [_json(first), *(_packed(self._posting(term)) for term in self._postings)]

    def _posting(self, term: str) -> Posting:
        found = self._postings.get(term, _NOWHERE)
        if isinstance(found, int):
            found = self._postings[term] = _unpacked(self._kept[found])
        return found

    def parts(self, word: Word) -> tuple[str, ...]:
        """The parts of a word: at its hyphens, or as a compound of known words."""
        return word.parts or split(word.folded, self.words)

    def has(self, terms: Terms) -> bool:
        """Whether each of the terms stands somewhere."""
        return bool(terms) and all(term in self._postings for term in terms)

    def places(self, terms: Terms) -> Set[int]:
        """The passages that hold all of the terms."""
        first, *rest = (self._posting(term).strength.keys() for term in terms)
        return first if not rest else set(first).intersection(*rest)

    def weight(self, count: int) -> float:
        """How telling a term is that stands in so many passages; for none, as rare as can be."""
        seen = count or 0.5
        return math.log(1 + (len(self.passages) - seen + 0.5) / (seen + 0.5))

    def _gain(self, need: Need) -> dict[int, float]:
        """Per passage what it gains by having what is needed, in the best variant there."""
        gain: dict[int, float] = {}
        for terms, worth in need.variants.items():
            first, *rest = (self._posting(term).strength for term in terms)
            if rest:
                first = {place: min(first[place], *(one[place] for one in rest)) for place in self.places(terms)}
            for place, strength in first.items():
                if (value := worth * (strength + _SHARE)) > gain.get(place, 0.0):
                    gain[place] = value
        return gain

    def rank(self, needs: Sequence[Need], wanted: Scope, most: int = MOST_RANKED) -> list[Ranked]:
        """The passages with most of what is needed, best first: `most`, and then all that a list may begin with."""
        # A common word stands in very many passages: for each of them only a number is made, no object.
        total = sum(need.weight for need in needs) or 1.0
        fits: dict[int, float] = defaultdict(float)
        for need in needs:
            weight = need.weight / total
            for place, gain in self._gain(need).items():
                fits[place] += weight * gain
        alike = [need.alike for need in needs]
        for place, match in self._line_match(needs, alike, total).items():
            fits[place] += _LINE * match
        if wanted.sectors or wanted.listed:
            fits = {place: max(0.0, fit + wanted.bonus(self.passages[place])) for place, fit in fits.items()}
        best = nsmallest(max(most, _REREAD), ((-fit, place) for place, fit in fits.items()))
        near = sorted((fit - _TOGETHER * self._together(place, alike), place) for fit, place in best[:_REREAD])
        found = (near + best[_REREAD:])[:most]
        if wanted.listed or wanted.kind:
            there = {place for _, place in found}
            rest = (place for place in fits if place not in there and wanted.may_begin(self.passages[place]))
            found += sorted((-fits[place], place) for place in rest)
        return [self._ranked(place, -fit, needs) for fit, place in found]

    def _ranked(self, place: int, score: float, needs: Sequence[Need]) -> Ranked:
        """A passage with what it has of the question."""
        share, told = 0.0, 0.0
        why: list[str] = []
        tales: list[str] = []
        for need in needs:
            there = [terms for terms in need.variants if all(place in self._posting(term).strength for term in terms)]
            if not there:
                continue
            covered = need.weight * max(need.variants[terms] for terms in there)
            share += covered
            why.append(need.typed)
            if not any(all(place in self._posting(term).own for term in terms) for terms in there):
                told += covered
                tales.append(need.typed)
        return Ranked(place, score, share, told, tuple(tales), tuple(why))

    def _line_match(self, needs: Sequence[Need], alike: Sequence[frozenset[str]], total: float) -> dict[int, float]:
        """Per passage how far its best title or way of asking is the question, 0 to 1: a squared cosine."""
        overlap: dict[int, float] = defaultdict(float)
        for need, terms in zip(needs, alike, strict=True):
            for term in terms:
                posting = self._posting(term)
                worth = min(need.weight, self.weight(len(posting.strength)))
                for line in posting.lines:
                    overlap[line] += worth
        places, weights = self._lines
        best: dict[int, float] = defaultdict(float)
        for line, both in overlap.items():
            place = places[line]
            best[place] = max(best[place], min(1.0, both * both / (total * weights[line])))
        return best

    def _together(self, place: int, alike: Sequence[frozenset[str]]) -> float:
        """The share of neighbours in the question that are close in the passage, 0 to 1."""
        if len(alike) < 2:
            return 0.0
        spots = [[spot for term in terms for spot in self._posting(term).spots.get(place, ())] for terms in alike]
        close = sum(
            any(0 < abs(one - other) <= _NEAR for one in left for other in right) for left, right in pairwise(spots)
        )
        return close / (len(alike) - 1)

    def _read(self, fields: Sequence[Fields]) -> None:
        """Where each term stands, and how strong it is there: BM25F with weights and lengths per field, 0 to 1."""
        mean = [max(1.0, sum(map(_length, field)) / len(fields)) for field in zip(*fields, strict=True)]
        compounds = {word: split(word, self.words) for word in self.words if len(word) >= _SPLIT_FROM}
        postings: dict[str, Posting] = defaultdict(lambda: Posting({}, {}, [], set()))
        lines: list[tuple[int, frozenset[str]]] = []
        for place, passage in enumerate(fields):
            weighed: dict[str, float] = defaultdict(float)
            flow: dict[str, list[int]] = defaultdict(list)
            start = 0
            for name, field in enumerate(passage):
                worth = _WORTH[name] / (1 - _EVEN[name] + _EVEN[name] * _length(field) / mean[name])
                for line in field:
                    for spot, word in enumerate(line, start):
                        flow[word.term].append(spot)
                    start += len(line) + _NEAR
                    telling = [word for word in line if not word.empty]
                    if telling and name in _LINES:
                        lines.append((place, frozenset(word.term for word in telling)))
                    for word in telling:
                        here = {word.term: worth}
                        for part in word.parts or compounds.get(word.folded) or ():
                            here[stem(part)] = here.get(stem(part), 0.0) + worth * (1.0 if word.parts else _PART)
                        for term, value in here.items():
                            weighed[term] += value
                            if name != _ASKED or len(telling) < _STORY:
                                postings[term].own.add(place)
            for term, value in weighed.items():
                postings[term].strength[place] = round(value / (_SATURATION + value), _DIGITS)
            for term, spots in flow.items():
                postings[term].spots[place] = spots
        # What stands somewhere only as a word that says nothing is no term.
        self._postings = {term: posting for term, posting in postings.items() if posting.strength}
        # A set has no fixed order; the exact sum does not depend on it.
        sums = (math.fsum(self.weight(len(postings[term].strength)) for term in terms) for _, terms in lines)
        weights = [round(weight, _DIGITS) for weight in sums]
        self._lines = [place for place, _ in lines], weights
        for number, (_, terms) in enumerate(lines):
            for term in terms:
                postings[term].lines.append(number)


def _json(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()


def _packed(posting: Posting) -> bytes:
    """A posting as JSON, in lists, for its keys are numbers."""
    strength, spots, lines, own = posting
    return _json([[*strength], [*strength.values()], [*spots], [*spots.values()], lines, sorted(own)])


def _unpacked(line: bytes) -> Posting:
    strong, strength, placed, spots, lines, own = json.loads(line)
    return Posting(dict(zip(strong, strength, strict=True)), dict(zip(placed, spots, strict=True)), lines, set(own))


def _fields(passage: Passage) -> Fields:
    own = passage.sector[0] if len(passage.sector) == 1 else ""
    return (
        [words(passage.title)],
        [words(line) for line in passage.asked],
        [words(passage.text)],
        # 'Eigen bron' is what we call it, not what it is about.
        [words(line) for line in (passage.kind, *SECTORS.get(own, ())) if line != OWN],
    )


def _vocabulary(fields: Sequence[Fields]) -> frozenset[str]:
    found: set[str] = set()
    for passage in fields:
        for field in passage:
            for line in field:
                for word in line:
                    found.update((word.folded, *word.parts))
    return frozenset(word for word in found if not word.isdecimal())


def _length(field: Sequence[Sequence[Word]]) -> int:
    return sum(len(line) for line in field)
