"""Files that cannot be used, or are made to do harm: one Dutch sentence each, and nothing is kept."""

from __future__ import annotations

import sys
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.foreign import apart
from assistant.foreign.archive import LARGEST_UNPACKED
from assistant.own_sources import add as adding
from assistant.own_sources.add import SENTENCES, SourceRefused, add
from assistant.own_sources.shelf import Shelf
from tests.own_sources import files


def data(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(LARGEST_UNPACKED + 1))


def lying_bomb(path: Path) -> None:
    bomb(path)
    size = LARGEST_UNPACKED + 1
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(adding.LARGEST + 1)


def pdf_bomb(path: Path) -> None:
    packed = zlib.compress(zlib.compress(bytes(400_000_000), 1), 9)
    stream = b"<</Length %d /Filter [/FlateDecode /FlateDecode]>>\nstream\n%s\nendstream" % (len(packed), packed)
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R>>"
    files.raw_pdf(path, b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 1 /Kids [3 0 R]>>", page, stream)


def circle(path: Path) -> None:
    files.raw_pdf(path, b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 2 /Kids [2 0 R 2 0 R]>>")


CASES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "scan": ("a.pdf", files.scan, "leeg"),
    "password": ("a.pdf", lambda path: files.encrypted(path, "geheim"), "wachtwoord"),
    "ten thousand pages": ("a.pdf", lambda path: files.many_pages(path, 10_000), "bladzijden"),
    "more pages than it says": ("a.pdf", lambda path: files.many_pages(path, 10_000, 1), "bladzijden"),
    "pages in a circle": ("a.pdf", circle, ""),
    "pdf bomb": ("a.pdf", pdf_bomb, ""),
    "deep pdf": ("a.pdf", lambda path: files.raw_pdf(path, b"[" * 100_000), "beschadigd"),
    "half a pdf": ("a.pdf", lambda path: path.write_bytes(files.plan_pdf(path).read_bytes()[:3_000]), "beschadigd"),
    "no pdf": ("a.pdf", data(b"geen pdf"), "beschadigd"),
    "empty pdf": ("a.pdf", data(b""), "beschadigd"),
    "zip bomb": ("a.docx", bomb, "groot"),
    "zip bomb that lies": ("a.docx", lying_bomb, "geen_word"),
    "billion laughs": ("a.docx", lambda path: files.docx(path, files.paragraph("&j;"), files.LAUGHS), "entiteit"),
    "billion laughs in the styles": (
        "a.docx", lambda path: files.docx(path, "", styles=f"{files.LAUGHS}<w>&j;</w>"), "entiteit",
    ),
    "a file from elsewhere": (
        "a.docx",
        lambda path: files.docx(path, files.paragraph("&x;"), '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "entiteit",
    ),
    "deep word": ("a.docx", lambda path: files.docx(path, "<w:p>" * 100_000), "diep"),
    "half a word file": ("a.docx", lambda path: files.docx(path, "<w:p><w:r>"), "beschadigd"),
    "word without text": ("a.docx", lambda path: files.docx(path, "<w:p/>"), "leeg"),
    "no word": ("a.docx", data(b"geen zip"), "geen_word"),
    "deep html": ("a.html", data(b"<div>" * 100_000 + b"tekst"), "diep"),
    "html of scripts": ("a.html", data(b"<script>x()</script>"), "leeg"),
    "huge text": ("a.txt", data(b"woord " * 2_000_000), "tekst"),
    "huge file": ("a.txt", sparse, "groot"),
    "empty text": ("a.txt", data(b" \n\n "), "leeg"),
    "only numbers": ("a.txt", data(b"1 2 3"), "leeg"),
    "binary": ("a.txt", data(b"\x00\x01\x02" * 100), "geen_tekst"),
    "many pages of text": ("a.txt", data(b"bladzijde\f" * 10_000), "bladzijden"),
    "markdown of stars": ("a.md", data(b"*" * 200_000), "leeg"),
    "another kind": ("a.xlsx", data(b"PK"), "soort"),
    "no file": ("a.txt", lambda path: None, "weg"),
    "a folder": ("a.txt", lambda path: path.mkdir(), "weg"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_cannot_be_used_is_one_sentence_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    file, make, word = CASES[name]
    path = tmp_path / file
    make(path)
    shelf = Shelf(tmp_path / "data")
    with pytest.raises(SourceRefused) as refused:
        add(path, shelf, date(2026, 11, 22))
    sentence = str(refused.value)
    assert sentence in {text.format(name=path) for text in SENTENCES.values()}
    assert not word or sentence == SENTENCES[word].format(name=path)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "text",
    ["<a " * 20_000, "<!--" * 20_000, "<![CDATA[" * 10_000, "&" * 200_000, "</div>" * 50_000, "<p>" * 100_000 + "x"],
    ids=lambda text: text[:9],
)
def test_odd_html_does_no_harm(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "SECONDS", 5)
    path = tmp_path / "a.html"
    path.write_text(f"<p>Tekst vooraf.</p>{text}", "utf-8")
    try:
        source, _ = add(path, Shelf(tmp_path / "data"), date(2026, 11, 22))
    except SourceRefused as refused:
        # Some versions of Python's own parser take for ever on some of these.
        assert str(refused) == SENTENCES["tijd"].format(name=path)
    else:
        assert source.pieces[0].text.startswith("Tekst vooraf.")


@pytest.mark.parametrize(
    "text", ["**a" * 50_000, "[" * 100_000, "_a_" * 50_000, "- " * 50_000, "#" * 50_000, "`" * 50_000]
)
def test_odd_markdown_does_no_harm(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"Tekst vooraf.\n\n{text}", "utf-8")
    source, _ = add(path, Shelf(tmp_path / "data"), date(2026, 11, 22))
    assert source.pieces[0].text.startswith("Tekst vooraf.")


def test_a_file_that_takes_for_ever_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Tekst.", "utf-8")
    monkeypatch.setattr(adding, "SECONDS", 0.01)
    with pytest.raises(SourceRefused, match="duurde te lang"):
        add(path, Shelf(tmp_path / "data"), date(2026, 11, 22))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no bound on memory; the bound on time holds there")
def test_work_that_takes_all_memory_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = tmp_path / "eater.py"
    worker.write_text(
        "from assistant.foreign.apart import serve\n"
        "serve(lambda job, output: {'size': len(bytearray(2_000_000_000))}, 5)\n",
        "utf-8",
    )
    monkeypatch.setattr(apart, "__file__", str(tmp_path / "a" / "b" / "c"))
    (tmp_path / "assistant").symlink_to(Path(adding.__file__).parents[1])
    with pytest.raises(apart.Unfit, match="geheugen"), apart.worked("eater", {}, 20):
        pass


def test_without_pypdf_a_pdf_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "find_spec", lambda name: None)
    with pytest.raises(SourceRefused, match=r"\[bronnen\]"):
        add(files.plan_pdf(tmp_path / "a.pdf"), Shelf(tmp_path / "data"), date(2026, 11, 22))


def test_a_name_is_shown_without_what_a_terminal_acts_on(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused) as refused:
        add(tmp_path / "\x1b[31mrood\u202e.txt", Shelf(tmp_path), date(2026, 11, 22))
    assert "[31mrood.txt" in str(refused.value)
    assert not {"\x1b", "\u202e"} & set(str(refused.value))
