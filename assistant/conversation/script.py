"""Flows and their steps, as typed, immutable data.

Plain dataclasses: `assistant.loading` checks the YAML against these very types. Texts are Jinja
templates and conditions Jinja expressions, of the small kind that `templates.py` allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

AnswerType = Literal["choice", "multi", "yesno", "text", "long", "number", "scale", "date"]
OPEN_TYPES: frozenset[str] = frozenset({"text", "long"})
CHOICE_TYPES: frozenset[str] = frozenset({"choice", "multi"})
Document = Literal["plan", "reflectie", "advies", "intake"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer somebody can choose."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    source: str | None = None
    """Id of the knowledge entry this option is explained by."""
    examples: tuple[str, ...] = ()
    """Sample replies that must lead here; they are tests."""


@dataclass(frozen=True, slots=True)
class Say:
    """Something said in passing."""

    say: str
    cite: tuple[str, ...] = ()
    """Ids of knowledge entries named as the source."""
    insights: str | None = None
    """Id of a reflection question, area or plan field whose insights are shown."""
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, stored under its slot."""

    ask: str
    text: str
    type: AnswerType = "text"
    short: str = ""
    label: str = ""
    """How the answer is called in an overview; `short` where absent."""
    why: str = ""
    example: str = ""
    options: tuple[Option, ...] = ()
    default: str | None = None
    """Expression whose value is proposed; never an answer until it is confirmed."""
    default_from: str = ""
    """Where a proposal comes from, in words."""
    min: int | None = None
    max: int | None = None
    examples: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    """Earlier names of this slot; answers stored under them still count."""
    none: tuple[str, ...] = ()
    """Replies that mean that there is nothing to fill in: 'nee' to 'heb je al aantekeningen?'."""
    private: bool = False
    """Never read by another flow."""
    aside: bool = False
    """About the conversation itself: in no overview and no document."""
    contact: bool = False
    """Asks for people at their work: an e-mail address or telephone number is in its place here."""
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Form:
    """Questions that belong together: one message may answer several."""

    form: str
    steps: tuple[Step, ...]
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """One condition and what it leads to."""

    condition: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class If:
    """The first branch whose condition holds is taken; `otherwise` where none does."""

    branches: tuple[Branch, ...]
    otherwise: tuple[Step, ...] = ()
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Repeat:
    """A list of things, each with a stable id: add, edit, move, remove."""

    repeat: str
    item: str
    """What one thing is called: 'doel'."""
    prefix: str
    """Letter of the ids: 'd' gives d1, d2."""
    more: str
    """Asked after each item while there is room for another."""
    steps: tuple[Step, ...]
    first: str = ""
    """Asked instead of `more` while the list is empty."""
    why: str = ""
    min: int = 0
    max: int = 3
    at: str = field(default="", compare=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names that a template in one item may use."""
        return tuple(slot_names(self.steps))


@dataclass(frozen=True, slots=True)
class Set:
    """A derived value, computed anew on every walk."""

    set: str
    value: str
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """The questions of another flow, asked here."""

    call: str
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """Only forms whose `field` holds one of the values that the answer maps to."""

    slot: str
    field: Literal["sectors", "vorm"]
    map: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Criterion:
    """How one answer speaks for or against a form; what the documents leave open is neutral."""

    slot: str
    attribute: str
    """An attribute of the forms, or 'id' for the form itself."""
    label: str
    fits: Mapping[str, tuple[str, ...]]
    clashes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggest:
    """Candidates ranked by how many answers they match, with reasons; the person chooses."""

    suggest: str
    text: str
    criteria: tuple[Criterion, ...]
    filters: tuple[Filter, ...] = ()
    short: str = ""
    label: str = ""
    why: str = ""
    example: str = ""
    none: str = ""
    """Said where no form is left."""
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Review:
    """All answers of this flow, each row editable."""

    review: str
    text: str
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """Here a document is complete enough to write."""

    draft: Document
    at: str = field(default="", compare=False)


Step = Say | Ask | Form | If | Repeat | Set | Call | Suggest | Review | Draft


@dataclass(frozen=True)
class Flow:
    """A guided conversation with a purpose."""

    flow: str
    title: str
    steps: tuple[Step, ...]
    triggers: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    """Sample replies to the menu that ask for this flow."""
    about: str = ""
    """Said when the flow starts."""
    duration: str = ""
    uses: tuple[str, ...] = ()
    """Flows whose answers may be read here; no cycles."""
    document: Document | None = None
    """What this flow fills."""
    notes: str | None = None
    """Slot with pasted notes that can be divided over the other fields."""
    repeatable: bool = False
    done: str = ""
    """Said when the flow is finished."""
    file: str = field(default="", compare=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names that a template in this flow may use."""
        return tuple(slot_names(self.steps))


@dataclass(frozen=True)
class Phrases:
    """Every text of the engine itself, and the words by which commands are known."""

    texts: Mapping[str, tuple[str, ...]]
    commands: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentences with room in them by which commands are known; see `patterns`."""


@dataclass(frozen=True)
class Script:
    """All flows together, with the engine's phrases."""

    flows: Mapping[str, Flow]
    phrases: Phrases

    def __getitem__(self, flow: str) -> Flow:
        return self.flows[flow]


def nested(step: Step) -> Iterator[tuple[Step, ...]]:
    """The step lists inside one step."""
    if isinstance(step, Form | Repeat):
        yield step.steps
    elif isinstance(step, If):
        for branch in step.branches:
            yield branch.steps
        yield step.otherwise


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step below, in the order of the script."""
    for step in steps:
        yield step
        for inner in nested(step):
            yield from all_steps(inner)


def slot_names(steps: tuple[Step, ...]) -> Iterator[str]:
    """Names that a template may use after these steps: slots, lists and derived values."""
    for step in all_steps(steps):
        match step:
            case Ask():
                yield step.ask
            case Suggest():
                yield step.suggest
            case Repeat():
                yield step.repeat
            case Set():
                yield step.set
            case Review():
                yield step.review
