"""YAML without surprises, and every fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.loading.strict_yaml import read


def parsed(tmp_path: Path, text: str):
    file = tmp_path / "proef.yaml"
    file.write_text(text, "utf-8")
    return read(file, "proef.yaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"),
        ("a: on", "on"),
        ("a: yes", "yes"),
        ("a: 12:30", "12:30"),
        ("a: 2026-11-22", "2026-11-22"),
        ("a: 1.5", "1.5"),
        ("a: 007", "007"),
        ("a: 12", 12),
        ("a: '12'", "12"),
        ("a: true", True),
        ("a: 'true'", "true"),
        ("a: {b: 2}", {"b": 2}),
    ],
)
def test_words_stay_words(text: str, value: object, tmp_path: Path) -> None:
    source = parsed(tmp_path, text)
    assert source.problems == []
    assert source.data == {"a": value}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "dubbele-sleutel", 3, 1),
        ("a: &x 1\nb: *x\n", "anker", 1, 4),
        ("a: [1,\n", "yaml", 2, 1),
        ("a:\n", "leeg", 1, 3),
        ("", "leeg", 1, 1),
        ("a: !!python/object:os.system x\n", "tag", 1, 4),
        ("a: !eigen x\n", "tag", 1, 4),
        ("[1, 2]: a\n", "sleutel", 1, 1),
        ("a: " + "[" * 60 + "]" * 60, "diepte", 1, 44),
    ],
)
def test_faults_have_a_code_and_a_place(text: str, code: str, line: int, column: int, tmp_path: Path) -> None:
    problems = parsed(tmp_path, text).problems
    assert [(p.code, p.line, p.column) for p in problems[:1]] == [(code, line, column)]


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "proef.yaml"
    file.write_bytes(b"a: \xff\xfe\x00")
    assert [p.code for p in read(file, "proef.yaml").problems] == ["bestand"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert [p.code for p in read(tmp_path / "weg.yaml", "weg.yaml").problems] == ["bestand"]


def test_a_thousand_laughs_are_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert "anker" in {p.code for p in parsed(tmp_path, "\n".join(lines)).problems}


def test_a_file_that_cannot_be_read_is_told_in_dutch(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").mkdir()
    told = {name: read(tmp_path / name, name).problems[0].message for name in ("weg.yaml", "map.yaml")}
    assert told["weg.yaml"] == "dit bestand is er niet."
    assert told["map.yaml"] in (
        "dit is een map; hier hoort een bestand.",
        "dit bestand mag je niet lezen; kijk naar de rechten.",
    )
