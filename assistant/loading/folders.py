"""Where the shipped dialogues and knowledge are."""

from __future__ import annotations

from pathlib import Path

import assistant

_PACKAGE = Path(assistant.__file__).parent


def shipped(name: str) -> Path:
    """The folder 'dialogues' or 'knowledge': inside the installed package, or in the checkout."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
