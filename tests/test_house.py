"""The one rule of the house: imports point downward, and the engine touches nothing outside."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import assistant

PACKAGE = Path(assistant.__file__).parent
FLOORS = {
    "knowledge": 0, "harmless": 0,
    "search": 1, "conversation": 1, "foreign": 1,
    "loading": 2, "documents": 2, "journal": 2, "own_sources": 2, "privacy": 2,
    "session": 3,
    "authoring": 4, "interfaces": 4,
    "cli": 5, "__main__": 6,
}  # fmt: skip
OUTSIDE = {
    "os", "io", "sys", "pathlib", "time", "random", "secrets", "sqlite3", "subprocess", "socket", "shutil",
    "tempfile", "threading", "asyncio", "yaml", "pydantic", "textual", "platformdirs", "docxtpl", "docx",
}  # fmt: skip


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.append(node.module)
            if node.module == "assistant":
                found += [f"assistant.{alias.name}" for alias in node.names]
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_downward(path: Path) -> None:
    relative = path.relative_to(PACKAGE)
    mine = relative.parts[0].removesuffix(".py")
    if mine == "__init__":
        return
    for module in imports(path):
        if module.startswith("assistant."):
            other = room(module)
            if other in ("", "__version__", mine):
                continue
            assert FLOORS[other] < FLOORS[mine], f"{relative} imports {module}"


@pytest.mark.parametrize("name", ["conversation", "knowledge"])
def test_the_engine_touches_nothing_outside(name: str) -> None:
    for path in (PACKAGE / name).rglob("*.py"):
        used = {module.split(".")[0] for module in imports(path)}
        assert not used & OUTSIDE, path


def test_a_look_up_loads_no_heavy_library() -> None:
    code = (
        "import sys, assistant.search.engine; print(sorted({'yaml','pydantic','textual','jinja2'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_faces_are_imported_only_when_used() -> None:
    code = "import sys, assistant.cli; print(sorted({'textual','docxtpl','pydantic','yaml'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
