"""How long one turn takes when a conversation has grown long: the whole log is replayed for every message.

Use: python -m benchmarks.turns [--rounds N]

One conversation goes through all four flows, and then goes on with changing what it says and new reflections; there
are corrections, look-ups, passes and undoes between the answers. At each length some messages are handled by the pure
engine, as the session does it: the turn, and the view that goes with it. Nothing is kept between two turns, so every
figure has the whole replay in it.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Sequence
from time import perf_counter

from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.conversation.env import Env
from assistant.conversation.script import Review, Script
from assistant.conversation.state import fold
from assistant.loading.content import load_content
from assistant.session import World
from benchmarks.search import table
from tests.conftest import TODAY
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
    while len(player.log) < SIZES[-1] + 200:
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
            # The second of every option; of an overview and for own words something else each time.
            again = question.type != "choice" or question.path == "controle"
            player.say(fitting_answer(question, begun if again else 1))
    return player.log


def moments(log: Sequence[e.Event]) -> list[list[e.Event]]:
    """The beginnings of a log that are measured: from so many events on, where a question of a flow is open."""
    found = []
    for size in SIZES:
        end = size
        while end < len(log) and not (isinstance(log[end], e.Heard) and _in_a_flow(log[:end])):
            end += 1
        found.append(list(log[:end]))
    return found


def _in_a_flow(log: Sequence[e.Event]) -> bool:
    state = fold(log)
    return bool(state.stack) and state.posed is None


def measured(script: Script, env: Env, logs: Sequence[Sequence[e.Event]], rounds: int) -> dict[str, list[list[float]]]:
    """Milliseconds of a turn with its view, per message and log a list of rounds.

    Every round takes each message at each length, in turn, so that other work on the machine disturbs all alike.
    """
    found: dict[str, list[list[float]]] = {name: [[] for _ in logs] for name in MESSAGES}
    for _ in range(rounds):
        for name, message in MESSAGES.items():
            for log, times in zip(logs, found[name], strict=True):
                begin = perf_counter()
                turn = engine.step(script, log, message, env)
                engine.view(script, [*log, *turn.events], env)
                times.append(1000 * (perf_counter() - begin))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure one turn, replay included, at growing lengths of the log.")
    parser.add_argument("--rounds", type=int, default=20, help="how often each turn is taken")
    rounds = parser.parse_args().rounds
    content = load_content()
    env = World(content.library, lambda: TODAY)
    env.look_up("mandaat")  # the index is built once, not in a turn that is measured
    logs = moments(conversation(content.script, env))
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors")
    for log in logs:
        view = engine.view(content.script, log, env)
        asked = view.question.path if view.question else ""
        print(f"{len(log):,} events: {len(view.answers)} answers in {len(view.runs)} runs, at {asked}")
    found = measured(content.script, env, logs, rounds)
    heads = [*(f"{size:,} events" for size in SIZES), *(f"x {size:,}" for size in SIZES[1:])]
    rows = [["a turn, replay included", *heads]]
    for name, times in found.items():
        least = [min(some) for some in times]
        rows.append([name, *(f"{ms:.1f} ms" for ms in least), *(f"{ms / least[0]:.1f}" for ms in least[1:])])
    slowest = max(min(times[SIZES.index(1_000)]) for times in found.values())
    print(f"\n{table(rows)}\n\nthe quickest of {rounds} rounds: other work on the machine only adds to it")
    print(f"x: times the turn at {SIZES[0]} events")
    print(f"the slowest at 1,000 events: {slowest:.1f} ms, {slowest / FRAME:.2f} of a frame of {FRAME:.0f} ms")


if __name__ == "__main__":
    main()
