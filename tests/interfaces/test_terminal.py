"""Terminals and pipes that can do less: no drawing, few letters, few columns, nobody who reads on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.interfaces import terminal
from tests.interfaces.test_cli import run

SAID = "plan\nregels\nCoördinatie “samen”\n.\nstop\n"


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({}, "utf-8"),
        ({"LANG": "nl_NL.UTF-8"}, "utf-8"),
        ({"LANG": "nl_NL"}, "utf-8"),
        ({"LANG": "C.UTF-8"}, "utf-8"),
        ({"LANG": "C"}, "ascii"),
        ({"LC_ALL": "POSIX", "LANG": "nl_NL.UTF-8"}, "ascii"),
        ({"LC_ALL": "nl_NL.UTF-8", "LANG": "C"}, "utf-8"),
        ({"LANG": "nl_NL.ISO-8859-15@euro"}, "iso8859-15"),
        ({"LANG": "nl_NL.onzin"}, "utf-8"),
        ({"PYTHONIOENCODING": "ascii:strict", "LANG": "nl_NL.UTF-8"}, "ascii"),
    ],
)
def test_the_environment_says_which_letters_there_are(environment: dict[str, str], encoding: str) -> None:
    assert terminal.encoding_for(environment, windows=False) == encoding


def test_on_windows_only_python_itself_says_it() -> None:
    assert terminal.encoding_for({"LANG": "C"}, windows=True) == "utf-8"
    assert terminal.encoding_for({"PYTHONIOENCODING": "cp1252"}, windows=True) == "cp1252"


def test_letters_that_are_lacking_are_spelled() -> None:
    terminal.prepare("utf-8")
    assert "Eén café: ‘samen’ – 1½ … ☒ 家".encode("ascii", terminal.SPELLED) == b"Een cafe: 'samen' - 11/2 ... [x] ?"
    assert "één – ☒".encode("latin-1", terminal.SPELLED) == "één - [x]".encode("latin-1")


@pytest.mark.parametrize("how", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_without_utf_8_everything_is_said_in_ascii_and_kept_in_full(how: dict[str, str], tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "", **how}
    out = subprocess.run(
        [sys.executable, "-m", "assistant", "gesprek", "proef", "--plat"],
        input=SAID.encode(), capture_output=True, env=env, timeout=120,
    )  # fmt: skip
    assert out.returncode == 0 and out.stderr == b""
    assert "een per regel" in out.stdout.decode("ascii")
    if "LC_ALL" in how:
        kept = run("exporteer", "proef", "-o", str(tmp_path / "uit"), env={"PYTHONIOENCODING": ""})
        assert kept.returncode == 0
        assert "Coördinatie “samen”" in (tmp_path / "uit.gesprek").read_text("utf-8")


def test_what_a_machine_reads_is_utf_8_all_the_same() -> None:
    out = run("vraag", "coördinatie", "--json", env={"PYTHONIOENCODING": "ascii"})
    assert out.returncode == 0 and "ö" in out.stdout


def test_without_a_terminal_it_goes_in_plain_lines_after_one_sentence() -> None:
    out = run(stdin="stop\n")
    assert out.returncode == 0
    assert out.stderr.count("\n") == 1 and "in gewone regels" in out.stderr
    assert "1 Een samenwerkingsvorm kiezen" in out.stdout


def test_a_terminal_that_cannot_draw_or_spell_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    assert terminal.no_screen({"TERM": "xterm"}) == ""
    assert "niet tekenen" in terminal.no_screen({"TERM": "dumb"})
    assert "niet alle tekens" in terminal.no_screen({"TERM": "xterm", "LANG": "C"})
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert "gewone regels" in terminal.no_screen({"TERM": "xterm"})


@pytest.mark.skipif(os.name == "nt", reason="uses a shell")
@pytest.mark.parametrize(
    "command", ["gesprek --plat", "gesprek proef --plat", "vraag oza --json --aantal 50", "--help"]
)
def test_a_reader_that_goes_away_is_no_trouble(command: str) -> None:
    shell = f"yes help | head -2000 | {sys.executable} -m assistant {command} | head -c 20"
    out = subprocess.run(["bash", "-c", f"{shell}; exit ${{PIPESTATUS[2]}}"], capture_output=True, timeout=120)
    assert (out.returncode, out.stderr, len(out.stdout)) == (0, b"", 20)


def test_few_columns_and_no_colours_change_no_word() -> None:
    usual, narrow = (
        run("gesprek", "--plat", stdin=SAID, env=env).stdout for env in ({}, {"COLUMNS": "20", "NO_COLOR": "1"})
    )
    assert "\x1b" not in usual + narrow
    assert narrow.splitlines()[:8] == usual.splitlines()[:8]
    assert run("--help", env={"COLUMNS": "20"}).returncode == 0


def test_with_a_name_the_list_stays_private_on_the_command_line_too() -> None:
    assert run("gesprek", "geheim", "--plat", stdin="plan\n").returncode == 0
    alone = run("gesprek", "open", "--plat", stdin="plan\ngesprekken\n").stdout
    assert "geheim" not in alone
    assert "geheim" in run("gesprek", "--plat", stdin="gesprekken\n").stdout
