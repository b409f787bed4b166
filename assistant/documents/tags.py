"""What a template of one's own may name: the tags of each document, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.conversation.script import Ask, Document, Repeat, Script, Suggest, all_steps
from assistant.documents.model import (
    Bullets,
    Field,
    Heading,
    Paragraph,
    Part,
    Report,
    Table,
    Ticks,
    parts,
    source_line,
)

COMMON = {
    "titel": "de titel van het document",
    "status": "'Concept' en de datum van het gesprek",
    "gesprek": "hoe het gesprek heet",
    "bronnen": "waar de uitleg op rust, een document per regel",
}
LISTS: Mapping[str, Mapping[str, str]] = {
    "stukken": {
        "soort": "kop1, kop2, kop3, alinea, bron, vraag, uitleg, antwoord, keuze of punt",
        "tekst": "de tekst van dit stuk",
    }
}
PLAN_LISTS: Mapping[str, Mapping[str, str]] = {
    "doelen": {
        "label": "'Doel 1', of 'Subdoel'",
        "doel": "het doel of subdoel",
        "activiteiten": "de activiteiten",
        "wie": "wie wat doet",
        "evaluatie": "wat er geëvalueerd wordt, en hoe",
    },
    "bijlagen": LISTS["stukken"],
}
"""A list holds things with these parts of their own."""


def tags(kind: Document, script: Script) -> dict[str, str]:
    """Every tag that holds one text, with what that is: the common ones, and the questions of the flow."""
    flow = next(flow for flow in script.flows.values() if flow.document == kind)
    listed = {
        id(step) for repeat in all_steps(flow.steps) if isinstance(repeat, Repeat) for step in all_steps(repeat.steps)
    }
    asked: dict[str, str] = {}
    for step in all_steps(flow.steps):
        if isinstance(step, Ask) and not step.aside and id(step) not in listed:
            asked.setdefault(step.ask, step.label or step.text)
        elif isinstance(step, Suggest):
            asked.setdefault(step.suggest, step.label or step.text)
    return {**COMMON, **asked}


def lists(kind: Document) -> Mapping[str, Mapping[str, str]]:
    """Every list that can be gone through with 'for', and what each thing in it holds."""
    return {**LISTS, **PLAN_LISTS} if kind == "plan" else LISTS


def answers_in(kind: Document, script: Script) -> dict[str, str]:
    """The tags without which answers stay out, where the template does not use 'stukken'."""
    needed = {name: what for name, what in tags(kind, script).items() if name not in COMMON}
    return {**needed, "doelen": "de doelen"} if kind == "plan" else needed


def values(report: Report, script: Script) -> dict[str, Any]:
    """What all tags hold for one report."""
    everything = parts(report)
    found: dict[str, Any] = {
        **dict.fromkeys(tags(report.kind, script), ""), **report.slots,
        "titel": report.title, "status": ", ".join(filter(None, (report.standing, report.day))),
        "gesprek": report.name, "bronnen": "\n".join(report.source_lines()),
        "stukken": [{"soort": kind, "tekst": text} for kind, text in _pieces(everything)],
    }  # fmt: skip
    if report.kind == "plan":
        found["doelen"] = list(_goals(report))
        pieces = found["stukken"]
        start = next(
            (n for n, p in enumerate(pieces) if p["soort"] == "kop1" and p["tekst"].startswith("Bijlage")), None
        )
        found["bijlagen"] = pieces[start:] if start is not None else []
    return found


def _goals(report: Report) -> Iterator[dict[str, str]]:
    table = next(block for block in report.blocks if isinstance(block, Table))
    for label, row in zip(table.labels, table.rows, strict=True):
        yield dict(zip(PLAN_LISTS["doelen"], (label, *row), strict=True))


def _pieces(everything: tuple[Part, ...]) -> Iterator[tuple[str, str]]:
    """The whole document as pieces of text in their order."""
    for block in (block for part in everything for block in part.blocks):
        match block:
            case Heading():
                yield f"kop{block.level}", block.text
            case Paragraph():
                yield "alinea", block.text
                if block.sources:
                    yield "bron", source_line(block.sources)
            case Field():
                yield "vraag", block.label
                if block.question:
                    yield "uitleg", block.question
                yield "antwoord", block.value
            case Ticks():
                yield "vraag", block.label
                yield from (("keuze", line) for line in block.lines())
            case Bullets():
                yield from (("punt", item) for item in block.items)
            case Table():
                labels = block.labels or ("",) * len(block.rows)
                for label, row in zip(labels, block.rows, strict=True):
                    for column, cell in zip(block.header, row, strict=True):
                        if cell:
                            yield "vraag", f"{label}: {column}" if label else column
                            yield "antwoord", cell
