"""Scenarios: each expectation can fail, and what they begin from, include and must fail is as it says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from assistant.authoring.playing import Played, Stage
from assistant.authoring.run import play_files
from assistant.authoring.scenarios import START, Exchange, Scenario, case_of, read_cases
from assistant.conversation import events as e
from assistant.loading.content import Content


@pytest.fixture(scope="module")
def stage(content: Content) -> Stage:
    return Stage(content)


def written(folder: Path, text: str, name: str = "proef.yaml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def played(content: Content, *files: Path, coverage: bool = False) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = play_files(files, content, out, coverage=coverage)
    return code, out.getvalue().splitlines()


# --- expectations ---


@pytest.mark.parametrize(
    "exchange",
    [
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
        Exchange("stop", options=("uitvoering",)),
        Exchange("nu", default="nu"),
        Exchange("nu", complete=("vorm",)),
        Exchange("nu", finished=True),
    ],
    ids=lambda exchange: str(exchange)[:60],
)
def test_every_kind_of_expectation_can_fail(exchange: Exchange, stage: Stage) -> None:
    scenario = Scenario("fout", (Exchange("vorm kiezen"), exchange))
    assert [turn for turn, _ in stage.play(case_of(scenario))] == [1]


def test_a_path_that_does_not_exist_is_told_where_it_could_never_fail(stage: Stage) -> None:
    scenario = Scenario("fout", (Exchange("vorm kiezen", unset=("vorm.sektor",)),))
    assert stage.play(case_of(scenario)) == [(0, "de vraag 'vorm.sektor' bestaat niet. Bedoel je 'vorm.sector'?")]


def test_the_command_counts_and_places_failures(content: Content, tmp_path: Path) -> None:
    file = written(tmp_path, "- scenario: klopt niet\n  turns:\n    - {say: vorm kiezen}\n    - {say: nu, at: home}\n")
    assert played(content, file) == (
        1, ["proef.yaml:4: klopt niet: na 'nu' de open vraag is 'vorm.aanleiding', niet 'home'.", "0 goed, 1 fout"],
    )  # fmt: skip


def test_a_log_that_does_not_come_back_as_it_was_is_told(
    content: Content, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "- scenario: een\n  turns:\n    - {say: vorm kiezen}\n    - {say: nu, set: {vorm.situatie: nu}}\n"
    from_data = e.from_data
    lost = e.Answered(2, "vorm.situatie", "straks", "straks")
    monkeypatch.setattr(e, "from_data", lambda data: lost if data["event"] == "Answered" else from_data(data))
    assert stage.play(case_of(read_cases(written(tmp_path, text))[0][0].scenario)) == []
    code, lines = played(content, written(tmp_path, text))
    assert (code, lines[0]) == (1, "proef.yaml:4: een: na 'nu' 'vorm.situatie' is 'straks', niet 'nu'.")


# --- given ---


def first(stage: Stage, given: dict[str, Any], *say: str) -> list[Played]:
    seen: list[Played] = []
    scenario = Scenario("proef", tuple(map(Exchange, say)), given=given)
    assert stage.play(case_of(scenario), watch=seen.append) == []
    return seen


def test_given_answers_are_live_and_the_rest_is_asked(stage: Stage) -> None:
    [turn] = first(stage, {"vorm.situatie": "straks", "vorm.aanleiding": ["preventie"]}, "po")
    assert turn.view.answers["vorm.aanleiding"] == ["preventie"]
    assert turn.view.question and turn.view.question.path == "vorm.preventie"
    assert turn.view.question.text == "Wie moet bij de preventie wie versterken?"


def test_given_answers_can_be_undone_one_by_one(stage: Stage) -> None:
    [turn] = first(stage, {"vorm.situatie": "nu", "vorm.aanleiding": ["kind"]}, "ongedaan")
    assert turn.view.answers == {"vorm.situatie": "nu"}


def test_of_more_given_flows_the_last_is_under_way(stage: Stage) -> None:
    turn, _ = first(stage, {"intake.naam": "De Kade", "plan.notities": "een"}, "ok", "sla over")
    assert turn.view.answers["plan.naam"] == "De Kade"
    assert turn.now.state.stack == ["plan"]


def test_a_given_flow_that_is_complete_is_finished(stage: Stage) -> None:
    given = {"vorm.situatie": "nu", "vorm.aanleiding": ["preventie"], "vorm.sector": ["po"], "vorm.preventie": ["wijk"]}
    given |= {"vorm.keuze": ["richting-wijkaanbod"], "vorm.bedoeling": "ja", "vorm.bewaren": False}
    [turn] = first(stage, given, "plan")
    assert turn.now.state.stack == ["plan"]


def test_given_items_of_a_list(stage: Stage) -> None:
    given = {"plan.doelen": ["d1", "d2"], "plan.doelen[d2].doel": "samen starten", "plan.doelen.meer": False}
    [turn] = first(stage, given, "sla over")
    assert turn.view.answers == given


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"vorm.sektor": ["po"]}, "de vraag 'vorm.sektor' bestaat niet. Bedoel je 'vorm.sector'?"),
        ({"form.sector": ["po"]}, "de vraag 'form.sector' bestaat niet. Bedoel je 'vorm.sector'?"),
        ({"vorm.situatie": "ooit"}, "'ooit' kan bij dit begin geen antwoord op 'vorm.situatie' zijn"),
        ({"vorm.sector": "po"}, "'po' kan bij dit begin geen antwoord op 'vorm.sector' zijn"),
        ({"vorm.vo_team": "ja"}, "'ja' kan bij dit begin geen antwoord op 'vorm.vo_team' zijn"),
        ({"reflecteren.cijfers": "ja"}, "'ja' kan bij dit begin geen antwoord op 'reflecteren.cijfers' zijn"),
        ({"plan.naam": 3}, "3 kan bij dit begin geen antwoord op 'plan.naam' zijn"),
    ],
)
def test_what_cannot_be_begun_from_is_told(given: dict[str, Any], fault: str, stage: Stage) -> None:
    assert stage.play(case_of(Scenario("fout", (Exchange("nu"),), given=given))) == [(START, fault)]


def test_a_day_that_does_not_exist_is_told(stage: Stage) -> None:
    [(turn, fault)] = stage.play(case_of(Scenario("fout", (Exchange("nu"),), date="2026-13-01")))
    assert turn == START and "geen datum" in fault


# --- include ---

FIRST = "- scenario: begin\n  given: {vorm.situatie: nu}\n  turns:\n    - {say: kind, at: home}\n"
THEN = "- scenario: verder\n  include: begin\n  turns:\n    - {say: vo, at: vorm.in_school, set: {vorm.situatie: nu}}\n"


def test_an_included_scenario_is_played_first_with_its_start(content: Content, tmp_path: Path) -> None:
    code, lines = played(content, written(tmp_path, FIRST + THEN))
    # What 'begin' expects wrongly is its own affair.
    assert (code, lines[-1]) == (1, "1 goed, 1 fout")
    assert lines[0].startswith("proef.yaml:4: begin: na 'kind'")


def test_a_scenario_of_a_file_beside_it_can_be_included(content: Content, tmp_path: Path) -> None:
    written(tmp_path, FIRST, "ander.yaml")
    assert played(content, written(tmp_path, THEN)) == (0, ["1 goed, 0 fout"])


def test_includes_go_on(content: Content, tmp_path: Path) -> None:
    third = "- scenario: nog verder\n  include: verder\n  turns:\n    - {say: terug, at: vorm.sector}\n"
    assert played(content, written(tmp_path, third + THEN + FIRST.replace("at: home", "at: vorm.sector")))[0] == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (THEN.replace("begin", "verdur"), "proef.yaml:2:12: verwijzing-scenario: het scenario 'verdur' bestaat niet. Bedoel je 'verder'?"),
        (THEN.replace("begin", "verder"), "proef.yaml:2:12: kring: 'verder' begint op zijn beurt met dit scenario."),
        (FIRST + THEN.replace("include: begin", "include: begin\n  given: {vorm.situatie: nu}"), "proef.yaml:7:10: soort: 'given' en 'include' gaan niet samen"),
        (FIRST + FIRST, "proef.yaml:5:13: dubbele-naam: het scenario 'begin' staat er vaker."),
        ("- scenario: niets\n  turns: []\n", "proef.yaml:2:10: leeg: een scenario heeft minstens één beurt."),
        ("scenario: los\nturns: []\n", "proef.yaml:1:1: soort: hier hoort een lijst met scenario's."),
        ("- scenario: x\n  turn: []\n", "proef.yaml:1:3: mist: 'turns' ontbreekt hier."),
    ],
)  # fmt: skip
def test_faults_in_a_file_are_placed(text: str, problem: str, content: Content, tmp_path: Path) -> None:
    code, lines = played(content, written(tmp_path, text))
    assert code == 1 and any(line.startswith(problem) for line in lines), lines


# --- fails ---


def test_a_known_failure_is_no_failure_until_it_passes(content: Content, tmp_path: Path) -> None:
    fails = "- scenario: ooit\n  fails: dit kan nog niet\n  turns:\n    - {say: nu, at: vorm.sector}\n"
    good = "- scenario: nu\n  turns:\n    - {say: vorm kiezen, at: vorm.situatie}\n"
    assert played(content, written(tmp_path, good + fails)) == (
        0, ["proef.yaml:4: ooit: faalt zoals verwacht: dit kan nog niet", "1 goed, 0 fout, 1 faalt zoals verwacht"],
    )  # fmt: skip
    assert played(content, written(tmp_path, good + fails.replace("nu, at: vorm.sector", "nu, at: home"))) == (
        1, ["proef.yaml:4: ooit: dit faalt niet meer; haal 'fails' weg.", "1 goed, 1 fout"],
    )  # fmt: skip
