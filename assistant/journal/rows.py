"""An event as a row: JSON text with a checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from assistant.conversation.events import Event, from_data, to_data
from assistant.journal.store import StoreError


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
    """The event that `written` wrote.

    Raises:
        ValueError: the text is not an event of this version.
    """
    return from_data(json.loads(text))


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
