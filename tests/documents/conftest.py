"""The shipped flows and knowledge, by the names that the tests here use."""

from __future__ import annotations

import pytest

from assistant.conversation.script import Script
from assistant.knowledge.model import Library
from assistant.loading.content import Content


@pytest.fixture(scope="session")
def library(content: Content) -> Library:
    return content.library


@pytest.fixture(scope="session")
def script(content: Content) -> Script:
    return content.script
