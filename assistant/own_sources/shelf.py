"""The user's own documents on disk: one JSON file each, in the data folder."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.harmless import harmless
from assistant.knowledge.passage import OWN, Document, Passage, Ref
from assistant.own_sources.blocks import LARGEST, Piece

if TYPE_CHECKING:
    from assistant.knowledge.model import Library

FOLDER = "bronnen"


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the user's own."""

    name: str
    """What it is called on the command line; no other has it."""
    title: str
    file: str
    """Where it was read from."""
    added: str
    """The day, as an ISO date."""
    hash: str
    """Of the file's bytes."""
    year: int
    pages: int | None
    pieces: tuple[Piece, ...]

    @property
    def id(self) -> str:
        """Its id as a document; says nothing of what it is."""
        return f"bron-{sha256(self.name.encode()).hexdigest()[:12]}"

    @property
    def document(self) -> Document:
        """It, as one of the documents that passages come from."""
        return Document(self.id, self.title, self.title, self.year, 0, own=True)

    @property
    def passages(self) -> list[Passage]:
        """All of its text, in its own words."""
        return [
            Passage(f"{self.id}-{number}", piece.title, piece.text, OWN, (Ref(self.id, "", piece.section, piece.page),))
            for number, piece in enumerate(self.pieces, 1)
        ]


class Shelf:
    """The folder of own documents."""

    def __init__(self, data: Path) -> None:
        """Nothing is made until something is added.

        Args:
            data: the data folder.
        """
        self._folder = data / FOLDER
        self.damaged: tuple[Path, ...] = ()
        """Files that could not be read when the sources were last asked for."""

    @property
    def cache(self) -> Path:
        """The folder for the index over all sources; it goes when one of them goes."""
        return self._folder / "index"

    def files(self) -> list[Path]:
        """The files, in a fixed order."""
        try:
            return sorted(self._folder.glob("*.json"))
        except OSError:
            return []

    def sources(self) -> list[Source]:
        """All sources that can be read, by name."""
        read = {path: _read(path) for path in self.files()}
        self.damaged = tuple(path for path, source in read.items() if source is None)
        found = [source for source in read.values() if source]
        return sorted(found, key=lambda source: source.name.lower())

    def over(self, library: Library) -> Library:
        """A library with these documents and their passages added."""
        found = self.sources()
        return replace(
            library,
            documents=(*library.documents, *(source.document for source in found)),
            passages=(*library.passages, *(passage for source in found for passage in source.passages)),
        )

    def put(self, source: Source) -> None:
        """Keep a source; one of the same name is replaced whole.

        Raises:
            OSError: it cannot be written; what was there still is.
        """
        self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="nieuw-", suffix=".tmp", dir=self._folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(source), file)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path(source))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._forget()

    def remove(self, source: Source) -> None:
        """Remove a source, with all that was made of it.

        Raises:
            OSError: something of it could not be removed.
        """
        self._path(source).unlink(missing_ok=True)
        self._forget()
        with suppress(OSError):  # there are others
            self._folder.rmdir()

    def _path(self, source: Source) -> Path:
        return self._folder / f"{source.id}.json"

    def _forget(self) -> None:
        """Remove what was made of earlier sources, and what a start that was broken off left."""
        if self.cache.exists():
            shutil.rmtree(self.cache)
        for path in self._folder.glob("*.tmp"):
            path.unlink(missing_ok=True)


def _read(path: Path) -> Source | None:
    """A source as it was put, or nothing: the file may be damaged, or of somebody else's making."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        data = json.loads(path.read_text("utf-8"), object_hook=_plain)
        pieces: Sequence[dict[str, str]] = data.pop("pieces")
        source = Source(**data, pieces=tuple(Piece(**piece) for piece in pieces))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    texts = [source.name, source.title, source.file, source.added, source.hash]
    for piece in source.pieces:
        texts += [piece.title, piece.section, piece.page or "", piece.text]
    numbers = [source.year, source.pages or 0]
    sound = all(isinstance(text, str) for text in texts) and all(type(number) is int for number in numbers)
    return source if sound else None


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: harmless(value) if isinstance(value, str) else value for name, value in data.items()}
