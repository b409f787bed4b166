"""A conversation as one file, to take along or to pass on: a line about the whole, then a line per event.

What comes from a file is somebody else's text: it is measured, checked and cleaned before it counts.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from assistant.conversation.door import MESSAGE_LIMIT, clean_name, visible
from assistant.conversation.events import KINDS, Drafted, Event, Heard, from_data
from assistant.journal.rows import written

SUFFIX = ".gesprek"
VERSION = 1
MAX_BYTES = 20_000_000
MAX_EVENTS = 100_000
MAX_TEXT = 5 * MESSAGE_LIMIT
MAX_NUMBER = 1_000_000_000
_KIND = "gesprek"
NOT_OURS = "'{file}' is geen bewaard gesprek van Samenwerkwijzer. Zo'n bestand maak je met 'samenwerkwijzer exporteer'."
DAMAGED = "'{file}' is beschadigd of veranderd, en daarom is er niets overgenomen. Vraag om een nieuw bestand."
NEWER = "'{file}' is gemaakt door een nieuwere versie van Samenwerkwijzer. Werk Samenwerkwijzer bij."
TOO_LARGE = "'{file}' is te groot voor een gesprek; er is niets overgenomen."


class NotAConversation(Exception):
    """A file that cannot be taken in; the message is one or two Dutch sentences."""


@dataclass(frozen=True, slots=True)
class OneFile:
    """A conversation on its way from one place to another."""

    name: str
    title: str
    events: tuple[Event, ...]


def packed(whole: OneFile) -> bytes:
    """The conversation as the bytes of a file. Of documents that were written it keeps the name, not the folder.

    Raises:
        StoreError: an event holds half a character.
    """
    lines = [written(_without_folder(event)) for event in whole.events]
    about = {"samenwerkwijzer": _KIND, "versie": VERSION, "naam": whole.name, "titel": whole.title}
    head = {**about, "stappen": len(lines), "controle": _checksum(about, lines)}
    return ("\n".join([json.dumps(head, ensure_ascii=False), *lines]) + "\n").encode("utf-8")


def unpacked(file: Path) -> OneFile:
    """The conversation in a file, its texts cleaned as at the door.

    Raises:
        NotAConversation: it is not such a file, or not as it was written.
    """
    name = visible(file.name)
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise NotAConversation(f"'{name}' kan niet worden gelezen; kijk of het pad klopt.") from error
    if len(data) > MAX_BYTES:
        raise NotAConversation(TOO_LARGE.format(file=name))
    try:
        first, *lines = data.decode("utf-8").removesuffix("\n").replace("\r\n", "\n").split("\n")
        head = json.loads(first)
    except (ValueError, RecursionError) as error:
        raise NotAConversation(NOT_OURS.format(file=name)) from error
    if not isinstance(head, dict) or head.get("samenwerkwijzer") != _KIND:
        raise NotAConversation(NOT_OURS.format(file=name))
    if type(head.get("versie")) is int and head["versie"] > VERSION:
        raise NotAConversation(NEWER.format(file=name))
    about = {key: head.get(key) for key in ("samenwerkwijzer", "versie", "naam", "titel")}
    sound = isinstance(head.get("naam"), str) and isinstance(head.get("titel"), str)
    whole = head.get("stappen") == len(lines) <= MAX_EVENTS
    if not sound or not whole or head.get("controle") != _checksum(about, lines):
        raise NotAConversation(DAMAGED.format(file=name))
    try:
        events = tuple(_checked(line) for line in lines)
    except (ValueError, RecursionError) as error:
        raise NotAConversation(DAMAGED.format(file=name)) from error
    return OneFile(clean_name(head["naam"]), visible(head["titel"]), events)


def _checksum(about: dict[str, Any], lines: Sequence[str]) -> str:
    text = "\n".join([json.dumps(about, ensure_ascii=False, sort_keys=True), *lines])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _without_folder(event: Event) -> Event:
    """A folder of one machine tells who its owner is, and nothing on another machine."""
    if not isinstance(event, Drafted):
        return event
    return dataclasses.replace(event, file=PureWindowsPath(PurePosixPath(event.file).name).name)


def _checked(line: str) -> Event:
    """An event of which every field is what it says it is, with text that is safe to show.

    Raises:
        ValueError: it is not.
    """
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("no event")
    event = from_data(data)
    clean = {name: _fitting(getattr(event, name), hint) for name, hint in _hints(type(event).__name__).items()}
    if isinstance(event, Heard):
        date.fromisoformat(str(clean["date"]))
    return _without_folder(dataclasses.replace(event, **clean))


@lru_cache(maxsize=64)
def _hints(kind: str) -> dict[str, Any]:
    return get_type_hints(KINDS[kind])


def _fitting(value: Any, hint: Any) -> Any:
    """The value, cleaned, where it is of that type.

    Raises:
        ValueError: it is not.
    """
    kind = get_origin(hint) or hint
    if kind is str and isinstance(value, str) and len(value) <= MAX_TEXT:
        return visible(value)
    if kind in (tuple, list) and isinstance(value, kind):
        return kind(_fitting(item, str) for item in value)
    if kind is Literal and isinstance(value, str) and value in get_args(hint):
        return value
    if kind is UnionType:
        for one in get_args(hint):
            with suppress(ValueError):
                return _fitting(value, one)
    if type(value) is kind and (value is None or (not isinstance(value, str) and abs(value) <= MAX_NUMBER)):
        return value
    raise ValueError(f"no {hint}")
