"""A change of an earlier answer in words of its own, and what only sounds like one."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.loading.content import Content
from assistant.session import World
from tests.conversation.player import Player

VORM = ("vorm kiezen", "nu", "kind", "mbo")
PLAN = ("plan", "sla over", "De Kade", "Westerbroek", "morgen")


@pytest.fixture
def player(content: Content, world: World) -> Player:
    return Player(content.script, world)


@pytest.mark.parametrize(
    ("before", "said", "path", "value"),
    [
        (VORM, "oei ik zie mbo staan, dat moet praktijkonderwijs zijn", "vorm.sector", ["pro"]),
        (VORM, "we hebben vo erbij gekregen, vo moet er dus ook bij", "vorm.sector", ["vo", "mbo"]),
        (VORM, "sorry verkeerd gekozen, straks ipv nu", "vorm.situatie", "straks"),
        (VORM, "bij aanleiding had ook preventie gemoeten", "vorm.aanleiding", ["preventie", "kind"]),
        (PLAN, "bij naam had ik moeten zetten De Brug", "plan.naam", "De Brug"),
        (PLAN, "naam: toch liever De Brug", "plan.naam", "De Brug"),
    ],
)
def test_it_finds_the_question_and_the_answer(
    before: tuple[str, ...], said: str, path: str, value: Any, player: Player
) -> None:
    player.say(*before, said)
    assert player.answers[path] == value


@pytest.mark.parametrize(
    ("before", "said", "path"),
    [
        (PLAN, "ik had de verkeerde naam", "plan.naam"),
        (PLAN, "wil de gemeente nog veranderen", "plan.gemeente"),
        (VORM, "het vorige antwoord klopte niet", "vorm.sector"),
    ],
)
def test_without_a_new_answer_the_question_is_opened_again(
    before: tuple[str, ...], said: str, path: str, player: Player
) -> None:
    player.say(*before)
    kept = player.answers
    player.say(said)
    assert player.at == path and player.answers == kept


@pytest.mark.parametrize(
    "said",
    [
        "de gemeente moet meebetalen",
        "de naam moet nog bedacht worden",
        "niet de gemeente maar de school betaalt",
        "ik zei het al, geen extra geld",
        "eerst terug naar de gemeente",
        "we moeten ook de ouders erbij betrekken",
        "het niveau van de leerlingen moet omhoog",
    ],
)
def test_an_answer_with_such_words_is_kept(said: str, player: Player) -> None:
    player.say(*PLAN)
    kept, at = player.answers, player.at
    assert at is not None
    player.say(said)
    assert player.answers == {**kept, at: said}
