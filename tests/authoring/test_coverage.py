"""Coverage: what counts as reached, and what does not."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from assistant.authoring.coverage import Coverage, Share, shown
from assistant.authoring.playing import Stage
from assistant.authoring.run import play_files
from assistant.authoring.scenarios import Exchange, Scenario, case_of
from assistant.loading.content import Content, load_content

FLOW = """
flow: thee
title: Thee zetten
triggers: [thee]
steps:
  - say: Fijn.
  - ask: soort
    type: choice
    text: Welke thee?
    options: [{id: groen, label: Groene}, {id: zwart, label: Zwarte}]
  - if: soort == 'groen'
    then:
      - say: Groen.
      - ask: honing
        type: yesno
        text: Honing?
    else:
      - say: Zwart.
  - repeat: koekjes
    item: koekje
    prefix: k
    more: Nog een?
    steps:
      - ask: naam
        text: Welk koekje?
  - set: klaar
    value: "soort == 'groen'"
  - review: controle
    text: Klopt het?
"""


@pytest.fixture(scope="module")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Content:
    folder: Path = tmp_path_factory.mktemp("thee")
    (folder / "thee.yaml").write_text(FLOW, "utf-8")
    return load_content(folder)


def share(content: Content, *say: str, given: dict[str, Any] | None = None) -> Share:
    coverage = Coverage()
    scenario = Scenario("proef", tuple(map(Exchange, say)), given=given or {})
    assert Stage(content).play(case_of(scenario), watch=coverage.note) == []
    return coverage.of(content.script["thee"])


def what(found: Share) -> list[str]:
    return [line.partition(": ")[2] for line in found.missed]


def test_a_question_counts_when_it_is_open_and_a_say_when_it_is_said(tea: Content) -> None:
    found = share(tea, "thee")
    assert (found.steps, found.all_steps, found.options, found.all_options) == (2, 8, 0, 2)
    assert what(found) == [
        "het antwoord 'groen' op 'soort'", "het antwoord 'zwart' op 'soort'",
        "wat hier gezegd wordt", "de vraag 'honing'", "wat hier gezegd wordt",
        "de vraag naar nog een van 'koekjes'", "de vraag 'naam'", "de vraag 'controle'",
    ]  # fmt: skip
    assert found.missed[0].rpartition("/")[2] == "thee.yaml:7: het antwoord 'groen' op 'soort'"


def test_each_branch_and_the_items_of_a_list_count(tea: Content) -> None:
    assert what(share(tea, "thee", "groene", "ja", "ja", "speculaas", "nee")) == [
        "het antwoord 'zwart' op 'soort'", "wat hier gezegd wordt",
    ]  # fmt: skip
    assert what(share(tea, "thee", "zwarte", "ja", "speculaas", "nee", "wijzig soort naar groene")) == []


def test_an_answer_that_was_given_is_not_chosen(tea: Content) -> None:
    given = {"thee.soort": "groen"}
    assert "het antwoord 'groen' op 'soort'" in what(share(tea, "ja", given=given))
    assert "het antwoord 'groen' op 'soort'" not in what(share(tea, "thee", "groene"))


def test_what_lies_before_the_open_question_counts_only_when_it_is_said(tea: Content) -> None:
    given = {"thee.soort": "groen"}
    assert len([line for line in share(tea, "waarom", given=given).missed if "gezegd" in line]) == 3
    assert len([line for line in share(tea, "thee", "groene", "waarom").missed if "gezegd" in line]) == 1


def test_what_is_only_walked_past_does_not_count(tea: Content) -> None:
    # The walk goes on to the end at every turn; the review is far from open here.
    assert "de vraag 'controle'" in what(share(tea, "thee", "groene"))


def test_the_command_shows_shares_and_leaves_out_flows_that_were_not_played(tea: Content, tmp_path: Path) -> None:
    file = tmp_path / "thee.yaml"
    file.write_text("- scenario: thee\n  turns:\n    - {say: thee}\n    - {say: zwarte}\n", "utf-8")
    out = io.StringIO()
    assert play_files([file], tea, out, coverage=True) == 0
    lines = out.getvalue().splitlines()
    assert lines[0] == "1 goed, 0 fout"
    assert "  thee: 4 van 8 stappen, 1 van 2 antwoorden" in lines
    assert "  plan: niet gespeeld" in lines
    assert not any("plan.yaml" in line for line in lines)
    assert len([line for line in lines if "thee.yaml:" in line]) == 5


def test_the_shown_lines_end_when_nothing_is_missing(tea: Content) -> None:
    assert list(shown(Coverage(), tea.script))[-1].endswith("niet gespeeld")


def test_a_scenario_that_must_fail_reaches_nothing(tea: Content, tmp_path: Path) -> None:
    file = tmp_path / "thee.yaml"
    file.write_text("- scenario: thee\n  fails: proef\n  turns:\n    - {say: thee, at: home}\n", "utf-8")
    out = io.StringIO()
    play_files([file], tea, out, coverage=True)
    assert "  thee: niet gespeeld" in out.getvalue().splitlines()
