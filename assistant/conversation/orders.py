"""Commands: words and sentences about the conversation itself. Which those are stands in phrases.yaml.

A command is known by its exact names, which may take words behind them ('zoek ...'), and by sentences with room in
them. Sentences that could be an answer to an open question count only where options are given.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.conversation.match import exact, exact_option, folded, names, readings, trimmed
from assistant.conversation.meaning import Begin, Expected, Meaning, Order
from assistant.conversation.patterns import matches
from assistant.conversation.saving import is_file, is_place, saving
from assistant.conversation.script import OPEN_TYPES, Repeat, Review
from assistant.conversation.walk import Question
from assistant.conversation.words import fold, place_in

CLOSED = "_gesloten"
"""What is behind the name of a command where its sentences count only at questions with options."""
REVIEW = "_controle"
"""What is behind it where they count only at a review."""
ASIDES = frozenset({"waarom", "voorbeeld", "herhaal", "boos"})
"""Commands that are known by how a message begins, and where options are given by how it ends: 'snap ik niet'."""
LONGEST = 20
"""Words; a longer message with a beginning of that kind is a story."""
LONGEST_NAME = 5
"""Words of a name and a function."""
SENTENCE = 3
"""Words of the end of a message that say something by themselves."""
FLOW = "flow"
"""Stands in a sentence for any name of a flow."""


def order(message: str, expected: Expected) -> Meaning | None:
    """The command that a message is, if it is one here."""
    if agrees(message, expected) and not is_answer(message, expected):
        return Order("ok")
    return _named(message, expected) or _in_a_sentence(message, expected)


def agrees(message: str, expected: Expected) -> bool:
    """'ja is goed', 'prima zo': nothing but agreement, where there is something to agree with."""
    if not _possible("ok", expected):
        return False
    words = fold(message).split()
    agreeing = folded(expected.phrases.words.get("akkoord", ()))
    strong = folded(expected.phrases.commands.get("ok", ()))
    return 0 < len(words) <= 6 and set(words) <= agreeing | strong and bool(set(words) & strong)


def is_answer(message: str, expected: Expected) -> bool:
    """Whether a soft command is itself an answer here: 'weet ik niet' as an option, 'klaar'."""
    bare = fold(message)
    return any(bare in names(option) for option in expected.question.options)


@lru_cache(maxsize=2048)
def _folded(name: str) -> str:
    return fold(name)


def _named(message: str, expected: Expected) -> Meaning | None:
    slashed = message.startswith("/")
    bare = fold(message)
    # At an open question 'we willen overzicht' is the answer.
    texts = {bare} if expected.question.type in OPEN_TYPES else {bare, trimmed(bare, expected.phrases)}
    for command, called in expected.phrases.commands.items():
        for name in called:
            prefix, takes_rest = name.removesuffix(" ..."), name.endswith(" ...")
            start = _folded(prefix)
            if not takes_rest and start in texts:
                if is_answer(message, expected) and not slashed:
                    return None
                if _possible(command, expected):
                    return Order(command)
            if takes_rest and bare.startswith(start + " "):
                rest = _after(message, len(start.split()))
                if _applies(command, rest, expected):
                    return Order(command, rest)
    return None


def _in_a_sentence(message: str, expected: Expected) -> Meaning | None:
    # Somebody in danger goes before whatever the words may ask of the program.
    if "\n" in message or is_answer(message, expected) or expected.alarms(message):
        return None
    question, sentences = expected.question, expected.phrases.sentences
    if question.type == "scale" and exact(message, question, expected) is not None:
        return None
    texts = readings(message, expected.phrases)[:2]
    if question.options and any(exact_option(text, question.options) for text in texts):
        return None
    open_ = question.type in OPEN_TYPES
    reviewing = question.path == "controle" or isinstance(question.step, Review)
    pieces = re.split(r"[,;.:!?]\s+", message) if len(message.split()) <= LONGEST else [message]
    first = [fold(pieces[0])] if len(pieces) > 1 else []  # without its filler 'ja een dag' is a greeting
    whole = len(pieces) > 1 and len(pieces[-1].split()) >= SENTENCE
    last = readings(pieces[-1], expected.phrases)[:2] if whole else []
    if question.options and any(exact_option(text, question.options) for text in first):
        first, last = [], []
    for command in expected.phrases.commands:
        said = [
            *texts,
            *(first if not open_ or command in ASIDES else ()),
            *(last if not open_ and command in ASIDES else ()),
        ]
        kinds = (command,) if open_ else (command, command + CLOSED, *((command + REVIEW,) if reviewing else ()))
        for kind in kinds:
            known = sentences.get(kind, ())
            if any(matches(text, _whole(known) if open_ else known) for text in said) and _possible(command, expected):
                return Order(command)
    return None


@lru_cache(maxsize=64)
def _whole(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Those that begin with words of their own: before the others an answer to an open question may stand."""
    return tuple(sentence for sentence in sentences if not sentence.startswith("..."))


def _possible(command: str, expected: Expected) -> bool:
    """A word such as 'ok' or 'notities' is a command only where there is something to take over."""
    match command:
        case "ok":
            return expected.question.default is not None and expected.question.type != "yesno"
        case "bewaar":
            return expected.has_set_aside
        case "notities":
            return expected.has_notes
    return True


def _applies(command: str, rest: str, expected: Expected) -> bool:
    """A command that takes words counts only where the words make sense."""
    match command:
        case "vergelijk":
            return expected.can_compare
        case "notitie":
            return expected.has_notes and bool(re.fullmatch(r"[\d\s,en&+]+", rest))
        case "verwijder":
            return item_name(rest) in {fold(name) for name in expected.items}
        case "verplaats":
            words = fold(rest).split()
            return any(" ".join(words[:2]) == fold(name) for name in expected.items)
        case "toevoegen":
            return len(rest.split()) <= 2 and bool(expected.items)
        case "meer":
            return expected.question.type not in OPEN_TYPES or expected.knows(rest)
        case "parkeer":
            return bool(re.match(r"(?i)(deze|dit|bij|voor|aan)\b", rest)) or len(rest.split()) <= 2
        case "document":
            return len(rest.split()) <= 3 or saving(rest) is not None
        case "opslaan":
            return saving(rest) is not None
        case "vervang":
            return is_place(rest) and is_file(rest)
        case "elders":
            return "\n" not in rest and (len(rest.split()) == 1 or bool(re.search(r"[\\/~:]", rest)))
        case "spreker":
            return len(rest.split()) <= LONGEST_NAME and "\n" not in rest and not re.search(r"[.!?]\s", rest)
        case "lees":
            return "\n" not in rest and bool(re.search(r"(?i)\.(docx|md)[\"']?$", rest.strip()))
    return bool(rest)


def item_name(text: str) -> str:
    """'doel 2' for 'het tweede doel', 'doel twee', 'doel 2'."""
    words = [w for w in fold(text).split() if w not in {"het", "de", "nummer"}]
    if len(words) == 2:
        for number, thing in (words, words[::-1]):
            place = place_in(number, 99)
            if place and len(thing) > 1:
                return f"{thing} {place}"
    return " ".join(words)


def _after(message: str, words: int) -> str:
    """What follows the first so many words, as it was typed."""
    match = re.match(r"\W*" + r"\w+(?:['\u2019-]\w+)*\W*" * words, message)
    return message[match.end() :].strip() if match else ""


# --- another flow ---


def begin(message: str, expected: Expected) -> Begin | None:
    """The flow that a message asks for, by name or in a sentence."""
    if is_answer(message, expected) or "\n" in message:
        return None
    for text in readings(message, expected.phrases):
        if text in expected.triggers and expected.question.path != "home":
            return Begin(expected.triggers[text])
    sentences = expected.phrases.sentences.get("begin", ())
    for text in readings(message, expected.phrases)[:2]:
        for name in sorted(expected.triggers, key=len, reverse=True):
            if f" {name} " in f" {text} " and matches(f" {text} ".replace(f" {name} ", f" {FLOW} ").strip(), sentences):
                return Begin(expected.triggers[name])
    return None


def about_list(message: str, question: Question, expected: Expected) -> bool | None:
    """'nog eentje', 'geen subdoelen', 'een is genoeg': whether another item is wanted."""
    if not isinstance(question.step, Repeat):
        return None
    item = fold(question.step.item)
    for text in readings(message, expected.phrases):
        plain = re.sub(rf"\b{item}(?:en)?\b", FLOW, text)
        for value, name in ((True, "nog_een"), (False, "genoeg")):
            if matches(plain, expected.phrases.sentences.get(name, ())):
                return value
    return None
