"""The contract of `Store`: every store keeps to it in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversation import events as e
from assistant.journal import folders
from assistant.journal.memory_store import MemoryStore
from assistant.journal.sqlite_store import SqliteStore
from assistant.journal.store import Conflict, Listed, Loaded, Missing, Store, StoreError, Taken

NOON = datetime.fromisoformat("2024-03-05T12:00:00+01:00")
NAMES = (
    "5 maart, plan van aanpak",
    'o\'connor -- "gesprek"; DROP TABLE events; %_',
    "  spaties  ",
    "één ☕ gesprek, 学校",
    "naam/met\\strepen.txt",
    "",
)
TEXTS = (
    "",
    "gewoon",
    "één cliënt zei: \"ja\" en 'nee'",
    "👩🏽‍🏫 e\u0301 ﷽ 学校",
    "regel 1\nregel 2\ttab\\n",
    "null",
    "x" * 20_000,
)
EVERY_KIND: tuple[e.Event, ...] = (
    e.Heard(1, "Ik werk op een mbo in Zaanstad ☕", "2024-03-05"),
    e.Started(1, "reflecteren#2"),
    e.Answered(2, "vorm.sector", "mbo", "mbo, denk ik"),
    e.Answered(3, "vorm.leden", ["wijkteam", "één school"], "1 en 2"),
    e.Answered(4, "vorm.aantal", 3, "3"),
    e.Answered(5, "vorm.cijfer", 7.5, "7,5"),
    e.Answered(6, "vorm.aanwezig", False, "nee"),
    e.Answered(7, "vorm.mandaat", None, "weet ik niet", "parked", "Ömer vraagt het na"),
    e.Reopened(8, "vorm.sector"),
    e.Kept(9, "vorm.sector"),
    e.Undone(10, 9),
    e.Posed(11, "verduidelijk", "vorm.sector", ("po", "vo"), "de school"),
    e.Settled(12),
    e.LookedUp(13, "wat is een CvB?", ("midterm-2021.cvb", "term.cvb")),
    e.Misunderstood(14, "vorm.sector"),
    e.Drafted(15, "plan", "plan van aanpak, één.docx"),
    e.Redacted(16, 2),
    e.Paused(17, "reflecteren#2", True),
    e.Finished(18, "plan"),
    e.Ended(19),
    e.Resumed(20),
    e.Speaking(21, "ib'er"),
    e.Withheld(22, ("telefoonnummer",)),
    e.LetStand(23, "06-12345678"),
)


@dataclass
class Clock:
    """A clock that only moves when told to."""

    seconds: float = NOON.timestamp()

    def __call__(self) -> float:
        return self.seconds

    def forward(self, **time: float) -> None:
        self.seconds += timedelta(**time).total_seconds()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Store:
    makers: dict[str, Callable[[], Store]] = {
        "sqlite": lambda: SqliteStore(tmp_path / "data", clock),
        "memory": lambda: MemoryStore(clock),
    }
    return makers[request.param]()


def log(count: int, word: str = "antwoord") -> list[e.Event]:
    return [e.Answered(number, f"plan.doelen[d{number}].doel", word, word) for number in range(count)]


def names(store: Store) -> list[str]:
    return [listed.name for listed in store.names()]


def test_an_untouched_store_is_empty(store: Store) -> None:
    assert store.names() == []
    assert not store.exists("gesprek")
    with pytest.raises(Missing):
        store.load("gesprek")


def test_a_new_conversation_is_there_and_empty(store: Store) -> None:
    store.create("gesprek")
    assert store.exists("gesprek")
    assert store.load("gesprek") == Loaded("gesprek", (), 0)


def test_a_name_can_be_used_once(store: Store) -> None:
    store.create("gesprek")
    store.append("gesprek", 0, log(2))
    with pytest.raises(Taken, match="Er is al een gesprek met de naam 'gesprek'"):
        store.create("gesprek")
    assert len(store.load("gesprek").events) == 2


def test_every_kind_of_event_is_among_the_examples() -> None:
    assert {type(event) for event in EVERY_KIND} == set(e.KINDS.values())


def test_every_kind_of_event_comes_back_as_it_was(store: Store) -> None:
    store.create("gesprek")
    store.append("gesprek", 0, EVERY_KIND)
    assert store.load("gesprek") == Loaded("gesprek", EVERY_KIND, 0)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_text_comes_back_as_it_was(store: Store, text: str) -> None:
    event = e.Answered(1, "plan.naam", text, text, note=text)
    store.create("gesprek", text)
    store.append("gesprek", 0, [event])
    assert store.load("gesprek").events == (event,)
    assert store.names()[0].title == text


def test_what_a_terminal_would_act_on_does_not_come_out_of_a_store(store: Store) -> None:
    text, bare = "rood \x1b[31m\x9b2J\x07 \u202eandersom\u2069\r\n\ttab", "rood [31m2J andersom\n\ttab"
    store.create("gesprek", text)
    store.append("gesprek", 0, [e.Answered(1, f"plan.{text}", [text], text, note=text), e.LookedUp(2, text, (text,))])
    assert store.load("gesprek") == Loaded(
        "gesprek",
        (e.Answered(1, f"plan.{bare}", [bare], bare, note=bare), e.LookedUp(2, bare, (bare,))),
        0,
    )
    assert store.names()[0].title == bare


def test_text_that_cannot_be_stored_is_refused_and_nothing_is_added(store: Store) -> None:
    store.create("gesprek")
    with pytest.raises(StoreError, match="teken dat niet bewaard kan worden"):
        store.append("gesprek", 0, [*log(1), e.Heard(1, "half \ud83d", "2024-03-05")])
    assert store.load("gesprek").events == ()


def test_events_are_added_behind_those_that_are_there(store: Store) -> None:
    events = log(5)
    store.create("gesprek")
    store.append("gesprek", 0, events[:2])
    store.append("gesprek", 2, [])
    store.append("gesprek", 2, events[2:])
    assert store.load("gesprek").events == tuple(events)


def test_what_was_loaded_or_given_can_change_without_changing_the_store(store: Store) -> None:
    value = ["wijkteam"]
    store.create("gesprek")
    store.append("gesprek", 0, [e.Answered(1, "vorm.leden", value, "1")])
    value.append("school")
    loaded = store.load("gesprek").events[0]
    assert isinstance(loaded, e.Answered)
    assert isinstance(loaded.value, list)
    loaded.value.append("gemeente")
    assert store.load("gesprek").events == (e.Answered(1, "vorm.leden", ["wijkteam"], "1"),)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_writer_that_knows_another_number_of_events_is_told_and_writes_nothing(store: Store, after: int) -> None:
    store.create("gesprek")
    store.append("gesprek", 0, log(2))
    with pytest.raises(Conflict, match="in een ander venster"):
        store.append("gesprek", after, log(2, "ander"))
    assert store.load("gesprek").events == tuple(log(2))


def test_conversations_do_not_mix(store: Store) -> None:
    store.create("een")
    store.create("twee")
    store.append("een", 0, log(2, "een"))
    store.append("twee", 0, log(1, "twee"))
    store.append("een", 2, log(1, "een"))
    assert store.load("een").events == (*log(2, "een"), *log(1, "een"))
    assert store.load("twee").events == tuple(log(1, "twee"))


def test_nothing_can_be_done_with_a_conversation_that_is_not_there(store: Store) -> None:
    store.create("ander gesprek")
    attempts: list[Callable[[], object]] = [
        lambda: store.load("gesprek"),
        lambda: store.append("gesprek", 0, log(1)),
        lambda: store.rename("gesprek", "nieuw"),
        lambda: store.rename("gesprek", "gesprek"),
        lambda: store.erase("gesprek"),
        lambda: store.redact("gesprek", 0, e.Ended(1)),
        lambda: store.lease("gesprek", "venster"),
    ]
    for attempt in attempts:
        with pytest.raises(Missing, match="Er is geen gesprek met de naam 'gesprek'"):
            attempt()
    store.release("gesprek", "venster")
    assert names(store) == ["ander gesprek"]


def test_the_conversation_changed_last_comes_first(store: Store, clock: Clock) -> None:
    for name in ("a", "b", "c"):
        store.create(name)
        clock.forward(minutes=1)
    assert names(store) == ["c", "b", "a"]
    store.append("a", 0, log(1))
    assert names(store) == ["a", "c", "b"]


def test_the_list_tells_title_times_and_number_of_events(store: Store, clock: Clock) -> None:
    store.create("gesprek", "Plan van aanpak")
    clock.forward(hours=1, minutes=5)
    store.append("gesprek", 0, log(3))
    [listed] = store.names()
    created, changed = datetime.fromisoformat(listed.created), datetime.fromisoformat(listed.changed)
    assert created == NOON
    assert changed == NOON + timedelta(hours=1, minutes=5)
    assert created.utcoffset() == NOON.astimezone().utcoffset(), "not in local time"
    assert listed == Listed("gesprek", "Plan van aanpak", listed.created, listed.changed, 3, False)


def test_a_renamed_conversation_keeps_everything_but_its_name(store: Store) -> None:
    store.create("oud", "titel")
    store.append("oud", 0, EVERY_KIND)
    [before] = store.names()
    store.rename("oud", "nieuw")
    assert not store.exists("oud")
    assert store.load("nieuw") == Loaded("nieuw", EVERY_KIND, 0)
    assert store.names() == [replace(before, name="nieuw")]
    store.append("nieuw", len(EVERY_KIND), log(1))


def test_a_conversation_can_be_renamed_to_the_name_it_has(store: Store) -> None:
    store.create("gesprek")
    store.rename("gesprek", "gesprek")
    assert names(store) == ["gesprek"]


def test_a_name_in_use_cannot_be_taken_over(store: Store) -> None:
    store.create("een")
    store.create("twee")
    store.append("twee", 0, log(1))
    with pytest.raises(Taken):
        store.rename("een", "twee")
    assert store.exists("een")
    assert store.load("twee").events == tuple(log(1))


def test_an_erased_conversation_is_gone_and_its_name_free(store: Store) -> None:
    store.create("gesprek")
    store.append("gesprek", 0, log(3))
    store.create("blijft")
    store.append("blijft", 0, log(2))
    store.erase("gesprek")
    assert names(store) == ["blijft"]
    store.create("gesprek")
    assert store.load("gesprek").events == ()
    assert store.load("blijft").events == tuple(log(2))


def test_a_redacted_event_takes_the_place_of_the_old_one(store: Store) -> None:
    store.create("gesprek")
    store.append("gesprek", 0, log(4))
    redacted = e.Answered(2, "plan.doelen[d2].doel", "[weggelaten]", "[weggelaten]")
    store.redact("gesprek", 2, redacted)
    store.append("gesprek", 4, [e.Redacted(5, 2)])
    assert store.load("gesprek") == Loaded("gesprek", (*log(2), redacted, log(4)[3], e.Redacted(5, 2)), 0)


@pytest.mark.parametrize("seq", [-1, 2, 99])
def test_only_an_event_that_is_there_can_be_redacted(store: Store, seq: int) -> None:
    store.create("gesprek")
    store.append("gesprek", 0, log(2))
    with pytest.raises(Missing, match="staat niet in het gesprek"):
        store.redact("gesprek", seq, e.Ended(1))
    assert store.load("gesprek").events == tuple(log(2))


def test_one_window_at_a_time_has_the_lease(store: Store) -> None:
    store.create("gesprek")
    assert store.lease("gesprek", "venster 1")
    assert store.lease("gesprek", "venster 1")
    assert not store.lease("gesprek", "venster 2")


def test_each_conversation_has_its_own_lease(store: Store) -> None:
    store.create("een")
    store.create("twee")
    assert store.lease("een", "venster 1")
    assert store.lease("twee", "venster 2")


def test_only_its_owner_gives_up_a_lease(store: Store) -> None:
    store.create("gesprek")
    assert store.lease("gesprek", "venster 1")
    store.release("gesprek", "venster 2")
    assert not store.lease("gesprek", "venster 2")
    store.release("gesprek", "venster 1")
    assert store.lease("gesprek", "venster 2")


def test_a_lease_ends_after_ten_minutes(store: Store, clock: Clock) -> None:
    store.create("gesprek")
    assert store.lease("gesprek", "venster 1")
    clock.forward(minutes=9, seconds=59)
    assert not store.lease("gesprek", "venster 2")
    clock.forward(seconds=1)
    assert store.lease("gesprek", "venster 2")
    assert not store.lease("gesprek", "venster 1")


def test_writing_and_asking_again_renew_a_lease(store: Store, clock: Clock) -> None:
    store.create("gesprek")
    assert store.lease("gesprek", "venster 1")
    clock.forward(minutes=8)
    store.append("gesprek", 0, log(1))
    clock.forward(minutes=8)
    assert not store.lease("gesprek", "venster 2")
    assert store.lease("gesprek", "venster 1")
    clock.forward(minutes=8)
    assert not store.lease("gesprek", "venster 2")


def test_a_clock_that_is_put_back_does_not_lock_a_conversation(store: Store, clock: Clock) -> None:
    store.create("gesprek")
    assert store.lease("gesprek", "venster 1")
    clock.forward(days=-300)
    assert store.lease("gesprek", "venster 2")


def test_a_lease_goes_along_with_a_new_name(store: Store) -> None:
    store.create("oud")
    assert store.lease("oud", "venster 1")
    store.rename("oud", "nieuw")
    assert not store.lease("nieuw", "venster 2")


def test_names_are_data(store: Store) -> None:
    for name in NAMES:
        store.create(name)
        store.append(name, 0, [e.Heard(1, f"in {name}", "2024-03-05")])
    assert sorted(names(store)) == sorted(NAMES)
    for name in NAMES:
        assert store.load(name).events == (e.Heard(1, f"in {name}", "2024-03-05"),)
        assert store.lease(name, name)
        store.rename(name, f"{name}!")
        store.release(f"{name}!", name)
        store.erase(f"{name}!")
    assert names(store) == []


def test_names_that_differ_only_in_capitals_or_spaces_are_different(store: Store) -> None:
    store.create("gesprek")
    assert not store.exists("Gesprek")
    assert not store.exists("gesprek ")
    assert not store.exists("gespre_")


def test_the_data_folder_is_the_one_asked_for_then_the_one_named_then_the_usual(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SAMENWERKWIJZER_DATA", str(tmp_path / "genoemd"))
    assert folders.data_folder(tmp_path / "gevraagd") == tmp_path / "gevraagd"
    assert folders.data_folder(None) == tmp_path / "genoemd"
    for unset in ("leeg", "weg"):
        monkeypatch.setenv("SAMENWERKWIJZER_DATA", "")
        if unset == "weg":
            monkeypatch.delenv("SAMENWERKWIJZER_DATA")
        usual = folders.data_folder(None)
        assert usual.is_absolute()
        assert usual.name == "samenwerkwijzer"
