"""Dutch words for numbers, places in a row, and dates; and one way to compare texts."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from rapidfuzz.distance import OSA

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
RECENT_DAYS = 180
"""A date without a year that lies further back is that of next year."""
MOST_AROUND_DATE = 10
"""Words; in a longer reply a date may be of something else."""
LONGEST_DATE = 5
_SHIFTING = frozenset(
    ["niet", "geen", "of", "tussen", "over", "na", "voor", "rond", "week", "weken", "maand", "maanden", "dag", "dagen",
     "volgende", "vorige", "jaar", "later", "eerder", "tot", "tweede", "derde", *WEEKDAYS, *MONTHS]
)  # fmt: skip
"""Words beside a date that make it another."""
_DAYS = {"nu": 0, "vandaag": 0, "morgen": 1, "overmorgen": 2, "gisteren": -1, "eergisteren": -2}


@lru_cache(maxsize=4096)  # the names of options and commands are compared with every message
def fold(text: str) -> str:
    """Lower case, no diacritics, only letters, digits and single spaces."""
    if text.isascii() and "  " not in text and text.replace(" ", "").isalnum():
        return text.strip().lower()  # most are, and there are thousands of patterns
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
        if w not in {"de", "het", "die", "in", "optie", "nummer", "nummertje", "nr", "antwoord", "nee", "doe", "maar",
                     "keuze"}
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
    elif word in ("laatste", "onderste"):
        place = count
    elif word == "bovenste":
        place = 1
    elif word in ("middelste", "midden") and count % 2:
        place = count // 2 + 1
    elif len(word) == 1 and "a" <= word <= "z":
        place = ord(word) - ord("a") + 1
    return place if place is not None and 1 <= place <= count else None


def date_in(text: str, today: date) -> date | None:
    """The date a reply names, counted from today where it says 'morgen', 'vrijdag' or 'eind juni'."""
    bare = re.sub(r"^(?:op|per|vanaf|van|vandaag) (?=\S)", "", text.strip().lower())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", bare):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?\.?", bare):
        return _in_year(match[3], int(match[2]), int(match[1]), today)
    bare = re.sub(r"\ba\.\s?s\.?(?=\s|$)", "", bare)
    words = [w for w in fold(bare).split() if w not in {"de", "het", "van", "in", "aanstaande", "as", "deze"}]
    words = [str(ORDINALS[w]) if w in ORDINALS and place == 0 else w for place, w in enumerate(words)]
    weekday = words[0] if words else ""
    if weekday in WEEKDAYS and len(words) > 1 and words[1][:1].isdecimal():
        words = words[1:]
    if words and (match := re.fullmatch(r"(\d{1,2})(?:e|de|ste)?", words[0])) and len(words) in (2, 3):
        month = _month(words[1])
        if month and (len(words) == 2 or words[2].isdecimal()):
            return _in_year(words[2] if len(words) == 3 else None, month, int(match[1]), today)
    if len(words) == 3 and words[0].isdecimal() and words[1] in ("volgende", "komende") and words[2] == "maand":
        year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
        return _date(year, month, int(words[0]))
    joined = " ".join(words)
    for name, days in _DAYS.items():
        if joined == name or (len(joined) > 5 and OSA.distance(joined, name) == 1):
            return today + timedelta(days=days)
    return _part_of_month(words, today) or _weekday(words, today) or _ahead(words, today)


def date_inside(text: str, today: date) -> date | None:
    """The one date that a short reply names among other words: 'we beginnen op 1 februari'."""
    words = re.sub(r"[,;!?()]|\.(?=\s|$)", " ", text).split()
    if len(words) > MOST_AROUND_DATE or "?" in text:
        return None
    for size in range(min(len(words), LONGEST_DATE), 0, -1):
        found = [
            (at, day) for at in range(len(words) - size + 1) if (day := date_in(" ".join(words[at : at + size]), today))
        ]
        if found:
            at = found[0][0]
            rest = fold(" ".join((*words[:at], *words[at + size :]))).split()
            return found[0][1] if len({day for _, day in found}) == 1 and not _SHIFTING & set(rest) else None
    return None


def _part_of_month(words: list[str], today: date) -> date | None:
    """'eind juni', 'begin volgende maand', 'half mei': the first, the fifteenth or the last day."""
    days = {"begin": 1, "half": 15, "medio": 15, "midden": 15, "eind": 31, "einde": 31}
    if len(words) not in (2, 3) or words[0] not in days:
        return None
    year, named = today.year, " ".join(words[1:])
    if named in ("deze maand", "maand"):
        month = today.month
    elif named in ("volgende maand", "komende maand"):
        month = today.month + 1
    else:
        month = _month(words[1]) or 0
        year = _year(words[2], today) if len(words) == 3 else year + (0 < month < today.month)
    if not month:
        return None
    year, month = year + (month > 12), (month - 1) % 12 + 1
    return date(year, month, min(days[words[0]], monthrange(year, month)[1]))


def _ahead(words: list[str], today: date) -> date | None:
    """'over twee weken', 'over een maand'."""
    if len(words) != 3 or words[0] != "over":
        return None
    many = NUMBERS.get(words[1]) or (int(words[1]) if words[1].isdecimal() and len(words[1]) < 4 else 0)
    unit = {"dag": 1, "dagen": 1, "week": 7, "weken": 7}.get(words[2])
    if many and unit:
        return today + timedelta(days=many * unit)
    if many and words[2] in ("maand", "maanden"):
        years, month = divmod(today.month - 1 + many, 12)
        year = today.year + years
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    return None


def _weekday(words: list[str], today: date) -> date | None:
    if words[:2] == ["volgende", "week"] or words[-2:] == ["volgende", "week"]:
        words = [word for word in words if word not in ("volgende", "week")]
        if not words:
            return today + timedelta(days=7)
        if len(words) == 1 and words[0] in WEEKDAYS:
            return today + timedelta(days=7 - today.weekday() + WEEKDAYS.index(words[0]))
        return None
    if len(words) == 2 and words[0] in ("afgelopen", "vorige") and words[1] in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS.index(words[1])) % 7
        return today - timedelta(days=back or 7)
    words = [w for w in words if w not in {"komende", "aankomende", "volgende", "eerstvolgende"}]
    if len(words) == 1 and words[0] in WEEKDAYS:
        ahead = (WEEKDAYS.index(words[0]) - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    return None


def _month(word: str) -> int | None:
    for number, name in enumerate(MONTHS, 1):
        if word == name or (len(word) >= 3 and name.startswith(word)) or (word, number) == ("mrt", 3):
            return number
    return None


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    """A day of a year; without a year the one that is nearest, a few months back at most."""
    found = _date(_year(year, today), month, day)
    if found and year is None and (today - found).days > RECENT_DAYS:
        return _date(today.year + 1, month, day)
    return found


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


def joined(words: Sequence[str]) -> str:
    """'a, b en c'."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " en " + words[-1]
