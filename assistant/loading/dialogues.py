"""The dialogues folder as a `Script`: flows, and the engine's phrases."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.conversation import script as s
from assistant.conversation.patterns import too_free
from assistant.conversation.templates import problems as template_problems
from assistant.knowledge.model import Library
from assistant.loading import spots
from assistant.loading.check_flows import check_flows
from assistant.loading.flow_file import FlowFile
from assistant.loading.problems import Problem, did_you_mean
from assistant.loading.replies import with_replies
from assistant.loading.strict_yaml import Path_, Source, read
from assistant.loading.typed import fit

KINDS: dict[str, type[Any]] = {
    "say": s.Say, "ask": s.Ask, "form": s.Form, "if": s.If, "repeat": s.Repeat, "set": s.Set,
    "call": s.Call, "suggest": s.Suggest, "review": s.Review, "draft": s.Draft,
}  # fmt: skip
PHRASES = "phrases.yaml"
_REFERENCE = re.compile(r"\[\[([\w-]+)\.(\w+)\]\]")


@dataclass(frozen=True, slots=True)
class Dialogues:
    """Folders with flows, as far as they could be read; the script is only to be used where there are no problems."""

    script: s.Script
    problems: list[Problem]
    flows: tuple[FlowFile, ...]
    """Those of the last folder: what is laid over."""
    phrases: Source


def load_script(folders: Sequence[Path], library: Library) -> Dialogues:
    """Read every flow of some folders, in the order of the `flows` list of phrases.yaml.

    Args:
        folders: the first one is whole; in the next, flows and phrases take the place of those of the same name.
        library: the knowledge that the flows refer to.
    """
    phrases, order, ordering, phrases_sources = _layered_phrases(folders)
    problems: list[Problem] = []
    flows: dict[str, s.Flow] = {}
    files: dict[str, FlowFile] = {}
    last: set[str] = set()
    unread: set[str] = set()
    for folder in folders:
        here: set[str] = set()
        paths = sorted(folder.glob("*.yaml"))
        if not paths:
            problems.append(
                Problem(folder.name, 1, 1, "bestand", "deze map bestaat niet, of er staat geen gesprek (.yaml) in.")
            )
        for path in paths:
            if path.name == PHRASES:
                continue
            source = read(path, f"{folder.name}/{path.name}")
            reader = _FlowReader(source, library)
            flow = reader.flow()
            if flow is None:
                problems.extend(source.problems)
                unread.add(str(source.data.get("flow")) if isinstance(source.data, dict) else path.stem)
                continue
            if flow.flow in here:
                source.problem(("flow",), "dubbele-flow", f"de flow '{flow.flow}' bestaat al in een ander bestand.")
            here.add(flow.flow)
            flow = with_replies(flow, folder, problems)
            flows[flow.flow] = flow
            files[flow.flow] = FlowFile(flow, source, reader.places)
        last = here
    for i, name in enumerate(order):
        if name not in flows and name not in unread:
            hint = did_you_mean(name, flows)
            ordering.problem(("flows", i), "verwijzing-flow", f"de flow '{name}' bestaat niet.{hint}")
    ordered = [name for name in order if name in flows] + [name for name in flows if name not in order]
    made = s.Script({name: flows[name] for name in ordered}, phrases)
    check_flows(made, files.values(), library, unread)
    read_files = (*phrases_sources, *(file.source for file in files.values()))
    problems.extend(problem for source in read_files for problem in source.problems)
    return Dialogues(made, problems, tuple(files[name] for name in files if name in last), phrases_sources[0])


def _layered_phrases(folders: Sequence[Path]) -> tuple[s.Phrases, list[str], Source, list[Source]]:
    """The phrases of all folders; the order of the flows with the file it is from; and every file that was read."""
    places = [folder / PHRASES for folder in folders]
    # Only the first folder must have phrases.
    sources = [read(p, f"{p.parent.name}/{PHRASES}") for p in places if p == places[0] or p.exists()]
    phrases, order = _phrases(sources[0])
    ordering = sources[0]
    for source in sources[1:]:
        own, own_order = _phrases(source, phrases)
        phrases = s.Phrases(
            {**phrases.texts, **own.texts},
            {**phrases.commands, **own.commands},
            {**phrases.words, **own.words},
            {**phrases.sentences, **own.sentences},
        )
        order, ordering = (own_order, source) if own_order else (order, ordering)
    return phrases, order, ordering, sources


def _phrases(source: Source, under: s.Phrases | None = None) -> tuple[s.Phrases, list[str]]:
    """Texts and words; a single string counts as a list of one. What is laid over others need not be whole."""
    data = source.data if isinstance(source.data, dict) else {}
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    for part in ("texts", "commands", "words", "sentences"):
        table = data.get(part)
        known = getattr(under, part) if under else {}
        if not isinstance(table, dict):
            if data and (under is None or part in data):
                source.problem((), "mist", f"'{part}' ontbreekt hier.")
            table = {}
        tables[part] = {}
        for name, value in table.items():
            items = [value] if isinstance(value, str) else value
            if under and name not in known:
                hint = did_you_mean(name, known)
                source.problem((part, name), "onbekende-sleutel", f"'{name}' bestaat hier niet.{hint}", key=True)
            if isinstance(items, list) and items and all(isinstance(item, str) for item in items):
                tables[part][name] = tuple(items)
                _check_phrases(source, part, name, items, known.get(name, ()))
            else:
                source.problem((part, name), "soort", "hier hoort tekst, of een lijst van teksten.")
    order = data.get("flows", [])
    if not isinstance(order, list) or not all(isinstance(name, str) for name in order):
        if order is not None:
            source.problem(("flows",), "soort", "hier hoort een lijst met namen van flows.")
        order = []
    return s.Phrases(**tables), order


def _check_phrases(source: Source, part: str, name: str, items: Sequence[str], shipped: Sequence[str]) -> None:
    """Record what would go wrong when a phrase is used: a text is a template, a sentence a search."""
    given = {used for text in shipped for used, _ in template_problems(text)[1]}
    for item in items:
        if part == "sentences" and too_free(item):
            source.problem((part, name), "sjabloon", "in deze zin staan te veel puntjes of haken; maak er twee van.")
        faults, names = template_problems(item) if part == "texts" and "{" in item else ([], set())
        for fault in faults:
            source.problem((part, name), "sjabloon", f"{fault}.")
        for used in sorted({used for used, _ in names} - given if shipped else ()):
            message = f"'{used}' is hier niet bekend.{did_you_mean(used, given)}"
            source.problem((part, name), "sjabloon-naam", message)


class _FlowReader:
    """Reads one flow: each step by the key that names its kind, inner steps first."""

    def __init__(self, source: Source, library: Library) -> None:
        self.source = source
        self.library = library
        self.places: dict[str, Path_] = {}
        """Where in the file each step stands, by its `at`."""

    def flow(self) -> s.Flow | None:
        data = self.source.data
        if not isinstance(data, dict):
            if not self.source.problems:
                self.source.problem((), "soort", "een flow bestaat uit sleutels met waarden.")
            return None
        steps = self.steps(data.get("steps"), ("steps",))
        self.not_written(data, (), "file")
        filled = {**self.filled(data, (), skip=("steps",)), "steps": steps, "file": self.source.file}
        flow = fit(s.Flow, filled, (), self.source)
        return None if self.source.problems else flow

    def steps(self, data: Any, path: Path_) -> tuple[s.Step, ...]:
        if data is None and path in self.source.places:
            return ()
        if not isinstance(data, list) or not data:
            self.source.problem(path, "mist", "hier hoort een lijst met stappen.")
            return ()
        found = [self.step(item, (*path, i)) for i, item in enumerate(data)]
        return tuple(step for step in found if step is not None)

    def step(self, data: Any, path: Path_) -> s.Step | None:
        if not isinstance(data, dict) or not data:
            self.source.problem(path, "soort", "een stap begint met een woord als say, ask of if.")
            return None
        kind = next((key for key in data if key in KINDS), None)
        if kind is None:
            first = next(iter(data))
            hint = did_you_mean(first, KINDS)
            self.source.problem((*path, first), "onbekende-stap", f"'{first}' is geen stap.{hint}", key=True)
            return None
        at = self.source.at(path)
        self.places[at] = path
        if kind == "if":
            return self.condition(data, path, at)
        self.not_written(data, path, "at")
        filled = self.filled(data, path, skip=("steps",))
        if kind in ("form", "repeat"):
            filled["steps"] = self.steps(data.get("steps"), (*path, "steps"))
        made: s.Step | None = fit(KINDS[kind], {**filled, "at": at}, path, self.source)
        return made

    def not_written(self, data: Mapping[str, Any], path: Path_, key: str) -> None:
        """Refuse a key that reading itself fills in: where something stands is not for a file to say."""
        if key in data:
            self.source.problem((*path, key), "onbekende-sleutel", f"'{key}' bestaat hier niet.", key=True)

    def condition(self, data: Mapping[str, Any], path: Path_, at: str) -> s.If | None:
        known = ("if", "then", "elif", "else")
        for key in data.keys() - set(known):
            hint = did_you_mean(key, known)
            self.source.problem((*path, key), "onbekende-sleutel", f"'{key}' bestaat hier niet.{hint}", key=True)
        arms = [(data, path)]
        more = data.get("elif", [])
        if isinstance(more, list):
            arms += [(arm, (*path, "elif", i)) for i, arm in enumerate(more) if isinstance(arm, dict)]
        branches = []
        for arm, where in arms:
            if not isinstance(arm.get("if"), str):
                self.source.problem((*where, "if"), "soort", "achter 'if' hoort een voorwaarde.")
                continue
            branches.append(s.Branch(arm["if"], self.steps(arm.get("then"), (*where, "then"))))
        otherwise = self.steps(data["else"], (*path, "else")) if "else" in data else ()
        return s.If(tuple(branches), otherwise, at)

    def filled(self, data: Mapping[str, Any], path: Path_, skip: tuple[str, ...]) -> dict[str, Any]:
        """The data with '[[entry.field]]' and '=list' replaced by that piece of knowledge."""
        return {key: self._filled(value, (*path, key)) for key, value in data.items() if key not in skip}

    def _filled(self, value: Any, path: Path_) -> Any:
        if isinstance(value, str) and value.startswith("="):
            return self._choices(value[1:].strip(), path)
        if isinstance(value, str) and "[[" in value:
            return _REFERENCE.sub(lambda match: self._text(match[1], match[2], path), value)
        if isinstance(value, list):
            return [self._filled(item, (*path, i)) for i, item in enumerate(value)]
        if isinstance(value, dict):
            return {key: self._filled(item, (*path, key)) for key, item in value.items()}
        return value

    def _choices(self, name: str, path: Path_) -> list[dict[str, Any]]:
        """A list of the knowledge as options."""
        lists: dict[str, tuple[Any, ...]] = {
            "focus_areas": self.library.focus_areas,
            "levels": self.library.levels,
            "vormen": tuple(form for form in self.library.forms if form.kind == "vorm"),
        }
        if name not in lists:
            hint = did_you_mean(name, lists)
            self.source.problem(path, "verwijzing-lijst", f"de lijst '{name}' bestaat niet.{hint}")
        return [
            {
                "id": x.id,
                "label": x.label,
                "note": _first_sentence(x.summary),
                "source": x.id,
                "aliases": getattr(x, "aliases", ()),
            }
            for x in lists.get(name, ())
        ]

    def _text(self, name: str, field: str, path: Path_) -> str:
        """One text of the knowledge."""
        library = self.library
        groups: tuple[tuple[Any, ...], ...] = (
            library.reflection, library.focus_areas, library.levels, library.plan_fields, library.forms,
        )  # fmt: skip
        holders: dict[str, Any] = {item.id: item for group in groups for item in group}
        if name not in holders:
            hint = did_you_mean(name, holders)
            message = f"'{name}' bestaat niet in de kennis.{hint}"
            self.source.problem(path, "verwijzing-kennis", message, find=spots.reference(name, field))
            return ""
        texts = [f.name for f in dataclasses.fields(holders[name]) if isinstance(getattr(holders[name], f.name), str)]
        if field not in texts:
            hint = did_you_mean(field, texts)
            message = f"'{name}' heeft geen tekst '{field}'.{hint}"
            self.source.problem(path, "verwijzing-tekst", message, find=spots.reference(name, field))
            return ""
        return str(getattr(holders[name], field))


def _first_sentence(text: str) -> str:
    """The short of a summary, to stand beside an option."""
    return re.split(r"(?<=[.?])\s", text, maxsplit=1)[0]
