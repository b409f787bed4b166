"""What the assistant knows, as typed, immutable data.

Plain dataclasses, so that a look-up needs no validation library at run time;
`assistant.loading` checks the YAML against these very types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assistant.knowledge.passage import Document as Document
from assistant.knowledge.passage import Passage as Passage
from assistant.knowledge.passage import Ref as Ref


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document, by its lines; the section of a `Ref` follows from its first line."""

    title: str
    lines: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the documents say about one aspect of a form."""

    code: str
    """Machine value, such as 'ja', 'deels', 'nee', 'niet_vermeld'; ranking reads this."""
    text: str
    """The same in words, for people."""
    lines: str | None = None
    """Lines in midterm-2021 on which this rests; absent where nothing is said."""


@dataclass(frozen=True, slots=True)
class Form:
    """A vorm, preventierichting, werkwijze, variant or uitvoeringsvorm."""

    id: str
    label: str
    kind: str
    summary: str
    sources: tuple[Ref, ...]
    ledger: tuple[str, ...]
    vorm: str | None = None
    """The vorm this belongs to; absent for the three vormen themselves."""
    number: str | None = None
    """'po, variant 3': how the documents number it."""
    sectors: tuple[str, ...] = ()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    remark: str = ""
    """What a careful reader should know: contradictions, printed errors."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field, explained once."""

    id: str
    label: str
    definition: str
    sources: tuple[Ref, ...]
    abbreviations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    ledger: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    """Situations and questions in everyday words that this is about."""


@dataclass(frozen=True, slots=True)
class Insight:
    """What the documents offer with a question or field; the link between the two is ours."""

    id: str
    text: str
    sources: tuple[Ref, ...]
    our_link: bool = True
    """True where the documents do not tie this insight to the question themselves."""


@dataclass(frozen=True, slots=True)
class ReflectionQuestion:
    """One of the eight webinar questions."""

    id: str
    theme: str
    """'houding' or 'motivatie'."""
    label: str
    question: str
    why: str
    deepening: str
    insights: tuple[Insight, ...]
    sources: tuple[Ref, ...]
    ledger: tuple[str, ...]
    focus_area: str | None = None
    """The aandachtsgebied that fits a wish to improve here; our link."""
    asked: tuple[str, ...] = ()
    """Situations and questions in everyday words that this is about."""


@dataclass(frozen=True, slots=True)
class FocusArea:
    """An aandachtsgebied of the form, with its questions."""

    id: str
    label: str
    summary: str
    questions: tuple[str, ...]
    sources: tuple[Ref, ...]
    ledger: tuple[str, ...]
    insights: tuple[Insight, ...] = ()
    asked: tuple[str, ...] = ()
    """Situations and questions in everyday words that this is about."""


@dataclass(frozen=True, slots=True)
class Level:
    """A niveau of the form."""

    id: str
    label: str
    summary: str
    sources: tuple[Ref, ...]
    ledger: tuple[str, ...]
    asked: tuple[str, ...] = ()
    """Situations and questions in everyday words that this is about."""


@dataclass(frozen=True, slots=True)
class PlanField:
    """One field of the plan form, with the help that goes with it."""

    id: str
    label: str
    """The form's own label."""
    help: str
    example: str
    sources: tuple[Ref, ...]
    ledger: tuple[str, ...] = ()
    criteria: tuple[Insight, ...] = ()
    asked: tuple[str, ...] = ()
    """Situations and questions in everyday words that this is about."""


@dataclass(frozen=True)
class Library:
    """All knowledge together, with its look-up by id."""

    documents: tuple[Document, ...] = ()
    forms: tuple[Form, ...] = ()
    terms: tuple[Term, ...] = ()
    reflection: tuple[ReflectionQuestion, ...] = ()
    focus_areas: tuple[FocusArea, ...] = ()
    levels: tuple[Level, ...] = ()
    plan_fields: tuple[PlanField, ...] = ()
    passages: tuple[Passage, ...] = ()

    @cached_property
    def document(self) -> dict[str, Document]:
        """Documents by id."""
        return {item.id: item for item in self.documents}

    @cached_property
    def form(self) -> dict[str, Form]:
        """Forms by id."""
        return {item.id: item for item in self.forms}

    @cached_property
    def entry(self) -> dict[str, Passage]:
        """Everything that can be looked up, by id."""
        return {item.id: item for item in self.entries()}

    def entries(self) -> Iterator[Passage]:
        """Every piece of knowledge as a passage: what the look-up searches and shows."""
        yield from self.passages
        for form in self.forms:
            yield form_passage(form)
        for term in self.terms:
            yield term_passage(term)
        for question in self.reflection:
            yield reflection_passage(question)
        for area in self.focus_areas:
            yield area_passage(area)
        for level in self.levels:
            yield Passage(
                level.id, level.label, level.summary, "niveau", level.sources, level.ledger, asked=level.asked
            )  # fmt: skip
        for plan_field in self.plan_fields:
            yield Passage(
                plan_field.id,
                f"Plan van aanpak: {plan_field.label}",
                plan_field.help,
                "formulierveld",
                plan_field.sources,
                plan_field.ledger,
                asked=plan_field.asked,
            )


def form_passage(form: Form) -> Passage:
    """A form as a passage: its summary, then the remark."""
    text = form.summary if not form.remark else f"{form.summary}\n\n{form.remark}"
    title = f"{form.label.partition(' (')[0]} ({form.number})" if form.number else form.label
    return Passage(
        form.id, title, text, form.kind, form.sources, form.ledger, form.see,
        (*form.aliases, *form.asked), form.sectors,
    )  # fmt: skip


def term_passage(term: Term) -> Passage:
    """A term as a passage: its definition, findable by every name it has."""
    short = f" ({', '.join(term.abbreviations)})" if term.abbreviations else ""
    return Passage(
        term.id, f"{term.label}{short}", term.definition, "begrip", term.sources, term.ledger,
        term.see, (*term.synonyms, *term.abbreviations, *term.asked),
    )  # fmt: skip


def reflection_passage(question: ReflectionQuestion) -> Passage:
    """A webinar question as a passage, with why it matters."""
    text = f"{question.question}\n\n{question.why}"
    return Passage(
        question.id, f"Reflectievraag: {question.label}", text, "reflectievraag",
        question.sources, question.ledger, asked=question.asked,
    )  # fmt: skip


def area_passage(area: FocusArea) -> Passage:
    """An aandachtsgebied as a passage: what it is about and the questions it asks."""
    questions = "\n".join(f"- {question}" for question in area.questions)
    return Passage(
        area.id, f"Aandachtsgebied: {area.label}", f"{area.summary}\n\n{questions}",
        "aandachtsgebied", area.sources, area.ledger, asked=area.asked,
    )  # fmt: skip
