"""Conversations to make documents of, built from events on the shipped flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.conversation import events as e
from assistant.conversation.now import Now
from assistant.conversation.script import Ask, Repeat, Script, Suggest
from assistant.conversation.walk import Stop
from assistant.knowledge.found import Found
from assistant.knowledge.model import Library

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class World:
    """An `Env` without a look-up: documents need none."""

    library: Library
    today: date = TODAY

    def look_up(self, query: str) -> Found:
        raise NotImplementedError

    def knows(self, word: str) -> bool:
        return False


def answered(path: str, value: e.Value) -> e.Answered:
    return e.Answered(1, path, value, str(value))


def told(script: Script, library: Library, answers: Mapping[str, e.Value], *more: e.Event) -> Now:
    """A conversation with these answers, by path, and whatever else happened."""
    runs = dict.fromkeys(path.partition(".")[0] for path in answers)
    runs.update(dict.fromkeys(event.path.partition(".")[0] for event in more if isinstance(event, e.Answered)))
    log: list[e.Event] = [e.Heard(1, "", TODAY.isoformat())]
    log += [e.Started(1, run) for run in runs]
    log += [answered(path, value) for path, value in answers.items()]
    return Now(script, [*log, *more], World(library))


def complete(script: Script, library: Library, run: str, answers: Mapping[str, e.Value] | None = None) -> Now:
    """A conversation in which every question of a run has an answer; those not given are made up."""
    known = dict(answers or {})
    if run not in {path.partition(".")[0] for path in known}:
        known[f"{run}.-"] = ""
    while True:
        now = told(script, library, known)
        stop = now.walk(run).pending
        if stop is None:
            return now
        known[stop.path] = _made_up(stop)


def _made_up(stop: Stop) -> e.Value:
    step = stop.step
    if isinstance(step, Suggest):
        return [candidate.id for candidate in stop.candidates[:2]]
    if isinstance(step, Repeat):
        return False
    if not isinstance(step, Ask):
        return "klopt"
    match step.type:
        case "multi":
            return [option.id for option in step.options]
        case "choice":
            return step.options[-1].id
        case "yesno":
            return True
        case "scale" | "number":
            return step.max or 3
        case "date":
            return "2027-03-01"
        case _:
            return f"Wat er gezegd is bij {stop.path}.\nEn een tweede regel."
