"""The engine's own texts: all that the code asks for is there, and nothing more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import assistant
from assistant.conversation.commands import COMMANDS
from assistant.conversation.env import Kind
from assistant.conversation.replies import COMPARED
from assistant.conversation.templates import problems
from assistant.loading.content import Content

CODE = "\n".join(path.read_text("utf-8") for path in (Path(assistant.__file__).parent / "conversation").glob("*.py"))
TYPES = ("choice", "multi", "yesno", "text", "long", "number", "scale", "date")


def test_every_text_the_code_names_exists_and_is_used(content: Content) -> None:
    texts = content.script.phrases.texts
    named = {name for name in re.findall(r"['\"]([a-z][a-z_]+)['\"]", CODE) if name in texts}
    named |= {f"kenmerk_{name}" for name in COMPARED} | {f"past_{kind}" for kind in TYPES}
    named |= {f"annuleren_{name}" for name in ("pauze", "weg", "door")}
    named |= {f"gegeven_{name}" for name in (*get_args(Kind), "weglaten", "veranderen", "staan")}
    named |= {f"schrijven_{name}" for name in ("zo", "veranderen", "niet")}
    named |= {f"onleesbaar_{name}" for name in ("ja", "nee", "niets")}
    assert set(texts) - named == set()
    asked = set(re.findall(r'\b(?:text|say)\(\s*"([a-z_]+)"', CODE)) | named
    assert asked - set(texts) == set()


def test_every_command_is_handled(content: Content) -> None:
    assert set(content.script.phrases.commands) == set(COMMANDS)


def test_no_word_leads_to_two_commands(content: Content) -> None:
    seen: dict[str, str] = {}
    for command, names in content.script.phrases.commands.items():
        for name in names:
            assert seen.setdefault(name, command) == command, name


def test_texts_are_sound_templates(content: Content) -> None:
    for name, variants in content.script.phrases.texts.items():
        for text in variants:
            assert problems(text)[0] == [], name
            assert "!" not in text, name
