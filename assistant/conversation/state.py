"""Folding the log: what holds now, given all that happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.conversation import events as e

_UNDOABLE = (e.Answered, e.Started, e.Paused, e.Reopened, e.Kept)
_NEVER_UNDONE = (e.Heard, e.LookedUp, e.Drafted, e.Withheld, e.LetStand, e.Redacted, e.Undone, e.Ended, e.Resumed)


@dataclass(slots=True)
class State:
    """The fold of a log. Made by `fold` and not changed after."""

    answers: dict[str, e.Answered] = field(default_factory=dict)
    runs: list[str] = field(default_factory=list)
    """Runs in the order in which they were first started."""
    discarded: set[str] = field(default_factory=set)
    stack: list[str] = field(default_factory=list)
    """Runs under way; the last one is in front."""
    focus: str | None = None
    posed: e.Posed | None = None
    withheld: e.Withheld | None = None
    """The last message waits, outside the log, until the person has said what may be kept of it."""
    misses: int = 0
    """Messages in a row that could not be placed."""
    ended: bool = False
    turn: int = 0
    today: str = ""
    drafted: dict[str, e.Drafted] = field(default_factory=dict)
    """The newest document of each kind."""
    looked_up: e.LookedUp | None = None
    last_answered: str | None = None
    speaker: str = ""
    """Who is speaking, where a group wants that noted."""
    said_by: dict[str, str] = field(default_factory=dict)
    """Who gave the answer at a path."""


def flow_of(run: str) -> str:
    """'reflecteren' for 'reflecteren#2'."""
    return run.partition("#")[0]


def run_of(path: str) -> str:
    """The run a path belongs to."""
    return path.partition(".")[0]


def undone_turns(log: Sequence[e.Event]) -> set[int]:
    """Turns that no longer count."""
    return {event.undone for event in log if isinstance(event, e.Undone)}


def last_undoable(log: Sequence[e.Event]) -> int | None:
    """The newest turn that changed something and still counts."""
    undone = undone_turns(log)
    for event in reversed(log):
        if isinstance(event, _UNDOABLE) and event.turn not in undone:
            return event.turn
    return None


def fold(log: Sequence[e.Event]) -> State:
    """What the log adds up to."""
    state = State()
    undone = undone_turns(log)
    for event in log:
        if event.turn in undone and not isinstance(event, _NEVER_UNDONE):
            continue
        _apply(state, event)
    return state


def _apply(state: State, event: e.Event) -> None:
    match event:
        case e.Heard(turn=turn, date=date):
            state.turn = turn
            state.today = date
            state.withheld = None
        case e.Started(run=run):
            if run not in state.runs:
                state.runs.append(run)
            state.discarded.discard(run)
            if run in state.stack:
                state.stack.remove(run)
            state.stack.append(run)
            state.focus, state.misses = None, 0
        case e.Finished(run=run):
            if run in state.stack:
                state.stack.remove(run)
        case e.Paused(run=run, discarded=discarded):
            if run in state.stack:
                state.stack.remove(run)
            if discarded:
                state.discarded.add(run)
            state.focus = None
        case e.Answered(path=path):
            if not _adds_to(event, state.answers.get(path)):
                state.said_by[path] = state.speaker
            state.answers[path] = event
            state.last_answered = path
            state.misses = 0
            if state.focus == path:
                state.focus = None
        case e.Speaking(who=who):
            state.speaker = who
        case e.Kept(path=path):
            state.misses = 0
            if state.focus == path:
                state.focus = None
        case e.Reopened(path=path):
            state.focus, state.misses = path, 0
        case e.Undone():
            state.misses = 0
        case e.Posed():
            state.posed, state.misses = event, 0
        case e.Settled():
            state.posed, state.misses = None, 0
        case e.LookedUp():
            state.looked_up, state.misses = event, 0
        case e.Misunderstood():
            state.misses += 1
        case e.Drafted(kind=kind):
            state.drafted[kind] = event
        case e.Withheld():
            state.withheld = event
        case e.Ended():
            state.ended, state.posed = True, None
        case e.Resumed():
            state.ended, state.withheld = False, None


def _adds_to(answer: e.Answered, earlier: e.Answered | None) -> bool:
    """Whether an answer only puts something behind the one that was there: that stays somebody's own."""
    return (
        earlier is not None
        and isinstance(earlier.value, str)
        and isinstance(answer.value, str)
        and answer.value.startswith(f"{earlier.value}\n")
    )
