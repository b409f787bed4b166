"""Where the rooms meet: names, keeping, two windows, a lost disk, documents."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from docx import Document

from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.journal.memory_store import MemoryStore
from assistant.journal.sqlite_store import SqliteStore
from assistant.journal.store import Unavailable
from assistant.loading.content import Content
from assistant.session import Reply, Session, World

CHOICE = ["vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee", "1", "Het past.", "ja"]


class Desk:
    """Opens conversations on one store."""

    def __init__(self, content: Content, world: World, folder: Path) -> None:
        self.content, self.world, self.folder = content, world, folder
        self.store = SqliteStore(folder / "data")

    def open(self, name: str | None = None) -> Session:
        return Session(self.content, self.store, self.folder / "documenten", name=name, world=self.world)


@pytest.fixture
def desk(content: Content, world: World, tmp_path: Path) -> Desk:
    return Desk(content, world, tmp_path)


def talk(session: Session, *messages: str) -> Reply:
    reply = session.opening()
    for message in messages:
        reply = session.say(message)
    return reply


def text(reply: Reply) -> str:
    return "\n".join(output.text for output in reply.outputs)


def full(*_: object) -> None:
    raise Unavailable("De schijf is vol; maak ruimte.")


def test_automatic_names_come_from_subject_and_date_and_do_not_clash(desk: Desk) -> None:
    first, second = desk.open(), desk.open()
    assert "'vorm-2026-11-22'" in text(talk(first, "vorm kiezen"))
    assert "'vorm-2026-11-22-2'" in text(talk(second, "vorm kiezen"))


def test_names_are_made_safe_for_files(desk: Desk) -> None:
    session = desk.open("../../etc/\x1bpasswd")
    talk(session, *CHOICE)
    assert session.name == "etc-passwd"
    assert [path.parent for path in (desk.folder / "documenten").iterdir()] == [desk.folder / "documenten"]


def test_what_is_confirmed_is_on_disk_after_every_turn(desk: Desk) -> None:
    session = desk.open("proef")
    session.opening()
    for message in CHOICE:
        session.say(message)
        assert desk.store.load("proef").events == tuple(session.log)


def test_resuming_gives_the_same_stand(desk: Desk) -> None:
    session = desk.open("proef")
    reply = talk(session, *CHOICE[:6])
    session.close()
    again = desk.open("proef").opening()
    assert again.view == reply.view
    assert "Welkom terug bij 'proef'" in text(again)
    assert "Een samenwerkingsvorm kiezen: 5 antwoorden" in text(again)


def test_a_second_window_is_told_when_it_opens(desk: Desk) -> None:
    talk(desk.open("proef"), "vorm kiezen")
    assert "ander venster" in text(desk.open("proef").opening())


def test_a_second_window_that_wrote_meanwhile_is_never_overwritten(desk: Desk) -> None:
    first = desk.open("proef")
    talk(first, "vorm kiezen")
    second = desk.open("proef")
    talk(second, "nu")
    reply = first.say("straks")
    assert "in een ander venster verdergegaan" in text(reply) and "straks" in text(reply)
    assert reply.view.answers == {"vorm.situatie": "nu"}
    assert first.say("kind").view.answers == {"vorm.situatie": "nu", "vorm.aanleiding": ["kind"]}
    assert desk.store.load("proef").events == tuple(first.log)


def test_a_disk_that_fails_halfway_loses_nothing_and_says_so_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    session = desk.open("proef")
    talk(session, "vorm kiezen", "nu")

    monkeypatch.setattr(desk.store, "append", full)
    reply = session.say("kind")
    assert "De schijf is vol" in text(reply) and "niet bewaard" in text(reply)
    reply = session.say("po")
    assert "De schijf is vol" not in text(reply)
    assert reply.view.answers["vorm.sector"] == ["po"]
    monkeypatch.undo()
    assert desk.open("proef").opening().view.answers == {"vorm.situatie": "nu"}


def test_what_was_said_without_a_disk_is_kept_when_there_is_one_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.open("proef")
    talk(session, "vorm kiezen", "nu")
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "append", full)
        session.say("kind")
        session.say("po")
    reply = session.say("ja")
    assert "Bewaren lukt weer" in text(reply)
    assert desk.store.load("proef").events == tuple(session.log)
    assert "Bewaren lukt weer" not in text(session.say("ja"))


def test_a_conversation_without_a_disk_goes_on_elsewhere_and_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.open("proef")
    session.options = ' --kennis x --data "oude map"'
    monkeypatch.setattr(desk.store, "create", full)
    reply = talk(session, "vorm kiezen")
    assert "'bewaar elders' en een map" in text(reply)
    session.say("nu")
    other = desk.folder / "andere map"
    reply = session.say(f"bewaar elders {other}")
    told = f'samenwerkwijzer gesprek proef --kennis x --data "{other}"'
    assert str(other) in text(reply) and told in text(reply) and "oude map" not in text(reply)
    assert reply.view.question and reply.view.question.path == "vorm.aanleiding"
    session.say("kind")
    assert SqliteStore(other).load("proef").events == tuple(session.log)
    session.close()
    desk.store = SqliteStore(other)
    again = desk.open("proef").opening()
    assert "ander venster" not in text(again)
    assert again.view.answers == {"vorm.situatie": "nu", "vorm.aanleiding": ["kind"]}


def test_what_is_kept_elsewhere_never_takes_the_place_of_what_is_there(desk: Desk) -> None:
    talk(desk.open("proef"), "vorm kiezen", "straks")
    here = desk.store
    desk.store = SqliteStore(desk.folder / "hier")
    session = desk.open("proef")
    talk(session, "vorm kiezen", "nu", f"bewaar elders {desk.folder / 'data'}")
    assert session.name == "proef-2"
    assert here.load("proef-2").events == tuple(session.log)
    desk.store = here
    assert desk.open("proef").opening().view.answers == {"vorm.situatie": "straks"}


@pytest.mark.parametrize(
    "wish", ["bewaar elders", "bewaar elders {file}", "bewaar elders \0", "bewaar elders ~niemand/x"]
)
def test_a_place_where_nothing_can_be_kept_is_one_sentence_and_changes_nothing(desk: Desk, wish: str) -> None:
    blocked = desk.folder / "bestand"
    blocked.write_text("x", "utf-8")
    session = desk.open("proef")
    reply = talk(session, "vorm kiezen", wish.format(file=blocked))
    assert "Noem" in text(reply)
    session.say("nu")
    assert desk.store.load("proef").events == tuple(session.log)
    assert blocked.read_text("utf-8") == "x"


def damage(desk: Desk, turns: int) -> None:
    """Flip a byte of the event of a turn."""
    file = desk.folder / "data" / "gesprekken.sqlite3"
    content = file.read_bytes()
    place = content.index(f'"turn":{turns},'.encode())
    file.write_bytes(content[:place] + b"'" + content[place + 1 :])


def test_a_damaged_conversation_goes_on_under_another_name_and_stays_as_it_is(desk: Desk) -> None:
    session = desk.open("proef")
    talk(session, "vorm kiezen", "nu", "kind", "po")
    session.close()
    damage(desk, 4)
    before = desk.store.load("proef")
    session = desk.open("proef")
    reply = session.opening()
    assert "beschadigd" in text(reply) and "'proef hersteld'" in text(reply)
    assert reply.view.answers == {"vorm.situatie": "nu", "vorm.aanleiding": ["kind"]}
    assert [listed.name for listed in desk.store.names()] == ["proef"], "looking is not going on"
    reply = session.say("vo")
    assert "onder de naam 'proef hersteld'" in text(reply)
    assert desk.store.load("proef hersteld").events == tuple(session.log)
    assert desk.store.load("proef") == before and before.lost > 0
    again = desk.open("proef")
    talk(again, "mbo")
    assert again.name == "proef hersteld-2"


def test_a_name_of_a_folder_that_a_terminal_would_act_on_is_not_shown(
    content: Content, world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "\x1b[31mrood\u202e"
    session = Session(
        content, SqliteStore(tmp_path / "data"), folder, name="proef", world=world, options=" --data \x1b"
    )
    shown = repr(talk(session, *CHOICE)) + repr(session.say("stop"))
    assert "[31mrood" in shown and "\\x1b" not in shown and "\\u202e" not in shown


def test_documents_are_written_beside_each_other_and_remembered(desk: Desk) -> None:
    session = desk.open("proef")
    reply = talk(session, *CHOICE)
    draft = next(output for output in reply.outputs if isinstance(output, o.Draft))
    assert draft.file == str(desk.folder / "documenten" / "proef-advies.docx") and Path(draft.file).exists()
    again = session.say("document")
    assert "proef-advies-2.docx" in text(again)
    assert [type(event) for event in session.log].count(e.Drafted) == 2
    session.close()
    assert "proef-advies-2.docx" in text(desk.open("proef").opening())


def test_a_blank_form_is_written_and_is_no_answer(desk: Desk) -> None:
    session = desk.open("proef")
    reply = talk(session, "intake", "leeg formulier")
    assert (desk.folder / "documenten" / "proef-intake-leeg.docx").exists()
    assert reply.view.answers == {} and reply.view.question and reply.view.question.path == "intake.naam"


def test_a_folder_that_cannot_be_written_is_one_sentence(content: Content, world: World, tmp_path: Path) -> None:
    blocked = tmp_path / "bestand"
    blocked.write_text("x", "utf-8")
    session = Session(content, MemoryStore(), blocked, name="proef", world=world)
    reply = talk(session, *CHOICE)
    draft = next(output for output in reply.outputs if isinstance(output, o.Draft))
    assert draft.file is None and "kies een andere" in draft.text


def test_a_change_after_the_document_says_that_it_is_older(desk: Desk) -> None:
    session = desk.open("proef")
    talk(session, *CHOICE)
    assert "van vóór deze wijziging" in text(session.say("wijzig aan tafel naar ja"))


def test_a_stopped_conversation_tells_how_to_go_on(desk: Desk) -> None:
    reply = talk(desk.open("mijn gesprek"), "vorm kiezen", "stop")
    assert reply.view.finished and 'samenwerkwijzer gesprek "mijn gesprek"' in text(reply)


PLAN = ["plan", "sla over", "De Brug", "Gouda", "vandaag", "Marijke", "Fatma, ib'er"]


def edited(desk: Desk, name: str, old: str, new: str) -> Path:
    """The plan of a conversation, written and then changed by hand."""
    session = desk.open(name)
    session.opening()
    draft = next(output for output in session.say("document plan").outputs if isinstance(output, o.Draft))
    session.close()
    assert draft.file
    document = Document(draft.file)
    for paragraph in document.paragraphs:
        if old in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
            for run in paragraph.runs[1:]:
                run.text = ""
    document.save(draft.file)
    return Path(draft.file)


def test_a_plan_that_was_edited_is_read_in_and_can_be_undone_in_one_go(desk: Desk) -> None:
    before = talk(desk.open("proef"), *PLAN)
    path = edited(desk, "proef", "Marijke", "Sanne")
    session = desk.open("proef")
    reply = talk(session, f"lees {path.name}")
    assert "Contactpersoon is nu: Sanne. Dat was: Marijke." in text(reply) and str(path) in text(reply)
    assert reply.view.answers["plan.contactpersoon"] == "Sanne"
    assert {**reply.view.answers, "plan.contactpersoon": "Marijke"} == before.view.answers
    assert isinstance(reply.outputs[-1], o.Ask) and not any(isinstance(output, o.Read) for output in reply.outputs)
    assert desk.store.load("proef").events == tuple(session.log)
    assert session.say("ongedaan").view.answers == before.view.answers


def test_a_plan_can_begin_a_conversation(desk: Desk) -> None:
    talk(desk.open("proef"), *PLAN)
    path = edited(desk, "proef", "Gouda", "Delft")
    session = desk.open("nieuw")
    reply = talk(session, f'lees "{path}"')
    assert reply.view.answers["plan.gemeente"] == "Delft" and reply.view.flow == "plan"
    assert reply.view.question and reply.view.question.path == "plan.notities"
    assert isinstance(reply.outputs[-1], o.Ask) and reply.outputs[-1].path == "plan.notities"
    assert desk.store.load("nieuw").events == tuple(session.log)


def test_reading_what_is_no_plan_changes_nothing(desk: Desk) -> None:
    session = desk.open("proef")
    before = talk(session, *PLAN)
    for wish in ("lees er-is-niets.docx", "lees ~niemand/x.md", "lees " + "n" * 500 + ".docx"):
        reply = session.say(wish)
        assert "is er niet; kijk of het pad klopt" in text(reply) and isinstance(reply.outputs[-1], o.Ask)
        assert reply.view.answers == before.view.answers


def test_a_sentence_that_begins_with_lees_is_an_answer(desk: Desk) -> None:
    session = desk.open("proef")
    reply = talk(session, *PLAN[:2], "lees samen met ouders")
    assert reply.view.answers["plan.naam"] == "lees samen met ouders"


def test_on_return_the_last_document_is_looked_after(content: Content, world: World, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "data")

    def session() -> Session:
        return Session(content, store, tmp_path, name="proef", world=world)

    def told() -> str:
        return " ".join(output.text for output in session().opening().outputs)

    first = session()
    first.opening()
    for message in ("plan", "sla over", "De Waterlelie", "document"):
        first.say(message)
    first.close()
    file = tmp_path / "proef-plan.docx"
    assert str(file) in told() and "daarna" not in told()
    later = time.time() + 60
    os.utime(file, (later, later))
    assert "daarna nog veranderd. Met 'lees proef-plan.docx'" in told()
    again = session()
    again.opening()
    again.say("Westerbroek")
    again.close()
    assert "Daarna heb je nog iets veranderd" in told()
    file.unlink()
    assert "Op die plek staat het document nu niet." in told()
