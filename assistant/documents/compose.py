"""The answers of a conversation as a document: one small function per kind.

What is open is shown as open and never left out; what a layout does not know stands under
'Verder genoteerd', so that a question added to a flow is never lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from assistant.conversation.now import Now
from assistant.conversation.outputs import Candidate, Citation, Reason, citation
from assistant.conversation.script import Document, Script, Suggest
from assistant.conversation.state import flow_of
from assistant.documents.model import Block, Bullets, Field, Heading, Paragraph, Report, Table, Ticks
from assistant.documents.sheet import Entry, Sheet, asked, blank_sheet, legible, sheet_of
from assistant.knowledge.model import FocusArea, Form, Library, Ref, ReflectionQuestion

TITLES: dict[Document, str] = {
    "plan": "PLAN VAN AANPAK INTERPROFESSIONELE SAMENWERKING ONDERWIJS EN JEUGDHULP",
    "reflectie": "Reflectieverslag",
    "advies": "Keuzeadvies samenwerkingsvorm",
    "intake": "Intakeverslag lerende praktijk",
}
BLANK_TITLES: dict[Document, str] = {"intake": "Vragen vooraf bij de intake voor een lerende praktijk"}

# The plan, in the order of the form.
NAME_LABEL = "Naam en gemeente Lerende Praktijk"
HEAD = (
    ("datum", "Datum"),
    ("contactpersoon", "Contactpersoon netwerk Met Andere Ogen"),
    ("ingevuld_door", "Ingevuld door (namen en functies)"),
)
PLAN_PARTS = (
    "1. ACCENTEN IN VERSTERKEN INTERPROFESSIONELE SAMENWERKING",
    "2. PLAN VAN AANPAK",
    "3. AFBAKENING, HAALBAARHEID EN RANDVOORWAARDEN",
)
ACCENTS = (
    (
        "aandachtsgebieden", "A. Het aandachtsgebied (bijlage 1)",
        "Welk aandachtsgebied willen we als lerende praktijk sterker maken?",
        "aandachtsgebied_toelichting", "Wat willen we daarin verbeteren?",
    ),
    (
        "vormen", "B. De vorm (bijlage 2)",
        "Welke vorm van samenwerken willen we als lerende praktijk sterker maken?",
        "vorm_toelichting", "Hoe ziet die vorm er bij ons uit?",
    ),
    (
        "niveaus", "C. Het niveau",
        "Op welk niveau willen we als lerende praktijk sterker worden?",
        "niveau_toelichting", "Wat moet op dat niveau sterker worden?",
    ),
)  # fmt: skip
TICKED = {"plan": tuple(slot for slot, *_ in ACCENTS)}
COLUMNS = ("Doelen", "Activiteiten", "Wie doet wat?", "Wat evalueren we en hoe?")
GOALS, SUBGOALS = 3, 2
LIMITS = (
    ("afbakening", "Afbakening", "Wat laten we in dit plan bewust liggen?"),
    ("haalbaarheid", "Haalbaarheid", "Welke risico's zien we bij deze doelen, en wat doen we eraan?"),
    ("randvoorwaarden", "Randvoorwaarden", "Wat is er nodig om de doelen te halen, en hoe regelen we dat?"),
)

# Headings above the first question of each part; a question that is not named keeps its place in the walk.
INTAKE_PARTS = {
    "naam": "De lerende praktijk",
    "zorgvraag": "Waar het om gaat",
    "voor_wie": "Voor wie het is",
    "werkt_al": "De samenwerking nu",
    "aandachtsgebieden": "De drie accenten van het formulier",
    "weglaten": "Grenzen en voorwaarden",
    "meenemen": "Wat we meenemen",
}
REFLECTION_PARTS = {
    "terugblik": "Terugblik",
    "keuze": "Waarop deze reflectie gaat",
    "welke": "Waarop deze reflectie gaat",
    "voornemen_wat": "Voornemen",
    "voornemen_wanneer": "Voornemen",
    "voornemen_waar": "Voornemen",
    "voornemen_met_wie": "Voornemen",
    "aandachtsgebied": "Aandachtsgebied",
}
SAID_BY = "Gezegd door:"
THEMES = {"houding": "Professionele houding", "motivatie": "Professionele motivatie"}
NO_RANK = (
    "Dit advies laat zien welke vormen aansluiten bij de antwoorden, en wat de documenten daarover wel en niet zeggen. "
    "Welke vorm beter is, zeggen de documenten niet: het overzicht is bedoeld ter inspiratie. Welk antwoord bij welk "
    "kenmerk past, is onze koppeling."
)


def compose(now: Now, library: Library, run: str, name: str) -> Report:
    """The document of one run, as far as it is answered; marked concept.

    Args:
        now: the conversation.
        library: explains the areas and forms that were chosen.
        run: 'plan', 'reflecteren#2'.
        name: what the conversation is called.

    Raises:
        ValueError: the flow of this run fills no document.
    """
    kind = now.script[flow_of(run)].document
    sheet = sheet_of(now, run, library)
    match kind:
        case "plan":
            blocks = tuple(_plan(sheet, _chosen_variants(now, library), library))
        case "reflectie":
            blocks = tuple(_reflection(sheet, library))
        case "advies":
            blocks = tuple(_advice(sheet, _candidates(now, run), library))
        case "intake":
            blocks = tuple(_intake(sheet))
        case None:
            raise ValueError(f"the flow of run {run!r} fills no document")
    return Report(
        kind, TITLES[kind], legible(name), date.fromisoformat(now.state.today), True, blocks, _sources(blocks),
        tuple(sheet.given(TICKED.get(kind, ()))), sheet.slots(TICKED.get(kind, ())),
    )  # fmt: skip


def blank(kind: Document, script: Script, library: Library) -> Report:
    """An empty plan form, or the questions of the intake to take along on paper.

    Raises:
        ValueError: this kind has no empty form, or no flow fills it.
    """
    flow = next((flow for flow in script.flows.values() if flow.document == kind), None)
    if flow is None or kind not in ("plan", "intake"):
        raise ValueError(f"there is no blank {kind}")
    sheet = blank_sheet(flow, library)
    blocks = tuple(_plan(sheet, [], library) if kind == "plan" else _intake(sheet))
    return Report(
        kind,
        BLANK_TITLES.get(kind, TITLES[kind]),
        "",
        None,
        False,
        blocks,
        _sources(blocks),
        (),
        sheet.slots(TICKED.get(kind, ())),
    )


def form_slots(kind: Document, library: Library) -> frozenset[str]:
    """The slots that the form of a document has a field for, asked or not; 'doelen[].wie' in a list."""
    if kind != "plan":
        return frozenset()
    sheet = Sheet(kind, {}, {f"{kind}.doelen": ["d1"], f"{kind}.doelen[d1].subdoelen": ["s1"]})
    for _ in _plan(sheet, [], library):
        pass
    return frozenset(re.sub(r"\[\w+\]", "[]", path.partition(".")[2]) for path in sheet.placed)


# --- the plan


def _plan(sheet: Sheet, variants: list[Form], library: Library) -> Iterator[Block]:
    yield _name(sheet)
    for slot, label in HEAD:
        yield sheet.filled(slot, label)
    yield Heading(1, PLAN_PARTS[0])
    chosen: dict[str, tuple[str, ...]] = {}
    for slot, heading, question, explanation, further in ACCENTS:
        yield Heading(2, heading)
        entry = sheet.take(slot)
        chosen[slot] = entry.chosen if entry else ()
        if entry:
            ticks = tuple((option.label, option.id in entry.chosen) for option in entry.options)
            yield Ticks(question, ticks, entry.path)
        if not chosen[slot] and not sheet.blank:
            yield sheet.filled(slot, "Keuze")
        yield sheet.filled(explanation, "Toelichting", further)
    yield Heading(1, PLAN_PARTS[1])
    yield _goals(sheet)
    yield Heading(1, PLAN_PARTS[2])
    for slot, label, question in LIMITS:
        yield sheet.filled(slot, label, question)
    if not sheet.blank:
        yield from sheet.rest()
    areas = [area for area in library.focus_areas if sheet.blank or area.id in chosen["aandachtsgebieden"]]
    forms = [form for form in library.forms if form.kind == "vorm" and (sheet.blank or form.id in chosen["vormen"])]
    yield Heading(1, "Bijlage 1: aandachtsgebieden")
    if not areas:
        yield Paragraph("Er is nog geen aandachtsgebied gekozen.")
    for area in areas:
        yield from _area(area, library)
    yield Heading(1, "Bijlage 2: vormen van samenwerking")
    if not forms and not variants:
        yield Paragraph("Er is nog geen vorm gekozen.")
    for form in forms:
        yield from _form(form, library, 2)
        yield from (block for item in variants if item.vorm == form.id for block in _form(item, library, 3))
    for item in variants:
        if item.vorm not in [form.id for form in forms]:
            yield from _form(item, library, 2)


def _name(sheet: Sheet) -> Field:
    """Name and gemeente share one box on the form; each has its own line in it."""
    parts = [(what, sheet.filled(what, "")) for what in ("naam", "gemeente")]
    # A box with two questions leads to the first that is still open, or else to the first.
    path = next((part.path for _, part in parts if part.status != "answered"), parts[0][1].path)
    if all(part.status == "answered" for _, part in parts):
        return Field(NAME_LABEL, "", "\n".join(part.value for _, part in parts), path=path)
    if len({(part.value, part.status) for _, part in parts}) == 1 and parts[0][1].status != "parked":
        return Field(NAME_LABEL, "", parts[0][1].value, parts[0][1].status, path)
    # What is parked has a line of its own, by which it is found back in the file.
    between = {"parked": ":\n"}
    lines = [
        part.value if part.status == "answered" else f"{what}{between.get(part.status, ': ')}{part.value}"
        for what, part in parts
    ]
    return Field(NAME_LABEL, "", "\n".join(lines), path=path)


def _goals(sheet: Sheet) -> Table:
    """The form's nine rows; more where a flow allows more."""
    rows: list[tuple[str, ...]] = []
    labels: list[str] = []
    paths: list[tuple[str, ...]] = []

    def add(label: str, item: str, slot: str) -> None:
        slots = (slot, "activiteiten", "wie", "evaluatie")
        entries = [sheet.take(f"{item}.{name}") if item else None for name in slots]
        rows.append(tuple(entry.value if entry else "" for entry in entries))
        paths.append(tuple(entry.path if entry else "" for entry in entries))
        labels.append(label)

    for number, goal in enumerate(_items(sheet, "doelen", GOALS), 1):
        add(f"Doel {number}", goal, "doel")
        for part in _items(sheet, f"{goal}.subdoelen", SUBGOALS):
            add("Subdoel", part, "subdoel")
    return Table(COLUMNS, tuple(rows), tuple(labels), tuple(paths))


def _items(sheet: Sheet, path: str, least: int) -> list[str]:
    """Slots of the items of a list, filled up with empty ones to what the form has room for."""
    ids = sheet.lists.get(f"{sheet.run}.{path}", [])
    return [f"{path}[{item}]" for item in ids] + [""] * (least - len(ids))


def _chosen_variants(now: Now, library: Library) -> list[Form]:
    """What was chosen under `vorm.keuze`, if that conversation was held."""
    run = now.walker.latest_run("vorm")
    answer = now.live.get(f"{run}.keuze")
    ids = answer.value if answer and answer.status == "answered" and isinstance(answer.value, list) else []
    return [library.form[item] for item in ids if item in library.form]


# --- the three reports


def _reflection(sheet: Sheet, library: Library) -> Iterator[Block]:
    questions = {question.id: question for question in library.reflection}
    part, deepened = "", list[ReflectionQuestion]()
    for entry in list(sheet.entries.values()):
        question = questions.get(entry.slot.removesuffix("_verdieping").removesuffix("_score"))
        heading = THEMES.get(question.theme, question.theme) if question else REFLECTION_PARTS.get(entry.slot)
        if heading is None:
            continue
        sheet.take(entry.slot)
        if heading != part:
            yield Heading(1, heading)
            part = heading
        if question and question not in deepened:
            yield Heading(2, question.label)
            deepened.append(question)
        yield Field(entry.question, "", entry.value, entry.status, entry.path)
        if entry.slot == "aandachtsgebied":
            for area in library.focus_areas:
                yield from _area(area, library) if area.id in entry.chosen else ()
    yield from sheet.rest()
    if deepened:
        yield Heading(1, "Wat de documenten erbij zeggen")
        yield Paragraph("Welk inzicht bij welke vraag hoort, is onze koppeling.")
    for question in deepened:
        yield Heading(2, question.label)
        for insight in question.insights:
            text = insight.text if insight.our_link else f"{insight.text} (Zo gekoppeld in het document zelf.)"
            yield Paragraph(text, _cite(insight.sources, library))


def _advice(sheet: Sheet, candidates: list[Candidate], library: Library) -> Iterator[Block]:
    overview = library.entry.get("overzicht-vormen")
    yield Paragraph(NO_RANK, _cite(overview.sources[:1], library) if overview else ())
    yield Heading(1, "De keuze")
    entries = [entry for entry in map(sheet.take, ("keuze", "bedoeling")) if entry]
    for entry in entries:
        yield from asked(entry)
    chosen = [item for entry in entries for item in entry.chosen]
    shown = [item for item in candidates if item.fits or item.id in chosen]
    fitting = any(item.fits for item in candidates)
    if fitting:
        yield Heading(1, "Vormen die aansluiten")
    elif candidates:
        yield Heading(1, "Mogelijke vormen")
        yield Paragraph("De antwoorden wijzen geen van de vormen aan.")
    for item in shown:
        yield from _candidate(item, item.id in chosen, library)
    others = tuple(item.label for item in candidates if item not in shown)
    if others:
        yield Heading(2, "Ook mogelijk")
        if fitting:
            yield Paragraph("Bij deze vormen is geen antwoord gevonden dat aansluit.")
        yield Bullets(others)
    yield Heading(1, "Waar dit op rust")
    for entry in sheet.left():
        yield from asked(entry)


def _candidates(now: Now, run: str) -> list[Candidate]:
    return [item for stop in now.walk(run).trail if isinstance(stop.step, Suggest) for item in stop.candidates]


def _candidate(item: Candidate, chosen: bool, library: Library) -> Iterator[Block]:
    form = library.form[item.id]
    yield Heading(2, _title(form) + (", gekozen" if chosen else ""))
    yield Paragraph(form.summary, _cite(form.sources, library))
    reasons = [f"Sluit aan bij {_ground(reason)}." for reason in item.fits]
    reasons += [f"Sluit niet aan bij {_ground(reason)}." for reason in item.clashes]
    if item.silent:
        reasons.append(f"Hierover zeggen de bronnen bij deze vorm niets: {', '.join(item.silent)}.")
    yield Bullets(tuple(reasons))
    if form.remark:
        yield Paragraph(f"Goed om te weten: {form.remark}")


def _ground(reason: Reason) -> str:
    """What it rests on, with what the documents say of it where they say more than that it is so."""
    return f"{reason.label}: {reason.text}" if reason.text else reason.label


def _intake(sheet: Sheet) -> Iterator[Block]:
    for entry in sheet.entries.values():
        if entry.slot in INTAKE_PARTS:
            yield Heading(1, INTAKE_PARTS[entry.slot])
        yield from asked(_with_speaker(entry))
    waiting = [entry for entry in sheet.entries.values() if _is_waiting(entry)]
    if waiting:
        yield Heading(1, "Wat nog open is")
        yield Bullets(tuple(f"{entry.label}: {entry.value}" for entry in waiting))


def _with_speaker(entry: Entry) -> Entry:
    return replace(entry, value=f"{entry.value}\n{SAID_BY} {entry.by}") if entry.by and entry.value else entry


def _is_waiting(entry: Entry) -> bool:
    return entry.status in ("open", "unknown", "parked")


# --- pieces of knowledge


def _area(area: FocusArea, library: Library) -> Iterator[Block]:
    yield Heading(2, area.label)
    yield Paragraph(area.summary, _cite(area.sources, library))
    yield Bullets(area.questions)


def _form(form: Form, library: Library, level: int) -> Iterator[Block]:
    yield Heading(level, _title(form))
    yield Paragraph(form.summary, _cite(form.sources, library))


def _title(form: Form) -> str:
    """'Wijkteam werkt op school (po, variant 3)'; the sector is named once."""
    if not form.number:
        return form.label
    sector = form.number.partition(",")[0]
    return f"{form.label.removesuffix(f' ({sector})')} ({form.number})"


def _cite(refs: Iterable[Ref], library: Library) -> tuple[Citation, ...]:
    named = [(ref, library.document[ref.document]) for ref in refs if ref.document in library.document]
    return _unique(citation(ref, document) for ref, document in named)


def _sources(blocks: Iterable[Block]) -> tuple[Citation, ...]:
    """Everything the blocks rest on, each place once."""
    return _unique(source for block in blocks if isinstance(block, Paragraph) for source in block.sources)


def _unique(sources: Iterable[Citation]) -> tuple[Citation, ...]:
    found: dict[tuple[str, str, str | None], Citation] = {}
    for source in sources:
        found.setdefault((source.document, source.section, source.page), source)
    return tuple(found.values())
