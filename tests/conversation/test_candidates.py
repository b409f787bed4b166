"""What is said of the forms that may fit."""

from __future__ import annotations

import pytest

from assistant.conversation import outputs as o
from assistant.loading.content import Content
from assistant.session import World
from tests.conversation.player import Player


@pytest.fixture
def player(content: Content, world: World) -> Player:
    return Player(content.script, world)


def advice(player: Player, *messages: str) -> o.Candidates:
    player.say(*messages)
    assert player.turn is not None
    return next(output for output in player.turn.outputs if isinstance(output, o.Candidates))


def in_full(found: o.Candidates, content: Content) -> list[str]:
    """The ids of the candidates that have a paragraph of their own, in that order."""
    numbered = {c.id: content.library.form[c.id].number for c in found.candidates}
    heads = {
        f"**{c.label.partition(' (')[0]}**" + (f" ({numbered[c.id]})" if numbered[c.id] else ""): c.id
        for c in found.candidates
    }
    return [heads[line] for line in found.text.split("\n") if line.startswith("**")]


def test_answers_that_point_at_nothing_are_not_said_to_fit(player: Player) -> None:
    found = advice(player, "vorm kiezen", "nu", "kind", "po", *["verschilt"] * 4)
    assert not any(candidate.fits for candidate in found.candidates)
    assert "wijzen geen van de vormen aan" in found.text
    assert "sluiten" not in found.text and "Sluit aan" not in found.text
    for candidate in found.candidates:
        assert candidate.label.partition(" (")[0] in found.text


def test_answers_that_point_at_something_are_said_to_fit(player: Player) -> None:
    found = advice(player, "vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee")
    assert "sluiten" in found.text and "wijzen geen" not in found.text


@pytest.mark.parametrize(
    ("sectors", "answers"),
    [
        ("po, vo en mbo", "111112"),
        ("po, vo en mbo", "121222"),
        ("po, vo en mbo", "212111"),
        ("po, so, vo, vso en mbo", "111111"),
        ("mbo en vso", "111111"),
        ("sbo en pro", "111111"),
    ],
)
def test_of_each_chosen_sector_the_best_is_shown_in_full(
    sectors: str, answers: str, content: Content, player: Player
) -> None:
    player.say("vorm kiezen", "nu", "kind", sectors)
    for answer in answers:
        if player.at != "vorm.keuze":
            player.say(answer)
    while player.at != "vorm.keuze":
        player.say("1")
    found = advice(player, "herhaal")
    chosen = player.answers["vorm.sector"]
    shown = in_full(found, content)
    strong = [candidate.id for candidate in found.candidates if candidate.fits]
    forms = content.library.form
    for sector in ({"sbo": "po", "pro": "vo"}.get(name, name) for name in chosen):
        best = next(id_ for id_ in strong if sector in forms[id_].sectors)
        assert best in shown, sector
    assert shown == [id_ for id_ in strong if id_ in shown]
    assert len(shown) <= max(4, len(chosen))


def test_with_one_sector_the_first_four_are_shown_in_full(content: Content, player: Player) -> None:
    found = advice(player, "vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "ja")
    strong = [candidate.id for candidate in found.candidates if candidate.fits]
    assert in_full(found, content) == strong[:4]
