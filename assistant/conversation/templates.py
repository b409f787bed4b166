"""The small, safe kind of Jinja that flows may use.

Allowed: names, attributes, constants, comparisons, and/or/not/in, if, and three filters. No loops,
no calls, no arithmetic: the sandbox alone would let `'a' * 200000000` through.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = frozenset({"lower", "capitalize", "first_lower"})
ATTRIBUTES = frozenset({"label", "status", "value", "vorm"})
LONGEST, DEEPEST = 20_000, 60
"""Characters of a template, and what may stand in each other in it: more would take too long, or too much room."""
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.If, nodes.CondExpr,
    nodes.Filter, nodes.List, nodes.Tuple,
)  # fmt: skip


def _first_lower(text: object) -> str:
    words = str(text)
    return words[:1].lower() + words[1:]


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
    )
    environment.filters = {
        "lower": lambda text: str(text).lower(),
        "capitalize": lambda text: str(text)[:1].upper() + str(text)[1:],
        "first_lower": _first_lower,
    }
    environment.globals = {}
    return environment


_ENVIRONMENT = _environment()


@lru_cache(maxsize=4096)
def _template(source: str) -> Template:
    return _ENVIRONMENT.from_string(source)


@lru_cache(maxsize=4096)
def _expression(source: str) -> Template:
    return _ENVIRONMENT.from_string("{% set value = (" + source + ") %}")


def render(source: str, values: Mapping[str, Any]) -> str:
    """The text with the answers filled in; text without marks costs nothing."""
    if "{" not in source:
        return source
    return _template(source).render(values)


def evaluate(source: str, values: Mapping[str, Any]) -> Any:
    """The value of an expression.

    A walk evaluates hundreds of these, so the names are looked up where they are; `compile_expression` copies them all.
    """
    template = _expression(source)
    context = template.new_context(values, shared=True)  # type: ignore[arg-type]
    for _ in template.root_render_func(context):
        pass
    return context.vars["value"]


def parsed(source: str, *, expression: bool = False) -> nodes.Template:
    """The syntax tree of a template or expression.

    Raises:
        TemplateSyntaxError: it is neither.
    """
    return _ENVIRONMENT.parse("{{ (" + source + ") }}" if expression else source)


def problems(source: str, *, expression: bool = False) -> tuple[list[str], set[tuple[str, str]]]:
    """What is not allowed in a template or expression, and the names it uses.

    Returns:
        Dutch sentences, and pairs (name, attribute); the attribute is '' for a bare name.
    """
    try:
        tree = parsed(source, expression=expression)
    except (TemplateSyntaxError, RecursionError, ValueError):
        return ["dit is geen geldig sjabloon; kijk naar accolades, haakjes en aanhalingstekens"], set()
    if len(source) > LONGEST or _depth(tree) > DEEPEST:
        return ["dit sjabloon is te lang of te diep genest; splits het"], set()
    faults: list[str] = []
    names: set[tuple[str, str]] = set()
    inside: set[int] = set()
    for node in _descend(tree):
        if not isinstance(node, _ALLOWED):
            faults.append("hier kunnen alleen namen, vergelijkingen, and, or, not, in en if staan")
        elif isinstance(node, nodes.Const) and isinstance(node.value, float):
            faults.append("gebruik hele getallen")  # 1e999 is no number
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            faults.append(f"het filter '{node.name}' bestaat niet")
        elif isinstance(node, nodes.Getattr):
            root = node.node
            if isinstance(root, nodes.Getattr) and isinstance(root.node, nodes.Name):
                if node.attr not in ATTRIBUTES:
                    faults.append(f"'{node.attr}' kan niet achter een antwoord staan")
                inside.add(id(root.node))
            elif isinstance(root, nodes.Name):
                names.add((root.name, node.attr))
                inside.add(id(root))
            else:
                faults.append("zo diep kun je niet verwijzen")
        elif isinstance(node, nodes.Name) and id(node) not in inside:
            names.add((node.name, ""))
    return faults, names


@lru_cache(maxsize=4096)
def names(source: str) -> frozenset[tuple[str, str]]:
    """The names that an expression reads, as pairs (name, attribute)."""
    return frozenset(problems(source, expression=True)[1])


def _depth(tree: nodes.Node) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in node.iter_child_nodes()]
    return depth


def _descend(node: nodes.Node) -> Any:
    """The node and all below it, parents first."""
    yield node
    for child in node.iter_child_nodes():
        yield from _descend(child)
