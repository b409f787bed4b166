"""Where a person's own data is."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def data_folder(chosen: Path | None) -> Path:
    """The folder for conversations and own documents; it need not exist yet.

    Args:
        chosen: what was asked for on the command line, if anything.

    Returns:
        That folder, else the one in SAMENWERKWIJZER_DATA, else the usual place on this system.
    """
    if chosen is not None:
        return chosen
    named = os.environ.get("SAMENWERKWIJZER_DATA")
    if named:
        return Path(named)
    return platformdirs.user_data_path("samenwerkwijzer", appauthor=False)
