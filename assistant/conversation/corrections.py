"""Changes of earlier answers: which question is meant, and what the new answer is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from assistant.conversation import events as e
from assistant.conversation.likeness import ACCEPT, closed_value, named_value
from assistant.conversation.match import exact
from assistant.conversation.meaning import Correct, Expected, Meaning, Nothing, Take
from assistant.conversation.script import CHOICE_TYPES, OPEN_TYPES
from assistant.conversation.walk import Question
from assistant.conversation.words import fold

MOST_LETTERS = 80
MOST_WORDS = 12
_POINTERS = frozenset(
    ["het", "dat", "dit", "die", "deze", "er", "we", "wij", "ze", "zij", "hij", "ik", "je", "jullie", "men", "wat"]
)
_ASIDE = re.compile(
    r"(?i)(?<![\s,])[\s,]*\b(?:dat had ik|ik had dat|had ik|dat was|zei ik|dat zei ik|dat deed ik) "
    r"(?:net |daarnet |eerder )?(?:fout|verkeerd|mis)\b(?: begrepen| gezegd)?[.\s]*"
)
LONGEST_STATED = 5_000
"""A longer text is no correction, unless it begins with 'wijzig'."""
_PREVIOUS = re.compile(
    r"(?i)\b(?:die van net|van net|daarnet|bij (?:de|die) vorige(?: vraag)?|de vorige(?: vraag)?|het vorige)\b"
)
_SET = re.compile(
    r"(?i)^(?P<name>.{2,60}?)(?:\s*:\s*|\s+(?:moet|moest|wordt|werd|is|zijn|was|hoort)\b)(?P<value>.*)$", re.S
)
_TAIL = re.compile(r"(?i)\b(?:zijn|worden|te zijn|geweest)\s*[.]?\s*$")
_ARTICLE = re.compile(r"^(?:mijn|de|het|onze|die|dat|deze|dit|vraag|antwoord|antwoord op|vraag over) ")
_MORE = re.compile(r"(?i)\b(?:ook|erbij|er nog bij|er ook bij|toevoegen)\b")
_REOPEN = (
    re.compile(r"(?i)^(?:nee,? )?(?P<name>.{2,40}?) (?:klopt|kloppen) (?:nog |toch |zo )*niet\W*$"),
    re.compile(
        r"(?i)^(?:nee,? )?(?P<name>.{2,40}?) (?:is|zijn|staat|moet) (?:nog |toch )*"
        r"(?:fout|verkeerd|anders|niet goed)\W*$"
    ),
    re.compile(
        r"(?i)^(?:ik |we |kan ik |kunnen we |mag ik )?(?:wil|willen|moet)?(?: nog| toch| graag| even)*"
        r" ?(?:de |het )?(?P<name>.{2,40}?) (?:nog |toch |even |alsnog |graag )*"
        r"(?:invullen|aanpassen|aanvullen|wijzigen|veranderen|verbeteren|overdoen)\W*$"
    ),
    re.compile(r"(?i)^.{0,20}\b(?:verkeerde|foute|foutje in de|fout in de) (?P<name>\S+(?: \S+)?)\W*$"),
    re.compile(r"(?i)^.{0,20}\bterug naar (?:de vraag (?:over|naar|van) )?(?P<name>.{2,40}?)\W*$"),
)
"""Sentences that open a question again by its name."""
_TYPED = re.compile(
    r"(?i)^.{0,20}\b(?:typte|tikte|schreef|had|zei) (?:bij )?(?P<name>.{2,40}?) (?:net )?(?:verkeerd|fout|mis)\w*"
    r"[\s,.:;]+(?:het|dat|hij|die|ze)? ?(?:is|moet(?: zijn)?|heet|wordt)\b(?P<value>.+)$"
)
_BECOMES = re.compile(
    r"(?i)^(?:\W|nee|oh?|wacht|sorry|die|dat|de|het)*\b(?P<old>\S.{0,40}?) (?:moet|moest) (?:toch |dus |trouwens )*"
    r"(?P<new>.+?) (?:zijn|worden)\b(?: sorry)?\W*$"
)
_NOT_BUT = re.compile(
    r"(?i)^(?:\W|nee|het is|dat is|is)*\bniet (?P<old>.{2,60}?)(?:,? maar|,) (?P<new>.+?)(?: (?:als|bij|voor) \S+)?\W*$"
)
_SWAP = re.compile(
    r"(?i)\bmaak (?:er )?(?:van )?(?:die |dat |de |het )?(?P<old>\w+ )?(?:maar |toch |liever )*(?:een |van )?"
    r"(?P<new>\w+)(?: van)?\W*$"
)


def named_correction(message: str, expected: Expected) -> Correct | None:
    """'wijzig sector', 'verander doel 2': a correction that names what it is about."""
    if "\n" in message:
        return None
    words = "|".join(map(re.escape, expected.phrases.words.get("wijzig", ())))
    match = re.match(rf"(?i)/?(?:{words})\s+(.+)$", message.strip()) if words else None
    return _by_name(match[1], expected) if match else None


def marked(message: str, expected: Expected) -> tuple[str, str] | None:
    """The words that announce a correction ('nee wacht'), and what follows them."""
    starts = "|".join(
        re.escape(word) for word in sorted(expected.phrases.words.get("correctie", ()), key=len, reverse=True)
    )
    match = re.match(rf"(?is)^\s*((?:(?:{starts})\b[\s,.:;-]*)+)(.*)$", message) if starts else None
    return (match[1], match[2].strip()) if match and match[2].strip() else None


def correction(message: str, expected: Expected) -> Meaning | None:
    """A change of the nearest earlier question that a message answers, or of the open one."""
    if named := named_correction(message, expected):
        return named
    if reopened := reopened_by_name(message, expected):
        return reopened
    found = marked(message, expected)
    start, rest = found or ("", message.strip())
    plain = set(fold(start).split()) <= {"nee", "toch"}
    if stated := stated_correction(message, expected):
        return stated
    if not found and not _PREVIOUS.search(message) and not _ASIDE.search(message):
        return None
    rest = _ASIDE.sub("", rest).strip() or rest
    if (by_name := _by_name(rest, expected)) and by_name.value is not None:
        return by_name
    if previous := _of_previous(rest, expected):
        return previous
    for reading in (exact, named_value, closed_value):
        # What names an earlier answer as it is written goes before what resembles one here.
        # After 'nee' alone the rest is the reason; what it resembles says less than the 'nee'.
        if not (plain and reading is closed_value) and (here := reading(rest, expected.question, expected)) is not None:
            return Take(here)
        for question in expected.earlier:
            if question.type in CHOICE_TYPES and not rest.isdecimal() and not (plain and reading is not exact):
                value = reading(rest, question, expected)
                if value is not None:
                    return Correct((question.path,), _with(value, rest, question))
    last = next((q for q in expected.earlier if q.type not in OPEN_TYPES), None)
    if last is not None and (value := exact(rest, last, expected)) is not None:
        return Correct((last.path,), value)
    return _by_name(rest, expected) or (None if plain else Nothing())


def reopened_by_name(message: str, expected: Expected, *, whole: bool = False) -> Correct | None:
    """'de gemeente klopt niet', 'kan ik terug naar de vraag over de scholen'; `whole`: only by a whole name."""
    if "\n" in message or len(message) > MOST_LETTERS:
        return None
    for sentence in _REOPEN[:-1] if whole else _REOPEN:  # 'terug naar de gemeente' may be what they will do
        match = sentence.match(message.strip())
        if match is None:
            continue
        found = _called(match["name"], expected.earlier) or _about(match["name"], expected.earlier)
        if whole:
            name = _ARTICLE.sub("", fold(match["name"]))
            found = [question for question in found if name in (_unlettered(question.label), _slot(question.path))]
        if found:
            return Correct(tuple(question.path for question in found[:4]))
    return None


def _about(name: str, earlier: Iterable[Question]) -> list[Question]:
    """Questions in whose words a name stands: 'de vraag over de scholen'."""
    wanted = set(fold(name).split()) - _POINTERS - {"de", "een", "mijn", "over"}
    return [q for q in earlier if wanted and wanted <= set(fold(f"{q.text} {q.short}").split())][:4]


def _typed_wrong(message: str, expected: Expected) -> Correct | None:
    """'ik typte de naam verkeerd, het is De Kade', 'niet De Kade maar De Brug' where that was an answer."""
    if match := _TYPED.match(message):
        found = _called(match["name"], expected.earlier)
        value = closed_value(match["value"].strip(), found[0], expected) if len(found) == 1 else None
        return Correct((found[0].path,), value) if value is not None else None
    if match := _BECOMES.match(message):
        for question in expected.earlier:
            if question.type in OPEN_TYPES:
                if fold(match["old"]) == fold(str(question.default or "")):
                    return Correct((question.path,), match["new"].strip())
            elif (old := exact(match["old"], question, expected)) is not None and old == question.default:
                value = exact(match["new"], question, expected)
                if value is not None:
                    return Correct((question.path,), value)
    if match := _NOT_BUT.match(message):
        for question in expected.earlier:
            if question.type in OPEN_TYPES and fold(match["old"]) == fold(str(question.default or "")):
                return Correct((question.path,), match["new"].strip())
    return None


def stated_correction(message: str, expected: Expected, *, open_question: bool = False) -> Correct | None:
    """'wacht, de gemeente is Oosterbroek', 'sector moet so zijn': a name, and what it must be.

    At an open question only with words that announce it, or with a colon: there the same words may be the answer.
    """
    if len(message) > LONGEST_STATED:
        return None
    if "\n" not in message and (typed := _typed_wrong(message, expected)):
        return typed
    found = marked(message, expected)
    rest = _ASIDE.sub("", found[1] if found else message.strip()).strip()
    if swap := _SWAP.search(rest):
        return _swapped(swap, expected)
    if found and (wish := _wished(rest, expected)):
        return wish
    rest = re.sub(r"(?i)^(?:(?:ja|bijna|goed|prima|klopt|oke)[\s,]+)*(?:alleen|behalve)[\s,]+(?=\S)", "", rest)
    rest = re.sub(r"(?i)^(?:toch )?(?:even )?(?:terugkomend op|over|wat betreft|kijk,?)\s+", "", rest)
    match = _SET.match(rest)
    if match is None or "\n" in message:
        return None
    names = re.sub(r"(?i)^(?:bij|voor|en|over) ", "", match["name"])
    questions = _called(re.sub(r"(?i)\b(?:trouwens|eigenlijk|toch)\b|,\s*dat$", " ", names), expected.earlier)
    if len(questions) != 1:
        return None
    text = _value_in(match["value"], questions[0])
    if re.match(r"(?i)(?:fout|verkeerd|niet goed)\b", text):
        return None
    if not text or not (found or _sure(message, names, questions[0], open_question=open_question)):
        return None
    value = (exact if open_question and not found else closed_value)(text, questions[0], expected)
    if value is None and questions[0].type in OPEN_TYPES:
        value = text
    return Correct((questions[0].path,), _with(value, match["value"], questions[0])) if value is not None else None


def _value_in(said: str, question: Question) -> str:
    """What a question must become: B in 'niet A maar B', the first in 'na 8 weken, niet zes', no 'toch' before it."""
    added = "" if question.type in OPEN_TYPES else "|ook|wel"
    text = re.sub(
        rf"(?i)^\s*(?:(?:trouwens|eigenlijk|toch|liever|dus|zijn|worden|staan|geworden{added})\b\s*|:\s*)*", "", said
    )
    text = _TAIL.sub("", text.strip(" :")).strip()
    if question.type in OPEN_TYPES:
        text = re.sub(r"(?i)^niet .{1,60}? maar ", "", text)
        text = re.sub(r"(?i),? (?:en )?niet .{1,60}$", "", text)
        text = re.sub(r"(?i)[\s,]+(?:trouwens|hoor|geworden|sorry)\W*$", "", text)
    return text.strip(" .")


def _sure(message: str, name: str, question: Question, *, open_question: bool) -> bool:
    """Whether an unannounced 'X is Y' is a change; at an open question the same words may be the answer."""
    if ":" in message:
        return True
    called = _ARTICLE.sub("", fold(name))
    exactly = (
        called in {_unlettered(question.label), fold(question.label), _slot(question.path)}
        or fuzz.ratio(called, _slot(question.path)) >= ACCEPT
    )
    strong = re.search(r"(?i)\b(?:moet|moest|wordt|trouwens|toch|was fout|klopt niet)\b", message)
    if not open_question:
        return bool(strong) or exactly
    denied = question.default is not None and f" niet {fold(str(question.default))}" in f" {fold(message)}"
    short = len(message.split()) <= MOST_WORDS
    if called != fold(name):  # 'de gemeente moet meebetalen'
        strong = re.search(r"(?i)\btrouwens\b|\bniet .+ maar\b|\b(?:moet|moest) .+ zijn\W*$", message)
    return exactly and short and (bool(strong) or denied) and not message.rstrip().endswith("?")


def _wished(rest: str, expected: Expected) -> Correct | None:
    """'ho, ik wil toch wel cijfers': yes or no to an earlier question, by a word of its name."""
    words = fold(rest).split()
    if len(words) > 10 or not {"wel", "geen", "niet"} & set(words):
        return None
    for question in expected.earlier:
        if question.type == "yesno" and _slot(question.path) in words:
            return Correct((question.path,), not {"geen", "niet"} & set(words))
    return None


def _swapped(swap: re.Match[str], expected: Expected) -> Correct | None:
    """'maak van die 2 maar een 4': the nearest answer that was the one, becomes the other."""
    for question in expected.earlier:
        if question.type in OPEN_TYPES or question.default is None:
            continue
        old = exact(swap["old"].strip(), question, expected) if swap["old"] else question.default
        value = exact(swap["new"], question, expected)
        if value is not None and old == question.default and value != old:
            return Correct((question.path,), value)
    return None


def _of_previous(rest: str, expected: Expected) -> Correct | None:
    """'die van net moet nee zijn': the question that was answered last."""
    if not _PREVIOUS.search(rest) or not expected.earlier:
        return None
    last = expected.earlier[0]
    text = re.sub(r"(?i)^\W*(?:is|moet|moest|hoort|was|wordt|trouwens)\b", "", _PREVIOUS.sub(" ", rest).strip()).strip()
    if last.type in OPEN_TYPES:
        return None
    text = _TAIL.sub("", _MORE.sub(" ", text))
    value = closed_value(text.strip(), last, expected) or closed_value(text.partition(",")[0], last, expected)
    return Correct((last.path,), _with(value, rest, last)) if value is not None else None


def _with(value: e.Value, said: str, question: Question) -> e.Value:
    """The answer there was, with something added, where that is what was said."""
    if not _MORE.search(said) or not isinstance(value, list) or not isinstance(question.default, list):
        return value
    return [option.id for option in question.options if option.id in {*question.default, *value}]


def _by_name(rest: str, expected: Expected) -> Correct | None:
    """What 'wijzig ...' is about: a question by its name, with or without the new answer."""
    if whole := [question for question in expected.earlier if fold(question.label) == fold(rest)]:
        return Correct((whole[0].path,))  # 'in' may be part of the name
    name, _, new = _split_once(r"(?i)(?<!\s)(?:\s+(?:naar|in|wordt|moet zijn)\s+|\s*:\s+)", rest)
    found = _called(name, expected.earlier)
    if not found:
        name, new = rest, ""
        found = _called(name, expected.earlier)
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


def _called(name: str, earlier: Iterable[Question]) -> list[Question]:
    """Questions that a name points at: the label, or all words of the name in it."""
    wanted = _ARTICLE.sub("", fold(name)).replace(" van ", " ")
    if not wanted or set(wanted.split()) <= _POINTERS:
        return []
    runs: dict[str, list[Question]] = {}
    for question in earlier:
        runs.setdefault(question.path.partition(".")[0], []).append(question)
    # The same name may stand in two flows; the one we are in goes first, whatever the others call theirs.
    return next((found for questions in runs.values() if (found := _called_in(wanted, questions))), [])


def _called_in(wanted: str, questions: Sequence[Question]) -> list[Question]:
    """The questions of one flow that a name points at, by the first way of reading it that gives any."""
    for test in (
        lambda label: label == wanted,
        lambda label: label == f"{wanted} {wanted.split()[0]}",
        lambda label: label.startswith(wanted + " "),
        lambda label: set(wanted.split()) <= set(label.split()),
        lambda label: fuzz.ratio(wanted, label) >= ACCEPT,
    ):
        found = [q for q in questions if test(_unlettered(q.label)) or test(fold(q.label)) or test(_slot(q.path))]
        if found:
            return found
    return []


def _unlettered(label: str) -> str:
    """A folded label without the letter of a form before it: 'vorm' for 'B. Vorm'."""
    return re.sub(r"^[a-z] ", "", fold(label))


def _slot(path: str) -> str:
    return fold(path.rpartition(".")[2].replace("_", " "))
