"""Putting a document in its place without ever losing what was there."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.documents import html, markdown, pdf, word
from assistant.documents.model import Answer, Field, Report
from assistant.documents.write import WriteError, Written, free_name, write

REPORT = Report(
    "intake", "Intakeverslag", "proef", date(2026, 11, 22), True, (Field("Naam", "", "De Brug"),), (),
    (Answer("Naam", "De Brug"),),
)  # fmt: skip
FORMATS = pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html", ".md"])
MODULES: dict[str, Any] = {".docx": word, ".pdf": pdf, ".html": html, ".md": markdown}


def fails(number: int) -> Callable[..., Any]:
    def call(*_: object, **__: object) -> None:
        raise OSError(number, "mislukt")

    return call


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@FORMATS
def test_a_folder_that_is_not_there_is_made(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / "nieuw" / "map" / f"stuk{suffix}"
    assert write(REPORT, target) == Written(target)
    assert left_in(target.parent) == [target.name]


@FORMATS
def test_an_earlier_file_is_replaced(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"stuk{suffix}"
    target.write_text("ouder")
    assert write(REPORT, target).path == target
    assert target.read_bytes() != b"ouder"


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    assert write(REPORT, tmp_path / "STUK.MD").missing == ()


@FORMATS
def test_a_file_that_is_open_elsewhere_stays_and_the_new_one_goes_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    target = tmp_path / f"stuk{suffix}"
    target.write_text("open in Word")
    monkeypatch.setattr(os, "replace", fails(errno.EACCES))
    first, second = write(REPORT, target), write(REPORT, target)
    assert first == Written(tmp_path / f"stuk (nieuw){suffix}", beside=True)
    assert second == Written(tmp_path / f"stuk (nieuw)-2{suffix}", beside=True)
    assert target.read_text() == "open in Word"
    assert len(left_in(tmp_path)) == 3


@FORMATS
def test_a_missing_answer_is_named_and_the_earlier_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    module = MODULES[suffix]
    rendered = module.render
    empty = Report("intake", "Intakeverslag", "proef", REPORT.date, True, (Field("Naam", "", ""),))
    monkeypatch.setattr(module, "render", lambda report: rendered(empty))
    target = tmp_path / f"stuk{suffix}"
    target.write_text("eerder")
    assert write(REPORT, target) == Written(target, ("Naam",))
    assert target.read_text() == "eerder"
    assert left_in(tmp_path) == [target.name]


@FORMATS
def test_a_damaged_file_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    module = MODULES[suffix]
    monkeypatch.setattr(module, "render", lambda report: b"\xff\xfe" if suffix in (".docx", ".pdf") else "\udcff")
    target = tmp_path / f"stuk{suffix}"
    target.write_text("eerder")
    with pytest.raises(WriteError):
        write(REPORT, target)
    assert target.read_text() == "eerder"
    assert left_in(tmp_path) == [target.name]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "De schijf is vol"),
        (errno.EROFS, "mag ik niet schrijven"),
        (errno.EACCES, "mag ik niet schrijven"),
        (errno.EIO, "kan niet worden geschreven"),
    ],
)
def test_what_goes_wrong_is_said_in_one_dutch_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    target = tmp_path / "stuk.md"
    target.write_text("eerder")
    monkeypatch.setattr(os, "fsync", fails(number))
    with pytest.raises(WriteError, match=words) as raised:
        write(REPORT, target)
    assert "\n" not in str(raised.value)
    assert "mislukt" not in str(raised.value)
    assert left_in(tmp_path) == ["stuk.md"]
    assert target.read_text() == "eerder"


@pytest.mark.parametrize("name", ["stuk.odt", "stuk", "stuk.doc"])
def test_an_unknown_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError, match=r"\.docx, \.pdf, \.html of \.md"):
        write(REPORT, tmp_path / name)
    assert left_in(tmp_path) == []


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stuk.md").mkdir()
    with pytest.raises(WriteError, match="is een map"):
        write(REPORT, tmp_path / "stuk.md")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("bestand")
    with pytest.raises(WriteError, match="is geen map"):
        write(REPORT, tmp_path / "map" / "stuk.md")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"te lang|kan niet worden geschreven"):
        write(REPORT, tmp_path / f"{'n' * 300}.md")
    assert left_in(tmp_path) == []


def test_a_damaged_template_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.docx").write_bytes(b"geen zip")
    render = word.render
    monkeypatch.setattr(word, "render", lambda report: render(report, tmp_path))
    with pytest.raises(WriteError, match="sjabloon"):
        write(REPORT, tmp_path / "stuk.docx")


def test_without_the_extra_a_pdf_is_one_sentence_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    target = tmp_path / "stuk.pdf"
    target.write_text("eerder")
    with pytest.raises(WriteError, match=r"samenwerkwijzer\[pdf\].*html.*afdrukken") as raised:
        write(REPORT, target)
    assert "\n" not in str(raised.value)
    assert target.read_text() == "eerder"


def test_characters_that_no_font_of_the_pdf_has_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    report = Report("intake", "T", "proef", REPORT.date, True, (Field("Naam", "", 'Fijn 🙂, "日"本 日'),))
    target = tmp_path / "stuk.pdf"
    target.write_text("eerder")
    with pytest.raises(WriteError, match=r"kent de tekens niet: 🙂 日 本\. Er is niets bewaard"):
        write(report, target)
    assert target.read_text() == "eerder"


def test_the_libraries_of_a_format_are_loaded_only_when_it_is_made() -> None:
    code = (
        "import sys, assistant.documents.write, assistant.documents.compose;"
        "sys.exit(bool({'docx', 'typst', 'pypdf', 'assistant.documents.html'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_free_name_is_counted_up(tmp_path: Path) -> None:
    assert free_name(tmp_path, "plan", ".docx") == tmp_path / "plan.docx"
    (tmp_path / "plan.docx").touch()
    (tmp_path / "plan-2.docx").touch()
    assert free_name(tmp_path, "plan", ".docx") == tmp_path / "plan-3.docx"
    assert free_name(tmp_path, "plan", ".md") == tmp_path / "plan.md"
