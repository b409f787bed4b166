"""What a store of conversations does, whatever it is made of.

A conversation is a name, a title and a log of events numbered from 0. No method keeps anything
between two calls, so that any window can go on where another one stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from assistant.conversation.events import Event

LEASE_MILLISECONDS = 10 * 60 * 1000
"""How long a lease holds without being renewed."""
_LATEST = 32_503_680_000
"""The year 3000: the last that every system can give in local time."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of conversations."""

    name: str
    title: str
    created: str
    changed: str
    """Both as ISO timestamps in local time, with offset; `changed` is when events were last added."""
    events: int
    """The number that can be read."""
    lost: int
    """The number that `load` would lose."""

    @property
    def damaged(self) -> bool:
        """Whether events are lost."""
        return self.lost > 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation as far as it can be trusted."""

    name: str
    events: tuple[Event, ...]
    lost: int
    """Events after these that are missing or cannot be trusted; what is left of them stays on disk."""


class StoreError(Exception):
    """Something could not be done; the message is one or two Dutch sentences for the person."""


class Unavailable(StoreError):
    """The store cannot be read or written now; what was in it is still there."""


class Conflict(StoreError):
    """Another window added events that the writer does not know."""


class Missing(StoreError):
    """There is no such conversation, or no such event in it."""


class Taken(StoreError):
    """There is a conversation of that name already."""


class Store(Protocol):
    """Conversations that stay. Every method may raise `Unavailable`."""

    def names(self) -> list[Listed]:
        """All conversations, the one that was changed last first."""

    def exists(self, name: str) -> bool:
        """Whether there is a conversation of exactly this name."""

    def create(self, name: str, title: str = "") -> None:
        """Start an empty conversation.

        The title (such as the flow's) is shown in the list and not redacted: no words of the person in it.

        Raises:
            Taken: the name is in use.
        """

    def load(self, name: str) -> Loaded:
        """The conversation up to the first event that is missing, damaged or unknown.

        Raises:
            Missing: there is no such conversation.
        """

    def append(self, name: str, after: int, events: Sequence[Event]) -> None:
        """Add events behind the `after` that the writer knows: all of them, or none. Renews the lease.

        On return they are on disk.

        Raises:
            Conflict: another window added events meanwhile.
            Missing: there is no such conversation (any more).
            Unavailable: also where part of the conversation was lost; what is left is not written over.
            StoreError: an event holds text that cannot be stored.
        """

    def rename(self, old: str, new: str) -> None:
        """Give a conversation another name; the old one does not stay behind.

        Raises:
            Missing: there is no conversation `old`.
            Taken: there is another conversation `new`.
        """

    def erase(self, name: str) -> None:
        """Remove a conversation for good: no byte of its text is left in the store.

        Raises:
            Missing: there is no such conversation.
            Unavailable: also where it is gone but traces may be left; they are cleared at a next `lease`.
        """

    def redact(self, name: str, seq: int, event: Event) -> None:
        """Put the redacted event in the place of event number `seq`; no byte of the old text is left.

        Raises:
            Missing: there is no such conversation or event.
            Unavailable: as with `erase`.
            StoreError: as with `append`.
        """

    def lease(self, name: str, owner: str) -> bool:
        """Take or renew the right to write; False where another owner has it.

        A lease ends when it is released, or ten minutes after `lease` or `append` last renewed it (so a
        window that crashed holds it a while). It is a warning for the person: what keeps the log whole is
        `Conflict`.

        Args:
            name: the conversation.
            owner: names one window among all, such as a process number with something random.

        Raises:
            Missing: there is no such conversation.
        """

    def release(self, name: str, owner: str) -> None:
        """Give up a lease; nothing happens where this owner has none."""


def may_lease(owner: str, holder: str | None, renewed: int, now: int) -> bool:
    """The rule for leases; times in milliseconds.

    A renewal that lies far in the future comes from a clock that was put back, and has ended too.
    """
    return holder in (None, owner) or abs(now - renewed) >= LEASE_MILLISECONDS


def local_time(milliseconds: int) -> str:
    """Milliseconds since 1970 as an ISO timestamp in local time, with offset."""
    seconds = min(max(milliseconds // 1000, 0), _LATEST)
    return datetime.fromtimestamp(seconds, UTC).astimezone().isoformat()


def missing(name: str) -> Missing:
    """The error for a conversation that is not there."""
    return Missing(f"Er is geen gesprek met de naam '{name}'. Kijk in de lijst met gesprekken hoe het heet.")


def missing_event(name: str, seq: int) -> Missing:
    """The error for an event that is not there."""
    return Missing(f"Regel {seq} staat niet in het gesprek '{name}'. Open het gesprek opnieuw.")


def taken(name: str) -> Taken:
    """The error for a name that is in use."""
    return Taken(f"Er is al een gesprek met de naam '{name}'. Kies een andere naam.")


def conflict(name: str) -> Conflict:
    """The error for a log that another window made longer."""
    return Conflict(f"Het gesprek '{name}' is in een ander venster verder gegaan. Open het hier opnieuw.")
