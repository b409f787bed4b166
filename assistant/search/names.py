"""Every name the knowledge has for a thing: labels, synonyms, abbreviations, aliases and short titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.search.everyday import EVERYDAY
from assistant.search.words import FRAME, Terms, Word, words

if TYPE_CHECKING:
    from assistant.knowledge.model import Library

ABBREVIATION = 0.9
"""How much a label counts where its abbreviation was asked for, and the other way round."""
_ARTICLES = frozenset({"de", "het", "een"})
_POLITE = _ARTICLES | {
    "alsjeblieft", "alstublieft", "aub", "svp", "graag", "even", "eens", "dank", "bedankt", "je", "wel",
}  # fmt: skip
_INSIDE = _ARTICLES | {"van", "en"}
"""Small words a name may hold and still be a name."""
_CLOSE = 90.0
_SHORTEST_TYPO = 6
_LONGEST = 200
_SHORTEST_TITLE, _LONGEST_TITLE = 2, 6
"""In words, of a title that is a name."""


class Names:
    """Which entries carry a name, and which other names the same thing has."""

    def __init__(self, ids: dict[str, list[str]], others: dict[str, dict[str, float]]) -> None:
        self._ids = ids
        self._others = others
        """By the terms of a name, one a line: those of its other names, with how much each counts."""

    @classmethod
    def of(cls, library: Library) -> Names:
        """The names in a library."""
        made = cls(defaultdict(list), defaultdict(dict))
        named: list[tuple[str, str, Sequence[str], Sequence[str]]] = [
            *((term.id, term.label, term.abbreviations, term.synonyms) for term in library.terms),
            *((form.id, form.label, (form.number,) if form.number else (), form.aliases) for form in library.forms),
            *((area.id, area.label, (), ()) for area in library.focus_areas),
            *((level.id, level.label, (), ()) for level in library.levels),
        ]
        # A label goes before an abbreviation, and that before a synonym, of whatever entry.
        for entry, label, _, _ in named:
            made._add(entry, (label,))
        for entry, _, short, _ in named:
            made._add(entry, short)
        for entry, label, short, more in named:
            made._add(entry, more)
            made._relate(label, short)
        for passage in library.passages:
            # What stands before a colon is the name of the subject; a whole sentence is none.
            title = passage.title.partition(":")[0]
            if _SHORTEST_TITLE <= len(title.split()) <= _LONGEST_TITLE and _key(words(title)) not in made._ids:
                made._add(passage.id, (title,))
        return made

    def kept(self) -> dict[str, Any]:
        """What `Names` is made with, as JSON can hold it."""
        return {"ids": self._ids, "others": self._others}

    def _add(self, entry: str, names: Iterable[str]) -> None:
        for name in names:
            ids = self._ids[_key(words(name))]
            if entry not in ids:
                ids.append(entry)

    def _relate(self, label: str, short: Sequence[str]) -> None:
        # Synonyms are not filled in: they are found as ways of asking, and filling them in helped nothing.
        whole = "\n".join(_terms(label))
        for one in ("\n".join(terms) for name in short if (terms := _terms(name))):
            if whole and one != whole:
                self._others[one][whole] = self._others[whole][one] = ABBREVIATION

    def others(self, terms: Terms) -> dict[Terms, float]:
        """Other names of what these terms name, with how much each counts."""
        found = self._others.get("\n".join(terms), {})
        return {tuple(other.split("\n")): worth for other, worth in found.items()}

    def asked_for(self, question: Sequence[Word]) -> list[str]:
        """Ids of the entries whose name is all that is asked: 'wat is een X', or just X."""
        last = len(question)
        while last and _around(question[last - 1]):
            last -= 1
        for end in dict.fromkeys((len(question), last)):
            for start in range(end):
                if found := self._ids.get(_key(question[start:end])):
                    return list(found)
                if not _around(question[start]):
                    break
        return []

    def knows(self, text: str) -> bool:
        """Whether a text is a name, but for articles and politeness; one slip in a longer name is forgiven."""
        bare = words(text[:_LONGEST])
        while bare and bare[0].folded in _POLITE:
            bare = bare[1:]
        while bare and bare[-1].folded in _POLITE:
            bare = bare[:-1]
        key = _key(bare)
        if key and key in self._ids:
            return True
        if len(key) < _SHORTEST_TYPO:
            return False
        from rapidfuzz import fuzz, process

        names = (name for name in self._ids if len(name) >= _SHORTEST_TYPO)
        return process.extractOne(key, names, scorer=fuzz.ratio, score_cutoff=_CLOSE) is not None


def _around(word: Word) -> bool:
    """A word that may stand around the name that is asked for."""
    return word.empty or word.folded in FRAME


def _key(name: Sequence[Word]) -> str:
    """A name as it is compared: without spaces, so that a compound is the same in one word and in parts."""
    return "".join(word.folded for word in name)


def _terms(name: str) -> Terms:
    """The terms of a name that stands for its subject by its words; nothing for a loose description."""
    parts = words(name)
    if any(word.folded in EVERYDAY or (word.empty and word.folded not in _INSIDE) for word in parts):
        return ()
    return tuple(word.term for word in parts if not word.empty)
