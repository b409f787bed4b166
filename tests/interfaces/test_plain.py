"""The conversation in plain lines: complete, in words, and nothing long said twice."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.interfaces.conversations import Conversations
from assistant.interfaces.plain import ALONE, run
from assistant.journal.memory_store import MemoryStore
from assistant.loading.content import Content
from assistant.session import Session, World

Hear = Callable[..., list[str]]
PLAN = (
    "plan", "sla over", "De Waterlelie", "Westerbroek", "ok", "Anna", "ib'er en wijkteam", "2",
    "Tijd om samen terug te kijken, want nu zien wij elkaar alleen als er iets misgaat op school", "1", "Vast overleg",
    "3", "Korte lijnen", "Ouders eerder betrekken", "Uitnodigen", "ib'er", "Vragen", "nee", "nee", "Geen inkoop",
    "Wisseling", "Tijd",
)  # fmt: skip


@pytest.fixture
def hear(content: Content, world: World, tmp_path: Path) -> Hear:
    """Says messages; gives what was said after each, the opening first."""
    store = MemoryStore()

    def begin(name: str | None) -> Session:
        return Session(content, store, tmp_path, name=name, world=world)

    def talk(*messages: str, name: str | None = None) -> list[str]:
        out = io.StringIO()
        places = []

        def typed() -> object:
            for message in messages:
                places.append(out.tell())
                yield message + "\n"

        others = None if name else Conversations(store, content, world)
        run(begin(name), typed(), out, others, begin)  # type: ignore[arg-type]
        text = out.getvalue()
        bounds = [0, *places, len(text)]
        return [text[a:b] for a, b in pairwise(bounds)]

    return talk


def test_no_line_holds_a_sign_for_the_eye_only(hear: Hear) -> None:
    said = "".join(hear(*PLAN, "overzicht", "toon document", "zoek oza", "bron", "klopt", "nee", "vorm kiezen"))
    assert not re.search(r"[│┃─━●○›✓☒☐•·*\x1b\t]", said), re.findall(r".*[│┃─━●○›✓☒☐•·*\x1b\t].*", said)


def test_the_rows_of_a_review_are_said_whole_and_later_only_what_changed(hear: Hear) -> None:
    first, _, second = hear(*PLAN, "wijzig gemeente", "Oosterbroek")[-3:]
    assert PLAN[8] in first and "1 Het klopt zo\n2 Naam lerende praktijk: De Waterlelie\n" in first
    assert "Gemeente is nu: Oosterbroek. Dat was: Westerbroek." in second
    assert "1 Het klopt zo\n3 Gemeente: Oosterbroek\n" in second and "Waterlelie" not in second
    count = len(re.findall(r"(?m)^\d+ ", first)) - 2
    assert f"De andere {count} regels zijn niet veranderd" in second


def test_a_row_can_be_picked_by_the_number_it_had(hear: Hear) -> None:
    assert "hoe heet jullie lerende praktijk" in hear(*PLAN, "wijzig gemeente", "Oost", "2")[-1].lower()


def test_how_to_answer_is_told_once_for_each_kind_of_question(hear: Hear) -> None:
    said = "".join(hear(*PLAN))
    for how in ("Antwoord met ja of nee.", "met een komma ertussen.", "zeg dan eerst 'regels'"):
        assert said.count(how) == 1, how


def test_a_long_list_of_answers_is_not_said_again_until_asked(hear: Hear) -> None:
    asked, again, whole = hear("vorm kiezen", "nu", "kind", "onzin en nonsens", "herhaal")[-3:]
    assert "7 Mbo" in asked and "7 Mbo" not in again and "7 Mbo" in whole
    assert "De 7 antwoorden zijn dezelfde; 'herhaal' noemt ze weer." in again


def test_sources_are_one_line_and_the_passage_can_be_heard(hear: Hear) -> None:
    found, source, related, none = hear("zoek oza", "bron", "zie 2", "zie 99")[1:]
    assert found.count("Bron:") == 1 and "En nog 6; 'bron' noemt ze." in found
    assert source.count("Bron:") == 7 and "maatwerk" not in source
    assert related.startswith("Specialistische jeugdhulp in het speciaal onderwijs in één hand\n")
    assert "budget" in related and "Zie 1: " in related
    assert none.startswith("Dat nummer is er niet") and "Waarmee wil je verder?" in none


def test_what_was_said_beside_a_question_has_its_passage(hear: Hear) -> None:
    said = hear(*PLAN[:13], "bron")
    assert "Bij een doel let je hierop" in said[-2]
    assert said[-1].count("Bron:") >= 1 and "Wat is doel 1" in said[-1].replace("wat is doel 1", "Wat is doel 1")
    assert len(said[-1].split()) > 60


def test_without_anything_to_read_that_is_said(hear: Hear) -> None:
    assert "geen passage" in hear("bron")[-1]


def test_a_note_is_said_on_request(hear: Hear) -> None:
    asked, note, none = hear(*PLAN[:7], "uitleg 2", "uitleg 9")[-3:]
    assert "zeg 'uitleg' met het nummer" in asked
    assert note.startswith("De voorwaarden voor de samenwerking: ")
    assert none.startswith("Bij dat nummer hoort geen toelichting.")


def test_several_lines_are_one_answer(hear: Hear) -> None:
    after = hear("plan", "regels", "eerste", "stop", "", "derde", ".", "notities")
    assert "1 eerste\n2 stop\n3 derde" in hear("plan", "regels", "eerste", "stop", "derde", ".", "W", "notities")[-1]
    assert "Hoe heet jullie" in after[-2]


def test_the_document_is_said_with_what_is_new_in_words(hear: Hear) -> None:
    first, _, second = hear(*PLAN[:4], "toon document", "ok", "toon document")[-3:]
    assert "De Waterlelie" in first and "(nieuw)" not in first
    assert "Datum: 22 november 2026 (nieuw)" in second and second.count("(nieuw)") == 1
    assert "Er is nog geen document" in hear("toon document")[-1]


def test_the_files_that_were_made_are_listed(hear: Hear, tmp_path: Path) -> None:
    assert "nog geen document gemaakt" in hear("documenten")[-1]
    said = hear(*PLAN[:3], "document", "documenten")[-1]
    assert str(next(tmp_path.glob("*.docx"))) in said and "niet" not in said


def test_conversations_are_listed_opened_renamed_kept_and_erased(hear: Hear, tmp_path: Path) -> None:
    hear(*PLAN[:4], name="een")
    hear("reflecteren", name="twee")
    said = hear("gesprekken", "gesprek 2", "hernoem Roos", "exporteer", "gesprekken", "wis 2", "nee", "wis 2", "ja")
    assert "Er zijn 2 eerdere gesprekken." in said[0]
    assert "2 een: Een plan van aanpak maken (bezig, 2 beantwoord), " in said[1]
    assert "Welkom terug bij 'een'" in said[2] and "'een' heet nu 'Roos'." in said[3]
    assert (tmp_path / "Roos.gesprek").exists()
    erased = re.search(r"(?m)^2 (\w+):", said[5])
    assert erased and f"'{erased[1]}' voorgoed wissen?" in said[6] and "blijft staan" in said[7]
    assert "nu open" in said[9] if erased[1] == "Roos" else f"'{erased[1]}' is gewist" in said[9]
    assert "Ingelezen als 'Roos-2'." in hear(f"importeer {tmp_path / 'Roos.gesprek'}")[-1]
    assert "Werk je in onderwijs of jeugdhulp?" in hear("gesprek 1", "nieuw gesprek")[-1]


def test_with_a_name_the_others_stay_private(hear: Hear) -> None:
    hear("plan", name="geheim")
    said = "".join(hear("gesprekken", "gesprek 1", "wis 1", name="open"))
    assert "geheim" not in said and said.count(ALONE) == 3


def test_help_names_what_this_face_adds_before_the_question(hear: Hear) -> None:
    said = hear("help")[-1]
    assert said.index("'bron'") < said.index("Waarmee wil je verder?") and "'gesprekken'" in said
    assert "'gesprekken'" not in hear("help", name="een")[-1]


def test_at_an_open_question_words_that_only_begin_so_are_the_answer(hear: Hear) -> None:
    said = hear("plan", "sla over", "bron van inspiratie", "gesprek met ouders", "overzicht")[-1]
    assert "bron van inspiratie" in said and "gesprek met ouders" in said
