"""A folder of one's own lies over the shipped one: what has the same id is replaced, all else is still there."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.loading import cache, folders
from assistant.loading.cache import cached_content
from assistant.loading.content import Content, load_content, read_content
from assistant.loading.folders import shipped

FLOW = "flow: thee\ntitle: Thee\nsteps:\n  - ask: soort\n    text: Welke thee?\n"
SOURCES = "- {id: boek, title: Het theeboek, short: Theeboek, year: 2020, line_count: 9}\n"
TERM = "- {id: mok, label: Mok, definition: Een grote kop., sources: [{document: boek, lines: '2'}]}\n"
PASSAGE = (
    "- {id: trekken, title: Trekken, text: "
    + "woord " * 50
    + ", kind: feit, sources: [{document: boek, lines: '3'}]}\n"
)


def folder(at: Path, **files: str) -> Path:
    for name, text in files.items():
        path = at / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return at


def problems(dialogues: Path | None = None, knowledge: Path | None = None) -> list[str]:
    return [str(problem) for problem in read_content(dialogues, knowledge)[1]]


def test_a_flow_of_ones_own_comes_after_the_shipped_ones(tmp_path: Path, content: Content) -> None:
    script = load_content(folder(tmp_path, thee=FLOW)).script
    assert [*script.flows] == [*content.script.flows, "thee"]
    assert script.phrases == content.script.phrases
    assert script["vorm"] == content.script["vorm"]


def test_a_flow_with_the_same_id_takes_the_place_of_the_shipped_one(tmp_path: Path, content: Content) -> None:
    script = load_content(folder(tmp_path, thee=FLOW.replace("flow: thee", "flow: plan"))).script
    assert [*script.flows] == [*content.script.flows]
    assert script["plan"].title == "Thee"


def test_phrases_of_ones_own_need_not_be_whole(tmp_path: Path, content: Content) -> None:
    own = "flows: [thee, plan]\ntexts: {hallo: Goeiedag.}\ncommands: {stop: [ophouden]}\n"
    script = load_content(folder(tmp_path, thee=FLOW, phrases=own)).script
    assert [*script.flows][:2] == ["thee", "plan"] and len(script.flows) == len(content.script.flows) + 1
    assert script.phrases.texts == {**content.script.phrases.texts, "hallo": ("Goeiedag.",)}
    assert script.phrases.commands["stop"] == ("ophouden",)
    assert script.phrases.words == content.script.phrases.words


@pytest.mark.parametrize(
    ("phrases", "problem"),
    [
        ("texts: {halo: Dag.}\n", "phrases.yaml:1:9: onbekende-sleutel: 'halo' bestaat hier niet. Bedoel je 'hallo'?"),
        ("flows: [tee]\n", "phrases.yaml:1:9: verwijzing-flow: de flow 'tee' bestaat niet. Bedoel je 'thee'?"),
        ("texts: Dag.\n", "phrases.yaml:1:1: mist: 'texts' ontbreekt hier."),
    ],
)
def test_faults_in_phrases_of_ones_own_are_placed(phrases: str, problem: str, tmp_path: Path) -> None:
    assert problems(folder(tmp_path / "mijn", thee=FLOW, phrases=phrases)) == [f"mijn/{problem}"]


def test_entries_of_ones_own_are_added_and_take_the_place_of_those_with_the_same_id(
    tmp_path: Path, content: Content
) -> None:
    other = TERM.replace("id: mok", "id: begrip-mandaat")
    library = load_content(None, folder(tmp_path, sources=SOURCES, terms=TERM + other, passages__thee=PASSAGE)).library
    assert [*library.entry] == [
        *(entry.id for entry in content.library.passages), "trekken",
        *(form.id for form in content.library.forms), *(term.id for term in content.library.terms), "mok",
        *(entry.id for entry in content.library.entries() if entry.id in {
            item.id for group in (content.library.reflection, content.library.focus_areas, content.library.levels, content.library.plan_fields)
            for item in group
        }),
    ]  # fmt: skip
    assert library.entry["begrip-mandaat"].text == "Een grote kop."
    assert library.document["boek"].short == "Theeboek" and "midterm-2021" in library.document


def test_a_plan_of_ones_own_need_not_hold_every_list(tmp_path: Path, content: Content) -> None:
    level = "levels: [{id: niveau-landelijk, label: Landelijk, summary: Het land., ledger: [], sources: [{document: boek, lines: '1'}]}]\n"
    library = load_content(None, folder(tmp_path, sources=SOURCES, plan=level)).library
    assert [item.id for item in library.levels] == [*(item.id for item in content.library.levels), "niveau-landelijk"]
    assert library.plan_fields == content.library.plan_fields


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"terms": TERM + TERM, "sources": SOURCES}, "mijn/terms.yaml:2:8: dubbele-id: de id 'mok'"),
        ({"terms": TERM.replace("mok", "po-3"), "sources": SOURCES}, "mijn/terms.yaml:1:8: dubbele-id: de id 'po-3'"),
        ({"terms": (TERM + TERM).replace("mok", "begrip-mandaat"), "sources": SOURCES}, "mijn/terms.yaml:2:8: dubbele-id:"),
        ({"terms": TERM}, "mijn/terms.yaml:1:74: bron-document: het document 'boek' bestaat niet."),
        ({"term": TERM}, "mijn/term.yaml:1:1: bestand: dit bestand hoort hier niet. Bedoel je 'terms.yaml'?"),
        ({"qqq": PASSAGE}, "mijn/qqq.yaml:1:1: bestand: dit bestand hoort hier niet. Onderwerpen horen in de map 'passages'."),
        ({"sources": SOURCES, "sections": "boek: [{title: Alles, lines: 1-8}]"}, "mijn/sections.yaml:1:1: bron-deel: de delen van 'boek' lopen tot regel 8, niet tot 9."),
        ({}, "mijn:1:1: bestand: deze map bestaat niet, of er staat geen kennis in."),
    ],
)  # fmt: skip
def test_faults_in_knowledge_of_ones_own_are_placed(files: dict[str, str], problem: str, tmp_path: Path) -> None:
    shown = problems(None, folder(tmp_path / "mijn", **files))
    assert any(line.startswith(problem) for line in shown), shown


def test_a_flow_that_is_twice_in_ones_own_folder_is_told(tmp_path: Path) -> None:
    assert problems(folder(tmp_path / "mijn", een=FLOW, twee=FLOW)) == [
        "mijn/twee.yaml:1:7: dubbele-flow: de flow 'thee' bestaat al in een ander bestand."
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path / "weg") == [
        "weg:1:1: bestand: deze map bestaat niet, of er staat geen gesprek (.yaml) in."
    ]


def test_the_shipped_folder_over_itself_is_the_shipped_folder(content: Content) -> None:
    assert load_content(shipped("dialogues"), shipped("knowledge") / ".." / "knowledge") == content
    assert folders.layers("knowledge", shipped("knowledge") / ".." / "knowledge") == (shipped("knowledge"),)


def test_the_cache_sees_a_change_in_what_lies_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    for name in ("dialogues", "knowledge"):
        shutil.copytree(shipped(name), tmp_path / name)
    monkeypatch.setattr(folders, "shipped", lambda name: tmp_path / name)
    monkeypatch.setattr(cache, "_REST", 0)
    own = folder(tmp_path / "mijn", thee=FLOW)
    kept = tmp_path / "cache"
    assert cached_content(kept, own) == cached_content(kept, own)
    for path, old, new in (
        (tmp_path / "dialogues" / "plan.yaml", "Een plan van aanpak maken", "Het plan"),
        (tmp_path / "knowledge" / "terms.yaml", "label: Mandaat", "label: Volmacht"),
        (own / "thee.yaml", "title: Thee", "title: Koffie"),
    ):
        before = cached_content(kept, own)
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        assert cached_content(kept, own) != before
        assert cached_content(kept, own) == load_content(own)


def test_a_document_without_sections_is_cited_by_its_name(tmp_path: Path) -> None:
    from assistant.conversation.outputs import citation
    from assistant.documents.model import source_line

    library = load_content(None, folder(tmp_path, sources=SOURCES, terms=TERM)).library
    book, [ref] = library.document["boek"], library.entry["mok"].sources
    cited = citation(ref, book)
    assert cited.line == "Theeboek (2020)"
    assert source_line((cited,)) == "Bron: Theeboek."
