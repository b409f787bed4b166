"""What is said about the conversation in words that no command has, and what only looks like it."""

from __future__ import annotations

import pytest

from assistant.conversation.asides import weighed
from assistant.loading.content import Content
from assistant.session import World
from tests.conversation.player import Player


@pytest.fixture
def player(content: Content, world: World) -> Player:
    return Player(content.script, world)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("waarvoor is dat eigenlijk dan", "Het formulier voor het plan begint hiermee."),
        ("kun jij eens een voorbeeldje laten zien van zo'n naam", "De Waterlelie"),
        ("hoort de naam er echt bij te staan?", "Het formulier voor het plan begint hiermee."),
        ("welke naam dan?", "Het formulier voor het plan begint hiermee."),
        ("sla die naam nou maar eens even over joh", "Overgeslagen"),
    ],
)
def test_an_aside_in_other_words_is_no_answer(said: str, text: str, player: Player) -> None:
    player.say("intake", said)
    assert "intake.naam" not in player.answers
    assert text in player.text()


@pytest.mark.parametrize(
    "said",
    [
        "De Weet Niet Wat",
        "wie weet waar het goed voor is",
        "voorbeelden delen van hoe het wel kan",
        "dat leggen we later nog vast met het team",
        "waarom we dit doen, dat is voor iedereen anders",
        "we snappen nog te weinig van elkaars taal",
        "welke naam het ook wordt, dat beslissen de kinderen",
        "hoe het verder gaat? dat zien we dan wel",
    ],
)
def test_an_answer_that_sounds_like_an_aside_is_kept(said: str, player: Player) -> None:
    player.say("intake", said)
    assert player.answers["intake.naam"] == said


def test_answers_are_weighed_as_answers(content: Content) -> None:
    phrases = content.script.phrases
    ahead = [weighed(said, phrases)[1] for said in phrases.sentences["antwoord"]]
    assert max(ahead) < 16


def test_what_was_taken_as_a_question_can_be_kept_as_the_answer_after_all(player: Player) -> None:
    player.say("intake", "welke naam dan?")
    assert "bewaar dit als antwoord" in player.text()
    player.say("bewaar dit als antwoord")
    assert player.answers["intake.naam"] == "welke naam dan?"


@pytest.mark.parametrize("said", ["test", "topper", "goed bezig", "daar ben ik"])
def test_small_talk_that_can_be_an_answer_is_one_at_an_open_question(said: str, player: Player) -> None:
    player.say("plan", said)
    assert player.answers["plan.notities"] == said
    player.say("menu", said)
    assert player.at == "home"


@pytest.mark.parametrize("said", ["eh", "nou ja", "even denken", "haha"])
def test_who_only_hesitates_has_not_answered(said: str, player: Player) -> None:
    player.say("intake", said)
    assert player.at == "intake.naam" and "intake.naam" not in player.answers


def test_who_does_not_understand_hears_what_the_words_mean_and_then_what_fits(player: Player) -> None:
    player.say("intake", *["sla over"] * 5)
    while player.at != "intake.mandaat":
        player.say("sla over")
    why = player.fork()
    why.say("waarom")
    player.say("snap ik niet")
    first = player.text()
    assert why.text().splitlines()[0] in first
    player.say("waarom")
    assert why.text().splitlines()[0] not in player.text()
    assert "Bijvoorbeeld: het wijkteam beslist" in player.text()


def test_the_words_of_a_question_are_explained_with_their_source(player: Player) -> None:
    player.say("plan", *["sla over"] * 6, "snap ik niet")
    assert player.at == "plan.aandachtsgebieden"
    assert "Bron: " in player.text()


def test_what_comes_near_is_named_with_what_could_not_be_placed(player: Player) -> None:
    player.say("vorm kiezen", "nu", "kind", "po en speciaal")
    assert player.answers["vorm.sector"] == ["po"]
    assert "'speciaal' kon ik hier niet plaatsen. Dichtbij ligt: Speciaal basisonderwijs" in player.text()


def test_a_review_that_is_not_understood_asks_for_a_row_and_counts_nothing(player: Player) -> None:
    player.say("vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee", "po-3", "ja dat past", "nee", "vorm kiezen")
    assert player.at == "controle"
    player.say("paarse krokodil")
    assert "Kies de regel" in player.text() and "antwoorden" not in player.text()
