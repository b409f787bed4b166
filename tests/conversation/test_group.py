"""An intake with a group: who said what, what is parked, and the closing round."""

from __future__ import annotations

from pathlib import Path

from assistant.conversation.engine import opening
from assistant.conversation.now import Now
from assistant.documents.compose import compose
from assistant.documents.markdown import render
from assistant.documents.write import write
from assistant.loading.content import Content
from assistant.session import World
from tests.conversation.player import Player


def talked(content: Content, world: World, *messages: str) -> Player:
    player = Player(content.script, world)
    player.say("intake", *messages)
    return player


def now_of(player: Player) -> Now:
    return Now(player.script, player.log, player.env)


def report(content: Content, player: Player) -> str:
    return render(compose(now_of(player), content.library, "intake", "proef"))


def test_answers_are_noted_with_who_gave_them(content: Content, world: World, tmp_path: Path) -> None:
    player = talked(
        content, world, "De Kade", "spreker Anna (ib)", "Westerbroek", "spreker: wijkteam", "de directeur",
        "geen spreker", "ib en wijkteam",
    )  # fmt: skip
    text = report(content, player)
    assert text.count("Gezegd door:") == 2
    assert text.index("Westerbroek") < text.index("Gezegd door: Anna (ib)") < text.index("Gezegd door: wijkteam")
    for form in ("docx", "md", "html"):
        written = write(compose(now_of(player), content.library, "intake", "proef"), tmp_path / f"proef.{form}")
        assert written.missing == ()


def test_another_view_is_of_who_speaks_and_the_answer_stays_of_who_gave_it(content: Content, world: World) -> None:
    said = ("De Kade", "W", "c", "spreker ib", "ib en wijkteam", "spreker ouder", "andere kijk: ik ben er ook")
    text = report(content, talked(content, world, *said))
    assert "Andere kijk: ouder: ik ben er ook" in text.replace("\\", "")
    assert "Gezegd door: ib" in text and "Gezegd door: ouder" not in text


def test_who_spoke_is_undone_with_the_answer_and_changes_with_a_new_one(content: Content, world: World) -> None:
    player = talked(content, world, "spreker ib", "De Kade", "spreker ouder", "wijzig naam", "Het Sas")
    assert now_of(player).state.said_by["intake.naam"] == "ouder"
    player.say("ongedaan")
    assert now_of(player).state.said_by["intake.naam"] == "ib"


def test_the_closing_round_names_what_is_parked_and_only_then(content: Content, world: World) -> None:
    player = talked(content, world, "parkeer bij Anna", "W", "parkeer")
    while player.at != "intake.meenemen":
        player.say("sla over")
    player.say("Een afspraak.")
    assert player.at == "intake.geparkeerd_wie"
    assert "geparkeerd: Naam lerende praktijk (Anna); Contactpersoon. Wie pakt" in player.text()
    player.say("wijzig naam", "De Kade", "wijzig contactpersoon", "Bert")
    assert player.at == "controle"


def test_on_return_is_told_who_was_speaking(content: Content, world: World) -> None:
    player = talked(content, world, "De Kade", "spreker ib'er", "Westerbroek")
    told = opening(player.script, player.log, player.env).outputs[0].text
    assert "Wat nu volgt noteer ik bij ib'er." in told
    player.say("geen spreker")
    assert "noteer ik" not in opening(player.script, player.log, player.env).outputs[0].text
