"""What a plan that was edited by hand changes in a conversation: shown before anything else is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.conversation import events as e
from assistant.conversation.door import receive
from assistant.conversation.now import Now
from assistant.conversation.walk import Question, next_item
from assistant.conversation.words import date_in, fold
from assistant.documents.compose import ACCENTS, GOALS, SUBGOALS
from assistant.documents.model import bare
from assistant.documents.read_plan import EXTRA, NAME, Filled, Goal
from assistant.documents.sheet import PARKED, STATES, Sheet, sheet_of
from assistant.knowledge.model import Library

PARTS = {"activiteiten": "Activiteiten", "wie": "Wie doet wat", "evaluatie": "Evaluatie"}
"""What is asked of each row besides the doel or subdoel itself."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that the file gives otherwise, or for the first time."""

    path: str
    label: str
    old: str
    """What stood there; empty where there was no answer yet."""
    new: str
    value: e.Value


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a file changes."""

    recognised: int
    """So many questions of the form were found in it."""
    answers: tuple[Changed, ...]
    lists: Mapping[str, tuple[str, ...]]
    """Lists that get items, with all their ids."""
    notes: tuple[str, ...]
    """What is not taken over, and why: a sentence each."""


def changes(now: Now, library: Library, run: str, filled: Filled, today: date) -> Changes:
    """What a plan changes in one run.

    Args:
        now: the conversation.
        library: explains the options, as the document does.
        run: the run of the plan.
        filled: what was found in the file.
        today: for a date such as '3 maart'.
    """
    return _Comparison(now, sheet_of(now, run, library), run, today).compare(filled)


class _Comparison:
    """Collects what differs."""

    def __init__(self, now: Now, sheet: Sheet, run: str, today: date) -> None:
        self.now, self.sheet, self.run, self.today = now, sheet, run, today
        self.answers: list[Changed] = []
        self.lists: dict[str, tuple[str, ...]] = {}
        self.notes: list[str] = []
        self.recognised = 0

    def compare(self, filled: Filled) -> Changes:
        for place, text in filled.texts.items():
            if place == NAME:
                self._name(text)
            elif place.startswith(EXTRA):
                self._extra(place.removeprefix(EXTRA), text)
            else:
                self._slot(place, text)
        for slot, labels in filled.ticked.items():
            self._ticks(slot, labels)
        if filled.has_table:
            self._goals(filled.goals)
        missing = [slot for slot in self._expected() if slot not in {*filled.texts, *filled.ticked}]
        if missing:
            names = ", ".join(self.sheet.entries[f"{self.run}.{slot}"].label for slot in missing)
            self.notes.append(f"Niet teruggevonden in het bestand: {names}. Wat daar stond blijft staan.")
        if not filled.has_table:
            self.notes.append("De tabel met doelen heb ik niet teruggevonden. Wat daar stond blijft staan.")
        return Changes(self.recognised, tuple(self.answers), self.lists, tuple(self.notes))

    def _expected(self) -> Iterator[str]:
        """Slots of the form, outside the table, that the flow asks."""
        slots = [slot for names in ACCENTS for slot in (names[0], names[3])]
        slots = ["datum", "contactpersoon", "ingevuld_door", *slots, "afbakening", "haalbaarheid", "randvoorwaarden"]
        return (slot for slot in slots if f"{self.run}.{slot}" in self.sheet.entries)

    # --- one place each

    def _name(self, text: str) -> None:
        lines = [line for line in text.split("\n") if line.strip()]
        for number, slot in enumerate(("naam", "gemeente")):
            line = lines[number] if number < len(lines) else ""
            if number:
                line = " ".join([line, *lines[2:]]).strip()
            self._slot(slot, line.removeprefix(f"{slot}: "))

    def _extra(self, key: str, text: str) -> None:
        for entry in self.sheet.entries.values():
            if fold(entry.label) == key:
                self._slot(entry.slot, text)
                return
        self.notes.append(f"De vraag '{key}' ken ik niet; wat daar staat neem ik niet over.")

    def _slot(self, slot: str, text: str) -> None:
        path = f"{self.run}.{slot}"
        entry, question = self.sheet.entries.get(path), self.now.question_at(path)
        if entry is None or question is None:
            return
        self.recognised += 1
        old = entry.value if entry.status in ("answered", "parked") else ""
        if bare(text) == bare(old) or _is_state(text):
            return
        if not text:
            if old:
                self.notes.append(f"{entry.label} is in het bestand leeg; wat er stond blijft staan.")
            return
        self._take(question, path, entry.label, old, text)

    def _take(self, question: Question | None, path: str, label: str, old: str, text: str) -> None:
        message = receive(text)
        if message.too_long:
            self.notes.append(f"{label} is te lang om over te nemen; knip de tekst in stukken.")
            return
        value: e.Value = message.text
        if question is not None and question.type == "date":
            found = date_in(message.text, self.today)
            if found is None:
                self.notes.append(f"Bij {label} staat '{message.text[:60]}'; daarin herken ik geen datum.")
                return
            value = found.isoformat()
        elif question is not None and question.type not in ("text", "long"):
            self.notes.append(f"{label} kan ik niet uit het bestand overnemen; wijzig het in het gesprek.")
            return
        if value:
            self.answers.append(Changed(path, label, old, message.text, value))

    def _ticks(self, slot: str, labels: list[str]) -> None:
        path = f"{self.run}.{slot}"
        entry, question = self.sheet.entries.get(path), self.now.question_at(path)
        if entry is None or question is None:
            return
        self.recognised += 1
        chosen: list[str] = []
        for label in labels:
            found = next((option.id for option in entry.options if _same_option(label, option.label)), None)
            if found is None:
                self.notes.append(f"Bij {entry.label} is '{label[:60]}' aangekruist; die keuze ken ik niet.")
            else:
                chosen.append(found)
        ordered = [option.id for option in entry.options if option.id in chosen]
        if ordered == [option.id for option in entry.options if option.id in entry.chosen]:
            return
        if not ordered:
            self.notes.append(f"Bij {entry.label} is in het bestand niets aangekruist; wat er stond blijft staan.")
            return
        new, old = (question.words(list(ids)) for ids in (ordered, entry.chosen))
        self.answers.append(Changed(path, entry.label, old if entry.chosen else "", new, ordered))

    # --- the table

    def _goals(self, goals: list[Goal]) -> None:
        path = f"{self.run}.doelen"
        ids = self._items(path, [goal.texts for goal in goals], "d", GOALS, "Doel")
        for number, (goal, item) in enumerate(zip(goals, ids, strict=False), 1):
            self._row(f"doelen[{item}]", "doel", f"Doel {number}", goal.texts)
            inner = self._items(f"{path}[{item}].subdoelen", list(goal.parts), "s", SUBGOALS, f"Doel {number}, subdoel")
            for place, (texts, part) in enumerate(zip(goal.parts, inner, strict=False), 1):
                self._row(f"doelen[{item}].subdoelen[{part}]", "subdoel", f"Doel {number}, subdoel {place}", texts)

    def _items(self, path: str, rows: list[tuple[str, ...]], prefix: str, most: int, name: str) -> list[str]:
        """Ids for the rows that hold something, as far as the form has room for them."""
        known = list(self.sheet.lists.get(path, []))
        filled = max((number for number, row in enumerate(rows, 1) if any(map(str.strip, row))), default=0)
        ids = list(known)
        while len(ids) < min(filled, most):
            ids.append(next_item(ids, self.now.state.answers, path, prefix))
        if filled > max(most, len(known)):
            self.notes.append(f"{name} {filled} past niet op het formulier en is niet overgenomen.")
        if ids != known:
            self.lists[path] = tuple(ids)
        return ids

    def _row(self, item: str, first: str, name: str, texts: tuple[str, ...]) -> None:
        for slot, text in zip((first, *PARTS), texts, strict=False):
            path = f"{self.run}.{item}.{slot}"
            if path in self.sheet.entries:
                self._slot(f"{item}.{slot}", text)
            elif text and not _is_state(text):
                self.recognised += 1
                self._take(None, path, f"{name}, {PARTS.get(slot, first.capitalize())}", "", text)


def _is_state(text: str) -> bool:
    """Whether a text is what the document itself writes where there is no answer."""
    return text in (*STATES.values(), PARKED) or text.startswith(f"{PARKED}, neemt mee: ")


def _same_option(label: str, option: str) -> bool:
    """Whole, or the name before its explanation."""
    return fold(label) in (fold(option), fold(option.partition(". ")[0]))


def account(found: Changes, path: Path) -> str:
    """The changes in words: what was recognised, each answer with what stood there, and what was not taken over."""
    lines = [f"Gelezen: {path.resolve()}. Ik herken {_counted(found.recognised, 'vraag', 'vragen')} van het formulier."]
    if found.answers:
        lines.append(f"Dit neem ik over ({_counted(len(found.answers), 'antwoord', 'antwoorden')}):")
    else:
        lines.append("Er staat niets anders in dan in dit gesprek.")
    for item in found.answers:
        was = f" Dat was: {_short(item.old)}." if item.old else ""
        lines.append(f"- {item.label} is nu: {_short(item.new)}.{was}")
    lines += [f"- {note}" for note in found.notes]
    if found.answers:
        lines.append("Met 'ongedaan' in het gesprek neem je dit in een keer terug.")
    return "\n".join(lines)


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _short(text: str, most: int = 160) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= most else line[: most - 1].rstrip() + "…").rstrip(".")
