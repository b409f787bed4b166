"""Hostile text and bytes, by chance: pieces of real ones repeated, mixed, cut and broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

SIGNS = (
    "\x00", "\x07", "\x1b[31m", "\x1b]0;titel\x07", "\x9b2J", "\x7f", "\u202e", "\u2066", "\u200f", "\u2028", "\u200b",
    "\ufeff", "\ud83d", "\u0301", "\u0e33", "👩‍👧‍👦", "學", "ﷺ", "İ", "ß", "½", "١", "ﬁ", "\xa0", "\r", "\r\n", "\n", "\t",
    "'", '"', "`", "\\", "/", "../", "{", "}", "{{", "}}", "{%", "%}", "[[", "]]", "<", ">", "&", "&lt;", "|", "*", "_",
    "#", "-", "—", ":", ": ", ",", ";", ".", "...", "?", "!", "(", ")", "[", "]", "%s", "%n", "$(id)", "&a", "*a", "!!",
    "<<: ", "? ", "- ", "0", "-1", "1e999", "9" * 30, "NaN", "null", "true", "CON", "é", " ", "   ",
)  # fmt: skip
LENGTHS = (1, 3, 10, 40, 200, 1_500)
LONGEST = 20_000


def sign(chance: Random) -> str:
    return chance.choice(SIGNS) if chance.random() < 0.9 else chr(chance.randrange(0x110000))


def text(chance: Random, pieces: Sequence[str]) -> str:
    """A text made of pieces: repeated, strung together, or broken."""
    kind = chance.random()
    if kind < 0.12:
        unit = "".join(_some(chance, pieces) for _ in range(chance.randint(1, 2))) or "a"
        wanted = LONGEST if chance.random() < 0.06 else chance.choice(LENGTHS)
        return (unit * (wanted // len(unit) + 1))[:wanted] + chance.choice(("", "x", "!", " ", "\n"))
    if kind < 0.55:
        found = chance.choice(("", " ", ", ", "\n", " en ")).join(
            _some(chance, pieces) for _ in range(chance.choice((1, 1, 2, 3, 8)))
        )
    elif kind < 0.65:
        found = "".join(sign(chance) for _ in range(chance.choice(LENGTHS[:5])))
    else:
        found = chance.choice(pieces)
    return broken(chance, found, sign, "") if chance.random() < 0.5 else found


def _some(chance: Random, pieces: Sequence[str]) -> str:
    return sign(chance) if chance.random() < 0.25 else chance.choice(pieces)


def broken(chance: Random, whole: str, new: Callable[[Random], str], nothing: str) -> str:
    """The text with some of it taken out, doubled, moved or replaced."""
    for _ in range(chance.choice((1, 1, 2, 5, 12))):
        at = chance.randrange(len(whole) + 1)
        to = min(len(whole), at + chance.choice((0, 1, 1, 4, 30, 300)))
        part = whole[at:to]
        whole = whole[:at] + chance.choice((nothing, part + part, part[::-1], new(chance))) + whole[to:]
    return whole


def broken_bytes(chance: Random, whole: bytes) -> bytes:
    """The same for bytes."""
    found = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 5, 12))):
        at = chance.randrange(len(found) + 1)
        to = min(len(found), at + chance.choice((0, 1, 1, 4, 30, 300)))
        part = bytes(found[at:to])
        found[at:to] = chance.choice((b"", part + part, part[::-1], sign(chance).encode("utf-8", "surrogatepass"),
                                      bytes(byte ^ 1 << chance.randrange(8) for byte in part) or b"\0"))  # fmt: skip
    return bytes(found)
