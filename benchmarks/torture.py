"""Does everything to the program that may happen to it, and looks whether anything was lost.

Use: python -m benchmarks.torture [--kills N] [--seed N] [--only FAULT]

A turn that was printed is confirmed. First come the faults: a full disk, read-only folder, flipped bytes, two windows,
a clock that is put back, a terminal that goes away, a window of one letter. Then real conversations (`gesprek --json`)
are killed, within turns and between them. After each the conversation is resumed and held against what was confirmed.
The same seed does the same things, but when exactly a kill strikes is up to the machine. The exit code is 1 where
anything confirmed was lost, or a fault was not met with one clear sentence.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.interfaces import jsonl
from assistant.interfaces.streams import lines_of
from assistant.journal.memory_store import MemoryStore
from assistant.journal.sqlite_store import FILE_NAME, SqliteStore
from assistant.loading.content import Content, load_content
from assistant.session import Session, World
from benchmarks.torture_terminal import cut, tiny

ANSWERS = (
    "vorm kiezen", "plan", "intake", "reflecteren", "1", "2", "3", "nu", "kind", "po", "ja", "nee", "sla over", "terug",
    "De Brug", "Wij willen eerder hulp voor leerlingen.", "weet ik niet", "parkeer bij de ib'er", "? wat is mandaat",
    "wijzig naam", "ongedaan", "document", "vandaag", "é ☕ 学校", "overzicht", "4", "1 en 2", "menu", "het klopt zo",
)  # fmt: skip
MOST_TURNS = 12
"""Of one process, before it is killed at the latest."""
FRESH = 60
"""After so many kills a new conversation is begun."""
CLOCK_BACK = """
import datetime, sys, time
back = float(sys.argv.pop(1))
real = time.time
time.time = lambda: real() - back
class Earlier(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.date = Earlier
from assistant.cli import main
raise SystemExit(main())
"""
Launcher = tuple[str, ...]
PLAIN: Launcher = ("-m", "assistant")


class Lost(Exception):
    """Something that was confirmed is gone, or a fault was not met as it should be."""


class Child:
    """`gesprek --json` in a process of its own."""

    def __init__(self, data: Path, name: str, launcher: Launcher = PLAIN, **settings: Any) -> None:
        self.process: Any = subprocess.Popen(
            [sys.executable, *launcher, "gesprek", name, "--json", "--data", str(data)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            **settings,
        )  # fmt: skip
        self.said: list[str] = []
        """What got an answer."""
        self.last = self.read()

    def read(self) -> dict[str, Any]:
        """A turn; empty where the process has ended."""
        assert self.process.stdout
        line: str = self.process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else {}

    def tell(self, message: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"text": message}) + "\n")
        self.process.stdin.flush()

    def say(self, message: str) -> dict[str, Any]:
        self.tell(message)
        found = self.read()
        if not found:
            raise Lost(f"no answer to {message!r}: {self.process.stderr and self.process.stderr.read()[-300:]}")
        self.last = found
        self.said.append(message)
        return found

    def end(self, sign: int | None = None) -> str:
        """End it, by a signal or by closing its input; gives what it said on stderr."""
        if sign is not None:
            self.process.send_signal(sign)
        with contextlib.suppress(BrokenPipeError):
            _, errors = self.process.communicate(timeout=60)
        return errors


class Fork(Child):
    """The same face and session in a fork of this process, which has read all content: a start takes no time."""

    def __init__(self, data: Path, name: str, content: Content, world: World) -> None:
        self.process: Any = _Forked(data, name, content, world)
        self.said = []
        self.last = self.read()


class _Forked:
    """As much of a `Popen` as is used here."""

    stderr = None

    def __init__(self, data: Path, name: str, content: Content, world: World) -> None:
        (theirs, ours), (back, out) = os.pipe(), os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(ours)
                os.close(back)
                session = Session(content, SqliteStore(data), data / "documenten", name=name, world=world)
                jsonl.run(session, lines_of(os.fdopen(theirs, encoding="utf-8")), os.fdopen(out, "w", encoding="utf-8"))
            finally:
                os._exit(0)
        os.close(theirs)
        os.close(out)
        self.stdin, self.stdout = os.fdopen(ours, "w", encoding="utf-8"), os.fdopen(back, encoding="utf-8")

    def send_signal(self, sign: int) -> None:
        os.kill(self.pid, sign)

    def communicate(self, timeout: float) -> tuple[str, str]:
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        os.waitpid(self.pid, 0)
        self.stdout.close()
        return "", ""


def texts(turn: dict[str, Any]) -> str:
    return "\n".join(output["text"] for output in turn.get("outputs", ()))


class Confirmed:
    """What one conversation has confirmed, and whether it is still there."""

    def __init__(self, data: Path, name: str, content: Content | None = None, world: World | None = None) -> None:
        self.data, self.store, self.name = data, SqliteStore(data), name
        self.content = content or load_content()
        self.world = world or World(self.content.library)
        self.said: list[str] = []
        self.answers: dict[str, Any] = {}

    def hold(self, said: list[str], last: dict[str, Any], unanswered: str | None = None) -> None:
        """Hold the file against what a process printed before it went away.

        Raises:
            Lost: something is missing.
        """
        kept = self.store.exists(self.name) and self.store.load(self.name)
        if not last.get("name") and (not kept or not kept.events):  # nothing was said yet that is worth keeping
            if last.get("answers") or last.get("runs"):
                raise Lost(f"{last['answers']} was not kept at all")
            return
        self.said += said
        loaded = self.store.load(self.name)
        if loaded.lost:
            raise Lost(f"{loaded.lost} events cannot be read")
        heard = [event.text for event in loaded.events if isinstance(event, e.Heard)]
        more = heard[len(self.said) :]
        if heard[: len(self.said)] != self.said or more not in ([], [unanswered]):
            raise Lost(f"heard {heard[-3:]}, confirmed {self.said[-3:]}")
        if not more:
            answers = json.loads(json.dumps(engine.view(self.content.script, loaded.events, self.world).answers))
            if answers != last["answers"]:
                raise Lost(f"answers {answers}, confirmed {last['answers']}")
        self.said = heard

    def resumed(self, turn: dict[str, Any]) -> None:
        """Hold the first turn of a process that goes on against the file."""
        events = self.store.load(self.name).events if self.store.exists(self.name) else ()
        answers = json.loads(json.dumps(engine.view(self.content.script, events, self.world).answers))
        if turn.get("answers") != answers:
            raise Lost(f"resumed with {turn.get('answers')}, on disk {answers}")


# --- kills ---


def kill(kills: int, chance: Random, folder: Path, counts: Counter[str]) -> None:
    """Kill so many conversations, at a moment within a turn or between two; one in ten is a whole program."""
    confirmed = Confirmed(folder, "kill-0")
    warm = Session(confirmed.content, MemoryStore(), folder / "warm", world=confirmed.world)
    for message in ANSWERS:  # what is made at its first use is made once, and not in every fork
        warm.say(message)
    for number in range(kills):
        if number % FRESH == 0:
            name = f"kill-{number // FRESH}"
            confirmed = Confirmed(folder / name, name, confirmed.content, confirmed.world)
        try:
            _killed(chance, confirmed, counts, whole=number % 10 == 0 or not hasattr(os, "fork"))
        except (Lost, ValueError) as lost:
            counts["lost"] += 1
            print(f"kill {number}: {lost}", flush=True)
        counts["kills"] += 1
        if counts["kills"] % 100 == 0:
            print(f"  {counts['kills']} kills, {counts['confirmed']} confirmed, {counts['lost']} lost", flush=True)


def _killed(chance: Random, confirmed: Confirmed, counts: Counter[str], *, whole: bool) -> None:
    child = Child(confirmed.data, confirmed.name) if whole else _forked(confirmed)
    confirmed.resumed(child.last)
    for _ in range(chance.randrange(MOST_TURNS)):
        child.say(chance.choice(ANSWERS))
    unanswered = chance.choice(ANSWERS) if chance.random() < 0.75 else None
    if unanswered is not None:
        child.tell(unanswered)
        time.sleep(chance.random() ** 2 * 0.08)  # most turns are done within this
    child.process.send_signal(signal.SIGKILL)
    assert child.process.stdout
    rest = child.process.stdout.read().splitlines(keepends=True)
    child.end()
    if rest and rest[0].endswith("\n"):  # it was answered after all
        child.last = json.loads(rest[0])
        child.said.append(unanswered or "")
        unanswered = None
        counts["answered just before the kill"] += 1
    elif unanswered is not None:
        counts["killed within a turn"] += 1
    counts["confirmed"] += len(child.said)
    confirmed.hold(child.said, child.last, unanswered)


def _forked(confirmed: Confirmed) -> Child:
    return Fork(confirmed.data, confirmed.name, confirmed.content, confirmed.world)


# --- the other faults ---


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of its own, where this may be made."""
    folder.mkdir(parents=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0777", "tmpfs", str(folder)], capture_output=True
    )
    if made.returncode:
        raise PermissionError(made.stderr.decode())
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def full_disk(chance: Random, folder: Path) -> str:
    """A conversation goes on while the disk is full, and again when there is room; nothing of it is lost."""
    try:
        with small_disk(folder / "schijf", 300) as disk:
            return _filled(disk, folder / "elders", chance)
    except (PermissionError, FileNotFoundError):
        return _bounded(folder)


def _filled(disk: Path, elsewhere: Path, chance: Random) -> str:
    child = Child(disk, "vol")
    for message in ("plan", "sla over", "De Brug"):
        child.say(message)
    ballast = disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(chance.choice((100, 512, 4096))))
    told = ""
    for number in range(40):
        told += texts(child.say(f"antwoord {number} " + "woord " * 400)) + "\n"
    if told.count("is vol. Maak ruimte vrij") != 1:
        raise Lost(f"a full disk was told {told.count('is vol. Maak ruimte vrij')} times")
    if SqliteStore(disk).load("vol").lost:
        raise Lost("what was on the full disk cannot be read")
    if chance.random() < 0.5:
        told = texts(child.say(f"bewaar elders {elsewhere}"))
        store, name = SqliteStore(elsewhere), child.last["name"]
    else:
        ballast.unlink()
        told, store, name = texts(child.say("overzicht")), SqliteStore(disk), "vol"
        with contextlib.suppress(Lost):
            child.say("overzicht")
    child.end()
    heard = [event.text.strip() for event in store.load(name).events if isinstance(event, e.Heard)]
    if heard[: len(child.said)] != [text.strip() for text in child.said]:
        raise Lost(f"{len(heard)} of {len(child.said)} after the disk was full; it said: {told[:200]}")
    return f"told once, {len(child.said)} turns kept afterwards"


def _bounded(folder: Path) -> str:
    """The same by a bound on the size of files, where no disk can be made."""
    import resource

    child = Child(folder, "vol", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)))
    told = "".join(texts(child.say(text)) for text in ("plan", "sla over", "De Brug", *["woord " * 1000] * 20))
    child.end()
    if told.count("We kunnen doorgaan") != 1 or SqliteStore(folder).load("vol").lost:
        raise Lost(f"told {told.count('We kunnen doorgaan')} times")
    return "told once, by a bound on the size of files"


def read_only(_: Random, folder: Path) -> str:
    """A place where nothing can be written: the conversation is resumed, goes on, and the file stays as it is."""
    if os.geteuid():
        folder.mkdir()
        return _closed(folder, lambda mode: folder.chmod(0o555 if mode == "ro" else 0o755))
    with small_disk(folder, 2_000) as disk:  # rights do not bind root
        return _closed(disk, lambda mode: _mount(f"remount,{mode}", disk))


def _mount(options: str, disk: Path) -> None:
    subprocess.run(["mount", "-o", options, str(disk)], check=True)


def _closed(folder: Path, change: Callable[[str], None]) -> str:
    child = Child(folder, "dicht")
    for message in ("plan", "sla over", "De Brug"):
        child.say(message)
    child.end()
    before, last = (folder / FILE_NAME).read_bytes(), child.last["answers"]
    change("ro")
    try:
        child = Child(folder, "dicht")
        if child.last.get("answers") != last:
            raise Lost(f"resumed with {child.last or child.end()}")
        told = texts(child.last) + texts(child.say("Gouda")) + texts(child.say("vandaag"))
        other = Child(folder, "nieuw")
        told_new = texts(other.say("plan")) + texts(other.say("sla over"))
        child.end()
        other.end()
    finally:
        change("rw")
    if told.count("We kunnen doorgaan") != 1 or told_new.count("We kunnen doorgaan") != 1:
        raise Lost(f"not told once: {told[:300]}")
    if (folder / FILE_NAME).read_bytes() != before:
        raise Lost("the file has changed")
    return "told once, the file is as it was"


def flipped_bytes(chance: Random, folder: Path, times: int = 60) -> str:
    """Bytes of the file are flipped: what is read is what was confirmed, up to where it says that it is damaged."""
    child = Child(folder, "bytes")
    for message in ("plan", "sla over", "De Brug", "Gouda", "vandaag", "Marijke"):
        child.say(message)
    child.end()
    file = folder / FILE_NAME
    content, everything = file.read_bytes(), SqliteStore(folder).load("bytes").events
    outcome: Counter[str] = Counter()
    for number in range(times):
        changed = bytearray(content)
        for _ in range(chance.choice((1, 1, 2, 8))):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        file.write_bytes(changed)
        run = subprocess.run(
            [sys.executable, "-m", "assistant", "gesprek", "bytes", "--plat", "--data", str(folder)],
            input="overzicht\n", capture_output=True, text=True, encoding="utf-8", timeout=60,
        ) if number % 6 == 0 else None  # fmt: skip
        if run and (run.returncode not in (0, 1) or "Traceback" in run.stderr or run.stderr.count("\n") > 1):
            raise Lost(f"flip {number}: code {run.returncode}, {run.stderr[-300:]}")
        file.write_bytes(changed)
        try:
            loaded = SqliteStore(folder).load("bytes")
        except Exception as error:
            if type(error).__name__ not in ("Unavailable", "Missing"):
                raise Lost(f"flip {number}: {error!r}") from error
            outcome["refused with a sentence"] += 1
            continue
        if loaded.events != everything[: len(loaded.events)] or len(loaded.events) + loaded.lost < len(everything):
            raise Lost(f"flip {number}: something else is read than was written")
        outcome["read as far as it goes" if loaded.lost else "read whole"] += 1
    return ", ".join(f"{count} {what}" for what, count in sorted(outcome.items()))


def two_windows(chance: Random, folder: Path) -> str:
    """Two windows on one conversation write as they please: each message is kept once, or given back."""
    first = Child(folder, "samen")
    first.say("plan")
    second = Child(folder, "samen")
    if "ander venster" not in texts(second.last):
        raise Lost("the second window was not told when it opened")
    kept, returned = ["plan"], 0
    for number in range(30):
        window = chance.choice((first, second))
        message = f"antwoord {number}"
        answer = texts(window.say(message))
        if "Je laatste bericht is niet verwerkt" in answer:
            returned += 1
        else:
            kept.append(message)
    first.end()
    second.end()
    heard = [event.text for event in SqliteStore(folder).load("samen").events if isinstance(event, e.Heard)]
    if heard != kept or not returned:
        raise Lost(f"kept {len(heard)} of {len(kept)} confirmed, {returned} given back")
    return f"{len(kept)} kept, {returned} given back, 0 lost"


def clock_back(_: Random, folder: Path) -> str:
    """The clock is put back by years while another window has the conversation: all goes on."""
    confirmed = Confirmed(folder, "klok")
    for back in (0.0, 3600.0, 10 * 365 * 86_400.0, 55 * 365 * 86_400.0, 60.0):
        child = Child(folder, "klok", ("-c", CLOCK_BACK, str(back)))
        confirmed.resumed(child.last)
        for message in ("plan", "sla over", f"De Brug {back}", "vandaag", "overzicht"):
            child.say(message)
        child.end(signal.SIGKILL)
        confirmed.hold(child.said, child.last)
    return f"{len(confirmed.said)} turns kept over four jumps"


FAULTS: dict[str, Callable[[Random, Path], str]] = {
    "full disk": full_disk,
    "read-only folder": read_only,
    "flipped bytes": flipped_bytes,
    "two windows": two_windows,
    "clock put back": clock_back,
    "terminal cut": cut,
    "window of one letter": tiny,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Do everything to the program that may happen to it.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=FAULTS)
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as base:
        for name, fault in FAULTS.items():
            if arguments.only in (None, name):
                try:
                    told = fault(Random(f"{arguments.seed}.{name}"), Path(base, name.replace(" ", "-")))
                except Exception as error:
                    failed, told = failed + 1, f"FAILED: {error!r}"
                print(f"{name}: {told}", flush=True)
        if arguments.only is None:
            kill(arguments.kills, Random(f"{arguments.seed}.kills"), Path(base, "kills"), counts)
    print(f"seed {arguments.seed}: " + ", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    print(f"confirmed answers lost: {counts['lost']}; faults not met: {failed}")
    return 1 if counts["lost"] or failed else 0


if __name__ == "__main__":
    sys.exit(main())
