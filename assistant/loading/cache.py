"""What was read before, kept as JSON: while no file has changed, a start parses no YAML and a look-up builds no index.

Only dialogues and knowledge are kept here, and beside the user's own documents what is made of those; never anything of
a conversation. A cache that is missing, damaged or made from other files is made anew, and one that cannot be written
is done without; nobody is told.
"""

from __future__ import annotations

import json
import os
import time
import types
import typing
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import assistant
from assistant.knowledge.passage import Document, Passage
from assistant.loading.folders import layers

if TYPE_CHECKING:
    from assistant.knowledge.model import Library
    from assistant.loading.content import Content
    from assistant.search.engine import Search

T = TypeVar("T")
Unpacker = Callable[[Any], Any]
Stamp = list[Any]
"""A file: its path, its size, and when its content and its entry on the disk last changed, in nanoseconds."""

_PREFIX = "samenwerkwijzer-"
_MOST_FILES = 4
"""Those of the shipped content and of one folder of the user's own; what is older goes."""
_REST = 2_000_000_000
"""Nanoseconds a file must be left alone before its time is sure to tell the next change; FAT counts in two seconds."""
_LONG = 3600
"""Seconds in which any start has written what it had to write."""
_ROOMS = ("knowledge", "search", "conversation", "loading")
"""The code that decides what is kept; in a checkout it changes while the version stays the same."""
_UNUSABLE = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


def cache_folder(data: Path | None) -> Path:
    """The folder for the cache; it need not exist yet.

    Args:
        data: the data folder asked for on the command line, if anything.

    Returns:
        'cache' inside that folder or the one in SAMENWERKWIJZER_DATA, else the usual place on this system.
    """
    chosen = data or os.environ.get("SAMENWERKWIJZER_DATA")
    if chosen:
        return Path(chosen) / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("samenwerkwijzer", appauthor=False)


def cached_content(folder: Path, dialogues: Path | None = None, knowledge: Path | None = None) -> Content:
    """The same as `load_content`, from the cache in a folder where that still holds.

    Raises:
        BrokenContent: something in the dialogues or the knowledge is wrong.
    """
    from assistant.conversation.script import Script
    from assistant.knowledge.model import Library
    from assistant.loading.content import Content, load_content

    def restored(lines: Sequence[bytes]) -> Content:
        script, library = map(json.loads, lines)
        return Content(unpacked(Script, script), unpacked(Library, library))

    kept = _Kept(folder, "content", dialogues, knowledge)
    content = kept.read(restored)
    if content is None:
        content = load_content(dialogues, knowledge)
        kept.write(lambda: [_json(packed(content.script)), _json(packed(content.library))])
    return content


class Shelf(Protocol):
    """Documents of the user's own."""

    @property
    def cache(self) -> Path:
        """The folder for what is made of them; it goes when one of them goes."""

    def files(self) -> Sequence[Path]:
        """The files they are kept in."""

    def over(self, library: Library) -> Library:
        """The library with them added."""


def cached_search(
    folder: Path, dialogues: Path | None = None, knowledge: Path | None = None, shelf: Shelf | None = None
) -> tuple[Search, Mapping[str, Document]]:
    """The look-up over the knowledge, and the documents by id; from the cache in a folder where that still holds.

    With documents of the user's own on a shelf it is over both, and nothing of them comes in the folder.

    Raises:
        BrokenContent: something in the dialogues or the knowledge is wrong.
    """
    from assistant.search.engine import Search

    def restored(lines: Sequence[bytes]) -> tuple[Search, Mapping[str, Document]]:
        documents, count = json.loads(lines[0])
        search = Search.restored(_Passages(lines[1 : 1 + count]), lines[1 + count :])
        return search, {name: unpacked(Document, data) for name, data in documents.items()}

    files = shelf.files() if shelf else ()
    kept = _Kept(shelf.cache if shelf else folder, "search", dialogues, knowledge, files)
    found = kept.read(restored)
    if found is None:
        library = cached_content(folder, dialogues, knowledge).library
        library = shelf.over(library) if shelf else library
        search = Search(library)
        passages = [packed(entry) for entry in library.entries()]
        first = [packed(library.document), len(passages)]
        kept.write(lambda: [*map(_json, [first, *passages]), *search.kept()])
        found = search, library.document
    return found


class _Lines(Sequence[bytes]):
    """Lines of a text, each cut out when it is asked for."""

    def __init__(self, text: bytes, starts: Sequence[int]) -> None:
        self._text = text
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: Any) -> Any:
        chosen = range(len(self))[place]
        if isinstance(chosen, range):
            return _Lines(self._text, self._starts[chosen.start : chosen.stop + 1])
        return self._text[self._starts[chosen] : self._starts[chosen + 1]]


class _Passages(Sequence[Passage]):
    """Passages that are made when they are asked for: a look-up needs few of them."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines
        self._made: dict[int, Passage] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, place: Any) -> Any:
        if place not in self._made:
            self._made[place] = unpacked(Passage, json.loads(self._lines[place]))
        return self._made[place]


# --- the file ---


class _Kept:
    """One cache file: what it was made from, where its lines begin, and the lines."""

    def __init__(
        self, folder: Path, what: str, dialogues: Path | None, knowledge: Path | None, also: Sequence[Path] = ()
    ) -> None:
        places = [[place.absolute() for place in layers("dialogues", dialogues)]]
        places.append([place.absolute() for place in layers("knowledge", knowledge)])
        self._stamps = sorted([*_stamps(*places), *map(_stamp, also)])
        names = [[str(place) for place in layer] for layer in places]
        self._made_from = [assistant.__version__, names, self._stamps]
        self._path = folder / f"{_PREFIX}{what}-{zlib.crc32(_json(names)):08x}.json"

    def read(self, made: Callable[[Sequence[bytes]], T]) -> T | None:
        """What is made of the lines; nothing where the file is missing, damaged, or made from anything else."""
        try:
            with self._path.open("rb") as file:
                head = json.loads(file.readline())
                if head["from"] != self._made_from:
                    return None
                starts, text = file.readline(), file.read()
            if zlib.crc32(text, zlib.crc32(starts)) != head["check"]:
                return None
            return made(_Lines(text, json.loads(starts)))
        except _UNUSABLE:
            return None

    def write(self, made: Callable[[], Sequence[bytes]]) -> None:
        """Keep lines for the next start, if that is possible; they are made only then."""
        if any(changed > time.time_ns() - _REST for _, _, changed, _ in self._stamps):
            return
        from tempfile import mkstemp

        with suppress(OSError):
            # Each apart: a parent that is made on the way would be open to others.
            self._path.parents[1].mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            handle, name = mkstemp(prefix=_PREFIX, suffix=".tmp", dir=self._path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self._whole(made()))
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            self._tidy()

    def _whole(self, lines: Sequence[bytes]) -> bytes:
        starts = _json(list(accumulate(map(len, lines), initial=0))) + b"\n"
        text = b"".join(lines)
        head = _json({"from": self._made_from, "check": zlib.crc32(text, zlib.crc32(starts))})
        return head + b"\n" + starts + text

    def _tidy(self) -> None:
        """Remove all but the newest files, and what a start that was broken off left long ago."""
        changed = {path: path.stat().st_mtime for path in self._path.parent.glob(f"{_PREFIX}*")}
        whole = sorted((path for path in changed if path.suffix == ".json"), key=changed.__getitem__)
        broken_off = [path for path in changed if path.suffix == ".tmp" and changed[path] < time.time() - _LONG]
        for path in (*whole[:-_MOST_FILES], *broken_off):
            path.unlink(missing_ok=True)


def _json(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()


def _stamps(dialogues: Sequence[Path], knowledge: Sequence[Path]) -> Iterator[Stamp]:
    """All files on which the content depends, and the code that reads them."""
    for folder in (*dialogues, *knowledge):
        yield from _stamps_in(folder, ".yaml", deep=False)
    for folder in dialogues:
        yield from _stamps_in(folder / "replies", ".yaml", deep=False)
    for folder in knowledge:
        yield from _stamps_in(folder / "passages", ".yaml", deep=True)
    for room in _ROOMS:
        yield from _stamps_in(Path(assistant.__file__).parent / room, ".py", deep=True)


def _stamps_in(folder: Path, ending: str, *, deep: bool) -> Iterator[Stamp]:
    for parent, folders, names in os.walk(folder):
        for name in names:
            if name.lower().endswith(ending):
                yield _stamp(Path(parent, name))
        if not deep:
            folders.clear()


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return [str(path), -1, -1, -1]
    return [str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns]


# --- dataclasses as plain data, and back ---


def packed(value: Any) -> Any:
    """A value as JSON can hold it: a dataclass is a list of its name and the values of its fields."""
    if is_dataclass(value):
        return [type(value).__name__, *(packed(getattr(value, field.name)) for field in fields(value))]
    if isinstance(value, Mapping):
        return {key: packed(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [packed(item) for item in value]
    return value


def unpacked(kind: type[T], data: Any) -> T:
    """A dataclass from what `packed` made of it; `data` is used up.

    Raises:
        TypeError, ValueError, LookupError, AttributeError: the data is not of this kind.
    """
    made: T = _class_unpacker(kind)(data)
    return made


_UNPACKERS: dict[type, Unpacker] = {}


def _class_unpacker(kind: type) -> Unpacker:
    if kind not in _UNPACKERS:
        inner: list[tuple[int, Unpacker]] = []

        def made(data: Any) -> Any:
            for place, unpack in inner:
                data[place] = unpack(data[place])
            return kind(*data[1:])

        _UNPACKERS[kind] = made  # before its fields, for a step may hold steps
        hints = typing.get_type_hints(kind)
        for place, field in enumerate(fields(kind), 1):
            if unpack := _unpacker(hints[field.name]):
                inner.append((place, unpack))
    return _UNPACKERS[kind]


def _unpacker(kind: Any) -> Unpacker | None:
    """What makes a value of a kind; nothing where the data is that value."""
    if isinstance(kind, type) and is_dataclass(kind):
        return _class_unpacker(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        classes = {one.__name__: _class_unpacker(one) for one in inner if isinstance(one, type) and is_dataclass(one)}
        return (lambda data: classes[data[0]](data)) if classes else None
    if origin is tuple:
        each = _unpacker(inner[0])
        return (lambda data: tuple(map(each, data))) if each else tuple
    if origin is Mapping:
        item = _unpacker(inner[1])
        return (lambda data: {key: item(value) for key, value in data.items()}) if item else None
    return None
