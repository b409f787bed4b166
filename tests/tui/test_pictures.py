"""The text of the main screens, held against files that are read in a review.

Did a screen change on purpose? `python -m tests.tui.test_pictures` writes the files in `pictures/` anew; look at what
git shows. Light and dark have the same text, so one file serves both.
"""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assistant.loading.content import Content, load_content
from assistant.session import World
from tests.tui.test_chat import PLAN
from tests.tui.window import window

FOLDER = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (120, 40))
VORM = ("vorm kiezen", "nu", "2")
SCREENS: dict[str, tuple[str, ...]] = {
    "begin": (),
    "vraag": PLAN[:3],
    "aanvinken": (*PLAN, ":down", ":space", ":down"),
    "opzoeken": (*VORM, "wat is mandaat?"),
    "aanvullen": (*VORM, ":w", ":a", ":t", ":space", ":i", ":s", ":space", ":m", ":a", ":tab"),
    "bron": ("wat is mandaat?", ":f3"),
    "vergelijken": ("vergelijk wijkteam werkt op school en integraal arrangeren",),
    "document": (*PLAN[:4], ":f2", ":down"),
    "opdrachten": (*PLAN[:2], ":ctrl+p"),
    "zoeken": (*PLAN[:3], ":ctrl+f", ":w", ":a", ":t", ":e", ":r"),
    "hulp": (*PLAN[:2], ":f1"),
    "groot": (*PLAN[:4], "parkeer bij de directeur", ":f6"),
    "cijfer": ("reflecteren", "motivatie", "ja", "Ik ga te snel.", "sla over", ":right"),
}
"""Per screen what is said or (with a colon) pressed."""


async def picture(content: Content, world: World, folder: Path, name: str, size: tuple[int, int], theme: str) -> str:
    async with window(content, world, folder, size=size, theme=theme) as win:
        for act in SCREENS[name]:
            if act.startswith(":"):
                await win.press(act[1:])
            else:
                await win.say(act)
        before = ""
        while before != (now := win.text()):
            before = now
            await win.pilot.pause(0.05)
        return "\n".join(line.rstrip() for line in before.split("\n")) + "\n"


def file_of(name: str, size: tuple[int, int]) -> Path:
    return FOLDER / f"{name}-{size[0]}x{size[1]}.txt"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_the_screen_looks_as_it_did(
    content: Content, world: World, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    # By turns light and dark: the text may not depend on it.
    theme = ("donker", "licht")[(len(name) + size[0]) % 2]
    shown = asyncio.run(picture(content, world, tmp_path, name, size, theme))
    assert shown == file_of(name, size).read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["donker", "licht"])
def test_light_and_dark_have_the_same_text(content: Content, world: World, tmp_path: Path, theme: str) -> None:
    shown = asyncio.run(picture(content, world, tmp_path, "aanvinken", (120, 40), theme))
    assert shown == file_of("aanvinken", (120, 40)).read_text(encoding="utf-8")


def test_no_picture_is_left_of_a_screen_that_is_gone() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {file_of(name, size).name for name in SCREENS for size in SIZES}


def main() -> None:
    """Write every picture anew."""
    content = load_content()
    world = World(content.library, lambda: datetime.date(2026, 11, 22))
    FOLDER.mkdir(exist_ok=True)
    for name in SCREENS:
        for size in SIZES:
            with TemporaryDirectory() as folder:
                shown = asyncio.run(picture(content, world, Path(folder), name, size, "donker"))
            file_of(name, size).write_text(shown, encoding="utf-8")


if __name__ == "__main__":
    main()
