"""What part of the knowledge a question is about: a sector, or a list of one kind of thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.knowledge.passage import Passage
from assistant.search.words import FRAME, Word, stem, words

_BONUS = 0.1
"""What it adds to be of the sector, or of the kind, that is asked for."""
_LISTS = frozenset({
    "welke", "noem", "noemen", "som", "lijst", "lijstje", "rijtje", "rij", "opsomming", "overzicht", "alle", "allemaal",
})  # fmt: skip
"""Words that ask for more than one thing."""
_SPECIFIC = 2
"""A passage about more sectors than this belongs to none in particular."""
_LISTED_KINDS = ("variant", "uitvoeringsvorm", "preventierichting", "aandachtsgebied", "niveau")
"""Kinds of which there are so few that all of them together are an answer."""
SECTORS = {
    "po": ("po", "primair onderwijs", "basisonderwijs", "basisschool", "basisscholen"),
    "vo": ("vo", "voortgezet onderwijs", "middelbare school", "middelbare scholen"),
    "so": ("so", "speciaal onderwijs"),
    "vso": ("vso", "voortgezet speciaal onderwijs"),
    "mbo": ("mbo", "middelbaar beroepsonderwijs", "roc"),
}
"""What people call a sector, by its code."""
_CALLED = sorted(((name, code) for code, names in SECTORS.items() for name in names), key=lambda pair: -len(pair[0]))
"""A longer name goes before one that is part of it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What part of the knowledge a question is about."""

    sectors: frozenset[str]
    """The sectors it names."""
    listed: frozenset[str]
    """The terms of a question that asks for a list; empty for any other."""
    kind: str = ""
    """The kind of thing, where a question asks for all of one kind and nothing else: 'variant'."""

    def bonus(self, passage: Passage) -> float:
        """What a passage gains, or loses, by where it belongs."""
        bonus = 0.0
        if self.sectors and 0 < len(passage.sector) <= _SPECIFIC:
            bonus += _BONUS if self.sectors & set(passage.sector) else -_BONUS
        if self.listed and (stem(passage.kind) in self.listed or _overview(passage)):
            bonus += _BONUS
        return bonus

    def is_member(self, passage: Passage) -> bool:
        """Whether a passage is one of the things that are all asked for."""
        if not self.kind or passage.kind != self.kind:
            return False
        # The documents number 'CvB in voortgezet speciaal onderwijs' among the variants of the vo.
        numbered = any(f"({sector}," in passage.title for sector in self.sectors)
        return numbered or not self.sectors or bool(self.sectors & set(passage.sector))

    def may_begin(self, passage: Passage) -> bool:
        """Whether a list may begin with a passage, however low it ranks by itself."""
        return self.is_member(passage) or (bool(self.listed) and _overview(passage))

    def lists(self, passage: Passage, names: Iterable[str]) -> bool:
        """Whether a passage is the overview of what is asked for, under the name used or any of these."""
        if not self.listed or not _overview(passage):
            return False
        title = _telling(words(passage.title))
        return any(
            subject and subject <= title for subject in (self.listed, *(_telling(words(name)) for name in names))
        )


def scope(question: Sequence[Word]) -> Scope:
    """The sectors a question names, and whether it asks for a list."""
    text = f" {' '.join(word.folded for word in question)} "
    sectors = set()
    for name, code in _CALLED:
        if f" {name} " in text:
            sectors.add(code)
            text = text.replace(f" {name} ", " ")
    asks = any(word.folded in _LISTS for word in question)
    rest = {stem(part) for part in text.split() if part in _telling_words(question)}
    kinds = [kind for kind in _LISTED_KINDS if rest == {stem(kind)}]
    plural = any(word.folded not in _LISTED_KINDS and word.term in {stem(kind) for kind in kinds} for word in question)
    kind = kinds[0] if kinds and (plural or sectors) else ""
    return Scope(frozenset(sectors), _telling(question) if asks else frozenset(), kind)


def _telling_words(text: Sequence[Word]) -> frozenset[str]:
    return frozenset(w.folded for w in text if not w.empty and w.folded not in FRAME and w.folded not in _LISTS)


def _telling(text: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.term for word in text if not word.empty and word.folded not in FRAME)


def _overview(passage: Passage) -> bool:
    return "overzicht" in passage.title.lower()
