"""Scripts may change under a running conversation; and the step kinds the shipped flows do not use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.conversation.engine import opening
from assistant.conversation.script import Script
from assistant.loading.content import load_content
from assistant.loading.folders import shipped
from assistant.session import World
from tests.conversation.player import Player

Make = Callable[..., Script]
HEAD = "flow: proef\ntitle: Proef\nsteps:\n"
NAME = "  - ask: naam\n    text: Hoe heet je?\n"
COLOUR = """\
  - ask: kleur
    type: choice
    text: Welke kleur?
    options:
      - {id: rood, label: Rood}
      - {id: blauw, label: Blauw}
"""


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Loads flows given as text, with the shipped phrases and knowledge."""

    def load(*flows: str) -> Script:
        folder = tmp_path / "dialogues"
        folder.mkdir(exist_ok=True)
        phrases = (shipped("dialogues") / "phrases.yaml").read_text("utf-8")
        (folder / "phrases.yaml").write_text(phrases.replace("[vorm, reflecteren, intake, plan]", "[]"), "utf-8")
        for number, flow in enumerate(flows):
            (folder / f"{number}.yaml").write_text(flow, "utf-8")
        return load_content(folder).script

    return load


def again(player: Player, script: Script) -> Player:
    """The same log under another script."""
    return Player(script, player.env, player.log)


def test_an_inserted_question_is_asked_and_the_rest_stays(make: Make, world: World) -> None:
    player = Player(make(HEAD + NAME + COLOUR), world)
    player.say("proef", "Anna", "rood")
    assert player.at == "home"
    changed = again(player, make(HEAD + NAME + "  - ask: leeftijd\n    text: Hoe oud?\n" + COLOUR))
    assert changed.answers == player.answers
    changed.say("proef")
    assert changed.at == "proef.leeftijd"


def test_reordered_questions_keep_their_answers(make: Make, world: World) -> None:
    player = Player(make(HEAD + NAME + COLOUR), world)
    player.say("proef", "Anna")
    changed = again(player, make(HEAD + COLOUR + NAME))
    assert changed.answers == {"proef.naam": "Anna"} and changed.at == "proef.kleur"


def test_a_renamed_question_keeps_its_answer(make: Make, world: World) -> None:
    player = Player(make(HEAD + NAME + COLOUR), world)
    player.say("proef", "Anna")
    renamed = NAME.replace("ask: naam", "ask: roepnaam") + "    was: [naam]\n"
    changed = again(player, make(HEAD + renamed + COLOUR))
    assert changed.answers == {"proef.roepnaam": "Anna"} and changed.at == "proef.kleur"
    unnamed = again(player, make(HEAD + NAME.replace("ask: naam", "ask: roepnaam") + COLOUR))
    assert unnamed.at == "proef.roepnaam"


def test_a_vanished_option_is_asked_again_and_shown(make: Make, world: World) -> None:
    player = Player(make(HEAD + COLOUR + NAME), world)
    player.say("proef", "rood", "Anna")
    changed = again(player, make(HEAD + COLOUR.replace("rood, label: Rood", "groen, label: Groen") + NAME))
    assert changed.answers == {"proef.naam": "Anna"}
    assert changed.view.dormant == {"proef.kleur": "rood"}
    changed.say("proef")
    assert changed.at == "proef.kleur" and "Je koos eerder 'rood'" in changed.text()


def test_an_answer_to_a_question_that_is_gone_stays_visible(make: Make, world: World) -> None:
    player = Player(make(HEAD + NAME + COLOUR), world)
    player.say("proef", "Anna")
    assert again(player, make(HEAD + COLOUR)).view.dormant == {"proef.naam": "Anna"}


def test_a_flow_that_is_gone_does_no_harm(make: Make, world: World) -> None:
    player = Player(make(HEAD + NAME + COLOUR), world)
    player.say("proef", "Anna")
    changed = again(player, make(HEAD.replace("flow: proef", "flow: anders") + NAME))
    assert changed.at == "home" and changed.view.dormant == {"proef.naam": "Anna"}
    changed.say("overzicht", "proef", "Bert")
    assert changed.answers == {"anders.naam": "Bert"}


CALLER = "flow: eerst\ntitle: Eerst\nsteps:\n  - ask: doel\n    text: Welk doel?\n  - call: proef\n  - say: Dag {{ proef.naam }}.\n  - ask: slot\n    text: Nog iets?\n"


def test_a_called_flow_is_asked_in_place_under_its_own_paths(make: Make, world: World) -> None:
    player = Player(make(HEAD + NAME, CALLER), world)
    player.say("eerst", "Beter", "Anna")
    assert player.at == "eerst.slot" and "Dag Anna." in player.text()
    assert player.answers == {"eerst.doel": "Beter", "proef.naam": "Anna"}
    player.say("terug")
    assert player.at == "proef.naam"
    player.say("Bert", "klaar")
    assert player.at == "home"
    assert [run for _, run, done in player.view.runs if done] == ["eerst", "proef"]


def test_branches_with_elif_and_else(make: Make, world: World) -> None:
    branches = """\
  - if: kleur == 'rood'
    then: [{ask: r, text: Rood dus?}]
    elif:
      - if: kleur == 'blauw'
        then: [{ask: b, text: Blauw dus?}]
    else: [{ask: n, text: Geen kleur?}]
"""
    script = make(HEAD + COLOUR + branches)
    for said, at in (("rood", "proef.r"), ("blauw", "proef.b"), ("weet ik niet", "proef.n")):
        player = Player(script, world)
        player.say("proef", said)
        assert player.at == at


def test_a_number_and_bounds(make: Make, world: World) -> None:
    player = Player(
        make(HEAD + "  - ask: aantal\n    type: number\n    min: 1\n    max: 30\n    text: Hoeveel?\n" + NAME), world
    )
    player.say("proef", "31")
    assert player.at == "proef.aantal" and "van 1 tot en met 30" in player.text()
    player.say("twaalf leerlingen ongeveer", "ongeveer 12")
    assert player.answers == {"proef.aantal": 12}


def test_skipped_unknown_and_parked_can_be_seen_by_conditions(make: Make, world: World) -> None:
    flow = HEAD + NAME + "  - if: naam.status == 'parked'\n    then: [{ask: wie, text: Wie vraagt het na?}]\n" + COLOUR
    script = make(flow)
    parked, skipped = Player(script, world), Player(script, world)
    parked.say("proef", "parkeer bij Anna")
    skipped.say("proef", "sla over")
    assert (parked.at, skipped.at) == ("proef.wie", "proef.kleur")
    assert parked.view.parked == ("proef.naam",) and skipped.view.skipped == ("proef.naam",)


# --- what somebody hears who comes back ---


def told(script: Script, player: Player) -> str:
    return " ".join(output.text for output in opening(script, player.log, player.env).outputs)


def test_on_return_a_question_that_came_in_after_the_end_is_named(make: Make, world: World) -> None:
    before = make(HEAD + NAME)
    player = Player(before, world)
    player.say("proef", "Anna")
    after = make(HEAD + NAME + COLOUR.replace("type: choice", "type: choice\n    label: Kleur"))
    assert "is er sindsdien een vraag bijgekomen: Kleur." in told(after, player)
    assert "sindsdien" not in told(before, player)
    changed = again(player, after)
    changed.say("proef", "rood")
    assert "sindsdien" not in told(after, changed)


def test_on_return_an_option_or_question_that_is_gone_is_told(make: Make, world: World) -> None:
    labelled = COLOUR.replace("    text", "    label: Kleur\n    text")
    player = Player(make(HEAD + labelled + NAME), world)
    player.say("proef", "rood", "Anna")
    other = labelled.replace("rood, label: Rood", "groen, label: Groen")
    assert "Deze vraag is sindsdien veranderd en stel ik opnieuw: Kleur." in told(make(HEAD + other + NAME), player)
    assert "Eén antwoord hoort bij een vraag die er niet meer is" in told(make(HEAD + labelled), player)
    renamed = NAME.replace("ask: naam", "ask: roepnaam") + "    was: [naam]\n"
    assert "niet meer is" not in told(make(HEAD + labelled + renamed), player)
