"""Fills in a foreign Word template, in a process of its own: a template is code that somebody else wrote.

Runs as `python -m assistant.documents.own_worker JOB RESULT DOCUMENT`. JOB is JSON with `template`, `known` (names),
`parts` (names behind a dot), `title` and `values`; without values the template is only looked at. RESULT gets JSON with
`used` (names), `unknown` (names), or `error` (a word of `own_template.SENTENCES`) and `detail`.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.documents.archive import Unfit, examine
from assistant.documents.word import literal

SECONDS, MEMORY, FILE_SIZE = 20, 1_000_000_000, 60_000_000
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


def main(job_path: str, result_path: str, document_path: str) -> None:
    """Do one job."""
    _limit()
    job = json.loads(Path(job_path).read_text("utf-8"))
    try:
        result = _work(job, document_path)
    except Unfit as error:
        result = {"error": str(error)}
    except Forbidden as error:
        result = {"error": "verboden", "detail": str(error)}
    except TemplateSyntaxError:
        result = {"error": "tag", "detail": _wrong_tag(job["template"])}
    except UndefinedError as error:
        result = {"error": "onbekend", "detail": str(error)}
    except MemoryError:
        result = {"error": "geheugen"}
    except Exception:  # whatever a foreign file brings about, it is the file that cannot be used
        result = {"error": "beschadigd"}
    Path(result_path).write_text(json.dumps(result), "utf-8")


def _limit() -> None:
    """Bounds on time, memory and files, where the system has them; the caller keeps the time everywhere."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (("RLIMIT_CPU", SECONDS), ("RLIMIT_AS", MEMORY), ("RLIMIT_FSIZE", FILE_SIZE)):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, what)
            hard = resource.getrlimit(kind)[1]
            bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (bound, bound))


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
    main(*sys.argv[1:])
