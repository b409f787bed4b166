"""What the terminal or pipe can take: its letters, and whether it can draw."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import unicodedata
from collections.abc import Mapping

SPELLED = "samenwerkwijzer.gespeld"
"""Name of the way in which letters are written that an encoding does not have."""
_SIGNS = {
    "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...", "·": "-", "•": "-",
    "›": ">", "→": "->", "↑": "omhoog", "↓": "omlaag", "☒": "[x]", "☐": "[ ]", "✓": "x", "€": "EUR", "ß": "ss",
    "æ": "ae", "Æ": "Ae", "œ": "oe", "ø": "o", "Ø": "O", "ł": "l", "\u00a0": " ", "\u2011": "-", "×": "x", "½": "1/2",
}  # fmt: skip


def encoding_for(environment: Mapping[str, str], windows: bool) -> str:
    """The encoding that texts for people are written in: UTF-8, unless the terminal was said to have less.

    Args:
        environment: PYTHONIOENCODING, or else LC_ALL, LC_CTYPE or LANG, may say so.
        windows: there the locale says nothing about the terminal.
    """
    asked = environment.get("PYTHONIOENCODING", "").partition(":")[0]
    if not asked and not windows:
        locale = next((environment[key] for key in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(key)), "")
        asked = "ascii" if locale in ("C", "POSIX") else locale.partition(".")[2].partition("@")[0]
    try:
        return codecs.lookup(asked).name if asked else "utf-8"
    except LookupError:
        return "utf-8"


def prepare(encoding: str) -> None:
    """Let everything be said in an encoding, and what it lacks be spelled in letters that it has; refuse no input."""
    codecs.register_error(SPELLED, _spelled)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        typed = stream is sys.stdin
        # What a terminal without a charset of its own sends beyond ASCII is UTF-8 or nothing.
        known = "utf-8" if typed and encoding == "ascii" else encoding
        with contextlib.suppress(AttributeError, OSError):
            stream.reconfigure(encoding=known, errors="replace" if typed else SPELLED)  # type: ignore[union-attr]


def no_screen(environment: Mapping[str, str]) -> str:
    """Why nothing can be drawn here, in a sentence; nothing where it can."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return "Dit is geen venster waarin ik kan tekenen; daarom gaat het gesprek in gewone regels."
    if environment.get("TERM") == "dumb":
        return "Dit venster kan het gesprek niet tekenen; daarom gaat het in gewone regels."
    if encoding_for(environment, os.name == "nt") != "utf-8":
        return "Dit venster kent niet alle tekens; daarom gaat het gesprek in gewone regels."
    return ""


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """é as e, a curly quote as a straight one; what has no such form as a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = "".join(map(_letter, error.object[error.start : error.end]))
    return found.encode(error.encoding, "replace").decode(error.encoding), error.end


def _letter(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    plain = unicodedata.normalize("NFKD", character)
    return "".join(part for part in plain if not unicodedata.combining(part)) or "?"
