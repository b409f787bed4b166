"""What can happen in a conversation. The log of events is the only truth.

Each event is plain data with a `turn`: the number of the message it came from. Raw text is kept as
normalised at the door, so that replay never has to match it again.
"""

from __future__ import annotations

import builtins
import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, get_args, get_origin, get_type_hints

Value = str | int | float | bool | list[str]
Status = Literal["answered", "skipped", "unknown", "parked"]


@dataclass(frozen=True, slots=True)
class Heard:
    """A message came in; every turn begins with one."""

    turn: int
    text: str
    date: str
    """Local date in ISO form: replay must not ask the clock again."""


@dataclass(frozen=True, slots=True)
class Started:
    """A run of a flow was started, or brought to the front again."""

    turn: int
    run: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The last open question of a run was answered; what it interrupted goes on."""

    turn: int
    run: str


@dataclass(frozen=True, slots=True)
class Paused:
    """A run was laid aside, unfinished; `discarded` where the person was done with it."""

    turn: int
    run: str
    discarded: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A question got its answer; skipped, unknown and parked are answers too."""

    turn: int
    path: str
    value: Value | None
    raw: str
    status: Status = "answered"
    note: str = ""
    """With a parked question: who takes it along."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """From here on answers are noted with who gives them; with an empty name no longer."""

    turn: int
    who: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """The focus went back to an earlier question; its answer stays until it is replaced."""

    turn: int
    path: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A reopened question keeps the answer it had."""

    turn: int
    path: str


@dataclass(frozen=True, slots=True)
class Undone:
    """All that happened in an earlier turn no longer counts."""

    turn: int
    undone: int


@dataclass(frozen=True, slots=True)
class Posed:
    """The engine asks something of its own: which one was meant, really stop, what to look up."""

    turn: int
    kind: Literal["verduidelijk", "annuleren", "opzoeken", "controle", "schrijven", "onleesbaar"]
    path: str = ""
    options: tuple[str, ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the engine asked of its own has been dealt with."""

    turn: int


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Something was looked up; `ids` are what was shown, best first."""

    turn: int
    query: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """The message could not be placed; the repair ladder goes up one rung."""

    turn: int
    path: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A document was written."""

    turn: int
    kind: str
    file: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """The message of this turn seems to hold personal data, and is nowhere in the log before the person has chosen."""

    turn: int
    kinds: tuple[str, ...]
    """What it seems to hold, and nothing of it: 'telefoonnummer'."""


@dataclass(frozen=True, slots=True)
class LetStand:
    """The person wants to keep a text in which personal data was seen; what is in it is not asked about again."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """The text of one event was made unreadable at the person's request."""

    turn: int
    seq: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The person stopped; resuming goes on from here."""

    turn: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """The conversation was opened again."""

    turn: int


Event = (
    Heard
    | Started
    | Finished
    | Paused
    | Answered
    | Speaking
    | Reopened
    | Kept
    | Undone
    | Posed
    | Settled
    | LookedUp
    | Misunderstood
    | Drafted
    | Withheld
    | LetStand
    | Redacted
    | Ended
    | Resumed
)

KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Heard, Started, Finished, Paused, Answered, Speaking, Reopened, Kept, Undone, Posed, Settled,
        LookedUp, Misunderstood, Drafted, Withheld, LetStand, Redacted, Ended, Resumed,
    )
}  # fmt: skip


def to_data(event: Event) -> dict[str, Any]:
    """The event as JSON-ready data, with its kind under 'event'."""
    return {"event": type(event).__name__, **dataclasses.asdict(event)}


def from_data(data: Mapping[str, Any]) -> Event:
    """The event that `to_data` wrote.

    Raises:
        ValueError: the data is not an event of this version.
    """
    fields = dict(data)
    kind = KINDS.get(str(fields.pop("event", "")))
    if kind is None:
        raise ValueError(f"unknown event {data.get('event')!r}")
    for name in ("options", "ids", "kinds"):
        if isinstance(fields.get(name), list):
            fields[name] = tuple(fields[name])
    try:
        event: Event = kind(**fields)
    except TypeError as error:
        raise ValueError(str(error)) from error
    for name, hint in _HINTS[kind].items():
        if not _fits(hint, getattr(event, name)):
            raise ValueError(f"{name} of {kind.__name__} is no {hint}")
    return event


_HINTS = {kind: get_type_hints(kind) for kind in KINDS.values()}


def _fits(hint: Any, value: object) -> bool:
    """Whether a value is of a kind: a log may come from a file that somebody else wrote."""
    inner = get_args(hint)
    match get_origin(hint) or hint:
        case typing.Literal:
            return value in inner
        case types.UnionType | typing.Union:
            return any(_fits(one, value) for one in inner)
        case builtins.list | builtins.tuple as kind:
            return isinstance(value, kind) and all(_fits(inner[0], item) for item in value)
        case builtins.int:
            return type(value) is int and abs(value) < 1 << 53
        case builtins.float:
            return isinstance(value, float) and isfinite(value)
        case kind:
            return isinstance(value, kind)
