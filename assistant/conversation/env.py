"""What the engine gets from outside: the date, the knowledge, and the look-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from assistant.knowledge.found import Found
from assistant.knowledge.model import Library

Kind = Literal["bsn", "mailadres", "telefoonnummer", "rekeningnummer", "adres", "geboortedatum"]


@dataclass(frozen=True, slots=True)
class Personal:
    """A piece of a text that looks like personal data."""

    kind: Kind
    start: int
    end: int
    value: str
    """The same for every way of writing it: '0612345678' for '+31 6 12 34 56 78'."""
    masked: str
    """Enough to recognise it by, for who wrote it: '06-…78'."""


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

    def personal(self, text: str) -> tuple[Personal, ...]:
        """What in a text looks like personal data, in the order of the text."""
