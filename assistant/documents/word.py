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
    LONGEST_PROPERTY,
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
    parts,
    source_line,
)

TEMPLATES = Path(__file__).parent / "templates"


def render(report: Report, templates: Path = TEMPLATES) -> bytes:
    """The report as the bytes of a DOCX file."""
    name = "plan.docx" if report.kind == "plan" else "report.docx"
    template = DocxTemplate(io.BytesIO((templates / name).read_bytes()))
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template.render(_context(report), environment)
    properties = template.docx.core_properties
    properties.title = report.full_title[:LONGEST_PROPERTY]
    if report.date:
        written = datetime.datetime.combine(report.date, datetime.time(12), datetime.UTC)
        properties.created = properties.modified = written
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def read_back(path: Path) -> list[tuple[str, ...]]:
    """The paragraphs of a DOCX file, those in tables included, each as its lines."""
    return _paragraphs(Document(str(path)).element.body)


def read_all(path: Path) -> list[tuple[str, ...]]:
    """The same with what stands at the head and foot of the pages."""
    document = Document(str(path))
    edges = [
        part._element
        for section in document.sections
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer)
        if not part.is_linked_to_previous
    ]  # fmt: skip
    return [piece for root in (document.element.body, *edges) for piece in _paragraphs(root)]


def _paragraphs(root: Any) -> list[tuple[str, ...]]:
    return [bare(paragraph_text(paragraph)) for paragraph in root.iter(qn("w:p"))]


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph as it stands, what is deleted but still tracked left out."""
    return "".join(_text(paragraph))


def _text(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if node.tag == qn("w:t"):
            yield node.text or ""
        else:
            yield "\n" if node.tag == qn("w:br") else "\t"


def literal(text: str) -> Markup:
    """Text that comes out of a Word template as it is.

    Braces go in as character references: docxtpl replaces its own escapes ('{_{') in the finished XML.
    """
    return Markup(html.escape(text).replace("{", "&#123;").replace("}", "&#125;"))


def _context(report: Report) -> dict[str, Any]:
    return {
        "title": literal(report.title),
        "status": literal(", ".join(filter(None, (report.standing, report.day)))),
        "subtitle": literal(report.about),
        "footer": literal("".join(f"{part} · " for part in (report.name, report.standing) if part)),
        "parts": _parts(report),
    }


def _parts(report: Report) -> list[dict[str, Any]]:
    found = parts(report)
    return [
        {"wide": part.wide, "last": number == len(found), "blocks": [_block(block) for block in part.blocks]}
        for number, part in enumerate(found, 1)
    ]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": literal(block.text)}
        case Paragraph():
            return {
                "kind": "paragraph", "text": literal(block.text), "sources": literal(source_line(block.sources)),
            }  # fmt: skip
        case Field():
            return {
                "kind": "field", "label": literal(block.label), "question": literal(block.question),
                "value": literal(block.value), "status": block.status,
            }  # fmt: skip
        case Ticks():
            options = [
                {"ticked": ticked, "box": TICKED if ticked else UNTICKED, "label": literal(label)}
                for label, ticked in block.options
            ]
            return {"kind": "ticks", "label": literal(block.label), "options": options}
        case Table():
            labels = block.labels or ("",) * len(block.rows)
            rows = [
                [{"label": literal("" if number else label), "text": literal(cell)} for number, cell in enumerate(row)]
                for label, row in zip(labels, block.rows, strict=True)
            ]
            return {"kind": "table", "header": [literal(cell) for cell in block.header], "rows": rows}
        case Bullets():
            return {"kind": "bullets", "points": [literal(item) for item in block.items]}
