"""Conversation tests as data: what is said, and what must be so after it.

A scenario names ids, not sentences, so that it survives a change of wording. Each one is played
twice: once as it is, once with the log saved and loaded again after every turn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation.engine import View, expects
from assistant.loading.content import Content
from assistant.loading.folders import shipped
from assistant.loading.problems import Problem
from assistant.loading.strict_yaml import Source, read
from assistant.loading.typed import fit
from assistant.session import World


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message, and what must hold after it; what is not named is not looked at."""

    say: str
    at: str | None = None
    """Path of the question that must be open."""
    set: Mapping[str, Any] = field(default_factory=dict)
    """Live answers, by path."""
    dormant: tuple[str, ...] = ()
    """Paths whose answers must be kept aside."""
    skipped: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()
    """Paths that must have no live answer."""
    cites: tuple[str, ...] = ()
    """Ids of passages that must be shown."""
    draft: str | None = None
    """Kind of document that must be ready."""
    output: str | None = None
    """A type of output that must be among what is said."""
    says: str | None = None
    """Words that must be among what is said."""
    options: tuple[str, ...] = ()
    """Ids of options that the open question must have, in this order, before others."""
    default: Any = None
    """What the open question must propose."""
    complete: tuple[str, ...] = ()
    """Runs that must be complete."""
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """A conversation from its opening on."""

    scenario: str
    turns: tuple[Exchange, ...]
    date: str = "2026-11-22"
    """The day on which it is played."""


def read_scenarios(path: Path) -> tuple[list[tuple[Scenario, Source, int]], list[Problem]]:
    """Scenarios of one file, with their source and place in it, and what is wrong with the file."""
    source = read(path, path.name)
    data = source.data if isinstance(source.data, list) else []
    if source.data is not None and not data:
        source.problem((), "soort", "hier hoort een lijst met scenario's.")
    found = [(fit(Scenario, item, (i,), source), i) for i, item in enumerate(data)]
    return [(item, source, i) for item, i in found if item is not None], source.problems


def play(scenario: Scenario, content: Content, *, reload: bool = False) -> Iterator[tuple[int, str]]:
    """Play a scenario; yields the turn (from 0) and a Dutch sentence for everything that is not so."""
    world = World(content.library, lambda: date.fromisoformat(scenario.date))
    log: list[e.Event] = list(engine.opening(content.script, [], world).events)
    for number, exchange in enumerate(scenario.turns):
        turn = engine.step(content.script, log, exchange.say, world)
        log.extend(turn.events)
        if reload:
            log = [e.from_data(json.loads(json.dumps(e.to_data(event)))) for event in log]
        view = engine.view(content.script, log, world)
        for fault in _faults(exchange, view, turn.outputs):
            yield number, fault


def _faults(exchange: Exchange, view: View, outputs: Sequence[o.Output]) -> Iterator[str]:
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
    if exchange.options and asked:
        ids = [option["id"] for option in asked["options"]]
        if ids[: len(exchange.options)] != list(exchange.options):
            yield f"de opties zijn {', '.join(ids)}"
    if exchange.default is not None and (not asked or asked["default"] != exchange.default):
        yield f"het voorstel is {asked['default'] if asked else None!r}"
    done = {run for _, run, complete in view.runs if complete}
    for run in exchange.complete:
        if run not in done:
            yield f"'{run}' is niet af"
    if exchange.finished and not view.finished:
        yield "het gesprek is niet beëindigd"


def play_files(files: Sequence[Path], content: Content, out: TextIO) -> int:
    """Play every scenario of the files, or of the shipped ones; prints what fails and a count.

    Returns:
        0 where all hold, and else 1.
    """
    paths = list(files) or sorted((shipped("dialogues") / "scenarios").glob("*.yaml"))
    passed = failed = 0
    for path in paths:
        scenarios, problems = read_scenarios(path)
        for problem in problems:
            out.write(f"{problem}\n")
        failed += len(problems)
        for scenario, source, index in scenarios:
            faults = [*play(scenario, content), *play(scenario, content, reload=True)]
            for turn, fault in dict.fromkeys(faults):
                line = source.line((index, "turns", turn))
                said = scenario.turns[turn].say[:40]
                out.write(f"{path.name}:{line}: {scenario.scenario}: na '{said}' {fault}.\n")
            passed, failed = passed + (not faults), failed + bool(faults)
    out.write(f"{passed} goed, {failed} fout\n")
    return 1 if failed or not passed else 0
