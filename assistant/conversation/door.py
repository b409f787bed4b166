"""The door: every message and name is normalised here, once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MESSAGE_LIMIT = 20_000
"""Longest message in characters; a page is about 3,000."""
NAME_LIMIT = 60
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cs", "Cn"})


@dataclass(frozen=True, slots=True)
class Message:
    """A message behind the door."""

    text: str
    cleaned: bool = False
    """True where something was taken out that a person may have seen."""
    too_long: int = 0
    """The number of characters, where that is over the limit; the text is then empty."""


def _kept(character: str) -> bool:
    if character in "\n\t":
        return True
    return character not in _BIDI and unicodedata.category(character) not in _DROPPED_CATEGORIES


def visible(text: str) -> str:
    """A text without control and bidi characters, but for tabs and line ends; composed letters (NFC)."""
    return unicodedata.normalize("NFC", "".join(filter(_kept, text)))


def receive(raw: str) -> Message:
    """Normalise a message: NFC, one kind of line end, no control or bidi characters.

    Args:
        raw: what was typed, pasted or piped in, of any length.

    Returns:
        The message as the rest of the program sees it.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    text = re.sub("[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    kept = "".join(filter(_kept, text))
    cleaned = kept != text
    kept = unicodedata.normalize("NFC", kept).strip()
    if len(kept) > MESSAGE_LIMIT:
        return Message("", cleaned, len(kept))
    return Message(kept, cleaned)


def clean_name(raw: str) -> str:
    """A conversation name that is also a safe file name on every system; may come out empty."""
    text = receive(raw[:1000]).text
    text = re.sub(r"[^\w .,()'-]+", "-", text)
    text = re.sub(r"\s+", " ", text).strip(" .-_")[:NAME_LIMIT].strip(" .-_")
    reserved = re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", text)
    return f"gesprek {text}" if reserved else text
