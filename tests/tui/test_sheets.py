"""What lies over the conversation: palette, passages, search in what was said. Closing loses nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.screen import Screen
from textual.widgets import Input

from assistant.conversation import outputs as o
from assistant.interfaces.reading import behind, related
from assistant.interfaces.tui import keys, reading
from assistant.interfaces.tui.history import said_before
from assistant.interfaces.tui.orders import fitting, orders
from assistant.interfaces.tui.screens.earlier import EarlierScreen
from assistant.interfaces.tui.screens.home import HomeScreen
from assistant.interfaces.tui.screens.palette import PaletteScreen
from assistant.interfaces.tui.screens.passage import PassageScreen
from assistant.interfaces.tui.text import of_person
from assistant.interfaces.tui.widgets.backlog import Backlog
from assistant.interfaces.tui.widgets.message import Message
from assistant.interfaces.tui.widgets.transcript import Transcript
from assistant.journal.memory_store import MemoryStore
from assistant.knowledge.model import Passage
from assistant.loading.content import Content
from assistant.session import Session, World
from tests.tui.test_chat import PLAN, person
from tests.tui.window import Window, play, window


async def opened(win: Window, kind: type[Screen[object]], *press: str) -> None:
    await win.press(*press)
    await win.until(lambda: isinstance(win.app.screen, kind), kind.__name__)
    await win.pilot.pause()


async def back(win: Window) -> None:
    await win.press("escape")
    await win.until(lambda: win.app.screen is win.app.screen_stack[1], "the conversation")


# --- the palette ---


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("plan", "Een plan van aanpak maken"),
        ("reflec", "Reflecteren op je eigen rol"),
        ("ongedaan", "Laatste stap ongedaan maken"),
        ("vorige vraag", "Terug naar de vorige vraag"),
        ("undo", "Laatste stap ongedaan maken"),
        ("word", "Het document als bestand bewaren"),
        ("beamer", "Groot scherm, voor een beamer"),
        ("opzoeken", "Iets opzoeken"),
        ("wisselen", "Andere gesprekken"),
        ("afsluiten", "Stoppen; alles is bewaard"),
        ("wat verdient een intern begeleider", "Zoek op: wat verdient een intern begeleider"),
    ],
)
def test_an_order_is_found_by_its_name_and_by_other_words(
    content: Content, world: World, tmp_path: Path, typed: str, does: str
) -> None:
    now = Session(content, MemoryStore(), tmp_path, world=world).now()
    assert fitting(orders(now), typed)[0].label == does


def test_everything_the_window_does_is_in_the_palette(content: Content, world: World, tmp_path: Path) -> None:
    now = Session(content, MemoryStore(), tmp_path, world=world).now()
    found = {order.action for order in orders(now)}
    assert {command.action for command in keys.COMMANDS} - {"palette"} <= found
    assert {flow.title for flow in content.script.flows.values()} <= {order.says for order in orders(now)}


def test_every_order_that_is_said_is_understood_as_a_command(content: Content, world: World, tmp_path: Path) -> None:
    session = Session(content, MemoryStore(), tmp_path, world=world)
    for message in ("plan", "sla over"):
        session.say(message)
    for order in orders(session.now()):
        if order.says.startswith("/"):
            before = len(session.now().live)
            reply = session.say(order.says)
            assert not any(isinstance(output, o.Repair) for output in reply.outputs), order.says
            kept = [answer.raw for answer in session.now().live.values() if answer.status == "answered"]
            assert order.says not in kept
            assert len(session.now().live) <= before + 1


def test_the_palette_keeps_what_was_half_typed(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:3]) as win:
            await win.paste("Wester")
            await opened(win, PaletteScreen, "ctrl+p")
            await back(win)
            assert win.prompt.text == "Wester"
            before = win.reply
            await opened(win, PaletteScreen, "ctrl+p")
            await win.press(*"overz", "enter")
            await win.answered(before)
            assert person(win) == ["overzicht"]
            assert win.prompt.text == "Wester"
            assert win.asked == "plan.gemeente"

    play(scene())


def test_the_palette_is_used_by_arrows_and_by_mouse(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            before = win.reply
            await opened(win, PaletteScreen, "ctrl+p", "up", "down", "down", "pagedown", "pageup", "down")
            await win.press("enter")
            await win.answered(before)
            assert win.reply.view.flow == "plan"
            before = win.reply
            await opened(win, PaletteScreen, "ctrl+p", *"eigen rol")
            line = next(n for n, row in enumerate(win.text().split("\n")) if "Reflecteren op je" in row)
            await win.pilot.click(offset=(40, line))
            await win.answered(before)
            assert win.reply.view.flow == "reflecteren"

    play(scene())


def test_the_palette_begins_a_message_to_complete(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:3]) as win:
            await win.paste("half af")
            await opened(win, PaletteScreen, "ctrl+p", *"opzoek")
            await win.press("enter")
            await win.until(lambda: win.prompt.text == "zoek ", "the beginning")
            await win.press(*"mandaat", "enter")
            await win.until(lambda: "zelf mogen beslissen" in win.text(), "the passage")
            await win.press("up", "up")
            assert win.prompt.text == "half af"

    play(scene())


def test_what_no_order_has_is_looked_up(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:3]) as win:
            before = win.reply
            await opened(win, PaletteScreen, "ctrl+p", *"mandaat")
            await win.press("enter")
            await win.answered(before)
            assert any(isinstance(output, o.Cite) for output in win.reply.outputs)
            assert win.asked == "plan.gemeente"

    play(scene())


def test_another_conversation_is_opened_from_this_one(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:3]) as win:
            win.app.alone = False
            await opened(win, PaletteScreen, "ctrl+p", *"andere gesp")
            await win.press("enter")
            await win.until(lambda: isinstance(win.app.screen, HomeScreen), "the list")
            await win.until(lambda: "eerder" in win.text(), "this conversation in it")

    play(scene())


def test_a_conversation_that_was_opened_by_its_name_shows_no_others(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:3]) as win:
            await opened(win, PaletteScreen, "ctrl+p", *"andere gesp")
            await win.press("enter")
            await win.until(lambda: "Je opende alleen dit gesprek" in win.text(), "why not")
            assert not isinstance(win.app.screen, HomeScreen)

    play(scene())


# --- passages ---


def mandate(content: Content) -> Passage:
    return next(entry for entry in content.library.entry.values() if entry.title == "Mandaat")


def test_the_folded_line_opens_the_whole_passage(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.say("wat is mandaat?")
            reply, cited = win.reply, next(m for m in win.chat.query(Message) if m.block.sources)
            assert re.search(
                r"▸ Bron: Midterm 2021, .* … en nog \d+ · verwant: \d+", " ".join(cited.lines.plain.split())
            )
            await win.pilot.click(cited, offset=(10, cited.size.height - 1))
            await win.until(lambda: isinstance(win.app.screen, PassageScreen), "the passage")
            await win.pilot.pause()
            assert "Bron: Midterm maart 2021, Aanpak Met Andere Ogen (2021)" in win.text()
            assert "Lees verder" in win.text()
            await back(win)
            assert win.reply is reply
            await win.pilot.click(cited, offset=(10, 1))
            await win.pilot.pause()
            assert not isinstance(win.app.screen, PassageScreen)

    play(scene())


@pytest.mark.parametrize("keys_", [("f3",), (*"toon bron", "enter")])
def test_the_last_source_is_read_by_key_and_by_word_and_related_subjects_follow(
    content: Content, world: World, tmp_path: Path, keys_: tuple[str, ...]
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.press("f3")
            await win.until(lambda: "nog niets met een bron" in win.text(), "a hint")
            await win.say("wat is mandaat?")
            said = person(win)
            await opened(win, PassageScreen, *keys_)
            near = related(content.library, mandate(content))
            await win.press("1")
            await win.until(lambda: win.text().count(near[0].title) == 1, "the related subject")
            assert "zelf mogen beslissen, zonder eerst" not in win.text()
            await win.press("escape")
            await win.until(lambda: "zelf mogen beslissen, zonder eerst" in win.text(), "the first again")
            await win.press("down", "down", "up", "f5")
            assert win.app.clipboard.startswith("Mandaat\nMandaat betekent")
            assert "\nBron: Midterm 2021" in win.app.clipboard
            await back(win)
            assert person(win) == said

    play(scene())


def test_a_statement_without_a_passage_of_its_own_leads_to_those_of_the_same_lines(content: Content) -> None:
    library = content.library
    passage = library.passages[0]
    ref = passage.sources[0]
    cited = (o.Citation(ref.document, "", "", 2021, ref.section, ref.lines),)
    found = behind(library, "", cited)
    assert passage in found
    assert any(one.lines == ref.lines for one in found[0].sources)
    assert behind(library, "", (o.Citation("ander", "", "", 2021, "", "1-2"),)) == []
    assert behind(library, passage.id, ()) == [passage]


def test_every_passage_can_be_shown_and_copied(content: Content) -> None:
    for passage in content.library.entry.values():
        lines = list(reading.whole(content.library, passage))
        assert any(line.text.plain.startswith("Bron: ") for line in lines)
        assert passage.title in reading.as_text(content.library, passage)


def test_the_last_answer_is_copied_with_its_source(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.say("plan")
            await win.say("wat is mandaat?")
            await win.press("f5")
            assert win.app.clipboard.startswith("Mandaat\nMandaat betekent")
            assert "\nBron: Midterm 2021" in win.app.clipboard
            assert "gekopieerd" in win.text()

    play(scene())


# --- what was said ---


def test_search_finds_what_is_no_longer_mounted(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            transcript = win.chat.query_one(Transcript)
            for number in range(120):
                await transcript.add(Message(of_person(f"bericht {number} over de Ándere school")))
            await win.paste("half af")
            await opened(win, EarlierScreen, "ctrl+f")
            assert "bericht 119" in win.text()
            assert "bericht 3 " not in win.text()
            await win.press(*"bericht 3 ov")
            await win.until(lambda: "bericht 3 over" in win.text(), "the place")
            assert "1 van 1" in win.text()
            win.app.screen.query_one(Input).value = "andere school"
            await win.until(lambda: "120 van 120" in win.text(), "all of them, the newest first")
            await win.press("enter", "up", "down")
            await win.until(lambda: "119 van 120" in win.text(), "the one before")
            await win.press("f5")
            assert win.app.clipboard == "bericht 118 over de Ándere school"
            win.app.screen.query_one(Input).value = "komt niet voor"
            await win.until(lambda: "Dat staat niet in dit gesprek" in win.text(), "an honest no")
            await back(win)
            assert win.prompt.text == "half af"

    play(scene())


def test_leafing_above_the_first_message_goes_on_in_what_came_before(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=(*PLAN, "? wat is mandaat")) as win:
            win.chat.query_one(Transcript).scroll_home(animate=False)
            await win.until(lambda: "8 eerdere berichten" in win.text(), "what there is above")
            await opened(win, EarlierScreen, "pageup")
            shown = win.app.screen.query_one(Backlog)
            await win.until(lambda: shown.virtual_size.height > 20, "the lines")
            shown.scroll_home(animate=False)
            await win.until(lambda: "De Waterlelie" in win.text(), "what was said earlier")
            assert "Naam lerende praktijk" in win.text()
            assert "Opgezocht: Mandaat" in "\n".join(block.copied for block in shown._blocks)
            await win.press("pagedown", "pageup")
            await back(win)

    play(scene())


def test_what_was_said_before_names_question_and_words(content: Content, world: World, tmp_path: Path) -> None:
    session = Session(content, MemoryStore(), tmp_path, world=world)
    for message in ("plan", "sla over", "De [b]Waterlelie[/b]", "? wat is mandaat"):
        session.say(message)
    blocks = said_before(session.now(), session.log, content.library)
    assert [(block.mine, block.copied) for block in blocks] == [
        (True, "plan"),
        (False, "Notities"),
        (True, "sla over"),
        (False, "Naam lerende praktijk"),
        (True, "De [b]Waterlelie[/b]"),
        (True, "? wat is mandaat"),
        (False, "Opgezocht: Mandaat"),
    ]
    assert said_before(session.now(), [], content.library) == []


@pytest.mark.parametrize(("key", "kind"), [("ctrl+p", PaletteScreen), ("f3", PassageScreen)])
def test_a_click_beside_closes_and_one_inside_does_not(
    content: Content, world: World, tmp_path: Path, key: str, kind: type[Screen[object]]
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await win.say("wat is mandaat?")
            await opened(win, kind, key)
            await win.pilot.click(offset=(60, 3 if key == "ctrl+p" else 20))
            await win.pilot.pause()
            assert isinstance(win.app.screen, kind)
            await win.pilot.click(offset=(2, 30))
            await win.until(lambda: win.app.screen is win.app.screen_stack[1], "the conversation")

    play(scene())
