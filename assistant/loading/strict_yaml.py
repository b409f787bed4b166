"""Strict YAML with places: no duplicate keys, no anchors, no words that turn into something else.

Only whole numbers, `true` and `false` are more than text: `no`, `on`, `12:30` and dates stay as
they were written.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.harmless import harmless
from assistant.loading.problems import Code, Problem

MAX_DEPTH = 40
MAX_BYTES = 500_000
_CORE_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "merge", "value"})
_PLAIN_TAGS = frozenset({"tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
_UNSEEN = "hier staat een teken dat niet te zien is, of dat tekst omdraait; haal het weg."
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path_ = tuple[str | int, ...]
Find = Callable[[str], int | None]
"""From a value as it stands in the file to the offset of what is wrong in it."""


@dataclass(slots=True)
class Source:
    """A parsed file: its data, and where each piece of it stands."""

    file: str
    data: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    key_places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    text: str = ""
    """The file as it was read."""

    def problem(self, path: Path_, code: Code, message: str, *, key: bool = False, find: Find | None = None) -> None:
        """Record a fault at the nearest place known for this path.

        Args:
            path: keys and indexes that lead to the data at fault.
            code: the kind of fault.
            message: one Dutch sentence.
            key: the fault is in the key, not in its value.
            find: where in the text of the value the fault is; its beginning where that cannot be told.
        """
        line, column = self._found(path, find) or self._place(path, key)
        self.problems.append(Problem(self.file, line, column, code, message))

    def _place(self, path: Path_, key: bool) -> tuple[int, int]:
        table = self.key_places if key else self.places
        while path and path not in table:
            path = path[:-1]
            table = self.places
        return table.get(path, (1, 1))

    def _found(self, path: Path_, find: Find | None) -> tuple[int, int] | None:
        """The place of a part of a value, counted in the file itself: quotes, folds and all."""
        node = self._node(path) if find else None
        if find is None or not isinstance(node, yaml.ScalarNode):
            return None
        first = node.start_mark.index
        offset = find(self.text[first : node.end_mark.index])
        if offset is None:
            return None
        before = re.split("\r\n|[\r\n\x85\u2028\u2029]", self.text[: first + offset])
        return len(before), len(before[-1]) + 1

    def _node(self, path: Path_) -> yaml.Node | None:
        # Parsed again, for faults are few: to keep all nodes would slow down every reading.
        node = yaml.compose(self.text, Loader=_Loader)
        for part in path:
            if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                node = node.value[part]
            elif isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == part), None)
            else:
                return None
        return node

    def line(self, path: Path_) -> int:
        """The line of a piece of the data."""
        return self.places.get(path, (0, 0))[0]

    def at(self, path: Path_) -> str:
        """'file:line:column' of a piece of the data."""
        line, column = self.places.get(path, (1, 1))
        return f"{self.file}:{line}:{column}"


def read(path: Path, shown_as: str) -> Source:
    """Parse one file; what is wrong with it is in `problems`, never raised."""
    source = Source(shown_as)
    try:
        raw = _read(path)
    except OSError as error:
        source.problem((), "bestand", _unread(error))
        return source
    if len(raw) > MAX_BYTES:
        source.problem((), "bestand", "dit bestand is te groot; splits het.")
        return source
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        source.problem((), "bestand", "dit bestand is geen UTF-8; bewaar het opnieuw als UTF-8.")
        return source
    try:
        if _too_deep(text):
            source.problem((), "diepte", "dit bestand is te diep genest.")
            return source
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        source.places[()] = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        source.problem(
            (), "yaml", "dit is geen geldige YAML; kijk naar inspringing, dubbele punten en aanhalingstekens."
        )
        return source
    if node is None:
        source.problem((), "leeg", "dit bestand is leeg.")
        return source
    source.text = text
    source.data = _build(node, (), source, set())
    if any(problem.code == "diepte" for problem in source.problems):
        source.data = None  # nothing has this shape, so there is nothing more to say
    return source


def _read(path: Path) -> bytes:
    """A file as far as it is looked at; what is no file, such as a pipe, has no end."""
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        raise OSError("no file")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _too_deep(text: str) -> bool:
    """Whether there is more in each other than we read: what makes nodes of it would take all room on the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > 2 * MAX_DEPTH:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _unread(error: OSError) -> str:
    """Why a file could not be read; what the machine itself says of it is English."""
    match error:
        case FileNotFoundError():
            return "dit bestand is er niet."
        case IsADirectoryError():
            return "dit is een map; hier hoort een bestand."
        case PermissionError():
            return "dit bestand mag je niet lezen; kijk naar de rechten."
    return "dit bestand kan niet worden gelezen."


def _build(node: yaml.Node, path: Path_, source: Source, seen: set[int]) -> Any:
    source.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if id(node) in seen:
        source.problem(path, "anker", "ankers en verwijzingen (& en *) mogen hier niet; schrijf het uit.")
        return None
    seen.add(id(node))
    if len(path) > MAX_DEPTH:
        source.problem(path, "diepte", "dit is te diep genest.")
        return None
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, source)
    if node.tag not in _PLAIN_TAGS:
        source.problem(path, "tag", "tags (!) mogen hier niet.")
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, i), source, seen) for i, child in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = harmless(str(key_node.value)) if isinstance(key_node, yaml.ScalarNode) else ""
        source.key_places[(*path, key)] = (
            key_node.start_mark.line + 1,
            key_node.start_mark.column + 1,
        )
        if key != str(key_node.value) and isinstance(key_node, yaml.ScalarNode):
            source.problem((*path, key), "teken", _UNSEEN, key=True)
        elif not key:
            source.problem(path, "sleutel", "een sleutel moet een woord zijn.")
        elif key in data:
            source.problem(
                (*path, key), "dubbele-sleutel", f"'{key}' staat hier twee keer; houd er een over.", key=True
            )
        else:
            data[key] = _build(value_node, (*path, key), source, seen)
    return data


def _scalar(node: yaml.ScalarNode, path: Path_, source: Source) -> Any:
    text = harmless(str(node.value))
    if text != node.value:
        source.problem(path, "teken", _UNSEEN)
    if node.tag.removeprefix("tag:yaml.org,2002:") not in _CORE_TAGS:
        source.problem(path, "tag", "tags (!) mogen hier niet.")
        return None
    if node.style in ("'", '"', "|", ">"):
        return text
    if re.fullmatch(r"-?(0|[1-9]\d{0,8})", text):
        return int(text)
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~", "null"):
        source.problem(path, "leeg", "hier staat niets; vul het in of haal de regel weg.")
        return None
    return text
