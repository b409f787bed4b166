"""Own sources from the command line to an answer: added, replaced, found and marked, and gone without a trace."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.interfaces.plain import spoken
from assistant.journal.memory_store import MemoryStore
from assistant.knowledge.passage import OWN
from assistant.loading import cache
from assistant.loading.content import Content
from assistant.own_sources.add import add, named
from assistant.own_sources.shelf import Shelf
from assistant.search.engine import Search
from assistant.session import Session
from tests.own_sources import files
from tests.own_sources.files import sentences

TODAY = date(2026, 11, 22)
TEXT = "Verlofregeling\n\nDe kwartiermaker vraagt zonnebloemverlof aan bij de rectrix van het Aquamarijncollege.\n"
QUESTION = "bij wie vraag je zonnebloemverlof aan"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Verlof op school.txt"
    path.write_text(TEXT, "utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert main(["vraag", QUESTION, *options]) == 0
    return capsys.readouterr().out


def test_what_was_added_is_found_and_marked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = json.loads(answer(capsys, "--json"))
    assert before["abstained"] and not any(result["own"] for result in before["results"])
    assert main(["bron", "toevoegen", str(file)]) == 0
    assert capsys.readouterr().out.startswith("Toegevoegd: Verlof op school.txt: Verlof op school (")
    found = json.loads(answer(capsys, "--json"))
    first = found["results"][0]
    assert (found["abstained"], first["own"], first["title"]) == (False, True, "Verlofregeling")
    assert first["text"] in TEXT and len(first["text"]) > 60
    assert first["sources"][0]["title"] == "Verlof op school" and first["sources"][0]["section"] == "Verlofregeling"
    assert not any(result["own"] for result in found["results"][1:])
    assert "Bron: jouw bron: Verlof op school, Verlofregeling." in answer(capsys)


def test_a_page_is_cited_where_there_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bron", "toevoegen", str(files.plan_pdf(tmp_path / "plan.pdf"))]) == 0
    assert main(["vraag", "tot wanneer loopt de zorgaanbiedersvergoeding"]) == 0
    assert "Bron: jouw bron: Beleidsplan jeugd, p. " in capsys.readouterr().out


def test_the_chat_finds_and_marks_it(file: Path, data: Path, content: Content, tmp_path: Path) -> None:
    shelf = Shelf(data)
    add(file, shelf, TODAY)
    session = Session(Content(content.script, shelf.over(content.library)), MemoryStore(), tmp_path)
    session.opening()
    lines = [line for output in session.say(f"zoek {QUESTION}").outputs for line in spoken(output)]
    assert "Bron: jouw bron: Verlof op school, Verlofregeling." in lines


def test_near_subjects_of_ones_own_are_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "Beleid.md"
    path.write_text(f"# Mandaat in Waterland\n\nOver het mandaat. {sentences(6)}\n", "utf-8")
    assert main(["bron", "toevoegen", str(path)]) == 0
    assert main(["vraag", "wat is een mandaat"]) == 0
    out = capsys.readouterr().out
    assert "Mandaat in Waterland (jouw bron)" in out.splitlines()[-1]


def test_the_same_file_again_takes_the_place_of_the_first(file: Path, data: Path) -> None:
    shelf = Shelf(data)
    assert add(file, shelf, TODAY)[1] is False
    file.write_text(TEXT.replace("zonnebloem", "kamille"), "utf-8")
    source, replaced = add(file, shelf, TODAY)
    assert replaced and shelf.sources() == [source]
    assert not any(b"zonnebloem" in path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_the_same_content_under_another_name_is_there_once(file: Path, data: Path) -> None:
    shelf = Shelf(data)
    add(file, shelf, TODAY)
    source, replaced = add(file.rename(file.with_name("Nieuw.txt")), shelf, TODAY)
    assert replaced and [one.name for one in shelf.sources()] == [source.name] == ["Nieuw.txt"]


def test_two_files_of_one_name_are_two_sources(file: Path, data: Path) -> None:
    shelf = Shelf(data)
    add(file, shelf, TODAY)
    other = file.parent / "elders" / file.name
    other.parent.mkdir()
    other.write_text("Iets heel anders over kamperen.", "utf-8")
    assert add(other, shelf, TODAY)[1] is False
    sources = shelf.sources()
    assert [one.name for one in sources] == ["Verlof op school (2).txt", "Verlof op school.txt"]
    assert named("verlof op school", sources) == sources[1] and named("onzin", sources) is None


def test_a_removed_source_leaves_no_byte(
    file: Path, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_REST", -(10**18))
    assert main(["bron", "toevoegen", str(file)]) == 0
    answer(capsys, "--json")
    holding = [path for path in data.rglob("*") if path.is_file() and b"zonnebloem" in path.read_bytes()]
    assert len(holding) == 2, "the source and the index over it"
    assert main(["bron", "verwijder", "verlof op school"]) == 0
    assert "is verwijderd" in capsys.readouterr().out
    assert not (data / "bronnen").exists()
    for path in data.rglob("*"):
        assert "erlof" not in path.name and not (path.is_file() and b"zonnebloem" in path.read_bytes())
    assert json.loads(answer(capsys, "--json"))["abstained"]


def test_the_index_over_own_sources_is_kept_and_notices_a_change(
    file: Path, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_REST", -(10**18))
    assert main(["bron", "toevoegen", str(file)]) == 0
    first = answer(capsys, "--json")
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "over", lambda shelf, library: pytest.fail("read again"))
        assert answer(capsys, "--json") == first
    kept = next((data / "bronnen").glob("*.json"))
    kept.write_text(kept.read_text("utf-8").replace("rectrix", "directrice"), "utf-8")
    assert "directrice" in answer(capsys, "--json")


def test_without_own_sources_nothing_changes(content: Content, data: Path) -> None:
    shelf = Shelf(data)
    assert shelf.files() == [] and list(shelf.over(content.library).entries()) == list(content.library.entries())
    assert not data.exists()


def test_the_kind_of_an_own_passage_is_no_word_of_it(file: Path, data: Path, content: Content) -> None:
    shelf = Shelf(data)
    add(file, shelf, TODAY)
    library = shelf.over(content.library)
    assert [entry.kind for entry in library.entries()].count(OWN) == 1
    assert not any(hit.own for hit in Search(library).look_up("eigen bron", 50).hits)


def test_the_list_names_every_source(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bron", "lijst"]) == 0
    assert "Er zijn nog geen eigen bronnen" in capsys.readouterr().out
    assert main(["bron", "toevoegen", str(file)]) == 0
    capsys.readouterr()
    assert main(["bron", "lijst"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Verlof op school.txt: Verlof op school (") and "1 stuk tekst, toegevoegd 20" in out


def test_what_cannot_be_done_is_one_sentence_and_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, says in (
        (["toevoegen", str(tmp_path / "weg.pdf")], "is er niet"),
        (["verwijder", "onbekend"], "Er is geen eigen bron 'onbekend'"),
    ):
        assert main(["bron", *arguments]) == 1
        error = capsys.readouterr().err
        assert says in error and error.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_the_user_may_read_it(file: Path, data: Path) -> None:
    add(file, Shelf(data), TODAY)
    (kept,) = Shelf(data).files()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_damaged_source_is_left_out(file: Path, data: Path) -> None:
    shelf = Shelf(data)
    add(file, shelf, TODAY)
    shelf.files()[0].write_text('{"name": "x"}', "utf-8")
    assert shelf.sources() == []


def test_a_damaged_source_is_named_once_and_mended_by_adding_it_again(
    file: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, Shelf(data), TODAY)
    (kept,) = Shelf(data).files()
    kept.write_text('{"name": "x"}', "utf-8")
    os.utime(kept, (1, 1))  # what changed only just now is not trusted to a cache
    told = []
    for _ in range(2):
        assert main(["vraag", QUESTION]) == 0
        told.append(capsys.readouterr().err)
    assert str(kept) in told[0] and told[0].count("\n") == 1 and told[1] == ""
    assert main(["bron", "lijst"]) == 0
    assert str(kept) in capsys.readouterr().err
    add(file, Shelf(data), TODAY)
    assert main(["bron", "lijst"]) == 0
    out = capsys.readouterr()
    assert out.err == "" and file.name in out.out


def test_the_year_is_that_of_the_file(file: Path, data: Path) -> None:
    then = time.mktime((2019, 6, 1, 12, 0, 0, 0, 0, -1))
    os.utime(file, (then, then))
    assert add(file, Shelf(data), TODAY)[0].year == 2019
