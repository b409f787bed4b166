"""How long one turn takes when a conversation has grown long: the whole log is replayed for every message.

Use: python -m benchmarks.turns [--rounds N]

One conversation goes through all four flows, over and over, with corrections, look-ups, passes and undoes between the
answers. At each length some messages are handled by the pure engine, as `session.say` does it: the turn, and the view
that goes with it. Nothing is kept between two turns, so every figure has the whole replay in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.conversation.env import Env
from assistant.conversation.script import Review, Script
from assistant.conversation.state import fold
from tests.conversation.player import Player, fitting_answer

SIZES = (10, 100, 1_000, 5_000)
"""Events in the log."""
FRAME = 16.0
"""Milliseconds in which a screen draws one picture."""
FLOWS = ("vorm kiezen", "intake", "plan van aanpak maken", "reflecteren")
AGAIN = ("intake", "plan", "vorm kiezen", "plan")
"""Begun again when all four are filled in: a row of their overview is changed then."""
REFLECTS = 20
"""After so many changes there is another reflection."""
BETWEEN = ("/wijzig sector naar mbo", "? wat is een oza", "/terug", "/ongedaan", "/sla over", "/wijzig sector naar po")
"""Said after every eight messages, in turn."""
MESSAGES = {
    "an answer": "1",
    "in own words": "dat doen we samen met het wijkteam en de jeugdarts",
    "a correction": "/wijzig sector naar vo",
    "an undo": "/ongedaan",
    "an overview": "/overzicht",
    "nonsense": "qwfp zxcv arst",
}
"""What is said at each length."""


def conversation(script: Script, env: Env) -> list[e.Event]:
    """The log of a long conversation through all four flows; its beginnings are the shorter ones."""
    player, number, begun = Player(script, env), 0, 0
    while len(player.log) < SIZES[-1]:
        number += 1
        question = player.view.question
        if question is None or question.path == "home":
            reflects = begun % REFLECTS == 0
            player.say(FLOWS[begun] if begun < len(FLOWS) else FLOWS[-1] if reflects else AGAIN[begun % len(AGAIN)])
            begun += 1
        elif number % 9 == 0:
            player.say(BETWEEN[number // 9 % len(BETWEEN)])
        elif isinstance(question.step, Review):
            player.say("het klopt zo")
        else:
            player.say(
                fitting_answer(question, 1 if question.type == "choice" and question.path != "controle" else begun)
            )
    return player.log


def measured(script: Script, env: Env, log: Sequence[e.Event], message: str, rounds: int) -> float:
    """Milliseconds of one turn with its view: the least of some rounds, for other work only makes it longer."""
    times = []
    for _ in range(rounds):
        begin = perf_counter()
        turn = engine.step(script, log, message, env)
        engine.view(script, [*log, *turn.events], env)
        times.append(1000 * (perf_counter() - begin))
    return min(times)


def beginning(log: Sequence[e.Event], size: int) -> list[e.Event]:
    """The first so many events, up to the end of a turn at which a question of a flow is open."""
    end = size
    while not isinstance(log[end], e.Heard) or fold(log[:end]).posed or not fold(log[:end]).stack:
        end += 1
    return list(log[:end])
