"""Conversations in memory: for when nothing can be written, and for tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.conversation.events import Event
from assistant.harmless import harmless
from assistant.journal.rows import read, written
from assistant.journal.store import (
    Listed,
    Loaded,
    conflict,
    local_time,
    may_lease,
    missing,
    missing_event,
    taken,
)


@dataclass(slots=True)
class _Conversation:
    title: str
    created: int
    changed: int
    # As text, as on disk: an event may hold a list, and what is kept must not change with it.
    texts: list[str] = field(default_factory=list)
    owner: str | None = None
    renewed: int = 0


class MemoryStore:
    """A `Store` that lasts as long as this object."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Start empty; `clock` gives seconds since 1970."""
        self._clock = clock
        self._conversations: dict[str, _Conversation] = {}

    def names(self) -> list[Listed]:
        """See `Store.names`."""
        newest_first = sorted(self._conversations.items(), key=lambda item: (-item[1].changed, item[0]))
        return [
            Listed(name, harmless(kept.title), local_time(kept.created), local_time(kept.changed), len(kept.texts), 0)
            for name, kept in newest_first
        ]

    def exists(self, name: str) -> bool:
        """See `Store.exists`."""
        return name in self._conversations

    def create(self, name: str, title: str = "") -> None:
        """See `Store.create`."""
        if name in self._conversations:
            raise taken(name)
        now = self._now()
        self._conversations[name] = _Conversation(title, now, now)

    def load(self, name: str) -> Loaded:
        """See `Store.load`."""
        return Loaded(name, tuple(map(read, self._found(name).texts)), 0)

    def append(self, name: str, after: int, events: Sequence[Event]) -> None:
        """See `Store.append`."""
        texts = [written(event) for event in events]
        kept = self._found(name)
        if after != len(kept.texts):
            raise conflict(name)
        kept.texts += texts
        kept.changed = kept.renewed = self._now()

    def rename(self, old: str, new: str) -> None:
        """See `Store.rename`."""
        kept = self._found(old)
        if new != old and new in self._conversations:
            raise taken(new)
        del self._conversations[old]
        self._conversations[new] = kept

    def erase(self, name: str) -> None:
        """See `Store.erase`."""
        self._found(name)
        del self._conversations[name]

    def redact(self, name: str, seq: int, event: Event) -> None:
        """See `Store.redact`."""
        text = written(event)
        texts = self._found(name).texts
        if not 0 <= seq < len(texts):
            raise missing_event(name, seq)
        texts[seq] = text

    def lease(self, name: str, owner: str) -> bool:
        """See `Store.lease`."""
        kept, now = self._found(name), self._now()
        if not may_lease(owner, kept.owner, kept.renewed, now):
            return False
        kept.owner, kept.renewed = owner, now
        return True

    def release(self, name: str, owner: str) -> None:
        """See `Store.release`."""
        kept = self._conversations.get(name)
        if kept is not None and kept.owner == owner:
            kept.owner = None

    def _found(self, name: str) -> _Conversation:
        try:
            return self._conversations[name]
        except KeyError:
            raise missing(name) from None

    def _now(self) -> int:
        return round(self._clock() * 1000)
