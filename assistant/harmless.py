"""Text that no terminal acts on: without control characters, and without those that turn letters around."""

from __future__ import annotations

import re

BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What turns letters around, as it stands in a set of a regular expression."""
_HARMFUL = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{BIDI}]")


def harmless(text: str) -> str:
    """What is left of a text; tabs and line ends stay."""
    return _HARMFUL.sub("", text)
