"""One message in, events and outputs out. Pure: the same log and message give the same turn.

`step` handles a message, `opening` greets or recaps, `view` tells what is expected now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.conversation import events as e
from assistant.conversation.env import Env
from assistant.conversation.now import Now
from assistant.conversation.outputs import Output
from assistant.conversation.script import Review, Script
from assistant.conversation.state import flow_of
from assistant.conversation.turn import Turn, TurnBuilder
from assistant.conversation.walk import Question


@dataclass(frozen=True, slots=True)
class View:
    """Where a conversation is: what is asked, which answers count and which are kept aside."""

    question: Question | None
    flow: str | None
    runs: tuple[tuple[str, str, bool], ...]
    """Flow, run, and whether it is complete."""
    answers: dict[str, e.Value]
    skipped: tuple[str, ...]
    parked: tuple[str, ...]
    dormant: dict[str, e.Value]
    finished: bool


def step(script: Script, log: Sequence[e.Event], message: str, env: Env, withheld: str = "") -> Turn:
    """Handle one message.

    Args:
        script: the flows and phrases.
        log: everything that happened before.
        message: what was typed, as it came in; any text of any length.
        env: date, knowledge and look-up.
        withheld: what the turn before gave as `withheld`; empty where it was lost, which the person is told.

    Returns:
        The events to append to the log, and what to say. There is always at least one output.
    """
    return TurnBuilder(script, log, env, withheld).handle(message)


def opening(script: Script, log: Sequence[e.Event], env: Env, name: str = "") -> Turn:
    """The first words: a greeting, or a recap with the open question asked again."""
    return TurnBuilder(script, log, env).open(name)


def asked(script: Script, log: Sequence[e.Event], env: Env, *, again: bool = True) -> tuple[Output, ...]:
    """The open question, in its short form where it is put again; nothing once the person has stopped."""
    turn = TurnBuilder(script, log, env)
    return (turn.ask_again() if again else turn.ask()).outputs


def view(script: Script, log: Sequence[e.Event], env: Env) -> View:
    """Where the conversation is after these events."""
    return view_of(Now(script, log, env))


def view_of(now: Now) -> View:
    """Where a conversation is at a moment."""
    live = now.live
    return View(
        question=now.position,
        flow=flow_of(now.front) if now.front else None,
        runs=tuple((flow_of(run), run, now.complete(run)) for run in now.runs),
        answers={p: a.value for p, a in live.items() if a.status == "answered" and a.value is not None},
        skipped=tuple(p for p, a in live.items() if a.status in ("skipped", "unknown")),
        parked=tuple(p for p, a in live.items() if a.status == "parked"),
        dormant={p: a.value for p, a in now.dormant.items() if a.value is not None},
        finished=now.state.ended,
    )


def expects(question: Question | None) -> dict[str, Any] | None:
    """The open question in the machine format of `gesprek --json`."""
    if question is None:
        return None
    path = "controle" if isinstance(question.step, Review) else question.path
    return {
        "path": path,
        "type": question.type,
        "text": question.text,
        "default": question.default,
        "options": [{"id": option.id, "label": option.label} for option in question.options],
    }
