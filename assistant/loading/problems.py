"""What is wrong in a file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

Code = Literal[
    # the file and its shape
    "bestand", "yaml", "leeg", "anker", "tag", "teken", "sleutel", "diepte", "dubbele-sleutel", "onbekende-sleutel",
    "onbekende-stap", "mist", "soort", "keuze",
    # what is named must be there, once
    "verwijzing-flow", "verwijzing-vraag", "verwijzing-optie", "verwijzing-kenmerk", "verwijzing-kennis",
    "verwijzing-tekst", "verwijzing-lijst", "verwijzing-scenario",
    "sjabloon", "sjabloon-naam", "sjabloon-eigenschap", "te-vroeg",
    "dubbele-flow", "dubbele-vraag", "dubbele-optie", "dubbele-naam", "opties-ontbreken", "opties-te-veel", "schaal",
    # the way through a flow
    "kring", "onbereikbaar", "dood-spoor", "vaste-voorwaarde", "eindeloze-lijst", "opties-niet-gedekt",
    # how replies are understood
    "opties-lijken", "gelijk-aan-opdracht", "voorbeeld-elders", "voorbeeld-onbekend",
    # documents
    "veld-niet-zeker", "antwoord-ongebruikt",
    # texts
    "kort-ontbreekt", "waarom-ontbreekt", "lange-zin", "afkorting",
    # knowledge
    "dubbele-id", "verwijzing-inventaris", "bron-ontbreekt", "bron-document", "bron-regels", "bron-deel", "lengte",
]  # fmt: skip
"""Every kind of fault, by its stable name. docs/diagnostics.md explains each with an example that is a test."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, at its place. Line and column count from 1."""

    file: str
    line: int
    column: int
    code: Code
    message: str
    """One Dutch sentence that says what to do."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code}: {self.message}"


class BrokenContent(Exception):
    """Dialogues or knowledge that cannot be used; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Bedoel je ...?' where one of the known words is close enough, and else nothing."""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return f" Bedoel je '{found[0]}'?" if found else ""
