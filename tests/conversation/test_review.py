"""A review shows what each answer decides, before it is changed."""

from __future__ import annotations

import pytest

from assistant.conversation import outputs as o
from assistant.conversation.env import Env
from assistant.loading.content import Content
from tests.conversation.player import Player


def rows(player: Player) -> dict[str, tuple[str, ...]]:
    overview = next(output for output in player.say("overzicht").outputs if isinstance(output, o.Overview))
    return {row.path: row.decides for row in overview.rows}


def test_a_row_names_what_a_change_of_it_may_put_to_sleep(content: Content, world: Env) -> None:
    player = Player(content.script, world)
    player.say("vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee", "po-3")
    found = rows(player)
    assert "Jeugdprofessional in de school" in found["vorm.sector"]
    assert found["vorm.situatie"] == ()
    kept = player.view.answers
    player.say("wijzig sector naar mbo")
    asleep = {path for path in kept if path in player.view.dormant}
    labels = {"vorm.in_school": "Jeugdprofessional in de school", "vorm.lichte_hulp": "Lichte hulp"}
    assert {labels[path] for path in asleep & set(labels)} <= set(found["vorm.sector"])
    assert asleep & set(labels)


def test_what_is_not_answered_cannot_fall_asleep(content: Content, world: Env) -> None:
    player = Player(content.script, world)
    player.say("vorm kiezen", "nu", "kind", "po")
    assert rows(player)["vorm.sector"] == ()


def test_the_words_stand_with_the_row_to_pick(content: Content, world: Env) -> None:
    player = Player(content.script, world)
    player.say("vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee", "po-3", "ja dat past", "nee", "vorm kiezen")
    assert player.at == "controle"
    notes = {option.id: option.note for option in player.view.question.options}  # type: ignore[union-attr]
    assert notes["vorm.sector"].startswith("bepaalt ook: ")
    assert notes["vorm.situatie"] == ""


def test_what_is_looked_for_at_the_menu_is_not_asked_again(content: Content, world: Env) -> None:
    player = Player(content.script, world)
    turn = player.say("ik zoek iets over het mandaat van een jeugdprofessional")
    assert turn.outputs[0].type in ("cite", "say") and player.at == "home"
    player.say("iets opzoeken")
    assert player.at == "opzoeken"


def test_how_to_change_something_names_a_question_that_is_there(content: Content, world: Env) -> None:
    player = Player(content.script, world)
    player.say("plan", "sla over", "De Kade", "wijzig iets")
    assert "Zeg bijvoorbeeld 'wijzig Naam lerende praktijk'." in player.text()
    assert "sector" not in player.text()


def test_a_subdoel_can_be_asked_for_by_name(content: Content, world: Env) -> None:
    player = Player(content.script, world)
    player.say("plan", *["sla over"] * 16)
    assert player.at == "plan.doelen[d1].subdoelen.meer"
    player.say("een subdoel graag")
    assert player.at == "plan.doelen[d1].subdoelen[s1].subdoel"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("verwijder doel 2", "Ongedaan gemaakt: het verwijderen van doel 2."),
        ("verplaats doel 2 naar 1", "Ongedaan gemaakt: de nieuwe volgorde."),
        ("ongedaan", "Ongedaan gemaakt: het toevoegen van doel 2."),
    ],
)
def test_undoing_a_change_of_a_list_is_told_in_words(said: str, told: str, content: Content, world: Env) -> None:
    player = Player(content.script, world)
    player.say("plan", *["sla over"] * 16, "nee", "ja")
    assert player.at == "plan.doelen[d2].doel"
    player.say(*dict.fromkeys([said, "ongedaan"]))
    assert told in player.text()
