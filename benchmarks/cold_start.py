"""How long a start takes, as whole processes beside a bare Python: a look-up and a chat, with and without their cache.

Use: python -m benchmarks.cold_start [--rounds N]

Every round runs each command once, in turn, so that other work on the machine disturbs all of them alike. The modules
are compiled before the first round, as in an installed program; all that is written goes to a folder of its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.search import table

BARE = "import json, sqlite3, argparse"
PROGRAM = "import sys; from assistant.cli import main; sys.exit(main())"
"""What the installed command does."""
LOOK_UP = ("vraag", "wat is een oza")
CHAT = ("gesprek", "--json")
"""With no input it shows its opening and stops."""
COMMANDS: dict[str, Sequence[str]] = {
    f'python -c "{BARE}"': (BARE,),
    "gesprek --json, no cache": (PROGRAM, *CHAT),
    "gesprek --json": (PROGRAM, *CHAT),
    "vraag --json, no cache": (PROGRAM, *LOOK_UP, "--json"),
    "vraag --json": (PROGRAM, *LOOK_UP, "--json"),
    "vraag": (PROGRAM, *LOOK_UP),
}


def measured(data: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each round, per command; the first round of all is not counted.

    Raises:
        SystemExit: no cache was kept, because a file changed just now.
    """
    environment = {**os.environ, "SAMENWERKWIJZER_DATA": str(data), "PYTHONPYCACHEPREFIX": str(data / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, command in COMMANDS.items():
            if name.endswith("no cache"):
                shutil.rmtree(data / "cache", ignore_errors=True)
            elif command[0] == PROGRAM and not (data / "cache").is_dir():
                raise SystemExit("A file of the program changed just now; wait two seconds.")
            took = _run(command, environment)
            if number:
                found[name].append(took)
    return found


def _run(command: Sequence[str], environment: Mapping[str, str]) -> float:
    begin = perf_counter()
    nothing = subprocess.DEVNULL
    subprocess.run([sys.executable, "-c", *command], stdin=nothing, stdout=nothing, env=environment, check=True)
    return 1000 * (perf_counter() - begin)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how long a start takes.")
    parser.add_argument("--rounds", type=int, default=20, help="how often each command is run")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), rounds)
        size = sum(path.stat().st_size for path in (Path(folder) / "cache").iterdir())
    bare = next(iter(found.values()))
    rows = [["whole process", "median ms", "least ms", "times bare"]]
    for name, times in found.items():
        # Of each round with the bare start beside it: what slows down one slows down the other.
        ratio = statistics.median(time / beside for time, beside in zip(times, bare, strict=True))
        rows.append([name, f"{statistics.median(times):.1f}", f"{min(times):.1f}", f"{ratio:.2f}"])
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors; {rounds} rounds")
    print(f"\n{table(rows)}\n\ncache: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
