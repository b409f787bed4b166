"""A small invented library about a garden, and the look-up over it and over the real knowledge."""

from __future__ import annotations

import pytest

from assistant.knowledge.model import FocusArea, Form, Level, Library, Passage, Ref, Term
from assistant.loading.content import Content
from assistant.search.engine import Search

SOURCE = (Ref("tuinboek", section="1", lines="1-9"),)


def passage(
    name: str, title: str, text: str, *asked: str, kind: str = "inzichten", sector: tuple[str, ...] = ()
) -> Passage:
    return Passage(name, title, text, kind, SOURCE, asked=asked, sector=sector)


def term(name: str, label: str, text: str, abbreviations: tuple[str, ...] = (), synonyms: tuple[str, ...] = ()) -> Term:
    return Term(name, label, text, SOURCE, abbreviations, synonyms)


def form(name: str, label: str, text: str, sector: str, aliases: tuple[str, ...]) -> Form:
    return Form(name, label, "variant", text, SOURCE, (), sectors=(sector,), aliases=aliases)


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(
        terms=(
            term("compost", "Compost", "Compost is verteerd groen dat de grond voedt.", synonyms=("verteerd groen",)),
            term("mulch", "Mulch", "Mulch is een laag op de grond die vocht vasthoudt.", synonyms=("bodembedekking",)),
            term("wormenbak", "Wormenbak", "In een wormenbak maken wormen van schillen voeding.", ("WB",)),
            term(
                "hoveniersoverleg",
                "Overleg van hoveniers",
                "Hoveniers spreken elkaar elk kwartaal.",
                ("OVH",),
                ("hoveniersoverleg",),
            ),
            term(
                "regenwateropvang",
                "Regenwateropvang",
                "Een ton onder de pijp bewaart wat het dak geeft.",
                synonyms=("tonnen",),
            ),
        ),
        forms=(
            form(
                "moestuin-po",
                "Moestuin bij de klas",
                "Leerlingen zaaien groente naast hun lokaal.",
                "po",
                ("klastuin",),
            ),
            form("kas-mbo", "Kas van de opleiding", "Studenten kweken planten in een kas.", "mbo", ("opleidingskas",)),
        ),
        focus_areas=(
            FocusArea("bodem", "Zorg voor de bodem", "Over voeding en rust.", ("Leeft de grond?",), SOURCE, ()),
        ),
        levels=(Level("beginnend", "Beginnend niveau", "Voor wie nog nooit zaaide.", SOURCE, ()),),
        passages=(
            passage(
                "snoeien",
                "Wanneer je fruitbomen snoeit",
                "Appelbomen snoei je in de winter.",
                "wanneer mag de schaar erin",
            ),
            passage(
                "slakken",
                "Slakken weghouden",
                "Koper en zand houden slakken weg, opvang in potten ook.",
                "mijn sla is steeds opgegeten",
            ),
            passage("tuinvormen", "Overzicht van de tuinvarianten", "Er zijn twee varianten: klas en kas."),
            passage("gieten", "Water geven in droge weken", "Giet vroeg en langzaam, met regenwater als dat kan."),
            passage("zaaikalender", "Zaaikalender", "Per maand staat er welk zaad de grond in kan."),
            passage("bijen", "Bijen in de boomgaard", "Wilde bijen bestuiven appels en peren."),
            passage("bedekking", "Bodembedekking", "Bodembedekking helpt.", "bodembedekking", "wat is bodembedekking"),
            passage("bladluis", "Bladluis herkennen", "Bladluis zit onder het blad en maakt het plakkerig."),
            passage("gereedschap", "Gereedschap onderhouden", "Olie de steel en slijp het blad van schop a en b."),
        ),
    )


@pytest.fixture(scope="session")
def garden(library: Library) -> Search:
    return Search(library)


@pytest.fixture(scope="session")
def field(content: Content) -> Search:
    return Search(content.library)
