"""A change of an earlier answer in words of its own: 'ik zie mbo staan, dat moet vo zijn', 'die lichte hulp: nee'.

That something is changed must be said; which question it is about follows from its name, from the answer it has and
from the answer it gets. The question that stands out is changed, or opened again where the new answer is not clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.conversation import events as e
from assistant.conversation.likeness import NEGATIONS, closed_value, named_inside
from assistant.conversation.match import exact, folded, names, trimmed, yes_or_no
from assistant.conversation.meaning import Correct, Expected
from assistant.conversation.samples import stem
from assistant.conversation.script import CHOICE_TYPES, OPEN_TYPES, Phrases
from assistant.conversation.walk import Question
from assistant.conversation.words import fold

LONGEST = 16
"""Words; a longer message tells a story."""
CLEAR = 0.8
"""What speaks for a question before it is changed, and by how much that is ahead."""
NAMED = 0.99
"""That much of its name stands in the message before a question is opened again without a new answer."""
AHEAD = 0.4
MOST = 1.5
"""A name that stands there whole says this much, and no name says more."""
_SAID = re.compile(
    r"\b(?:verkeerde?|fout(?:je)?|typfout|typfoutje|vergist|vergissing|ipv|in plaats van|neem ik terug|terugkom\w*"
    r"|klopte?n? (?:toch |nog |dus )?niet|(?:had|hadden|heb) .*\b(?:moeten|gemoeten)|gemoeten"
    r"|moe(?:t|st)(?:en)? .*\b(?:zijn|worden|staan|wezen|bij)|moe(?:t|st) het\b.*|hoort .*\bbij|ook .*\bbij|erbij"
    r"|haal .*\bweg|pas .*\baan|zei ik|ik zei|ik zie .*\bstaan|gezegd bij|wel degelijk|bedoelde"
    r"|het is .*\b(?:geen|niet) \w+$|(?:over|terug naar|terugkomend op|wat betreft) .*\bnog(?: even)?\b"
    r"|(?:ik|we) (?:wil|willen) toch|nee (?:toch|liever)|toch liever|toch wel|toch niet|hoef ik toch|eigenlijk niet)\b"
)
"""Words with which somebody changes something."""
_CHANGES = frozenset(
    ["nog", "al", "fout", "foutje", "typfout", "verkeerd", "verkeerde", "veranderen", "wijzigen", "aanpassen", "terug",
     "heen", "wacht", "sorry", "oeps", "oh", "o", "oei", "trouwens", "klopt", "klopte", "vergist", "graag", "liever"]
)  # fmt: skip
_SOFTLY = re.compile(r"\b(?:toch|liever|trouwens|eigenlijk|ook)\b")
_PREVIOUS_WRONG = re.compile(
    r"^(?:(?:nee|oh?|wacht|sorry|mijn|het|dat|de|die) )*(?:vorige|laatste) (?:antwoord|vraag|keuze)?\b.{0,12}"
    r"\b(?:klopte?|was|is) (?:toch |dus |eigenlijk )?(?:niet|fout|verkeerd)(?: goed)?$"
)
_NOT_THAT = re.compile(r"\b(?:is|zijn) .*\b(?:geen|niet) \w+$")
_MORE = re.compile(r"\b(?:ook|erbij|naast|nog bij)\b")
_CUTS = re.compile(
    r"[,;.:!?()]+|\b(?:maar|want|dus)\b|(?=\b(?:niet|geen|ipv|in plaats van|naast|ik zie|ik zei|haal)\b)", re.I
)
_OLD = re.compile(r"^(?:ipv|in plaats van|naast|ik zie|ik zei|haal)\b")
_NEW = re.compile(r"\b(?:moet|moest|wordt|zet er)\b")
_TO_SAY = "(?:moeten )?(?:zetten|zeggen|invullen|schrijven|typen)(?: moeten)?"
_TEXTS = tuple(
    re.compile(form, re.I)
    for form in (
        r"\bniet .{2,60}?,? maar (?P<new>.+?)(?: (?:is|als|bij|wordt|moet) .*)?$",
        r"[:,]\s*(?P<new>[^:,]+?) (?:moet|moest) (?:het|dat) (?:zijn|worden|wezen)\W*$",
        r"\b(?:het|dat|hij|die) (?:is|wordt|heet|moet zijn|moest zijn) (?P<new>[^,?]+)$",
        rf"\b(?:had|hadden) (?:ik|we) {_TO_SAY} (?P<new>[^,?]+)$",
        rf"\b(?:had|hadden|moest|moesten) (?:ik|we) (?P<new>[^,?]+?) {_TO_SAY}$",
        r"\bmoet (?!nog )(?P<new>[^,?]+?) (?:zijn|staan)\W*$",
    )
)
"""Ways to say what a text must become."""
_GENERIC = frozenset(map(stem, ("vraag", "antwoord", "school", "scholen", "samen", "keuze", "jullie", "meer", "welke")))


@dataclass(frozen=True, slots=True)
class Found:
    """A question that a message may be about, and what speaks for it."""

    question: Question
    named: float
    wanted: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def score(self) -> float:
        """A name counts, so does the answer there was, so does an answer that only this question has."""
        old = self.question.default
        kept = set(old) if isinstance(old, list) else {old}
        return self.named + bool(kept & set(self.refused)) + 0.8 * bool(set(self.wanted) - kept)


def afterthought(message: str, expected: Expected) -> Correct | None:
    """The earlier question that a message changes, with the new answer where that is clear."""
    bare = fold(message)
    if "\n" in message or not 1 < len(bare.split()) <= LONGEST or not _announced(bare, expected):
        return None
    here = _found(message, expected.question, expected)
    found = sorted((_found(message, q, expected) for q in expected.earlier), key=lambda one: -one.score)
    if expected.earlier and _PREVIOUS_WRONG.search(bare):
        return Correct((expected.earlier[0].path,))
    if not found or found[0].score < CLEAR or found[0].score - here.score < AHEAD:
        return None
    if len(found) > 1 and found[0].score - found[1].score < AHEAD:
        return None
    question = found[0].question
    value = _value(message, found[0], expected)
    if value is not None and value != question.default:
        return Correct((question.path,), value)
    return Correct((question.path,)) if found[0].named >= NAMED and _says_no_more(bare, question, expected) else None


def _says_no_more(bare: str, question: Question, expected: Expected) -> bool:
    """Whether nothing is said but that it must be changed; at an open question the rest may be the answer."""
    if expected.question.type not in OPEN_TYPES:
        return True
    own = _label(question) | _text(question)
    words = expected.phrases.words
    small = folded(words.get("stopwoorden", ())) | folded(words.get("vulling", ())) | _CHANGES
    return all(word in small or stem(word) in own for word in bare.split())


def _announced(bare: str, expected: Expected) -> bool:
    starts = folded(expected.phrases.words.get("correctie", ()))
    marked = any(bare.startswith(f"{start} ") for start in starts)
    soft = bool(_SOFTLY.search(bare))
    named = any(bare.startswith(f"{name} ") for question in expected.earlier for name in _names(question))
    if any(re.search(rf"\bniet .+ maar .+ (?:is|als) (?:de |het )?{re.escape(name)}$", bare)
           for question in expected.earlier for name in _names(question)):  # fmt: skip
        return True
    return bool(_SAID.search(bare)) or (soft and (marked or named)) or (named and bool(_NOT_THAT.search(bare)))


def _names(question: Question) -> tuple[str, ...]:
    slot = fold(question.path.rpartition(".")[2].replace("_", " "))
    return re.sub(r"^[a-z] ", "", fold(question.label)), slot, slot.removesuffix("s")


def _found(message: str, question: Question, expected: Expected) -> Found:
    named = 0.0 if question is expected.question else _named_by(message, question, expected)
    wanted, refused = _options(message, question, expected.phrases, named >= NAMED)
    return Found(question, named, wanted, refused)


def _named_by(message: str, question: Question, expected: Expected) -> float:
    """How much of the name of a question stands in the message; a word that more questions have says less."""
    bare = fold(message)
    if any(
        re.match(rf"(?:\w+ )?(?:bij|typfout in|fout in) (?:de |het )?{re.escape(name)} ", bare)
        for name in _names(question)
    ):
        return 1.5
    said = {stem(word) for word in bare.split()} - _GENERIC
    small = {stem(word) for word in folded(expected.phrases.words.get("stopwoorden", ()))}
    score = 0.0
    for word in (said & (_label(question) | _text(question))) - small:
        rivals = sum(word in _label(q) | _text(q) for q in (expected.question, *expected.earlier))
        score += (1.0 if word in _label(question) else 0.6) / rivals
    return min(score, MOST)


def _label(question: Question) -> frozenset[str]:
    slot = question.path.rpartition(".")[2].replace("_", " ")
    return frozenset(map(stem, fold(f"{question.label} {slot}").split()))


def _text(question: Question) -> frozenset[str]:
    return frozenset(map(stem, fold(f"{question.text} {question.short}").split()))


def _options(
    message: str, question: Question, phrases: Phrases, named: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The options that the message names as what must be, and as what was."""
    if question.type not in CHOICE_TYPES:
        return (), ()
    wanted: dict[str, None] = {}
    refused: dict[str, None] = {}
    old = question.default if isinstance(question.default, list) else [question.default]
    for clause in _clauses(message):
        new = _NEW.search(clause)
        for option, name in named_inside(clause, question.options).items():
            if yes_or_no(name, phrases) is not None and not named:
                continue
            own = bool(NEGATIONS & set(name.split()))
            denied = bool(NEGATIONS & set(clause.split())) and not own
            before = new is not None and option in old and f" {name} " in f" {clause[: new.start()]} "
            (refused if denied or before or _OLD.match(clause) else wanted).setdefault(option)
    return tuple(option for option in wanted if option not in refused), tuple(refused)


def _clauses(message: str) -> Iterator[str]:
    for piece in _CUTS.split(message):
        if piece and (bare := fold(piece)):
            yield bare


def _value(message: str, found: Found, expected: Expected) -> e.Value | None:
    question, more = found.question, bool(_MORE.search(fold(message)))
    words = set(fold(message).split())
    if question.type in OPEN_TYPES:
        return _own_words(message, question)
    if question.type == "yesno":
        return not words & {"niet", "geen", "hoef", "zonder", "nee"}
    old = question.default if isinstance(question.default, list) else []
    if found.wanted:
        if question.type == "multi":
            kept = {*found.wanted, *(old if more else ())} - ({*found.refused} if not more else set())
            return [option.id for option in question.options if option.id in kept]
        return found.wanted[0] if len(found.wanted) == 1 else None
    if question.type not in CHOICE_TYPES:
        return _first_exact(_pieces(message, question, expected), question, expected)
    if found.named >= NAMED:
        if "wel" in words and (sides := _sides(question)):
            return sides[0]
        for piece in _pieces(message, question, expected):
            value = closed_value(piece, question, expected)
            if value is not None:
                return value
    return None


def _sides(question: Question) -> tuple[str, str] | None:
    """The options that are yes and no, where there are such."""
    found = {name: o.id for name in ("ja", "nee") for o in question.options if name in names(o)}
    return (found["ja"], found["nee"]) if len(found) == 2 else None


def _own_words(message: str, question: Question) -> str | None:
    """The new text for an open question, where the message marks it off."""
    for form in _TEXTS:
        if match := form.search(message):
            text = re.sub(r"(?i)[\s,]+(?:trouwens|hoor|sorry|zijn)\W*$", "", match["new"]).strip(" .,")
            return text if text and fold(text) not in _names(question) else None
    return None


def _first_exact(pieces: Sequence[str], question: Question, expected: Expected) -> e.Value | None:
    return next((value for piece in pieces if (value := exact(piece, question, expected)) is not None), None)


def _pieces(message: str, question: Question, expected: Expected) -> list[str]:
    """What the message says beside the name of the question, the last part first."""
    own = _label(question) | _text(question)
    small = folded(expected.phrases.words.get("klein", ()))
    cut = [
        " ".join(word for word in clause.split() if stem(word) not in own or word in small)
        for clause in _clauses(message)
        if not _OLD.match(clause)
    ]
    cut = [
        re.sub(r"\b(?:moet|moest|zijn|worden|staan|toch|liever|eigenlijk|trouwens|wel|dat|als)\b", " ", one)
        for one in cut
    ]
    return [trimmed(" ".join(one.split()), expected.phrases) for one in reversed(cut) if one.split()]
