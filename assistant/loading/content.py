"""Everything the program talks from, read and checked together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.loading.folders import layers
from assistant.loading.problems import BrokenContent, Problem

if TYPE_CHECKING:
    from assistant.conversation.script import Script
    from assistant.knowledge.model import Library
    from assistant.loading.dialogues import Dialogues


@dataclass(frozen=True)
class Content:
    """The script and the knowledge that goes with it."""

    script: Script
    library: Library


def read_content(dialogues: Path | None = None, knowledge: Path | None = None) -> tuple[Content, list[Problem]]:
    """Dialogues and knowledge with every problem in them: the shipped ones, with the named folders laid over them."""
    content, problems, _ = read_written(dialogues, knowledge)
    return content, problems


def read_written(
    dialogues: Path | None = None, knowledge: Path | None = None
) -> tuple[Content, list[Problem], Dialogues]:
    """The same as `read_content`, and the dialogues as they stand in their files."""
    # What parses and checks YAML is loaded only where YAML is read: see `cache`.
    from assistant.loading.dialogues import load_script
    from assistant.loading.knowledge import load_knowledge

    library, faults = load_knowledge(layers("knowledge", knowledge))
    read = load_script(layers("dialogues", dialogues), library)
    return Content(read.script, library), sorted({*faults, *read.problems}), read


def load_content(dialogues: Path | None = None, knowledge: Path | None = None) -> Content:
    """Dialogues and knowledge, ready to use.

    Raises:
        BrokenContent: something in them is wrong; it carries every problem.
    """
    content, problems = read_content(dialogues, knowledge)
    if problems:
        raise BrokenContent(problems)
    return content
