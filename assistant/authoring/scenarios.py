"""Conversation tests as data: what is said, and what must be so after it.

A scenario names ids, not sentences, so that it survives a change of wording. `playing` plays it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.loading.problems import Problem, did_you_mean
from assistant.loading.strict_yaml import Source, read
from assistant.loading.typed import fit

START = -1
"""The number of the turn before the first: what a scenario begins from."""


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
    """A conversation, from its opening on or from a start of its own."""

    scenario: str
    turns: tuple[Exchange, ...]
    date: str = "2026-11-22"
    """The day on which it is played."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """Answers that are there before the first message, by path and in the order in which they were given."""
    include: str | None = None
    """Name of a scenario of this file or folder that is played first, with what it begins from."""
    fails: str | None = None
    """Why this is known to fail; where it does not fail (any more), that is a fault."""


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario ready to play: with what the scenarios that it includes begin from and say."""

    scenario: Scenario
    given: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    """Messages of the included scenarios; what must hold after those is their own affair."""
    file: str = ""
    lines: tuple[int, ...] = ()
    """The line of the start, and then of each turn."""

    def place(self, turn: int) -> str:
        """'plan.yaml:12' for a turn, or for the start."""
        return f"{self.file}:{self.lines[turn + 1]}"


def case_of(scenario: Scenario) -> Case:
    """A scenario that includes nothing, without a file."""
    return Case(scenario, scenario.given, lines=(0,) * (len(scenario.turns) + 1))


def read_cases(path: Path) -> tuple[list[Case], list[Problem]]:
    """The scenarios of one file, and what is wrong with it; what they include is looked for beside it too."""
    source, found = _read(path)
    counted: set[str] = set()
    for scenario, i in found:
        if scenario.scenario in counted:
            source.problem((i, "scenario"), "dubbele-naam", f"het scenario '{scenario.scenario}' staat er vaker.")
        counted.add(scenario.scenario)
        if not scenario.turns:
            source.problem((i, "turns"), "leeg", "een scenario heeft minstens één beurt.")
    known = {scenario.scenario: scenario for scenario, _ in found}
    if any(scenario.include not in (None, *known) for scenario, _ in found):
        for other in sorted(path.parent.glob("*.yaml")):
            if other != path:
                known = {scenario.scenario: scenario for scenario, _ in _read(other)[1]} | known
    cases = [_case(scenario, known, source, i) for scenario, i in found]
    return cases, source.problems


def _read(path: Path) -> tuple[Source, list[tuple[Scenario, int]]]:
    source = read(path, path.name)
    data = source.data if isinstance(source.data, list) else []
    if source.data is not None and not data:
        source.problem((), "soort", "hier hoort een lijst met scenario's.")
    fitted = [(fit(Scenario, item, (i,), source), i) for i, item in enumerate(data)]
    return source, [(scenario, i) for scenario, i in fitted if scenario is not None]


def _case(scenario: Scenario, known: Mapping[str, Scenario], source: Source, i: int) -> Case:
    first, before = _before(scenario, known, source, i)
    if scenario.include and scenario.given:
        source.problem((i, "given"), "soort", "'given' en 'include' gaan niet samen; begin van een van de twee.")
    places = [(i, "given") if scenario.given else (i,), *((i, "turns", n) for n in range(len(scenario.turns)))]
    return Case(scenario, first.given, before, source.file, tuple(map(source.line, places)))


def _before(
    scenario: Scenario, known: Mapping[str, Scenario], source: Source, i: int
) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario that all begins with, and the messages until this one."""
    chain = [scenario]
    while (name := chain[-1].include) is not None:
        if name not in known:
            source.problem(
                (i, "include"), "verwijzing-scenario", f"het scenario '{name}' bestaat niet.{did_you_mean(name, known)}"
            )
            break
        if known[name] in chain:
            source.problem((i, "include"), "kring", f"'{name}' begint op zijn beurt met dit scenario.")
            break
        chain.append(known[name])
    return chain[-1], tuple(exchange.say for one in reversed(chain[1:]) for exchange in one.turns)
