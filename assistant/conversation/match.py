"""Whether a reply names an answer as it is written: by label, alias, number or place. Nothing here is a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from assistant.conversation import events as e
from assistant.conversation.meaning import Expected
from assistant.conversation.script import Option, Phrases
from assistant.conversation.walk import Question
from assistant.conversation.words import NUMBERS, date_in, date_inside, fold, number_in, place_in

T = TypeVar("T")

MOST_AROUND = 6
"""Words around a number that may be meant as the answer."""
_ASKING = frozenset({"waar", "wat", "hoe", "waarom", "hoezo", "welke", "is", "betekent", "wie", "kan", "moet"})
_SCALE_FILLER = frozenset(
    [
        "cijfer",
        "cijfers",
        "score",
        "getal",
        "graag",
        "geef",
        "mezelf",
        "doe",
        "maar",
        "dat",
        "dit",
        "ik",
        "me",
        "mij",
        "het",
        "zit",
        "er",
        "zo",
        "echt",
        "wel",
        "past",
        "bij",
        "in",
        "de",
        "op",
        "sta",
    ]
)
_LOWEST = frozenset(
    {"helemaal niet", "totaal niet", "absoluut niet", "laagste", "allerlaagste", "minst", "nooit", "minimum"}
)
_HIGHEST = frozenset({"helemaal", "helemaal mee eens", "volledig", "hoogste", "allerhoogste", "maximaal", "maximum"})
_MIDDLE = frozenset({"midden", "middelste", "gemiddeld", "middenmoot", "neutraal"})
_COUNTED = re.compile(
    r"\b(?:groep|klas|leerjaar|week|om) \d+\b"
    r"|\b\d+ (?:jaar|jaren|maanden|weken|dagen|uur|keer|kinderen|leerlingen|ouders|mensen|collegas|scholen)\b"
)
"""A number that tells of something else: 'groep 5', '3 keer'."""
_FEW = "|".join(("twee", "drie", "vier", "vijf", "2", "3", "4", "5"))


def exact(message: str, question: Question, expected: Expected) -> e.Value | None:
    """The value of a reply that names an answer as it is written, or by number, place or alias."""
    texts = readings(message, expected.phrases)
    match question.type:
        case "choice":
            return _first(exact_option(text, question.options) for text in texts)
        case "multi":
            return _exact_multi(message, texts, question.options, expected.phrases)
        case "yesno":
            return _first(yes_or_no(text, expected.phrases) for text in texts)
        case "scale" | "number":
            return _first(_number(text, question) for text in texts)
        case "date":
            found = _first(date_in(text, expected.today) for text in (message, *texts))
            found = found or date_inside(message, expected.today)
            return found.isoformat() if found else None
    return None


def _first(found: Iterable[T | None]) -> T | None:
    return next((value for value in found if value is not None), None)


def readings(message: str, phrases: Phrases) -> list[str]:
    """A message folded: as it is, without filler at its ends, and without any filler."""
    bare = fold(message)
    return [text for text in dict.fromkeys((bare, trimmed(bare, phrases), without_filler(bare, phrases))) if text]


def trimmed(bare: str, phrases: Phrases) -> str:
    """The folded message without politeness and hedging before and behind it."""
    fillers = folded(phrases.words.get("vulling", ()))
    words = bare.split()
    while words:
        for size in (4, 3, 2, 1):
            if len(words) > size and " ".join(words[:size]) in fillers:
                words = words[size:]
                break
            if len(words) > size and " ".join(words[-size:]) in fillers:
                words = words[:-size]
                break
        else:
            break
    return " ".join(words)


@lru_cache(maxsize=64)
def folded(texts: tuple[str, ...]) -> frozenset[str]:
    """A list of the phrases, folded."""
    return frozenset(map(fold, texts))


@lru_cache(maxsize=8)
def _any_of(texts: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(folded(texts) - {""}, key=len, reverse=True)
    return re.compile(rf"(?:^|(?<=\s))(?:{'|'.join(map(re.escape, longest_first))})(?=\s|$)")


def without_filler(bare: str, phrases: Phrases) -> str:
    """The folded message without politeness and hedging in it."""
    fillers = phrases.words.get("vulling", ())
    return re.sub(r"\s+", " ", _any_of(fillers).sub(" ", bare)).strip() if fillers else bare


@lru_cache(maxsize=4096)
def names(option: Option) -> frozenset[str]:
    """All names of an option, folded."""
    return frozenset(fold(name) for name in (option.id, option.label, *option.aliases))


@lru_cache(maxsize=1024)
def _replies(option: Option) -> frozenset[str]:
    return frozenset(map(fold, option.examples))


def exact_option(text: str, options: Sequence[Option]) -> str | None:
    """The option that a folded text names, replies to as a sample does, or points at by its place."""
    for option in options:
        if text in names(option):
            return option.id
    for option in options:
        if text in _replies(option):
            return option.id
    place = place_in(text, len(options))
    return options[place - 1].id if place else None


def _exact_multi(message: str, texts: Sequence[str], options: Sequence[Option], phrases: Phrases) -> list[str] | None:
    both = folded(phrases.words.get("allebei", ()))
    all_ = folded(phrases.words.get("alles", ())) | (both if len(options) == 2 else frozenset())
    if set(texts) & all_ or any(_all_of_them(text, len(options)) for text in texts):
        return [option.id for option in options]
    for text in texts:
        if (whole := exact_option(text, options)) is not None:
            return [whole]
        if places := places_in(text, len(options)):
            return [options[place - 1].id for place in places]
    named = [_part_named(part, options, phrases) for part in parts(message)]
    if len(named) < 2 or any(found is None for found in named):
        return None
    return [option.id for option in options if any(option.id in (found or ()) for found in named)]


def _all_of_them(text: str, count: int) -> bool:
    """'ze alle drie', 'alle drie de niveaus'."""
    match = re.fullmatch(rf"(?:doe )?(?:ze |die )?alle ?({_FEW})(?: (?:de|van deze|maar|samen)\b.{{0,20}})?", text)
    return bool(match) and (NUMBERS.get(match[1]) or int(match[1])) == count if match else False


def _part_named(part: str, options: Sequence[Option], phrases: Phrases) -> list[str] | None:
    for text in readings(part, phrases):
        if (found := exact_option(text, options)) is not None:
            return [found]
    return None


def places_in(text: str, count: int) -> list[int]:
    """The places that a folded reply points at together: 'de eerste twee', 'eerste en derde', 'de laatste drie'."""
    if match := re.fullmatch(
        r"(?:allebei|beide|alletwee|alle twee) (?:de |die )?(eerste|bovenste|laatste|onderste)", text
    ):
        return places_in(f"{match[1]} twee", count)
    bare = re.sub(r"\b(?:de|die|ze|alle|allebei|alletwee|beide|nummers?|opties?)\b", " ", text)
    bare = " ".join(bare.split())
    if match := re.fullmatch(rf"(eerste|bovenste|laatste|onderste) ({_FEW})", bare):
        many = NUMBERS.get(match[2]) or int(match[2])
        if not 1 < many < count:
            return []
        return (
            list(range(1, many + 1)) if match[1] in ("eerste", "bovenste") else list(range(count - many + 1, count + 1))
        )
    if match := re.fullmatch(r"(?:van )?(\w+) (?:tm|t m|tot en met|tot|t) (\w+)", bare):
        first, last = place_in(match[1], count), place_in(match[2], count)
        return list(range(first, last + 1)) if first and last and first < last else []
    words = bare.replace(" en ", " ").split()
    places = [place_in(word, count) for word in words]
    return sorted({place for place in places if place}) if len(words) > 1 and all(places) else []


def parts(message: str) -> list[str]:
    """'1, 3 en de laatste' in three."""
    pattern = r"[,;+&/\n]|\s+(?:en|plus|of)\s+|(?<=\d)\s+(?=\d)"
    return [part for part in re.split(pattern, message) if part.strip()]


def yes_or_no(text: str, phrases: Phrases) -> bool | None:
    """What a folded reply says to a question of yes or no."""
    for value, name in ((True, "ja"), (False, "nee")):
        if text in folded(phrases.words.get(name, ())):
            return value
    return {"1": True, "2": False}.get(text)


def _number(text: str, question: Question) -> int | None:
    text = re.sub(
        r"\b(?:een|een heel|echt een) (?:dikke|krappe|ruime|mooie|kleine|nette|magere|stevige|goede) ", "een ", text
    )
    if question.type == "scale" and question.max is not None:
        text = re.sub(rf"(?<=\d) (?:van de|van|uit|op de|op) ?{question.max}$", "", text)
    number = number_in(text)
    if number is None:
        number = next(_words_for(text, question), None)
    if number is None and len(text.split()) <= MOST_AROUND and text.split()[0] not in _ASKING:
        found = re.findall(r"\d+", _COUNTED.sub(" ", text))
        number = int(found[0]) if len(found) == 1 and len(found[0]) < 10 else None
    if number is None:
        return None
    low, high = question.min, question.max
    inside = (low is None or number >= low) and (high is None or number <= high)
    return number if inside else None


def _words_for(text: str, question: Question) -> Iterator[int]:
    """A place on a scale in words: 'een drietje', 'helemaal niet', 'precies in het midden'."""
    if match := re.search(r"\b(een|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:tje|etje|je)\b", text):
        yield 1 if match[1] == "een" else NUMBERS[match[1]]
    low, high = question.min, question.max
    if question.type != "scale" or low is None or high is None:
        return
    said = " ".join(word for word in text.split() if word not in _SCALE_FILLER)
    if said in _LOWEST:
        yield low
    if said in _HIGHEST:
        yield high
    if (
        (low + high) % 2 == 0
        and set(said.split()) <= _MIDDLE | {"precies", "ergens", "gewoon", "een"}
        and (_MIDDLE & set(said.split()))
    ):
        yield (low + high) // 2
