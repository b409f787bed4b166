"""Faults in flows: all at once, each at file, line and column, with the word that may have been meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.loading.content import read_content
from assistant.loading.folders import shipped
from assistant.loading.problems import Problem


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    folder = tmp_path / "dialogues"
    folder.mkdir(exist_ok=True)
    phrases = (shipped("dialogues") / "phrases.yaml").read_text("utf-8")
    (folder / "phrases.yaml").write_text(
        phrases.replace("flows: [vorm, reflecteren, intake, plan]", "flows: []"), "utf-8"
    )
    (folder / "proef.yaml").write_text(text, "utf-8")
    return read_content(folder)[1]


HEAD = "flow: proef\ntitle: Proef\nsteps:\n"
GOOD = HEAD + "  - ask: naam\n    text: Hoe heet je?\n"


def test_a_good_flow_has_no_problems(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD) == []


def test_the_shipped_content_has_no_problems() -> None:
    assert read_content()[1] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "  - akk: naam\n", "proef.yaml:4:5: onbekende-stap: 'akk' is geen stap. Bedoel je 'ask'?"),
        (GOOD + "    txet: x\n", "proef.yaml:6:5: onbekende-sleutel: 'txet' bestaat hier niet. Bedoel je 'text'?"),
        (GOOD + "    at: hier\n", "proef.yaml:6:5: onbekende-sleutel: 'at' bestaat hier niet."),
        (GOOD + "  - repeat: d\n    at: hier\n    item: ding\n    prefix: d\n    more: Nog een?\n    steps:\n      - ask: wat\n        text: Wat?\n", "proef.yaml:7:5: onbekende-sleutel: 'at' bestaat hier niet."),
        ("file: x\n" + GOOD, "proef.yaml:1:1: onbekende-sleutel: 'file' bestaat hier niet."),
        (HEAD + "  - ask: naam\n", "proef.yaml:4:5: mist: 'text' ontbreekt hier."),
        (GOOD + "    type: tekst\n", "proef.yaml:6:11: keuze:"),
        (GOOD + "    min: vijf\n", "proef.yaml:6:10: soort: hier hoort een heel getal."),
        (GOOD + "    text: dubbel\n", "proef.yaml:6:5: dubbele-sleutel:"),
        (GOOD + "  - say: Dag {{ naamm }}\n", "proef.yaml:6:17: sjabloon-naam: 'naamm' is geen vraag of waarde van deze flow. Bedoel je 'naam'?"),
        (GOOD + "  - say: \"{% for x in naam %}{% endfor %}\"\n", "proef.yaml:6:10: sjabloon:"),
        (GOOD + "  - say: \"{{ 'a' * 9 }}\"\n", "proef.yaml:6:10: sjabloon:"),
        (GOOD + "  - say: \"{{ naam.__class__ }}\"\n", "proef.yaml:6:19: sjabloon-eigenschap:"),
        (GOOD + "  - say: \"{{ naam() }}\"\n", "proef.yaml:6:10: sjabloon:"),
        (GOOD + "  - say: \"{{ naam\"\n", "proef.yaml:6:10: sjabloon:"),
        (GOOD + "  - if: naam ==\n    then:\n      - say: x\n", "proef.yaml:6:9: sjabloon:"),
        (GOOD + "  - if: naam\n    than:\n      - say: x\n", "proef.yaml:7:5: onbekende-sleutel: 'than' bestaat hier niet. Bedoel je 'then'?"),
        (GOOD + "  - call: plann\n", "proef.yaml:6:11: verwijzing-flow: de flow 'plann' bestaat niet."),
        (GOOD + "  - call: proef\n", "proef.yaml:6:11: kring:"),
        (GOOD + "  - ask: naam\n    text: Nog eens?\n", "proef.yaml:6:10: dubbele-vraag: de vraag 'naam' is er al; geef elke vraag een eigen naam."),
        (GOOD + "  - say: Bron\n    cite: [begrip-mandat]\n", "proef.yaml:7:12: verwijzing-kennis: 'begrip-mandat' bestaat niet in de kennis. Bedoel je 'begrip-mandaat'?"),
        (GOOD + "  - say: Bron\n    insights: houding_9\n", "proef.yaml:7:15: verwijzing-kennis: 'houding_9' heeft geen inzichten."),
        (GOOD + "  - ask: kies\n    type: choice\n    text: Wat?\n", "proef.yaml:7:11: opties-ontbreken: 'kies' is een keuzevraag zonder opties."),
        (GOOD + "  - ask: cijfer\n    type: scale\n    text: Wat?\n", "proef.yaml:7:11: schaal:"),
        (GOOD + "  - ask: wat\n    text: \"[[houding_1.vraag]]\"\n", "proef.yaml:7:12: verwijzing-tekst:"),
        (GOOD.replace("flow: proef", "flow: proef\nuses: [plam]"), "proef.yaml:2:8: verwijzing-flow: de flow 'plam' bestaat niet."),
        ("- geen flow\n", "proef.yaml:1:1: soort:"),
        (HEAD + "  - repeat: d\n    item: ding\n    prefix: d\n    more: Nog een?\n    steps: []\n", "proef.yaml:8:12: mist:"),
        (
            GOOD + "  - ask: k\n    type: choice\n    text: Wat?\n    options:\n      - {id: a, label: Rood}\n      - {id: b, label: rood}\n",
            "proef.yaml:11:24: dubbele-naam: 'rood' hoort bij twee opties van 'k'.",
        ),
    ],
)  # fmt: skip
def test_every_fault_is_placed(text: str, expected: str, tmp_path: Path) -> None:
    shown = [str(problem) for problem in problems_of(tmp_path, text)]
    assert any(line.startswith("dialogues/" + expected) for line in shown), shown


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = HEAD + "  - ask: naam\n    txet: x\n  - sya: dag\n  - ask: leeftijd\n    type: getal\n    text: Hoe oud?\n"
    assert {problem.line for problem in problems_of(tmp_path, text)} == {4, 5, 6, 8}


def test_a_flow_that_cannot_be_read_is_the_only_one_reported(tmp_path: Path) -> None:
    problems_of(tmp_path, GOOD)
    folder = tmp_path / "dialogues"
    (folder / "ander.yaml").write_text(
        "flow: ander\ntitle: Ander\nuses: [proef]\nsteps:\n  - say: '{{ proef.naam }}'\n  - call: proef\n", "utf-8"
    )
    assert read_content(folder)[1] == []
    (folder / "proef.yaml").write_text(GOOD + "    txet: x\n", "utf-8")
    assert [problem.file for problem in read_content(folder)[1]] == ["dialogues/proef.yaml"]
    (folder / "proef.yaml").write_text(GOOD + "    text: [\n", "utf-8")
    assert [problem.code for problem in read_content(folder)[1]] == ["yaml"]


@pytest.mark.parametrize("flows", ["flows:", "flows: plan", "flows: [[plan]]", "flows: [7]", "flows: {a: b}"])
def test_the_list_of_flows_is_a_list(flows: str, tmp_path: Path) -> None:
    problems_of(tmp_path, GOOD)
    file = tmp_path / "dialogues" / "phrases.yaml"
    file.write_text(file.read_text("utf-8").replace("flows: []", flows), "utf-8")
    assert len(read_content(tmp_path / "dialogues")[1]) == 1


def test_faults_in_knowledge_are_placed(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    (folder / "passages" / "proef.yaml").write_text(
        "- id: proef\n  title: Proef\n  text: " + "woord " * 50 + "\n  kind: feit\n  see: [begrip-mandat]\n"
        "  sources:\n    - {document: midterm-2021, lines: '9999'}\n    - {document: midterm-2012, lines: '1'}\n",
        "utf-8",
    )
    shown = [str(problem) for problem in read_content(None, folder)[1]]
    assert shown == [
        "knowledge/passages/proef.yaml:5:9: verwijzing-kennis: 'begrip-mandat' bestaat niet. Bedoel je 'begrip-mandaat'?",
        "knowledge/passages/proef.yaml:7:39: bron-regels: regels '9999' liggen niet in 'midterm-2021' (1-4342).",
        "knowledge/passages/proef.yaml:8:18: bron-document: het document 'midterm-2012' bestaat niet. Bedoel je 'midterm-2021'?",
    ]


def test_the_section_of_a_reference_follows_from_its_lines() -> None:
    library = read_content()[0].library
    ref = library.form["po-3"].sources[0]
    assert (ref.lines, ref.section, ref.page) == (
        "1614-1619", "Vormen van samenwerking, primair onderwijs, variant 3", "38",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("lines: '1-36'", "lines: '1-35'", "dit deel moet bij regel 36 beginnen."),
        ("lines: '1-36'", "lines: '2-36'", "dit deel moet bij regel 1 beginnen."),
        (
            "lines: '4337-4342'",
            "lines: '4337-4341'",
            "de delen van 'midterm-2021' lopen tot regel 4341, niet tot 4342.",
        ),
        ("midterm-2021:", "midterm-2012:", "het document 'midterm-2012' bestaat niet. Bedoel je 'midterm-2021'?"),
    ],
)
def test_sections_are_the_whole_document(old: str, new: str, expected: str, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    file = folder / "sections.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert any(str(problem).endswith(expected) for problem in read_content(None, folder)[1])


def test_a_reference_names_no_section_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    (folder / "passages" / "proef.yaml").write_text(
        "- id: proef\n  title: Proef\n  text: " + "woord " * 50 + "\n  kind: feit\n  sources:\n"
        "    - {document: midterm-2021, section: x, lines: '9'}\n",
        "utf-8",
    )
    shown = [str(problem) for problem in read_content(None, folder)[1]]
    assert shown == [
        "knowledge/passages/proef.yaml:6:32: onbekende-sleutel: 'section' volgt uit de regels; haal het weg."
    ]
