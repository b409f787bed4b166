"""For maintainers: makes the JSON Schemas by which an editor helps with flows and scenarios.

Run `python -m assistant.authoring.schema` after a change of a step, a question, or an expectation of a scenario. The
shapes come from the dataclasses that the loader fits files to; what is told about each key is below, in Dutch.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from assistant.authoring.describe import FIELDS, KINDS_TOLD
from assistant.authoring.scenarios import Scenario
from assistant.conversation import script as s
from assistant.loading.dialogues import KINDS
from assistant.loading.folders import shipped

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"


def flow_schema() -> Schema:
    """The schema of one flow: a file in `dialogues/`."""
    parts = _Parts({s.Step: {"$ref": "#/definitions/step"}})
    flow = parts.inside(s.Flow)
    parts.definitions["step"] = {
        "description": "Een stap: iets wat gezegd of gevraagd wordt, of wat daarover gaat.",
        "oneOf": [{"$ref": f"#/definitions/{kind}"} for kind in KINDS],
    }
    for kind, cls in KINDS.items():
        parts.definitions[kind] = _if_schema() if kind == "if" else parts.inside(cls)
    # A list of the knowledge may stand for the options: '=levels'.
    options = parts.definitions["ask"]["properties"]["options"]
    told = options.pop("description")
    parts.definitions["ask"]["properties"]["options"] = {
        "description": told,
        "anyOf": [options, {"type": "string", "pattern": "^="}],
    }
    return {"$schema": DRAFT, "title": "Een gesprek", **flow, "definitions": dict(sorted(parts.definitions.items()))}


def scenario_schema() -> Schema:
    """The schema of a file of scenarios: a file in `dialogues/scenarios/`."""
    parts = _Parts({})
    items = parts.of(Scenario)
    return {
        "$schema": DRAFT,
        "title": "Gesprekstesten",
        "description": "Gesprekken met wat er na elke beurt moet gelden.",
        "type": "array",
        "minItems": 1,
        "items": items,
        "definitions": dict(sorted(parts.definitions.items())),
    }


def _if_schema() -> Schema:
    """`if` in a file is flatter than the dataclass that is made of it."""
    told = FIELDS["If"]
    steps: Schema = {"type": "array", "items": {"$ref": "#/definitions/step"}, "minItems": 1}
    condition: Schema = {"type": "string", "description": told["if"]}
    then = {**steps, "description": told["then"]}
    arm = {"type": "object", "properties": {"if": condition, "then": then}, "required": ["if", "then"]}
    return {
        "description": KINDS_TOLD["If"],
        "type": "object",
        "properties": {
            "if": condition,
            "then": then,
            "elif": {"type": "array", "description": told["elif"], "items": {**arm, "additionalProperties": False}},
            "else": {**steps, "description": told["else"]},
        },
        "required": ["if", "then"],
        "additionalProperties": False,
    }


class _Parts:
    """Schemas of types; those of dataclasses are kept as definitions."""

    def __init__(self, known: Mapping[Any, Schema]) -> None:
        self.known = known
        self.definitions: dict[str, Schema] = {}

    def of(self, kind: Any) -> Schema:
        """The schema of a type; that of a dataclass is referred to."""
        if kind in self.known:
            return self.known[kind]
        if kind is Any:
            return {}
        simple = {str: "string", int: "integer", bool: "boolean"}
        if kind in simple:
            return {"type": simple[kind]}
        if dataclasses.is_dataclass(kind):
            name = getattr(kind, "__name__", "").lower()
            if name not in self.definitions:
                self.definitions[name] = {}  # it may hold itself
                self.definitions[name] = self.inside(kind)
            return {"$ref": f"#/definitions/{name}"}
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin is Literal:
            return {"enum": list(inner)}
        if origin is tuple:
            least = {"minItems": 1} if inner[0] == s.Step else {}
            return {"type": "array", "items": self.of(inner[0]), **least}
        if origin is Mapping:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        if origin in (typing.Union, types.UnionType):
            [one] = [part for part in inner if part is not type(None)]
            return self.of(one)
        raise TypeError(f"no schema for {kind}")

    def inside(self, cls: Any) -> Schema:
        """The schema of a dataclass itself. What is not compared (`at`, `file`) is filled in by the loader."""
        hints = typing.get_type_hints(cls)
        fields = [field for field in dataclasses.fields(cls) if field.compare]
        properties = {
            field.name: {"description": FIELDS[cls.__name__][field.name], **self.of(hints[field.name])}
            for field in fields
        }
        missing = dataclasses.MISSING
        return {
            "description": KINDS_TOLD[cls.__name__],
            "type": "object",
            "properties": properties,
            "required": [f.name for f in fields if f.default is missing and f.default_factory is missing],
            "additionalProperties": False,
        }


def written() -> dict[str, str]:
    """The files in `docs/`, by name."""
    made = {"flow.schema.json": flow_schema(), "scenario.schema.json": scenario_schema()}
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in made.items()}


if __name__ == "__main__":
    folder = shipped("dialogues").parent / "docs"
    for name, text in written().items():
        Path(folder, name).write_text(text, encoding="utf-8", newline="\n")
        print(folder / name)
