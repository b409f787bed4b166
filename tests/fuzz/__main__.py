"""Throws hostile messages and files at every door, for as long as you like.

Use: python -m tests.fuzz [--messages N] [--files N] [--seed N] [--only DOOR]

Each conversation and each file follows from the seed and its number alone. A crash, an answer that takes more than two
seconds of the processor, or something that no terminal may get is printed with its door and number; the exit code is
then 1. What is found belongs in `tests/fuzz/test_found.py`.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from assistant.loading.content import load_content
from assistant.session import World
from tests.conftest import TODAY
from tests.fuzz.files import Files
from tests.fuzz.talks import Talks

SLOW, HANGS, MOST_MEMORY = 2.0, 60, 300
"""Seconds of the processor, seconds by the clock, and megabytes."""
LOOK_UPS = 0.05
"""The share of messages that is looked up as well."""


@dataclass(slots=True)
class Found:
    """What a run came upon."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)

    def hold(self, door: str, number: int | str, work: Callable[[], object]) -> bool:
        """Do one thing; whether it went well."""
        self.done[door] += 1
        before = process_time()
        try:
            with_alarm(work)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            self.wrong.append(f"{door} {number}: {error!r:.200} at {Path(place.filename).name}:{place.lineno}")
            return False
        took = process_time() - before
        self.slowest[door] = max(took, self.slowest.get(door, 0.0))
        if took > SLOW:
            self.wrong.append(f"{door} {number}: took {took:.1f} s")
        return took <= SLOW


def with_alarm(work: Callable[[], object]) -> None:
    """Do a thing, and give up where it hangs; where the system has no alarm it is only done."""

    def hanging(*_: object) -> None:
        raise TimeoutError("hangs")

    if not hasattr(signal, "SIGALRM"):
        work()
        return
    before = signal.signal(signal.SIGALRM, hanging)
    signal.alarm(HANGS)
    try:
        work()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def talk(talks: Talks, seed: int, messages: int, found: Found) -> None:
    """So many messages, in conversations."""
    number = 0
    while found.done["message"] < messages:
        chance = Random(f"{seed}.talk.{number}")
        session = talks.session()
        for turn, message in enumerate(talks.messages(chance)):
            here = f"{number}.{turn}"
            if not found.hold("message", here, partial(talks.say, session, message)):
                break
            if chance.random() < LOOK_UPS:
                found.hold("look-up", here, partial(talks.look_up, message))
            if found.done["message"] >= messages:
                break
        number += 1
        _progress(found, "message", 10_000)


def read(files: Files, seed: int, count: int, found: Found, only: str | None = None) -> None:
    """So many files, spread over the doors."""
    doors = {name: door for name, door in files.doors.items() if only in (None, name)}
    names, shares = list(doors), [share for share, _ in doors.values()]
    for number in range(count):
        name = Random(f"{seed}.door.{number}").choices(names, shares)[0]
        found.hold(name, number, partial(doors[name][1], Random(f"{seed}.{name}.{number}")))
        _progress(found, "file", 1_000, number + 1)


def _progress(found: Found, what: str, every: int, count: int | None = None) -> None:
    done = count if count is not None else found.done[what]
    if done % every < (25 if count is None else 1):
        print(f"  {done:,} {what}s, {len(found.wrong)} wrong, {memory()} MB", flush=True)


def memory() -> int:
    """The most this process ever took, in megabytes."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> int:
    """Throw and print."""
    parser = argparse.ArgumentParser(description="Throw hostile messages and files at every door.")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="only this door for files")
    arguments = parser.parse_args()
    content = load_content()
    world = World(content.library, lambda: TODAY)
    world.look_up("oza")  # what is built once is nobody's delay
    found, start = Found(), perf_counter()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        talk(Talks(content, world, Path(folder)), arguments.seed, arguments.messages, found)
        read(Files(content, world, Path(folder)), arguments.seed, arguments.files, found, arguments.only)
    print(f"seed {arguments.seed}, {perf_counter() - start:,.0f} s, at most {memory()} MB")
    for door, count in found.done.items():
        print(f"  {door}: {count:,}, the slowest {found.slowest.get(door, 0):.2f} s")
    print(f"wrong: {len(found.wrong)}")
    print("\n".join(found.wrong))
    return 1 if found.wrong or memory() > MOST_MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
