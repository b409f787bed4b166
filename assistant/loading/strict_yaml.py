"""Strict YAML with places: no duplicate keys, no anchors, no words that turn into something else.

Only whole numbers, `true` and `false` are more than text: `no`, `on`, `12:30` and dates stay as
they were written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.loading.problems import Problem

MAX_DEPTH = 40
MAX_BYTES = 5_000_000
_CORE_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "merge", "value"})
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Source:
    """A parsed file: its data, and where each piece of it stands."""

    file: str
    data: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    key_places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path_, code: str, message: str, *, key: bool = False) -> None:
        """Record a fault at the nearest place known for this path."""
        table = self.key_places if key else self.places
        while path and path not in table:
            path = path[:-1]
            table = self.places
        line, column = table.get(path, (1, 1))
        self.problems.append(Problem(self.file, line, column, code, message))

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
        raw = path.read_bytes()
    except OSError as error:
        source.problem((), "bestand", f"dit bestand kan niet worden gelezen ({error.strerror}).")
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
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        source.places[()] = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        source.problem(
            (), "yaml", "dit is geen geldige YAML; kijk naar inspringing, dubbele punten en aanhalingstekens."
        )
        return source
    except RecursionError:
        source.problem((), "yaml", "dit bestand is te diep genest.")
        return source
    if node is None:
        source.problem((), "leeg", "dit bestand is leeg.")
        return source
    source.data = _build(node, (), source, set())
    return source


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
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, i), source, seen) for i, child in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        source.key_places[(*path, key)] = (
            key_node.start_mark.line + 1,
            key_node.start_mark.column + 1,
        )
        if not key:
            source.problem(path, "sleutel", "een sleutel moet een woord zijn.")
        elif key in data:
            source.problem((*path, key), "dubbel", f"'{key}' staat hier twee keer; houd er een over.", key=True)
        else:
            data[key] = _build(value_node, (*path, key), source, seen)
    return data


def _scalar(node: yaml.ScalarNode, path: Path_, source: Source) -> Any:
    text = str(node.value)
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
