"""A message and what is expected, in; what the person meant, out.

The order is that of the laws: a command, an exact label or alias, a number or place, a look-up, a
correction, a fuzzy option, other questions of the same form, another flow; and else nothing, which
leads to repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from assistant.conversation.match import ACCEPT, closed_value, exact, near, without_filler
from assistant.conversation.meaning import Begin, Correct, Expected, Meaning, Nothing, Order, Seek, Take, Unsure
from assistant.conversation.script import CHOICE_TYPES, OPEN_TYPES, Phrases
from assistant.conversation.walk import Question
from assistant.conversation.words import fold, place_in

MOST_NAMED = 8
LONGEST_ASIDE = 120
"""A longer text is no slip."""


def _agrees(message: str, expected: Expected) -> bool:
    """'ja is goed', 'prima zo': nothing but agreement, where there is something to agree with."""
    if not _possible("ok", expected):
        return False
    words = fold(message).split()
    agreeing = {fold(word) for word in expected.phrases.words.get("akkoord", ())}
    strong = {fold(word) for word in expected.phrases.commands.get("ok", ())}
    return 0 < len(words) <= 6 and set(words) <= agreeing | strong and bool(set(words) & strong)


def understand(message: str, expected: Expected) -> Meaning:
    """What a message means here.

    Args:
        message: the text, as normalised at the door; not empty.
        expected: the open question and all that may be said instead of an answer.
    """
    if _agrees(message, expected) and not _is_answer(fold(message), expected.question):
        return Order("ok")
    return (
        _command(message, expected)
        or _flow(message, expected)
        or (_open if expected.question.type in OPEN_TYPES else _closed)(message, expected)
    )


def _command(message: str, expected: Expected) -> Meaning | None:
    slashed = message.startswith("/")
    bare = fold(message)
    question = expected.question
    for command, names in expected.phrases.commands.items():
        for name in names:
            prefix, takes_rest = name.removesuffix(" ..."), name.endswith(" ...")
            folded = fold(prefix)
            if not takes_rest and bare == folded:
                if _is_answer(bare, question) and not slashed:
                    return None
                if _possible(command, expected):
                    return Order(command)
            if takes_rest and bare.startswith(folded + " "):
                rest = _after(message, len(folded.split()))
                if _applies(command, rest, expected):
                    return Order(command, rest)
    return None


def _is_answer(bare: str, question: Question) -> bool:
    """Whether a soft command is itself an answer here: 'weet ik niet' as an option, 'klaar'."""
    return any(bare in (fold(name) for name in (o.label, *o.aliases)) for o in question.options)


def _possible(command: str, expected: Expected) -> bool:
    """A word such as 'ok' or 'notities' is a command only where there is something to take over."""
    match command:
        case "ok":
            return expected.question.default is not None and expected.question.type != "yesno"
        case "bewaar":
            return expected.has_look_up
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
            return len(rest.split()) <= 3
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


def _flow(message: str, expected: Expected) -> Meaning | None:
    bare = fold(message)
    if expected.question.path == "home":
        return None
    for candidate in (bare, without_filler(bare, expected.phrases)):
        if candidate in expected.triggers and not _is_answer(candidate, expected.question):
            return Begin(expected.triggers[candidate])
    return None


# --- open questions: everything is the answer, but for a few things that cannot be one ---


def _open(message: str, expected: Expected) -> Meaning:
    if seek := _marked_search(message):
        return seek
    if fold(message) in {fold(reply) for reply in expected.question.none}:
        return Order("overslaan")
    if expected.alarms(message) and _asks(message, expected.phrases):
        return Seek(message)
    if match := re.match(r"(?i)^\s*(?:wat (?:is|zijn|betekent|betekenen|houdt)|wat is het verschil)\b(.*)$", message):
        rest = re.sub(r"(?i)\b(hier|eigenlijk|ook alweer|precies|in)\b", " ", match[1])
        subject = re.sub(r"(?i)^\s*(een|de|het|nou|nu)\b|\?+\s*$", " ", rest.strip()).strip()
        subjects = re.split(r"(?i)\b(?:en|versus|vs)\b", re.sub(r"(?i)^.*\btussen\b", "", subject))
        if "\n" not in message and all(expected.knows(part.strip(" ?.,")) for part in subjects):
            return Seek(message.strip())
    if correction := _named_correction(message, expected):
        return correction
    if re.match(r"(?i)^wijzig\s+\S", message) and len(message.split()) <= MOST_NAMED and "\n" not in message:
        return Order("wijzig")
    return Take(message, hint=_doubt(message, expected.phrases))


def _asks(message: str, phrases: Phrases) -> bool:
    return "?" in message or _is_question(message, phrases) or bool(re.search(r"(?i)\bwat (nu|moet)\b", message))


def _doubt(message: str, phrases: Phrases) -> str:
    """What an answer to an open question may have been instead; the person hears how to say so."""
    if len(message) > LONGEST_ASIDE or "\n" in message:
        return ""
    if _is_question(message, phrases):
        return "was_het_een_vraag"
    starts = [fold(word) for word in phrases.words.get("correctie", ()) if fold(word) not in ("nee", "toch", "fout")]
    bare = fold(message)
    return "was_het_een_wijziging" if any(bare == s or bare.startswith(s + " ") for s in starts) else ""


def _marked_search(message: str) -> Seek | None:
    if match := re.match(r"(?is)^\s*\?+\s*(.+)$", message):
        return Seek(match[1].strip())
    if match := re.match(r"(?is)^\s*/?(?:zoek(?: op)?|opzoeken)[ :]+(.+)$", message):
        return Seek(match[1].strip())
    return None


def _named_correction(message: str, expected: Expected) -> Correct | None:
    """'wijzig sector', 'verander doel 2': a correction that names what it is about."""
    if "\n" in message:
        return None
    words = "|".join(map(re.escape, expected.phrases.words.get("wijzig", ())))
    match = re.match(rf"(?i)^\s*/?(?:{words})\s+(.+?)\s*$", message) if words else None
    return _correction_of(match[1], expected) if match else None


def _correction_of(rest: str, expected: Expected) -> Correct | None:
    """What 'wijzig ...' is about: a question by its name, with or without the new answer."""
    name, _, new = _split_once(r"(?i)\s+(?:naar|in|wordt|moet zijn)\s+|\s*:\s+", rest)
    found = _named(name, expected.earlier)
    if not found:
        name, new = rest, ""
        found = _named(name, expected.earlier)
    if not found:
        return None
    if new and len(found) == 1:
        value = closed_value(new, found[0], expected)
        if value is not None:
            return Correct((found[0].path,), value)
    return Correct(tuple(question.path for question in found[:4]))


def _split_once(pattern: str, text: str) -> tuple[str, str, str]:
    match = re.search(pattern, text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def _named(name: str, earlier: Iterable[Question]) -> list[Question]:
    """Questions that a name points at: the label, or all words of the name in it."""
    wanted = re.sub(r"^(mijn|de|het|vraag|antwoord|antwoord op) ", "", fold(name))
    if not wanted:
        return []
    questions = list(earlier)
    for test in (
        lambda label: label == wanted,
        lambda label: label.startswith(wanted + " "),
        lambda label: set(wanted.split()) <= set(label.split()),
        lambda label: fuzz.ratio(wanted, label) >= ACCEPT,
    ):
        found = [q for q in questions if test(fold(q.label)) or test(_slot(q.path))]
        if found:
            # The same name may stand in two flows; the one we are in goes first.
            run = found[0].path.partition(".")[0]
            return [q for q in found if q.path.startswith(f"{run}.")]
    return []


def _slot(path: str) -> str:
    return fold(path.rpartition(".")[2].replace("_", " "))


# --- closed questions ---


def _closed(message: str, expected: Expected) -> Meaning:
    question = expected.question
    value = exact(message, question, expected)
    if value is not None:
        return Take(value)
    if question.label == "controle" and fold(message) in {fold(w) for w in expected.phrases.words.get("nee", ())}:
        return Order("wijzig")
    if seek := _marked_search(message):
        return seek
    if split := _answer_and_question(message, expected):
        return split
    if _is_question(message, expected.phrases):
        return Seek(message)
    if correction := _correction(message, expected):
        return correction
    meaning = near(message, question, expected)
    if isinstance(meaning, Take | Unsure):
        return meaning
    if expected.knows(message):
        return Seek(message)
    return meaning


def _is_question(message: str, phrases: Phrases) -> bool:
    if "?" in message:
        return True
    bare = fold(message)
    return any(bare.startswith(fold(start) + " ") for start in phrases.words.get("vraag", ()))


def _answer_and_question(message: str, expected: Expected) -> Take | None:
    """'po, maar wat is een CvB?': the answer first, then the question."""
    starts = "|".join(re.escape(word) for word in expected.phrases.words.get("vraag", ()))
    match = re.match(rf"(?is)^(.{{1,80}}?)[,.;:]?\s+(?:maar |en |trouwens |o ja |oja )*((?:{starts})\b.+)$", message)
    if not match or _is_question(match[1], expected.phrases):
        return None
    value = closed_value(match[1], expected.question, expected)
    return Take(value, question=match[2].strip()) if value is not None else None


def _correction(message: str, expected: Expected) -> Meaning | None:
    """'nee wacht, mbo': the nearest earlier question that this answers, or the open one."""
    if named := _named_correction(message, expected):
        return named
    starts = "|".join(re.escape(w) for w in expected.phrases.words.get("correctie", ()))
    match = re.match(rf"(?is)^\s*((?:(?:{starts})\b[\s,.:;-]*)+)(.*)$", message) if starts else None
    if not match or not match[2].strip():
        return None
    rest = match[2].strip()
    if (found := _correction_of(rest, expected)) and found.value is not None:
        return found
    here = closed_value(rest, expected.question, expected)
    if here is not None:
        return Take(here)
    # A plain 'nee' may be the answer itself; 'nee wacht' with something unknown behind it is not.
    plain = set(fold(match[1]).split()) <= {"nee", "toch"}
    for question in expected.earlier:
        if question.type in CHOICE_TYPES and not rest.isdecimal():
            value = (exact if plain else closed_value)(rest, question, expected)
            if value is not None:
                return Correct((question.path,), value)
    last = next((q for q in expected.earlier if q.type not in OPEN_TYPES), None)
    if last is not None and (value := exact(rest, last, expected)) is not None:
        return Correct((last.path,), value)
    return _correction_of(rest, expected) or (None if plain else Nothing())
