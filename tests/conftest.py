"""What every test shares: the shipped content, and a world with a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.loading.content import Content, load_content
from assistant.session import World

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="session")
def world(content: Content) -> World:
    return World(content.library, lambda: TODAY)


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test touches the conversations of whoever runs it."""
    monkeypatch.setenv("SAMENWERKWIJZER_DATA", str(tmp_path / "data"))
    yield
