"""The chat on a terminal that is taken away, or that is one letter large; for `torture`."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from assistant.conversation import events as e
from assistant.journal.memory_store import MemoryStore
from assistant.journal.sqlite_store import SqliteStore
from assistant.loading.content import load_content
from assistant.session import Session

MESSAGES = ("plan", "sla over", "De Brug", "Gouda", "vandaag", "Marijke", "Fatma")
QUIET = 0.8
"""Seconds without anything new on the screen."""
MOST = 30
"""Seconds in which an answer must be on the screen."""
_CONTROL = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[^\[]")


class Terminal:
    """The chat on a terminal of its own."""

    def __init__(self, data: Path, name: str) -> None:
        import pty

        self.master, slave = pty.openpty()
        self.resize(120, 40)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "gesprek", name, "--data", str(data)],
            stdin=slave, stdout=slave, stderr=slave, env={**os.environ, "TERM": "xterm-256color"}, preexec_fn=_owned,
        )  # fmt: skip
        os.close(slave)
        self.shown = self.settled(20)

    def resize(self, columns: int, rows: int) -> None:
        import fcntl
        import termios

        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def settled(self, most: float = 10) -> bytes:
        """What comes on the screen, until it is quiet."""
        found, end = b"", time.monotonic() + most
        while time.monotonic() < end:
            ready, _, _ = select.select([self.master], [], [], QUIET if found else most)
            if not ready:
                break
            try:
                found += os.read(self.master, 65_536)
            except OSError:
                break
        return found

    def type(self, message: str) -> None:
        os.write(self.master, message.encode())
        time.sleep(0.2)
        os.write(self.master, b"\r")

    def shows(self, question: str) -> bool:
        """Whether a question comes on the screen: its first words, which the document beside it does not share."""
        start, found, end = " ".join(question.split()[:4]), b"", time.monotonic() + MOST
        while time.monotonic() < end:
            found += self.settled(1)
            if start in _CONTROL.sub(b"", found).decode("utf-8", "replace"):
                return True
        return False

    def cut(self) -> int:
        """Take the terminal away; gives the exit code."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGHUP)
        os.close(self.master)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return -99


def _owned() -> None:
    import fcntl
    import termios

    os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever started this may have it ignored
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def heard(data: Path, name: str) -> list[str]:
    loaded = SqliteStore(data).load(name)
    assert loaded.lost == 0
    return [event.text for event in loaded.events if isinstance(event, e.Heard)]


def cut(chance: Random, folder: Path) -> str:
    """The terminal goes away; all that was answered on it is there, and the next window goes on."""
    said: list[str] = []
    talk = _talk(folder)
    first, second = sorted(chance.sample(range(1, len(MESSAGES)), 2))
    for some in (MESSAGES[:first], MESSAGES[first:second], MESSAGES[second:]):
        terminal = Terminal(folder, "lijn")
        for message in some:  # each leads to a question that was not on the screen before
            question = talk.say(message).outputs[-1].text
            terminal.type(message)
            if not terminal.shows(question):
                raise _lost(f"{question!r} was not on the screen after {MOST} seconds")
            said.append(message)
        code = terminal.cut()
        _hold(folder, "lijn", said)
        if code == -99:
            raise _lost("the process stayed behind without a terminal")
    return f"3 times, {len(said)} turns kept, no process stayed behind"


def _talk(folder: Path) -> Session:
    """The same conversation in this process, to know what must come on the screen."""
    session = Session(load_content(), MemoryStore(), folder)
    session.opening()
    return session


def tiny(_: Random, folder: Path) -> str:
    """The window is made as small as can be, and typed in all the same."""
    terminal = Terminal(folder, "klein")
    said = []
    for size in ((120, 40), (1, 1), (2, 1), (1, 60), (300, 1), (1, 1), (120, 40)):
        terminal.resize(*size)
        if len(said) < 6:
            terminal.settled(3)
        message = MESSAGES[len(said)]
        terminal.type(message)
        said.append(message)
        if terminal.process.poll() is not None:
            raise _lost(f"ended at {size}")
    session = _talk(folder)
    for message in said:
        question = session.say(message).outputs[-1].text
    if not terminal.shows(question):
        raise _lost(f"{question!r} was not on the screen after {MOST} seconds")
    terminal.cut()
    _hold(folder, "klein", said)
    return f"{len(said)} turns kept"


def _hold(folder: Path, name: str, said: list[str]) -> None:
    found = heard(folder, name)
    if found != said:
        raise _lost(f"kept {found}, typed {said}")


def _lost(text: str) -> Exception:
    from benchmarks.torture import Lost

    return Lost(text)
