"""Starting, going on with an earlier conversation, and ending badly."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from assistant.conversation.words import spoken_date
from assistant.interfaces.tui.app import BROKEN, NO_SCREEN, Samenwerkwijzer, farewell, run
from assistant.interfaces.tui.screens.chat import ChatScreen
from assistant.interfaces.tui.screens.home import WHICH, HomeScreen
from assistant.interfaces.tui.screens.start import StartScreen
from assistant.interfaces.tui.widgets.keybar import KeyBar
from assistant.journal.memory_store import MemoryStore
from assistant.journal.sqlite_store import SqliteStore
from assistant.journal.store import Unavailable
from assistant.loading.content import Content
from assistant.session import Session, World
from tests.tui.window import Window, play, window


@pytest.fixture
def store(content: Content, world: World, tmp_path: Path) -> SqliteStore:
    """Two earlier conversations."""
    kept = SqliteStore(tmp_path / "data")
    for name, messages in (("Waterlelie", ("plan", "sla over", "De Waterlelie")), ("spiegel", ("reflecteren",))):
        session = Session(content, kept, tmp_path, name=name, world=world)
        session.opening()
        for message in messages:
            session.say(message)
        session.close()
    return kept


# --- the list ---


def test_the_list_tells_name_date_and_state_and_points_at_where_you_were(
    content: Content, world: World, tmp_path: Path, store: SqliteStore
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "› 2  spiegel" in win.text(), "the list")
            shown = win.text()
            assert "1  Nieuw gesprek" in shown
            assert "3  Waterlelie" in shown
            assert "Een plan van aanpak maken (bezig, 1 beantwoord)" in shown
            moment = datetime.fromisoformat(store.names()[0].changed)
            day = "vandaag" if moment.date() == world.today else spoken_date(moment.date().isoformat())
            assert shown.count(day) == 2
            assert "onderwijs of jeugdhulp" in shown and "op deze computer" in shown

    play(scene())


@pytest.mark.parametrize("keys", [("down", "enter"), ("3",), ("pagedown", "enter")])
def test_an_earlier_conversation_is_opened(
    content: Content, world: World, tmp_path: Path, store: SqliteStore, keys: tuple[str, ...]
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "›" in win.text(), "the list")
            await win.press(*keys)
            await win.answered(None)
            assert win.reply.name == "Waterlelie"
            assert win.asked == "plan.gemeente"
            assert "Welkom terug bij 'Waterlelie'" in win.text()
            assert "De Waterlelie" in win.text()

    play(scene())


def test_an_earlier_conversation_is_opened_by_a_click(
    content: Content, world: World, tmp_path: Path, store: SqliteStore
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store, size=(60, 20)) as win:
            await win.until(lambda: "›" in win.text(), "the list")
            await win.pilot.click(win.row(2))
            await win.answered(None)
            assert win.reply.name == "Waterlelie"

    play(scene())


def test_the_pointer_stays_in_the_list(content: Content, world: World, tmp_path: Path, store: SqliteStore) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "›" in win.text(), "the list")
            await win.press("pagedown")
            assert "› 3  Waterlelie" in win.text()
            await win.press("pageup", "up", "escape", "x")
            assert "› 1  Nieuw gesprek" in win.text()

    play(scene())


def test_enter_goes_on_where_you_were(content: Content, world: World, tmp_path: Path, store: SqliteStore) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "› 2" in win.text(), "the list")
            await win.press("enter")
            await win.answered(None)
            assert win.reply.name == "spiegel"

    play(scene())


def test_one_begins_a_new_conversation(content: Content, world: World, tmp_path: Path, store: SqliteStore) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "›" in win.text(), "the list")
            await win.press("1")
            await win.answered(None)
            assert win.reply.name is None
            assert win.asked == "home"

    play(scene())


def test_without_earlier_conversations_there_is_no_list(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            assert isinstance(win.app.screen, ChatScreen)

    play(scene())


def test_a_conversation_that_cannot_be_opened_leaves_the_list_with_a_sentence(
    content: Content, world: World, tmp_path: Path, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "›" in win.text(), "the list")

            def fail(name: str) -> object:
                raise Unavailable("Dit gesprek is nu niet te lezen.")

            monkeypatch.setattr(store, "load", fail)
            await win.press("2")
            await win.until(lambda: "Dit gesprek is nu niet te lezen." in win.text(), "the sentence")
            assert isinstance(win.app.screen, HomeScreen)
            await win.press("1")
            await win.answered(None)

    play(scene())


# --- tidying up ---


def test_a_conversation_is_renamed_in_the_list(
    content: Content, world: World, tmp_path: Path, store: SqliteStore
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "› 2" in win.text(), "the list")
            await win.press("down", "n")
            await win.until(lambda: "Hoe gaat 'Waterlelie' heten?" in win.text(), "the question")
            await win.press("ctrl+u", *"spiegel", "enter")
            await win.until(lambda: "Er is al een gesprek" in win.text(), "the trouble")
            await win.press("ctrl+u", *"Roos", "enter")
            await win.until(lambda: "› 3  Roos" in win.text(), "the new name")
            assert "'Waterlelie' heet nu 'Roos'." in win.text()
            await win.press("n", *"weg", "escape")
            await win.until(lambda: "Hoe gaat" not in win.text(), "the end of asking")
            assert [one.name for one in store.names()] == ["spiegel", "Roos"]
            await win.press("enter")
            await win.answered(None)
            assert win.reply.name == "Roos"

    play(scene())


def test_erasing_asks_first(content: Content, world: World, tmp_path: Path, store: SqliteStore) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "› 2" in win.text(), "the list")
            await win.press("w")
            await win.until(lambda: "'spiegel' voorgoed wissen?" in win.text(), "the question")
            await win.press("enter")
            await win.until(lambda: "'spiegel' blijft staan." in win.text(), "the answer")
            assert store.exists("spiegel")
            await win.press("w", "j")
            await win.until(lambda: "› 2  Waterlelie" in win.text(), "the shorter list")
            assert not store.exists("spiegel")
            await win.press("up", "w")
            await win.until(lambda: WHICH in win.text(), "the hint")

    play(scene())


def test_a_conversation_goes_to_a_file_and_comes_back(
    content: Content, world: World, tmp_path: Path, store: SqliteStore
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store) as win:
            await win.until(lambda: "› 2" in win.text(), "the list")
            await win.press("b")
            await win.until(lambda: "Bewaard in" in win.text(), "the file")
            assert (tmp_path / "spiegel.gesprek").exists()
            await win.press("i", *"weg", "enter")
            await win.until(lambda: "'weg' kan niet worden gelezen" in win.text(), "the trouble")
            await win.press("ctrl+u")
            win.app.post_message(events.Paste(str(tmp_path / "spiegel.gesprek")))
            await win.press("enter")
            await win.until(lambda: "› 2  spiegel-2" in win.text(), "what came in")

    play(scene())


@pytest.mark.parametrize(
    ("place", "leads_to"), [(1, "Hoe gaat"), (2, "Bewaard in"), (3, "voorgoed wissen?"), (4, "Waar staat het bestand")]
)
def test_what_can_be_done_can_be_clicked(
    content: Content, world: World, tmp_path: Path, store: SqliteStore, place: int, leads_to: str
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store, size=(80, 24)) as win:
            await win.until(lambda: "› 2" in win.text(), "the list")
            await win.pilot.click(win.app.screen.query_one(KeyBar).children[place])
            await win.until(lambda: leads_to in win.text(), "what was clicked")

    play(scene())


def test_with_a_name_no_other_conversation_is_shown(
    content: Content, world: World, tmp_path: Path, store: SqliteStore
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, store=store, name="Waterlelie") as win:
            assert "spiegel" not in win.text()

    play(scene())


# --- run, from the terminal and back to it ---


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Pilot[None]], Coroutine[Any, Any, None]]], None]:
    """A terminal in which somebody does something."""

    def use(person: Callable[[Pilot[None]], Coroutine[Any, Any, None]]) -> None:
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
        headless = functools.partialmethod(App.run, headless=True, size=(100, 30), auto_pilot=person)
        monkeypatch.setattr(Samenwerkwijzer, "run", headless)

    return use


async def leave(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+q")


def test_leaving_asks_nothing_and_tells_how_to_go_on(
    content: Content, tmp_path: Path, terminal: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    store = SqliteStore(tmp_path / "data")

    async def person(pilot: Pilot[None]) -> None:
        await pilot.press("4")  # perhaps before there is anything to choose from
        while not (isinstance(screen := pilot.app.screen, ChatScreen) and screen.reply and screen.reply.name):
            await pilot.pause()
        await pilot.press("ctrl+q")

    terminal(person)
    assert run(content, store, tmp_path, None, " --data hier") == 0
    name = store.names()[0].name
    assert capsys.readouterr().out == (
        f"Alles wat je bevestigd hebt is bewaard als '{name}'.\n"
        f'Verder gaan: samenwerkwijzer gesprek "{name}" --data hier\n'
    )
    assert store.lease(name, "een ander venster")


def test_what_is_typed_before_the_conversation_is_there_is_not_lost(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        app = Samenwerkwijzer(content, MemoryStore(), tmp_path, world=world)
        async with app.run_test(size=(100, 30)) as pilot:
            win = Window(app, pilot)
            app.switch_screen(StartScreen())
            await win.until(lambda: isinstance(app.screen, StartScreen), "the first picture")
            await win.press(*"plan", "space", "x", "backspace", "enter")
            app._start()
            await win.until(lambda: isinstance(app.screen, ChatScreen), "the conversation")
            await win.until(lambda: win.chat.reply and win.reply.view.flow == "plan", "what was typed, handled")

    play(scene())


def test_leaving_at_once_says_nothing(
    content: Content, tmp_path: Path, terminal: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal(leave)
    assert run(content, MemoryStore(), tmp_path, None) == 0
    assert capsys.readouterr() == ("", "")


def test_a_list_that_cannot_be_read_ends_in_one_sentence(
    content: Content, tmp_path: Path, terminal: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object) -> object:
        raise Unavailable("De map met gesprekken is niet te lezen.")

    monkeypatch.setattr(MemoryStore, "names", fail)
    terminal(leave)
    assert run(content, MemoryStore(), tmp_path, None) == 1
    assert capsys.readouterr() == ("", "De map met gesprekken is niet te lezen.\n")


def test_without_a_terminal_there_is_one_sentence(
    content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(content, MemoryStore(), tmp_path, None) == 1
    assert capsys.readouterr() == ("", NO_SCREEN + "\n")


def test_a_terminal_that_breaks_ends_in_one_sentence(
    content: Content, tmp_path: Path, terminal: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal(leave)

    def fail(self: object) -> None:
        raise OSError("termios: geheim")

    monkeypatch.setattr(Samenwerkwijzer, "run", fail)
    assert run(content, MemoryStore(), tmp_path, None) == 1
    assert capsys.readouterr() == ("", BROKEN + "\n")


class Trouble(RuntimeError):
    """Some exceptions draw themselves."""

    def __rich__(self) -> str:
        return f"geheim {self}"


@pytest.mark.parametrize("kind", [RuntimeError, Trouble])
@pytest.mark.parametrize("where", ["say", "report", "now"])
def test_the_unexpected_shows_no_traceback_and_nothing_that_was_typed(
    content: Content, tmp_path: Path, terminal: Any, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, where: str, kind: type[Exception],
) -> None:  # fmt: skip
    store = SqliteStore(tmp_path / "data")

    async def person(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, Samenwerkwijzer)
        while not (isinstance(screen := app.screen, ChatScreen) and screen.reply):
            await pilot.pause()
        await pilot.press("4")
        while not screen.reply.name:
            await pilot.pause()

        def fail(*arguments: object) -> object:
            raise kind(f"geheim {arguments}")

        monkeypatch.setattr(app.session, where, fail)
        await pilot.press(*"geheim", "enter")

    terminal(person)
    assert run(content, store, tmp_path, None) == 1
    name = store.names()[0].name
    out, err = capfd.readouterr()
    assert out == ""
    assert err == (
        f"{BROKEN} Alles wat je bevestigd hebt is bewaard als '{name}'.\n"
        f'Verder gaan: samenwerkwijzer gesprek "{name}"\n'
    )


def test_what_was_not_kept_is_not_called_kept(content: Content, world: World, tmp_path: Path) -> None:
    session = Session(content, MemoryStore(), tmp_path, world=world)
    session.opening()
    assert farewell(session) == ""
    session.say("wat is mandaat?")
    assert farewell(session) == "Er is geen gesprek bewaard."
    session.say("plan")
    assert farewell(session).startswith("Alles wat je bevestigd hebt is bewaard als 'plan-2026-11-22'.")
    session.log.append(session.log[-1])
    assert farewell(session).startswith("Niet alles is bewaard")
