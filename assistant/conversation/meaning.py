"""What a message can mean, and what may be meant at some point, as typed data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.conversation import events as e
from assistant.conversation.script import Phrases
from assistant.conversation.walk import Question


@dataclass(frozen=True, slots=True)
class Order:
    """A command, with what follows it."""

    command: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """An answer to the open question."""

    value: e.Value
    exact: bool = True
    question: str = ""
    """A question typed behind the answer."""
    others: Mapping[str, e.Value] = field(default_factory=dict)
    """Answers to other questions of the same form, by path."""
    left: tuple[str, ...] = ()
    """Parts of an enumeration that name no answer here; the person hears which."""
    hint: str = ""
    """Name of a text that says what this may have been instead."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Something to look up."""

    query: str


@dataclass(frozen=True, slots=True)
class Correct:
    """A change of an earlier answer; without a value the question is opened again."""

    paths: tuple[str, ...]
    value: e.Value | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """Another flow."""

    flow: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two to four options that may have been meant."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Not understood."""


Meaning = Order | Take | Seek | Correct | Begin | Unsure | Nothing


@dataclass(frozen=True, slots=True)
class Expected:
    """What may be meant at this point."""

    question: Question
    phrases: Phrases
    today: date
    triggers: Mapping[str, str]
    """Folded titles and triggers of flows, with the flow's id."""
    knows: Callable[[str], bool]
    """Whether a word is a term, form or abbreviation of the field."""
    earlier: tuple[Question, ...] = ()
    """Questions that can be corrected, nearest first; `default` holds their answer."""
    same_form: tuple[Question, ...] = ()
    """Other open questions of the same form."""
    items: tuple[str, ...] = ()
    """Names of list items: 'doel 2', 'subdoel 1 van doel 2'."""
    can_compare: bool = False
    has_notes: bool = False
    alarms: Callable[[str], bool] = lambda _: False
    """Whether a text speaks of somebody in danger."""
    has_set_aside: bool = False
    """Whether something was said before that can be kept as the answer after all."""
