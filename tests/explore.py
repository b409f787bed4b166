"""Talks with the engine at random, for as long as you like, and holds every turn against the laws.

Use: python -m tests.explore [--turns N] [--seed N]

Each conversation follows from the seed and its number alone. The first path that breaks a law is shrunk to its
shortest and printed as messages for `samenwerkwijzer gesprek --json`; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from random import Random
from time import perf_counter

from assistant.conversation.script import Ask, Repeat, Review, Script, Step, Suggest, nested
from assistant.loading.content import Content, load_content
from assistant.session import World
from tests.conftest import TODAY
from tests.conversation import laws
from tests.conversation.laws import REOPEN, Broken, Talk, as_line, hold
from tests.conversation.moves import Somebody

LENGTHS = {12: 4, 40: 4, 120: 2, 400: 1}
"""Turns in a conversation, and how often one of that length is played."""
LOOKS = {
    laws.the_log_round_trips: 0.1,
    laws.every_document_renders: 0.06,
    laws.finishing_is_possible: 0.025,
    laws.reopening_and_keeping_changes_nothing: 0.04,
    laws.correcting_and_restoring_changes_nothing: 0.04,
}
"""How often, per turn, a moment is held against each law."""
ASIDES = 0.12
"""How often a few undoes, or closing and opening again, are tried beside the conversation."""
LONGEST_REPLAY = 120
"""Of conversations up to this length some are played again as a whole."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A broken law, and the messages that lead to it."""

    law: str
    detail: str
    said: tuple[str, ...]
    held: str = ""
    """The law of a moment that must be held after the messages to see it."""


@dataclass(slots=True)
class Played:
    """One conversation."""

    turns: int = 0
    looks: Counter[str] = field(default_factory=Counter)
    """How often each law of a moment was held."""
    met: set[str] = field(default_factory=set)
    """Questions that were asked."""
    failure: Failure | None = None


@lru_cache(maxsize=1)
def _content() -> Content:
    return load_content()


@lru_cache(maxsize=1)
def _world() -> World:
    return World(_content().library, lambda: TODAY)


def talk() -> Talk:
    """A new conversation over the shipped flows."""
    return Talk(_content().script, _world())


def length(seed: int, number: int) -> int:
    """How many turns a conversation has."""
    return Random(f"{seed}.{number}").choices(list(LENGTHS), list(LENGTHS.values()))[0]


def play(seed: int, number: int) -> Played:
    """Play one conversation, until its end or the first law that is broken."""
    chance = Random(f"{seed}.{number}.said")
    here, played = talk(), Played()
    somebody = Somebody(here.player.script, here.player.env.library, chance)
    try:
        for _ in range(length(seed, number)):
            here.hear(somebody.next(here))
            played.turns += 1
            if here.question is not None:
                played.met.add(_slot(here.question.path))
            for law, often in LOOKS.items():
                if chance.random() < often:
                    played.looks[law.__name__] += 1
                    _look(law, here, chance)
            if chance.random() < ASIDES:
                here.fork().hear(*chance.choice(([REOPEN], ["/ongedaan"] * chance.randint(1, 4))))
        if played.turns <= LONGEST_REPLAY and chance.random() < 0.1:
            played.looks[laws.the_same_messages_give_the_same_log.__name__] += 1
            _look(laws.the_same_messages_give_the_same_log, here, chance)
    except _Seen as seen:
        played.failure = seen.failure
    except Broken as broken:
        played.failure = Failure(broken.law, broken.detail, broken.said)
    return played


class _Seen(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure


def _look(law: Callable[[Talk, laws.Pick], str | None], here: Talk, chance: Random) -> None:
    try:
        hold(law, here, lambda things: [chance.choice(things)] if things else [])
    except Broken as broken:
        held = law.__name__ if list(broken.said) == here.said else ""
        raise _Seen(Failure(broken.law, broken.detail, broken.said, held)) from broken


# --- shrinking ---


def played_again(said: Sequence[str], held: str) -> Failure | None:
    """What these messages break, if anything."""
    here = talk()
    try:
        here.hear(*said)
        if held:
            hold(getattr(laws, held), here)
    except Broken as broken:
        return Failure(broken.law, broken.detail, broken.said, held if list(broken.said) == here.said else "")
    return None


def shrunk(failure: Failure, replay: Callable[[Sequence[str], str], Failure | None] = played_again) -> Failure:
    """The same failure by the fewest messages: parts are left out, big ones first, while the same law breaks."""

    def still(said: Sequence[str]) -> Failure | None:
        found = replay(said, failure.held)
        return found if found is not None and found.law == failure.law else None

    best = still(failure.said)
    if best is None:  # not by these messages alone: better the whole path than none
        return failure
    size = max(1, len(best.said) // 2)
    while True:
        before, at = best, 0
        while at < len(best.said):
            fewer = still((*best.said[:at], *best.said[at + size :]))
            best, at = (fewer, at) if fewer else (best, at + size)
        if size == 1 and best is before:
            break
        size = max(1, size // 2)
    for at, message in enumerate(best.said):
        while len(message) > 20:
            message = message[: len(message) // 2]
            best = still((*best.said[:at], message, *best.said[at + 1 :])) or best
            if best.said[at] != message:
                break
    return best


def told(failure: Failure, seed: int, number: int) -> str:
    """A failure as it is printed: what broke, and the messages."""
    lines = [f"{failure.law}, seed {seed}, conversation {number}", f"  {failure.detail}"]
    if failure.held:
        lines.append(f"  seen by looking ahead after these {len(failure.said)} messages, with '{failure.held}':")
    else:
        lines.append(f"  after these {len(failure.said)} messages:")
    lines += ["(close the conversation and open it again)" if m == REOPEN else as_line(m) for m in failure.said]
    return "\n".join(lines)


# --- what there is to meet ---


def questions(script: Script) -> set[str]:
    """Every question of every flow, lists without the ids of their items."""
    return {slot for flow in script.flows.values() for slot in _slots(flow.steps, flow.flow)}


def _slots(steps: Sequence[Step], prefix: str) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Ask | Suggest | Review):
            yield f"{prefix}.{step.ask if isinstance(step, Ask) else getattr(step, type(step).__name__.lower())}"
        if isinstance(step, Repeat):
            yield f"{prefix}.{step.repeat}.meer"
        for inner in nested(step):
            yield from _slots(inner, f"{prefix}.{step.repeat}" if isinstance(step, Repeat) else prefix)


def _slot(path: str) -> str:
    return re.sub(r"\[\w+\]|#\d+", "", path)


def explore(turns: int, seed: int, out: Callable[[str], object] = print) -> bool:
    """Play conversations until so many turns have been planned; whether every law held."""
    count = total = 0
    while total < turns:
        total += length(seed, count)
        count += 1
    start, looks, met = perf_counter(), Counter[str](), set[str]()
    broken: dict[str, int] = {}
    played = 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number, one in enumerate(pool.map(play, repeat(seed, count), range(count))):
            played += one.turns
            looks += one.looks
            met |= one.met
            if one.failure is None:
                continue
            broken[one.failure.law] = broken.get(one.failure.law, 0) + 1
            if broken[one.failure.law] == 1:
                out(told(shrunk(one.failure), seed, number) + "\n")
    seconds, wanted = perf_counter() - start, questions(_content().script)
    longest = max(length(seed, number) for number in range(count))
    out(f"seed {seed}: {played:,} turns in {count:,} conversations of up to {longest}, {seconds:,.0f} s")
    out(f"questions met: {len(met & wanted)} of {len(wanted)}{_named(wanted - met)}")
    out("looked ahead: " + ", ".join(f"{name} {times:,}" for name, times in sorted(looks.items())))
    out("broken: " + (", ".join(f"{law} {times}x" for law, times in broken.items()) or "nothing"))
    return not broken


def _named(missed: set[str]) -> str:
    return f"; not: {', '.join(sorted(missed))}" if missed else ""


def main() -> int:
    """Explore and print."""
    parser = argparse.ArgumentParser(description="Talk with the engine at random and hold every turn against the laws.")
    parser.add_argument("--turns", type=int, default=10_000, help="how many messages to say in all")
    parser.add_argument("--seed", type=int, default=1, help="another seed plays other conversations")
    arguments = parser.parse_args()
    return 0 if explore(arguments.turns, arguments.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
