"""The guide for who writes a flow, done from top to bottom: its files are written, its commands run, its output compared."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.cli import main

GUIDE = Path(__file__).parents[2] / "docs" / "schrijven.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)
FILE = re.compile(r"`(mijn/[\w/.]+\.yaml)`")


def blocks() -> Iterator[tuple[str, str, str]]:
    """Kind, text, and the prose before each block."""
    text, end = GUIDE.read_text("utf-8"), 0
    for match in BLOCK.finditer(text):
        yield match[1], match[2], text[end : match.start()]
        end = match.end()


def write(text: str, prose: str) -> None:
    """What a reader does with a piece of YAML: a new file, all of a file anew, or two lines in the place of one."""
    path = Path(FILE.findall(prose)[-1])
    if "de regel met `say`" in prose:
        before = path.read_text("utf-8")
        text, count = re.subn(r"^ *- say: .*\n", text, before, flags=re.M)
        assert count == 1
    else:
        assert path.exists() == (("Vervang alles" in prose) or ("zodat er dit staat" in prose)), path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def matches(shown: str, expected: str) -> bool:
    """Whether output is as in the guide, where '…' alone or between quotes stands for anything."""
    pattern = re.escape(expected.strip())
    for open_end in (re.escape("\n…"), re.escape("'…'"), re.escape("en … onderwerpen")):
        pattern = pattern.replace(open_end, open_end.replace("…", ".*"))
    return re.fullmatch(pattern, shown.strip(), re.S) is not None


def talked(expected: str, shown: str) -> None:
    """Every line that the guide shows is said, in that order."""
    at = 0
    lines = shown.splitlines()
    for line in expected.splitlines():
        if not line.startswith("> "):
            assert line in lines[at:], (line, shown)
            at = lines.index(line, at) + 1


def test_the_guide_works_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for (kind, text, prose), (after, expected, between) in pairwise([*blocks(), ("", "", "")]):
        if kind == "yaml":
            write(text, prose)
        elif kind == "sh":
            assert after == "text" and not between.strip()
            program, *arguments = shlex.split(text)
            assert program == "samenwerkwijzer" and text.count("\n") == 1
            typed = [line.removeprefix("> ") for line in expected.splitlines() if line.startswith("> ")]
            monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
            code = main(arguments)
            shown = capsys.readouterr().out
            assert code == ("Bedoel je" in expected), shown
            if typed:
                talked(expected, shown)
            else:
                assert matches(shown, expected), shown
            ran += 1
    assert ran == 10


def test_every_block_is_of_a_kind_that_is_done() -> None:
    kinds = [kind for kind, _, _ in blocks()]
    assert set(kinds) == {"yaml", "sh", "text"}
    assert GUIDE.read_text("utf-8").count("```") == 2 * len(kinds)
