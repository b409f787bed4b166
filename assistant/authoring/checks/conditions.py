"""Conditions, worked out for every answer that matters: can this be true, can it be false?

A question has few answers that a condition can tell apart: the options it names, one other, and none. So whether
something can happen is found by trying them all. What cannot be worked out so is `Unclear`, and then nothing is said.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import floor
from typing import Any

from jinja2 import nodes

from assistant.conversation import script as s
from assistant.conversation.templates import parsed
from assistant.conversation.values import MISSING, Given

MOST = 20_000
"""So many combinations of answers are tried; beyond that it is unclear."""
OTHER = "\x00"
"""An answer that no condition names."""
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le, "gt": operator.gt,
    "gteq": operator.ge, "in": lambda a, b: a in b, "notin": lambda a, b: a not in b,
}  # fmt: skip


class Unclear(Exception):
    """This cannot be worked out."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition that must come out this way."""

    node: nodes.Node
    holds: bool


Guards = tuple[Guard, ...]


def expression(source: str) -> nodes.Node:
    """The syntax tree of a condition."""
    output = parsed(source, expression=True).body[0]
    assert isinstance(output, nodes.Output)
    return output.nodes[0]


def value(node: nodes.Node, values: Mapping[str, Any]) -> Any:
    """What an expression comes to.

    Raises:
        Unclear: it holds something that is not worked out here.
    """
    match node:
        case nodes.Const():
            return node.value
        case nodes.Name():
            return values[node.name]
        case nodes.Getattr(node=nodes.Name(name=flow)):
            return values[f"{flow}.{node.attr}"]
        case nodes.Not():
            return not value(node.node, values)
        case nodes.And():
            return value(node.left, values) and value(node.right, values)
        case nodes.Or():
            return value(node.left, values) or value(node.right, values)
        case nodes.CondExpr() if node.expr2 is not None:
            return value(node.expr1 if value(node.test, values) else node.expr2, values)
        case nodes.List() | nodes.Tuple():
            return [value(item, values) for item in node.items]
        case nodes.Compare():
            return _compared(node, values)
    raise Unclear


def _compared(node: nodes.Compare, values: Mapping[str, Any]) -> bool:
    left = value(node.expr, values)
    for operand in node.ops:
        right = value(operand.expr, values)
        try:
            if not _OPERATORS[operand.op](left, right):
                return False
        except TypeError as error:
            raise Unclear from error
        left = right
    return True


def reads(node: nodes.Node) -> set[str]:
    """The names in an expression, as 'slot' or 'flow.slot'."""
    if isinstance(node, nodes.Name):
        return {node.name}
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return {f"{node.node.name}.{node.attr}"}
    return {name for child in node.iter_child_nodes() for name in reads(child)}


def constants(node: nodes.Node) -> set[Any]:
    """The words and numbers in an expression."""
    found = [*([node] if isinstance(node, nodes.Const) else ()), *node.find_all(nodes.Const)]
    return {item.value for item in found if not isinstance(item.value, bool)}


def surely_given(node: nodes.Node, holds: bool) -> set[str]:
    """Names that have an answer wherever the condition comes out this way."""
    match node:
        case nodes.Not():
            return surely_given(node.node, not holds)
        case nodes.And() | nodes.Or():
            left, right = surely_given(node.left, holds), surely_given(node.right, holds)
            return left | right if isinstance(node, nodes.And) == holds else left & right
        case nodes.Name() | nodes.Getattr():
            return reads(node) if holds else set()
        case nodes.Compare(ops=[operand]):
            # What was not answered equals nothing, holds nothing and is in no order.
            if operand.op in ("ne", "notin"):
                holds = not holds
            sides = [item for item in (node.expr, operand.expr) if isinstance(item, nodes.Name)]
            return {side.name for side in sides} if holds and len(sides) == 1 else set()
    return set()


class Answers:
    """What can be answered to the questions of one flow, and of those it reads."""

    def __init__(self, flow: s.Flow, flows: Mapping[str, s.Flow]) -> None:
        self._steps: dict[str, list[s.Step]] = {}
        self._add("", flow.steps)
        if flow.repeatable:
            self._add("vorige.", flow.steps)
        called = [step.call for step in s.all_steps(flow.steps) if isinstance(step, s.Call)]
        for other in {*flow.uses, *called}:
            self._add(f"{other}.", flows[other].steps)

    def _add(self, prefix: str, steps: tuple[s.Step, ...]) -> None:
        for step in s.all_steps(steps):
            for name in s.slot_names((step,)) if not any(s.nested(step)) else _own_name(step):
                self._steps.setdefault(prefix + name, []).append(step)

    def ask(self, name: str) -> s.Ask | None:
        """The one question behind a name; nothing where it is no question, or there are more."""
        found = self._steps.get(name, [])
        return found[0] if len(found) == 1 and isinstance(found[0], s.Ask) else None

    def possible(self, name: str, named: set[Any]) -> list[Any]:
        """Every answer to a question that conditions with these constants can tell apart; none comes last.

        Raises:
            Unclear: the name is not that of a question.
        """
        if len(found := self._steps.get(name, [])) != 1:
            raise Unclear
        if isinstance(found[0], s.Suggest):
            return [*map(_given, _subsets([*(item for item in named if isinstance(item, str)), OTHER])), MISSING]
        if not isinstance(step := found[0], s.Ask):
            raise Unclear
        match step.type:
            case "choice" | "multi":
                ids = [option.id for option in step.options]
                told = [item for item in ids if item in named]
                rest = [OTHER] if len(told) < len(ids) else []
                values: Iterable[Any] = [*told, *rest] if step.type == "choice" else _subsets([*told, *rest])
            case "yesno":
                values = (True, False)
            case "number" | "scale":
                numbers = {floor(n) + k for n in named if isinstance(n, int | float) for k in (-1, 0, 1, 2)} or {
                    step.min or 1
                }
                low, high = step.min, step.max
                values = sorted(n for n in numbers if (low is None or n >= low) and (high is None or n <= high))
            case _:
                values = [*(item for item in named if isinstance(item, str) and item), OTHER]
        return [*map(_given, values), MISSING]


def _own_name(step: s.Step) -> Iterator[str]:
    if isinstance(step, s.Repeat):
        yield step.repeat


def _numbers(step: s.Ask, named: list[float]) -> list[int]:
    """Whole numbers on and around those that are named, as far as they can be answered."""
    near = {floor(number) + k for number in named for k in (-1, 0, 1, 2)} or {step.min or 1}
    low, high = step.min, step.max
    return sorted(n for n in near if (low is None or n >= low) and (high is None or n <= high))


def _given(value: Any) -> Given:
    return Given(value, str(value))


def _subsets(items: list[str]) -> Iterator[list[str]]:
    if len(items) > 12:
        raise Unclear
    for size in range(1, len(items) + 1):
        yield from map(list, combinations(items, size))


def outcomes(node: nodes.Node, answers: Answers) -> set[bool]:
    """Whether a condition by itself can be true, and whether it can be false.

    Raises:
        Unclear: this cannot be worked out.
    """
    found: set[bool] = set()
    for values in combined(reads(node), constants(node), answers):
        found.add(bool(value(node, values)))
        if len(found) == 2:
            break
    return found


def combined(names: set[str], named: set[Any], answers: Answers) -> Iterator[dict[str, Any]]:
    """Every combination of answers to some questions.

    Raises:
        Unclear: there are too many, or a name is not that of a question.
    """
    order = sorted(names)
    domains = [answers.possible(name, named) for name in order]
    count = 1
    for domain in domains:
        count *= len(domain)
    if count > MOST:
        raise Unclear
    return (dict(zip(order, chosen, strict=True)) for chosen in product(*domains))


def can_be(guards: Guards, asked: Mapping[str, tuple[Guards, ...]], answers: Answers, *, sure: bool = False) -> bool:
    """Whether all guards can come out as they must, with answers that can have been given.

    Args:
        guards: what must hold.
        asked: for every slot that can have an answer, under which guards it is asked.
        answers: what can be answered.
        sure: what is unclear counts against it, instead of for it.
    """
    wanted = list(guards)
    while True:
        names, named = _scope(wanted, asked)
        try:
            return any(_fits(values, wanted, asked) for values in combined(names, named, answers))
        except Unclear:
            if sure:
                return False
        clear = [guard for guard in wanted if _is_clear(guard, answers)]
        if len(clear) == len(wanted):
            return True
        wanted = clear


def _is_clear(guard: Guard, answers: Answers) -> bool:
    try:
        outcomes(guard.node, answers)
    except Unclear:
        return False
    return True


def _scope(guards: Iterable[Guard], asked: Mapping[str, tuple[Guards, ...]]) -> tuple[set[str], set[Any]]:
    """The questions that have a say in this, and the constants that tell their answers apart."""
    names: set[str] = set()
    named: set[Any] = set()
    left = list(guards)
    while left:
        node = left.pop().node
        named |= constants(node)
        for name in reads(node) - names:
            names.add(name)
            left.extend(chain.from_iterable(asked.get(name, ())))
    return names, named


def _fits(values: Mapping[str, Any], guards: Iterable[Guard], asked: Mapping[str, tuple[Guards, ...]]) -> bool:
    if not _all_hold(guards, values):
        return False
    given = [name for name, answer in values.items() if answer is not MISSING and name in asked]
    return all(any(_all_hold(way, values) for way in asked[name]) for name in given)


def _all_hold(guards: Iterable[Guard], values: Mapping[str, Any]) -> bool:
    return all(bool(value(guard.node, values)) == guard.holds for guard in guards)
