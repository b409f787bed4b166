"""Reads a foreign file, in a process of its own.

A worker of `foreign.apart`. The job has `path` and `title`, for a file that has none; the result has `title`, `year`,
`pages` and `pieces`, each with title, section, page and text. Why a file cannot be read is a word of `add.SENTENCES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from importlib import import_module
from pathlib import Path
from typing import Any

from assistant.conversation.door import visible
from assistant.foreign.apart import serve
from assistant.foreign.archive import Unfit
from assistant.own_sources.blocks import MOST_CHARACTERS, Extract, Reading
from assistant.own_sources.cut import cut
from assistant.own_sources.tidy import tidied

SECONDS = 60
READERS = {
    ".txt": "plain_text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".docx": "word",
    ".pdf": "pdf",
}  # fmt: skip


def extract(path: Path, name: str) -> Extract:
    """All that a file gives; the name is its title where it has none.

    Raises:
        Unfit: it cannot be used.
        Exception: it is damaged.
    """
    # Only the reader that is needed: a PDF library is not there for everybody.
    read: Callable[[Path], Reading] = import_module(f"assistant.own_sources.{READERS[path.suffix.lower()]}").read
    reading = read(path)
    if sum(len(block.text) for block in reading.blocks) > MOST_CHARACTERS:
        raise Unfit("tekst")
    blocks = tidied(reading.blocks)
    if not any(map(str.isalpha, "".join(block.text for block in blocks))):
        raise Unfit("leeg")
    title = visible(" ".join(reading.title.split())) or name
    return Extract(title, reading.year, reading.pages, tuple(cut(blocks, title)))


def work(job: dict[str, Any], _: Path) -> dict[str, Any]:
    """Do one job."""
    found = extract(Path(job["path"]), job["title"])
    return {
        "title": found.title, "year": found.year, "pages": found.pages,
        "pieces": [astuple(piece) for piece in found.pieces],
    }  # fmt: skip


if __name__ == "__main__":
    serve(work, SECONDS)
