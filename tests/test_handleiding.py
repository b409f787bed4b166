"""The Dutch guide, played: what it says that is said is said, what it tells to type is known, its pictures are there."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path

import pytest

from assistant.cli import parser
from assistant.conversation.words import fold
from assistant.interfaces.plain import Talk
from assistant.interfaces.tui import keys
from assistant.journal.memory_store import MemoryStore
from assistant.loading.content import Content
from assistant.session import Session, World
from tests.pictures import PICTURES, SCENES, picture, words

GUIDE = Path(__file__).parent.parent / "docs" / "handleiding.md"
TEXT = GUIDE.read_text("utf-8")
PLAYED = re.findall(r"<!-- gespeeld:? ?(.*?) ?-->\n```\n(.+?)```", TEXT, re.S)


def test_every_conversation_is_marked_to_be_played() -> None:
    assert len(PLAYED) == len(re.findall(r"(?m)^```\n> ", TEXT)) == 6


@pytest.mark.parametrize(("before", "block"), PLAYED, ids=[str(number) for number in range(len(PLAYED))])
def test_a_conversation_of_the_guide(content: Content, world: World, tmp_path: Path, before: str, block: str) -> None:
    out = io.StringIO()
    talk = Talk(Session(content, MemoryStore(), tmp_path, name="proef", world=world), out)
    talk.open()
    for message in filter(None, before.split(" | ")):
        talk.hear(message)
    for exchange in re.split(r"^> ", block, flags=re.M)[1:]:
        message, *lines = exchange.strip().splitlines()
        start = out.tell()
        talk.hear(message)
        said = out.getvalue()[start:].splitlines()
        for line in lines:
            assert line in said, (message, line, said)


def test_every_command_of_the_guide_exists() -> None:
    spans = re.findall(r"`(samenwerkwijzer[^`\n]*)`", TEXT)
    assert len(spans) >= 10
    for span in spans:
        parser().parse_args(shlex.split(span)[1:])


def test_every_word_of_the_guide_is_known(content: Content) -> None:
    phrases = content.script.phrases
    known = {fold(name.removesuffix(" ...")) for names in phrases.commands.values() for name in names}
    known |= {fold(word) for flow in content.script.flows.values() for word in flow.triggers}
    known |= {word for command in keys.COMMANDS for word in command.words}
    known |= {"ja", "bron", "zie", "documenten", "gesprekken", "?"}
    spans = [span for span in re.findall(r"`([^`\n]+)`", TEXT) if not span.startswith("samenwerkwijzer")]
    assert len(spans) > 25
    for span in spans:
        assert fold(span) in known or fold(span.split()[0]) in known or span.split()[0] in known, span


def test_every_picture_is_shown_and_every_shown_picture_is_made() -> None:
    assert set(re.findall(r"\]\(pictures/(.+?)\.svg\)", TEXT)) == set(SCENES)
    assert {file.stem for file in PICTURES.glob("*.svg")} == set(SCENES)


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_shows_what_the_program_shows(name: str, content: Content) -> None:
    kept = (PICTURES / f"{name}.svg").read_text("utf-8")
    assert "http" not in kept.replace("http://www.w3.org/2000/svg", "") and "@font-face" not in kept
    assert words(picture(name, content)) == words(kept), "make them anew with: python -m tests.pictures"


def test_the_recorded_session_is_one_that_asciinema_plays() -> None:
    head, *frames = map(json.loads, (PICTURES / "gesprek.cast").read_text("utf-8").splitlines())
    assert head["version"] == 2 and head["width"] > 80
    moments = [moment for moment, kind, _ in frames if kind == "o"]
    assert len(moments) == len(frames) > 10 and moments == sorted(moments) and moments[-1] < 120
