"""Messages about the conversation itself, in words that no sentence of a command has: an explanation is asked for, an
example, the question once more; or it is said that there is nothing to answer.

Each command is weighed by the words and pairs of words of its sentences in phrases.yaml, against those of the answers
that stand there under 'antwoord'. Sure is only what stands out by far and brings hardly a word of its own: who talks of
the conversation uses the words of the question and those of such sentences; who answers brings others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.conversation.match import folded
from assistant.conversation.meaning import Expected
from assistant.conversation.patterns import variants
from assistant.conversation.samples import stem
from assistant.conversation.script import OPEN_TYPES, Phrases
from assistant.conversation.walk import Question
from assistant.conversation.words import fold

ANSWER = "antwoord"
ASIDES = frozenset({"waarom", "voorbeeld", "herhaal", "boos", "weetniet", "overslaan", "parkeer", "overzicht"})
"""Commands that are known in other words; others change what is under way."""
NAMING = frozenset({"onleesbaar"})
"""Commands whose sentences name what people say anyway (a name, a number): nothing is learned from them."""
SURE = 16.0
"""By how much, as the logarithm of a chance, a command stands out from an answer."""
DEARER = 9.0
"""By how much more for each word of its own."""
MOST_BROUGHT = 1
VARIANTS = 8
"""So many sentences of each pattern are learned from."""
SMOOTHING = 5.0
LONGEST = 18
"""Words; a longer message is a story."""
LONGEST_QUESTION = 12
LONGEST_PIECE = 6
_TWO = re.compile(r"[.!?;]\s+\S")
MOST_IN_QUESTION = 2
_TO_ONESELF = frozenset({"me", "mezelf", "mij", "ons", "onszelf"})
"""'dat vraag ik me af': an answer in the form of a question."""
_WHICH = frozenset({"welk", "welke", "wiens"})
_ASKING = _WHICH | {"wie", "wat", "waar", "waarom", "waarvoor", "waarover", "wanneer", "hoe", "hoezo", "hoeveel"}
_VERBS = frozenset(
    ["is", "zijn", "was", "moet", "moeten", "kan", "kun", "kunnen", "mag", "mogen", "wordt", "worden", "weet", "wil",
     "krijgt", "komt", "betekent", "vraag", "bedoel", "bedoelt", "valt", "hoort",
     "horen", "geldt", "telt", "tellen", "zou", "gaat", "staat"]
)  # fmt: skip
_WHY = frozenset({"waarom", "hoezo", "waarvoor"})
_POINTERS = frozenset({"dat", "dit", "die", "deze"})
KNOWN = 2
"""In so many sentences a word stands that belongs to them."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What a message of each kind is made of."""

    counts: Mapping[str, Counter[str]]
    """How many sentences of a kind have a word or a pair of words."""
    sizes: Mapping[str, int]
    usual: Mapping[str, float]
    """How often a trait stands in any sentence."""
    known: frozenset[str]
    """Stems that stand in the sentences of the asides."""


def aside(message: str, expected: Expected, least: float = SURE) -> str:
    """The command that a message comes down to, where that is beyond doubt; else nothing."""
    said = fold(message).split()
    if "\n" in message or not 0 < len(said) <= LONGEST:
        return ""
    # At an open question one of two sentences may be the answer, or a number; what is looked up may be anything.
    if expected.question.type in OPEN_TYPES and (
        re.search(r"[.!;]\s+\S|\d", message) or expected.question.step is None
    ):
        return ""
    brought = len(own_words(said, expected.question, expected.phrases))
    if brought > MOST_BROUGHT:
        return ""
    kind, ahead = weighed(message, expected.phrases)
    return kind if kind in ASIDES and ahead >= least + DEARER * brought else ""


def asks_about(message: str, expected: Expected) -> bool:
    """'contactpersoon waarvoor?': a question about the question, in its own words or with hardly any others."""
    said = fold(message).split()
    if "\n" in message or not 1 < len(said) <= LONGEST_QUESTION or _TWO.search(message):
        return False
    if _TO_ONESELF & set(said) or expected.question.step is None:
        return False
    brought = len(own_words(said, expected.question, expected.phrases))
    about = any(root(word) in _asked(expected.question) for word in said if word not in _small(expected.phrases))
    if message.rstrip().endswith("?"):
        return brought <= MOST_IN_QUESTION and (about or said[0] in _ASKING)
    given = (
        bool(expected.question.options)
        and len(said) <= LONGEST_PIECE
        and bool((_ASKING & set(said[1:])) or said[0] in _WHY)
    )
    given = given and (said[0] not in _ASKING or said[0] in _WHY)  # 'hoe we het aanpakken' may be an answer
    return not brought and about and (asks(said) or said[-1] in _ASKING or given)


def has_none(message: str, expected: Expected) -> bool:
    """'geen voornemens', 'die heeft nog geen naam': there is nothing of what the question asks for."""
    said = fold(message).split()
    if not 1 < len(said) <= LONGEST_PIECE or not {"geen", "niks", "niets"} & set(said):
        return False
    about = any(root(word) in _asked(expected.question) for word in said if word not in _small(expected.phrases))
    return about and not own_words(said, expected.question, expected.phrases)


def root(word: str) -> str:
    """A word without its endings, the same for 'voornemen' and 'voornemens'."""
    return stem(stem(word))


def asks(said: Sequence[str]) -> bool:
    """Whether folded words are in the order of a question: 'wat is', 'geldt dat', 'welke scholen'."""
    if len(said) < 2:
        return False
    return said[0] in _ASKING and (said[1] in _VERBS or said[0] in _WHICH or tuple(said[:2]) == ("wat", "voor"))


def asks_whether(said: Sequence[str]) -> bool:
    """Whether they begin as a question of yes or no about what was just said: 'geldt dat', 'telt dit'."""
    return len(said) > 1 and said[0] in _VERBS and said[1] in _POINTERS


def _asked(question: Question) -> frozenset[str]:
    return frozenset(root(word) for word in fold(f"{question.text} {question.short} {question.label}").split())


def own_words(said: list[str], question: Question, phrases: Phrases) -> list[str]:
    """The words of a folded message that neither the question has nor those who talk about a question."""
    small = _small(phrases)
    learned = _learned(_sentences(phrases))
    asked = _asked(question)
    return [word for word in said if word not in small and stem(word) not in learned.known and root(word) not in asked]


def weighed(message: str, phrases: Phrases) -> tuple[str, float]:
    """The command that a message is most like, and how far that is ahead of an answer."""
    learned = _learned(_sentences(phrases))
    traits = _traits(fold(message))
    scores = {
        kind: sum(
            math.log((counts[trait] + SMOOTHING * learned.usual[trait]) / (learned.sizes[kind] + SMOOTHING))
            for trait in traits
            if trait in learned.usual
        )
        for kind, counts in learned.counts.items()
    }
    answer = scores.pop(ANSWER)
    kind = max(scores, key=lambda name: scores[name])
    return kind, scores[kind] - answer


def _traits(text: str) -> set[str]:
    """The words and pairs of words of a folded text, its ends among them."""
    words = ["^", *text.split(), "$"]
    return {*words[1:-1], *(f"{one} {next_}" for one, next_ in pairwise(words))}


def _small(phrases: Phrases) -> frozenset[str]:
    names = ("klein", "vulling", "stopwoorden")
    return frozenset(word for name in names for text in folded(phrases.words.get(name, ())) for word in text.split())


def _sentences(phrases: Phrases) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sentences of each command, those that count only where options are given with the others."""
    kinds = {*phrases.commands, ANSWER} - NAMING
    named = ((kind.partition("_")[0], texts) for kind, texts in phrases.sentences.items())
    return tuple((kind, texts) for kind, texts in named if kind in kinds)


@lru_cache(maxsize=4)
def _learned(sentences: tuple[tuple[str, tuple[str, ...]], ...]) -> Learned:
    counts: dict[str, Counter[str]] = {ANSWER: Counter()}
    sizes: Counter[str] = Counter({ANSWER: 0})
    words: Counter[str] = Counter()
    for kind, patterns in sentences:
        for pattern in patterns:
            texts = {text for text in variants(pattern, VARIANTS) if text}
            sizes[kind] += len(texts)
            for text in texts:
                counts.setdefault(kind, Counter()).update(_traits(text))
            if kind in ASIDES:
                words.update({word for text in texts for word in text.split()})
    known: Counter[str] = Counter()
    for word, times in words.items():
        known[stem(word)] += times
    total = sum(sizes.values())
    usual = Counter[str]()
    for traits in counts.values():
        usual.update(traits)
    return Learned(
        counts,
        sizes,
        {trait: many / total for trait, many in usual.items()},
        frozenset(word for word, times in known.items() if times >= KNOWN),
    )
