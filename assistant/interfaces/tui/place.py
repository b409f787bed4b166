"""Where the person is: the flow, and its steps by name. Never a percentage: a path may still branch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.conversation import events as e
from assistant.conversation.now import Now
from assistant.conversation.outputs import Row
from assistant.conversation.script import Repeat, Review
from assistant.conversation.state import run_of

When = Literal["done", "left", "now", "ahead"]
CHECK = "Nakijken"


@dataclass(frozen=True, slots=True)
class Step:
    """One or more questions that belong together."""

    label: str
    when: When
    """Answered; passed with another answer (skipped, unknown, parked); asked now; not yet asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the bar above tells."""

    title: str
    steps: tuple[Step, ...] = ()


def place(now: Now) -> Place:
    """Where the conversation is."""
    run = now.front
    if run is None:
        return Place("Begin" if not now.state.runs else "Menu")
    return Place(now.title(run), tuple(_steps(now, run)))


def _steps(now: Now, run: str) -> Iterator[Step]:
    asked = now.underlying
    path = asked.path.removesuffix(".meer") if isinstance(asked.step, Repeat) else asked.path
    groups = _groups(list(now.rows(run)))
    here = [any(row.path == path or _last_of(row.path, path, now, run) for row in rows) for _, rows in groups]
    states: list[When] = ["now" if mine else _when(rows) for (_, rows), mine in zip(groups, here, strict=True)]
    steps = [Step(label, state) for (label, _), state in zip(groups, states, strict=True)]
    if not any(here):
        # What is asked is no answer of the document: notes to draw on, looking it over, writing it.
        place = states.index("ahead") if "ahead" in states else len(steps)
        steps.insert(place, Step(CHECK if isinstance(asked.step, Review) else asked.label, "now"))
    yield from steps


def _last_of(row: str, path: str, now: Now, run: str) -> bool:
    """Whether a question belongs to the last item of a list: there 'nog een?' is asked."""
    items = now.walk(run).lists.get(path, [])
    return bool(items) and row.startswith(f"{path}[{items[-1]}]")


def _groups(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Rows whose labels begin alike, up to the first comma, are one step: a goal, a question with its deepening."""
    groups: list[tuple[str, list[Row]]] = []
    for row in rows:
        begin = row.label.partition(", ")[0]
        if groups and groups[-1][0] == begin:
            groups[-1][1].append(row)
        else:
            groups.append((begin, [row]))
    return [(label if len(group) > 1 else group[0].label, group) for label, group in groups]


def _when(rows: list[Row]) -> When:
    states = {row.status for row in rows}
    if "open" in states:
        return "ahead"
    return "done" if "answered" in states else "left"


def parked(now: Now) -> list[str]:
    """The parked questions of every flow, with who takes them along."""
    found = []
    for path, answer in now.live.items():
        if answer.status == "parked" and (question := now.question_at(path)):
            found.append(question.label + (f" (neemt mee: {answer.note})" if answer.note else ""))
    return found


def document_run(now: Now, log: Sequence[e.Event]) -> str | None:
    """The run whose document is shown: the one in front, else the one that was used last."""
    used = [event.run if isinstance(event, e.Started) else run_of(event.path)
            for event in log if isinstance(event, e.Started | e.Answered)]  # fmt: skip
    for run in (now.front, *reversed(used)):
        if run is not None and run in now.runs and now.script[run.partition("#")[0]].document:
            return run
    return None
