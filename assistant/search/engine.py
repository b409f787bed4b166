"""A question in; ranked passages out, or an honest no."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.knowledge.found import Found, Hit
from assistant.knowledge.passage import OWN
from assistant.search import compare, refusal
from assistant.search.index import MOST_RANKED, Index, Ranked
from assistant.search.names import Names
from assistant.search.query import Reader
from assistant.search.scope import scope

if TYPE_CHECKING:
    from assistant.knowledge.model import Library
    from assistant.knowledge.passage import Passage

MOST_LETTERS = 4000
"""A question is read no further than this."""
_NAMED = 1.0
"""The confidence where all that is asked for is a name that the knowledge has."""


@dataclass(frozen=True, slots=True)
class _Answer:
    ranked: tuple[Ranked, ...] = ()
    confidence: float = 0.0
    shown: int = 1


class Search:
    """The look-up over everything a library holds; made once, asked often."""

    def __init__(self, library: Library) -> None:
        entries = tuple(library.entries())
        self._join(Index(entries), Names.of(library), [entry.id for entry in entries])

    @classmethod
    def restored(cls, passages: Sequence[Passage], kept: Sequence[bytes]) -> Search:
        """The look-up over a library as it was made before.

        Args:
            passages: all entries of the library.
            kept: what `kept()` gave.
        """
        ids, names = json.loads(kept[0])
        made = cls.__new__(cls)
        made._join(Index(passages, kept[1:]), Names(**names), ids)
        return made

    def _join(self, index: Index, names: Names, ids: Iterable[str]) -> None:
        self._index = index
        self._names = names
        self._reader = Reader(index, names)
        self._place = {entry: place for place, entry in enumerate(ids)}

    def kept(self) -> list[bytes]:
        """All that was made of the library, as lines of JSON."""
        return [json.dumps([list(self._place), self._names.kept()]).encode(), *self._index.kept()]

    def knows(self, word: str) -> bool:
        """Whether a word or phrase is a name in the field: a term, form, aandachtsgebied or niveau."""
        return self._names.knows(word)

    def look_up(self, query: str, limit: int = 10) -> Found:
        """The passages that answer a question, best first.

        Args:
            query: a question or a few words, as typed; of a very long one only the beginning is read.
            limit: the most passages to give.

        Returns:
            Ranked passages, also when `abstained`: then the knowledge does not answer the question, or `notice` points
            somebody who may be in danger to those who can help.
        """
        question = query[:MOST_LETTERS]
        most = max(limit, MOST_RANKED)
        answer = self._compared(question, most) or self._answer(question, most)
        notice = refusal.notice(question)
        if refusal.is_order(question):
            answer = replace(answer, confidence=0.0)
        abstained = notice is not None or answer.confidence < refusal.THRESHOLD
        return Found(query, self._hits(answer, limit), abstained, notice, min(answer.shown, max(1, limit)))

    def _answer(self, question: str, most: int) -> _Answer:
        words = self._reader.words(question)
        needs = self._reader.needs(words)
        if not needs:
            return _Answer()
        wanted = scope(words)
        ranked = self._index.rank(needs, wanted, most)
        named = [self._place[entry] for entry in self._names.asked_for(words)]
        names = [self._index.passages[place].title for place in named]
        if members := [one.place for one in ranked if wanted.is_member(self._index.passages[one.place])]:
            members += [n for n, passage in enumerate(self._index.passages) if wanted.is_member(passage)]
            together = sorted(set(members))
            return _Answer(_first(together, ranked), _NAMED, len(together))
        overviews = [one.place for one in ranked if wanted.lists(self._index.passages[one.place], names)]
        confidence = _NAMED if named else refusal.confidence(needs, ranked)
        return _Answer(_first([*overviews, *named], ranked), confidence)

    def _compared(self, question: str, most: int) -> _Answer | None:
        """Both sides of a comparison, each found apart; None where there is none, or a side is not found."""
        sides = compare.sides(question, self._names.knows)
        if sides is None:
            return None
        apart = [self._answer(side, most) for side in sides]
        confidence = min(side.confidence for side in apart)
        if confidence < refusal.THRESHOLD:
            return None
        whole = self._answer(question, most)
        # One passage may be the best for both sides: then it answers alone.
        firsts = list(dict.fromkeys(side.ranked[0].place for side in apart))
        return _Answer(_first(firsts, whole.ranked), max(confidence, whole.confidence), len(firsts))

    def _hits(self, answer: _Answer, limit: int) -> tuple[Hit, ...]:
        """The first is scored with the confidence in the answer, the others in proportion."""
        best = max((one.score for one in answer.ranked), default=0.0) or 1.0
        found = [(self._index.passages[one.place], one) for one in answer.ranked[:limit]]
        return tuple(
            Hit(passage, round(answer.confidence * one.score / best, 4), one.why, passage.kind == OWN)
            for passage, one in found
        )


def _first(places: Iterable[int], ranked: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """The ranking with some passages before all others, in the order given and with the best score."""
    by_place = {one.place: one for one in ranked}
    best = max((one.score for one in by_place.values()), default=1.0)
    firsts = [replace(by_place.get(place, Ranked(place, best)), score=best) for place in dict.fromkeys(places)]
    before = {first.place for first in firsts}
    return (*firsts, *(one for one in by_place.values() if one.place not in before))
