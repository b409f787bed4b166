"""How quick the screen is: the first picture beside a bare Textual program, and a key press in a long conversation.

Use: python -m benchmarks.screen [--rounds N]

The starts are whole processes, without a terminal, the two kinds in turn, so that other work on the machine disturbs
them alike: from the start of Python until the picture is there (the bare one: an input; ours: first the frame with the
prompt, which takes keys already, then the greeting with its choices). Modules are compiled and knowledge is cached
before the first round, as in an installed
program. The long conversation is made by talking, kept on disk, opened as a window would, and goes on in it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks.search import table

SIZE = (120, 40)
MESSAGES = 2_000
BARE = """
from textual.app import App
from textual.widgets import Input

class Bare(App):
    def compose(self):
        yield Input()

async def until_shown(pilot):
    await pilot.pause()
    pilot.app.exit()

Bare().run(headless=True, size=(120, 40), auto_pilot=until_shown)
"""
OURS = """
import sys
from pathlib import Path
from assistant.interfaces.tui import app
from assistant.journal.sqlite_store import SqliteStore
from assistant.loading.cache import cached_content, cache_folder

async def until_shown(pilot):
    while getattr(pilot.app.screen, "reply", None) is None:
        await pilot.pause()
    await pilot.pause()
    pilot.app.exit()

if sys.argv[2] == "first":
    app.Samenwerkwijzer._start = lambda chat: chat.exit()
    until_shown = None
data = Path(sys.argv[1])
content = cached_content(cache_folder(data))
chat = app.Samenwerkwijzer(content, SqliteStore(data / "empty"), data)
chat.run(headless=True, size=(120, 40), auto_pilot=until_shown)
"""


def starts(data: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each round, per program; the first round is not counted."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(data / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    programs = {"bare": (BARE, ""), "ours, first picture": (OURS, "first"), "ours, greeting": (OURS, "greeting")}
    found: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, (program, until) in programs.items():
            begin = perf_counter()
            subprocess.run([sys.executable, "-c", program, str(data), until], env=environment, check=True)
            if number:
                found[name].append(1000 * (perf_counter() - begin))
    return found


async def long_conversation(data: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds to open a conversation of many messages and to answer in it, from key press to picture."""
    from assistant.interfaces.tui.app import Samenwerkwijzer
    from assistant.interfaces.tui.screens.chat import ChatScreen
    from assistant.journal.sqlite_store import SqliteStore
    from assistant.loading.cache import cache_folder, cached_content
    from assistant.session import Session, World
    from benchmarks.turns import conversation
    from tests.conversation.player import fitting_answer

    content = cached_content(cache_folder(data))
    world = World(content.library)
    store = SqliteStore(data)
    log = conversation(content.script, world)
    turns = [number for number, event in enumerate(log) if type(event).__name__ == "Heard"]
    log = log[: turns[MESSAGES]] if len(turns) > MESSAGES else log
    store.create("lang", "")
    store.append("lang", 0, log)
    found: dict[str, list[float]] = {"open": [], "answer": [], "look-up": [], "search opens": [], "page up": []}

    async def timed(name: str, act: Callable[[], object], shown: Callable[[], bool]) -> None:
        begin = perf_counter()
        result = act()
        if asyncio.iscoroutine(result):
            await result
        while not shown():
            await asyncio.sleep(0)
        found[name].append(1000 * (perf_counter() - begin))

    begin = perf_counter()
    app = Samenwerkwijzer(content, store, data, "lang", world=world)
    async with app.run_test(size=SIZE) as pilot:
        screen = app.screen
        assert isinstance(screen, ChatScreen)
        while screen.reply is None:
            await asyncio.sleep(0)
        await pilot.pause()
        found["open"].append(1000 * (perf_counter() - begin))
        assert isinstance(screen.session, Session)
        for number in range(rounds):
            question = screen.reply.view.question
            answer = fitting_answer(question, 1) if question and question.path != "home" else "plan van aanpak maken"
            for name, message in (("answer", answer), ("look-up", "? wat is een oza")):
                screen.prompt.text = message
                reply = screen.reply

                def answered(reply: object = reply) -> bool:
                    return screen.reply is not reply

                await timed(name, lambda: pilot.app.simulate_key("enter"), answered)
                await pilot.pause()
            if number % 5 == 0:
                await timed("search opens", screen.action_earlier, lambda: app.screen is not screen)
                await pilot.pause()
                await timed("page up", lambda: pilot.press("pageup"), lambda: True)
                app.screen.dismiss()
                await pilot.pause()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how quick the screen is.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is done")
    rounds = parser.parse_args().rounds
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors; {rounds} rounds")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        found = starts(data, rounds)
        rows = [["whole process until the picture", "median ms", "least ms", "times bare"]]
        for name, times in found.items():
            ratio = statistics.median(time / beside for time, beside in zip(times, found["bare"], strict=True))
            rows.append([name, f"{statistics.median(times):.0f}", f"{min(times):.0f}", f"{ratio:.2f}"])
        print(f"\n{table(rows)}")
        long = asyncio.run(long_conversation(data, rounds))
    rows = [[f"conversation of {MESSAGES} messages", "median ms", "slowest ms"]]
    rows += [[name, f"{statistics.median(times):.0f}", f"{max(times):.0f}"] for name, times in long.items()]
    print(f"\n{table(rows)}\n\nmemory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
