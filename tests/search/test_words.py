"""Words: what counts as the same, and what never does."""

from __future__ import annotations

import pytest

from assistant.search.compounds import joined, split
from assistant.search.spelling import Speller
from assistant.search.words import LONGEST, stem, words


def terms(text: str) -> list[str]:
    return [word.term for word in words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zorgcoördinator", "zorgcoordinator"),
        ("één", "een"),
        ("ib’er", "IB"),
        ("oza's", "oza"),
        ("(jeugd)hulp", "jeugdhulp"),
        ("s(b)o", "SBO"),
        ("vo\u2011team", "voteam"),
        ("zeven", "7"),
        ("scholen", "school"),
        ("afspraken", "afspraak"),
        ("brieven", "brief"),
        ("huizen", "huis"),
        ("mandaten", "mandaat"),
        ("werkt", "werken"),
        ("professionele", "professioneel"),
        ("kinderen", "kind"),
    ],
)
def test_variants_of_a_word_share_a_term(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gezin", "zin"),
        ("begeleiding", "beleid"),
        ("gemeente", "meent"),
        ("ouder", "oud"),
        ("vorm", "norm"),
        ("po", "so"),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_word_is_kept_as_typed() -> None:
    assert [word.typed for word in words("Wat doet de IB’er?")] == ["Wat", "doet", "de", "IB'er"]


def test_an_endless_word_is_cut() -> None:
    assert len(words("a" * 100_000)[0].folded) == LONGEST


KNOWN = frozenset(
    {"onderwijs", "zorg", "arrangement", "zorgarrangement", "onderwijszorgarrangement", "kind", "team", "leer"}
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("zorgteam", ("zorg", "team")),
        ("onderwijsteam", ("onderwijs", "team")),
        ("onderwijszorgteam", ("onderwijs", "zorg", "team")),
        ("arrangementsteam", ("arrangement", "team")),
        ("onderwijszaken", ()),
        ("kind", ()),
        ("leerzaam", ()),
    ],
)
def test_a_compound_falls_apart_into_known_words(word: str, parts: tuple[str, ...]) -> None:
    assert split(word, KNOWN) == parts


def test_neighbours_are_joined_where_the_whole_is_known() -> None:
    found = [whole for _, _, whole in joined(words("een onderwijs zorg arrangement voor een kind"), KNOWN)]
    assert found == ["onderwijszorgarrangement", "zorgarrangement"]


SPELLER = Speller(
    ["samenwerking", "kracht", "betalen", "recht", "arrangement", "spil", "begeleiding", "beleid", "gezin"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("samenwerkng", "samenwerking"),
        ("samenwekring", "samenwerking"),
        ("arangement", "arrangement"),
        ("begelijding", "begeleiding"),
        ("beleit", "beleid"),
        ("spill", "spil"),
        ("gezzin", "gezin"),
    ],
)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert SPELLER.near(typed) == meant


@pytest.mark.parametrize(
    "real",
    [
        "klacht",
        "betogen",
        "rechter",
        "zin",
        "bezin",
        "beloning",
        "ibr",
        "slacht",
        "kast",
        "racht",
        "etalen",
        "sppppppil",
    ],
)
def test_a_real_word_is_left_alone(real: str) -> None:
    assert SPELLER.near(real) is None
