"""What an author wants to know and a conversation need not: everything that is asked for with `controleer` only."""

from __future__ import annotations

from assistant.authoring.checks.documents import check_documents, check_use
from assistant.authoring.checks.matching import check_matching
from assistant.authoring.checks.texts import check_phrases, check_texts
from assistant.authoring.checks.way import check_way
from assistant.loading.content import Content
from assistant.loading.dialogues import Dialogues
from assistant.loading.problems import Problem
from assistant.session import World


def check(content: Content, dialogues: Dialogues) -> list[Problem]:
    """Every fault in dialogues that could be read; the sources in them come to hold these faults too.

    Args:
        content: script and knowledge, read without problems.
        dialogues: the same dialogues as they stand in their files.
    """
    world = World(content.library)
    for file in dialogues.flows:
        check_way(file, content)
        check_matching(file, content, world)
        check_documents(file, content)
        check_texts(file, content.library)
    check_use(dialogues.flows)
    check_phrases(dialogues.phrases, content.library)
    sources = (*(file.source for file in dialogues.flows), dialogues.phrases)
    return sorted({problem for source in sources for problem in source.problems})
