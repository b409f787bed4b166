"""Every shipped scenario, as it is and with the log saved and loaded after each turn."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from assistant.authoring.scenarios import Exchange, Scenario, play, play_files, read_scenarios
from assistant.loading.content import Content
from assistant.loading.folders import shipped

FILES = sorted((shipped("dialogues") / "scenarios").glob("*.yaml"))
CASES = [(path, scenario) for path in FILES for scenario, _, _ in read_scenarios(path)[0]]


def test_every_flow_has_scenarios(content: Content) -> None:
    assert {path.stem for path in FILES} == set(content.script.flows)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_sound(path: Path) -> None:
    assert read_scenarios(path)[1] == []


@pytest.mark.parametrize("reload", [False, True], ids=["as is", "reloaded"])
@pytest.mark.parametrize(("path", "scenario"), CASES, ids=lambda value: getattr(value, "scenario", None) or value.stem)
def test_scenario(path: Path, scenario: Scenario, reload: bool, content: Content) -> None:
    assert list(play(scenario, content, reload=reload)) == []


def test_every_kind_of_expectation_can_fail(content: Content) -> None:
    wrong = [
        Exchange("nu", at="home"),
        Exchange("nu", set={"vorm.situatie": "straks"}),
        Exchange("nu", dormant=("vorm.situatie",)),
        Exchange("nu", skipped=("vorm.situatie",)),
        Exchange("nu", parked=("vorm.situatie",)),
        Exchange("nu", unset=("vorm.situatie",)),
        Exchange("nu", cites=("begrip-mandaat",)),
        Exchange("nu", draft="advies"),
        Exchange("nu", output="repair"),
        Exchange("nu", says="dit zegt niemand"),
        Exchange("nu", options=("uitvoering",)),
        Exchange("nu", default="nu"),
        Exchange("nu", complete=("vorm",)),
        Exchange("nu", finished=True),
    ]
    for exchange in wrong:
        scenario = Scenario("fout", (Exchange("vorm kiezen"), exchange))
        assert [turn for turn, _ in play(scenario, content)] == [1], exchange


def test_the_command_counts_and_places_failures(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "proef.yaml"
    file.write_text("- scenario: klopt niet\n  turns:\n    - {say: vorm kiezen}\n    - {say: nu, at: home}\n", "utf-8")
    out = io.StringIO()
    assert play_files([file], content, out) == 1
    assert "proef.yaml:4: klopt niet: na 'nu' de open vraag is 'vorm.aanleiding', niet 'home'." in out.getvalue()
    assert out.getvalue().endswith("0 goed, 1 fout\n")
