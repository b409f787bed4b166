"""What the engine gets from outside: the date, the knowledge, and the look-up."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from assistant.knowledge.found import Found
from assistant.knowledge.model import Library


class Env(Protocol):
    """The world, as far as the engine may know it."""

    @property
    def today(self) -> date:
        """The local date."""

    @property
    def library(self) -> Library:
        """All knowledge."""

    def look_up(self, query: str) -> Found:
        """Passages that answer a question, or an abstention."""

    def notice(self, text: str) -> str | None:
        """A fixed pointer to help, where a text speaks of somebody in danger."""

    def knows(self, word: str) -> bool:
        """Whether a word is a term, form or abbreviation of the field."""
