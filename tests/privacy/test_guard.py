"""What the guard sees in a text, and what it leaves alone."""

from __future__ import annotations

import pytest

from assistant.privacy import look
from tests.privacy.examples import FILES, Example, examples, score, texts_without

EVERY = [example for name in FILES for example in examples(name)]


def test_there_are_enough_examples_and_near_misses_of_each_kind() -> None:
    assert len(EVERY) >= 150 and len(examples("before.yaml")) >= 75
    assert len({example.say for example in EVERY}) == len(EVERY)
    for kind in ("bsn", "mailadres", "telefoonnummer", "rekeningnummer", "adres", "geboortedatum"):
        assert sum(kind in example.sees for example in EVERY) >= 8, kind
    assert sum(not example.sees for example in EVERY) >= 75


@pytest.mark.parametrize("name", FILES)
def test_it_sees_enough_and_cries_wolf_seldom(name: str) -> None:
    result = score(examples(name))
    assert result.recall >= 0.95, result.missed
    assert result.false_alarms <= 0.05, result.alarms


def test_texts_without_personal_data_raise_no_alarm() -> None:
    alarms = [(file, text[:100]) for file, text in texts_without() if look(text)]
    assert alarms == []


@pytest.mark.parametrize(
    ("text", "value", "masked"),
    [
        ("+31 (0)6 - 12 34 56 78", "0612345678", "06-…78"),
        ("0031612345678", "0612345678", "06-…78"),
        ("06.12.34.56.78", "0612345678", "06-…78"),
        ("Jan.Jansen@School.NL", "jan.jansen@school.nl", "j…@…nl"),
        ("jan.jansen (at) school.nl", "jan.jansen@school.nl", "j…@…nl"),
        ("nl53 ingb 3724 9795 83", "NL53INGB3724979583", "NL…83"),
        ("bsn 6281.94.821", "628194821", "…21"),
        ("7411kl 12 a", "7411KL 12a", "7411 …"),
        ("Kerkweg 12A, 7411 KL", "7411KL 12a", "7411 …"),
        ("geb. 12-03-2014", "12-03-2014", "…14"),
    ],
)
def test_one_thing_has_one_value_however_it_is_written(text: str, value: str, masked: str) -> None:
    [seen] = look(text)
    assert (seen.value, seen.masked) == (value, masked)


def test_what_is_seen_stands_where_it_says_and_nothing_overlaps() -> None:
    text = "Bel 06-12345678 of mail jan@school.nl,\nKerkweg 4, 8011 CV, iban NL53INGB3724979583"
    assert [text[seen.start : seen.end] for seen in look(text)] == [
        "06-12345678", "jan@school.nl", "Kerkweg 4, 8011 CV", "NL53INGB3724979583",
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["628194820", "628194831", "000000000"])
def test_a_number_that_fails_the_proof_of_eleven_is_no_bsn(number: str) -> None:
    assert look(f"bsn {number}") == ()
    assert [seen.kind for seen in look("bsn 628194821")] == ["bsn"]


def test_a_bsn_needs_a_word_that_says_so() -> None:
    assert look("628194821") == ()


def test_an_account_number_must_add_up() -> None:
    assert look("NL53INGB3724979584") == ()


def test_no_mask_gives_the_thing_away() -> None:
    for example in EVERY:
        for seen in look(example.say):
            bare = example.say[seen.start : seen.end]
            assert bare not in seen.masked and sum(sign.isalnum() for sign in seen.masked) <= 5, seen


def test_an_example_knows_what_was_seen() -> None:
    assert Example("bel 06-12345678", frozenset()).seen == {"telefoonnummer"}
    result = score(
        [Example("bel 06-12345678", frozenset()), Example("x", frozenset({"bsn"})), Example("y", frozenset())]
    )
    assert (result.recall, result.false_alarms) == (0.0, 0.5)
