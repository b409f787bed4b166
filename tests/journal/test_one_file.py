"""A conversation as one file: out, in again, and what is not let in."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import events as e
from assistant.journal.one_file import MAX_BYTES, NotAConversation, OneFile, packed, unpacked

WHOLE = OneFile(
    "Waterlelie",
    "Een plan",
    (
        e.Heard(1, "plan\u2028 é", "2026-11-22"),
        e.Started(1, "plan"),
        e.Answered(2, "plan.vormen", ["a", "b"], "1 en 2"),
        e.Answered(3, "plan.naam", None, "parkeer bij Anna", "parked", "Anna"),
        e.Posed(4, "verduidelijk", "plan.naam", ("a", "b"), "x"),
        e.LookedUp(5, "mandaat", ("begrip-mandaat",)),
        e.Undone(6, 5),
    ),
)


def kept(tmp_path: Path, whole: OneFile = WHOLE) -> Path:
    file = tmp_path / "een.gesprek"
    file.write_bytes(packed(whole))
    return file


def signed(lines: list[str], **about: Any) -> bytes:
    """A file that somebody made by hand, with sums that are right."""
    head = {"samenwerkwijzer": "gesprek", "versie": 1, "naam": "x", "titel": "", **about}
    text = "\n".join([json.dumps(head, ensure_ascii=False, sort_keys=True), *lines])
    sums = {"stappen": len(lines), "controle": hashlib.sha256(text.encode()).hexdigest()}
    return ("\n".join([json.dumps({**head, **sums}, ensure_ascii=False), *lines]) + "\n").encode()


def heard(**fields: Any) -> str:
    return json.dumps({"event": "Heard", "turn": 1, "text": "plan", "date": "2026-11-22", **fields}, ensure_ascii=False)


def test_what_goes_out_comes_in(tmp_path: Path) -> None:
    assert unpacked(kept(tmp_path)) == WHOLE


def test_the_folder_of_a_document_stays_behind(tmp_path: Path) -> None:
    for folder in ("/home/anna/plan.docx", r"C:\Users\Anna\plan.docx"):
        whole = dataclasses.replace(WHOLE, events=(e.Drafted(1, "plan", folder),))
        file = kept(tmp_path, whole)
        assert b"nna" not in file.read_bytes()
        assert unpacked(file).events == (e.Drafted(1, "plan", "plan.docx"),)


def test_every_byte_that_changes_is_seen(tmp_path: Path) -> None:
    file = kept(tmp_path)
    data = file.read_bytes()
    for place in range(0, len(data) - 1, 3):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(NotAConversation):
            unpacked(file)
    for length in range(0, len(data) - 1, 7):
        file.write_bytes(data[:length])
        with pytest.raises(NotAConversation):
            unpacked(file)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: lines[:-1], "beschadigd"),
        (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], "beschadigd"),
        (lambda lines: [*lines, lines[-1]], "beschadigd"),
        (lambda lines: ["", *lines], "geen bewaard gesprek"),
    ],
)
def test_lines_that_are_gone_or_moved_are_seen(
    tmp_path: Path, change: Callable[[list[str]], list[str]], says: str
) -> None:
    file = kept(tmp_path)
    file.write_text("\n".join(change(file.read_text("utf-8").split("\n")[:-1])) + "\n", "utf-8")
    with pytest.raises(NotAConversation, match=says):
        unpacked(file)


@pytest.mark.parametrize(
    ("lines", "about"),
    [
        ([heard(turn="1")], {}),
        ([heard(turn=True)], {}),
        ([heard(turn=10**30)], {}),
        ([heard(text=["plan"])], {}),
        ([heard(text="x" * 200_000)], {}),
        ([heard(date="gisteren")], {}),
        ([heard(extra=1)], {}),
        ([heard(event="Onzin")], {}),
        (['{"event":"Answered","turn":1,"path":"p","value":{"a":1},"raw":""}'], {}),
        (['{"event":"Answered","turn":1,"path":"p","value":[[1]],"raw":""}'], {}),
        (['{"event":"Answered","turn":1,"path":"p","value":NaN,"raw":""}'], {}),
        (['{"event":"Answered","turn":1,"path":"p","value":1,"raw":"","status":"?"}'], {}),
        (["[" * 100_000], {}),
        (["null"], {}),
        ([], {"naam": 3}),
        ([], {"titel": None}),
        ([], {"versie": 2}),
    ],
)
def test_a_file_made_by_hand_gets_one_sentence(tmp_path: Path, lines: list[str], about: dict[str, Any]) -> None:
    file = tmp_path / "vreemd.gesprek"
    file.write_bytes(signed([heard()]))
    assert len(unpacked(file).events) == 1
    file.write_bytes(signed(lines, **about))
    with pytest.raises(NotAConversation) as refused:
        unpacked(file)
    assert str(refused.value).startswith("'vreemd.gesprek' is ")


def test_text_that_would_act_on_the_terminal_is_cleaned(tmp_path: Path) -> None:
    file = tmp_path / "x.gesprek"
    file.write_bytes(signed([heard(text="a\x1b[2Jb\u202ec")], naam="../\x1bweg", titel="\x1btitel"))
    found = unpacked(file)
    assert (found.name, found.title) == ("weg", "titel")
    assert found.events == (e.Heard(1, "a[2Jbc", "2026-11-22"),)


@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"\xff\xfe", b"[1]\n", b"PK\x03\x04", b"[" * 100_000])
def test_another_kind_of_file_is_named_so(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "foto.png"
    file.write_bytes(data)
    with pytest.raises(NotAConversation, match="geen bewaard gesprek"):
        unpacked(file)


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "groot"
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(NotAConversation, match="te groot"):
        unpacked(file)
    for other in (tmp_path / "weg", tmp_path, Path("a\0b")):
        with pytest.raises(NotAConversation, match="kan niet worden gelezen"):
            unpacked(other)
