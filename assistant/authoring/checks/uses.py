"""Which names a template uses, where in it, and under which of its own conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

from assistant.authoring.checks.conditions import Guard, Guards


@dataclass(frozen=True, slots=True)
class Use:
    """One name in a template."""

    name: str
    attribute: str
    shown: bool
    """Whether its answer is put into the text; else it is only compared or tested."""
    guards: Guards
    """What must hold for this part of the template to be reached."""


@dataclass(frozen=True, slots=True)
class Test:
    """A condition inside a template."""

    node: nodes.Node
    guards: Guards


def uses(node: nodes.Node, *, shown: bool, guards: Guards = ()) -> Iterator[Use | Test]:
    """Every name and every condition in a syntax tree, in order.

    Args:
        node: a template, or part of one.
        shown: whether what this comes to is put into a text.
        guards: what must hold to come here.
    """
    match node:
        case nodes.Name():
            yield Use(node.name, "", shown, guards)
        case nodes.Getattr(node=nodes.Name(name=name)):
            yield Use(name, node.attr, shown, guards)
        case nodes.If():
            yield Test(node.test, guards)
            yield from uses(node.test, shown=False, guards=guards)
            yield from _all(node.body, shown, (*guards, Guard(node.test, True)))
            guards = (*guards, Guard(node.test, False))
            for other in node.elif_:
                yield from uses(other, shown=shown, guards=guards)
                guards = (*guards, Guard(other.test, False))
            yield from _all(node.else_, shown, guards)
        case nodes.CondExpr():
            yield Test(node.test, guards)
            yield from uses(node.test, shown=False, guards=guards)
            yield from uses(node.expr1, shown=shown, guards=(*guards, Guard(node.test, True)))
            if node.expr2 is not None:
                yield from uses(node.expr2, shown=shown, guards=(*guards, Guard(node.test, False)))
        case nodes.Compare() | nodes.And() | nodes.Or() | nodes.Not():
            yield from _all(list(node.iter_child_nodes()), False, guards)
        case _:
            yield from _all(list(node.iter_child_nodes()), shown, guards)


def _all(found: list[nodes.Node], shown: bool, guards: Guards) -> Iterator[Use | Test]:
    for node in found:
        yield from uses(node, shown=shown, guards=guards)
