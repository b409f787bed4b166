"""The knowledge folder as a `Library`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from assistant.knowledge.model import (
    Document,
    FocusArea,
    Form,
    Level,
    Library,
    Passage,
    PlanField,
    Ref,
    ReflectionQuestion,
    Section,
    Term,
)
from assistant.loading.problems import Problem, did_you_mean
from assistant.loading.strict_yaml import Path_, Source, read
from assistant.loading.typed import fit

T = TypeVar("T")
FILES = ("sources.yaml", "sections.yaml", "forms.yaml", "terms.yaml", "reflection.yaml", "plan.yaml")
MIN_WORDS, MAX_WORDS = 40, 150
"""Of a passage: one subject, readable on one screen."""


def load_knowledge(folders: Sequence[Path]) -> tuple[Library, list[Problem]]:
    """Read every file of some knowledge folders.

    Args:
        folders: the first one is whole; in the next, an entry takes the place of the one with the same id.

    Returns:
        What could be read, and all problems; the library is only to be used where there are none.
    """
    sources: list[Source] = []

    def opened(name: str) -> list[Source]:
        """A file of each folder; only the first folder must have it."""
        paths = [folder / name for folder in folders]
        found = [read(path, f"{path.parent.name}/{name}") for path in paths if path == paths[0] or path.exists()]
        sources.extend(found)
        return found

    documents = _layered(Document, opened("sources.yaml"))
    sections = _Sections(opened("sections.yaml"), _bare(documents))

    def cited(found: list[Source]) -> list[Source]:
        for source in found:
            sections.fill(source, source.data, ())
        return found

    forms = _layered(Form, cited(opened("forms.yaml")))
    terms = _layered(Term, cited(opened("terms.yaml")))
    reflection = _layered(ReflectionQuestion, cited(opened("reflection.yaml")))
    plan = cited(opened("plan.yaml"))
    areas = _layered(FocusArea, plan, "focus_areas")
    levels = _layered(Level, plan, "levels")
    fields = _layered(PlanField, plan, "fields")
    for source in plan:
        if isinstance(source.data, dict):
            known = ("focus_areas", "levels", "fields")
            for key in source.data.keys() - set(known):
                hint = did_you_mean(key, known)
                source.problem((key,), "onbekende-sleutel", f"'{key}' bestaat hier niet.{hint}", key=True)
    passages: list[tuple[Source, Path_, Passage]] = []
    for folder in folders:
        paths = sorted((folder / "passages").rglob("*.yaml"))
        read_here = [read(path, f"{folder.name}/{path.relative_to(folder).as_posix()}") for path in paths]
        sources.extend(read_here)
        passages = _over(passages, [entry for source in cited(read_here) for entry in _items(Passage, source)])
    library = Library(
        _bare(documents), _bare(forms), _bare(terms), _bare(reflection), _bare(areas), _bare(levels),
        _bare(fields), _bare(passages),
    )  # fmt: skip
    entries: list[tuple[Source, Path_, Any]] = [
        *forms, *terms, *reflection, *areas, *levels, *fields, *passages,
    ]  # fmt: skip
    inventory = frozenset(name for folder in folders for name in _inventory(folder / "inventory.txt"))
    _check(library, entries, inventory)
    problems = [problem for folder in folders for problem in _strange(folder)]
    return library, [*problems, *(problem for source in sources for problem in source.problems)]


def _strange(folder: Path) -> Iterator[Problem]:
    """What makes that a folder is not read as it was meant."""
    found = sorted(path.name for path in folder.glob("*.yaml"))
    if not found and not (folder / "passages").is_dir():
        yield Problem(folder.name, 1, 1, "bestand", "deze map bestaat niet, of er staat geen kennis in.")
    for name in found:
        if name not in FILES:
            hint = did_you_mean(name, FILES) or " Onderwerpen horen in de map 'passages'."
            yield Problem(f"{folder.name}/{name}", 1, 1, "bestand", f"dit bestand hoort hier niet.{hint}")


class _Sections:
    """The parts of the documents; fills in where each reference is."""

    def __init__(self, sources: Iterable[Source], documents: Iterable[Document]) -> None:
        counts = {document.id: document.line_count for document in documents}
        self._parts: dict[str, list[tuple[int, Section]]] = {}
        for source in sources:
            data = source.data if isinstance(source.data, dict) else {}
            for name, items in data.items():
                if name not in counts:
                    hint = did_you_mean(name, counts)
                    source.problem((name,), "bron-document", f"het document '{name}' bestaat niet.{hint}", key=True)
                    continue
                parts = [fit(Section, item, (name, i), source) for i, item in enumerate(items)]
                self._parts[name] = self._ordered(source, name, [part for part in parts if part], counts[name])

    @staticmethod
    def _ordered(source: Source, name: str, parts: Sequence[Section], count: int) -> list[tuple[int, Section]]:
        """The parts with their first lines; together they must be the whole document."""
        found: list[tuple[int, Section]] = []
        following = 1
        for i, part in enumerate(parts):
            lines = line_range(part.lines)
            if lines is None or lines[0] != following:
                source.problem((name, i, "lines"), "bron-deel", f"dit deel moet bij regel {following} beginnen.")
                return found
            found.append((lines[0], part))
            following = lines[1] + 1
        if following != count + 1:
            message = f"de delen van '{name}' lopen tot regel {following - 1}, niet tot {count}."
            source.problem((name,), "bron-deel", message, key=True)
        return found

    def fill(self, source: Source, data: Any, path: Path_) -> None:
        """Give every reference in raw data the section that it begins in."""
        if isinstance(data, list):
            for i, item in enumerate(data):
                self.fill(source, item, (*path, i))
        elif isinstance(data, dict):
            if "document" in data and "lines" in data:
                self._fill_one(source, data, path)
            for key, item in data.items():
                self.fill(source, item, (*path, key))

    def _fill_one(self, source: Source, ref: dict[str, Any], path: Path_) -> None:
        for key in ("section", "page"):
            if key in ref:
                source.problem(
                    (*path, key), "onbekende-sleutel", f"'{key}' volgt uit de regels; haal het weg.", key=True
                )
        lines = line_range(ref["lines"])
        parts = self._parts.get(ref["document"], [])
        if lines and parts:
            part = parts[bisect_right([first for first, _ in parts], lines[0]) - 1][1]
            ref["section"] = part.title
            if part.page:
                ref["page"] = part.page


def line_range(lines: object) -> tuple[int, int] | None:
    """(12, 18) for '12-18' and (12, 12) for '12'; nothing for what is no range."""
    match = re.fullmatch(r"([1-9]\d{0,5})(?:-([1-9]\d{0,5}))?", lines) if isinstance(lines, str) else None
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    return (first, last) if first <= last else None


def _items(kind: type[T], source: Source, key: str | None = None) -> list[tuple[Source, Path_, T]]:
    base: Path_ = () if key is None else (key,)
    data = source.data
    if key is not None:
        data = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, list):
        if source.data is not None:
            source.problem(base, "soort", "hier hoort een lijst.")
        return []
    fitted = [((*base, i), fit(kind, item, (*base, i), source)) for i, item in enumerate(data)]
    return [(source, path, item) for path, item in fitted if item is not None]


def _layered(kind: type[T], sources: Iterable[Source], key: str | None = None) -> list[tuple[Source, Path_, T]]:
    """The items of a file in all folders; a file that is laid over another need not hold every list."""
    found: list[tuple[Source, Path_, T]] = []
    for i, source in enumerate(sources):
        if i == 0 or key is None or not isinstance(source.data, dict) or key in source.data:
            found = _over(found, _items(kind, source, key))
    return found


def _over(
    below: list[tuple[Source, Path_, Any]], above: list[tuple[Source, Path_, Any]]
) -> list[tuple[Source, Path_, Any]]:
    """Items laid over others: the first with an id takes the place of the one below, a second is there twice."""
    places = {item.id: i for i, (_, _, item) in enumerate(below)}
    found = list(below)
    for entry in above:
        place = places.pop(entry[2].id, None)
        if place is None:
            found.append(entry)
        else:
            found[place] = entry
    return found


def _bare(items: Iterable[tuple[Source, Path_, T]]) -> tuple[T, ...]:
    return tuple(item for _, _, item in items)


def _inventory(path: Path) -> frozenset[str]:
    """The ids that may stand under 'ledger'; none are checked where the list is not there."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _check(library: Library, entries: Sequence[tuple[Source, Path_, Any]], inventory: frozenset[str]) -> None:
    """References between entries, provenance inside the documents, and the length of passages."""
    ids = {item.id for _, _, item in entries}
    seen: set[str] = set()
    for source, path, item in entries:
        if item.id in seen:
            source.problem((*path, "id"), "dubbele-id", f"de id '{item.id}' is al van iets anders; kies een andere.")
        seen.add(item.id)
        for i, name in enumerate(getattr(item, "see", ())):
            if name not in ids:
                source.problem(
                    (*path, "see", i), "verwijzing-kennis", f"'{name}' bestaat niet.{did_you_mean(name, ids)}"
                )
        if isinstance(item, Form) and item.vorm is not None and item.vorm not in library.form:
            hint = did_you_mean(item.vorm, library.form)
            source.problem((*path, "vorm"), "verwijzing-kennis", f"'{item.vorm}' is geen vorm.{hint}")
        for i, name in enumerate(item.ledger):
            if inventory and name not in inventory:
                hint = did_you_mean(name, inventory)
                source.problem(
                    (*path, "ledger", i), "verwijzing-inventaris", f"'{name}' staat niet in de inventaris.{hint}"
                )
        if isinstance(item, Passage) and not MIN_WORDS <= (count := len(item.text.split())) <= MAX_WORDS:
            message = f"de tekst telt {count} woorden; houd het op {MIN_WORDS} tot {MAX_WORDS}."
            source.problem((*path, "text"), "lengte", message)
        if not item.sources:
            source.problem((*path, "sources"), "bron-ontbreekt", "noem minstens een bron.")
        for at, ref in _refs(item):
            _check_ref(library, source, (*path, *at), ref)


def _refs(item: Any) -> Iterable[tuple[Path_, Ref]]:
    for i, ref in enumerate(item.sources):
        yield ("sources", i), ref
    for holder in ("insights", "criteria"):
        for i, insight in enumerate(getattr(item, holder, ())):
            for j, ref in enumerate(insight.sources):
                yield (holder, i, "sources", j), ref


def _check_ref(library: Library, source: Source, path: Path_, ref: Ref) -> None:
    document = library.document.get(ref.document)
    if document is None:
        hint = did_you_mean(ref.document, library.document)
        source.problem((*path, "document"), "bron-document", f"het document '{ref.document}' bestaat niet.{hint}")
        return
    lines = line_range(ref.lines)
    if lines is None or lines[1] > document.line_count:
        source.problem(
            (*path, "lines"),
            "bron-regels",
            f"regels '{ref.lines}' liggen niet in '{ref.document}' (1-{document.line_count}).",
        )
