"""The compiled cache: it says what the files say, notices every change, and never stands in the way."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import assistant
from assistant.cli import main
from assistant.loading import cache
from assistant.loading import content as reading
from assistant.loading.cache import cache_folder, cached_content, cached_search
from assistant.loading.content import Content, load_content
from assistant.loading.folders import layers, shipped
from assistant.loading.problems import BrokenContent
from assistant.search.engine import Search

REST = cache._REST
LONG_AGO = 1_600_000_000_000_000_000
GROWTH = " groei" * 40
SOURCES = "sources: [{document: boek, lines: 2-3}]"
KNOWLEDGE = {
    "sources.yaml": "- {id: boek, title: Het tuinboek, short: Tuinboek, year: 2020, line_count: 9}\n",
    "sections.yaml": "boek: [{title: Grond, lines: 1-5}, {title: Oogst, lines: 6-9, page: '12'}]\n",
    "forms.yaml": f"""
- id: kas
  label: De kas
  kind: variant
  summary: Planten onder glas.
  ledger: []
  attributes: {{warmte: {{code: ja, text: Altijd warm., lines: '7'}}}}
  {SOURCES}
""",
    "terms.yaml": f"""
- {{id: mulch, label: Mulch, definition: Een laag op de grond., abbreviations: [MLC], {SOURCES}}}
- {{id: compost, label: Compost, definition: Voeding voor de bodem., synonyms: [verteerd groen], {SOURCES}}}
""",
    "reflection.yaml": f"""
- id: houding_1
  theme: houding
  label: Geduld
  question: Hoe lang wacht je?
  why: Zaad kiemt traag.
  deepening: En daarna?
  insights: [{{id: inzicht-1, text: Wachten loont., {SOURCES}}}]
  ledger: []
  {SOURCES}
""",
    "plan.yaml": f"""
focus_areas: [{{id: bodem, label: De bodem, summary: Over grond., questions: [Leeft hij?], ledger: [], {SOURCES}}}]
levels: [{{id: begin, label: Beginner, summary: Zaait voor het eerst., ledger: [], {SOURCES}}}]
fields: [{{id: doel, label: Doel, help: Wat wil je oogsten?, example: Bonen., {SOURCES}}}]
""",
    "passages/boek/een.yaml": f"""
- {{id: snoeien, title: Bomen snoeien, text: In de winter{GROWTH}., kind: inzichten, asked: [wanneer snoei ik], {SOURCES}}}
- {{id: gieten, title: Water geven, text: Giet in droge weken vroeg{GROWTH}., kind: inzichten, see: [mulch], {SOURCES}}}
""",
}
FLOW = """
flow: NAAM
title: Zaaien
steps:
  - ask: gewas
    text: Wat zaai je?
    why: Dan weet ik wat je nodig hebt.
    type: choice
    options: [{id: boon, label: Bonen}, {id: kool, label: Kool}]
  - if: gewas == 'boon'
    then:
      - say: Bonen houden van warmte.
        cite: [kas]
"""
QUESTIONS = [
    "wat is een oza", "onderwijs zorg continuum", "jeugdarts", "wat is het verschil tussen een CvB en een RvT",
    "welke varianten zijn er in het mbo", "samenwerkngsverband", "wie bepaalt wat een school doet", "taart bakken", "de", "",
]  # fmt: skip
LOOK_UP = ("vraag", "wat is mulch", "--json")

Folders = tuple[Path, Path, Path]


@pytest.fixture(autouse=True)
def _code_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have changed the code just now."""
    monkeypatch.setattr(cache, "_REST", 0)


def alone(name: str, own: Path | None) -> tuple[Path, ...]:
    return layers(name, own)[-1:]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A cache that is still empty; dialogues and knowledge that have been left alone for long.

    In this process they stand alone, not over what is shipped: that would be read anew in every test.
    """
    for module in (cache, reading):
        monkeypatch.setattr(module, "layers", alone)
    made = tmp_path / "cache", tmp_path / "dialogen", tmp_path / "kennis"
    for name, text in KNOWLEDGE.items():
        write(made[2] / name, text)
    phrases = (shipped("dialogues") / "phrases.yaml").read_text("utf-8")
    write(made[1] / "phrases.yaml", re.sub(r"(?m)^flows: .*$", "flows: [zaaien]", phrases))
    write(made[1] / "zaaien.yaml", FLOW.replace("NAAM", "zaaien"))
    write(made[1] / "oogsten.yaml", FLOW.replace("NAAM", "oogsten"))
    return made


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Content]:
    """What was read from YAML, in order."""
    found: list[Content] = []

    def counted(*folders: Path | None) -> Content:
        found.append(load_content(*folders))
        return found[-1]

    monkeypatch.setattr(reading, "load_content", counted)
    return found


def write(path: Path, text: str, when: int = LONG_AGO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    os.utime(path, ns=(when, when))


def put(path: Path, old: str, new: str, when: int = LONG_AGO) -> None:
    text = path.read_text("utf-8")
    assert old in text
    write(path, text.replace(old, new, 1), when)


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def in_a_process(folders: Folders, *arguments: str, code: str = "") -> str:
    """What a command prints in a process of its own; with code, that is run after it."""
    cache_at, dialogues, knowledge = folders
    done = subprocess.run(
        [
            sys.executable, "-c", f"import sys; from assistant.cli import main; main(sys.argv[1:]); {code}", *arguments,
            "--data", str(cache_at.parent), "--dialogen", str(dialogues), "--kennis", str(knowledge),
        ],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- what is kept ---


def test_the_second_start_has_the_same_content_without_reading_yaml(
    tmp_path: Path, content: Content, loads: list[Content]
) -> None:
    first, second = cached_content(tmp_path), cached_content(tmp_path)
    assert len(loads) == 1
    assert second == first == content
    # Equality leaves out where a step stands in its file; that is kept as well.
    assert repr(second) == repr(content)


def test_the_second_look_up_finds_the_same(tmp_path: Path, content: Content, loads: list[Content]) -> None:
    cached_search(tmp_path)
    search, documents = cached_search(tmp_path)
    assert len(loads) == 1
    assert documents == content.library.document
    anew = Search(content.library)
    for question in [*QUESTIONS, *(entry.title for entry in content.library.entries())]:
        assert search.look_up(question) == anew.look_up(question)
        assert search.knows(question) == anew.knows(question)


def test_a_look_up_after_a_chat_reads_no_yaml(folders: Folders, loads: list[Content]) -> None:
    cached_content(*folders)
    cached_search(*folders)
    assert len(loads) == 1


def test_folders_do_not_share_a_cache(folders: Folders, loads: list[Content]) -> None:
    where, dialogues, knowledge = folders
    shutil.copytree(dialogues, other := dialogues.with_name("andere"))
    put(other / "zaaien.yaml", "title: Zaaien", "title: Anders")
    for _ in range(2):
        assert cached_content(where, dialogues, knowledge).script["zaaien"].title == "Zaaien"
        assert cached_content(where, other, knowledge).script["zaaien"].title == "Anders"
    assert len(loads) == 2


# --- what has changed ---


def moved(dialogues: Path, knowledge: Path) -> None:
    (knowledge / "passages" / "boek").rename(knowledge / "passages" / "nog-een")


def one_more(dialogues: Path, knowledge: Path) -> None:
    text = KNOWLEDGE["passages/boek/een.yaml"].replace("id: ", "id: nieuw-").replace("mulch", "kas")
    write(knowledge / "passages" / "extra" / "twee.yaml", text)


CHANGES: dict[str, Callable[[Path, Path], object]] = {
    "another size": lambda dialogues, _: put(dialogues / "zaaien.yaml", "Kool", "Koolrabi"),
    "another time": lambda _, knowledge: put(knowledge / "terms.yaml", "laag", "deel", LONG_AGO + 1),
    "phrases": lambda dialogues, _: put(dialogues / "phrases.yaml", "flows: [zaaien]", "flows: [oogsten]"),
    "a passage": lambda _, knowledge: put(knowledge / "passages/boek/een.yaml", "winter", "vroege lente"),
    "sections": lambda _, knowledge: put(knowledge / "sections.yaml", "Grond", "De grond"),
    "passages more": one_more,
    "passages moved": moved,
    "a flow more": lambda dialogues, _: write(dialogues / "meer.yaml", FLOW.replace("NAAM", "meer")),
    "a flow less": lambda dialogues, _: (dialogues / "oogsten.yaml").unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed(
    folders: Folders, loads: list[Content], monkeypatch: pytest.MonkeyPatch, change: Callable[[Path, Path], object]
) -> None:
    stamp = cache._stamp
    # By name, size and time alone, as on Windows.
    monkeypatch.setattr(cache, "_stamp", lambda path: [*stamp(path)[:-1], 0])
    cached_search(*folders)
    change(*folders[1:])
    after = cached_content(*folders)
    assert len(loads) == 2
    assert after == load_content(*folders[1:])
    assert cached_search(*folders)[0].look_up("winter") == Search(after.library).look_up("winter")
    assert cached_content(*folders) == after
    assert len(loads) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no time at which the entry of a file changed")
def test_a_change_that_leaves_size_and_time_as_they_were_is_noticed(folders: Folders, loads: list[Content]) -> None:
    cached_content(*folders)
    put(folders[2] / "terms.yaml", "laag", "deel")
    assert cached_content(*folders) == load_content(*folders[1:])
    assert len(loads) == 2


def test_a_file_that_changed_just_now_is_not_trusted_yet(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_REST", REST)
    # However long the reading takes: this time is still to come.
    put(folders[1] / "zaaien.yaml", "Kool", "Koolrabi", time.time_ns() + 600_000_000_000)
    cached_search(*folders)
    assert files(folders[0]) == []


def test_content_that_breaks_is_refused_and_comes_back_when_it_is_mended(folders: Folders) -> None:
    good = cached_content(*folders)
    put(folders[2] / "terms.yaml", "id: mulch", "di: mulch")
    for read in (cached_content, cached_search):
        with pytest.raises(BrokenContent):
            read(*folders)
    put(folders[2] / "terms.yaml", "di: mulch", "id: mulch")
    assert cached_content(*folders) == good


def test_two_versions_do_not_take_each_others_cache(
    folders: Folders, loads: list[Content], monkeypatch: pytest.MonkeyPatch
) -> None:
    for count, version in enumerate(("1.0", "2.0", "1.0"), 1):
        monkeypatch.setattr(assistant, "__version__", version)
        for _ in range(2):
            cached_search(*folders)
        assert len(loads) == count
    assert len(files(folders[0])) == 2


def test_changed_code_makes_the_cache_anew(
    folders: Folders, loads: list[Content], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = folders[0].with_name("pakket")
    rooms = ("knowledge/model.py", "search/words.py", "loading/typed.py", "conversation/script.py")
    for room in rooms:
        write(package / room, "")
    monkeypatch.setattr(assistant, "__file__", str(package / "__init__.py"))
    cached_search(*folders)
    for count, room in enumerate(rooms, 2):
        write(package / room, "", LONG_AGO + 1)
        for _ in range(2):
            cached_search(*folders)
        assert len(loads) == count


# --- what goes wrong ---


def spoilt(path: Path, kind: str) -> None:
    whole = path.read_bytes()
    head, starts, text = whole.split(b"\n", 2)
    middle = len(text) // 2
    path.write_bytes({
        "empty": b"",
        "no JSON": b"\x00\xff" * 100,
        "another kind of JSON": b"[1, 2]\n[]\n",
        "deep": b"[" * 100_000,
        "half": whole[: len(whole) // 2],
        "the last letter": whole[:-1],
        "only the first line": head + b"\n",
        "no check": head.replace(b'"check"', b'"chuck"') + b"\n" + starts + b"\n" + text,
        "one digit in the second line": head + b"\n" + starts.replace(b"1", b"2", 1) + b"\n" + text,
        "one letter in the text": head + b"\n" + starts + b"\n" + text[:middle] + b"~" + text[middle + 1 :],
    }[kind])  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    [
        "empty", "no JSON", "another kind of JSON", "deep", "half", "the last letter", "only the first line", "no check",
        "one digit in the second line", "one letter in the text",
    ],
)  # fmt: skip
def test_a_damaged_cache_is_made_anew(folders: Folders, loads: list[Content], kind: str) -> None:
    cached_search(*folders)
    whole = {path: path.read_bytes() for path in files(folders[0])}
    for path in whole:
        spoilt(path, kind)
    search, _ = cached_search(*folders)
    assert len(loads) == 2
    assert search.look_up("winter") == Search(loads[0].library).look_up("winter")
    assert {path: path.read_bytes() for path in files(folders[0])} == whole


def test_without_a_folder_to_write_in_all_goes_on(folders: Folders, loads: list[Content]) -> None:
    folders[0].write_text("Dit is geen map.", "utf-8")
    assert cached_search(*folders)[0].look_up("mulch").hits
    assert cached_content(*folders) == loads[0]
    assert folders[0].read_text("utf-8") == "Dit is geen map."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for this user")
def test_a_read_only_folder_does_no_harm(folders: Folders, loads: list[Content]) -> None:
    folders[0].mkdir()
    folders[0].chmod(0o500)
    assert cached_content(*folders) == loads[0]
    assert files(folders[0]) == []


@pytest.mark.parametrize(("where", "name"), [(Path, "mkdir"), (cache._Kept, "_whole"), (Path, "replace")])
def test_a_full_disk_leaves_nothing_behind(
    folders: Folders, loads: list[Content], monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(where, name, full)
    assert cached_content(*folders) == loads[0]
    assert files(folders[0]) == []


def test_a_start_that_is_broken_off_leaves_nothing_behind(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cache._Kept, "_whole", stopped)
    with pytest.raises(KeyboardInterrupt):
        cached_content(*folders)
    assert files(folders[0]) == []


def test_several_processes_at_once_do_no_harm(folders: Folders) -> None:
    where, dialogues, knowledge = folders
    command = [
        sys.executable, "-m", "assistant", *LOOK_UP,
        "--data", str(where.parent), "--dialogen", str(dialogues), "--kennis", str(knowledge),
    ]  # fmt: skip
    with ExitStack() as stack:
        started = [
            stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
            for _ in range(5)
        ]
        answers = [process.communicate(timeout=120) for process in started]
    assert len(set(answers)) == 1 and b'"mulch"' in answers[0][0]
    assert [path.suffix for path in files(where)] == [".json"] * 2
    assert in_a_process(folders, *LOOK_UP) == answers[0][0].decode()


# --- the folder ---


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_the_owner_can_read_it(folders: Folders) -> None:
    cached_content(*folders)
    assert [path.stat().st_mode & 0o777 for path in (folders[0], *files(folders[0]))] == [0o700, 0o600]


def test_few_files_are_kept_and_those_of_others_stay(folders: Folders) -> None:
    where, dialogues, knowledge = folders
    write(where / "van-mij.json", "{}")
    write(where / "samenwerkwijzer-broken-off.tmp", "{")
    write(where / "samenwerkwijzer-of-now.tmp", "{", time.time_ns())
    for number in range(4):
        shutil.copytree(dialogues, other := dialogues.with_name(f"dialogen{number}"))
        cached_search(where, other, knowledge)
    kept = [path.name for path in files(where)]
    assert len(kept) == 2 + 4
    assert "van-mij.json" in kept and "samenwerkwijzer-of-now.tmp" in kept


def test_it_stays_small(tmp_path: Path) -> None:
    cached_search(tmp_path)
    assert 0 < sum(path.stat().st_size for path in files(tmp_path)) < 5_000_000


def test_it_is_where_the_data_is_or_in_the_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMENWERKWIJZER_DATA", str(tmp_path / "omgeving"))
    assert cache_folder(tmp_path / "gekozen") == tmp_path / "gekozen" / "cache"
    assert cache_folder(None) == tmp_path / "omgeving" / "cache"
    monkeypatch.delenv("SAMENWERKWIJZER_DATA")
    assert "samenwerkwijzer" in cache_folder(None).parts


# --- the commands ---


def test_a_look_up_from_the_cache_loads_nothing_heavy(folders: Folders) -> None:
    heavy = {
        "yaml", "pydantic", "jinja2", "textual", "rapidfuzz", "assistant.conversation", "assistant.knowledge.model",
    }  # fmt: skip
    first = in_a_process(folders, *LOOK_UP)
    again = in_a_process(folders, *LOOK_UP, code=f"print(sorted({heavy} & set(sys.modules)))")
    assert again == first + "[]\n"


def test_a_chat_from_the_cache_reads_no_yaml(folders: Folders) -> None:
    first = in_a_process(folders, "gesprek", "--json")
    again = in_a_process(folders, "gesprek", "--json", code="print(sorted({'yaml', 'pydantic'} & set(sys.modules)))")
    assert again == first + "[]\n"


def test_controleer_has_no_use_for_it(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache._Kept, "read", lambda *_: pytest.fail("read from the cache"))
    monkeypatch.setattr(cache._Kept, "write", lambda *_: pytest.fail("written to the cache"))
    assert main(["controleer", str(folders[1]), "--kennis", str(folders[2])]) == 0


def test_nothing_that_is_said_gets_into_it(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where, dialogues, knowledge = folders
    places = ["--data", str(where.parent), "--dialogen", str(dialogues), "--kennis", str(knowledge)]
    assert main(["vraag", "is mulch iets voor Kwikstaart", *places]) == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("zaaien\nKwikstaart\nzoek Kwikstaart\n"))
    assert main(["gesprek", "--plat", *places]) == 0
    assert "Wat zaai je?" in capsys.readouterr().out
    assert len(files(where)) == 2
    assert not any(b"kwikstaart" in path.read_bytes().lower() for path in files(where))
