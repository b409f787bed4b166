"""Ongedaan takes back one turn, and all is as it was before."""

from __future__ import annotations

from assistant.conversation.env import Env
from assistant.loading.content import Content
from tests.conversation.player import Player


def test_what_was_laid_aside_stays_aside_when_a_correction_at_the_menu_is_undone(content: Content, world: Env) -> None:
    player = Player(content.script, world)
    player.say("reflecteren", "houding", "nee", *["mijn antwoord"] * 12)
    while player.at != "home":
        player.say("sla over")
    player.say("wijzig Waarop je reflecteert naar Eén vraag die ik zelf kies", "menu")
    assert (player.at, player.view.flow) == ("home", None)
    kept = player.view
    player.say("nee wacht, houding")
    assert player.view.answers["reflecteren.keuze"] == "houding"
    player.say("ongedaan")
    assert player.view == kept
