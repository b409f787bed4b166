"""The checks of `controleer`: silent where nothing is wrong or nothing is sure, and exact about the place."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from assistant.authoring.checks import check
from assistant.cli import main
from assistant.conversation import likeness
from assistant.loading.content import Content, load_content, read_written
from assistant.loading.dialogues import load_script
from assistant.loading.folders import shipped
from assistant.loading.problems import Problem

shipped_content = cache(load_content)
HEAD = "flow: proef\ntitle: Proef\ndocument: intake\nsteps:\n"
SECTOR = """\
- ask: sector
  type: choice
  text: Welke sector?
  why: Zo weet ik het.
  options: [{id: po, label: Basisonderwijs}, {id: vo, label: Middelbare school}, {id: mbo, label: Beroepsonderwijs}]
"""
MORE = """\
- ask: thema
  type: multi
  text: Welke thema's?
  why: Zo weet ik het.
  options: [{id: tijd, label: Tijd en ruimte}, {id: geld, label: Geld en middelen}]
- ask: cijfer
  type: scale
  min: 1
  max: 5
  text: Welk cijfer?
  why: Zo weet ik het.
- ask: wil
  type: yesno
  text: Wil je dat?
  why: Zo weet ik het.
- ask: naam
  text: Hoe heet je?
  why: Zo weet ik het.
"""


def folder_with(tmp_path: Path, *flows: str | bytes) -> Path:
    folder = tmp_path / "dialogues"
    folder.mkdir(exist_ok=True)
    phrases = (shipped("dialogues") / "phrases.yaml").read_text("utf-8")
    (folder / "phrases.yaml").write_text(re.sub(r"(?m)^flows: .*$", "flows: []", phrases), "utf-8")
    for number, flow in enumerate(flows):
        raw = flow if isinstance(flow, bytes) else flow.encode()
        (folder / f"{number}.yaml").write_bytes(raw)
    return folder


def problems_of(tmp_path: Path, *flows: str | bytes) -> list[Problem]:
    library = shipped_content().library
    read = load_script([folder_with(tmp_path, *flows)], library)
    return sorted(read.problems) or check(Content(read.script, library), read)


def faults(tmp_path: Path, *flows: str | bytes) -> list[str]:
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in problems_of(tmp_path, *flows)]


def test_the_shipped_dialogues_are_clean() -> None:
    content, problems, dialogues = read_written()
    assert problems == []
    assert check(content, dialogues) == []


@pytest.mark.parametrize(
    "steps",
    [
        # asked under the same condition, or a wider one
        "- if: sector == 'po'\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: sector == 'po'\n  then:\n  - say: '{{ a }}'\n",
        "- if: sector != 'po'\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: sector == 'vo'\n  then:\n  - say: '{{ a }}'\n",
        "- if: cijfer > 2\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: cijfer == 4\n  then:\n  - say: '{{ a }}'\n",
        "- if: \"'tijd' in thema\"\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: \"'tijd' in thema and wil\"\n  then:\n  - say: '{{ a }}'\n",
        # asked in every branch
        "- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n  else:\n  - {ask: a, text: Wie?, why: Zo.}\n- say: '{{ a }}'\n",
        # shown only where it was answered
        "- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- say: '{% if a %}{{ a }}{% endif %}'\n",
        "- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- say: '{% if a and wil %}{{ a }}{% endif %}'\n",
        "- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- say: '{% if not a %}niets{% else %}{{ a }}{% endif %}'\n",
        "- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- say: '{{ a if a else naam }}'\n",
        # only compared: not answered is then an answer too
        "- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: a == 'x' or not a\n  then:\n  - say: Dag.\n",
        # anything may be skipped, so this else is reached
        "- if: sector in ['po', 'vo', 'mbo']\n  then:\n  - say: Dag.\n  else:\n  - say: Toch dag.\n",
        "- if: wil\n  then:\n  - say: Dag.\n  elif:\n  - if: not wil\n    then:\n    - say: Nee.\n",
        # one branch apart from the rest
        "- if: sector == 'po'\n  then:\n  - say: Dag.\n",
        "- if: sector == 'po'\n  then:\n  - say: Dag.\n  elif:\n  - if: wil\n    then:\n    - say: Dag.\n",
        "- if: sector == 'po'\n  then:\n  - say: Dag.\n  elif:\n  - if: sector == 'vo'\n    then:\n    - say: Dag.\n  else:\n  - say: Dag.\n",
        # what is derived cannot be worked out
        "- set: b\n  value: sector\n- if: b == 'zz'\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: b == 'yy'\n  then:\n  - say: '{{ a }}'\n",
        "- if: naam.label == 'x'\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: naam.label == 'x'\n  then:\n  - say: '{{ a }}'\n",
        # a list names itself
        "- repeat: doelen\n  item: doel\n  prefix: d\n  more: 'Na {{ doelen }} nog een?'\n  steps:\n  - if: nummer == 1\n    then:\n    - say: Eerst.\n  - {ask: doel, text: 'Wat is doel {{ nummer }}?', why: Zo.}\n  - say: '{{ doel }} en {{ naam }}'\n",
        "- {ask: kies, type: choice, text: Wat?, why: Zo., options: '=levels', default: \"'niveau-bestuurlijk' if wil else ''\"}\n",
    ],
)  # fmt: skip
def test_nothing_is_said_where_nothing_is_wrong_or_nothing_is_sure(steps: str, tmp_path: Path) -> None:
    levels = [level.id for level in shipped_content().library.levels]
    assert faults(tmp_path, HEAD + SECTOR + MORE + steps.replace("niveau-bestuurlijk", levels[0])) == []


START = len((HEAD + SECTOR + MORE).splitlines())


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- say: '{{ a }}'\n", ["4:12 te-vroeg"]),
        ("- if: \"'tijd' in thema\"\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: \"'geld' in thema\"\n  then:\n  - say: 'a {{ a }}'\n", ["6:16 te-vroeg"]),
        ("- if: cijfer == 4\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: cijfer > 2\n  then:\n  - say: '{{ a }}'\n", ["6:14 te-vroeg"]),
        ("- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- say: '{% if naam or a %}{{ a }}{% endif %}'\n", ["4:23 te-vroeg"]),
        ("- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- say: '{{ naam if a else a }}'\n", ["4:20 te-vroeg"]),
        ("- if: wil\n  then:\n  - {ask: a, text: Wat?, why: Zo.}\n- if: a != 'x'\n  then:\n  - say: '{{ a }}'\n", ["6:14 te-vroeg"]),
        ("- repeat: l\n  item: ding\n  prefix: d\n  more: Nog een?\n  steps:\n  - say: 'Na {{ naam }}.'\n  - {ask: naam, text: Wie?, why: Zo.}\n", ["6:17 te-vroeg"]),
        ("- repeat: l\n  item: ding\n  prefix: d\n  more: 'Na {{ x }}?'\n  steps:\n  - {ask: x, text: Wat?, why: Zo.}\n", ["4:16 te-vroeg"]),
        ("- suggest: keuze\n  text: Welke?\n  why: Zo.\n  criteria: [{slot: later, attribute: id, label: l, fits: {ja: [a]}}]\n- {ask: later, type: yesno, text: Later?, why: Zo.}\n", ["4:21 te-vroeg"]),
        ("- if: \"sector == 'po' and (wil or thema == 'tijd')\"\n  then:\n  - say: Dag.\n- if: \"thema == 'tijd'\"\n  then:\n  - say: Nooit.\n", ["4:7 vaste-voorwaarde"]),
        ("- if: cijfer > 5\n  then:\n  - say: Nooit.\n", ["1:7 vaste-voorwaarde"]),
        ("- if: cijfer > 3\n  then:\n  - say: Dag.\n  elif:\n  - if: cijfer > 4\n    then:\n    - say: Nooit.\n", ["7:7 onbereikbaar"]),
        ("- if: wil\n  then:\n  - {ask: a, type: choice, text: Wat?, why: Zo., options: [{id: x, label: Xylofoon}, {id: y, label: Trompet}]}\n- if: not wil\n  then:\n  - if: a == 'x'\n    then:\n    - say: Nooit.\n", ["8:7 onbereikbaar"]),
        ("- if: sector == 'po'\n  then:\n  - say: Dag.\n  elif:\n  - if: cijfer > 5\n    then:\n    - say: Nooit.\n", ["5:9 vaste-voorwaarde"]),
        ("- if: not not (wil or true)\n  then:\n  - say: Altijd.\n", ["1:7 vaste-voorwaarde"]),
        ("- repeat: l\n  item: ding\n  prefix: d\n  more: Nog een?\n  max: 0\n  steps:\n  - say: Nooit.\n", ["7:5 onbereikbaar"]),
        ("- if: wil\n  then:\n  - say: Ja.\n  elif:\n  - if: wil == false\n    then:\n    - say: Nee.\n", []),
        ("- if: \"'po' == sector\"\n  then:\n  - say: Ja.\n  elif:\n  - if: sector in ['vo']\n    then:\n    - say: Nee.\n", ["1:7 opties-niet-gedekt"]),
        ("- {ask: kies, type: choice, text: Wat?, why: Zo., options: '=levels', default: \"'zomaar' if wil else ''\"}\n", ["1:82 verwijzing-optie"]),
        ("- say: \"{% if 'vo' == sector %}vo{% endif %}vv{% if sector in ['po', 'vv'] %}x{% endif %}\"\n", ["1:71 verwijzing-optie"]),
    ],
)  # fmt: skip
def test_what_is_sure_is_said_at_its_place(steps: str, expected: list[str], tmp_path: Path) -> None:
    found = faults(tmp_path, HEAD + SECTOR + MORE + steps)
    placed = [f"{int(line.partition(':')[0]) - START}:{line.partition(':')[2]}" for line in found]
    assert placed == expected


@pytest.mark.parametrize(
    ("value", "line", "column"),
    [
        ("Dag {{ naamm }}", 1, 15),
        ("'Dag naamm ''naamm'' {{ naamm }}'", 1, 32),
        ('"Dag \\"naamm\\" {{ naamm }}"', 1, 26),
        ("\"{{ 'naamm' if naamm else '' }}\"", 1, 23),
        (">-\n    Dag\n    jij {{ naamm }}", 3, 12),
        ("|-\n    Dag naamm\n    {% if naamm %}x{% endif %}", 3, 11),
        ("Dag é 😀 {{ naamm }}", 1, 19),
        ("{{ x.naamm }}{{ naamm }}", 1, 1),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_column_is_that_of_the_word_in_the_file(
    value: str, line: int, column: int, newline: str, tmp_path: Path
) -> None:
    if value.startswith("{{"):
        value = f'"{value}"'
        line, column = 1, 25
    text = HEAD + "- {ask: x, text: Wat?}\n- say: " + value + "\n"
    problems = problems_of(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", newline).encode())
    assert [(p.line - 5, p.column) for p in problems if p.code == "sjabloon-naam"] == [(line, column)]


def test_the_answers_of_a_called_flow_are_there_after_it_only(tmp_path: Path) -> None:
    other = "flow: ander\ntitle: Ander\ndocument: intake\nsteps:\n- {ask: naam, text: Hoe heet je?, why: Zo.}\n"
    late = HEAD + "- call: ander\n- say: '{{ ander.naam }}'\n"
    early = HEAD + "- say: '{{ ander.naam }}'\n- call: ander\n"
    assert faults(tmp_path, other, late) == []
    assert faults(tmp_path, other, early) == ["5:12 te-vroeg"]
    assert faults(tmp_path, other, HEAD + "- if: ander.naam\n  then:\n  - say: Dag.\n- call: ander\n") == [
        "5:7 te-vroeg"
    ]
    sometimes = HEAD + MORE + "- if: wil\n  then:\n  - call: ander\n- if: ander.naam\n  then:\n  - say: Dag.\n"
    assert faults(tmp_path, other, sometimes) == [f"{len((HEAD + MORE).splitlines()) + 4}:7 te-vroeg"]
    assert faults(tmp_path, other, early.replace("document: intake", "uses: [ander]\ndocument: intake")) == []


def test_what_only_some_flows_have_is_no_name_in_others(tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD + "- say: '{{ vorige }} {{ nummer }}'\n") == [
        "5:12 sjabloon-naam",
        "5:25 sjabloon-naam",
    ]
    inside = "- {ask: a, text: Wat?}\n- if: a\n  then:\n  - say: '{{ nummer }}'\n"
    assert faults(tmp_path, HEAD + inside) == ["8:14 sjabloon-naam"]


def test_a_name_is_taken_on_each_path_by_itself(tmp_path: Path) -> None:
    ask = "  - {ask: a, text: Wat?, why: Zo.}\n"
    either = HEAD + MORE + "- if: wil\n  then:\n" + ask + "  else:\n" + ask
    assert faults(tmp_path, either) == []
    start = len((HEAD + MORE).splitlines())
    assert faults(tmp_path, either + ask[2:]) == [f"{start + 6}:9 dubbele-vraag"]
    assert faults(tmp_path, HEAD + MORE + "- if: wil\n  then:\n" + ask + ask) == [f"{start + 4}:11 dubbele-vraag"]
    listed = "- repeat: l\n  item: ding\n  prefix: d\n  more: Nog een?\n  steps:\n"
    assert faults(tmp_path, HEAD + ask[2:] + listed + ask) == []


def test_the_id_of_an_option_is_a_name_of_it_too(tmp_path: Path) -> None:
    text = HEAD + SECTOR.replace("label: Middelbare school", "label: Middelbare school, aliases: [mbo]")
    assert faults(tmp_path, text) == ["9:91 dubbele-naam"]


def test_what_is_filled_in_is_not_read_as_text(tmp_path: Path) -> None:
    filled = "{{ naam if naam == 'OZXQ' else naam }}"
    ask = "- {ask: naam, text: Hoe heet je?, why: Zo.}\n"
    assert faults(tmp_path, HEAD + ask + f'- say: "{"woord " * 24}{filled}."\n') == []
    assert faults(tmp_path, HEAD + ask + f'- say: "{"woord " * 25}{filled}."\n') == ["6:9 lange-zin"]
    assert faults(tmp_path, HEAD + ask + "- say: Bel het OZXQ.\n") == ["6:16 afkorting"]


def test_an_answer_counts_as_used_where_anything_looks_at_it(tmp_path: Path) -> None:
    bare = "flow: proef\ntitle: Proef\nsteps:\n- {ask: naam, type: yesno, text: Heet je zo?, why: Zo.}\n"
    assert faults(tmp_path, bare) == ["4:9 antwoord-ongebruikt"]
    assert faults(tmp_path, bare.replace("type: yesno", "type: long")) == []  # own words are for who wrote them
    for used in ("- say: '{{ naam }}'\n", "- if: naam\n  then:\n  - say: Dag.\n", "- set: x\n  value: naam\n"):
        assert faults(tmp_path, bare + used) == []
    assert faults(tmp_path, bare.replace("title: Proef", "title: Proef\ndocument: intake")) == []
    assert faults(tmp_path, bare.replace("title: Proef", "title: Proef\nnotes: naam")) == []
    reader = "flow: lezer\ntitle: Lezer\nuses: [proef]\nsteps:\n- say: Dag.\n- if: proef.naam\n  then:\n  - say: Hoi.\n"
    assert faults(tmp_path, bare, reader) == []
    caller = "flow: lezer\ntitle: Lezer\ndocument: intake\nsteps:\n- call: proef\n"
    assert faults(tmp_path, bare, caller) == []


def test_a_field_of_the_form_must_be_asked_on_every_path(tmp_path: Path) -> None:
    plan = (shipped("dialogues") / "plan.yaml").read_text("utf-8").replace("uses: [vorm, reflecteren, intake]", "")
    plan = re.sub(r"(?m)^ +default(_from)?: .*\n", "", plan)
    assert faults(tmp_path, plan) == []
    lonely = plan.replace("\n      - ask: activiteiten\n", "\n      - ask: bezigheden\n")
    assert [p.message for p in problems_of(tmp_path, lonely)] == [
        "het veld 'doelen[].activiteiten' van het formulier wordt nergens gevraagd."
    ]
    ask = "  - ask: afbakening\n    type: long\n    label: Afbakening\n"
    sometimes = plan.replace(
        ask, "  - if: naam\n    then:\n    - {ask: afbakening, text: Wat?, why: Zo.}\n  - ask: anders\n    type: long\n"
    )
    assert [p.message for p in problems_of(tmp_path, sometimes)] == [
        "het veld 'afbakening' van het formulier wordt niet op elk pad gevraagd."
    ]


def test_replies_are_tried_on_the_real_matcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another threshold other options are too much alike."""
    steps = HEAD + SECTOR.replace("Middelbare school", "Basisonderzoek")
    assert faults(tmp_path, steps) == []
    monkeypatch.setattr(likeness, "MARGIN", 60.0)
    monkeypatch.setattr(likeness, "DESCRIBED", 60.0)
    monkeypatch.setattr(likeness, "_slips", lambda *_: {})
    assert {line.partition(" ")[2] for line in faults(tmp_path, steps)} == {"opties-lijken"}


def test_controleer_prints_one_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_with(tmp_path, HEAD + "- {ask: a, text: Wat?}\n- say: '{% if a == 1 or true %}x{% endif %}'\n")
    assert main(["controleer", str(folder), "--json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(item) for item in found] == [["file", "line", "column", "code", "message"]] * 2
    assert [(item["file"], item["line"], item["column"], item["code"]) for item in found] == [
        ("dialogues/0.yaml", 5, 3, "waarom-ontbreekt"),
        ("dialogues/0.yaml", 6, 15, "vaste-voorwaarde"),
    ]


def test_a_conversation_can_begin_with_what_only_controleer_finds(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, HEAD + "- {ask: a, text: Wat?}\n")
    assert load_content(folder).script.flows
    assert main(["controleer", str(folder)]) == 1
