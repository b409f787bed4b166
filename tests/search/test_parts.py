"""The parts of the look-up on their own: comparisons, what a question is about, and ranking."""

from __future__ import annotations

import pytest

from assistant.knowledge.model import Library, Passage
from assistant.search.compare import sides
from assistant.search.index import Index, Need
from assistant.search.names import Names
from assistant.search.query import Reader
from assistant.search.refusal import confidence
from assistant.search.scope import Scope, scope
from assistant.search.words import words

EVERYWHERE = Scope(frozenset(), frozenset())


def knows(*names: str) -> object:
    return lambda text: text in names


@pytest.mark.parametrize(
    ("question", "names", "expected"),
    [
        ("Wat is het verschil tussen de kas en het veld?", (), ("kas", "veld")),
        ("verschil tussen lichte en zware grond", ("lichte grond", "zware grond"), ("lichte grond", "zware grond")),
        ("verschil tussen zand en klei en veen", ("zand en klei", "veen"), ("zand en klei", "veen")),
        ("verschil tussen zand en klei en veen", (), ("zand", "klei en veen")),
        ("vergelijk kas met veld", ("kas", "veld"), ("kas", "veld")),
        ("bij verschil van smaak en kleur", (), None),
        ("waarin verschilt een kas van het veld", (), ("kas", "veld")),
        ("kas vs. veld", (), ("kas", "veld")),
        ("kas en veld: wat is het onderscheid", ("kas", "veld"), ("kas", "veld")),
        ("kas of veld", ("kas", "veld"), ("kas", "veld")),
        ("kas of veld", ("kas",), None),
        ("kas en veld", ("kas", "veld"), None),
        ("wat is het verschil", (), None),
        ("versus", (), None),
        ("", (), None),
    ],
)
def test_sides_of_a_comparison(question: str, names: tuple[str, ...], expected: tuple[str, str] | None) -> None:
    assert sides(question, knows(*names)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "sectors"),
    [
        ("varianten in het VO", {"vo"}),
        ("op een basisschool", {"po"}),
        ("voortgezet speciaal onderwijs", {"vso"}),
        ("speciaal onderwijs en mbo", {"so", "mbo"}),
        ("voortgezet onderwijs", {"vo"}),
        ("vooral volgens mij", set()),
    ],
)
def test_a_question_names_its_sectors(question: str, sectors: set[str]) -> None:
    assert scope(words(question)).sectors == sectors


def made(title: str, text: str = "", *asked: str, kind: str = "inzichten", sector: tuple[str, ...] = ()) -> Passage:
    return Passage(title, title, text, kind, (), asked=asked, sector=sector)


def test_a_passage_of_the_sector_gains_and_of_another_loses() -> None:
    wanted = scope(words("in het mbo"))
    assert (
        wanted.bonus(made("Kas", sector=("mbo",)))
        > wanted.bonus(made("Kas"))
        > wanted.bonus(made("Kas", sector=("po",)))
    )
    assert wanted.bonus(made("Kas", sector=("po", "vo", "mbo"))) == wanted.bonus(made("Kas"))


def test_a_list_favours_the_kind_and_the_overview() -> None:
    wanted = scope(words("welke varianten zijn er"))
    plain = wanted.bonus(made("Kas"))
    assert wanted.bonus(made("Kas", kind="variant")) > plain
    assert wanted.bonus(made("Overzicht van kassen")) > plain
    assert scope(words("is een variant duur")).bonus(made("Kas", kind="variant")) == plain


def order(passages: list[Passage], *asked: str, wanted: Scope = EVERYWHERE) -> list[str]:
    index = Index(passages)
    needs = [Need(word, {(word,): 1.0}, 1.0) for word in asked]
    return [index.passages[one.place].id for one in index.rank(needs, wanted)]


def test_a_title_outweighs_a_text() -> None:
    passages = [made("Een", "de kool groeit"), made("Kool", "het groeit"), made("Twee", "het groeit")]
    assert order(passages, "kol") == ["Kool", "Een"]


def test_a_word_that_stands_there_more_often_counts_for_more() -> None:
    passages = [made("Een", "kool naast biet"), made("Twee", "kool naast kool")]
    assert order(passages, "kol") == ["Twee", "Een"]


def test_the_question_itself_as_a_way_of_asking_comes_first() -> None:
    passages = [made("Een", "", "kool en biet en ui en look"), made("Twee", "", "kool biet", "ui look"), made("Drie")]
    assert order(passages, "kol", "biet")[0] == "Twee"


def test_words_that_stand_together_count_for_more() -> None:
    passages = [
        made("Een", "rode kool naast de vijver in de schaduw van de haag groeit witte biet"),
        made("Twee", "witte kool naast de vijver in de schaduw van de haag groeit rode biet"),
    ]
    assert order(passages, "rod", "biet") == ["Twee", "Een"]


def test_a_word_inside_a_compound_is_found() -> None:
    passages = [made("Een", "bloemkool"), made("Twee", "bloem"), made("Drie", "kool"), made("Vier", "biet")]
    assert order(passages, "kol") == ["Drie", "Een"]


def test_no_score_falls_below_nothing() -> None:
    index = Index([made("Een", "kool " + "biet " * 500, sector=("po",)), *(made(f"P{n}", "kool") for n in range(50))])
    ranked = index.rank([Need("kool", {("kol",): 0.01}, 1.0)], scope(words("in het mbo")), most=100)
    assert min(one.score for one in ranked) == 0.0


def sure(passage: Passage, *, elsewhere: bool) -> float:
    needs = [Need("kool", {("kol",): 1.0}, 1.0), Need("examen", {("exam",): 1.0}, 1.0, elsewhere=elsewhere)]
    return confidence(needs, Index([passage, made("Ui")]).rank(needs, EVERYWHERE))


def test_a_word_of_another_subject_that_no_text_has_counts_twice() -> None:
    assert sure(made("Kool"), elsewhere=True) < sure(made("Kool"), elsewhere=False)
    story = made("Kool", "", "mijn kool was klaar voor het examen")
    assert sure(story, elsewhere=True) < sure(story, elsewhere=False)
    treated = made("Kool", "Kool komt op het examen.")
    assert sure(treated, elsewhere=True) == sure(treated, elsewhere=False)


def test_the_words_of_other_subjects_are_read_in_a_question() -> None:
    reader = Reader(Index([made("Kool")]), Names({}, {}))
    assert [need.elsewhere for need in reader.needs(words("kool op examens"))] == [False, True]


def test_a_short_title_before_its_colon_is_a_name() -> None:
    library = Library(passages=(made("Staat van de kas: wat je ziet"), made("Kool")))
    names = Names.of(library)
    assert names.asked_for(words("wat is de staat van de kas")) == ["Staat van de kas: wat je ziet"]
    assert not names.asked_for(words("wat is een kool"))
