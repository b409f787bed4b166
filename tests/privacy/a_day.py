"""A day's work as whole commands: conversations, documents in every format, own sources, look-ups, and the housekeeping."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.interfaces.test_whole_job import TALK

PROGRAM = (sys.executable, "-m", "assistant")
INTAKE = ("intake", "De Brug", "Zwolle", "Jan, jan@school.nl", "ib'er, wijkteam", "wat is een oza?", "bel 06-12345678",
          "weglaten", "maak onleesbaar: gemeente", "ja", "document", "stop")  # fmt: skip
KEYS = (b"reflecteren\r", b"? wat is mandaat\r", b"houding\r", b"1", b"stop\r", b"\r")
"""What is typed in the terminal; each waits until the screen is still."""
PATIENCE = 60.0


def commands(folder: Path) -> Iterator[tuple[list[str], str]]:
    """Every command of the day, with what is typed into it.

    Args:
        folder: an empty folder, where everything is kept and written.
    """
    data = ["--data", str(folder / "data")]
    sources = own_sources(folder)
    for source in sources:
        yield ["bron", "toevoegen", str(source), *data], ""
    yield ["bron", "lijst", *data], ""
    yield ["gesprek", "waterlelie", "--json", *data], "\n".join(TALK) + "\n"
    yield ["gesprek", "intake", "--plat", *data], "\n".join(INTAKE) + "\n"
    yield (
        ["gesprek", "waterlelie", "--plat", *data],
        "overzicht\n? wat zegt ons beleidsplan over de vlinderkast\nstop\n",
    )
    written = (
        ("plan", "docx"),
        ("plan", "md"),
        ("plan", "html"),
        ("plan", "pdf"),
        ("reflectie", "docx"),
        ("advies", "md"),
    )
    for kind, suffix in written:
        target = str(folder / f"{kind}.{suffix}")
        yield ["document", "waterlelie", "--soort", kind, "--formaat", suffix, "-o", target, *data], ""
    yield ["sjabloon", "-o", str(folder / "eigen.docx"), *data], ""
    own = ["--sjabloon", str(folder / "eigen.docx")]
    yield ["document", "waterlelie", *own, "-o", str(folder / "met-sjabloon.docx"), *data], ""
    yield ["document", "waterlelie", "--lees", str(folder / "plan.md"), *data], ""
    yield ["vraag", "wat is een onderwijs-zorgarrangement", *data], ""
    yield ["vraag", "wie betaalt de vlinderkast", "--json", "--aantal", "3", *data], ""
    yield ["gesprekken", *data], ""
    yield ["controleer", "--sjabloon", str(folder / "eigen.docx")], ""
    yield ["scenario", "--opnemen", "intake", *data], ""
    yield ["teken", "plan"], ""
    yield ["bron", "verwijder", sources[0].stem, *data], ""
    yield ["wis", "intake", "--ja", *data], ""


def own_sources(folder: Path) -> list[Path]:
    """A document of one's own in each format, made on the spot."""
    import typst
    from docx import Document

    text = "In de vlinderkast bewaren we de afspraken van het wijkteam; de gemeente betaalt de vlinderkast."
    made = [folder / f"beleid-{suffix}.{suffix}" for suffix in ("md", "txt", "html", "docx", "pdf")]
    made[0].write_text(f"# Beleid\n\n{text}\n", "utf-8")
    made[1].write_text(f"{text}\n", "utf-8")
    made[2].write_text(f"<h1>Beleid</h1><p>{text}</p><img src='http://example.org/plaatje.png'>", "utf-8")
    document = Document()
    document.add_heading("Beleid")
    document.add_paragraph(text)
    document.save(str(made[3]))
    made[4].write_bytes(typst.compile(f"= Beleid\n{text}".encode()))
    return made


def in_a_terminal(command: Sequence[str], environment: Mapping[str, str], keys: Sequence[bytes] = KEYS) -> int:
    """Run the chat in a terminal of its own, type into it, and give its exit code."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(environment)) as process:
        os.close(theirs)
        _until_still(ours, first=PATIENCE)
        for key in keys:
            with suppress(OSError):
                os.write(ours, key)
            _until_still(ours)
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            os.close(ours)


def _until_still(terminal: int, first: float = 5.0, still: float = 1.0) -> None:
    """Read what is drawn until nothing comes for a while."""
    end = time.monotonic() + PATIENCE
    wait = first
    while time.monotonic() < end and select.select([terminal], [], [], wait)[0]:
        try:
            if not os.read(terminal, 65536):
                return
        except OSError:  # the program has gone
            return
        wait = still
