"""Plays scenarios and tells what is not so.

Each is played twice: once as it is, once with the log saved and loaded again after every turn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from assistant.authoring.scenarios import START, Case, Exchange
from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation import script as s
from assistant.conversation.engine import View, expects
from assistant.conversation.now import Now
from assistant.conversation.state import flow_of, run_of
from assistant.loading.content import Content
from assistant.loading.problems import did_you_mean
from assistant.session import World

Fault = tuple[int, str]
"""The turn, `START` for what it begins from, and a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Played:
    """What one message led to."""

    view: View
    outputs: tuple[o.Output, ...]
    log: tuple[e.Event, ...]
    now: Now
    first_turn: int
    """The number of the first message; what came earlier was there to begin with."""


class Stage:
    """Where scenarios are played: the content, and one world in which it is the day of the scenario."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._day = date.today()
        self._world = World(content.library, lambda: self._day)

    def turns(
        self, messages: Sequence[str], day: str, given: Sequence[e.Event] = (), *, reload: bool = False
    ) -> Iterator[Played]:
        """Say messages one by one.

        Args:
            messages: what is typed.
            day: the date in ISO form.
            given: events before the first message.
            reload: save and load the log after each turn.
        """
        self._day = date.fromisoformat(day)
        script, world = self.content.script, self._world
        log = [*given, *engine.opening(script, given, world).events]
        first_turn = max((event.turn for event in log), default=0) + 1
        withheld = ""
        for message in messages:
            turn = engine.step(script, log, message, world, withheld)
            withheld = turn.withheld
            for seq, event in turn.overwritten:
                log[seq] = event
            log.extend(turn.events)
            if reload:
                log = [e.from_data(json.loads(json.dumps(e.to_data(event)))) for event in log]
            yield Played(engine.view(script, log, world), turn.outputs, tuple(log), Now(script, log, world), first_turn)

    def play(
        self, case: Case, *, reload: bool = False, watch: Callable[[Played], None] = lambda _: None
    ) -> list[Fault]:
        """Everything that is not as the scenario says; `watch` sees every turn, those of included scenarios first."""
        faults = list(self._start_faults(case))
        if faults:
            return faults
        given = self._given(case.given, case.scenario.date)
        messages = [*case.before, *(exchange.say for exchange in case.scenario.turns)]
        turns = self.turns(messages, case.scenario.date, given, reload=reload)
        for number, played in enumerate(turns, -len(case.before)):
            watch(played)
            if number >= 0:
                faults += [(number, fault) for fault in _faults(case.scenario.turns[number], played)]
        return faults

    def now(self, log: Sequence[e.Event]) -> Now:
        """A log as it stands."""
        return Now(self.content.script, log, self._world)

    def _given(self, given: Mapping[str, Any], day: str) -> list[e.Event]:
        """Answers as if each had just been given; of more flows, only the last can still be under way."""
        log: list[e.Event] = []
        turn = 0
        for run, paths in groupby(given, run_of):
            if log and (front := self.now(log).front):
                log.append(e.Paused(turn, front))
            turn += 1
            log += [e.Heard(turn, self.content.script[flow_of(run)].title, day), e.Started(turn, run)]
            for path in paths:
                turn += 1
                raw = ", ".join(map(str, given[path])) if isinstance(given[path], list) else str(given[path])
                log += [e.Heard(turn, raw, day), e.Answered(turn, path, given[path], raw)]
            if self.now(log).complete(run):
                log.append(e.Finished(turn, run))
        return log

    def _start_faults(self, case: Case) -> Iterator[Fault]:
        """What cannot be begun from: a day that is none, questions that do not exist, answers that do not count."""
        known = set(known_paths(self.content.script))
        try:
            self._day = date.fromisoformat(case.scenario.date)
        except ValueError:
            yield START, f"'{case.scenario.date}' is geen datum; schrijf bijvoorbeeld '2026-11-22'"
            return
        named = [(START, path) for path in case.given]
        named += [(n, path) for n, exchange in enumerate(case.scenario.turns) for path in exchange.unset]
        faults = [
            (turn, f"de vraag '{path}' bestaat niet.{did_you_mean(path, known)}".rstrip("."))
            for turn, path in named
            if plain_path(path) not in known
        ]
        yield from faults
        if faults or not case.given:
            return
        now = self.now(self._given(case.given, case.scenario.date))
        for path, value in case.given.items():
            if path not in now.live or not _of_its_kind(now, path, value):
                yield START, f"{value!r} kan bij dit begin geen antwoord op '{path}' zijn"


def plain_path(path: str) -> str:
    """'plan.doelen.doel' for 'plan.doelen[d1].doel', and 'reflecteren.keuze' for 'reflecteren#2.keuze'."""
    return re.sub(r"\[[^\]]*\]|#\d+", "", path)


def known_paths(script: s.Script) -> Iterator[str]:
    """The path of every question there is, without runs and items."""
    for flow in script.flows.values():
        yield from _paths(flow.steps, f"{flow.flow}.")


def _paths(steps: tuple[s.Step, ...], prefix: str) -> Iterator[str]:
    for step in steps:
        match step:
            case s.Ask(ask=slot) | s.Suggest(suggest=slot) | s.Review(review=slot):
                yield prefix + slot
            case s.Repeat(repeat=slot):
                yield prefix + slot
                yield f"{prefix}{slot}.meer"
        inner = f"{prefix}{step.repeat}." if isinstance(step, s.Repeat) else prefix
        for more in s.nested(step):
            yield from _paths(more, inner)


def _of_its_kind(now: Now, path: str, value: object) -> bool:
    """Whether a value is of the kind that the question wants: a list, a number, ja or nee, text."""
    stop = now.stop(path)
    kind = now.walker.question(stop).type if stop else "multi"  # a list of items is no question
    if kind == "multi":
        return isinstance(value, list)
    if kind == "yesno":
        return isinstance(value, bool)
    if kind in ("number", "scale"):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


def _faults(exchange: Exchange, played: Played) -> Iterator[str]:
    view, outputs = played.view, played.outputs
    asked = expects(view.question)
    path = asked["path"] if asked else None
    if exchange.at is not None and path != exchange.at:
        yield f"de open vraag is '{path}', niet '{exchange.at}'"
    for slot, value in exchange.set.items():
        if view.answers.get(slot) != value:
            yield f"'{slot}' is {view.answers.get(slot)!r}, niet {value!r}"
    tables: tuple[tuple[str, tuple[str, ...], Any], ...] = (
        ("bewaard", exchange.dormant, view.dormant),
        ("overgeslagen", exchange.skipped, view.skipped),
        ("geparkeerd", exchange.parked, view.parked),
    )
    for word, wanted, held in tables:
        for slot in wanted:
            if slot not in held:
                yield f"'{slot}' is niet {word}"
    for slot in exchange.unset:
        if slot in view.answers:
            yield f"'{slot}' heeft een antwoord: {view.answers[slot]!r}"
    cited = {output.id for output in outputs if isinstance(output, o.Cite)}
    for id_ in exchange.cites:
        if id_ not in cited:
            yield f"'{id_}' is niet aangehaald; wel: {', '.join(sorted(cited)) or 'niets'}"
    drafts = {output.kind for output in outputs if isinstance(output, o.Draft)}
    if exchange.draft is not None and exchange.draft not in drafts:
        yield f"er is geen document '{exchange.draft}' klaar"
    if exchange.output is not None and exchange.output not in {output.type for output in outputs}:
        yield f"er is geen '{exchange.output}' gezegd"
    said = "\n".join(output.text for output in outputs)
    if exchange.says is not None and exchange.says not in said:
        yield f"'{exchange.says}' is niet gezegd; wel: {said}"
    ids = [option["id"] for option in asked["options"]] if asked else []
    if ids[: len(exchange.options)] != list(exchange.options):
        yield f"de opties zijn {', '.join(ids) or 'er niet'}"
    if exchange.default is not None and (not asked or asked["default"] != exchange.default):
        yield f"het voorstel is {asked['default'] if asked else None!r}"
    done = {run for _, run, complete in view.runs if complete}
    for run in exchange.complete:
        if run not in done:
            yield f"'{run}' is niet af"
    if exchange.finished and not view.finished:
        yield "het gesprek is niet beëindigd"
