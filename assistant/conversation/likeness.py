"""What a reply resembles: names inside a longer reply, slips of the finger, words of its own. Never a guess.

Everything is accepted only above a threshold and with a margin over the runner-up; what is in between leads to the
question which was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from assistant.conversation import events as e
from assistant.conversation.match import (
    exact,
    exact_option,
    folded,
    names,
    parts,
    places_in,
    readings,
    trimmed,
    without_filler,
    yes_or_no,
)
from assistant.conversation.meaning import Expected, Meaning, Nothing, Take, Unsure
from assistant.conversation.samples import ranked, stem
from assistant.conversation.script import CHOICE_TYPES, OPEN_TYPES, Option, Phrases
from assistant.conversation.walk import Question
from assistant.conversation.words import fold, number_in, place_in

ACCEPT = 85.0
MARGIN = 15.0
CLOSE = 62.0
"""Below this an option is not even named as what may have been meant."""
DESCRIBED = 1.0
"""Weight of the words that a description shares with one option: at least one word that only it has."""
CLEARLY = 1.5
"""The same for a part of a reply of which other parts name an option: most of one of its samples too."""
WHOLLY = 2.2
"""The same for a reply that says what is not so: as good as one of its samples."""
CLOSELY = 0.5
"""The same for what is only said to be near."""
AHEAD = 0.4
"""By how much weight that option is ahead of the next."""
MUCH_AHEAD = 0.6
"""By how much what is described is ahead of what is named before it is asked which was meant."""
FAR_AHEAD = 1.0
MOSTLY = 0.6
"""The same, and the part of the words that it knows, before what is described is taken."""
KNOWN = 0.34
"""Part of the words of a description that the option knows."""
_EITHER = frozenset({"ja", "nee"})
SHORT_REPLY = 4
"""In a longer reply 'ja' or 'nee' may be about anything."""
SHORT_NAME = 2
"""Words that are a name and no sentence."""
MOST_QUOTED = 60
"""Letters of a part of a reply that is said back."""
SHORT_DENIAL = 7
_PARTLY = frozenset(
    ["wel", "altijd", "overal", "iedereen", "alle", "allemaal", "elke", "iedere", "alleen", "meer", "zeker", "weet",
     "weten", "behalve", "ja", "waarom", "hoe", "wat", "wie", "welke", "waar"]
)  # fmt: skip
"""With these a denial is of something else, or of a part."""
_REASONS = frozenset({"want", "omdat", "dus", "maar", "namelijk", "aangezien", "vooral"})
MOST_WORDS = 30
"""A longer reply describes more than one thing."""
_REST = re.compile(r"\b(?:alles|allemaal|alle|de rest|(?:de )?(?:andere|overige)\w*)\b")
NEGATIONS = frozenset({"niks", "niets", "niet", "geen", "nooit", "behalve", "zonder", "nie", "geeneens"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a reply, and whether it says what is not so."""

    text: str
    negated: bool


def closed_value(text: str, question: Question, expected: Expected) -> e.Value | None:
    """A value only where it is beyond doubt, and nothing is left over."""
    if question.type in OPEN_TYPES:
        return text.strip() or None
    value = exact(text, question, expected)
    if value is not None:
        return value
    meaning = near(text, question, expected)
    return meaning.value if isinstance(meaning, Take) and not meaning.left else None


def named_value(text: str, question: Question, expected: Expected) -> e.Value | None:
    """A value only where the reply names an option: no yes or no, and no words of its own."""
    if question.type not in CHOICE_TYPES:
        return None
    wanted, _ = _named(list(_clauses(text)), question, expected.phrases)
    meaning = _taken(wanted, question, {}) if wanted else Nothing()
    return meaning.value if isinstance(meaning, Take) else None


def near(message: str, question: Question, expected: Expected) -> Meaning:
    """What a reply that names no answer as it is written resembles most."""
    meaning = _nearest(message, question, expected)
    if isinstance(meaning, Take) and question.type == "multi":
        return replace(meaning, left=tuple(_left_over(message, meaning, question, expected)))
    return meaning


def _nearest(message: str, question: Question, expected: Expected) -> Meaning:
    if question.type == "yesno":
        return _yes_or_no(message, expected.phrases)
    if question.type not in CHOICE_TYPES or not question.options:
        return Nothing()
    phrases, options = expected.phrases, question.options
    clauses = list(_clauses(message))
    wanted, refused = _named(clauses, question, phrases)
    if wanted and question.type == "multi":
        wanted = list(dict.fromkeys((*wanted, *_short_parts(message, question, phrases))))
    others = _answers_elsewhere(message, expected) if wanted else {}
    if refused and _REST.search(" ".join(clause.text for clause in clauses)) and question.type == "multi":
        return Take([option.id for option in options if option.id not in refused], exact=False)
    if len(wanted) > 1 and question.type == "choice":
        wanted = _said_apart(wanted, clauses, question)
    if len(wanted) == 1 and _only_yes_or_no(clauses, question):
        polar = _polar(message, question, phrases)
        if isinstance(polar, Take) and polar.value not in refused:
            return polar
        described = _described(fold(message), question, phrases)
        return (
            described if isinstance(described, Take) and polar is None else Unsure(_sides_and_more(wanted, described))
        )
    if wanted:
        so = " ".join(clause.text for clause in clauses if not clause.negated)
        return _taken(wanted, question, others) if others else _doubted(so, wanted, question, phrases)
    polar = _polar(message, question, phrases)
    if isinstance(polar, Take) and polar.value not in refused:
        return polar
    if refused:
        so = " ".join(clause.text for clause in clauses if not clause.negated)
        described = _described(so, question, phrases)
        if isinstance(described, Take) and not set(refused) & set(_listed(described.value)):
            return described
        left = tuple(option.id for option in options if option.id not in refused)
        if len(options) == 2 and len(left) == 1 and question.type == "choice" and len(message.split()) <= SHORT_REPLY:
            return _one(left[0], question)
        return Unsure(left) if 1 <= len(left) <= 4 else Nothing()
    if question.type == "multi" and len(found := parts(message)) > 1:
        meanings = [_alike(fold(part), question, phrases) for part in found]
        if all(isinstance(meaning, Take) for meaning in meanings):
            chosen = {item for m in meanings if isinstance(m, Take) and isinstance(m.value, list) for item in m.value}
            return Take([option.id for option in options if option.id in chosen], exact=False)
    alike = _alike(fold(message), question, phrases) if not _negates(message) else Nothing()
    if isinstance(alike, Take):
        return alike
    denied = bool(clauses) and all(clause.negated for clause in clauses)
    least = WHOLLY if denied else CLEARLY if _negates(message) else DESCRIBED
    described = _described(fold(message), question, phrases, least)
    return described if not isinstance(described, Nothing) else alike


def _only_yes_or_no(clauses: Sequence[Clause], question: Question) -> bool:
    """Whether 'ja' or 'nee' is all that names an option; what stands behind it may take it back."""
    found = [name for clause in clauses for name in named_inside(clause.text, question.options).values()]
    return bool(found) and set(found) <= _EITHER


def _said_apart(wanted: list[str], clauses: Sequence[Clause], question: Question) -> list[str]:
    """Without what only 'ja' or 'nee' names: 'ja, op afroep' is on call."""
    found = [named_inside(clause.text, question.options).items() for clause in clauses]
    apart = {option for names_ in found for option, name in names_ if name not in _EITHER}
    return [option for option in wanted if option in apart] or wanted


def _sides_and_more(wanted: Sequence[str], described: Meaning) -> tuple[str, ...]:
    match described:
        case Take(value=value):
            return tuple(dict.fromkeys((*wanted, *map(str, _listed(value)))))
        case Unsure(options=options):
            return tuple(dict.fromkeys((*wanted, *options)))[:4]
    return tuple(wanted)


def _doubted(bare: str, wanted: Sequence[str], question: Question, phrases: Phrases) -> Meaning:
    """What is named, unless the words as a whole describe something else by far better."""
    taken = _taken(wanted, question, {})
    found = ranked(bare, question.options, _small(phrases))
    if len(wanted) != 1 or not found or found[0].option == wanted[0] or len(bare.split()) <= SHORT_NAME:
        return taken
    if bare[:1].isdecimal():  # a number was pointed with, and that is no likeness
        return taken
    named = next((likely.score for likely in found if likely.option == wanted[0]), 0.0)
    if found[0].score - named < MUCH_AHEAD or found[0].share < KNOWN:
        return taken
    if found[0].score - named >= FAR_AHEAD and found[0].share >= MOSTLY:
        return _one(found[0].option, question)
    return Unsure((found[0].option, wanted[0]))


def _listed(value: e.Value) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _taken(wanted: Sequence[str], question: Question, others: Mapping[str, e.Value]) -> Meaning:
    if question.type == "multi":
        return Take([o.id for o in question.options if o.id in wanted], exact=False, others=others)
    if len(wanted) == 1:
        return Take(wanted[0], exact=False, others=others)
    return Unsure(tuple(wanted)[:4])


# --- clauses: what is so and what is not ---


def _clauses(message: str) -> Iterator[Clause]:
    """'niet vo maar mbo' in two, the first negated."""
    for piece in re.split(
        r"[,;.:!?()\n]+|\s-\s|\b(?:maar|want|dus)\b|(?=\b(?:behalve|uitgezonderd|wel)\b)", message, flags=re.I
    ):
        bare = fold(piece)
        if not bare:
            continue
        words = set(bare.split())
        only = re.search(r"\bniet (?:alleen|enkel|slechts)\b|\b(?:waarom|toch) niet\b", bare)
        yield Clause(bare, bool(words & (NEGATIONS | {"uitgezonderd"})) and not only)


def _named(clauses: Sequence[Clause], question: Question, phrases: Phrases) -> tuple[list[str], list[str]]:
    """The options that are named as what is so, and those that are named as what is not."""
    wanted: dict[str, None] = {}
    refused: dict[str, None] = {}
    whole = " ".join(clause.text for clause in clauses)
    for clause in clauses:
        found = named_inside(clause.text, question.options) or _slips(clause.text, question, phrases)
        # A name such as 'niet op school' holds its own negation.
        own = {option: name for option, name in found.items() if NEGATIONS & set(name.split())}
        for option, name in found.items():
            denied = f" niet {name} " in f" {clause.text} "
            (refused if denied or (clause.negated and option not in own) else wanted).setdefault(option)
        if not found:
            for option in _pointed(clause.text, question.options, phrases):
                (refused if clause.negated else wanted).setdefault(option)
    if len(whole.split()) > MOST_WORDS:
        return [], []
    return [option for option in wanted if option not in refused], list(refused)


def named_inside(bare: str, options: Sequence[Option]) -> dict[str, str]:
    """Options whose name stands whole in the message; a longer name shuts out a shorter in it."""
    found: list[tuple[str, str]] = []
    long = len(bare.split()) > SHORT_REPLY
    for option in options:
        for name in names(option):
            if (long and name in _EITHER) or (name == "een" and bare != name):
                continue
            if len(name) > 1 and f" {name} " in f" {bare} ":
                found.append((name, option.id))
    kept: dict[str, str] = {}
    for name, option_id in sorted(found, key=lambda item: -len(item[0])):
        if not any(name != longer and f" {name} " in f" {longer} " for longer in kept.values()):
            kept.setdefault(option_id, name)
    return kept


def _short_parts(message: str, question: Question, phrases: Phrases) -> Iterator[str]:
    """'basis en middelbaar': the parts of an enumeration that name nothing, by what they resemble."""
    pieces = [fold(part) for part in parts(message)]
    for bare in pieces if len(pieces) > 1 else ():
        if (option := exact_option(bare, question.options)) is not None:
            yield option
        elif 0 < len(bare.split()) <= SHORT_REPLY and not NEGATIONS & set(bare.split()):
            for meaning in (_alike(bare, question, phrases), _described(bare, question, phrases, CLEARLY)):
                if isinstance(meaning, Take) and not named_inside(bare, question.options):
                    yield from map(str, _listed(meaning.value))


def _left_over(message: str, taken: Take, question: Question, expected: Expected) -> Iterator[str]:
    """The parts of an enumeration that led to no answer: 'paarse' in 'po, paarse en vo'.

    Only where another part is a name and no more; else a comma or 'en' is but part of a sentence.
    """
    phrases = expected.phrases
    pieces = [piece.strip(" \t.!?:;-\"'()") for piece in parts(message)]
    chosen = set(map(str, _listed(taken.value)))
    if not any(_named_by(fold(piece), question, phrases, most=SHORT_NAME) & chosen for piece in pieces):
        return
    elsewhere = [other for other in expected.same_form if other.path in taken.others]
    for piece in pieces:
        bare = fold(piece)
        said = _content(without_filler(trimmed(bare, phrases), phrases), phrases)
        if not said or said.split()[0] in _REASONS or NEGATIONS & set(bare.split()) or _aside(bare, phrases):
            continue
        options = set(named_inside(bare, question.options)) | set(_slips(bare, question, phrases))
        options |= {*_pointed(bare, question.options, phrases), *_named_by(bare, question, phrases)}
        if not options & chosen and not any(named_inside(bare, other.options) for other in elsewhere):
            yield piece if len(piece) <= MOST_QUOTED else f"{piece[:MOST_QUOTED].rstrip()}…"


def close_to(part: str, question: Question, phrases: Phrases) -> list[str]:
    """The options that a part that could not be placed comes near."""
    bare = fold(part)
    for meaning in (_alike(bare, question, phrases), _described(bare, question, phrases, CLOSELY)):
        if isinstance(meaning, Take):
            return list(map(str, _listed(meaning.value)))
        if isinstance(meaning, Unsure):
            return list(meaning.options)
    return []


def _named_by(bare: str, question: Question, phrases: Phrases, most: int = SHORT_REPLY) -> set[str]:
    """The options for which a part of an enumeration stands: as a name, or in at most so many words nearly so."""
    for text in (bare, trimmed(bare, phrases), without_filler(bare, phrases)):
        if text and (option := exact_option(text, question.options)):
            return {option}
    if not 0 < len(bare.split()) <= most:
        return set()
    meanings = (_alike(bare, question, phrases), _described(bare, question, phrases, CLEARLY))
    return {str(item) for meaning in meanings if isinstance(meaning, Take) for item in _listed(meaning.value)}


def _aside(bare: str, phrases: Phrases) -> bool:
    """'ja', 'nee', 'allebei': what goes with an answer and says nothing of its own."""
    return yes_or_no(bare, phrases) is not None or bool(_REST.fullmatch(bare)) or bare in _both(phrases)


def _both(phrases: Phrases) -> frozenset[str]:
    return folded(phrases.words.get("allebei", ())) | folded(phrases.words.get("alles", ()))


def _slips(bare: str, question: Question, phrases: Phrases) -> dict[str, str]:
    """Options whose name stands in the message but for a slip of the finger, where only one is that near."""
    words = bare.split()
    small = _small(phrases)
    found: dict[str, str] = {}
    for option in question.options:
        for name in names(option):
            size = len(name.split())
            slips = 0 if len(name) < 5 else 1 if len(name) < 9 else 2
            if not slips or NEGATIONS & set(name.split()):
                continue
            windows = (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
            if any(
                window not in small and OSA.distance(window, name, score_cutoff=slips) <= slips for window in windows
            ):
                found.setdefault(option.id, name)
    return found if len(found) == 1 or question.type == "multi" else {}


def _pointed(bare: str, options: Sequence[Option], phrases: Phrases) -> list[str]:
    """Options that a part of a reply points at by their place: 'de laatste', 'de eerste twee'."""
    for text in (trimmed(bare, phrases), without_filler(bare, phrases)):
        text = " ".join(word for word in text.split() if word not in NEGATIONS and word not in {"alles", "wel"})
        match = re.search(r"\b(?:de|die) (\w+(?: (?:twee|drie|vier|\d))?)$|^(?:de |die )?(\w+)\b", text)
        for piece in (text, *(group for group in (match.groups() if match else ()) if group)):
            rest = text.removeprefix(piece).split()
            if number_in(piece) is not None and rest and rest[0] != "en" and not set(rest) <= _small(phrases):
                continue  # '2 dagen'
            if places := places_in(piece, len(options)):
                return [options[place - 1].id for place in places]
            if re.search(r"[a-z]{3}|\d", piece) and (place := place_in(piece, len(options))):
                return [options[place - 1].id]
    return []


# --- yes and no ---


def _yes_or_no(message: str, phrases: Phrases) -> Meaning:
    value = agreement(message, phrases)
    return Nothing() if value is None else Take(value, exact=False)


def agreement(message: str, phrases: Phrases) -> bool | None:
    """Yes or no where the reply begins with it and nothing behind it takes it back."""
    words = fold(message).split()
    if len(words) > MOST_WORDS:
        return None
    whole = yes_or_no(" ".join(words), phrases)
    if whole is not None and len(words) > 1:
        return whole
    pieces = [
        fold(piece) for piece in re.split(r"[,;.:!\n]+|\b(?:maar|want|dan|omdat|alleen)\b", message) if fold(piece)
    ]
    for place, piece in enumerate(pieces[:3]):
        value = _said(piece, phrases)
        if value is None:
            if place == 0 and len(piece.split()) > 2:
                return None
            continue
        behind = fold(message).split(piece, 1)[-1] if place + 1 < len(pieces) else " ".join(piece.split()[1:])
        return value if not _taken_back(value, behind) else None
    return None


def _said(piece: str, phrases: Phrases) -> bool | None:
    for text in (piece, trimmed(piece, phrases), without_filler(piece, phrases)):
        exactly = yes_or_no(text, phrases)
        if exactly is not None and not text.isdecimal():
            return exactly
        words = text.split()
        spelt = _spelt(words[0]) if 0 < len(words) <= 8 else None
        if spelt is not None:
            return spelt
        last = yes_or_no(words[-1], phrases) if 1 < len(words) <= SHORT_REPLY and words[-1] in _EITHER else None
        if last is not None and (len(words) == SHORT_NAME or set(words[:-1]) <= _small(phrases)):
            return last
        slip = _slip(text, phrases) if len(words) <= 2 else None
        if slip is not None:
            return slip
    return None


def _spelt(word: str) -> bool | None:
    """'jaaa', 'neeee', 'neuh'."""
    if re.fullmatch(r"j+a+h?|jawel|jazeker|jep+|yep+|yes+|tuurlijk|natuurlijk|zeker|absoluut|jaja", word):
        return True
    return False if re.fullmatch(r"n+e+e+n?|neu+h?|nope?|nah|nee+h", word) else None


def _slip(text: str, phrases: Phrases) -> bool | None:
    """A whole short reply with one slip of the finger."""
    for value, name in ((True, "ja"), (False, "nee")):
        for word in phrases.words.get(name, ()):
            folded = fold(word)
            if len(folded) >= 5 and OSA.distance(text, folded, score_cutoff=1) <= 1:
                return value
    return None


def _taken_back(value: bool, behind: str) -> bool:
    words = set(behind.split())
    if value:
        return bool(words & {"nee", "neen"}) or bool(
            re.search(r"\b(?:niet|geen|nooit|soms|verschilt)\b", re.sub(r"\bwaarom (?:ook )?niet\b", "", behind))
        )
    return bool(words & {"ja", "jawel", "wel", "toch", "soms"}) and not re.search(r"\b(?:dank je|niet) wel\b", behind)


def _denies(message: str, question: Question, phrases: Phrases) -> bool:
    """'dat mag ze niet': a short denial in words that say nothing else, or that the question has."""
    words = fold(message).split()
    asked = {stem(word) for word in fold(f"{question.text} {question.short}").split()}
    if not 1 < len(words) <= SHORT_DENIAL or not {"niet", "geen", "nooit", "nie"} & set(words) or _PARTLY & set(words):
        return False
    return all(word in _small(phrases) | NEGATIONS or stem(word) in asked for word in words)


def _polar(message: str, question: Question, phrases: Phrases) -> Meaning | None:
    """Yes or no to a choice of which one option is yes and one is no."""
    sides: dict[bool, str] = {}
    for option in question.options:
        for value, name in ((True, "ja"), (False, "nee")):
            if name in names(option):
                sides.setdefault(value, option.id)
    if len(sides) < 2:
        return None
    side = agreement(message, phrases)
    if side is None and _denies(message, question, phrases):
        side = False
    if side is None:
        return None
    return Take(sides[side], exact=len(message.split()) == 1)


# --- likeness ---


def _alike(bare: str, question: Question, phrases: Phrases) -> Meaning:
    """The option whose name a reply resembles, if one stands out."""
    scored = [(_likeness(bare, option, phrases), option.id) for option in question.options]
    scored.sort(key=lambda item: -item[0])
    if not scored or scored[0][0] < CLOSE:
        return Nothing()
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    if scored[0][0] >= ACCEPT and scored[0][0] - runner_up >= MARGIN:
        return _one(scored[0][1], question)
    close = tuple(option for score, option in scored if score >= max(CLOSE, scored[0][0] - MARGIN))
    return Unsure(close[:4])


def _one(option: str, question: Question) -> Take:
    return Take([option] if question.type == "multi" else option, exact=False)


def _described(bare: str, question: Question, phrases: Phrases, least: float = DESCRIBED) -> Meaning:
    """The option that a reply describes in words of its own, if one stands out."""
    if len(bare.split()) > MOST_WORDS:
        return Nothing()
    found = ranked(bare, question.options, _small(phrases))
    if not found or found[0].score < least or found[0].share < KNOWN:
        return Nothing()
    if len(found) == 1 or found[0].score - found[1].score >= AHEAD:
        return _one(found[0].option, question)
    return Unsure(tuple(likely.option for likely in found if found[0].score - likely.score < AHEAD)[:4])


def _negates(message: str) -> bool:
    return bool(NEGATIONS & set(fold(message).split()))


def _answers_elsewhere(message: str, expected: Expected) -> dict[str, e.Value]:
    """Other open questions of the same form that this message names an answer to."""
    clauses = [clause.text for clause in _clauses(message) if not clause.negated]
    bare = " ".join(clauses)
    whole = {text for clause in clauses for text in readings(re.sub(r"^en ", "", clause), expected.phrases)}
    mine = {name for option in expected.question.options for name in names(option)}
    answers: dict[str, e.Value] = {}
    for question in expected.same_form:
        # One word, such as 'ja' or 'wijkteam', may well belong to something else.
        inside = {
            option: name
            for option, name in named_inside(bare, question.options).items()
            if name not in mine
            and yes_or_no(name, expected.phrases) is None
            and (" " in _content(name, expected.phrases) or name in whole)
        }
        if question.type == "choice" and len(inside) == 1:
            answers[question.path] = next(iter(inside))
        elif question.type == "multi" and inside:
            answers[question.path] = [o.id for o in question.options if o.id in inside]
    return answers


def _likeness(bare: str, option: Option, phrases: Phrases) -> float:
    """How alike a reply and an option are, 0 to 100, by whole words and by letters."""
    polite = _content(without_filler(bare, phrases), phrases)
    if len(polite) < 3:
        return 0.0
    best = 0.0
    for name in (option.label, *option.aliases):
        target = _content(fold(name), phrases)
        if not target:
            continue
        said, wanted = len(polite.split()), len(target.split())
        score = max(fuzz.ratio(polite, target), fuzz.token_sort_ratio(polite, target))
        # Words in common say little where the reply holds much more than the name.
        if said <= wanted + (3 if min(said, wanted) > 1 else 1):
            score = max(score, fuzz.token_set_ratio(polite, target))
        best = max(best, score)
    return best


def _small(phrases: Phrases) -> frozenset[str]:
    return frozenset().union(*(folded(phrases.words.get(name, ())) for name in ("klein", "vulling", "stopwoorden")))


def _content(bare: str, phrases: Phrases) -> str:
    small = folded(phrases.words.get("klein", ()))
    return " ".join(word for word in bare.split() if word not in small)
