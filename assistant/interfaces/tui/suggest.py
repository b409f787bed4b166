"""What a person may be typing: options of the open question, terms of the field, names of answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.conversation.script import OPEN_TYPES
from assistant.conversation.walk import Question
from assistant.conversation.words import fold
from assistant.knowledge.model import Library

MOST = 6
LEAST = 2
"""Letters before anything is suggested."""
_SEEK = re.compile(
    r"(?i)(\?\s*|zoek (?:op )?|wat (?:is|zijn|betekent|doet) (?:een |de |het )?|(?:vertel )?meer over )(?=\S)"
)
_CHANGE = re.compile(r"(?i)(/?(?:wijzig|verander) )(?=\S)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be meant."""

    label: str
    text: str
    """The whole message."""


def suggestions(
    typed: str, question: Question | None, names: Callable[[], Sequence[str]], terms: Sequence[str]
) -> list[Suggestion]:
    """Whole messages that begin with what was typed, or of which a word does; never what is there already.

    Args:
        typed: the text so far.
        question: the open one; where the answer is in own words only a look-up or a change is completed.
        names: gives those of the answers that can be changed; only called where one is typed.
        terms: names of the field.
    """
    if "\n" in typed:
        return []
    if match := _SEEK.match(typed):
        return _fitting(typed[match.end() :], terms, match[1])
    if match := _CHANGE.match(typed):
        return _fitting(typed[match.end() :], names(), match[1])
    if question is None:
        return []
    if question.path == "opzoeken":
        return _fitting(typed, terms)
    if question.type in OPEN_TYPES:
        return []
    return _fitting(typed, [option.label for option in question.options])


def terms_of(library: Library) -> list[str]:
    """Names of terms and forms, abbreviations after the name they stand for."""
    named: list[str] = []
    for term in library.terms:
        named += [term.label, *term.abbreviations]
    named += [form.label for form in library.forms]
    return list(dict.fromkeys(named))


def _fitting(typed: str, known: Iterable[str], before: str = "") -> list[Suggestion]:
    wanted = fold(typed)
    if len(wanted) < LEAST:
        return []
    ranked = sorted(_ranked(wanted, known), key=lambda pair: pair[0])
    return [Suggestion(item, before + item) for _, item in ranked][:MOST]


def _ranked(wanted: str, known: Iterable[str]) -> Iterator[tuple[int, str]]:
    for item in known:
        name = fold(item)
        if name == wanted:
            continue
        if name.startswith(wanted):
            yield 0, item
        elif f" {wanted}" in name:
            yield 1, item
