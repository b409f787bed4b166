"""From parsed YAML to the project's dataclasses; pydantic finds what does not fit."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from assistant.loading.problems import did_you_mean
from assistant.loading.strict_yaml import Path_, Source

T = TypeVar("T")
_KINDS = {
    "string_type": "hier hoort tekst; zet er aanhalingstekens om als het een getal of true/false is.",
    "int_type": "hier hoort een heel getal.",
    "int_parsing": "hier hoort een heel getal.",
    "bool_type": "hier hoort true of false.",
    "bool_parsing": "hier hoort true of false.",
    "tuple_type": "hier hoort een lijst.",
    "list_type": "hier hoort een lijst.",
    "dict_type": "hier horen sleutels met waarden.",
    "mapping_type": "hier horen sleutels met waarden.",
    "dataclass_type": "hier horen sleutels met waarden.",
    "dataclass_exact_type": "hier horen sleutels met waarden.",
}


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = _made_adapter(kind)
    return _ADAPTERS[kind]


def _made_adapter(kind: Any) -> TypeAdapter[Any]:
    for cls in _dataclasses_in(kind, set()):
        # Stdlib dataclasses carry no pydantic configuration of their own.
        type.__setattr__(cls, "__pydantic_config__", ConfigDict(extra="forbid"))
    return TypeAdapter(kind)


def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _dataclasses_in(kind: Any, seen: set[type]) -> Iterable[type]:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        yield kind
        for hint in _hints(kind).values():
            yield from _dataclasses_in(hint, seen)
    for part in typing.get_args(kind):
        yield from _dataclasses_in(part, seen)


def fit(kind: type[T], data: Any, path: Path_, source: Source) -> T | None:
    """The data as an instance of a dataclass; what does not fit is recorded at its place.

    Args:
        kind: a dataclass of `knowledge.model` or `conversation.script`.
        data: parsed YAML; may already hold instances of dataclasses inside.
        path: where in the file this stands.
        source: gets the problems.
    """
    try:
        result: T = _adapter(kind).validate_python(data)
    except ValidationError as error:
        for item in error.errors():
            if item["input"] is not None:  # what reading refused is nothing here, and was recorded then
                _record(kind, item, path, source)
        return None
    return result


def _record(kind: Any, item: Any, path: Path_, source: Source) -> None:
    where: Path_ = tuple(part for part in item["loc"] if isinstance(part, int) or not _is_type(part))
    full = (*path, *where)
    match item["type"]:
        case "missing" | "missing_argument":
            source.problem(full[:-1], "mist", f"'{full[-1]}' ontbreekt hier.")
        case "unexpected_keyword_argument" | "extra_forbidden":
            known = _names_at(kind, where[:-1])
            hint = did_you_mean(str(full[-1]), known)
            source.problem(full, "onbekende-sleutel", f"'{full[-1]}' bestaat hier niet.{hint}", key=True)
        case "literal_error":
            expected = item.get("ctx", {}).get("expected", "").replace(" or ", " of ")
            source.problem(full, "keuze", f"hier hoort een van deze woorden: {expected}.")
        case other:
            source.problem(full, "soort", _KINDS.get(other, "deze waarde past hier niet."))


def _is_type(part: str) -> bool:
    """Pydantic names the member of a union in a location; that is no place in the file."""
    return part.startswith(("function-", "tuple[", "list[")) or part in ("str", "int", "bool", "none")


def _names_at(kind: Any, where: Path_) -> list[str]:
    """The field names of the dataclass at a place inside another."""
    for part in where:
        kind = _inner(kind, part)
    found = list(_dataclasses_in(kind, set()))
    return [f.name for f in dataclasses.fields(found[0])] if found else []


def _inner(kind: Any, part: str | int) -> Any:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _hints(kind).get(str(part))
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        options = [_inner(option, part) for option in args]
        return next((option for option in options if option is not None), None)
    if origin is tuple and args:
        return args[0]
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping) and len(args) == 2:
        return args[1]
    return None
