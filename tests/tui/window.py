"""The chat without a terminal, for tests: press, look, and wait for what must come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from rich.segment import Segment
from textual import events
from textual.pilot import Pilot

from assistant.interfaces.tui.app import Samenwerkwijzer
from assistant.interfaces.tui.screens.chat import ChatScreen
from assistant.interfaces.tui.screens.home import HomeScreen
from assistant.interfaces.tui.widgets.choices import Choices, Row
from assistant.interfaces.tui.widgets.prompt import Prompt
from assistant.journal.memory_store import MemoryStore
from assistant.journal.store import Store
from assistant.loading.content import Content
from assistant.session import Reply, Session, World

PATIENCE = 10.0
"""Seconds before a wait gives up; only a failing test ever waits that long."""

T = TypeVar("T")


def play(scene: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(scene)


class Window:
    def __init__(self, app: Samenwerkwijzer, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    # --- looking ---

    def segments(self) -> Iterator[Segment]:
        """Everything on the screen, with its colours."""
        for strip in self.app.screen._compositor.render_strips():
            yield from strip

    def text(self) -> str:
        """Everything on the screen, as it is read."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def chat(self) -> ChatScreen:
        screen = self.app.screen
        assert isinstance(screen, ChatScreen)
        return screen

    @property
    def prompt(self) -> Prompt:
        return self.app.screen.query_one(Prompt)

    @property
    def choices(self) -> Choices:
        """What can be picked now."""
        return [c for c in self.app.screen.query(Choices) if not c.locked][-1]

    def row(self, place: int) -> Row:
        return list(self.choices.query(Row))[place]

    @property
    def reply(self) -> Reply:
        assert self.chat.reply is not None
        return self.chat.reply

    @property
    def asked(self) -> str:
        question = self.reply.view.question
        return question.path if question else ""

    # --- doing ---

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"never came: {what}\n{self.text()}")
            await self.pilot.pause()

    async def answered(self, before: Reply | None) -> Reply:
        """The reply that follows one, shown."""
        await self.until(lambda: isinstance(self.app.screen, ChatScreen) and self.chat.reply is not before, "a reply")
        await self.pilot.pause()
        return self.reply

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def paste(self, text: str) -> None:
        before = self.prompt.text
        self.app.post_message(events.Paste(text))
        await self.until(lambda: self.prompt.text != before, "the pasted text")

    async def say(self, text: str) -> Reply:
        """Send a message (pasted: that is faster than typing) and wait for what is said back."""
        before = self.reply
        await self.paste(text)
        await self.press("enter")
        return await self.answered(before)

    async def pick(self, *keys: str) -> Reply:
        """Press keys that answer, and wait for what is said back."""
        before = self.reply
        await self.press(*keys)
        return await self.answered(before)


@asynccontextmanager
async def window(
    content: Content,
    world: World,
    folder: Path,
    *,
    store: Store | None = None,
    size: tuple[int, int] = (120, 40),
    name: str | None = None,
    theme: str = "donker",
    said: Sequence[str] = (),
) -> AsyncIterator[Window]:
    """A chat that runs; documents go to a folder of the test.

    With `said` it goes on with a conversation in which that was said, which is faster than saying it in the window.
    """
    store = store or MemoryStore()
    if said:
        earlier = Session(content, store, folder, name="eerder", world=world)
        earlier.opening()
        for message in said:
            earlier.say(message)
        earlier.close()
        name = "eerder"
    app = Samenwerkwijzer(content, store, folder, name, world=world)
    app.theme = theme
    async with app.run_test(size=size) as pilot:
        opened = Window(app, pilot)
        await opened.until(lambda: isinstance(app.screen, ChatScreen | HomeScreen), "more than the first picture")
        if isinstance(app.screen, ChatScreen):
            await opened.answered(None)
        yield opened
