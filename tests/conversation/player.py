"""A conversation driven by messages, for tests of the engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.conversation.engine import Turn, View, expects
from assistant.conversation.env import Env
from assistant.conversation.script import Script
from assistant.conversation.walk import Question


class Player:
    """Keeps the log; every message is handled by the pure engine."""

    def __init__(self, script: Script, env: Env, log: list[e.Event] | None = None) -> None:
        self.script, self.env = script, env
        self.log: list[e.Event] = list(log or [])
        self.turn: Turn | None = None

    def say(self, *messages: str) -> Turn:
        for message in messages:
            self.turn = engine.step(self.script, self.log, message, self.env, self.turn.withheld if self.turn else "")
            for seq, event in self.turn.overwritten:
                self.log[seq] = event
            self.log.extend(self.turn.events)
        assert self.turn is not None
        return self.turn

    def fork(self) -> Player:
        fork = Player(self.script, self.env, self.log)
        fork.turn = self.turn
        return fork

    @property
    def view(self) -> View:
        return engine.view(self.script, self.log, self.env)

    @property
    def at(self) -> str | None:
        asked = expects(self.view.question)
        return asked["path"] if asked else None

    @property
    def answers(self) -> dict[str, Any]:
        return self.view.answers

    def text(self) -> str:
        assert self.turn is not None
        return "\n".join(output.text for output in self.turn.outputs)


def reloaded(log: list[e.Event]) -> list[e.Event]:
    return [e.from_data(json.loads(json.dumps(e.to_data(event)))) for event in log]


def fitting_answer(question: Question | None, number: int) -> str:
    """An answer that the open question accepts; different numbers take different options."""
    assert question is not None
    match question.type:
        case "choice" | "multi" if not question.options:
            return "sla over"
        case "choice" | "multi":
            return str(number % len(question.options) + 1)
        case "yesno":
            return ("ja", "nee")[number % 2]
        case "scale" | "number":
            return str((question.min or 0) + number % 3)
        case "date":
            return "3 maart 2027"
    return f"antwoord {number}"


def questions_of(script: Script, env: Env, flow: str, limit: int = 120) -> Iterator[Player]:
    """The conversation at every question of a flow that is met by taking the options in turn."""
    seen: set[str] = set()
    for shift in range(4):
        player = Player(script, env)
        player.say(script[flow].title)
        for number in range(limit):
            question = player.view.question
            if question is None or player.at == "home":
                break
            if question.path not in seen:
                seen.add(question.path)
                yield player.fork()
            if question.path == f"{flow}.aanleiding":
                player.say("1, 2 en 3")
            elif question.path == f"{flow}.sector":
                player.say("po, vo en mbo" if shift % 2 else "alles")
            elif isinstance(question.options, tuple) and player.at == "controle":
                player.say("het klopt zo")
            else:
                player.say(fitting_answer(question, shift + (0 if question.type == "yesno" else number)))
