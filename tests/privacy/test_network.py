"""Nothing goes over the network: a day's work with every way out closed. `python -m benchmarks.network` has the kernel watch."""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.loading.content import Content
from assistant.session import World
from benchmarks.network import reached
from tests.privacy.a_day import PROGRAM, commands
from tests.tui.window import play, window

WAYS_OUT = ("connect", "connect_ex", "bind", "listen", "sendto", "sendmsg")


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the ways out that were tried; each fails."""
    found: list[str] = []

    def closed(name: str) -> object:
        def fail(*arguments: object, **options: object) -> None:
            found.append(f"{name}{arguments}")
            raise OSError("the network is closed")

        return fail

    closed_socket = type("Closed", (socket.socket,), {name: closed(name) for name in WAYS_OUT})
    monkeypatch.setattr(socket, "socket", closed_socket)
    for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo"):
        monkeypatch.setattr(socket, name, closed(name))
    yield found


def test_the_doors_are_really_closed(tried: list[str]) -> None:
    with pytest.raises(OSError):
        socket.create_connection(("192.0.2.1", 9), timeout=1)
    with socket.socket() as tap, pytest.raises(OSError):
        tap.connect(("192.0.2.1", 9))
    assert len(tried) == 2


def test_a_day_s_work_tries_no_connection(
    tried: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = 0
    for arguments, typed in commands(tmp_path):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(arguments)
        assert code == 0, (arguments, capsys.readouterr().err)
        done += 1
    assert done > 20 and tried == []
    assert "vlinderkast" in capsys.readouterr().out
    assert {path.suffix for path in tmp_path.glob("plan.*")} == {".docx", ".md", ".html", ".pdf"}


def test_the_terminal_tries_no_connection(tried: list[str], content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as shown:
            for message in ("vorm kiezen", "? wat is een oza", "nu", "document", "stop"):
                await shown.say(message)

    play(scene())
    assert tried == []


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare, of Linux")
def test_without_any_network_interface_a_conversation_goes_as_always(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("no namespaces here")
    typed = "vorm kiezen\n? wat is een oza\nnu\nstop\n"
    command = [*PROGRAM, "gesprek", "proef", "--plat", "--data", str(tmp_path)]
    done = subprocess.run(["unshare", "-rn", *command], input=typed, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0 and "Waarvoor werken jullie samen?" in done.stdout and done.stderr == ""


def test_the_watch_tells_what_reaches_out_from_what_stays_inside() -> None:
    inside = '12 socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [5, 6]) = 0\n12 sendto(6, "\\0", 1, 0, NULL, 0) = 1\n'
    assert reached(inside) == [] and reached("+++ exited with 0 +++\n") == []
    for outside in (
        "12 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3",
        "connect(3, {sa_family=AF_INET, sin_port=htons(9)}, 16) = -1 EINPROGRESS (Operation now in progress)",
        'sendto(3, "\\0", 1, 0, {sa_family=AF_INET}, 16) = 1',
        'connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    ):
        assert len(reached(inside + outside)) == 1, outside
