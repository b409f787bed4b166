"""A document from the chat: as what, in which place, over nothing that is there, and its text on the clipboard."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from assistant.conversation import outputs as o
from assistant.conversation.saving import Saving, saving
from assistant.interfaces import plain
from assistant.journal.memory_store import MemoryStore
from assistant.loading.content import Content
from assistant.session import Session


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("als pdf", Saving("", ".pdf", "")),
        ("plan als een Word-bestand", Saving("plan", ".docx", "")),
        ("als word in ~/Documenten/plan.docx", Saving("", ".docx", "~/Documenten/plan.docx")),
        ("op C:\\Users\\An\\plan.pdf", Saving("", "", "C:\\Users\\An\\plan.pdf")),
        ("in 'mijn map/plan.html'", Saving("", "", "mijn map/plan.html")),
        ("naar plan.md", Saving("", "", "plan.md")),
    ],
)
def test_a_format_and_a_place_are_understood(said: str, meant: Saving) -> None:
    assert saving(said) == meant


@pytest.mark.parametrize(
    "said", ["", "plan", "dit als antwoord", "de rust in het overleg", "op school", "als wij samen optrekken", "in pdf"]
)
def test_what_names_neither_is_no_wish_to_save(said: str) -> None:
    assert saving(said) is None


@pytest.fixture
def session(content: Content, tmp_path: Path) -> Session:
    made = Session(content, MemoryStore(), tmp_path / "documenten", name="proef")
    made.opening()
    for message in ("plan van aanpak", "sla over", "De Brug"):
        made.say(message)
    return made


def written(session: Session, message: str) -> Path:
    (draft,) = (output for output in session.say(message).outputs if isinstance(output, o.Draft))
    assert draft.file is not None and draft.file in draft.text, draft.text
    return Path(draft.file)


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("document", "proef-plan.docx"), ("document als pdf", "proef-plan.pdf"), ("pdf graag", "proef-plan.pdf"),
        ("sla op als html", "proef-plan.html"), ("bewaar in mijn.md", "mijn.md"),
    ],
)  # fmt: skip
def test_it_comes_in_the_folder_for_documents(session: Session, tmp_path: Path, message: str, name: str) -> None:
    path = written(session, message)
    assert path == tmp_path / "documenten" / name and path.stat().st_size


def test_it_comes_where_the_person_says(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "mijn map" / "plan.docx"
    assert written(session, f"document als word in {file}") == file
    folder = tmp_path / "map"
    folder.mkdir()
    assert written(session, f"bewaar als md in {folder}") == folder / "proef-plan.md"
    assert written(session, f"bewaar als md in {folder}") == folder / "proef-plan-2.md"


def test_nothing_is_replaced_until_that_is_said(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text("van mij", "utf-8")
    (said,) = (output for output in session.say(f"bewaar in {file}").outputs if isinstance(output, o.Draft))
    assert said.file is None and f"'vervang {file}'" in said.text and file.read_text("utf-8") == "van mij"
    assert written(session, f"vervang {file}") == file
    assert "De Brug" in file.read_text("utf-8")


def test_a_place_that_cannot_be_is_one_sentence(session: Session, tmp_path: Path) -> None:
    (tmp_path / "geen-map").write_text("", "utf-8")
    for place in (tmp_path / "geen-map" / "plan.md", "~bestaatniet/plan.md", f"{tmp_path}/{'a' * 300}.md"):
        (said,) = (output for output in session.say(f"bewaar in {place}").outputs if isinstance(output, o.Draft))
        assert said.file is None and any(hint in said.text for hint in ("noem een andere", "kies een"))


def test_the_text_is_copied_and_where_there_is_no_clipboard_said(content: Content, session: Session) -> None:
    (copy,) = (output for output in session.say("kopieer").outputs if isinstance(output, o.Copy))
    assert "De Brug" in copy.document and "klembord" in copy.text
    assert "De Brug" in "\n".join(plain.spoken(copy)) and "document als md" in next(iter(plain.spoken(copy)))


def test_plain_lines_show_the_document(content: Content, session: Session) -> None:
    out = io.StringIO()
    plain.run(session, ["kopieer\n", "stop\n"], out)
    assert "PLAN VAN AANPAK" in out.getvalue()
