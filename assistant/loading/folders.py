"""Where the shipped dialogues and knowledge are, and what is laid over them."""

from __future__ import annotations

from pathlib import Path

import assistant

_PACKAGE = Path(assistant.__file__).parent


def shipped(name: str) -> Path:
    """The folder 'dialogues' or 'knowledge': inside the installed package, or in the checkout."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def layers(name: str, own: Path | None) -> tuple[Path, ...]:
    """The shipped folder, and over it the user's own: what stands there takes the place of what has the same id."""
    base = shipped(name)
    return (base,) if own is None or own.resolve() == base.resolve() else (base, own)
