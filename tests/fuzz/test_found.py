"""What hostile input brought to light, kept so that it stays mended."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.conversation import corrections, understand
from assistant.conversation import events as e
from assistant.conversation.door import MESSAGE_LIMIT
from assistant.conversation.patterns import too_free
from assistant.conversation.templates import problems
from assistant.documents.read_plan import Unreadable, read_plan
from assistant.foreign.archive import LARGEST_FILE
from assistant.journal.memory_store import MemoryStore
from assistant.journal.sqlite_store import SqliteStore
from assistant.loading.content import Content
from assistant.loading.dialogues import load_script
from assistant.loading.folders import shipped
from assistant.loading.strict_yaml import MAX_BYTES, read
from assistant.own_sources.add import add
from assistant.own_sources.shelf import Shelf
from assistant.session import Session, World
from tests.conversation.player import Player
from tests.fuzz.__main__ import with_alarm

NO_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")


# --- messages


def test_a_text_that_chooses_nothing_is_not_searched_for_an_option(
    content: Content, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """',,,,x' of twenty thousand letters at a choice took half a minute."""
    player = Player(content.script, world)
    player.say("vorm kiezen")
    for step in ("exact", "near", "_answer_and_question", "correction"):
        monkeypatch.setattr(understand, step, lambda *_: pytest.fail("searched"))
    for text in ("," * (MESSAGE_LIMIT - 1) + "x", "a\n" * 9_000 + "x", "1, " * 6_000 + "x"):
        turn = player.say(text)
        assert turn.outputs
        assert player.at == "vorm.situatie"


@pytest.mark.parametrize(
    "look",
    [
        lambda: corrections._ASIDE.sub("", "," * 300_000 + "x"),
        lambda: corrections._split_once(r"(?i)(?<!\s)(?:\s+(?:naar|in)\s+|\s*:\s+)", "a" + " " * 300_000 + "b"),
    ],
)
def test_a_row_of_white_or_commas_is_looked_through_once(look: Callable[[], object]) -> None:
    """Where it was looked through from each of its places, this would take a quarter of an hour."""
    with_alarm(look)


# --- YAML of strangers


@pytest.mark.parametrize("text", ["[" * 100_000, "[" * 50_000 + "]" * 50_000, "{a: " * 50_000, "- " * 100_000 + "a"])
def test_yaml_that_is_nested_without_end_is_refused(tmp_path: Path, text: str) -> None:
    """This ended the whole program: nodes were made by going down on the stack of the machine."""
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    source = read(tmp_path / "a.yaml", "a.yaml")
    assert [problem.code for problem in source.problems] == ["diepte"]
    assert source.data is None


def test_yaml_that_is_too_large_is_not_read_further(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\n" * (MAX_BYTES // 4))
    assert [problem.code for problem in read(tmp_path / "a.yaml", "a.yaml").problems] == ["bestand"]


def test_a_tag_on_a_list_is_a_fault_too(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: !!python/object/apply:os.system [id]\nb: !x {c: d}\n", "utf-8")
    source = read(tmp_path / "a.yaml", "a.yaml")
    assert [problem.code for problem in source.problems] == ["tag", "tag"]
    assert source.data == {"a": None, "b": None}


@NO_PIPES
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    with_alarm(lambda: read(tmp_path / "a.yaml", "a.yaml"))
    assert [problem.code for problem in read(tmp_path / "a.yaml", "a.yaml").problems] == ["bestand"]
    for name in ("plan.md", "plan.docx"):
        os.mkfifo(tmp_path / name)
        with pytest.raises(Unreadable, match="geen bestand"):
            read_plan(tmp_path / name)


def test_a_key_that_a_terminal_would_act_on_is_a_fault_and_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('"a\\e[31m": 1\nb: "\\u202e"\n', "utf-8")
    source = read(tmp_path / "a.yaml", "a.yaml")
    assert [problem.code for problem in source.problems] == ["teken", "teken"]
    assert not any(sign in "".join(map(str, source.problems)) for sign in ("\x1b", "\u202e"))


# --- templates of strangers


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5_000 + "a" + ")" * 5_000, "not " * 5_000 + "a", "a" + "|lower" * 5_000, "9" * 5_000, "[" * 2_000,
        "a if " * 2_000 + "b", "a and " * 100 + "a", "1e999999", "a == " * 5_000 + "a",
    ],
    ids=range(9),
)  # fmt: skip
def test_a_condition_that_cannot_be_worked_out_is_a_fault(source: str) -> None:
    assert len(problems(source, expression=True)[0]) == 1


def test_a_text_that_is_too_long_or_too_deep_to_make_is_a_fault() -> None:
    assert problems("{{ a }}" * 5_000)[0]
    assert problems("{% if a %}" * 2_000 + "x" + "{% endif %}" * 2_000)[0]


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("{{ 'a' * 200000000 }}", "sjabloon"),
        ("{% for x in [1, 2] %}x{% endfor %}", "sjabloon"),
        ("{{ ''.__class__.__mro__ }}", "sjabloon"),
        ("{{ geheim }}", "sjabloon-naam"),
    ],
)
def test_a_phrase_of_ones_own_is_a_template_that_is_looked_at(
    content: Content, tmp_path: Path, phrase: str, code: str
) -> None:
    """The flows were, the phrases were not: these ran when they were first said."""
    (tmp_path / "phrases.yaml").write_text(f'texts:\n  opening: "{phrase}"\n', "utf-8")
    (tmp_path / "vorm.yaml").write_text((shipped("dialogues") / "vorm.yaml").read_text("utf-8"), "utf-8")
    found = load_script((shipped("dialogues"), tmp_path), content.library).problems
    assert code in {problem.code for problem in found}
    assert all("phrases.yaml" in problem.file for problem in found)


def test_a_sentence_of_ones_own_has_only_so_much_room_in_it(content: Content, tmp_path: Path) -> None:
    (tmp_path / "phrases.yaml").write_text(f"sentences:\n  boos: ['{'... ' * 12}[zz]']\n", "utf-8")
    (tmp_path / "vorm.yaml").write_text((shipped("dialogues") / "vorm.yaml").read_text("utf-8"), "utf-8")
    found = load_script((shipped("dialogues"), tmp_path), content.library).problems
    assert [problem.code for problem in found] == ["sjabloon"]
    assert too_free("(a|b) " * 13)
    assert not too_free("... [a|b] (c) ... d ...")


def test_a_flow_finds_its_replies_in_its_own_folder_only(content: Content, tmp_path: Path) -> None:
    text = (shipped("dialogues") / "vorm.yaml").read_text("utf-8").replace("flow: vorm\n", "flow: ../../elders\n")
    folder = tmp_path / "dialogen"
    (folder / "replies").mkdir(parents=True)
    (tmp_path / "elders.yaml").write_text("menu: [dit komt van elders]\n", "utf-8")
    (folder / "vorm.yaml").write_text(text, "utf-8")
    read_ = load_script((shipped("dialogues"), folder), content.library)
    assert not any("dit komt van elders" in flow.examples for flow in read_.script.flows.values())


# --- conversations and own sources


@pytest.mark.parametrize("value", [["po", "vo"], True, 17, 1.5, None])
def test_an_answer_of_another_kind_than_its_question_is_asked_again(
    content: Content, world: World, tmp_path: Path, value: e.Value | None
) -> None:
    """A list where one option belongs ended the conversation."""
    player = Player(content.script, world)
    player.say("vorm kiezen", "nu", "kind", "po")
    path = "vorm.situatie"
    log = [
        e.Answered(event.turn, path, value, "x") if getattr(event, "path", "") == path else event
        for event in player.log
    ]
    store = SqliteStore(tmp_path)
    store.create("proef")
    store.append("proef", 0, log)
    session = Session(content, store, tmp_path, name="proef", world=world)
    reply = session.opening()
    assert reply.view.question is not None
    assert path not in reply.view.answers
    for message in ("overzicht", "1", "terug", "stop"):
        assert session.say(message).outputs


@pytest.mark.parametrize("value", [["po"], True, 17])
def test_an_open_question_with_something_else_than_text_is_asked_again(
    content: Content, world: World, value: e.Value
) -> None:
    player = Player(content.script, world)
    player.say("plan", "sla over", "De Brug", "Gouda")
    assert player.answers["plan.naam"] == "De Brug"
    player.log = [
        e.Answered(event.turn, "plan.naam", value, "x") if getattr(event, "path", "") == "plan.naam" else event
        for event in player.log
    ]
    assert "plan.naam" not in player.answers
    assert player.say("overzicht").outputs


def test_a_list_with_an_item_of_any_name_can_grow(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("plan", *["sla over"] * 40)
    lists = [event for event in player.log if isinstance(event, e.Answered) and isinstance(event.value, list)]
    path = next((event.path for event in lists), "plan.doelen")
    player.log.append(e.Answered(player.log[-1].turn, path, ["geen", "d1"], "x"))
    assert player.say("voeg doel toe").outputs
    assert player.say("overzicht").outputs


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", 7),
        ("title", None),
        ("year", "2024"),
        ("pages", [1]),
        ("pieces", {"a": 1}),
        ("pieces", [[]]),
        ("extra", 1),
    ],
)
def test_a_kept_source_that_was_changed_by_hand_is_left_out(
    content: Content, tmp_path: Path, key: str, value: object
) -> None:
    shelf = _shelf_with_one(tmp_path)
    [file] = shelf.files()
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), key: value}), "utf-8")
    assert shelf.sources() == []
    assert shelf.over(content.library).passages == content.library.passages


def test_a_kept_source_shows_nothing_that_a_terminal_acts_on(tmp_path: Path) -> None:
    shelf = _shelf_with_one(tmp_path)
    [file] = shelf.files()
    data = json.loads(file.read_text("utf-8"))
    data["title"] = data["pieces"][0]["text"] = "rood\x1b[31m\u202e"
    file.write_text(json.dumps(data), "utf-8")
    [source] = shelf.sources()
    assert source.title == source.pieces[0].text == "rood[31m"


def _shelf_with_one(folder: Path) -> Shelf:
    (folder / "bron.md").write_text("# Kop\n\nEen zin over regie.\n", "utf-8")
    shelf = Shelf(folder / "data")
    add(folder / "bron.md", shelf, date(2026, 11, 22))
    return shelf


def test_a_plan_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "plan.md").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(Unreadable, match="te groot"):
        read_plan(tmp_path / "plan.md")


@pytest.mark.parametrize(
    "name", ["../../x", "CON", "nul.txt", "a\0b", "x" * 5_000, "..", "/etc/passwd", "C:\\x", "~", "-"]
)
def test_no_name_of_a_conversation_leads_out_of_its_folder(
    content: Content, world: World, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "a" / "b" / "documenten"
    session = Session(content, MemoryStore(), folder, name=name, world=world)
    for message in ("intake", "leeg formulier"):
        session.say(message)
    [written] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written.parent == folder
    assert written.stem.split(".")[0].lower() not in ("con", "nul", "con-intake-leeg")
