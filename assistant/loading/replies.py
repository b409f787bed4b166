"""Sample replies beside a flow: what people say instead of the label of an option.

`replies/<flow>.yaml` in the folder of the flows maps a slot to its options, and each of these to more `aliases` (short
names that mean exactly this option) and `examples` (replies that describe it). Under `menu` stand ways to ask for the
flow itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.conversation import script as s
from assistant.loading.problems import Problem, did_you_mean
from assistant.loading.strict_yaml import Source, read

FOLDER = "replies"
MENU = "menu"
_KEYS = ("aliases", "examples")


def with_replies(flow: s.Flow, folder: Path, problems: list[Problem]) -> s.Flow:
    """The flow with the sample replies that stand beside it; what is wrong with these is added to the problems."""
    path = folder / FOLDER / f"{flow.flow}.yaml"
    if not re.fullmatch(r"[\w-]+", flow.flow) or not path.is_file():
        return flow
    source = read(path, f"{folder.name}/{FOLDER}/{path.name}")
    data = source.data if isinstance(source.data, dict) else {}
    slots = {step.ask: step for step in s.all_steps(flow.steps) if isinstance(step, s.Ask) and step.options}
    _check(data, slots, source)
    problems.extend(source.problems)
    if source.problems:
        return flow
    menu = tuple(data.get(MENU, ()))
    return replace(flow, steps=_steps(flow.steps, data), examples=(*flow.examples, *menu))


def _check(data: Mapping[str, Any], slots: Mapping[str, s.Ask], source: Source) -> None:
    for slot, options in data.items():
        if slot == MENU:
            _check_texts(options, (slot,), source)
            continue
        if slot not in slots:
            hint = did_you_mean(slot, slots)
            source.problem((slot,), "verwijzing-vraag", f"de keuzevraag '{slot}' bestaat niet.{hint}", key=True)
            continue
        known = {option.id for option in slots[slot].options}
        for name, more in (options if isinstance(options, dict) else {}).items():
            if name not in known:
                hint = did_you_mean(str(name), known)
                source.problem((slot, name), "verwijzing-optie", f"'{slot}' heeft geen optie '{name}'.{hint}", key=True)
            elif not isinstance(more, dict) or set(more) - set(_KEYS):
                source.problem((slot, name), "soort", "hier horen 'aliases' en 'examples'.")
            else:
                for key in more:
                    _check_texts(more[key], (slot, name, key), source)


def _check_texts(value: Any, path: tuple[str | int, ...], source: Source) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        source.problem(path, "soort", "hier hoort een lijst van teksten.")


def _steps(steps: tuple[s.Step, ...], data: Mapping[str, Any]) -> tuple[s.Step, ...]:
    return tuple(_step(step, data) for step in steps)


def _step(step: s.Step, data: Mapping[str, Any]) -> s.Step:
    match step:
        case s.Ask() if step.ask in data:
            return replace(step, options=tuple(_option(option, data[step.ask]) for option in step.options))
        case s.Form() | s.Repeat():
            return replace(step, steps=_steps(step.steps, data))
        case s.If():
            branches = tuple(replace(branch, steps=_steps(branch.steps, data)) for branch in step.branches)
            return replace(step, branches=branches, otherwise=_steps(step.otherwise, data))
    return step


def _option(option: s.Option, more: Mapping[str, Any]) -> s.Option:
    found = more.get(option.id, {})
    return replace(
        option,
        aliases=tuple(dict.fromkeys((*option.aliases, *found.get("aliases", ())))),
        examples=tuple(dict.fromkeys((*option.examples, *found.get("examples", ())))),
    )
