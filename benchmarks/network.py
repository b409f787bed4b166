"""Does anything go over the network? A day's work, watched by the kernel, and done once more where there is no network.

Use: python -m benchmarks.network

1. Every command runs under `strace -f -e trace=%network`, children included: what is asked of the network is counted.
2. Every command runs in a network namespace without interfaces (`unshare -rn`) and must end and print as before.
Needs Linux; what is not installed is said and left out. The exit code is 1 where anything reached for the network.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.privacy.a_day import PROGRAM, commands, in_a_terminal

CALL = re.compile(r"^(?:\d+ +)?(\w+)\((\d*)(.*)$", re.MULTILINE)
CONTROL = (sys.executable, "-c", "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9))")
"""A command that does reach out (without sending anything), to see that the watch would tell."""


def reached(trace: str) -> list[str]:
    """The calls in a trace that concern anything outside; Textual's own loop wakes itself through a local pair."""
    local: set[str] = set()
    found = []
    for match in CALL.finditer(trace):
        call, number, rest = match.groups()
        if call == "socketpair":
            local.update(*re.findall(r"\[(\d+), (\d+)\]", rest))
        elif call in ("connect", "bind", "listen") or number not in local:
            found.append(match[0])
    return found


def main() -> int:
    """Run the day twice, and print what was found."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "TERM": "xterm-256color"}
    outside: list[str] = []
    counts: Counter[str] = Counter()
    printed: list[tuple[int, str]] = []
    strace, unshare = shutil.which("strace"), shutil.which("unshare")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trace = folder / "trace"
        watch = [strace, "-f", "-qq", "-e", "trace=%network", "-o", str(trace)] if strace else []
        if watch:
            run([*watch, *CONTROL], "", environment)
            print(f"control: a command that reaches out is seen: {bool(reached(trace.read_text('utf-8')))}")
            trace.unlink()
        for arguments, typed in commands(folder):
            done = run([*watch, *PROGRAM, *arguments], typed, environment)
            printed.append((done.returncode, done.stdout))
            if done.returncode:
                print(f"exit {done.returncode}: {' '.join(arguments)}: {done.stderr.strip()}")
            look(trace, arguments, outside, counts)
        chat = [*PROGRAM, "gesprek", "scherm", "--data", str(folder / "data")]
        code = in_a_terminal([*watch, *chat], environment)
        look(trace, ["gesprek (in a terminal)"], outside, counts)
        print(f"{len(printed)} commands and a conversation in a terminal (exit {code}), every child included")
    if strace:
        print(f"strace: network calls {dict(counts) or 0}; reaching outside: {len(outside)}")
        for line in outside:
            print(f"    {line}")
    else:
        print("strace is not installed: not watched")
    apart = same = 0
    if unshare and subprocess.run([unshare, "-rn", "true"], check=False, capture_output=True).returncode == 0:
        with tempfile.TemporaryDirectory() as other:
            for (arguments, typed), (code, text) in zip(commands(Path(other)), printed, strict=True):
                done = run([unshare, "-rn", *PROGRAM, *arguments], typed, environment)
                apart += 1
                if (done.returncode, plain(done.stdout, other)) == (code, plain(text, name)):
                    same += 1
                else:
                    print(f"otherwise without a network: {' '.join(arguments)}: {done.stderr.strip()}")
        print(f"without any network interface: {same} of {apart} commands end and print the same")
    else:
        print("a network namespace is not to be had here: not tried")
    return 1 if outside or same != apart or any(code for code, _ in printed) else 0


def plain(text: str, folder: str) -> str:
    """What is printed, without the folder and the time of day."""
    return re.sub(r"\b\d\d:\d\d\b", "", text.replace(folder, ""))


def run(command: Sequence[str], typed: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, input=typed, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def look(trace: Path, arguments: Sequence[str], outside: list[str], counts: Counter[str]) -> None:
    """Add what a trace holds to the counts."""
    if not trace.exists():
        return
    text = trace.read_text("utf-8", "replace")
    counts.update(re.findall(r"(?m)^(?:\d+ +)?(\w+)\(", text))
    outside += [f"{' '.join(arguments)}: {line}" for line in reached(text)]
    trace.unlink()


if __name__ == "__main__":
    sys.exit(main())
