"""Before a text with personal data is kept it is asked what may be kept of it, in every face, and nothing is lost."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation.engine import expects
from assistant.interfaces import jsonl, plain
from assistant.journal.memory_store import MemoryStore
from assistant.journal.sqlite_store import SqliteStore
from assistant.loading.content import Content
from assistant.session import Reply, Session, World
from tests.conversation.player import Player
from tests.tui.window import play, window

TO_THE_REGION = ("plan van aanpak maken", "sla over", "De Brug")
NUMBER = "06-12345678"
TEXT = f"Bel moeder Anna op {NUMBER} in Deventer"
CUT = "Bel moeder Anna op [telefoonnummer weggelaten] in Deventer"
AT, ASKED = "plan.gemeente", "persoonsgegevens"


@pytest.fixture
def player(content: Content, world: World) -> Player:
    made = Player(content.script, world)
    made.say(*TO_THE_REGION)
    assert made.at == AT
    return made


def kept(player: Player) -> str:
    """All that the log holds, as it is on disk."""
    return json.dumps([e.to_data(event) for event in player.log], ensure_ascii=False)


# --- asking ---


def test_it_asks_before_anything_of_the_text_is_kept(player: Player) -> None:
    before = player.answers
    turn = player.say(TEXT)
    assert turn.withheld == TEXT and player.answers == before
    assert "Anna" not in kept(player) and "Deventer" not in kept(player) and "78" not in kept(player)
    assert "een telefoonnummer (06-…78)" in player.text() and NUMBER not in player.text()
    assert "Namen herken ik niet" in player.text()
    asked = expects(player.view.question)
    assert asked is not None and (asked["path"], asked["type"]) == (ASKED, "choice")
    assert [option["id"] for option in asked["options"]] == ["weglaten", "veranderen", "staan"]


def test_it_names_what_it_saw_and_no_more_than_three(player: Player) -> None:
    player.say("bsn 628194821, jan@school.nl, 06-12345678, NL53INGB3724979583")
    assert "een burgerservicenummer (…21), een e-mailadres (j…@…nl)" in player.text()
    assert "nog 1 meer" in player.text()


@pytest.mark.parametrize("choice", ["3", "Laten staan", "laat staan", "mag blijven staan"])
def test_it_stays_where_the_person_says_so(player: Player, choice: str) -> None:
    player.say(TEXT, choice)
    assert player.answers[AT] == TEXT and player.at == "plan.datum"


@pytest.mark.parametrize("choice", ["1", "weglaten", "laat weg", "verwijder het telefoonnummer", f"verwijder {NUMBER}"])
def test_it_is_left_out_and_the_rest_is_kept(player: Player, choice: str) -> None:
    player.say(TEXT, choice)
    assert player.answers[AT] == CUT and player.at == "plan.datum"
    assert CUT in player.text() and NUMBER not in kept(player)


@pytest.mark.parametrize("choice", ["2", "veranderen", "terug", "ongedaan", "laat maar"])
def test_the_text_can_be_given_again(player: Player, choice: str) -> None:
    player.say(TEXT, choice)
    assert player.at == AT and "Anna" not in kept(player) and player.answers["plan.naam"] == "De Brug"
    player.say("Deventer")
    assert player.answers[AT] == "Deventer"


def test_a_new_text_takes_its_place_at_once_and_that_is_said(player: Player) -> None:
    player.say(TEXT)
    turn = player.say("gemeente Deventer, zonder nummer")
    assert player.answers[AT] == "gemeente Deventer, zonder nummer" and "Anna" not in kept(player)
    assert "gemeente Deventer, zonder nummer" in turn.outputs[0].text


def test_a_new_text_with_something_else_in_it_is_asked_about_too(player: Player) -> None:
    player.say(TEXT, "mail dan anna@voorbeeld.nl")
    assert player.at == ASKED and "e-mailadres" in player.text() and "telefoonnummer" not in player.text()
    player.say("laat staan")
    assert player.answers[AT] == "mail dan anna@voorbeeld.nl"


def test_nothing_but_the_data_leaves_nothing_over(player: Player) -> None:
    player.say(NUMBER, "weglaten")
    assert player.at == AT and AT not in player.answers and "blijft er niets over" in player.text()


@pytest.mark.parametrize("message", ["ja", "nee", "ok", "hm", "", "...", "weet ik niet", "x" * 30_000])
def test_what_decides_nothing_leaves_the_question_open_and_the_text_waiting(player: Player, message: str) -> None:
    before = player.answers
    player.say(TEXT, message)
    assert player.at == ASKED and player.answers == before
    player.say("laat staan")
    assert player.answers[AT] == TEXT


@pytest.mark.parametrize(
    "message", ["waarom", "help", "overzicht", "? wat is mandaat", "wat is een oza?", "privacy", "document"]
)
def test_something_can_be_asked_meanwhile(player: Player, message: str) -> None:
    player.say(TEXT, message)
    assert player.at == ASKED and "Anna" not in kept(player)
    player.say("weglaten")
    assert player.answers[AT] == CUT


@pytest.mark.parametrize(("message", "at"), [("sla over", "plan.datum"), ("menu", "home"), ("stop", None)])
def test_going_elsewhere_drops_the_text_and_says_so(player: Player, message: str, at: str | None) -> None:
    player.say(TEXT, message)
    assert player.at == at and "Anna" not in kept(player)
    assert "De tekst waarin ik dat zag bewaar ik niet; de rest wel." in player.text()


def test_at_a_question_with_options_the_rest_of_the_text_is_understood(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("vorm kiezen", "nu", "kind", f"basisschool, bel {NUMBER}", "weglaten")
    assert player.answers["vorm.sector"] == ["po"] and NUMBER not in kept(player)


def test_at_a_question_of_the_engine_it_goes_on_there(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("plan", "menu", "opzoeken", f"wat is mandaat {NUMBER}")
    assert player.at == ASKED
    player.say("laat staan")
    assert any(isinstance(event, e.LookedUp) and NUMBER in event.query for event in player.log)


def test_somebody_in_danger_goes_before_it(player: Player) -> None:
    turn = player.say(f"hij wordt geslagen, bel {NUMBER}")
    assert "Veilig Thuis" in turn.outputs[0].text and player.at == ASKED


# --- not asking ---


def test_agreeing_where_a_proposal_lies_behind_takes_nothing_over(player: Player) -> None:
    player.say("Westerbroek")
    player.say(f"vrijdag, {TEXT}")
    turn = player.say("het klopt zo")
    assert turn.outputs[0].text == "Hier is niets om over te nemen."
    assert player.at == "persoonsgegevens" and "plan.datum" not in player.answers


def test_what_may_stand_is_not_asked_about_again_however_it_is_written(player: Player) -> None:
    player.say(TEXT, "laat staan", "ok", "wijzig gemeente", "Anna: +31 6 12 34 56 78")
    assert player.answers[AT] == "Anna: +31 6 12 34 56 78"
    player.say("wijzig gemeente", "Anna: 06-87654321")
    assert player.at == ASKED


def test_another_conversation_asks_again(content: Content, world: World) -> None:
    for _ in range(2):
        player = Player(content.script, world)
        player.say(*TO_THE_REGION, TEXT)
        assert player.at == ASKED
        player.say("laat staan")


def test_contact_details_are_in_their_place_with_the_contact_person(player: Player) -> None:
    player.say("Deventer", "ok")
    assert player.at == "plan.contactpersoon"
    player.say("Marijke, m.zwaan@school.nl, 06-12345678")
    assert player.answers["plan.contactpersoon"] == "Marijke, m.zwaan@school.nl, 06-12345678"
    player.say("wijzig contactpersoon naar Fatma, 06-87654321")
    assert player.answers["plan.contactpersoon"] == "Fatma, 06-87654321"


@pytest.mark.parametrize("text", ["bsn 628194821", "Kerkweg 4, 8011 CV", "geboren 12-03-2014", "NL53INGB3724979583"])
def test_a_home_or_a_bsn_is_asked_about_there_too(player: Player, text: str) -> None:
    player.say("Deventer", "ok", f"Marijke, {text}, m.zwaan@school.nl")
    assert player.at == ASKED and "e-mailadres" not in player.text()
    player.say("weglaten")
    assert "m.zwaan@school.nl" in player.answers["plan.contactpersoon"]


def test_who_takes_a_question_along_may_be_reached(player: Player) -> None:
    player.say("parkeer bij Fatma, f.yilmaz@school.nl")
    assert player.view.parked == (AT,)


def test_undoing_takes_the_answer_back_and_not_the_choice(player: Player) -> None:
    player.say(TEXT, "laat staan", "ongedaan")
    assert player.at == AT and AT not in player.answers
    player.say(TEXT)
    assert player.answers[AT] == TEXT


# --- replay, crashes and other windows ---


def test_the_same_messages_give_the_same_log(player: Player, content: Content, world: World) -> None:
    player.say(TEXT, "waarom", "weglaten", "ok", TEXT, "laat staan")
    again = Player(content.script, world)
    again.say(*TO_THE_REGION, TEXT, "waarom", "weglaten", "ok", TEXT, "laat staan")
    assert again.log == player.log
    assert [e.from_data(json.loads(json.dumps(e.to_data(event)))) for event in player.log] == player.log


@dataclass
class Desk:
    """Conversations on one disk, as whole programs would open them."""

    content: Content
    world: World
    folder: Path

    def open(self) -> Session:
        return Session(self.content, SqliteStore(self.folder / "data"), self.folder, name="proef", world=self.world)

    def bytes(self) -> bytes:
        return b"".join(path.read_bytes() for path in (self.folder / "data").rglob("*") if path.is_file())


@pytest.fixture
def desk(content: Content, world: World, tmp_path: Path) -> Desk:
    return Desk(content, world, tmp_path)


def talk(session: Session, *messages: str) -> Reply:
    reply = session.opening()
    for message in messages:
        reply = session.say(message)
    return reply


def said(reply: Reply) -> str:
    return "\n".join(output.text for output in reply.outputs)


def test_when_the_program_stops_meanwhile_the_text_is_gone_and_that_is_said(desk: Desk) -> None:
    talk(desk.open(), *TO_THE_REGION, TEXT)
    assert b"Anna" not in desk.bytes() and NUMBER.encode() not in desk.bytes() and b"Withheld" in desk.bytes()
    session = desk.open()
    reply = session.opening()
    assert "Je laatste tekst heb ik niet bewaard" in said(reply)
    assert isinstance(reply.outputs[-1], o.Ask) and reply.outputs[-1].path == AT
    assert reply.view.question is not None and reply.view.question.path == AT
    assert "Je laatste tekst" not in said(desk.open().opening()), "said once"
    assert session.say("Deventer").view.answers[AT] == "Deventer"


@pytest.mark.parametrize("choice", ["laat staan", "weglaten", "veranderen"])
def test_a_choice_about_a_text_that_got_lost_loses_nothing_else(player: Player, choice: str) -> None:
    player.say(TEXT)
    player.turn = None  # whoever carried the text along has forgotten it
    player.say(choice)
    assert player.at == AT and "heb ik niet bewaard" in player.text() and AT not in player.answers


def test_another_window_that_went_on_gives_the_choice_back(desk: Desk) -> None:
    one = desk.open()
    talk(one, *TO_THE_REGION, TEXT)
    other = desk.open()
    talk(other, "Zwolle")
    reply = one.say("laat staan")
    assert "ander venster" in said(reply) and one.withheld == "" and b"Anna" not in desk.bytes()
    assert reply.view.question is not None and reply.view.question.path == "plan.datum"


def test_a_text_is_not_kept_waiting_when_another_window_went_on(desk: Desk) -> None:
    one = desk.open()
    talk(one, *TO_THE_REGION)
    talk(desk.open(), "Zwolle")
    reply = one.say(TEXT)
    assert one.withheld == "" and reply.view.question is not None and reply.view.question.path == "plan.datum"


def test_a_conversation_that_another_window_ended_goes_on_here(desk: Desk) -> None:
    one = desk.open()
    talk(one, *TO_THE_REGION)
    talk(desk.open(), "stop")
    reply = one.say(TEXT)
    assert not reply.view.finished and reply.view.question is not None and reply.view.question.path == AT


def test_without_a_disk_it_is_asked_all_the_same(content: Content, world: World, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("geen map", "utf-8")
    session = Session(content, SqliteStore(tmp_path / "data"), tmp_path, world=world)
    reply = talk(session, *TO_THE_REGION, TEXT)
    assert reply.view.question is not None and reply.view.question.path == ASKED
    assert session.say("laat staan").view.answers[AT] == TEXT


# --- every face ---


def test_json_asks_as_for_any_other_choice(content: Content, world: World, tmp_path: Path) -> None:
    out = io.StringIO()
    session = Session(content, MemoryStore(), tmp_path, name="proef", world=world)
    jsonl.run(session, [f"{line}\n" for line in (*TO_THE_REGION, TEXT, "weglaten")], out)
    *_, before, asked, after = [json.loads(line) for line in out.getvalue().splitlines()]
    assert asked["turn"] == before["turn"] + 1 == after["turn"] - 1
    assert asked["expects"]["path"] == ASKED and asked["expects"]["type"] == "choice"
    assert [option["id"] for option in asked["expects"]["options"]] == ["weglaten", "veranderen", "staan"]
    assert [output["type"] for output in asked["outputs"]] == ["say", "ask"]
    assert NUMBER not in json.dumps(asked) and asked["answers"] == before["answers"]
    assert after["answers"][AT] == CUT


def test_plain_lines_ask_it_with_numbers(content: Content, world: World, tmp_path: Path) -> None:
    out = io.StringIO()
    session = Session(content, MemoryStore(), tmp_path, name="proef", world=world)
    plain.run(session, [f"{line}\n" for line in (*TO_THE_REGION, TEXT, "3", "overzicht")], out)
    assert "1 Weglaten\n2 Mijn tekst veranderen\n3 Laten staan\n" in out.getvalue()
    assert f"Gemeente: {TEXT}" in out.getvalue()


def test_the_terminal_puts_the_text_back_to_be_changed(content: Content, world: World, tmp_path: Path) -> None:
    async def scene() -> None:
        async with window(content, world, tmp_path) as shown:
            for message in (*TO_THE_REGION, TEXT):
                await shown.say(message)
            assert shown.asked == ASKED
            await shown.press("2")
            await shown.until(lambda: shown.prompt.text == TEXT, "the text in the prompt")
            shown.prompt.text = "Deventer"
            reply = await shown.pick("enter")
            assert reply.view.answers[AT] == "Deventer"

    play(scene())
