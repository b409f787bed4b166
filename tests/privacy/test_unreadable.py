"""What was kept can be made unreadable: no byte of it is left in the data folder, and the conversation goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation.now import Now
from assistant.journal.sqlite_store import SqliteStore
from assistant.journal.store import Unavailable
from assistant.loading.content import Content
from assistant.session import Reply, Session, World
from tests.conversation.player import Player, reloaded

TO_THE_REGION = ("plan van aanpak maken", "sla over", "De Brug")
NUMBER, SPELLINGS = "06-12345678", ("06-12345678", "06 12 34 56 78", "+31 6 12345678", "0612345678")
TEXT = f"Bel Wilhelmientje op {NUMBER} in Deventer"
NAME = "Wilhelmientje"


@dataclass
class Desk:
    """Conversations on one disk, with documents elsewhere."""

    content: Content
    world: World
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def open(self, name: str = "proef") -> Session:
        documents = self.folder / "documenten"
        return Session(self.content, SqliteStore(self.data), documents, name=name, world=self.world)

    def holds(self, *texts: str) -> list[str]:
        """Which of these texts stand in any file of the data folder, in whatever encoding."""
        files = [path for path in self.data.rglob("*") if path.is_file()]
        assert files
        kept = [path.read_bytes() + path.name.encode() for path in files]
        wanted = {text: [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")] for text in texts}
        return [text for text, forms in wanted.items() if any(form in held for form in forms for held in kept)]


@pytest.fixture
def desk(content: Content, world: World, tmp_path: Path) -> Desk:
    return Desk(content, world, tmp_path)


@pytest.fixture
def player(content: Content, world: World) -> Player:
    made = Player(content.script, world)
    made.say(*TO_THE_REGION)
    return made


def talk(session: Session, *messages: str) -> Reply:
    reply = session.opening()
    for message in messages:
        reply = session.say(message)
    return reply


def said(reply: Reply) -> str:
    return "\n".join(output.text for output in reply.outputs)


def kept(player: Player) -> str:
    return json.dumps([e.to_data(event) for event in player.log], ensure_ascii=False)


def skip_to(player: Player, path: str) -> None:
    for _ in range(40):
        if player.at == path:
            return
        player.say("sla over")
    raise AssertionError(player.at)


# --- what is overwritten ---


def test_one_thing_goes_wherever_it_stands_and_the_rest_stays(player: Player) -> None:
    player.say(TEXT, "laat staan", "ok", f"Jan, {SPELLINGS[1]}", f"Piet, {SPELLINGS[2]}", f"? mandaat {SPELLINGS[3]}")
    player.say("verwijder het telefoonnummer", "ja")
    for spelling in SPELLINGS:
        assert spelling not in kept(player), spelling
    assert player.answers["plan.gemeente"] == "Bel Wilhelmientje op [telefoonnummer weggehaald] in Deventer"
    assert player.answers["plan.contactpersoon"] == "Jan, [telefoonnummer weggehaald]"
    assert player.at == "plan.aandachtsgebieden"


def test_a_whole_answer_goes_with_all_its_earlier_versions_and_the_messages(player: Player) -> None:
    player.say(TEXT, "laat staan", "wijzig gemeente", "Wilhelmientje, Zwolle", "wijzig gemeente", "Zwolle bij Zwolle")
    player.say("maak onleesbaar", "gemeente", "ja")
    for secret in (NAME, NUMBER, "Deventer", "Zwolle"):
        assert secret not in kept(player), secret
    assert "plan.gemeente" in player.view.skipped and player.answers["plan.naam"] == "De Brug"
    assert player.at == "plan.datum"


def test_what_was_copied_elsewhere_goes_too(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("plan", f"{NAME} komt om tien uur\nsamen starten", "De Brug", "notitie 1", "ok")
    assert player.answers["plan.gemeente"] == f"{NAME} komt om tien uur"
    player.say("maak onleesbaar: gemeente", "ja")
    assert NAME not in kept(player) and "samen starten" in player.answers["plan.notities"]


def test_an_answer_that_was_undone_can_still_be_made_unreadable(player: Player) -> None:
    player.say(TEXT, "laat staan", "ongedaan", "Zwolle")
    player.say("verwijder het telefoonnummer", "ja")
    assert NUMBER not in kept(player)
    player.say("maak onleesbaar: gemeente", "ja")
    assert NAME not in kept(player)


def test_ids_of_options_and_other_answers_stay_as_they_are(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("vorm kiezen", "nu", "kind", "po", "menu", *TO_THE_REGION, "kind", "ok")
    before = player.answers
    player.say("maak onleesbaar: gemeente", "ja")
    assert {**player.answers, "plan.gemeente": "kind"} == before


def test_a_choice_keeps_its_value_and_loses_the_words_it_was_given_in(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("vorm kiezen", "nu", "kind", f"basisschool, bel {NUMBER}", "laat staan")
    player.say("verwijder het telefoonnummer", "ja")
    assert player.answers["vorm.sector"] == ["po"] and NUMBER not in kept(player)


def test_a_choice_is_left_alone_where_an_answer_is_the_same_word(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("vorm kiezen", "nu", "kind", "po", "ja", "verschilt", "menu", *TO_THE_REGION, "verschilt", "ok")
    assert player.answers["vorm.lichte_hulp"] == "verschilt"
    player.say("maak onleesbaar: gemeente", "ja")
    assert player.answers["vorm.lichte_hulp"] == "verschilt" and "plan.gemeente" in player.view.skipped


def test_a_short_answer_goes_from_its_message_too(player: Player) -> None:
    player.say("Bo", "ok", "maak onleesbaar: gemeente", "ja")
    assert '"Bo"' not in kept(player)


def test_a_bsn_goes_where_no_word_says_that_it_is_one(player: Player) -> None:
    player.say("bsn 628194821", "laat staan", "ok", "Jan 628194821", "6281.94.821")
    player.say("verwijder het bsn", "ja")
    assert not [number for number in ("628194821", "6281.94.821") if number in kept(player)]


def test_the_answer_itself_goes_last_so_that_it_can_be_found_again(player: Player) -> None:
    player.say(TEXT, "laat staan", "ok", f"Jan, {NUMBER}", f"? mandaat {NUMBER}", "verwijder het telefoonnummer")
    turn = player.say("ja")
    answers = [isinstance(event, e.Answered) for _, event in turn.overwritten]
    assert answers == sorted(answers) and answers[0] is False and answers[-1] is True


def test_replay_still_holds(player: Player, content: Content, world: World) -> None:
    player.say(TEXT, "laat staan", "ok", "Jan", "maak onleesbaar", "gemeente", "ja")
    again = Player(content.script, world, reloaded(player.log))
    assert again.view == player.view and again.say("overzicht").outputs == player.say("overzicht").outputs
    changed = {event.seq for event in player.log if isinstance(event, e.Redacted)}
    assert changed and all(seq < len(player.log) for seq in changed)


def test_what_was_made_unreadable_is_asked_about_again(player: Player) -> None:
    player.say(TEXT, "laat staan", "verwijder het telefoonnummer", "ja", "wijzig gemeente", TEXT)
    assert player.at == "persoonsgegevens"


# --- asking first ---


def test_it_asks_whether_it_is_meant_and_no_means_no(player: Player) -> None:
    player.say(TEXT, "laat staan")
    log = list(player.log)
    player.say("maak onleesbaar")
    assert player.at == "onleesbaar" and NUMBER not in player.turn.outputs[-1].text  # type: ignore[union-attr]
    player.say("1")
    assert player.at == "onleesbaar_zeker" and "Terugdraaien kan daarna niet" in player.text()
    player.say("nee")
    assert player.at == "plan.datum" and player.log[: len(log)] == log and "niets veranderd" in player.text()
    player.say("maak onleesbaar", "niets")
    assert player.at == "plan.datum" and player.log[: len(log)] == log


@pytest.mark.parametrize(
    "wish", ["verwijder het telefoonnummer", "haal mijn nummer weg", f"verwijder {NUMBER}", "wis dat telefoonnummer"]
)
def test_what_is_named_is_not_asked_for(player: Player, wish: str) -> None:
    player.say(TEXT, "laat staan", wish)
    assert player.at == "onleesbaar_zeker" and "06-…78" in player.text()
    player.say("ja")
    assert NUMBER not in kept(player)


def test_of_two_it_asks_which(player: Player) -> None:
    player.say(TEXT, "laat staan", "ok", "Jan, 06-87654321", "verwijder het telefoonnummer")
    asked = player.view.question
    assert player.at == "onleesbaar" and asked is not None
    assert [option.id for option in asked.options] == ["telefoonnummer#1", "telefoonnummer#2", "niets"]
    player.say("2", "ja")
    assert NUMBER in kept(player) and "06-87654321" not in kept(player)


def test_what_is_not_there_is_said(player: Player) -> None:
    player.say("verwijder het bsn")
    assert "Een burgerservicenummer zie ik in dit gesprek niet" in player.text() and player.at == "onleesbaar"


def test_before_anything_is_kept_there_is_nothing_to_do(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("maak onleesbaar")
    assert "nog niets bewaard" in player.text() and player.at == "home"


def test_an_item_of_a_list_is_still_taken_out_by_its_name(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("plan")
    skip_to(player, "plan.doelen.meer")
    player.say("ja", "doel twee", "verwijder doel 1")
    assert player.answers["plan.doelen"] == ["d2"]


def test_at_an_open_question_a_sentence_about_it_is_an_answer(player: Player) -> None:
    player.say("Deventer", "ok", "Jan", "Fatma", "sla over", "we maken gegevens in dossiers onleesbaar na een jaar")
    assert player.answers["plan.aandachtsgebied_toelichting"] == "we maken gegevens in dossiers onleesbaar na een jaar"


# --- on disk ---


def test_no_byte_of_it_is_left_in_the_data_folder(desk: Desk) -> None:
    session = desk.open()
    talk(session, *TO_THE_REGION, TEXT, "laat staan", "ok", f"Jan, {SPELLINGS[1]}")
    assert desk.holds(NUMBER, SPELLINGS[1], NAME) == [NUMBER, SPELLINGS[1], NAME]
    reply = session.say("verwijder het telefoonnummer")
    reply = session.say("ja")
    assert NUMBER not in said(session.say("overzicht")) and NUMBER not in repr(session.log)
    assert "onleesbaar gemaakt" in said(reply) and desk.holds(*SPELLINGS, "12345678", "34 56 78") == []
    session.say("maak onleesbaar: gemeente")
    session.say("ja")
    assert desk.holds(NAME, "Deventer") == []
    session.close()
    assert "De Brug" in said(talk(desk.open(), "overzicht"))
    assert desk.holds(NAME, "Deventer", *SPELLINGS) == []


def test_many_answers_over_many_pages_leave_no_byte_either(desk: Desk) -> None:
    session = desk.open()
    talk(session, *TO_THE_REGION, f"{NAME} " * 900, "ok", *[f"{NAME} {n} {'x' * 900}" for n in range(2)], "sla over")
    for path in ("gemeente", "contactpersoon", "ingevuld door"):
        session.say(f"maak onleesbaar: {path}")
        session.say("ja")
    assert desk.holds(NAME) == []


def test_erasing_leaves_no_byte_of_a_conversation(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    other = desk.open("ander")
    talk(other, *TO_THE_REGION[:2], "Elders")
    session = desk.open()
    talk(session, *TO_THE_REGION, TEXT, "laat staan", "ok", "Jan van de Overkant", f"? mandaat van {NAME}")
    session.close()
    assert desk.holds(NAME, NUMBER, "Overkant", "De Brug") == [NAME, NUMBER, "Overkant", "De Brug"]
    assert main(["wis", "proef", "--ja", "--data", str(desk.data)]) == 0
    assert desk.holds(NAME, NUMBER, "Overkant", "De Brug", "proef") == [] and desk.holds("Elders") == ["Elders"]


def test_another_window_may_not_put_it_back(desk: Desk) -> None:
    one, other = desk.open(), desk.open()
    talk(one, *TO_THE_REGION, TEXT, "laat staan")
    talk(other)
    other = desk.open()
    other.opening()
    one.say("verwijder het telefoonnummer")
    one.say("ja")
    assert "ander venster" in said(other.say("vandaag")) and desk.holds(NUMBER) == []


def test_documents_are_named_and_left_alone(desk: Desk) -> None:
    session = desk.open()
    talk(session, *TO_THE_REGION, TEXT, "laat staan", "document")
    [file] = (desk.folder / "documenten").iterdir()
    session.say("verwijder het telefoonnummer")
    assert str(file) in said(session.say("ja")) and file.exists()


class Stuck(SqliteStore):
    """A disk on which nothing can be changed any more."""

    def redact(self, name: str, seq: int, event: e.Event) -> None:
        raise Unavailable("De schijf is vol.")


def test_where_the_disk_refuses_that_is_said(desk: Desk) -> None:
    session = Session(desk.content, Stuck(desk.data), desk.folder, name="proef", world=desk.world)
    talk(session, *TO_THE_REGION, TEXT, "laat staan", "verwijder het telefoonnummer")
    reply = session.say("ja")
    assert "Op de schijf is het nog niet overal onleesbaar. De schijf is vol." in said(reply)
    assert "Het is onleesbaar gemaakt" not in said(reply)
    assert not any(isinstance(event, e.Redacted) for event in session.log) and NUMBER in repr(session.log)
    again = desk.open()
    talk(again, "verwijder het telefoonnummer", "ja")
    assert desk.holds(NUMBER) == [], "it can be asked again"


# --- before a document is written ---


def _written_by_hand(player: Player) -> None:
    """An answer from before there was a guard."""
    player.log += [e.Heard(99, TEXT, "2026-11-22"), e.Answered(99, "plan.gemeente", TEXT, TEXT)]


def test_a_document_with_it_is_warned_about_first(player: Player) -> None:
    _written_by_hand(player)
    turn = player.say("document")
    assert player.at == "schrijven" and not any(isinstance(output, o.Draft) for output in turn.outputs)
    assert "een telefoonnummer (06-…78) bij 'Gemeente'" in player.text()
    turn = player.say("schrijf het zo")
    assert any(isinstance(output, o.Draft) for output in turn.outputs)
    turn = player.say("document")
    assert any(isinstance(output, o.Draft) for output in turn.outputs), "asked once"


def test_it_can_be_changed_first_or_not_be_written(player: Player) -> None:
    _written_by_hand(player)
    player.say("document", "nee")
    assert player.at == "plan.datum"
    player.say("document", "eerst veranderen")
    assert player.at == "plan.gemeente" and "Zeg daarna 'document'" in player.text()
    turn = player.say("Deventer", "document")
    assert any(isinstance(output, o.Draft) for output in turn.outputs)


def test_at_the_end_of_a_flow_it_is_warned_about_too(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("plan")
    skip_to(player, "controle")
    _written_by_hand(player)
    player.say("het klopt zo", "ja")
    assert player.at == "schrijven"
    turn = player.say("zo schrijven")
    assert any(isinstance(output, o.Draft) for output in turn.outputs) and player.at == "home"


def test_what_may_stand_or_is_in_its_place_is_not_warned_about(player: Player) -> None:
    player.say(TEXT, "laat staan", "ok", "Marijke, m.zwaan@school.nl", "sla over")
    turn = player.say("document")
    assert any(isinstance(output, o.Draft) for output in turn.outputs)


def test_on_the_command_line_it_is_said_and_the_document_is_written(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    store = SqliteStore(desk.data)
    store.create("proef")
    log = [e.Heard(1, "plan", "2026-11-22"), e.Started(1, "plan"), e.Answered(1, "plan.gemeente", TEXT, TEXT)]
    store.append("proef", 0, log)
    target = desk.folder / "plan.md"
    assert main(["document", "proef", "--formaat", "md", "-o", str(target), "--data", str(desk.data)]) == 0
    assert "lijkt op een telefoonnummer (06-…78) bij 'Gemeente'" in capsys.readouterr().err
    assert NUMBER in target.read_text("utf-8")


def test_what_comes_in_from_a_file_is_told(desk: Desk) -> None:
    file = desk.folder / "plan.md"
    session = desk.open()
    talk(session, *TO_THE_REGION, "Deventer", "document")
    assert main(["document", "proef", "--formaat", "md", "-o", str(file), "--data", str(desk.data)]) == 0
    file.write_text(file.read_text("utf-8").replace("Deventer", TEXT), "utf-8")
    reply = desk.open().say(f"lees {file}")
    assert "In wat ik overnam zie ik iets wat lijkt op een telefoonnummer (06-…78) bij 'Gemeente'" in said(reply)


def test_now_knows_its_log(player: Player) -> None:
    assert Now(player.script, player.log, player.env).log is player.log
