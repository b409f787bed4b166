"""Where the person is: the flow, and what is done and in sight. Never a percentage: a path may still branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversation import events as e
from assistant.conversation.now import Now
from assistant.conversation.state import run_of

DONE, LEFT, AHEAD = "●", "–", "○"
"""Answered; passed with another answer (skipped, unknown, parked); not yet asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the bar above tells."""

    title: str
    marks: str = ""
    """One sign per question."""
    words: str = ""


def place(now: Now) -> Place:
    """Where the conversation is."""
    if now.front is None:
        return Place("Begin" if not now.state.runs else "Menu")
    rows = [row.status for row in now.rows(now.front)]
    marks = "".join(DONE if s == "answered" else AHEAD if s == "open" else LEFT for s in rows)
    done, left, ahead = marks.count(DONE), marks.count(LEFT), marks.count(AHEAD)
    words = [f"{done} beantwoord"]
    if left:
        words.append(f"{left} opengelaten")
    words.append(f"nog {ahead} in zicht" if ahead else "niets meer open")
    return Place(now.title(now.front), marks, " · ".join(words))


def document_run(now: Now, log: Sequence[e.Event]) -> str | None:
    """The run whose document is shown: the one in front, else the one that was used last."""
    used = [event.run if isinstance(event, e.Started) else run_of(event.path)
            for event in log if isinstance(event, e.Started | e.Answered)]  # fmt: skip
    for run in (now.front, *reversed(used)):
        if run is not None and run in now.runs and now.script[run.partition("#")[0]].document:
            return run
    return None
