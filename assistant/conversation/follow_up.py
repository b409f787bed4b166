"""A question that leans on what was just shown: 'en in het vo?', 'wie betaalt dat?'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.conversation.words import fold

LONGEST = 7
"""A longer question stands on its own."""


def leans(query: str, pointers: Sequence[str]) -> bool:
    """Whether a query says little by itself: short, and with a word that points back."""
    words = fold(query).split()
    return len(words) <= LONGEST and any(word in {fold(p) for p in pointers} for word in words)


def subject_left(query: str, pointers: Sequence[str]) -> str:
    """The query without the words that point back: what is asked about the subject."""
    bare = {fold(pointer) for pointer in pointers}
    return " ".join(word for word in fold(query).split() if word not in bare)


def attribute_asked(query: str, asked_by: Mapping[str, Sequence[str]]) -> str | None:
    """The attribute of a form that a query asks for, by the beginnings of its words.

    Args:
        query: 'wie betaalt dat'.
        asked_by: word beginnings by attribute: {'bekostiging': ['betaal', 'geld']}.
    """
    words = fold(query).split()
    for attribute, beginnings in asked_by.items():
        if any(word.startswith(fold(start)) for word in words for start in beginnings):
            return attribute
    return None
