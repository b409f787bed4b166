"""Grades how the assistant takes utterances: real-sounding messages in context, each with what it must be taken as.

Use: python -m tests.understanding.grading [--misses]

Of the files beside this one every other utterance of a kind was tuned on, and the rest was not; both halves are
reported. Those in `tuned/` are of the same kind, written later and all tuned on. A wrong acceptance, an answer stored that
was not meant, costs ten times a needless question.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.conversation.env import Env
from assistant.conversation.meaning import Order
from assistant.conversation.now import KEEP
from assistant.conversation.script import Script
from assistant.conversation.turn import TurnBuilder
from assistant.conversation.understand import understand
from assistant.loading.content import load_content
from assistant.session import World

HERE = Path(__file__).parent
TUNED = "tuned/"
TODAY = date(2026, 11, 22)
WRONG, NEEDLESS = 10, 1
"""What a wrong acceptance and a needless question cost."""
ITSELF = "*"
"""The message as it was typed."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a message is taken as."""

    set: Mapping[str, e.Value] = field(default_factory=dict)
    """Answers that are stored, by path."""
    order: str = ""
    look_up: bool = False
    opened: str = ""
    """Path of the earlier question that is open again."""
    begun: str = ""
    unsure: bool = False
    """It is asked which of a few was meant."""
    repair: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message in context, and what it may be taken as, best first."""

    file: str
    at: str
    given: tuple[str, ...]
    say: str
    kind: str
    taken: tuple[Taken, ...]


@dataclass(frozen=True)
class Graded:
    """One utterance and how it was taken."""

    utterance: Utterance
    got: Taken

    @cached_property
    def as_meant(self) -> bool:
        """Whether it was taken as one of the things it may be taken as."""
        return self.got in self.utterance.taken

    @cached_property
    def wrong(self) -> bool:
        """Whether an answer was stored that was not meant."""
        meant = [pair for taken in self.utterance.taken for pair in taken.set.items()]
        return any(pair not in meant for pair in self.got.set.items())

    @property
    def cost(self) -> int:
        """What it cost the person."""
        return WRONG if self.wrong else 0 if self.as_meant else NEEDLESS


def read_utterances(files: Iterable[Path]) -> list[Utterance]:
    """The utterances of some files, in order.

    Raises:
        TypeError: an utterance has a key that is not known.
    """
    found = []
    for path in files:
        for group in yaml.safe_load(path.read_text("utf-8")):
            for item in group["utterances"]:
                choices = item["taken"] if isinstance(item["taken"], list) else [item["taken"]]
                taken = tuple(_taken(choice, str(item["say"])) for choice in choices)
                given = tuple(map(str, group.get("given", ())))
                found.append(
                    Utterance(
                        path.relative_to(HERE).as_posix(), group["at"], given, str(item["say"]), item["kind"], taken
                    )
                )
    return found


def _taken(data: Mapping[str, Any], said: str) -> Taken:
    answers = {path: said.strip() if value == ITSELF else value for path, value in data.get("set", {}).items()}
    return Taken(**{**data, "set": answers})


class Grader:
    """Plays utterances; a context is played once."""

    def __init__(self, script: Script, env: Env) -> None:
        self._script, self._env = script, env
        self._logs: dict[tuple[str, ...], list[e.Event]] = {(): list(engine.opening(script, [], env).events)}

    @classmethod
    def shipped(cls) -> Grader:
        """With the flows and knowledge as shipped."""
        content = load_content()
        return cls(content.script, World(content.library, lambda: TODAY))

    def log(self, given: tuple[str, ...]) -> list[e.Event]:
        """The conversation after these messages."""
        if given not in self._logs:
            before = self.log(given[:-1])
            self._logs[given] = [*before, *engine.step(self._script, before, given[-1], self._env).events]
        return self._logs[given]

    def at(self, given: tuple[str, ...]) -> str:
        """Path of the question that is open after these messages."""
        asked = engine.expects(engine.view(self._script, self.log(given), self._env).question)
        return asked["path"] if asked else ""

    def grade(self, utterance: Utterance) -> Graded:
        """Say it, and see what it is taken as."""
        log = self.log(utterance.given)
        builder = TurnBuilder(self._script, log, self._env)
        question = builder.now.position or builder.now.home()
        meaning = understand(utterance.say.strip() or " ", builder.expected(question))
        turn = engine.step(self._script, log, utterance.say, self._env)
        order = meaning.command if isinstance(meaning, Order) else ""
        stored = {
            event.path: event.value
            for event in turn.events
            if isinstance(event, e.Answered) and event.status == "answered" and event.value is not None
        }
        stored.update({event.path: _value(log, event.path) for event in turn.events if isinstance(event, e.Kept)})
        stored = dict(_as_said(stored, utterance.at))
        if any(isinstance(event, e.Posed) and event.kind == "opzoeken" for event in turn.events):
            stored["home"] = "opzoeken"
        if KEEP in stored.values() and utterance.at == "controle":
            stored, order = {}, "ok"
        opened = [event.path for event in turn.events if isinstance(event, e.Reopened)]
        begun = [event.run.partition("#")[0] for event in turn.events if isinstance(event, e.Started)]
        return Graded(utterance, Taken(
            set=stored,
            # 'ok' stores what was proposed, and 'meer over 2' is a look-up.
            order="" if (order == "ok" and stored) or order == "meer" else order,
            look_up=any(isinstance(event, e.LookedUp) for event in turn.events),
            opened=opened[0] if opened and not order else "",
            begun=begun[0] if begun and not order else "",
            unsure=any(isinstance(event, e.Posed) and event.kind == "verduidelijk" for event in turn.events),
            repair=any(isinstance(event, e.Misunderstood) for event in turn.events),
        ))  # fmt: skip


def _as_said(stored: Mapping[str, e.Value], at: str) -> Iterator[tuple[str, e.Value]]:
    """The answers by the question they were said to: a list that grew is a 'yes' to 'another one?'."""
    for path, value in stored.items():
        yield (at, True) if at == f"{path}.meer" else (path, value)


def _value(log: Sequence[e.Event], path: str) -> e.Value:
    value = [event.value for event in log if isinstance(event, e.Answered) and event.path == path][-1]
    assert value is not None
    return value


def halves(graded: Sequence[Graded]) -> tuple[list[Graded], list[Graded]]:
    """Those that were tuned on and the others: of each kind every other one, in the order of the files.

    Those in `tuned/` stand in neither.
    """
    count: Counter[str] = Counter()
    seen: list[Graded] = []
    kept: list[Graded] = []
    for one in graded:
        if one.utterance.file.startswith(TUNED):
            continue
        (kept if count[one.utterance.kind] % 2 else seen).append(one)
        count[one.utterance.kind] += 1
    return seen, kept


def shown(taken: Taken) -> str:
    """What a message is taken as, in a few words."""
    told = {one.name: getattr(taken, one.name) for one in fields(taken) if getattr(taken, one.name)}
    return ", ".join(f"{name} {value}" for name, value in told.items()) or "nothing"


def report(graded: Sequence[Graded]) -> str:
    """Accuracy per kind, and in total per half."""
    seen, kept = halves(graded)
    kinds = defaultdict(list)
    for one in graded:
        kinds[one.utterance.kind].append(one)
    later = [one for one in graded if one.utterance.file.startswith(TUNED)]
    rows = [*sorted(kinds.items()), ("tuned on", seen), ("later, tuned on", later), ("not tuned on", kept)]
    rows.append(("all", list(graded)))
    lines = [f"{'kind':<20} {'n':>4} {'as meant':>9} {'wrong':>6} {'cost':>5}"]
    for name, some in rows:
        right, wrong, cost = (sum(getattr(one, what) for one in some) for what in ("as_meant", "wrong", "cost"))
        lines.append(f"{name:<20} {len(some):>4} {right / len(some):>9.3f} {wrong / len(some):>6.3f} {cost:>5}")
    return "\n".join(lines)


def graded_all() -> list[Graded]:
    """Every utterance of this folder, graded with the shipped content."""
    grader = Grader.shipped()
    return [grader.grade(one) for one in read_utterances(sorted(HERE.rglob("*.yaml")))]


def main() -> None:
    """Print the report, and what was taken otherwise than meant."""
    parser = argparse.ArgumentParser(description="Grade how utterances are taken.")
    parser.add_argument("--misses", action="store_true", help="of those that are tuned on")
    arguments = parser.parse_args()
    graded = graded_all()
    if arguments.misses:
        later = [one for one in graded if one.utterance.file.startswith(TUNED)]
        for one in (*halves(graded)[0], *later):
            if one.cost:
                what = one.utterance
                print(f"{'WRONG ' if one.wrong else ''}{what.file} {what.at} [{what.kind}] {what.say!r}")
                print(f"    meant {' | '.join(map(shown, what.taken))}\n    taken {shown(one.got)}")
    print(report(graded))


if __name__ == "__main__":
    main()
