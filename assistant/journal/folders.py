"""Where a person's own data is."""

from __future__ import annotations

import os
from pathlib import Path


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
    from platformdirs import user_data_path  # a look-up with a folder of choice has no need of it

    return user_data_path("samenwerkwijzer", appauthor=False)
