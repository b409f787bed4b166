"""What docs/privacy.md and SECURITY.md claim, as far as it can be tried; what other tests hold is named there."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import platformdirs
import pytest

from assistant.cli import main
from assistant.conversation import events as e
from assistant.conversation import removal
from assistant.loading.content import Content
from assistant.privacy import look
from assistant.session import World
from tests.conversation.player import Player
from tests.privacy.a_day import own_sources
from tests.privacy.examples import FILES, examples, score, texts_without

ROOT = Path(__file__).parents[2]
PRIVACY, SECURITY = (ROOT / "docs" / "privacy.md"), (ROOT / "SECURITY.md")
TALK = ("plan van aanpak maken", "sla over", "De Brug van Wilhelmientje", "zoek vlinderkast", "stop")


def day(data: Path, monkeypatch: pytest.MonkeyPatch, *messages: str, name: str = "proef") -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{message}\n" for message in messages)))
    assert main(["gesprek", name, "--plat", "--data", str(data)]) == 0


def holding(folder: Path, text: str) -> set[str]:
    """The files under a folder that hold a text."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix() for path in files if text.encode() in path.read_bytes()}


# --- the pages themselves ---


@pytest.mark.parametrize("page", [PRIVACY, SECURITY, ROOT / "README.md"], ids=lambda page: page.name)
def test_every_link_and_every_file_that_is_named_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / target).exists(), target
    for name in re.findall(r"`((?:tests|assistant|benchmarks|docs)/[\w/.]+)`", text):
        assert (ROOT / name).exists(), name
    for module in re.findall(r"python -m ((?:tests|benchmarks)[\w.]+)", text):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists(), module


def test_the_readme_leads_to_both_pages() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "(docs/privacy.md)" in text and "(SECURITY.md)" in text


def test_the_figures_are_those_of_today() -> None:
    text = " ".join(PRIVACY.read_text("utf-8").split())
    result = score([example for name in FILES for example in examples(name)])
    seen = result.with_data - len(result.missed)
    assert (
        f"Op {result.examples} verzonnen teksten, waarvan {result.with_data} met een persoonsgegeven, zag het er {seen} "
        f"en gaf het {len(result.alarms)} keer vals alarm."
    ) in text
    assert f"er {len(examples('before.yaml'))} geschreven voordat de controle er was" in text
    number = int(re.search(r"In ([\d.]+) teksten van onze eigen", text)[1].replace(".", ""))  # type: ignore[index]
    others = list(texts_without())
    assert abs(len(others) - number) < 2000 and not any(look(text) for _, text in others)


@pytest.mark.parametrize(
    "blind",
    ["Sam de Vries", "Kerkstraat 12", "hij is 9 jaar", "groep 6 van De Brug", "adhd", "628194821", "bsn 628194820"],
)
def test_what_it_is_said_not_to_see_it_does_not_see(blind: str) -> None:
    assert look(blind) == ()


@pytest.mark.skipif(sys.platform != "linux", reason="the place on Linux")
def test_the_places_are_as_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    text = PRIVACY.read_text("utf-8")
    for place in (platformdirs.user_data_path, platformdirs.user_cache_path):
        path = place("samenwerkwijzer", appauthor=False)
        assert f"`~/{path.relative_to(Path.home()).as_posix()}`" in text


# --- what is stored ---


def test_a_conversation_stands_in_one_file_and_the_cache_holds_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day(tmp_path, monkeypatch, *TALK)
    for text in ("Wilhelmientje", "zoek vlinderkast"):
        assert holding(tmp_path, text) == {"gesprekken.sqlite3"}, text


def test_what_is_stored_of_a_conversation_is_what_the_page_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day(tmp_path, monkeypatch, *TALK)
    with closing(sqlite3.connect(tmp_path / "gesprekken.sqlite3")) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        columns = {row[1] for row in db.execute("PRAGMA table_info(conversations)")}
        [(owner,)] = db.execute("SELECT owner FROM conversations")
    assert tables == {"conversations", "events", "sweep"}
    assert columns == {"name", "id", "title", "created", "changed", "size", "owner", "renewed"}
    assert owner is None, "which window writes is chance, and gone when it closes"


def test_a_look_up_alone_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["vraag", "wat doet de vlinderkast", "--data", str(tmp_path)]) == 0
    day(tmp_path, monkeypatch, "zoek vlinderkast", "wat is mandaat", "stop")
    assert holding(tmp_path, "vlinderkast") == set() and not (tmp_path / "gesprekken.sqlite3").exists()


def test_own_sources_stand_in_their_folder_and_go_from_it(tmp_path: Path) -> None:
    source, *_ = own_sources(tmp_path)
    data = tmp_path / "data"
    assert main(["bron", "toevoegen", str(source), "--data", str(data)]) == 0
    assert main(["vraag", "vlinderkast", "--data", str(data)]) == 0
    kept = holding(data, "vlinderkast")
    assert kept and all(name.startswith("bronnen/") for name in kept)
    assert main(["bron", "verwijder", source.stem, "--data", str(data)]) == 0
    assert holding(data, "vlinderkast") == set() and source.exists()


def test_nothing_stays_behind_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tijdelijk").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tijdelijk"))
    source = own_sources(tmp_path)[3]
    assert main(["bron", "toevoegen", str(source), "--data", str(tmp_path / "data")]) == 0
    assert list((tmp_path / "tijdelijk").iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_only_the_owner_can_read_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    old = os.umask(0)
    try:
        day(data, monkeypatch, *TALK)
        assert main(["bron", "toevoegen", str(own_sources(tmp_path)[0]), "--data", str(data)]) == 0
        assert main(["vraag", "vlinderkast", "--data", str(data)]) == 0
    finally:
        os.umask(old)
    kept = [data, *data.rglob("*")]
    assert {path.name for path in kept} >= {"data", "gesprekken.sqlite3", "bronnen", "cache"}
    open_to_others = [path for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []


def test_going_back_erases_nothing(content: Content, world: World) -> None:
    player = Player(content.script, world)
    player.say("plan", "sla over", "Wilhelmientje", "wijzig naam", "De Brug", "terug", "ongedaan")
    assert any(isinstance(event, e.Answered) and event.value == "Wilhelmientje" for event in player.log)


def test_every_event_that_holds_own_words_can_be_made_unreadable() -> None:
    """A new kind of event with text in it must be told to removal.py."""
    known = {kind: set(names) for kind, names in removal._TEXTS.items()}
    harmless = {"date", "run", "path", "status", "kind", "kinds", "options", "ids", "file", "turn"}
    for kind in e.KINDS.values():
        held = {
            name
            for name, field in kind.__dataclass_fields__.items()
            if "int" not in field.type and field.type != "bool"
        }
        assert held - harmless - known.get(kind, set()) == set(), kind
