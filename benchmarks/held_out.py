"""Questions from the knowledge itself: ways of asking that are taken out of it first."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from assistant.knowledge.model import Library

SEED = 1
SHORTEST = 3
"""A way of asking of fewer words is a name."""


def held_out(library: Library) -> tuple[Library, list[tuple[str, str]]]:
    """A library without one way of asking of each entry; and these, each with the id of its entry.

    Only entries that have others left are asked for, and only with a line of some words.
    """
    chance = random.Random(SEED)
    questions: list[tuple[str, str]] = []

    def rest(entry: str, asked: Sequence[str]) -> tuple[str, ...]:
        longer = [line for line in asked if len(line.split()) >= SHORTEST]
        if len(longer) < 2:
            return tuple(asked)
        taken = chance.choice(longer)
        questions.append((taken, entry))
        return tuple(line for line in asked if line != taken)

    passages = tuple(replace(one, asked=rest(one.id, one.asked)) for one in library.passages)
    forms = tuple(replace(one, asked=rest(one.id, one.asked)) for one in library.forms)
    return replace(library, passages=passages, forms=forms), questions
