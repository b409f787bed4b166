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
