"""A message and what is expected, in; what the person meant, out.

The order is that of the laws: a command, an exact label or alias, a number or place, a look-up, a
correction, a fuzzy option, other questions of the same form, another flow; and else nothing, which
leads to repair. Fuzzy matching never guesses: too close to call means asking which one was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz

from assistant.conversation import events as e
from assistant.conversation.script import CHOICE_TYPES, OPEN_TYPES, Option, Phrases
from assistant.conversation.walk import Question
from assistant.conversation.words import date_in, fold, number_in, place_in

ACCEPT = 85.0
MARGIN = 15.0
MOST_NAMED = 8
SHORT_REPLY = 4
"""In a longer reply 'ja' or 'nee' may be about anything."""
LONGEST_ASIDE = 120
"""A longer text is no slip."""
CLOSE = 62.0
"""Below this an option is not even named as what may have been meant."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command, with what follows it."""

    command: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """An answer to the open question."""

    value: e.Value
    exact: bool = True
    question: str = ""
    """A question typed behind the answer."""
    others: Mapping[str, e.Value] = field(default_factory=dict)
    """Answers to other questions of the same form, by path."""
    hint: str = ""
    """Name of a text that says what this may have been instead."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Something to look up."""

    query: str


@dataclass(frozen=True, slots=True)
class Correct:
    """A change of an earlier answer; without a value the question is opened again."""

    paths: tuple[str, ...]
    value: e.Value | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """Another flow."""

    flow: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two to four options that may have been meant."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Not understood."""


Meaning = Order | Take | Seek | Correct | Begin | Unsure | Nothing


@dataclass(frozen=True, slots=True)
class Expected:
    """What may be meant at this point."""

    question: Question
    phrases: Phrases
    today: date
    triggers: Mapping[str, str]
    """Folded titles and triggers of flows, with the flow's id."""
    knows: Callable[[str], bool]
    """Whether a word is a term, form or abbreviation of the field."""
    earlier: tuple[Question, ...] = ()
    """Questions that can be corrected, nearest first; `default` holds their answer."""
    same_form: tuple[Question, ...] = ()
    """Other open questions of the same form."""
    items: tuple[str, ...] = ()
    """Names of list items: 'doel 2', 'subdoel 1 van doel 2'."""
    can_compare: bool = False
    has_notes: bool = False
    alarms: Callable[[str], bool] = lambda _: False
    """Whether a text speaks of somebody in danger."""
    has_look_up: bool = False


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
    for candidate in (bare, _without_filler(bare, expected.phrases)):
        if candidate in expected.triggers and not _is_answer(candidate, expected.question):
            return Begin(expected.triggers[candidate])
    return None


def _without_filler(bare: str, phrases: Phrases) -> str:
    """The folded message without politeness and hedging around it."""
    for filler in phrases.words.get("vulling", ()):
        bare = re.sub(rf"(^|\s){re.escape(fold(filler))}(?=\s|$)", " ", bare)
    return re.sub(r"\s+", " ", bare).strip()


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
        value = _closed_value(new, found[0], expected)
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
    value = _exact(message, question, expected)
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
    meaning = _near(message, question, expected)
    if isinstance(meaning, Take | Unsure):
        return meaning
    if expected.knows(message):
        return Seek(message)
    return meaning


def _closed_value(text: str, question: Question, expected: Expected) -> e.Value | None:
    """A value only where it is beyond doubt."""
    if question.type in OPEN_TYPES:
        return text.strip() or None
    value = _exact(text, question, expected)
    if value is not None:
        return value
    meaning = _near(text, question, expected)
    return meaning.value if isinstance(meaning, Take) else None


def _exact(message: str, question: Question, expected: Expected) -> e.Value | None:
    bare = fold(message)
    polite = _without_filler(bare, expected.phrases)
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
    found = [_exact_option(fold(part), _without_filler(fold(part), phrases), options) for part in parts]
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
    value = _closed_value(match[1], expected.question, expected)
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
    here = _closed_value(rest, expected.question, expected)
    if here is not None:
        return Take(here)
    # A plain 'nee' may be the answer itself; 'nee wacht' with something unknown behind it is not.
    plain = set(fold(match[1]).split()) <= {"nee", "toch"}
    for question in expected.earlier:
        if question.type in CHOICE_TYPES and not rest.isdecimal():
            value = (_exact if plain else _closed_value)(rest, question, expected)
            if value is not None:
                return Correct((question.path,), value)
    last = next((q for q in expected.earlier if q.type not in OPEN_TYPES), None)
    if last is not None and (value := _exact(rest, last, expected)) is not None:
        return Correct((last.path,), value)
    return _correction_of(rest, expected) or (None if plain else Nothing())


def _near(message: str, question: Question, expected: Expected) -> Meaning:
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
    polite = _content(_without_filler(bare, phrases), phrases)
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
