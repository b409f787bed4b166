"""Fills in a foreign Word template, in a process of its own: a template is code that somebody else wrote.

A worker of `foreign.apart`. The job has `template`, `known` (names), `parts` (names behind a dot), `title` and
`values`; without values the template is only looked at. The result has `used` and `unknown` (names); why a template
cannot be used is a word of `own_template.SENTENCES`.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.documents.word import literal
from assistant.foreign.apart import serve
from assistant.foreign.archive import Unfit, examine

SECONDS = 20
DEEPEST = 2
"""So many loops within each other: more would take for ever."""
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.If, nodes.CondExpr, nodes.For,
)  # fmt: skip
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class Forbidden(Exception):
    """The template does something that only a program should do."""


class Small(ImmutableSandboxedEnvironment):
    """Names, what is behind a dot, conditions and loops: no calls, no filters, no arithmetic."""

    def __init__(self, known: set[str], behind_dot: set[str]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals, self.filters, self.tests = {}, {}, {}
        self.known, self.behind_dot = known, behind_dot
        self.used: dict[str, None] = {}
        self.unknown: dict[str, None] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        self._look(tree, frozenset(), 0)
        return tree

    def _look(self, node: nodes.Node, own: frozenset[str], depth: int) -> None:
        """Check a piece of the tree; `own` are the names that loops around it have made."""
        if not isinstance(node, _ALLOWED):
            raise Forbidden(type(node).__name__)
        if isinstance(node, nodes.For):
            if node.recursive or depth == DEEPEST or not isinstance(node.target, nodes.Name):
                raise Forbidden("For")
            self._look(node.iter, own, depth)
            own, depth = own | {node.target.name}, depth + 1
        elif isinstance(node, nodes.Name) and node.name not in own:
            self.used[node.name] = None
            if node.name not in self.known:
                self.unknown[node.name] = None
        elif isinstance(node, nodes.Getattr):
            self.used[f".{node.attr}"] = None
            if node.attr not in self.behind_dot:
                self.unknown[f".{node.attr}"] = None
        for child in node.iter_child_nodes():
            self._look(child, own, depth)


def work(job: dict[str, Any], document: Path) -> dict[str, Any]:
    """Do one job.

    Raises:
        Unfit: the template cannot be used.
    """
    try:
        return _work(job, str(document))
    except Forbidden as error:
        raise Unfit("verboden", str(error)) from error
    except TemplateSyntaxError as error:
        raise Unfit("tag", _wrong_tag(job["template"])) from error
    except UndefinedError as error:
        raise Unfit("onbekend", str(error)) from error


def _work(job: dict[str, Any], document_path: str) -> dict[str, Any]:
    examine(Path(job["template"]))
    environment = Small(set(job["known"]), set(job["parts"]))
    template = DocxTemplate(job["template"])
    template.get_undeclared_template_variables(environment)
    if not environment.unknown and job["values"] is not None:
        template.render(_literals(job["values"]), environment)
        template.docx.core_properties.title = job["title"]
        template.save(document_path)
    return {"used": list(environment.used), "unknown": list(environment.unknown)}


def _literals(value: Any) -> Any:
    """All texts so that they come out as they are."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, list):
        return [_literals(item) for item in value]
    return {name: _literals(item) for name, item in value.items()}


def _wrong_tag(path: str) -> str:
    """The first tag that is wrong by itself; nothing where a 'for' or 'if' is not closed."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                text = re.sub(r"<[^>]*>", "", archive.read(name).decode("utf-8", "replace"))
                for tag in _TAG.findall(text):
                    try:
                        if tag.startswith("{{"):
                            Small(set(), set()).from_string(re.sub(r"^\{\{[a-z]+ ", "{{ ", tag))
                    except TemplateSyntaxError:
                        return str(tag)[:80]
                    except Forbidden:
                        continue
    return ""


if __name__ == "__main__":
    serve(work, SECONDS)
