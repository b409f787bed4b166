"""Which option a reply describes in words of its own: those of the labels, aliases and sample replies.

A word counts as far as it belongs to few of the options; small words and filler do not count. The option that stands
out in this way is told with how sure it is, so that who asks can refuse what is not clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.conversation.script import Option
from assistant.conversation.words import fold

SAMPLE = 1.5
"""Weight of a reply that is the same as one of the samples."""
SHORTEST_PART = 5
"""Letters; a shorter word is not looked for in a compound."""


@dataclass(frozen=True, slots=True)
class Likely:
    """An option, and what speaks for it."""

    option: str
    score: float
    """The weight of the words it shares with the reply; a word that only it has weighs 1."""
    share: float
    """The part of the words of the reply that it knows."""


def ranked(bare: str, options: Sequence[Option], small: frozenset[str]) -> list[Likely]:
    """The options that share words with a folded reply, best first."""
    said = {stem(word) for word in bare.split() if word not in small}
    said.discard("")
    if not said:
        return []
    vocabularies = [_vocabulary(option, small) for option in options]
    nearest = [max((_overlap(said, sample) for sample in _samples(option, small)), default=0.0) for option in options]
    scores = [0.0] * len(options)
    known = [0] * len(options)
    for word in said:
        fits = [_fit(word, vocabulary) for vocabulary in vocabularies]
        total = sum(fits)
        for place, fit in enumerate(fits):
            # Shared by all it says nothing, by one it says everything.
            scores[place] += fit * (fit / total if total else 0.0)
            known[place] += fit > 0
    found = [
        Likely(option.id, score + SAMPLE * near, count / len(said))
        for option, score, near, count in zip(options, scores, nearest, known, strict=True)
        if score
    ]
    return sorted(found, key=lambda likely: -likely.score)


def _overlap(said: set[str], sample: frozenset[str]) -> float:
    """How much of a reply and one sample is the same: 1 where all words are."""
    return len(said & sample) / max(len(said), len(sample))


@lru_cache(maxsize=1024)
def _samples(option: Option, small: frozenset[str]) -> tuple[frozenset[str], ...]:
    texts = (option.label, *option.aliases, *option.examples)
    found = (frozenset(stem(word) for word in fold(text).split() if word not in small) for text in texts)
    return tuple(words for words in found if words)


@lru_cache(maxsize=1024)
def _vocabulary(option: Option, small: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*_samples(option, small))


def _fit(word: str, vocabulary: frozenset[str]) -> float:
    """1 for a word it has, less for one that is nearly so or part of one."""
    if word in vocabulary:
        return 1.0
    if len(word) < SHORTEST_PART:
        return 0.0
    return max(_close(word, vocabulary), default=0.0)


def _close(word: str, vocabulary: frozenset[str]) -> Iterator[float]:
    slips = 1 if len(word) < 8 else 2
    for other in vocabulary:
        if len(other) < SHORTEST_PART:
            continue
        if OSA.distance(word, other, score_cutoff=slips) <= slips:
            yield 0.8
        elif word.startswith(other) or other.startswith(word) or word.endswith(other) or other.endswith(word):
            yield 0.6


def stem(word: str) -> str:
    """A word without its ending, rough but the same for 'school' and 'scholen', 'beslist' and 'beslissen'."""
    if len(word) > 4:
        word = re.sub(r"(?:tjes|tje|jes|je|en|s|e|t|n)$", "", word)
    return re.sub(r"(.)\1", r"\1", word)
