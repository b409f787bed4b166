"""How it looks: sizes, colours, and only Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from textual.color import Color

from assistant.interfaces.tui.screens.earlier import EarlierScreen
from assistant.interfaces.tui.screens.help import HelpScreen
from assistant.interfaces.tui.screens.palette import PaletteScreen
from assistant.interfaces.tui.screens.passage import PassageScreen
from assistant.interfaces.tui.theme import THEMES, theme_for
from assistant.interfaces.tui.widgets.choices import Row
from assistant.interfaces.tui.widgets.preview import Preview
from assistant.interfaces.tui.widgets.sheet import Sheet
from assistant.interfaces.tui.widgets.transcript import Transcript
from assistant.journal.memory_store import MemoryStore
from assistant.loading.content import Content
from assistant.session import Session, World
from tests.tui.test_chat import PLAN, begin_plan
from tests.tui.window import Window, play, window

ENGLISH = (
    "the and you your press quit close search copy paste select selected cancel page error warning screen light "
    "dark theme key keys submit type message new with this that from show hide focus maximize toggle command "
    "palette choose option options back next previous yes no conversation loading submitted untitled"
)
"""Words that are no Dutch words too, and that a program of English origin would let slip."""
AA = 4.5


def contrast(one: Color, other: Color) -> float:
    """The ratio of WCAG 2.2."""

    def luminance(colour: Color) -> float:
        parts = [c / 255 for c in (colour.r, colour.g, colour.b)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def faint(win: Window) -> Iterator[str]:
    """Every text on the screen that stands out too little."""
    for segment in win.segments():
        # Borders, scroll bars and the bar beside a message are no text.
        text = re.sub(r"[\s\u2500-\u259f]", "", segment.text)
        style = segment.style
        if not text or style is None or style.color is None or style.bgcolor is None:
            continue
        front, back = (Color(*c.get_truecolor()) for c in (style.color, style.bgcolor))
        assert not style.dim
        ratio = contrast(*((back, front) if style.reverse else (front, back)))
        if ratio < AA:
            yield f"{text!r}: {front.hex} on {back.hex} is {ratio:.2f}"


def english(win: Window) -> set[str]:
    return set(re.findall(r"[a-z]+", win.text().lower())) & set(ENGLISH.split())


# --- colours ---


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("front", "back"),
    [
        *product(("ink", "soft", "mark", "warn"), ("paper", "raised", "mine", "picked")),
        ("fresh-ink", "fresh"),
        ("caret-ink", "caret"),
    ],
)
def test_every_pair_of_colours_can_be_read(theme: object, front: str, back: str) -> None:
    colours = theme.variables  # type: ignore[attr-defined]
    assert contrast(Color.parse(colours[front]), Color.parse(colours[back])) >= AA


@pytest.mark.parametrize("theme", ["donker", "licht"])
def test_every_text_on_every_screen_can_be_read_and_is_dutch(
    content: Content, world: World, tmp_path: Path, theme: str
) -> None:
    store = MemoryStore()
    trouble: list[str] = []

    async def look(win: Window) -> None:
        await win.pilot.pause()
        trouble.extend([*faint(win), *english(win)])

    async def talk() -> None:
        async with window(content, world, tmp_path, store=store, theme=theme) as win:
            await look(win)
            await win.press("down")
            await win.pilot.hover(win.row(2))
            await look(win)
            await begin_plan(win)
            await win.press("enter")
            await look(win)  # the hint for nothing
            await win.press("1", "down")
            await look(win)  # ticked, pointed at, just added
            await win.pick("enter")
            await win.paste("Een half antwoord")
            await win.press("shift+home")
            await look(win)  # selected text
            await win.press("f1")
            await win.until(lambda: isinstance(win.app.screen, HelpScreen), "the help")
            await look(win)
            await win.press("escape", "f2")
            await look(win)  # the document alone
            win.prompt.clear()
            await win.press("down")
            await look(win)  # a field pointed at
            await win.press("f2", "ctrl+c")
            await look(win)
            await win.say("wat is mandaat?")
            await look(win)
            await win.press("f3")
            await win.until(lambda: isinstance(win.app.screen, PassageScreen), "the passage")
            await look(win)
            await win.press("down", "f5")
            await look(win)
            await win.press("f3", "ctrl+p")
            await win.until(lambda: isinstance(win.app.screen, PaletteScreen), "the palette")
            await look(win)
            await win.press("down", *"mandaat")
            await look(win)
            await win.press("escape", "ctrl+f")
            await win.until(lambda: isinstance(win.app.screen, EarlierScreen), "the search")
            await look(win)
            await win.press(*"mandaat")
            await look(win)
            await win.press(*"xyz")
            await look(win)
            await win.press("escape")
            await win.press(*"wat is in")
            await win.until(lambda: "Intern begeleider" in win.text(), "suggestions")
            await look(win)
            await win.press("tab")
            await look(win)
            win.prompt.clear()
            await win.say("parkeer bij de directeur")
            await win.press("f6")
            await win.until(lambda: win.chat.has_class("large"), "a large screen")
            await look(win)
            await win.press("f2")
            await look(win)
            await win.press("f6", "f2")
            await win.say("vergelijk wijkteam werkt op school en integraal arrangeren")
            await look(win)
            await win.say("overzicht")
            await look(win)
            await win.say("stop")
            await look(win)

    async def home() -> None:
        async with window(content, world, tmp_path, store=store, theme=theme) as win:
            await win.until(lambda: "Nieuw gesprek" in win.text(), "the list")
            await look(win)

    play(talk())
    play(home())
    assert trouble == []


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("15;0", "donker"),
        ("0;15", "licht"),
        ("0;default;15", "licht"),
        ("12;7", "licht"),
        ("", "donker"),
        (";", "donker"),
    ],
)
def test_the_theme_follows_the_terminal_where_it_tells(value: str, name: str) -> None:
    assert theme_for({"COLORFGBG": value}).name == name


@pytest.mark.parametrize("keys", [("f4",), (*"ander", "space", *"thema", "enter")])
def test_light_and_dark_change_by_key_and_by_word(
    content: Content, world: World, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            assert win.app.theme == "donker"
            await win.press(*keys)
            await win.until(lambda: win.app.theme == "licht", "light")
            await win.press(*keys)
            await win.until(lambda: win.app.theme == "donker", "dark")

    play(scene())


@pytest.mark.parametrize("keys", [("f6",), (*"groot scherm", "enter")])
def test_a_large_screen_has_one_column_and_what_is_parked(
    content: Content, world: World, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:4]) as win:
            await win.say("parkeer bij de directeur")
            assert "Geparkeerd  " not in win.text().split("\n")[3]
            await win.press(*keys)
            await win.until(lambda: win.app.theme == "donker-groot", "starker colours")
            await win.until(lambda: "Geparkeerd  Datum (neemt mee: de directeur)" in win.text(), "what is parked")
            assert not win.chat.query_one(Preview).region
            assert "[Gesprek] Document" in win.text()
            await win.press("f4")
            await win.until(lambda: win.app.theme == "licht-groot", "light, and still large")
            await win.press("f2")
            await win.until(lambda: "Gesprek [Document]" in win.text(), "the document")
            await win.press("f2", "f6")
            await win.until(lambda: win.app.theme == "licht", "as it was")
            assert win.chat.query_one(Preview).region

    play(scene())


def test_without_colours_everything_is_still_told(
    content: Content, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene() -> None:
        async with window(content, world, tmp_path, said=PLAN[:3]) as win:
            await win.say("Westerbroek")
            await win.press("down")
            colours = {c for s in win.segments() if s.style for c in (s.style.color, s.style.bgcolor) if c}
            grey = {c for c in colours if len(set(c.get_truecolor())) == 1}
            assert colours == grey
            assert not list(faint(win))
            for sign in ("✓ Naam lerende praktijk", "› Datum", "○ Contactpersoon", "› ok", "+ Naam en gemeente"):
                assert sign in win.text()

    play(scene())


# --- sizes ---


def cut_off(win: Window) -> list[Row]:
    """Options that stick out of the conversation."""
    right = win.chat.query_one(Transcript).region.right
    return [row for row in win.chat.query(Row) if row.region.right > right]


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (99, 30)])
def test_on_a_narrow_screen_the_document_is_a_second_tab(
    content: Content, world: World, tmp_path: Path, size: tuple[int, int]
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, size=size) as win:
            await begin_plan(win)
            assert not cut_off(win)
            shown = win.text()
            assert all(len(line) <= size[0] for line in shown.split("\n"))
            assert "[Gesprek] Document +" in shown
            assert "Het borgen van werkzame factoren" in shown
            assert not win.chat.query_one(Preview).region
            for there, back in (("f2", "f2"), ("toon document", "toon gesprek")):
                await (win.press(there) if there == "f2" else send(win, there))
                await win.until(lambda: "Gesprek [Document]" in win.text(), "the document")
                assert "+ Ingevuld door" in win.text()
                assert not win.chat.query_one(Transcript).region
                await (win.press(back) if back == "f2" else send(win, back))
                await win.until(lambda: "[Gesprek] Document" in win.text(), "the conversation")
                assert "Document +" not in win.text()
            await win.press("f2")
            await win.pick("1", "enter")
            await win.until(lambda: "[Gesprek] Document +" in win.text(), "the conversation, by itself")

    async def send(win: Window, words: str) -> None:
        await win.paste(words)
        await win.press("enter")

    play(scene())


def test_on_a_wide_screen_both_stand_side_by_side(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, size=(100, 30)) as win:
            await begin_plan(win)
            left, right = win.chat.query_one(Transcript).region, win.chat.query_one(Preview).region
            assert left.right <= right.x
            assert left.width > right.width > 30
            assert "[Gesprek]" not in win.text()
            assert not cut_off(win)

    play(scene())


def test_the_question_and_all_its_options_fit_at_80_by_24(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, size=(80, 24)) as win:
            shown = win.text()
            for words in (
                "Waarmee zal ik beginnen?",
                "1  Een samenwerkingsvorm",
                "5  Iets opzoeken",
                "Ctrl+P alle opdrachten",
            ):
                assert words in shown

    play(scene())


def test_a_question_with_more_options_than_fit_begins_at_the_question(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, size=(80, 16)) as win:
            for message in ("reflecteren", "een"):
                await win.say(message)
            await win.until(lambda: "Welke vraag kies je?" in win.text(), "the question")
            assert "8  Resultaat voor jeugdigen" not in win.text()
            await win.press("pagedown", "pagedown")
            await win.until(lambda: "8  Resultaat voor jeugdigen" in win.text(), "the last option")

    play(scene())


def test_on_a_slim_screen_the_title_goes_before_our_own_name(content: Content, world: World, tmp_path: Path) -> None:
    async def scene(width: int) -> list[str]:
        async with window(content, world, tmp_path, size=(width, 24), said=PLAN[:3]) as win:
            return win.text().split("\n")[:2]

    assert play(scene(60))[0].split() == ["Een", "plan", "van", "aanpak", "maken", "eerder"]
    assert play(scene(72))[0].split() == ["Samenwerkwijzer", "Een", "plan", "van", "aanpak", "maken", "eerder"]
    assert play(scene(60))[1].split("  ")[1:4] == ["1 gedaan", "› Gemeente", "nog 13"]


def test_keys_that_do_not_fit_are_left_out_whole(content: Content, world: World, tmp_path: Path) -> None:
    async def scene(width: int) -> str:
        async with window(content, world, tmp_path, size=(width, 24)) as win:
            return win.text().split("\n")[-1].strip()

    assert play(scene(80)) == "F1 hulp   F2 document   Ctrl+P alle opdrachten   F3 bron"
    assert play(scene(60)) == "F1 hulp   F2 document   Ctrl+P alle opdrachten   F3 bron"
    assert play(scene(59)) == "F1 hulp   F2 document   Ctrl+P alle opdrachten"


def test_a_long_list_scrolls_along_with_the_pointer(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, size=(60, 16)) as win:
            await begin_plan(win)
            seen = win.chat.query_one(Transcript).region
            for place in range(6):
                await win.press("down")
                row = win.row(place)
                await win.until(lambda row=row: seen.contains_point(row.region.offset), "the row in sight")  # type: ignore[misc]

    play(scene())


# --- the document beside the conversation ---


def test_the_document_grows_and_shows_what_is_new_by_a_sign(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            assert "Hier zie je straks het document groeien" in win.text()
            await begin_plan(win, 3)
            await win.until(lambda: "+ Naam en gemeente" in win.text(), "the name in the document")
            await win.say("Westerbroek")
            await win.say("ok")
            await win.until(lambda: "+ Datum" in win.text(), "the date in the document")
            assert "+ Naam" not in win.text()
            await win.say("? wat is mandaat")
            assert "+ Datum" in win.text()  # a look-up adds nothing, so what was new stays marked
            await begin_plan_rest(win)
            await win.until(lambda: "+ ☒ Kritisch reflecteren" in win.text(), "a tick in the document")
            assert "☐ Het proces van samenwerken" in win.text()
            await win.say("ongedaan")
            await win.until(lambda: "☐ Kritisch reflecteren" in win.text(), "the tick gone again")

    async def begin_plan_rest(win: Window) -> None:
        await win.say("de beleidsmedewerker")
        await win.say("ib'er")
        await win.pick("1", "enter")

    play(scene())


def test_only_sections_that_changed_are_written_again(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as win:
            await begin_plan(win, 3)
            parts = list(win.chat.query_one(Preview).query(Sheet))
            before = [part.lines for part in parts]
            await win.say("Westerbroek")
            await win.until(lambda: "Westerbroek" in parts[0].lines.plain, "the new section")
            assert list(win.chat.query_one(Preview).query(Sheet)) == parts
            assert [part.lines is lines for part, lines in zip(parts, before, strict=True)].count(False) == 1

    play(scene())


def test_the_document_stays_in_the_menu_and_changes_with_the_flow(
    content: Content, world: World, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path, said=("plan", "sla over", "menu")) as win:
            await win.until(lambda: "PLAN VAN AANPAK" in win.text(), "the plan")
            await win.say("intake")
            await win.until(lambda: "Intakeverslag" in win.text(), "the intake")
            assert "PLAN VAN AANPAK" not in win.text()

    play(scene())


def test_names_are_taken_from_one_conversation_only(content: Content, world: World, tmp_path: Path) -> None:
    """With a name only that conversation is shown, not the list."""
    store = MemoryStore()
    for name in ("een", "twee"):
        session = Session(content, store, tmp_path, name=name, world=world)
        session.opening()
        session.say("plan")
        session.close()

    async def scene() -> None:
        async with window(content, world, tmp_path, store=store, name="een") as win:
            assert "Welkom terug bij 'een'" in win.text()
            assert "twee" not in win.text()

    play(scene())
