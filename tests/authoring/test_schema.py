"""The schemas for editors: made from the dataclasses, true of what is shipped, and false of what the loader refuses."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from assistant.authoring.describe import FIELDS, KINDS_TOLD
from assistant.authoring.scenarios import Exchange, Scenario
from assistant.authoring.schema import flow_schema, scenario_schema, written
from assistant.conversation import script as s
from assistant.loading.content import read_content
from assistant.loading.dialogues import KINDS
from assistant.loading.folders import shipped
from assistant.loading.strict_yaml import read

DIALOGUES = shipped("dialogues")
DOCS = Path(__file__).parents[2] / "docs"
FLOWS = sorted(path for path in DIALOGUES.glob("*.yaml") if path.name != "phrases.yaml")
SCENARIOS = sorted((DIALOGUES / "scenarios").glob("*.yaml"))
HEAD = "flow: proef\ntitle: Proef\nsteps:\n"
GOOD = HEAD + "  - ask: naam\n    text: Hoe heet je?\n"


def faults(schema: dict[str, Any], path: Path) -> list[str]:
    data = read(path, path.name).data
    return [error.message for error in Draft7Validator(schema).iter_errors(data)]


def test_the_files_are_what_is_made_of_the_dataclasses() -> None:
    # Else: python -m assistant.authoring.schema
    assert {path.name: path.read_text("utf-8") for path in sorted(DOCS.glob("*.schema.json"))} == written()


@pytest.mark.parametrize("schema", [flow_schema(), scenario_schema()], ids=["flow", "scenario"])
def test_they_are_schemas(schema: dict[str, Any]) -> None:
    Draft7Validator.check_schema(schema)


def test_everything_is_described_and_nothing_that_is_not_there() -> None:
    classes = [s.Flow, s.Option, s.Filter, s.Criterion, Scenario, Exchange, *KINDS.values()]
    told = {cls.__name__: {f.name for f in dataclasses.fields(cls) if f.compare} for cls in classes}
    told["If"] = {"if", "then", "elif", "else"}
    assert {name: set(fields) for name, fields in FIELDS.items()} == told
    assert set(KINDS_TOLD) == set(told)
    assert all(text.endswith(".") for fields in FIELDS.values() for text in fields.values())


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_shipped_flows_fit_and_name_the_schema(path: Path) -> None:
    assert faults(flow_schema(), path) == []
    assert named_schema(path) == DOCS / "flow.schema.json"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_scenarios_fit_and_name_the_schema(path: Path) -> None:
    assert faults(scenario_schema(), path) == []
    assert named_schema(path) == DOCS / "scenario.schema.json"


def named_schema(path: Path) -> Path:
    first = path.read_text("utf-8").partition("\n")[0]
    start = "# yaml-language-server: $schema="
    assert first.startswith(start)
    found = (path.parent / first.removeprefix(start)).resolve()
    assert json.loads(found.read_text("utf-8"))["$schema"]
    return found


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("ask: naam", "akk: naam"),
        GOOD + "    txet: x\n",
        HEAD + "  - ask: naam\n",
        GOOD + "    type: tekst\n",
        GOOD + "    min: vijf\n",
        GOOD + "    private: ja\n",
        GOOD + "  - if: naam\n    than:\n      - say: x\n",
        GOOD + "  - if: naam\n    then:\n      - sya: x\n",
        GOOD + "  - if: naam\n    then:\n      - say: x\n    elif:\n      - {if: naam}\n",
        GOOD + "  - repeat: d\n    item: ding\n    prefix: d\n    more: Nog een?\n",
        GOOD + "  - ask: k\n    type: choice\n    text: Wat?\n    options: [{id: a}]\n",
        GOOD + "  - draft: brief\n",
        GOOD.replace("title: Proef\n", ""),
        HEAD.replace("steps:\n", "steps: []\n"),
        "- geen flow\n",
    ],
)
def test_what_the_loader_refuses_for_its_shape_the_schema_refuses(text: str, tmp_path: Path) -> None:
    (tmp_path / "proef.yaml").write_text(GOOD, "utf-8")
    assert read_content(tmp_path)[1] == []
    assert faults(flow_schema(), tmp_path / "proef.yaml") == []
    (tmp_path / "proef.yaml").write_text(text, "utf-8")
    assert read_content(tmp_path)[1] != []
    assert faults(flow_schema(), tmp_path / "proef.yaml") != []


@pytest.mark.parametrize(
    "text",
    [
        "- {scenario: x}\n",
        "- {scenario: x, turns: [{zeg: x}]}\n",
        "- {scenario: x, turns: [{say: x, set: [a]}]}\n",
        "scenario: x\n",
    ],
)
def test_a_scenario_of_another_shape_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "proef.yaml").write_text(text, "utf-8")
    assert faults(scenario_schema(), tmp_path / "proef.yaml") != []
