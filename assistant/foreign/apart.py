"""Work on a foreign file in a process of its own, with bounds on time, memory and what it writes.

A worker is a module that ends with `serve(work, seconds)`. It runs as `python -m MODULE JOB RESULT OUTPUT`: the first
two are JSON, OUTPUT is a file for whatever else it makes.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.foreign.archive import Unfit

MEMORY, FILE_SIZE = 1_000_000_000, 60_000_000

Work = Callable[[dict[str, Any], Path], dict[str, Any]]
"""A job and the path for what else is made, to a result; may raise `Unfit`."""


@contextlib.contextmanager
def worked(module: str, job: Mapping[str, Any], seconds: float) -> Iterator[tuple[dict[str, Any], Path]]:
    """Have a job done; inside the block the result and the other file are there, after it nothing is.

    Raises:
        Unfit: the file cannot be used; its text is a word: what the worker said, 'tijd', 'geheugen' or 'beschadigd'.
        OSError: there is no room for the work.
    """
    package = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": package, "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory(prefix="samenwerkwijzer-") as folder:
        files = [Path(folder, name) for name in ("job.json", "result.json", "output")]
        files[0].write_text(json.dumps(job), "utf-8")
        try:
            subprocess.run(
                [sys.executable, "-P", "-m", module, *map(str, files)], env=environment, timeout=seconds, check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise Unfit("tijd") from error
        try:
            result: dict[str, Any] = json.loads(files[1].read_text("utf-8"))
        except (FileNotFoundError, ValueError) as error:  # it was stopped: by the bound on time, or it took all memory
            raise Unfit("tijd") from error
        if "error" in result:
            raise Unfit(result["error"], result["detail"])
        yield result, files[2]


def serve(work: Work, seconds: int) -> None:
    """What a worker does: one job, named by the arguments, within the bounds."""
    job, result, output = map(Path, sys.argv[1:])
    _limit(seconds)
    try:
        answer = work(json.loads(job.read_text("utf-8")), output)
    except Unfit as error:
        answer = {"error": str(error), "detail": error.detail}
    except MemoryError:
        answer = {"error": "geheugen", "detail": ""}
    except Exception:  # whatever a foreign file brings about, it is the file that cannot be used
        answer = {"error": "beschadigd", "detail": ""}
    result.write_text(json.dumps(answer), "utf-8")


def _limit(seconds: int) -> None:
    """Bounds where the system has them; the caller keeps the time everywhere."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (("RLIMIT_CPU", seconds), ("RLIMIT_AS", MEMORY), ("RLIMIT_FSIZE", FILE_SIZE)):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, what)
            hard = resource.getrlimit(kind)[1]
            bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (bound, bound))
