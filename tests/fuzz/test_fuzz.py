"""A short run of the fuzzers; the long one is `python -m tests.fuzz`."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.loading.content import Content
from assistant.session import Session, World
from tests.fuzz.__main__ import Found, read, talk
from tests.fuzz.files import Files
from tests.fuzz.talks import Talks


def test_hostile_messages(content: Content, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.__main__.SLOW", 60.0)  # no clock decides here
    found = Found()
    talk(Talks(content, world, tmp_path), 3, 300, found)
    assert found.wrong == []
    assert found.done["message"] == 300


def test_hostile_files(content: Content, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.__main__.SLOW", 60.0)
    files, found = Files(content, world, tmp_path), Found()
    read(files, 3, 120, found)
    assert found.wrong == []
    assert set(found.done) == set(files.doors), "not every door was knocked at"


def test_the_fuzzers_see_what_goes_wrong(
    content: Content, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = Session.say

    def careless(self: Session, text: str) -> object:
        reply = say(self, text)
        assert "1" not in text, "planted"
        return reply

    monkeypatch.setattr(Session, "say", careless)
    found = Found()
    talk(Talks(content, world, tmp_path), 3, 100, found)
    read(Files(content, world, tmp_path), 3, 30, found, "flow")
    assert any(line.startswith("message") and "planted" in line for line in found.wrong)
    assert any(line.startswith("flow") and "planted" in line for line in found.wrong)
