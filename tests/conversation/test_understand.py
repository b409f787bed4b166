"""What a message is taken to mean, at a closed and at an open question."""

from __future__ import annotations

import pytest

from assistant.loading.content import Content
from assistant.session import World
from tests.conversation.player import Player

SECTOR = ("vorm kiezen", "nu", "kind")


@pytest.fixture
def player(content: Content, world: World) -> Player:
    return Player(content.script, world)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("po", ["po"]),
        ("1", ["po"]),
        ("de tweede", ["sbo"]),
        ("optie 4", ["vo"]),
        ("d", ["vo"]),
        ("de laatste", ["mbo"]),
        ("Basisschool", ["po"]),
        ("wij zijn een basisschool", ["po"]),
        ("nou ik denk eigenlijk de tweede hoor", ["sbo"]),
        ("voorgezet onderwijs", ["vo"]),
        ("praktijkonderwjis", ["pro"]),
        ("po en vo", ["po", "vo"]),
        ("1, 4 en 7", ["po", "vo", "mbo"]),
        ("niet vo maar mbo", ["mbo"]),
        ("we hebben een basisschool en een vso", ["po", "vso"]),
        ("alles", ["po", "sbo", "so", "vo", "pro", "vso", "mbo"]),
        ("roc", ["mbo"]),
        ("VMBO", ["vo"]),
    ],
)
def test_sector(said: str, meant: list[str], player: Player) -> None:
    player.say(*SECTOR, said)
    assert player.answers.get("vorm.sector") == meant


@pytest.mark.parametrize(
    "said", ["onderwijs", "hallo daar", "9", "0", "niet vo", "xx", "de werker", "school", "maatwerk dus", "ja", "?"]
)
def test_nothing_is_stored_that_was_not_meant(said: str, player: Player) -> None:
    player.say(*SECTOR, said)
    assert "vorm.sector" not in player.answers


@pytest.mark.parametrize(
    ("said", "meant"),
    [("ja hoor", "ja"), ("nee", "nee"), ("Ja.", "ja"), ("dat verschilt", "verschilt"), ("soms", "verschilt")],
)
def test_light_help(said: str, meant: str, player: Player) -> None:
    player.say(*SECTOR, "po", "ja", said)
    assert player.answers.get("vorm.lichte_hulp") == meant


def test_several_answers_in_one_message_are_read_back(player: Player) -> None:
    player.say("vorm kiezen", "nu, voor een middelbare school met zorgen om een kind")
    assert player.answers["vorm.situatie"] == "nu"
    assert "Ik noteer" in player.text()


@pytest.mark.parametrize("said", ["wat is een oza?", "wat betekent mandaat", "? mandaat", "zoek mandaat"])
def test_a_look_up_changes_nothing_and_asks_again_in_short(said: str, player: Player) -> None:
    player.say(*SECTOR, "po")
    before = player.view
    turn = player.say(said)
    assert turn.outputs[0].type == "cite"
    assert turn.outputs[-1].text.startswith("Terug naar de vraag:")
    assert player.view == before


@pytest.mark.parametrize(
    "said", ["wat een goed idee van haar", "zoekende ouders", "is dat zo?", "terugkijken", "ja", "waarom niet", "2"]
)
def test_at_an_open_question_everything_is_the_answer(said: str, player: Player) -> None:
    player.say("intake", said)
    assert player.answers["intake.naam"] == said


@pytest.mark.parametrize(
    "said", ["nee wacht, mbo", "sorry, het is een mbo", "ik bedoel mbo", "wijzig sector naar mbo", "nee, toch mbo"]
)
def test_a_correction_finds_the_question_it_is_about(said: str, player: Player) -> None:
    player.say(*SECTOR, "po", "ja", said)
    assert player.answers["vorm.sector"] == ["mbo"]
    assert player.view.dormant["vorm.in_school"] == "ja"


def test_a_correction_that_fits_no_question_changes_nothing(player: Player) -> None:
    player.say(*SECTOR, "po", "ja")
    before = player.answers
    player.say("nee wacht, paarse krokodil")
    assert player.answers == before


def test_an_answer_that_was_a_proposal_is_only_taken_over_when_said_so(player: Player) -> None:
    player.say("plan", "sla over", "De Kade", "Westerbroek")
    assert player.view.question is not None and player.view.question.default == "2026-11-22"
    assert "plan.datum" not in player.answers
    player.say("3 maart 2027")
    assert player.answers["plan.datum"] == "2027-03-03"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("vandaag", "2026-11-22"),
        ("morgen", "2026-11-23"),
        ("vrijdag", "2026-11-27"),
        ("volgende week dinsdag", "2026-11-24"),
        ("3 mrt", "2026-03-03"),
        ("3-3-27", "2027-03-03"),
        ("31 februari", None),
        ("eens een keer", None),
    ],
)
def test_dates(said: str, meant: str | None, player: Player) -> None:
    player.say("plan", "sla over", "De Kade", "Westerbroek", said)
    assert player.answers.get("plan.datum") == meant


@pytest.mark.parametrize(
    ("said", "meant"), [("4", 4), ("een 4", 4), ("vier", 4), ("ik geef een 3", 3), ("9", None), ("4 of 5", None)]
)
def test_scale(said: str, meant: int | None, player: Player) -> None:
    player.say("reflecteren", "een", "1", "ja", "tekst", "tekst", said)
    assert player.answers.get("reflecteren.houding_1_score") == meant


def test_a_user_cannot_reach_the_template_engine(player: Player) -> None:
    player.say("reflecteren", "een", "1", "nee", "{{ 7 * 7 }}{% if x %}", "{{ vorige }}")
    assert "{{ 7 * 7 }}{% if x %}" in player.text()


def test_a_flow_is_private_for_another_flow_unless_it_is_shared(player: Player) -> None:
    player.say("reflecteren", "een", "1", "nee", "geheim", "ook geheim", "sla over", "ok", "ja", "nee")
    player.say("plan", *["sla over"] * 6)
    assert player.view.question is not None and player.view.question.default == ["ag-proces"]
    assert "geheim" not in player.text()


def test_four_flows_deep_is_refused(player: Player) -> None:
    player.say("vorm kiezen", "plan", "reflecteren")
    assert player.at == "reflecteren.keuze"
    player.say("intake")
    assert player.at == "reflecteren.keuze"
    assert "drie dingen open" in player.text()


def test_finished_flows_can_be_changed_and_questions_that_come_up_are_asked(player: Player) -> None:
    player.say(*SECTOR, "po", "ja", "ja", "1", "nee", "1", "sla over", "nee")
    assert player.at == "home"
    player.say("vorm kiezen")
    assert player.at == "controle"
    player.say("Sector: Primair onderwijs (basisschool)")
    assert player.at == "vorm.sector"
    player.say("mbo")
    assert player.at == "vorm.mbo_route"
