"""Makes the pictures of the README and of the guide anew, from invented conversations that are really held.

    python -m tests.pictures

writes `docs/pictures/*.svg`, and a recorded session that asciinema plays (`docs/pictures/gesprek.cast`).
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

from rich.console import Console

from assistant.journal.memory_store import MemoryStore
from assistant.loading.content import Content, load_content
from assistant.session import Session, World
from tests.tui.window import Window, play, window

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
TODAY = date(2026, 11, 22)
WIDE, SMALL = (112, 34), (80, 24)
NOTES = "overleg om de week\nib'er en wijkteam\nouders eerder erbij"
HEAD = ("plan", NOTES, "De Waterlelie", "Westerbroek", "ok", "de beleidsmedewerker van het samenwerkingsverband")
GOALS = (
    *HEAD, "notitie 2", "1, 3", "samen terugkijken, ook als het goed gaat", "2", "een vast overleg", "3",
    "elkaars taal leren", "Ouders praten mee vanaf het eerste gesprek", "we nodigen ze zelf uit", "de ib'er",
)  # fmt: skip
CHOICE = ("vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee")
INTAKE = ("intake", "De Kade", "Westerbroek", "parkeer bij de directeur", "ib'er, wijkteam en een ouder")


class Stage:
    """Conversations held in a folder that names no machine."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.world = World(content.library, lambda: TODAY)
        self.moment = datetime(2026, 11, 22, 9, 30).astimezone().timestamp()
        self.store = MemoryStore(lambda: self.moment)

    def said(self, name: str, *messages: str) -> None:
        """A conversation that was held before."""
        session = Session(self.content, self.store, Path("Documenten"), name=name, world=self.world)
        session.opening()
        for message in messages:
            session.say(message)
        session.close()
        self.moment += 3600

    @asynccontextmanager
    async def screen(
        self, name: str | None = None, theme: str = "donker", size: tuple[int, int] = WIDE
    ) -> AsyncIterator[Window]:
        """The chat, ready."""
        async with window(
            self.content, self.world, Path("Documenten"), store=self.store, size=size, name=name, theme=theme
        ) as win:
            yield win


async def shot(win: Window) -> str:
    """What is on the screen now, as a drawing that needs nothing from elsewhere."""
    for _ in range(4):
        await win.pilot.pause()
    return without_fonts(win.app.export_screenshot(title="Samenwerkwijzer"))


_INDENTED = re.compile(r'<text ([^>]*?)x="([\d.]+)" ([^>]*?)textLength="([\d.]+)" ([^>]*)>((?:&#160;)+)([^<]*)</text>')
CELL = 12.2
"""How wide a letter is in the drawing."""


def _moved(text: re.Match[str]) -> str:
    """A text that begins with blanks, put where its letters begin: not every reader draws the blanks."""
    before, x, between, length, after, blanks, letters = text.groups()
    if not letters:
        return ""
    wide = CELL * blanks.count(";")
    x, length = f"{float(x) + wide:.1f}", f"{float(length) - wide:.1f}"
    return f'<text {before}x="{x}" {between}textLength="{length}" {after}>{letters}</text>'


def without_fonts(svg: str) -> str:
    """The drawing with the reader's own font in place of one from the network."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"font-family:\s*Fira Code[^;]*;", "font-family: ui-monospace, Menlo, Consolas, monospace;", svg)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    svg = _INDENTED.sub(_moved, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


# --- the pictures ---


async def first(stage: Stage) -> str:
    async with stage.screen() as win:
        return await shot(win)


async def plan(stage: Stage) -> str:
    stage.said("Waterlelie", *GOALS)
    async with stage.screen("Waterlelie") as win:
        await win.say("na een half jaar vragen we het aan vijf ouders")
        return await shot(win)


async def light(stage: Stage) -> str:
    stage.said("Waterlelie", *HEAD)
    async with stage.screen("Waterlelie", "licht") as win:
        await win.say("notitie 2")
        return await shot(win)


async def look_up(stage: Stage) -> str:
    stage.said("Keuze", *CHOICE[:4])
    async with stage.screen("Keuze") as win:
        await win.say("wat is een CvB?")
        return await shot(win)


async def advice(stage: Stage) -> str:
    stage.said("Keuze", *CHOICE[:-1])
    async with stage.screen("Keuze", "licht") as win:
        await win.say(CHOICE[-1])
        return await shot(win)


async def correction(stage: Stage) -> str:
    stage.said("Keuze", *CHOICE[:5])
    async with stage.screen("Keuze") as win:
        await win.say("nee wacht, het is een mbo")
        return await shot(win)


async def home(stage: Stage) -> str:
    stage.said("Intake De Kade", *INTAKE)
    stage.said("Terugblik", "reflecteren")
    stage.said("Waterlelie", *GOALS)
    async with stage.screen(theme="licht", size=SMALL) as win:
        await win.until(lambda: "› 2" in win.text(), "the list")
        return await shot(win)


async def group(stage: Stage) -> str:
    stage.said("Intake De Kade", *INTAKE)
    async with stage.screen("Intake De Kade", "licht") as win:
        await win.say("spreker ib'er")
        await win.say("Ja, het speelt op school en thuis.")
        await win.say("geparkeerd")
        return await shot(win)


async def narrow(stage: Stage) -> str:
    stage.said("Waterlelie", *HEAD)
    async with stage.screen("Waterlelie", size=SMALL) as win:
        await win.say("notitie 2")
        return await shot(win)


SCENES: Mapping[str, Callable[[Stage], Awaitable[str]]] = {
    "begin": first, "plan": plan, "plan-licht": light, "opzoeken": look_up, "advies": advice, "wijzigen": correction,
    "gesprekken": home, "groep": group, "smal": narrow,
}  # fmt: skip


def picture(name: str, content: Content) -> str:
    """One picture, made in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):

        async def scene() -> str:
            return await SCENES[name](Stage(content))

        return play(scene())


def words(svg: str) -> list[str]:
    """What can be read in a picture, in no order."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return sorted(" ".join(texts).replace("&#160;", " ").split())


# --- a recorded session ---


async def _record(stage: Stage, messages: Sequence[str]) -> str:
    lines: list[object] = []
    seconds = 0.0
    console = Console(color_system="truecolor", force_terminal=True, width=WIDE[0])
    async with stage.screen() as win:

        def frame(wait: float) -> None:
            nonlocal seconds
            rows = "\r\n".join(strip.render(console) for strip in win.app.screen._compositor.render_strips())
            lines.append([round(seconds, 2), "o", f"\x1b[?25l\x1b[H{rows}"])
            seconds += wait

        frame(2.5)
        for message in messages:
            before = win.reply
            typed = ""
            for word in re.findall(r"\S+\s*", message):
                typed += word
                win.prompt.fill(typed)
                await win.pilot.pause()
                frame(0.25)
            await win.press("enter")
            await win.answered(before)
            for _ in range(3):
                await win.pilot.pause()
            frame(3.0)
    head = {"version": 2, "width": WIDE[0], "height": WIDE[1], "title": "Samenwerkwijzer"}
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in (head, *lines)) + "\n"


def recording(content: Content) -> str:
    """A short session: choose a form, look something up halfway, and change an answer."""
    said = (
        "vorm kiezen",
        "zoals het nu is",
        "zorgen om een kind",
        "basisschool",
        "wat is een oza?",
        "ja",
        "nee wacht, mbo",
    )
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):

        async def scene() -> str:
            return await _record(Stage(content), said)

        return play(scene())


def main() -> None:
    """Make everything anew."""
    content = load_content()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in SCENES:
        (PICTURES / f"{name}.svg").write_text(picture(name, content), "utf-8", newline="\n")
        print(f"docs/pictures/{name}.svg")
    (PICTURES / "gesprek.cast").write_text(recording(content), "utf-8", newline="\n")
    print("docs/pictures/gesprek.cast")


if __name__ == "__main__":
    begun = time.monotonic()
    main()
    print(f"{time.monotonic() - begun:.0f} s")
