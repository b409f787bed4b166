"""Making unreadable what was kept: one thing wherever it stands, or all that was said at a question. Pure: what the log
must hold instead is worked out here, and whoever keeps the log puts it in place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.conversation import events as e
from assistant.conversation.env import Env, Personal
from assistant.conversation.script import OPEN_TYPES, Option
from assistant.conversation.walk import Question
from assistant.conversation.words import fold

if TYPE_CHECKING:
    from assistant.conversation.now import Now

PATH = "onleesbaar"
SURE = "onleesbaar_zeker"
"""Paths of the questions what to make unreadable, and whether really."""
SHORTEST = 4
"""Letters; a shorter text stands in too many others by chance."""
_TEXTS: dict[type[e.Event], tuple[str, ...]] = {
    e.Heard: ("text",), e.Answered: ("value", "raw", "note"), e.Posed: ("raw",), e.LookedUp: ("query",),
    e.LetStand: ("text",), e.Speaking: ("who",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """What can be made unreadable."""

    id: str
    """The path of an answer, or 'telefoonnummer#2' for the second telephone number of the log."""
    label: str
    name: str = ""
    """How its question is called, for an answer."""
    seen: Personal | None = None


def targets(now: Now) -> list[Target]:
    """All that can be made unreadable: first what looks like personal data, then the answers in own words."""
    found: list[Target] = []
    counts: dict[str, int] = {}
    for seen, where in _seen(now).values():
        counts[seen.kind] = counts.get(seen.kind, 0) + 1
        shown = f"{now.text(f'gegeven_{seen.kind}')} ({seen.masked})"
        label = now.text("gegeven_bij", wat=shown, vraag=where) if where else shown
        found.append(Target(f"{seen.kind}#{counts[seen.kind]}", label, seen=seen))
    return [*found, *_answers(now)]


def _seen(now: Now) -> dict[tuple[str, str], tuple[Personal, str]]:
    """What looks like personal data anywhere in the log, once each, with the question of its answer."""
    found: dict[tuple[str, str], tuple[Personal, str]] = {}
    for event in now.log:
        question = now.question_at(event.path) if isinstance(event, e.Answered) else None
        for text in _texts(event):
            for seen in now.env.personal(text):
                key = (seen.kind, seen.value)
                if key not in found or (question and not found[key][1]):
                    found[key] = (found[key][0] if key in found else seen, question.label if question else "")
    return found


def _answers(now: Now) -> list[Target]:
    found: dict[str, Target] = {}
    for event in now.log:
        if not isinstance(event, e.Answered) or not isinstance(event.value, str) or not event.value.strip():
            continue
        if not _in_own_words(now, event.path):
            continue
        question = now.question_at(event.path)
        known = now.state.answers.get(event.path)
        text = known.value if known is not None and isinstance(known.value, str) else event.value
        label = question.label if question is not None else event.path.rpartition(".")[2].replace("_", " ")
        found[event.path] = Target(event.path, f"{label}: {_cut(text)}", label)
    return list(found.values())


def named(now: Now, found: Sequence[Target], message: str) -> list[Target]:
    """The targets that a wish names: a kind ('het telefoonnummer'), the thing itself, or a question by its name."""
    values = {(seen.kind, seen.value) for seen in now.env.personal(message)}
    exact = [target for target in found if target.seen and (target.seen.kind, target.seen.value) in values]
    if exact:
        return exact
    said = f" {fold(message)} "
    kinds = kinds_named(now, message)
    by_kind = [target for target in found if target.seen and target.seen.kind in kinds]
    by_name = [target for target in found if target.name and f" {fold(target.name)} " in said]
    longest = max((len(fold(target.name)) for target in by_name), default=0)
    return by_kind or [target for target in by_name if len(fold(target.name)) == longest]


def kinds_named(now: Now, message: str) -> set[str]:
    """The kinds of personal data that a message speaks of."""
    said = f" {fold(message)} "
    words = now.script.phrases.words
    kinds = ("bsn", "mailadres", "telefoonnummer", "rekeningnummer", "adres", "geboortedatum")
    return {kind for kind in kinds if any(f" {fold(word)} " in said for word in words.get(f"gegeven_{kind}", ()))}


def question(now: Now, posed: e.Posed) -> Question:
    """Which of these, or really?"""
    found = {target.id: target for target in targets(now)}
    if posed.path:
        text = now.text("onleesbaar_zeker", wat=found[posed.path].label if posed.path in found else "dit")
        return Question(SURE, "choice", text, text, SURE, options=now.own_options("onleesbaar", ("ja", "nee")))
    text = now.text("onleesbaar_wat")
    rows = tuple(Option(i, found[i].label, (found[i].name,)) for i in posed.options if i in found)
    options = (*rows, *now.own_options("onleesbaar", ("niets",)))
    return Question(PATH, "choice", text, text, PATH, options=options)


def overwritten(now: Now, target: Target) -> list[tuple[int, e.Event]]:
    """The events that must change, by their place in the log, with what takes their place.

    Answers come last: as long as one of them is there, what has to go can be found again.
    """
    closed = {event.path for event in now.log if isinstance(event, e.Answered) and not _in_own_words(now, event.path)}
    gone = _without_value(now, target.seen) if target.seen else _without_answer(now, target.id)

    def change(event: e.Event) -> e.Event:
        kept = event.value if isinstance(event, e.Answered) and event.path in closed else None
        new = gone(event)
        return replace(new, value=kept) if isinstance(new, e.Answered) and kept is not None else new

    changed = [(seq, new) for seq, event in enumerate(now.log) if (new := change(event)) != event]
    return sorted(changed, key=lambda item: (isinstance(item[1], e.Answered), item[0]))


def _without_value(now: Now, target: Personal) -> Callable[[e.Event], e.Event]:
    mark = now.text("gegeven_weggehaald", wat=now.text(f"gegeven_{target.kind}").removeprefix("een "))
    key = (target.kind, target.value)
    spellings = {
        text[seen.start : seen.end]
        for event in now.log for text in _texts(event) for seen in now.env.personal(text)
        if (seen.kind, seen.value) == key
    }  # fmt: skip
    patterns = [re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True)]
    if target.value.isdecimal():
        patterns.append(r"(?<!\d)" + r"[ \-./()]{0,3}".join(target.value) + r"(?!\d)")
    every = re.compile("|".join(patterns), re.IGNORECASE)

    def gone(text: str) -> str:
        return every.sub(lambda _: mark, _cut_out(text, now.env, key, mark))

    return lambda event: _rewritten(event, gone)


def _cut_out(text: str, env: Env, key: tuple[str, str], mark: str) -> str:
    for seen in reversed(env.personal(text)):
        if (seen.kind, seen.value) == key:
            text = text[: seen.start] + mark + text[seen.end :]
    return text


def _without_answer(now: Now, path: str) -> Callable[[e.Event], e.Event]:
    given = [event for event in now.log if isinstance(event, e.Answered) and event.path == path]
    turns = {event.turn for event in given}
    own_words = _in_own_words(now, path)
    secrets = {text for event in given if own_words for text in _texts(event) if len(text) >= SHORTEST}
    mark = now.text("gegeven_weg")
    longest_first = sorted(map(re.escape, secrets), key=len, reverse=True)
    every = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)" if secrets else r"(?!)")

    def change(event: e.Event) -> e.Event:
        if isinstance(event, e.Answered) and event.path == path:
            if own_words and isinstance(event.value, str):
                return replace(event, value=None, raw="", status="skipped", note="")
            return replace(event, raw="", note="")
        if event.turn in turns and not isinstance(event, e.Answered):
            return _rewritten(event, lambda _: "")
        return _rewritten(event, lambda text: every.sub(lambda _: mark, text))

    return change


def _in_own_words(now: Now, path: str) -> bool:
    """Whether the answers at a path are text, and not a choice, a number or a list; unknown paths count as text."""
    asked = now.question_at(path)
    return asked is None or asked.type in OPEN_TYPES


def _texts(event: e.Event) -> list[str]:
    """What stands in an event in the person's own words."""
    values = [getattr(event, name) for name in _TEXTS.get(type(event), ())]
    return [value for value in values if isinstance(value, str) and value]


def _rewritten(event: e.Event, change: Callable[[str], str]) -> e.Event:
    values = {name: getattr(event, name) for name in _TEXTS.get(type(event), ())}
    new: dict[str, Any] = {n: change(value) for n, value in values.items() if isinstance(value, str) and value}
    return replace(event, **new) if new else event


def _cut(text: str, length: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
