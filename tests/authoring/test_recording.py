"""A saved conversation as a scenario: it reads back, it passes, and what differs now is told."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.authoring.playing import Stage
from assistant.authoring.recording import recorded, written
from assistant.authoring.scenarios import read_cases
from assistant.cli import main
from assistant.conversation import events as e
from assistant.conversation.door import clean_name
from assistant.loading.content import Content

TALK = (
    "vorm kiezen\nstraks\nongedaan\nnu\nkind en preventie\npo\nschool\nja\nwat is een oza?\nterug\n"
    "wijzig sector naar mbo\nsla over\nmenu\nplan\nstop\n"
)


def talk(lines: str, monkeypatch: pytest.MonkeyPatch, name: str = "proef") -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    assert main(["gesprek", name, "--plat"]) == 0


def test_a_conversation_becomes_a_scenario_that_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(TALK, monkeypatch)
    capsys.readouterr()
    assert main(["scenario", "--opnemen", "proef"]) == 0
    out, err = capsys.readouterr()
    assert err == "Let op: hierin staat alles zoals het getypt is. Haal weg wat over iemand gaat voor je dit deelt.\n"
    file = tmp_path / "proef.yaml"
    file.write_text(out, "utf-8")
    assert main(["scenario", str(file)]) == 0
    assert capsys.readouterr().out == "1 goed, 0 fout\n"
    [case] = read_cases(file)[0]
    turns = {exchange.say: exchange for exchange in case.scenario.turns}
    assert [*turns] == TALK.split("\n")[:-1]
    assert turns["nu"].set == {"vorm.situatie": "nu"} and turns["nu"].at == "vorm.aanleiding"
    assert turns["sla over"].skipped and turns["stop"].finished
    assert turns["ongedaan"].unset == ("vorm.situatie",)
    assert turns["wijzig sector naar mbo"].set == {"vorm.sector": ["mbo"]}
    assert turns["wijzig sector naar mbo"].dormant == ("vorm.in_school",)


def test_a_changed_answer_makes_the_recorded_scenario_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(TALK, monkeypatch)
    capsys.readouterr()
    main(["scenario", "--opnemen", "proef"])
    file = tmp_path / "proef.yaml"
    file.write_text(capsys.readouterr().out.replace("{say: nu,", "{say: straks,"), "utf-8")
    assert main(["scenario", str(file)]) == 1


@pytest.mark.parametrize("name", ["onbekend", "leeg"])
def test_without_that_conversation_it_says_so(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario", "--opnemen", name]) == 1
    assert capsys.readouterr().err == f"Er is geen gesprek '{name}'. Er zijn nog geen gesprekken.\n"


def test_what_is_there_twice_is_written_twice() -> None:
    # The strict reader takes no anchors.
    same = ["po"]
    assert written({"een": same, "twee": same}) == "{een: [po], twee: [po]}"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), name=TEXTS.map(clean_name).filter(str.strip))
def test_whatever_was_typed_is_read_back_as_it_was(
    texts: list[str], name: str, content: Content, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stage = Stage(content)
    log = list(stage.turns(["plan", *texts], "2026-11-22"))[-1].log
    text, same = recorded(name, log, stage)
    assert same
    file = tmp_path_factory.mktemp("op") / "proef.yaml"
    file.write_text(text, "utf-8", newline="")
    cases, problems = read_cases(file)
    assert problems == []
    heard = [event.text for event in log if isinstance(event, e.Heard)]
    assert [exchange.say for exchange in cases[0].scenario.turns] == heard
    assert stage.play(cases[0]) == []


def test_that_it_goes_otherwise_now_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    talk("thee\ngroen\nstop\n", monkeypatch)
    folder = tmp_path / "eigen"
    folder.mkdir()
    flow = "flow: thee\ntitle: Thee\nsteps:\n  - ask: soort\n    text: Welke?\n"
    (folder / "thee.yaml").write_text(flow, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO("thee\ngroen\nstop\n"))
    main(["gesprek", "thee", "--plat", "--dialogen", str(folder)])
    (folder / "thee.yaml").write_text(flow.replace("ask: soort", "ask: kleur"), "utf-8")
    capsys.readouterr()
    assert main(["scenario", "--opnemen", "thee", "--dialogen", str(folder)]) == 0
    assert "Nu gespeeld loopt dit anders dan toen" in capsys.readouterr().err
    assert main(["scenario", "--opnemen", "thee"]) == 0
    assert "Nu gespeeld loopt dit anders dan toen" in capsys.readouterr().err


def test_a_text_that_waited_is_recorded_where_it_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (
        "plan",
        "sla over",
        "De Brug",
        "Deventer 0612345678",
        "waarom",
        "laat staan",
        "ok",
        "bel 0687654321",
        "terug",
        "Jan",
    )
    talk("\n".join((*said, "ib'er, bsn 628194821", "weglaten", "stop", "")), monkeypatch)
    capsys.readouterr()
    assert main(["scenario", "--opnemen", "proef"]) == 0
    out, err = capsys.readouterr()
    file = tmp_path / "proef.yaml"
    file.write_text(out, "utf-8")
    assert main(["scenario", str(file)]) == 0
    assert "628194821" not in out and "0612345678" in out and "anders dan toen" not in err
