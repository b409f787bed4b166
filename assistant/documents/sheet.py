"""What was said in one run, in words and ready to be given a place in a document."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.conversation.now import Now
from assistant.conversation.outputs import Row
from assistant.conversation.script import CHOICE_TYPES, Ask, Flow, Option, all_steps, slot_names
from assistant.conversation.state import run_of
from assistant.conversation.templates import render
from assistant.conversation.values import MISSING, Namespace
from assistant.documents.model import Answer, Block, Field, Heading, Ticks, tick
from assistant.knowledge.model import Library

STATES = {"open": "nog niet ingevuld", "skipped": "overgeslagen", "unknown": "nog niet bekend"}
PARKED = "geparkeerd"
OTHER = "Verder genoteerd"


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its answer in words; what is not answered says so."""

    path: str
    slot: str
    """The path below the run: 'doelen[d1].wie'."""
    label: str
    question: str
    value: str
    status: str
    type: str
    options: tuple[Option, ...] = ()
    chosen: tuple[str, ...] = ()
    """Ids of the chosen options."""
    by: str = ""
    """Who said it, where that was noted."""


@dataclass(slots=True)
class Sheet:
    """All questions of a run in the order of the walk, and which of them have been given a place."""

    run: str
    entries: dict[str, Entry]
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    blank: bool = False
    placed: set[str] = field(default_factory=set)

    def take(self, slot: str) -> Entry | None:
        """The entry of a slot, which now has its place."""
        path = f"{self.run}.{slot}"
        self.placed.add(path)
        return self.entries.get(path)

    def filled(self, slot: str, label: str, question: str = "") -> Field:
        """A slot under a label of the layout; open where the flow does not ask it."""
        entry = self.take(slot)
        if self.blank or entry is None:
            return Field(label, question, "" if self.blank else STATES["open"], "blank" if self.blank else "open")
        return Field(label, question, entry.value, entry.status, entry.path)

    def left(self) -> list[Entry]:
        """What has no place yet."""
        return [entry for path, entry in self.entries.items() if path not in self.placed]

    def rest(self) -> Iterator[Block]:
        """Everything that the layout does not know, under a heading of its own."""
        left = self.left()
        if left:
            yield Heading(1, OTHER)
        for entry in left:
            yield from asked(entry)

    def given(self, ticked: Collection[str] = ()) -> Iterator[Answer]:
        """What must be found in the file, whether or not the layout placed it.

        Args:
            ticked: slots that are shown as options with a tick.
        """
        for entry in self.entries.values():
            if entry.slot in ticked and entry.chosen:
                for option in entry.options:
                    if option.id in entry.chosen:
                        yield Answer(entry.label, tick(option.label))
            elif entry.status in ("answered", "parked"):
                yield Answer(entry.label, entry.value)

    def slots(self, ticked: Collection[str] = ()) -> dict[str, str]:
        """What stands at each question outside a list, by slot."""
        found: dict[str, str] = {}
        for entry in self.entries.values():
            if entry.slot in ticked:
                lines = Ticks("", tuple((option.label, option.id in entry.chosen) for option in entry.options)).lines()
                found[entry.slot] = "\n".join(lines)
            elif "[" not in entry.slot and entry.path.startswith(f"{self.run}."):
                found[entry.slot] = entry.value
        return found


def asked(entry: Entry) -> Iterator[Block]:
    """A question as the flow asks it; on paper with its options to tick."""
    options = [option.label for option in entry.options] or (["ja", "nee"] if entry.type == "yesno" else [])
    if entry.status == "blank" and options:
        yield Ticks(entry.question, tuple((option, False) for option in options))
    elif entry.status == "blank" and entry.type != "long":
        yield Field(entry.question, "", "", "blank")
    else:
        same = entry.question.rstrip("?").casefold() == entry.label.rstrip("?").casefold()
        yield Field(entry.label, "" if same else entry.question, entry.value, entry.status, entry.path)


def sheet_of(now: Now, run: str, library: Library) -> Sheet:
    """The sheet of a run; what is private in another run that it calls stays out."""
    rows = [row for row in now.rows(run) if run_of(row.path) == run or not _private(now, row.path)]
    return Sheet(run, {row.path: _entry(now, row, library) for row in rows}, now.walk(run).lists)


def blank_sheet(flow: Flow, library: Library) -> Sheet:
    """The questions of a flow without answers, those of every branch included."""
    values: dict[str, Any] = dict.fromkeys([*slot_names(flow.steps), "nummer", "vandaag"], MISSING)
    values["geparkeerd"] = ""
    values.update(dict.fromkeys([*flow.uses, "vorige"], Namespace()))
    entries: dict[str, Entry] = {}
    for step in all_steps(flow.steps):
        if isinstance(step, Ask) and not step.aside:
            path = f"{flow.flow}.{step.ask}"
            question = render(step.short, values) or render(step.text, values)
            entries[path] = Entry(
                path, step.ask, render(step.label, values) or question, _sentence(question), "", "blank", step.type,
                _explained(step.options, library),
            )  # fmt: skip
    return Sheet(flow.flow, entries, blank=True)


def legible(text: str) -> str:
    """The text without the control characters that no document can hold, and with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _private(now: Now, path: str) -> bool:
    stop = now.stop(path)
    return stop is not None and isinstance(stop.step, Ask) and stop.step.private


def _entry(now: Now, row: Row, library: Library) -> Entry:
    question = now.question_at(row.path)
    assert question is not None  # rows are made from the same walk
    answer = now.live.get(row.path)
    value = row.value
    chosen: tuple[str, ...] = ()
    if row.status == "parked":
        value = f"{PARKED}, neemt mee: {answer.note}" if answer and answer.note else PARKED
    elif row.status != "answered":
        value = STATES[row.status]
    elif answer and question.type in CHOICE_TYPES:
        chosen = tuple(answer.value) if isinstance(answer.value, list) else (str(answer.value),)
        value = "\n".join(question.words([item]) for item in chosen) or row.value
    return Entry(
        row.path, row.path.partition(".")[2], legible(row.label), _sentence(legible(question.short)), legible(value),
        row.status, question.type, _explained(question.options, library), chosen,
        legible(now.state.said_by.get(answer.path, "")) if answer else "",
    )  # fmt: skip


def _explained(options: Iterable[Option], library: Library) -> tuple[Option, ...]:
    """Options as the form prints them: a niveau with the words that explain it."""
    summaries = {level.id: level.summary for level in library.levels}
    return tuple(
        Option(option.id, f"{option.label}. {summaries[option.id].partition('. ')[0].rstrip('.')}.")
        if option.id in summaries
        else option
        for option in options
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
