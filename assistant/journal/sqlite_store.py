"""Conversations in one SQLite file in the person's data folder."""

from __future__ import annotations

import errno
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.conversation.events import Event
from assistant.harmless import harmless
from assistant.journal.migrations import forget_copies, migrate
from assistant.journal.rows import checksum, trusted, written
from assistant.journal.store import (
    Listed,
    Loaded,
    StoreError,
    Unavailable,
    conflict,
    local_time,
    may_lease,
    missing,
    missing_event,
    taken,
)

FILE_NAME = "gesprekken.sqlite3"
SCHEMA_VERSION = 1
LONGEST = 5_000_000
"""Bytes of anything read from the file; no more is taken from a file that somebody else made."""
MOST_EVENTS = 100_000
WAIT_SECONDS = 5.0
"""How long to wait for another window that is writing."""

# Everything hangs on two keys and no other index, so that no index can disagree with its table.
_SCHEMA = (
    """CREATE TABLE conversations (
        name TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, created INTEGER NOT NULL,
        changed INTEGER NOT NULL, size INTEGER NOT NULL, owner TEXT, renewed INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE events (
        conversation_id TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
        checksum TEXT NOT NULL, PRIMARY KEY (conversation_id, seq)
    ) WITHOUT ROWID""",
    # Counts the removals after which the file was not yet rewritten.
    "CREATE TABLE sweep (due INTEGER NOT NULL)",
    "INSERT INTO sweep VALUES (0)",
    f"PRAGMA user_version={SCHEMA_VERSION}",
)
# EXTRA: in DELETE mode FULL may lose the last commit when the power goes right after it; EXTRA does not.
# Temporary tables in memory: a VACUUM would else write every conversation to the system's temporary folder.
_PRAGMAS = """
    PRAGMA journal_mode=DELETE;
    PRAGMA synchronous=EXTRA;
    PRAGMA secure_delete=ON;
    PRAGMA temp_store=MEMORY;
    PRAGMA trusted_schema=OFF;
"""
_DAMAGED = frozenset({
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_TOOBIG,
})  # fmt: skip
_NO_ACCESS = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH})
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_ELSEWHERE = "of kies met --data een andere map"


@dataclass(frozen=True, slots=True)
class _Found:
    """A conversation without its events."""

    id: str
    """Stays the same when the name changes; checksums hang on it."""
    name: str
    title: str
    created: int
    changed: int
    size: int
    owner: str | None
    renewed: int


class SqliteStore:
    """A `Store` in a folder. Each method opens the file and closes it again; nothing is kept between them."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        """Touch nothing yet: folder and file are made by `create`. `clock` gives seconds since 1970."""
        self._folder = folder
        self._file = folder / FILE_NAME
        self._clock = clock

    def names(self) -> list[Listed]:
        """See `Store.names`."""
        with self._transaction("DEFERRED") as db:
            found = _conversations(db)
            logs = [_read(db, one) for one in found]
        return [
            Listed(
                harmless(one.name),
                harmless(one.title),
                local_time(one.created),
                local_time(one.changed),
                len(events),
                lost,
            )
            for one, (events, lost) in zip(found, logs, strict=True)
        ]

    def exists(self, name: str) -> bool:
        """See `Store.exists`."""
        with self._transaction("DEFERRED") as db:
            return bool(_conversations(db, name))

    def create(self, name: str, title: str = "") -> None:
        """See `Store.create`."""
        self._make()
        now = self._now()
        with self._transaction("IMMEDIATE") as db:
            if db is None:  # taken away since it was made
                raise Unavailable(self._sentence(FileNotFoundError()))
            if _conversations(db, name):
                raise taken(name)
            row = (name, secrets.token_hex(16), title, now, now, 0, None, 0)
            db.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def load(self, name: str) -> Loaded:
        """See `Store.load`."""
        with self._transaction("DEFERRED") as db:
            events, lost = _read(db, _one(db, name))
        return Loaded(name, tuple(events), lost)

    def append(self, name: str, after: int, events: Sequence[Event]) -> None:
        """See `Store.append`."""
        texts = [written(event) for event in events]
        with self._changing(name) as (db, found):
            [(rows,)] = db.execute("SELECT max(seq) + 1 FROM events WHERE conversation_id = ?", (found.id,))
            size = max(found.size, _number(rows))
            if after != size:
                _, lost = _read(db, found)
                raise _partly_lost(name) if lost else conflict(name)
            for seq, (event, text) in enumerate(zip(events, texts, strict=True), start=size):
                row = (found.id, seq, type(event).__name__, text, checksum(found.id, seq, text))
                db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row)
            now = self._now()
            db.execute(
                "UPDATE conversations SET size = ?, changed = ?, renewed = ? WHERE id = ?",
                (size + len(texts), now, now, found.id),
            )

    def rename(self, old: str, new: str) -> None:
        """See `Store.rename`."""
        with self._changing(old) as (db, found):
            if new != old and _conversations(db, new):
                raise taken(new)
            db.execute("UPDATE conversations SET name = ? WHERE id = ?", (new, found.id))
            _owe_sweep(db)
        self._sweep_if_possible()

    def erase(self, name: str) -> None:
        """See `Store.erase`."""
        with self._changing(name) as (db, found):
            db.execute("DELETE FROM events WHERE conversation_id = ?", (found.id,))
            db.execute("DELETE FROM conversations WHERE id = ?", (found.id,))
            _owe_sweep(db)
        self._sweep_or_tell()

    def redact(self, name: str, seq: int, event: Event) -> None:
        """See `Store.redact`."""
        text = written(event)
        with self._changing(name) as (db, found):
            replaced = db.execute(
                "UPDATE events SET kind = ?, data = ?, checksum = ? WHERE conversation_id = ? AND seq = ?",
                (type(event).__name__, text, checksum(found.id, seq, text), found.id, seq),
            )
            if replaced.rowcount == 0:
                raise missing_event(name, seq)
            _owe_sweep(db)
        self._sweep_or_tell()

    def lease(self, name: str, owner: str) -> bool:
        """See `Store.lease`."""
        now = self._now()
        with self._changing(name) as (db, found):
            free = may_lease(owner, found.owner, found.renewed, now)
            if free:
                db.execute("UPDATE conversations SET owner = ?, renewed = ? WHERE id = ?", (owner, now, found.id))
        self._sweep_if_possible()
        return free

    def release(self, name: str, owner: str) -> None:
        """See `Store.release`."""
        with self._transaction("IMMEDIATE") as db:
            if db is not None:
                db.execute("UPDATE conversations SET owner = NULL WHERE name = ? AND owner = ?", (name, owner))

    def _now(self) -> int:
        return round(self._clock() * 1000)

    @contextmanager
    def _changing(self, name: str) -> Iterator[tuple[sqlite3.Connection, _Found]]:
        """A transaction that changes an existing conversation."""
        with self._transaction("IMMEDIATE") as db:
            if db is None:
                raise missing(name)
            yield db, _one(db, name)

    @contextmanager
    def _transaction(self, kind: Literal["DEFERRED", "IMMEDIATE"]) -> Iterator[sqlite3.Connection | None]:
        """All or nothing: an error inside takes everything back. None where there is no file yet."""
        with self._connection() as db:
            if db is None or _version(db) == 0:
                yield None
                return
            db.execute(f"BEGIN {kind}")
            yield db
            if kind == "IMMEDIATE":
                db.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection | None]:
        """The opened file, or None where there is none. What goes wrong comes out as a `StoreError`."""
        try:
            if not self._present():
                yield None
                return
            with closing(sqlite3.connect(self._file, timeout=WAIT_SECONDS, isolation_level=None)) as db:
                # A damaged letter must not keep the rest from being read; checksums see it.
                db.text_factory = lambda raw: raw.decode("utf-8", "replace")
                db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
                self._check_version(db)
                db.executescript(_PRAGMAS)
                if 0 < (version := _version(db)) < SCHEMA_VERSION:
                    migrate(db, self._file, version, SCHEMA_VERSION)
                yield db
        except UnicodeEncodeError as error:
            sentence = "In deze naam staat een teken dat niet bewaard kan worden. Kies een andere naam."
            raise StoreError(sentence) from error
        except (sqlite3.Error, OSError, UnicodeDecodeError, MemoryError) as error:
            raise Unavailable(self._sentence(error)) from error

    def _present(self) -> bool:
        try:
            self._file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def _make(self) -> None:
        """Make the folder and the file where they are not there yet, for the owner only."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            sentence = f"De map {self._folder} kan niet worden gemaakt. Kijk of je daar mag schrijven, {_ELSEWHERE}."
            raise Unavailable(sentence) from error
        try:
            if not self._present():
                self._file.touch(mode=0o600)
        except OSError as error:
            raise Unavailable(self._sentence(error)) from error
        with self._connection() as db:
            if db is None or _version(db) > 0:
                return
            db.execute("BEGIN IMMEDIATE")
            if _version(db) == 0:
                for statement in _SCHEMA:
                    db.execute(statement)
            db.execute("COMMIT")

    def _check_version(self, db: sqlite3.Connection) -> None:
        """Raise where the file is of a newer version, or is not ours."""
        [(version, tables, others)] = db.execute(
            "SELECT user_version, (SELECT count(*) FROM sqlite_master),"
            " (SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')) FROM pragma_user_version"
        )
        if version > SCHEMA_VERSION:
            raise Unavailable(
                f"De gesprekken in {self._file} zijn bewaard door een nieuwere versie van Samenwerkwijzer. "
                f"Het bestand blijft zoals het is. Werk Samenwerkwijzer bij, {_ELSEWHERE}."
            )
        # A view or trigger is a program, and we made none.
        if version < 0 or (version == 0 and tables) or others:
            raise Unavailable(
                f"{self._file} is niet van Samenwerkwijzer en blijft zoals het is. Zet het ergens anders, {_ELSEWHERE}."
            )

    def _sweep(self) -> None:
        """Rewrite the file after a removal: pages keep old copies of rows that were moved."""
        with self._connection() as db:
            if db is None:
                return
            [(due,)] = db.execute("SELECT coalesce(max(due), 0) FROM sweep")
            if not due:
                return
            forget_copies(self._file)
            # A rewrite takes along what can be reached, so in a damaged file it would destroy what might be saved.
            [(verdict,)] = db.execute("PRAGMA quick_check(1)")
            if verdict != "ok":
                raise Unavailable(self._damaged())
            db.execute("VACUUM")
            # Another window may have removed something meanwhile.
            db.execute("UPDATE sweep SET due = 0 WHERE due = ?", (due,))

    def _sweep_or_tell(self) -> None:
        try:
            self._sweep()
        except Unavailable as error:
            raise Unavailable(
                "De tekst is weg uit je gesprekken, maar in het bestand kunnen nog resten staan. "
                f"Die worden opgeruimd als je weer een gesprek opent. {error}"
            ) from error

    def _sweep_if_possible(self) -> None:
        with suppress(Unavailable):
            self._sweep()

    def _damaged(self) -> str:
        return (
            f"Het bestand {self._file} is beschadigd en blijft zoals het is. Zet een reservekopie terug, {_ELSEWHERE}."
        )

    def _sentence(self, error: Exception) -> str:
        """What happened and what to do about it."""
        code = _code(error)
        number = error.errno if isinstance(error, OSError) else None
        if code == sqlite3.SQLITE_FULL or number in _NO_SPACE:
            return f"De schijf met {self._file} is vol. Maak ruimte vrij, {_ELSEWHERE}."
        # Python cannot read SQLite's message where that quotes a damaged letter.
        if code in _DAMAGED or isinstance(error, UnicodeDecodeError):
            return self._damaged()
        if code in _LOCKED:
            return f"Een ander venster of programma houdt {self._file} bezet. Wacht even en probeer het opnieuw."
        if code in _NO_ACCESS or number in _NOT_ALLOWED:
            rights = "Geef jezelf rechten op het bestand en de map"
            return f"Samenwerkwijzer mag {self._file} niet lezen of beschrijven. {rights}, {_ELSEWHERE}."
        return f"{self._file} is niet te lezen of te beschrijven. Kijk of de schijf in orde is, {_ELSEWHERE}."


def _version(db: sqlite3.Connection) -> int:
    [(version,)] = db.execute("PRAGMA user_version")
    return _number(version)


def _conversations(db: sqlite3.Connection | None, name: str | None = None) -> list[_Found]:
    """All conversations, newest first, or the one of this name."""
    if db is None:
        return []
    select = "SELECT id, name, title, created, changed, size, owner, renewed FROM conversations"
    rows = db.execute(f"{select} ORDER BY changed DESC, name")
    found = [
        _Found(
            str(identity), str(called), str(title), _number(created), _number(changed), _number(size),
            None if owner is None else str(owner), _number(renewed),
        )
        for identity, called, title, created, changed, size, owner, renewed in rows
    ]  # fmt: skip
    if name is None:
        return found
    # By the name as it is listed: what was damaged or made elsewhere must be found too.
    return [one for one in found if name == one.name] or [one for one in found if name == harmless(one.name)]


def _one(db: sqlite3.Connection | None, name: str) -> _Found:
    found = _conversations(db, name)
    if not found:
        raise missing(name)
    return found[0]


def _read(db: sqlite3.Connection | None, found: _Found) -> tuple[list[Event], int]:
    """The events that can be trusted, and the number that cannot."""
    rows: list[tuple[object, object]] = []
    broken = 0
    if db is not None:
        select = "SELECT data, checksum FROM events WHERE conversation_id = ? ORDER BY seq LIMIT ?"
        try:
            for row in db.execute(select, (found.id, MOST_EVENTS)):
                rows.append(row)
        except sqlite3.Error as error:
            # What came before the damaged page is worth having.
            if _code(error) not in _DAMAGED:
                raise
            broken = 1
    events = trusted(found.id, rows)
    return events, max(found.size, len(rows) + broken) - len(events)


def _owe_sweep(db: sqlite3.Connection) -> None:
    """Note, in the transaction that removes something, that the file must be rewritten after it."""
    db.execute("UPDATE sweep SET due = due + 1")


def _partly_lost(name: str) -> Unavailable:
    return Unavailable(
        f"Een deel van het gesprek '{name}' is niet meer te lezen, en daarom komt er niets bij. "
        "Bewaar het onder een andere naam om verder te gaan; wat er nog staat, blijft staan."
    )


def _number(value: object) -> int:
    """A number from the file, where damage may have left anything."""
    return value if isinstance(value, int) else 0


def _code(error: Exception) -> int | None:
    """SQLite's primary result code, where the error has one."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None
