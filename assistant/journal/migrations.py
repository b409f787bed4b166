"""From the schema of an earlier version to the present one, with the file as it was kept beside it."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

MIGRATIONS: dict[int, tuple[str, ...]] = {}
"""By version, the statements that make the next version of it."""


def migrate(db: sqlite3.Connection, file: Path, version: int, wanted: int) -> None:
    """Bring a file up to the version that is wanted, all or nothing; what it was stays as a copy.

    Raises:
        sqlite3.Error, OSError: it cannot be done; the file is as it was.
    """
    _keep_copy(db, _copy(file, version))
    db.execute("BEGIN IMMEDIATE")
    [(now,)] = db.execute("PRAGMA user_version")  # another window may have done it meanwhile
    for step in range(now, wanted):
        for statement in MIGRATIONS[step]:
            db.execute(statement)
    db.execute(f"PRAGMA user_version={wanted}")
    db.execute("COMMIT")


def forget_copies(file: Path) -> None:
    """Remove the copies: they hold what is to leave no trace.

    Raises:
        OSError: one of them cannot be removed.
    """
    for copy in file.parent.glob(f"{file.stem}-versie-*"):
        copy.unlink(missing_ok=True)


def _copy(file: Path, version: int) -> Path:
    return file.with_name(f"{file.stem}-versie-{version}{file.suffix}")


def _keep_copy(db: sqlite3.Connection, copy: Path) -> None:
    if copy.exists():
        return
    temporary = copy.with_name(f"{copy.name}-{secrets.token_hex(4)}")
    try:
        temporary.touch(mode=0o600)
        with closing(sqlite3.connect(temporary)) as target:
            db.backup(target)
        temporary.replace(copy)
    finally:
        temporary.unlink(missing_ok=True)
