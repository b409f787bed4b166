"""Dutch words for numbers, places in a row, and dates; and one way to compare texts."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

NUMBERS = {
    "nul": 0, "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7,
    "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12,
}  # fmt: skip
ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7,
    "achtste": 8, "negende": 9, "tiende": 10,
}  # fmt: skip
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_DAYS = {"vandaag": 0, "morgen": 1, "overmorgen": 2, "gisteren": -1, "eergisteren": -2}


@lru_cache(maxsize=4096)  # the names of options and commands are compared with every message
def fold(text: str) -> str:
    """Lower case, no diacritics, only letters, digits and single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    bare = re.sub(r"(?<=\w)'(?=\w)", "", bare)
    return re.sub(r"[^\w]+|_", " ", bare).strip()


def in_words(number: int) -> str:
    """'twee' for 2; figures above twelve."""
    return next((word for word, value in NUMBERS.items() if value == number), str(number))


def number_in(text: str) -> int | None:
    """The one whole number a short reply consists of: '4', 'een 4', 'vier', 'nummer 2'."""
    words = [w for w in fold(text).split() if w not in {"nummer", "nr", "optie", "cijfer", "een"}]
    if not words:
        return 1 if fold(text) == "een" else None
    if len(words) != 1:
        return None
    word = words[0]
    return int(word) if word.isdecimal() and len(word) < 10 else NUMBERS.get(word)


def place_in(text: str, count: int) -> int | None:
    """The 1-based place a reply points at among `count` options: '2', 'de tweede', 'b', 'de laatste'."""
    words = [
        w for w in fold(text).split()
        if w not in {"de", "het", "optie", "nummer", "nr", "antwoord", "nee", "doe", "maar", "keuze"}
    ]  # fmt: skip
    if len(words) != 1:
        return None
    word = words[0]
    place: int | None = None
    if word.isdecimal() and len(word) < 4:
        place = int(word)
    elif word in ORDINALS:
        place = ORDINALS[word]
    elif match := re.fullmatch(r"(\d{1,2})(e|de|ste)", word):
        place = int(match[1])
    elif word in NUMBERS:
        place = NUMBERS[word]
    elif word == "laatste":
        place = count
    elif len(word) == 1 and "a" <= word <= "z":
        place = ord(word) - ord("a") + 1
    return place if place is not None and 1 <= place <= count else None


def date_in(text: str, today: date) -> date | None:
    """The date a reply names, counted from today where it says 'morgen' or 'vrijdag'."""
    bare = re.sub(r"^(op|per|vanaf) ", "", text.strip().lower())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", bare):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?", bare):
        return _date(_year(match[3], today), int(match[2]), int(match[1]))
    words = fold(bare).split()
    for weekday in WEEKDAYS:
        if words[:1] == [weekday] and len(words) > 1:
            words = words[1:]
    if len(words) in (2, 3) and words[0].isdecimal():
        month = _month(words[1])
        if month:
            return _date(_year(words[2] if len(words) == 3 else None, today), month, int(words[0]))
    joined = " ".join(words)
    if joined in _DAYS:
        return today + timedelta(days=_DAYS[joined])
    return _weekday(words, today)


def _weekday(words: list[str], today: date) -> date | None:
    extra = 0
    if words[:2] == ["volgende", "week"]:
        words, extra = words[2:], 7 - today.weekday()
        if not words:
            return today + timedelta(days=7)
        if len(words) == 1 and words[0] in WEEKDAYS:
            return today + timedelta(days=extra + WEEKDAYS.index(words[0]))
        return None
    words = [w for w in words if w not in {"aanstaande", "komende", "aankomende", "as"}]
    if len(words) == 1 and words[0] in WEEKDAYS:
        ahead = (WEEKDAYS.index(words[0]) - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    return None


def _month(word: str) -> int | None:
    for number, name in enumerate(MONTHS, 1):
        if word == name or (len(word) >= 3 and name.startswith(word)) or (word, number) == ("mrt", 3):
            return number
    return None


def _year(text: str | None, today: date) -> int:
    if text is None or not text.isdecimal():
        return today.year
    return int(text) + 2000 if len(text) == 2 else int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def spoken_date(iso: str) -> str:
    """'22 november 2026' for an ISO date; anything else is given back as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
