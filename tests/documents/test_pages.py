"""What makes the HTML page and the PDF good ones: language, title, headings, table headers, pages."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from pypdf import PdfReader

from assistant.conversation.script import Script
from assistant.documents.compose import PLAN_PARTS, blank, compose
from assistant.documents.model import Report
from assistant.documents.write import write
from assistant.knowledge.model import Library
from tests.documents.examples import PLAN
from tests.documents.talks import told


@pytest.fixture(scope="module")
def plan(script: Script, library: Library) -> Report:
    return compose(told(script, library, PLAN), library, "plan", "de brug")


@pytest.fixture(scope="module")
def page(plan: Report, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = write(plan, tmp_path_factory.mktemp("page") / "plan.html").path
    return lxml.html.document_fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))


@pytest.fixture(scope="module")
def pdf(plan: Report, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    return PdfReader(write(plan, tmp_path_factory.mktemp("pdf") / "plan.pdf").path)


# --- HTML


def test_the_page_has_language_title_and_one_line_of_headings(page: Any, plan: Report) -> None:
    assert page.get("lang") == "nl"
    assert page.findtext(".//title") == plan.full_title
    levels = [int(node.tag[1]) for node in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [node.text for node in page.xpath("//h2")][:3] == list(PLAN_PARTS)


def test_the_page_loads_nothing_and_runs_nothing(page: Any) -> None:
    source = lxml.html.tostring(page, encoding="unicode")
    assert not page.xpath("//script|//link|//img|//iframe|//@src|//@href")
    assert "url(" not in source and "@import" not in source
    assert "default-src 'none'" in page.xpath("//meta/@content[contains(., 'src')]")[0]


def test_the_table_of_the_page_has_column_headers_and_the_row_labels_of_the_form(page: Any) -> None:
    assert page.xpath("//thead//th/@scope") == ["col"] * 4
    labels = [node.text for node in page.xpath("//tbody/tr/td[1]/p[@class='row']")]
    assert labels == [label for n in (1, 2, 3) for label in (f"Doel {n}", "Subdoel", "Subdoel")]


def test_a_tick_of_the_page_can_be_heard(page: Any) -> None:
    heard = [(node.get("aria-label"), node.text) for node in page.xpath("//li/span")]
    assert set(heard) == {("gekozen", "☒"), ("niet gekozen", "☐")}
    assert [label for label, _ in heard].count("gekozen") == 5


def test_concept_stands_on_the_page_and_on_paper(page: Any) -> None:
    assert page.xpath("//header//span[@class='standing']")[0].text == "Concept"
    assert '"Concept · Pagina "' in page.findtext(".//style")


# --- PDF


def elements(element: Any) -> list[Any]:
    """All elements of the structure, in reading order."""
    found: list[Any] = []
    kids = element.get("/K", [])
    for item in kids if isinstance(kids, list) else [kids]:
        kid = item.get_object()
        if isinstance(kid, dict) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def test_the_pdf_is_tagged_says_its_language_and_title_and_that_it_is_ua(pdf: PdfReader, plan: Report) -> None:
    catalogue: Any = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "nl-NL"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None and pdf.metadata.title == plan.full_title
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", catalogue["/Metadata"].get_data())


def test_the_pdf_has_headings_and_column_headers(pdf: PdfReader) -> None:
    catalogue: Any = pdf.trailer["/Root"]
    tags = elements(catalogue["/StructTreeRoot"])
    assert [tag["/T"] for tag in tags if tag["/S"] == "/H1"][:3] == list(PLAN_PARTS)
    assert [
        tag["/A"][0]["/Scope"] if isinstance(tag["/A"], list) else tag["/A"]["/Scope"]
        for tag in tags
        if tag["/S"] == "/TH"
    ] == ["/Column"] * 4
    assert [tag["/S"] for tag in tags].count("/TR") == 10
    assert [entry["/Title"] for entry in pdf.outline if isinstance(entry, dict)][:3] == list(PLAN_PARTS)


def test_only_the_table_of_the_pdf_is_on_a_landscape_page(pdf: PdfReader) -> None:
    turned = [page.mediabox.width > page.mediabox.height for page in pdf.pages]
    assert turned.count(True) == 1
    assert "Wat evalueren we" in pdf.pages[turned.index(True)].extract_text()


def test_the_same_report_is_the_same_pdf(plan: Report, tmp_path: Path) -> None:
    earlier = replace(plan, date=date(2025, 3, 1))
    first, second = write(earlier, tmp_path / "a.pdf"), write(earlier, tmp_path / "b.pdf")
    assert first.path.read_bytes() == second.path.read_bytes()
    metadata = PdfReader(first.path).metadata
    assert metadata is not None and metadata.creation_date is not None
    assert metadata.creation_date.date() == earlier.date


def test_text_is_never_markup_for_typst(script: Script, library: Library, tmp_path: Path) -> None:
    text = '#read("page.typ") #sys.version = Kop\n= Kop'
    report = compose(told(script, library, {"plan.afbakening": text}), library, "plan", text)
    reader = PdfReader(write(report, tmp_path / "plan.pdf").path)
    catalogue: Any = reader.trailer["/Root"]
    headings = [tag["/T"] for tag in elements(catalogue["/StructTreeRoot"]) if tag["/S"] == "/H1"]
    assert headings[0] == PLAN_PARTS[0] and "Kop" not in headings


# --- both


@pytest.mark.parametrize("suffix", [".html", ".pdf"])
@pytest.mark.parametrize("kind", ["plan", "intake"])
def test_a_blank_form_can_be_written_in_each(
    script: Script, library: Library, tmp_path: Path, kind: Any, suffix: str
) -> None:
    assert write(blank(kind, script, library), tmp_path / f"leeg{suffix}").missing == ()
