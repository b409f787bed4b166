"""A report as a Word file, and the text of a Word file read back.

What a person wrote reaches the template as a value only, never as template source or XML.
"""

from __future__ import annotations

import datetime
import html
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from assistant.documents.model import (
    TICKED,
    UNTICKED,
    Block,
    Bullets,
    Field,
    Heading,
    Paragraph,
    Report,
    Table,
    Ticks,
    bare,
    source_line,
)

TEMPLATES = Path(__file__).parent / "templates"
_LONGEST_PROPERTY = 255


def render(report: Report, templates: Path = TEMPLATES) -> bytes:
    """The report as the bytes of a DOCX file."""
    name = "plan.docx" if report.kind == "plan" else "report.docx"
    template = DocxTemplate(io.BytesIO((templates / name).read_bytes()))
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template.render(_context(report), environment)
    properties = template.docx.core_properties
    properties.title = _title(report)[:_LONGEST_PROPERTY]
    if report.date:
        written = datetime.datetime.combine(report.date, datetime.time(12), datetime.UTC)
        properties.created = properties.modified = written
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def read_back(path: Path) -> list[tuple[str, ...]]:
    """The paragraphs of a DOCX file, those in tables included, each as its lines."""
    body = Document(str(path)).element.body
    return [bare("".join(_text(paragraph))) for paragraph in body.iter(qn("w:p"))]


def _text(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if node.tag == qn("w:t"):
            yield node.text or ""
        else:
            yield "\n" if node.tag == qn("w:br") else "\t"


def _literal(text: str) -> Markup:
    """Text that comes out as it is.

    Braces go in as character references: docxtpl replaces its own escapes ('{_{') in the finished XML.
    """
    return Markup(html.escape(text).replace("{", "&#123;").replace("}", "&#125;"))


def _title(report: Report) -> str:
    return report.title + (f" - {report.name}" if report.name else "")


def _context(report: Report) -> dict[str, Any]:
    return {
        "title": _literal(report.title),
        "status": _literal(", ".join(filter(None, (report.standing, report.day)))),
        "subtitle": _literal(", ".join(filter(None, (report.standing, report.name, report.day)))),
        "footer": _literal("".join(f"{part} · " for part in (report.name, report.standing) if part)),
        "parts": _parts(report),
    }


def _parts(report: Report) -> list[dict[str, Any]]:
    """The blocks, divided where the page turns: a heading with a table under it has its own pages."""
    chapters: list[list[Block]] = [[]]
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapters.append([])
        chapters[-1].append(block)
    if report.sources:
        chapters.append([Heading(1, "Bronnen"), Bullets(report.source_lines())])
    parts: list[dict[str, Any]] = []
    for chapter in filter(None, chapters):
        wide = any(isinstance(block, Table) for block in chapter)
        if not parts or wide or parts[-1]["wide"]:
            parts.append({"wide": wide, "last": False, "blocks": []})
        parts[-1]["blocks"].extend(map(_block, chapter))
    if parts:
        parts[-1]["last"] = True
    return parts


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": _literal(block.text)}
        case Paragraph():
            return {
                "kind": "paragraph", "text": _literal(block.text), "sources": _literal(source_line(block.sources)),
            }  # fmt: skip
        case Field():
            return {
                "kind": "field", "label": _literal(block.label), "question": _literal(block.question),
                "value": _literal(block.value), "status": block.status,
            }  # fmt: skip
        case Ticks():
            options = [
                {"ticked": ticked, "box": TICKED if ticked else UNTICKED, "label": _literal(label)}
                for label, ticked in block.options
            ]
            return {"kind": "ticks", "label": _literal(block.label), "options": options}
        case Table():
            labels = block.labels or ("",) * len(block.rows)
            rows = [
                [
                    {"label": _literal("" if number else label), "text": _literal(cell)}
                    for number, cell in enumerate(row)
                ]
                for label, row in zip(labels, block.rows, strict=True)
            ]
            return {"kind": "table", "header": [_literal(cell) for cell in block.header], "rows": rows}
        case Bullets():
            return {"kind": "bullets", "points": [_literal(item) for item in block.items]}
