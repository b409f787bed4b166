"""Files to read, made on the spot: good ones and hostile ones."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream, NameObject

_WORDS = [
    "gemeente", "school", "wijkteam", "overleg", "regie", "hulp", "ouders", "kind", "leerling", "traject", "begeleider",
    "mentor", "casus", "verslag", "budget", "inkoop", "zorg", "plan", "doel", "team",
]  # fmt: skip


def sentences(count: int, seed: int = 1) -> str:
    """Sentences of ten words each."""
    chance = random.Random(seed)
    return " ".join(" ".join(chance.choices(_WORDS, k=10)).capitalize() + "." for _ in range(count))


def pdf(path: Path, source: str) -> Path:
    path.write_bytes(typst.compile(source.encode()))
    return path


def plan_pdf(path: Path, columns: int = 1) -> Path:
    """Four pages with a running header and a page number, words broken off, and two levels of headings."""
    return pdf(
        path,
        f"""
        #set document(title: "Beleidsplan jeugd", date: datetime(year: 2023, month: 4, day: 5))
        #set page(paper: "a5", columns: {columns}, header: [Gemeente Waterland, vastgesteld],
          footer: context [Pagina #counter(page).display() van 4])
        #set text(lang: "nl", hyphenate: true, size: 10pt)
        #set par(justify: true)
        = Inleiding
        Vroegsignalering begint op school. {sentences(20, 1)}
        == Doelen van het plan
        Het onderwijsjeugdhulparrangement is ons doel. {sentences(30, 2)}

        De jeugdgezondheidszorgmedewerker doet mee. {sentences(30, 3)}
        = Financiën
        De zorgaanbiedersvergoeding loopt tot 2026. {sentences(30, 4)}
        """,
    )


def drawn_across(path: Path) -> Path:
    """The same file, with what stands on a page drawn from top to bottom, across the columns."""
    writer = PdfWriter(clone_from=PdfReader(path))
    for page in writer.pages:
        content = ContentStream(page.get_contents(), writer)
        runs: list[list[tuple[Any, bytes]]] = []
        for operands, operator in content.operations:
            if operator == b"q":
                runs.append([])
            if runs and operator not in (b"BDC", b"EMC"):
                runs[-1].append((operands, operator))
        content.operations = [one for run in sorted(runs, key=_height) for one in run]
        page[NameObject("/Contents")] = writer._add_object(content)
    writer.write(path)
    return path


def _height(run: list[tuple[Any, bytes]]) -> tuple[int, float]:
    place = next((operands for operands, operator in run if operator == b"cm"), [0] * 6)
    return -round(float(place[5])), float(place[4])


def scan(path: Path) -> Path:
    """A page that is only an image."""
    return pdf(
        path,
        '#image(bytes((200, 10, 10) * 4), format: (encoding: "rgb8", width: 2, height: 2), width: 90%)',
    )


def encrypted(path: Path, password: str) -> Path:
    plan_pdf(path)
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt(password, owner_password="eigenaar", algorithm="RC4-128")
    writer.write(path)
    return path


def raw_pdf(path: Path, *objects: bytes) -> Path:
    """A PDF of these objects, the first of which is the catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%strailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(data),
    )  # fmt: skip
    path.write_bytes(data)
    return path


def many_pages(path: Path, count: int, declared: int | None = None) -> Path:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>>"
    tree = b"<</Type /Pages /Count %d /Kids [%s]>>" % (declared or count, kids)
    return raw_pdf(path, b"<</Type /Catalog /Pages 2 0 R>>", tree, *([page] * count))


_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(path: Path, body: str, before: str = "", **others: str) -> Path:
    """A Word file with this body; `before` goes before its root."""
    whole = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", whole)
        for name, text in others.items():
            archive.writestr(f"word/{name}.xml", text)
    return path


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = '<!DOCTYPE w [<!ENTITY a "haha">{}]>'.format(
    "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True))
)
