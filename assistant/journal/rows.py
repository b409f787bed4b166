"""An event as a row: JSON text with a checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from assistant.conversation.events import Event, from_data, to_data
from assistant.harmless import harmless
from assistant.journal.store import StoreError

LONGEST = 1_000_000
"""Characters of an event as text; the longest message is far shorter."""


def written(event: Event) -> str:
    """The event as JSON text.

    Raises:
        StoreError: it holds half a character (a lone surrogate), which no file can hold.
    """
    text = json.dumps(to_data(event), ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise StoreError("In deze tekst staat een teken dat niet bewaard kan worden. Typ de tekst opnieuw.") from error
    return text


def read(text: str) -> Event:
    """The event that `written` wrote, without what a terminal would act on: others can write files too.

    Raises:
        ValueError: the text is not an event of this version.
    """
    if len(text) > LONGEST:
        raise ValueError("too long for an event")
    try:
        data = _harmless(json.loads(text))
    except RecursionError as error:
        raise ValueError("too deep for an event") from error
    if not isinstance(data, dict):
        raise ValueError("no event")
    return from_data(data)


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list):
        return [_harmless(item) for item in value]
    if isinstance(value, dict):
        return {name: _harmless(item) for name, item in value.items()}
    return value


def checksum(conversation: str, seq: int, text: str) -> str:
    """What a row must carry to be trusted at this place in this conversation."""
    return hashlib.sha256(f"{conversation}\n{seq}\n{text}".encode()).hexdigest()


def trusted(conversation: str, rows: Iterable[tuple[object, object]]) -> list[Event]:
    """The events of rows (text, checksum) in order, up to the first that is out of place, damaged or unknown."""
    events: list[Event] = []
    for text, mark in rows:
        if not isinstance(text, str) or mark != checksum(conversation, len(events), text):
            break
        try:
            events.append(read(text))
        except ValueError:
            break
    return events
