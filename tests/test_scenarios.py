"""Every shipped scenario, as it is and with the log saved and loaded after each turn; and all that they reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.authoring.coverage import Coverage
from assistant.authoring.playing import Stage
from assistant.authoring.scenarios import Case, read_cases
from assistant.loading.content import Content
from assistant.loading.folders import shipped

FILES = sorted((shipped("dialogues") / "scenarios").glob("*.yaml"))
CASES = [case for path in FILES for case in read_cases(path)[0]]
LEAST_OPTIONS = 1.0
"""The share of the options that the scenarios together choose; of the steps they reach all."""


@pytest.fixture(scope="module")
def stage(content: Content) -> Stage:
    return Stage(content)


def test_every_flow_has_scenarios(content: Content) -> None:
    assert {path.stem for path in FILES} == set(content.script.flows)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_sound(path: Path) -> None:
    assert read_cases(path)[1] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.scenario.scenario)
def test_scenario(case: Case, stage: Stage) -> None:
    as_is, reloaded = stage.play(case), stage.play(case, reload=True)
    assert as_is == reloaded
    assert bool(as_is) == bool(case.scenario.fails), as_is


def test_the_scenarios_reach_every_step_and_option(content: Content, stage: Stage) -> None:
    reached = Coverage()
    for case in CASES:
        if not case.scenario.fails:
            stage.play(case, watch=reached.note)
    for flow in content.script.flows.values():
        share = reached.of(flow)
        assert share.all_steps > 10 and share.all_options > 10
        assert share.steps == share.all_steps, share.missed
        assert share.options >= LEAST_OPTIONS * share.all_options, share.missed
