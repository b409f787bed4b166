"""docs/diagnostics.md: every code is explained, and every example is reported just there and nowhere else."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import pytest

from assistant.authoring.checks import check
from assistant.authoring.scenarios import read_cases
from assistant.loading.content import Content, read_written
from assistant.loading.dialogues import load_script
from assistant.loading.folders import layers, shipped
from assistant.loading.problems import Code, Problem

PAGE = Path(__file__).parents[2] / "docs" / "diagnostics.md"
SECTIONS = dict(re.findall(r"^### `([\w-]+)`\n(.*?)(?=^##|\Z)", PAGE.read_text("utf-8"), re.S | re.M))
HEAD = "flow: proef\ntitle: Proef\nsteps:\n"
WORDS = "woord " * 50

Place = tuple[str, int, int, str]


@dataclass(frozen=True)
class Example:
    """Files of one example, and where which fault must be reported."""

    files: dict[str, tuple[str, str]]
    """Content and encoding, by path."""
    expected: set[Place]


def examples(section: str) -> list[Example]:
    """The examples of a section: blocks that name a file belong together, any other stands alone."""
    blocks = re.findall(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", section, re.S | re.M)
    named = [block for block in blocks if block[1]]
    return [example(group) for group in ([named] if named else [[block] for block in blocks])]


def example(blocks: list[tuple[str, str, str]]) -> Example:
    files: dict[str, tuple[str, str]] = {}
    expected: set[Place] = set()
    for language, name, block in blocks:
        path = name or "dialogues/proef.yaml"
        lines: list[str] = HEAD.splitlines() if block.startswith("- ") and path == "dialogues/proef.yaml" else []
        for line in block.splitlines():
            if marked := re.fullmatch(r"( *)\^ ([\w-]+)", line):
                expected.add((path, len(lines), len(marked[1]) + 1, marked[2]))
            else:
                lines.append(line.replace("WOORDEN", WORDS.strip()))
        files[path] = "\n".join(lines) + "\n", "latin-1" if language == "latin-1" else "utf-8"
    return Example(files, expected)


def reported(found: Example, folder: Path, content: Content) -> list[Problem]:
    """Everything `controleer` reports on the files of an example, beside the shipped phrases and knowledge."""
    (folder / "dialogues").mkdir()
    phrases = (shipped("dialogues") / "phrases.yaml").read_text("utf-8")
    (folder / "dialogues" / "phrases.yaml").write_text(re.sub(r"(?m)^flows: .*$", "flows: []", phrases), "utf-8")
    if any(path.startswith("knowledge") for path in found.files):
        shutil.copytree(shipped("knowledge"), folder / "knowledge")
    for path, (text, encoding) in found.files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding)
    if scenarios := [path for path in found.files if path.startswith("dialogues/scenarios/")]:
        problems = [problem for path in scenarios for problem in read_cases(folder / path)[1]]
        return [replace(problem, file=f"dialogues/scenarios/{problem.file}") for problem in problems]
    if (folder / "knowledge").exists():
        return read_written(folder / "dialogues", folder / "knowledge")[1]
    read = load_script(layers("dialogues", folder / "dialogues"), content.library)
    return read.problems or check(Content(read.script, content.library), read)


def test_every_code_is_explained_and_every_explained_code_exists() -> None:
    assert list(SECTIONS) == list(dict.fromkeys(SECTIONS))
    assert set(SECTIONS) == set(get_args(Code))


def test_every_code_is_used_in_the_program() -> None:
    import assistant

    code = "".join(
        path.read_text("utf-8") for path in Path(assistant.__file__).parent.rglob("*.py") if path.name != "problems.py"
    )
    assert [name for name in get_args(Code) if f'"{name}"' not in code] == []


EXAMPLES = [(code, number, item) for code, text in SECTIONS.items() for number, item in enumerate(examples(text), 1)]


def test_every_code_has_an_example() -> None:
    assert {code for code, _, _ in EXAMPLES} == set(SECTIONS)


@pytest.mark.parametrize(
    ("code", "number", "item"), EXAMPLES, ids=lambda value: str(value) if isinstance(value, (str, int)) else ""
)
def test_an_example_is_reported_at_its_place(
    code: str, number: int, item: Example, tmp_path: Path, content: Content
) -> None:
    problems = reported(item, tmp_path, content)
    assert {place[3] for place in item.expected} == {code}
    assert {(p.file, p.line, p.column, p.code) for p in problems} == item.expected, "\n".join(map(str, problems))
    for problem in problems:
        assert re.search(r"[.?]$", problem.message), problem
        assert "!" not in problem.message.replace("(!)", ""), problem
