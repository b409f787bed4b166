"""The knowledge as a whole: what it covers, how long and how readable it is, and whose words it has."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from assistant.authoring.source_check import copied, hardest_first, reading_ease
from assistant.cli import main
from assistant.knowledge.model import Document, Library, Passage, Ref
from assistant.loading.content import Content, read_content
from assistant.loading.folders import shipped

INVENTORY = {
    line
    for line in (shipped("knowledge") / "inventory.txt").read_text("utf-8").splitlines()
    if line[:1] not in ("", "#")
}
LEFT_OUT = set(
    re.findall(r"^\| `([\w-]+)` \| (?!holds)", (shipped("knowledge") / "README.md").read_text("utf-8"), re.M)
)


def test_everything_in_the_inventory_is_covered_or_left_out_with_a_reason(content: Content) -> None:
    covered = {name for entry in content.library.entries() for name in entry.ledger}
    assert len(INVENTORY) == 458
    assert INVENTORY - covered == LEFT_OUT & INVENTORY


def test_the_knowledge_for_the_three_jobs_is_there(content: Content) -> None:
    library = content.library
    kinds = [form.kind for form in library.forms]
    assert [kinds.count(kind) for kind in ("vorm", "preventierichting", "werkwijze", "variant", "uitvoeringsvorm")] == [
        3, 2, 1, 11, 3,
    ]  # fmt: skip
    assert len(library.reflection) == 8 and all(len(q.insights) >= 2 for q in library.reflection)
    assert len(library.focus_areas) == 5 and sum(len(a.questions) for a in library.focus_areas) == 17
    assert len(library.levels) == 3 and len(library.plan_fields) == 16
    assert len(library.terms) >= 40
    assert len(library.passages) >= 300


def test_what_is_not_mentioned_has_no_lines_and_what_is_has(content: Content) -> None:
    for form in content.library.forms:
        for name, attribute in form.attributes.items():
            silent = attribute.code in ("niet_vermeld", "nvt")
            assert (attribute.lines is None) == silent, (form.id, name)
            assert (attribute.text == "niet vermeld") == (attribute.code == "niet_vermeld"), (form.id, name)


def test_no_text_is_longer_than_a_result_may_be(content: Content) -> None:
    assert max(len(entry.text.split()) for entry in content.library.entries()) <= 250


def test_texts_keep_to_the_voice(content: Content) -> None:
    for entry in content.library.entries():
        assert not re.search(r"!|\bSuper\b|\bHelaas\b", entry.text), entry.id


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("ledger", "[vorm-preventi]", "'vorm-preventi' staat niet in de inventaris. Bedoel je 'vorm-preventie'?"),
        ("text", "Te kort.", "de tekst telt 2 woorden; houd het op 40 tot 150."),
    ],
)
def test_ids_and_length_are_checked(field: str, value: str, expected: str, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    fields = {"ledger": "[vorm-preventie]", "text": "woord " * 60} | {field: value}
    text = "".join(f"  {name}: {value}\n" for name, value in fields.items())
    (folder / "passages" / "proef.yaml").write_text(
        f"- id: proef\n  title: Proef\n  kind: feit\n{text}  sources: [{{document: midterm-2021, lines: '9'}}]\n",
        "utf-8",
    )
    assert [problem.message for problem in read_content(None, folder)[1]] == [expected]


DOCUMENT = Document("proef", "De grote proef van alle proeven", "Proef", 2021, 3)


def one(text: str) -> Library:
    return Library((DOCUMENT,), passages=(Passage("p", "t", text, "feit", (Ref("proef", "1"),)),))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "proef.txt").write_text(
        "De school werkt\nsamen met het wijkteam aan hulp voor elk kind.\nDe grote proef van alle proeven telt mee vandaag.\n",
        "utf-8",
    )
    return tmp_path


def test_eight_words_in_a_row_are_found_across_lines(sources: Path) -> None:
    found = list(copied(one("Dat zij werkt samen met het wijkteam aan hulp voor elk."), sources))
    assert [(item.entry, item.document, item.line, item.words) for item in found] == [
        ("p", "proef", 1, "werkt samen met het wijkteam aan hulp voor")
    ]


def test_seven_words_and_names_are_free(sources: Path) -> None:
    assert not list(copied(one("Samen met het wijkteam aan hulp voor."), sources))
    assert not list(copied(one("De grote proef van alle proeven telt mee."), sources))


def test_an_easy_text_scores_higher_than_a_hard_one() -> None:
    easy = "Het kind zit op school. De juf helpt hem. Dat gaat goed."
    hard = "Interprofessionele samenwerkingsarrangementen veronderstellen organisatieoverstijgende verantwoordelijkheidsverdeling."
    assert reading_ease(easy) > 80 > 0 > reading_ease(hard)


def test_the_hardest_come_first(content: Content) -> None:
    scores = [score for score, _ in hardest_first(content.library.entries())]
    assert scores == sorted(scores) and len(scores) > 400


def test_the_maintainers_checks_from_the_command_line(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["controleer", "--bronteksten", str(sources)]) == 1
    assert "staan de bronteksten niet" in capsys.readouterr().err
    assert main(["controleer", "--leesbaarheid"]) == 0
    assert "Gemiddeld" in capsys.readouterr().out
