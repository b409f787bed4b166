"""Whether a reply answers a question: exactly, by number or place, or by likeness, and never by a guess.

Fuzzy matching accepts only above a threshold and with a margin over the runner-up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.conversation import events as e
from assistant.conversation.meaning import Expected, Meaning, Nothing, Take, Unsure
from assistant.conversation.script import CHOICE_TYPES, OPEN_TYPES, Option, Phrases
from assistant.conversation.walk import Question
from assistant.conversation.words import date_in, fold, number_in, place_in

ACCEPT = 85.0
MARGIN = 15.0
SHORT_REPLY = 4
"""In a longer reply 'ja' or 'nee' may be about anything."""
CLOSE = 62.0
"""Below this an option is not even named as what may have been meant."""


def without_filler(bare: str, phrases: Phrases) -> str:
    """The folded message without politeness and hedging around it."""
    for filler in phrases.words.get("vulling", ()):
        bare = re.sub(rf"(^|\s){re.escape(fold(filler))}(?=\s|$)", " ", bare)
    return re.sub(r"\s+", " ", bare).strip()


def closed_value(text: str, question: Question, expected: Expected) -> e.Value | None:
    """A value only where it is beyond doubt."""
    if question.type in OPEN_TYPES:
        return text.strip() or None
    value = exact(text, question, expected)
    if value is not None:
        return value
    meaning = near(text, question, expected)
    return meaning.value if isinstance(meaning, Take) else None


def exact(message: str, question: Question, expected: Expected) -> e.Value | None:
    """The value of a reply that names an answer as it is written, or by number, place or alias."""
    bare = fold(message)
    polite = without_filler(bare, expected.phrases)
    match question.type:
        case "choice":
            return _exact_option(bare, polite, question.options)
        case "multi":
            return _exact_multi(message, bare, polite, question.options, expected.phrases)
        case "yesno":
            return _yes_or_no(bare, polite, expected.phrases)
        case "scale" | "number":
            return _bounded(number_in(message) or number_in(polite), message, question)
        case "date":
            found = date_in(message, expected.today) or date_in(polite, expected.today)
            return found.isoformat() if found else None
    return None


def _bounded(number: int | None, message: str, question: Question) -> int | None:
    if number is None:
        found = re.findall(r"\d+", message)
        number = int(found[0]) if len(found) == 1 and len(found[0]) < 10 else None
    if number is None and fold(message) == "nul":
        number = 0
    if number is None:
        return None
    low, high = question.min, question.max
    inside = (low is None or number >= low) and (high is None or number <= high)
    return number if inside else None


def _exact_option(bare: str, polite: str, options: Sequence[Option]) -> str | None:
    for text in dict.fromkeys((bare, polite)):
        if not text:
            continue
        for option in options:
            if text in {fold(name) for name in (option.id, option.label, *option.aliases)}:
                return option.id
        place = place_in(text, len(options))
        if place is not None:
            return options[place - 1].id
    return None


def _exact_multi(message: str, bare: str, polite: str, options: Sequence[Option], phrases: Phrases) -> list[str] | None:
    if bare in {fold(word) for word in phrases.words.get("alles", ())}:
        return [option.id for option in options]
    if bare in {fold(word) for word in phrases.words.get("allebei", ())} and len(options) == 2:
        return [option.id for option in options]
    if bare in {fold(word) for word in phrases.words.get("geen", ())}:
        return []
    whole = _exact_option(bare, polite, options)
    if whole is not None:
        return [whole]
    parts = _parts(message)
    if len(parts) < 2:
        return None
    found = [_exact_option(fold(part), without_filler(fold(part), phrases), options) for part in parts]
    if any(item is None for item in found):
        return None
    return [option.id for option in options if option.id in found]


def _parts(message: str) -> list[str]:
    """'1, 3 en de laatste' in three."""
    pattern = r"[,;+&\n]|\s+(?:en|plus|of)\s+|(?<=\d)\s+(?=\d)"
    return [part for part in re.split(pattern, message) if part.strip()]


def _yes_or_no(bare: str, polite: str, phrases: Phrases) -> bool | None:
    yes = {fold(word) for word in phrases.words.get("ja", ())}
    no = {fold(word) for word in phrases.words.get("nee", ())}
    for text in (bare, polite):
        if text in yes or text in no:
            return text in yes
    place = place_in(bare, 2)
    if place is not None and len(bare.split()) == 1 and bare.isdecimal():
        return place == 1
    return None


def near(message: str, question: Question, expected: Expected) -> Meaning:
    """Fuzzy: names inside a longer reply, then likeness, each with a margin."""
    if question.type == "yesno":
        return _leading_yes_or_no(message)
    if question.type not in CHOICE_TYPES:
        return Nothing()
    bare = _without_negated(fold(message))
    inside = _named_inside(bare, question.options)
    if inside and _negates(message) and not re.search(r"(?i)\b(maar|wel)\b", message):
        return Unsure(tuple(inside)[:4])
    others = _answers_elsewhere(message, expected) if inside else {}
    if inside and question.type == "multi":
        return Take([o.id for o in question.options if o.id in inside], exact=False, others=others)
    if len(inside) == 1:
        return Take(next(iter(inside)), exact=False, others=others)
    if len(inside) > 1:
        return Unsure(tuple(inside)[:4])
    if _negates(message):
        return Nothing()
    if question.type == "multi" and len(parts := _parts(message)) > 1:
        meanings = [_alike(fold(part), question, expected.phrases) for part in parts]
        if all(isinstance(meaning, Take) for meaning in meanings):
            chosen = {item for m in meanings if isinstance(m, Take) and isinstance(m.value, list) for item in m.value}
            return Take([o.id for o in question.options if o.id in chosen], exact=False)
    return _alike(bare, question, expected.phrases)


def _alike(bare: str, question: Question, phrases: Phrases) -> Meaning:
    """The option that a reply resembles, if one stands out."""
    scored = [(_likeness(bare, option, phrases), option.id) for option in question.options]
    scored.sort(key=lambda item: -item[0])
    if not scored or scored[0][0] < CLOSE:
        return Nothing()
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    if scored[0][0] >= ACCEPT and scored[0][0] - runner_up >= MARGIN:
        winner = scored[0][1]
        return Take([winner] if question.type == "multi" else winner, exact=False)
    close = tuple(option for score, option in scored if score >= max(CLOSE, scored[0][0] - MARGIN))
    return Unsure(close[:4])


def _leading_yes_or_no(message: str) -> Meaning:
    """'ja, doe dat maar': the first word decides, in a short reply that does not hold both."""
    words = fold(message).split()
    known = 1 < len(words) <= 6 and words[0] in {"ja", "jazeker", "zeker", "nee", "neen", "nope"}
    if known and len({"ja", "nee"} & set(words)) <= 1:
        return Take(words[0] in {"ja", "jazeker", "zeker"}, exact=False)
    return Nothing()


def _negates(message: str) -> bool:
    return bool({"niet", "geen", "nooit", "behalve"} & set(fold(message).split()))


def _without_negated(bare: str) -> str:
    """'niet vo maar mbo' -> 'mbo'."""
    return re.sub(r"\b(?:niet|geen|behalve)\b.*?(?:\bmaar\b|\bwel\b|$)", " ", bare).strip()


def _named_inside(bare: str, options: Sequence[Option]) -> dict[str, str]:
    """Options whose name stands whole in the message; a longer name shuts out a shorter in it."""
    found: list[tuple[str, str]] = []
    long = len(bare.split()) > SHORT_REPLY
    for option in options:
        for name in {fold(n) for n in (option.label, *option.aliases)}:
            if long and name in ("ja", "nee"):
                continue
            if len(name) > 1 and re.search(rf"(?:^|\s){re.escape(name)}(?:\s|$)", bare):
                found.append((name, option.id))
    kept: dict[str, str] = {}
    for name, option_id in sorted(found, key=lambda item: -len(item[0])):
        if not any(name != longer and f" {name} " in f" {longer} " for longer in kept.values()):
            kept.setdefault(option_id, name)
    return kept


def _answers_elsewhere(message: str, expected: Expected) -> dict[str, e.Value]:
    """Other open questions of the same form that this message names an answer to."""
    bare = _without_negated(fold(message))
    mine = {fold(n) for o in expected.question.options for n in (o.label, *o.aliases)}
    answers: dict[str, e.Value] = {}
    for question in expected.same_form:
        # One word, such as 'ja' or 'wijkteam', may well belong to something else.
        named = _named_inside(bare, question.options).items()
        inside = {
            option: name for option, name in named if name not in mine and " " in _content(name, expected.phrases)
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


def _content(bare: str, phrases: Phrases) -> str:
    small = {fold(word) for word in phrases.words.get("klein", ())}
    return " ".join(word for word in bare.split() if word not in small)
