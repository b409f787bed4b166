"""A message and what is expected, in; what the person meant, out.

The order is that of the laws: a command, an exact label or alias, a number or place, a look-up, a
correction, a fuzzy option, other questions of the same form, another flow; and else nothing, which
leads to repair.
"""

from __future__ import annotations

import re

from assistant.conversation import orders
from assistant.conversation.afterthoughts import afterthought
from assistant.conversation.asides import aside, asks, asks_about, asks_whether, has_none
from assistant.conversation.corrections import (
    correction,
    marked,
    named_correction,
    reopened_by_name,
    stated_correction,
)
from assistant.conversation.likeness import agreement, closed_value, near
from assistant.conversation.match import exact, folded
from assistant.conversation.meaning import Correct, Expected, Meaning, Nothing, Order, Seek, Take, Unsure
from assistant.conversation.patterns import matches
from assistant.conversation.script import OPEN_TYPES, Phrases
from assistant.conversation.words import fold

_OK = frozenset({"ok", "oke", "okay", "okee"})
"""No answer to anything; where there is something to agree with, that was seen before."""
_DO = re.compile(r"^(?i:doe|zet|noteer|schrijf|vul)(?i: er| daar)?(?i: maar| dan maar) (?=[A-Z'])")
"""'doe maar Westerbroek'."""
_MASH = re.compile(r"(\w{1,3})\1{2,}\w?|[bcdfghjklmnpqrstvwxz]{5,}|(?:asdf|qwer|zxcv|hjkl)\w*")
"""No word of any language: 'lalala', 'asdf'."""
_MENDS = re.compile(
    r"(?i)(?:[,.;]|\s)\s*(?:of |en )?(?:oh?|eh|ach)?\s*(?:nee|sorry|wacht|ik bedoel|eigenlijk(?: toch)?(?: nee)?)\b"
    r"[\s,]*(?:toch|maar|doe|liever|eigenlijk|\s|,)*"
)
MOST_NAMED = 8
SHORT = 3
WEIGHED = 25.0
"""How far an aside must stand out where options are given and none fits: more, for their words are not weighed."""
LONGEST_ASIDE = 120
"""A longer text is no slip."""
LONGEST_CLOSED = 2_000
"""A longer text chooses nothing: no time is spent on finding an option in it."""


def understand(message: str, expected: Expected) -> Meaning:
    """What a message means here.

    Args:
        message: the text, as normalised at the door; not empty.
        expected: the open question and all that may be said instead of an answer.
    """
    if expected.question.type not in OPEN_TYPES and "," in message:
        change = afterthought(message, expected)
        if change and change.value is not None:
            return change
    meaning = orders.order(message, expected) or orders.begin(message, expected)
    if meaning is not None:
        return meaning
    return (_open if expected.question.type in OPEN_TYPES else _closed)(message, expected)


# --- open questions: everything is the answer, but for a few things that cannot be one ---


def _open(message: str, expected: Expected) -> Meaning:
    if seek := _marked_search(message):
        return seek
    if expected.question.none and _declines(message, expected):
        return Order("overslaan")
    if expected.question.none and len(message.split()) <= SHORT and agreement(message, expected.phrases):
        return Nothing()
    if fold(message) in _OK | folded(expected.phrases.words.get("aarzeling", ())):
        return Nothing()
    if _MASH.fullmatch(message.strip()):
        return Nothing()
    if expected.alarms(message) and _asks(message, expected.phrases):
        return Seek(message)
    if _asks_for_term(message, expected):
        return Seek(message.strip())
    if again := _said_before(message, expected):
        return again
    if change := named_correction(message, expected) or stated_correction(message, expected, open_question=True):
        return change
    if re.match(r"(?i)^wijzig\s+\S", message) and len(message.split()) <= MOST_NAMED and "\n" not in message:
        return Order("wijzig")
    change = afterthought(message, expected) or _opened_again(message, expected)
    if change:
        return change
    if command := aside(message, expected):
        return Order(command)
    if asks_about(message, expected):
        return Order("waarom")
    if has_none(message, expected):
        return Order("overslaan")
    return Take(_DO.sub("", message) if expected.question.type == "text" else message, hint=_doubt(message, expected))


def _opened_again(message: str, expected: Expected) -> Correct | None:
    """'wil mijn keuze nog veranderen': at an open question only where it is called by its whole name."""
    found = reopened_by_name(message, expected, whole=True)
    return found if found and len(found.paths) == 1 else None


def _declines(message: str, expected: Expected) -> bool:
    """'nee, heb ik niet bij de hand': no, to an open question to which there may be nothing to say."""
    if fold(message) in {fold(reply) for reply in expected.question.none}:
        return True
    return (
        "\n" not in message and len(message.split()) <= MOST_NAMED * 2 and agreement(message, expected.phrases) is False
    )


def _asks_for_term(message: str, expected: Expected) -> bool:
    """'wat is mandaat' with a known term."""
    match = re.match(r"(?i)^\s*(?:wat (?:is|zijn|betekent|betekenen|houdt)|wat is het verschil)\b(.*)$", message)
    if not match or "\n" in message:
        return False
    rest = re.sub(r"(?i)\b(hier|eigenlijk|ook alweer|precies|in)\b", " ", match[1])
    subject = re.sub(r"(?i)^\s*(een|de|het|nou|nu)\b|\?+\s*$", " ", rest.strip()).strip()
    subjects = re.split(r"(?i)\b(?:en|versus|vs)\b", re.sub(r"(?i)^.*\btussen\b", "", subject))
    return all(expected.knows(part.strip(" ?.,")) for part in subjects)


def _asks(message: str, phrases: Phrases) -> bool:
    return "?" in message or is_question(message, phrases) or bool(re.search(r"(?i)\bwat (nu|moet)\b", message))


def _doubt(message: str, expected: Expected) -> str:
    """What an answer to an open question may have been instead; the person hears how to say so."""
    if len(message) > LONGEST_ASIDE or "\n" in message:
        return ""
    if is_question(message, expected.phrases):
        return "was_het_een_vraag"
    if reopened_by_name(message, expected):
        return "was_het_een_wijziging"
    found = marked(message, expected)
    return "was_het_een_wijziging" if found and not set(fold(found[0]).split()) <= {"nee", "toch", "fout"} else ""


def _marked_search(message: str) -> Seek | None:
    if match := re.match(r"(?is)^\s*\?+\s*(.+)$", message):
        return Seek(match[1].strip())
    if match := re.match(r"(?is)^\s*/?(?:zoek(?: op)?|opzoeken)[ :]+(.+)$", message):
        return Seek(match[1].strip())
    if re.match(r"(?i)^\s*(?:staat|vind ik|is) er (?:ergens |hier |daar )*(?:iets|wat) over (?=\S)", message):
        return Seek(message.strip())
    return None


# --- closed questions ---


def _closed(message: str, expected: Expected) -> Meaning:
    question = expected.question
    if seek := _marked_search(message):
        return seek
    if len(message) > LONGEST_CLOSED:
        return Seek(message) if is_question(message, expected.phrases) else Nothing()
    value = exact(message, question, expected)
    if value is not None:
        return Take(value)
    if mended := _mended(message, expected):
        return mended
    more = orders.about_list(message, question, expected)
    if more is not None:
        return Take(more)
    if question.label == "controle" and agreement(message, expected.phrases) is False:
        return correction(message, expected) or Order("wijzig")
    if split := _answer_and_question(message, expected):
        return split
    if asks_about(message, expected) and not _asks_for_term(message, expected):
        return Order("waarom")
    if _asks_something(message, expected.phrases):
        return Seek(message)
    change = correction(message, expected)
    if change is None or isinstance(change, Nothing):
        change = afterthought(message, expected) or change
    if change:
        return change
    if question.path == "home" and expected.knows(message):
        return Seek(message)
    if again := _said_before(message, expected):
        return again
    meaning = near(message, question, expected)
    if not isinstance(meaning, Take) and (command := aside(message, expected, WEIGHED)):
        return Order(command)
    if isinstance(meaning, Take | Unsure):
        return meaning
    if expected.knows(message):
        return Seek(message)
    return meaning


def _mended(message: str, expected: Expected) -> Take | None:
    """'2, of eigenlijk nee 1': two answers, of which the second takes back the first."""
    for mark in _MENDS.finditer(message):
        first = closed_value(message[: mark.start()], expected.question, expected)
        then = exact(message[mark.end() :], expected.question, expected)
        if first is not None and then is not None and first != then:
            return Take(then, exact=False)
    return None


def _said_before(message: str, expected: Expected) -> Meaning | None:
    """'dat zei ik al, het proces'."""
    head, comma, rest = message.partition(",")
    if not matches(fold(head), expected.phrases.sentences.get("eerder_gezegd", ())):
        return None
    closed = expected.question.type not in OPEN_TYPES and comma and rest.strip()
    value = closed_value(rest, expected.question, expected) if closed else None
    return Take(value, exact=False) if value is not None else Order("overzicht")


def is_question(message: str, phrases: Phrases) -> bool:
    """Whether a message asks something: by its mark, or by how it begins."""
    if "?" in message:
        return True
    bare = fold(message)
    return any(bare.startswith(fold(start) + " ") for start in phrases.words.get("vraag", ()))


def _asks_something(message: str, phrases: Phrases) -> bool:
    """Where options are given the order of the words says enough."""
    return is_question(message, phrases) or asks(fold(message).split())


def _answer_and_question(message: str, expected: Expected) -> Take | None:
    """'po, maar wat is een CvB?': the answer first, then the question."""
    for cut in re.finditer(r"[,.;:]\s*|\s+(?=(?:maar|en|of|trouwens)\b)", message):
        first, rest = message[: cut.start()].strip(), message[cut.end() :].strip()
        asked = re.sub(r"(?i)^(?:(?:maar|en|of|trouwens|o ja|oja|alleen|eh)\b[\s,]*)+", "", rest)
        if not first or len(asked.split()) < 2 or len(first) > LONGEST_ASIDE:
            continue
        asking = _asks_something(asked, expected.phrases) or asks_whether(fold(asked).split())
        if not asking or is_question(first, expected.phrases):
            continue
        value = closed_value(first, expected.question, expected)
        if value is not None:
            return Take(value, question=asked)
    return None
