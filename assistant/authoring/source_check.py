"""For the maintainer, with the source texts at hand: own words, and how hard a passage is to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.knowledge.model import Library, Passage

RUN = 8
"""So many words in a row as in a source are a copied sentence."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b\w+(?:\.\w+)*\.(?:nl|com|org|eu)\b\S*")
_PROPER = re.compile(r"'((?:[A-Z]\w+ )[^'\n]{8,80})'")
"""A name between quotes, such as that of a project."""
_VOWELS = re.compile(r"[aeiouyáéíóúàèëïöü]+")


@dataclass(frozen=True, slots=True)
class Copied:
    """Words of a passage that stand in a source just so."""

    entry: str
    words: str
    document: str
    line: int


def words(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", unicodedata.normalize("NFC", text).lower())


def copied(library: Library, folder: Path) -> Iterator[Copied]:
    """Every run of eight or more words that an entry shares with a source text; one per entry and source.

    The names of forms, fields, documents and sections may be as printed, and so may web addresses.

    Args:
        library: what is checked.
        folder: holds the text editions, named after the documents: 'midterm-2021.txt'.

    Raises:
        OSError: a text cannot be read.
    """
    runs = _runs(library, folder)
    names = sorted({" ".join(words(name)) for name in _names(library)}, key=len, reverse=True)
    for entry in library.entries():
        seen: set[str] = set()
        for run in _windows(_masked(entry.text, names)):
            place = runs.get(run)
            if place and place[0] not in seen:
                seen.add(place[0])
                yield Copied(entry.id, " ".join(run), *place)


def _runs(library: Library, folder: Path) -> dict[tuple[str, ...], tuple[str, int]]:
    found: dict[tuple[str, ...], tuple[str, int]] = {}
    for document in library.documents:
        lines = (folder / f"{document.id}.txt").read_text("utf-8").splitlines()
        placed = [(word, number) for number, line in enumerate(lines, 1) for word in words(line)]
        for first in range(len(placed) - RUN + 1):
            run = tuple(word for word, _ in placed[first : first + RUN])
            found.setdefault(run, (document.id, placed[first][1]))
    return found


def _names(library: Library) -> Iterator[str]:
    for form in library.forms:
        yield form.label
    for field in library.plan_fields:
        yield field.label
    for document in library.documents:
        yield document.title
    for entry in library.entries():
        yield from _PROPER.findall(entry.text)
        yield from (ref.section for ref in entry.sources)


def _masked(text: str, names: Iterable[str]) -> str:
    """The text with addresses and names as printed cut out; what is cut breaks a run."""
    bare = " ".join(words(_ADDRESS.sub(" | ", text)))
    for name in names:
        if len(name.split()) >= 4:
            bare = bare.replace(name, "|")
    return bare


def _windows(text: str) -> Iterator[tuple[str, ...]]:
    for part in text.split("|"):
        run = part.split()
        for first in range(len(run) - RUN + 1):
            yield tuple(run[first : first + RUN])


def reading_ease(text: str) -> float:
    """Flesch-Douma: the higher the easier; 60 and more is plain, below 30 is hard.

    206.84 - 0.93 x words per sentence - 77 x syllables per word (Douma, 1960). Syllables are counted as
    groups of vowels.
    """
    plain = _ADDRESS.sub(" ", text)
    found = words(plain)
    if not found:
        return 100.0
    sentences = [part for part in re.split(r"[.!?:;]\s|\n", plain + "\n") if words(part)]
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in found)
    return 206.84 - 0.93 * len(found) / len(sentences) - 77.0 * syllables / len(found)


def hardest_first(passages: Iterable[Passage]) -> list[tuple[float, Passage]]:
    """Each entry with its reading ease, the hardest first."""
    return sorted(((round(reading_ease(p.text), 1), p) for p in passages), key=lambda item: (item[0], item[1].id))
