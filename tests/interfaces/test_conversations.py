"""The list of conversations, and what can be done with one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.conversation import events as e
from assistant.interfaces.conversations import Conversations, numbered
from assistant.journal.memory_store import MemoryStore
from assistant.journal.one_file import NotAConversation, OneFile, packed
from assistant.journal.sqlite_store import SqliteStore
from assistant.journal.store import Store, StoreError, Taken
from assistant.loading.content import Content
from assistant.session import Session, World

PLAN = ("plan", "sla over", "De Waterlelie", "Westerbroek", "ok", "parkeer bij Anna", "wij", "1", "sla over", "2, 3")


def talked(content: Content, world: World, store: Store, folder: Path, name: str, *messages: str) -> Session:
    session = Session(content, store, folder, name=name, world=world)
    session.opening()
    for message in messages:
        session.say(message)
    session.close()
    return session


@pytest.fixture
def kept(content: Content, world: World, tmp_path: Path) -> Conversations:
    store = SqliteStore(tmp_path / "data")
    talked(content, world, store, tmp_path, "een", *PLAN)
    talked(content, world, store, tmp_path, "twee", "reflecteren")
    return Conversations(store, content, world)


def test_the_list_tells_how_far_each_is(kept: Conversations, content: Content, world: World, tmp_path: Path) -> None:
    talked(
        content, world, kept.store, tmp_path, "drie",
        "vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee", "1", "klopt", "nee",
    )  # fmt: skip
    states = {one.name: one.state for one in kept.listed()}
    assert states["een"].startswith("Een plan van aanpak maken (bezig, ")
    assert states["twee"] == "Reflecteren op je eigen rol (bezig)"
    assert states["drie"].endswith("(ingevuld)"), states["drie"]
    assert [one.name for one in kept.listed()] == ["drie", "twee", "een"]


def test_a_conversation_is_named_by_number_or_name(kept: Conversations) -> None:
    found = kept.listed()
    assert numbered(found, "2") == numbered(found, "EEN") == found[1]
    assert numbered(found, "3") is numbered(found, "0") is numbered(found, "nee") is None


def test_renaming_keeps_everything_and_takes_no_name_that_is_in_use(kept: Conversations) -> None:
    before = kept.store.load("een").events
    assert kept.rename("een", " Roos/en ") == "Roos-en"
    assert kept.store.load("Roos-en").events == before and not kept.store.exists("een")
    with pytest.raises(Taken):
        kept.rename("Roos-en", "twee")
    with pytest.raises(StoreError, match="minstens een letter"):
        kept.rename("Roos-en", "///")


def test_out_and_in_again_is_the_same_conversation(
    kept: Conversations, content: Content, world: World, tmp_path: Path
) -> None:
    file = kept.export_to("een", tmp_path)
    assert kept.export_to("een", tmp_path).name == "een-2.gesprek"
    elsewhere = Conversations(MemoryStore(), content, world)
    assert elsewhere.take_in(file) == "een"
    assert elsewhere.take_in(file) == "een-2"
    assert elsewhere.take_in(file, "Anders") == "Anders"
    with pytest.raises(Taken):
        elsewhere.take_in(file, "Anders")
    assert elsewhere.store.load("een").events == kept.store.load("een").events
    here, there = (
        Session(content, one.store, tmp_path, name="een", world=world).opening() for one in (kept, elsewhere)
    )
    assert there.view == here.view and there.outputs == here.outputs


def test_what_no_conversation_can_hold_is_refused_and_nothing_is_added(kept: Conversations, tmp_path: Path) -> None:
    heard, begun = e.Heard(1, "vorm", "2026-11-22"), e.Started(1, "vorm")
    file = tmp_path / "gek.gesprek"
    for odd in (e.Started(1, "reflecteren#x"),):
        file.write_bytes(packed(OneFile("gek", "", (heard, begun, odd))))
        with pytest.raises(NotAConversation, match="beschadigd"):
            kept.take_in(file)
    assert [one.name for one in kept.listed()] == ["twee", "een"]


PIECES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 99), st.floats(), st.text(max_size=8), st.lists(st.text(max_size=5)),
    st.sampled_from(["plan.doelen", "plan.naam", "plan.doelen[d1].doel", "vorm.sector", "d1", "plan", "reflecteren#2"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_file_of_a_stranger_is_refused_or_can_be_gone_on_with(
    kept: Conversations, content: Content, world: World, tmp_path: Path, data: st.DataObject
) -> None:
    events = [e.to_data(event) for event in kept.store.load("een").events]
    for _ in range(data.draw(st.integers(1, 3))):
        event = data.draw(st.sampled_from(events))
        event[data.draw(st.sampled_from(sorted(event.keys() - {"event"})))] = data.draw(PIECES)
    try:
        changed = tuple(e.from_data(json.loads(json.dumps(event))) for event in events)
        packed_again = packed(OneFile("vreemd", "", changed))
    except (ValueError, StoreError, TypeError):
        return
    file = tmp_path / "vreemd.gesprek"
    file.write_bytes(packed_again)
    elsewhere = Conversations(MemoryStore(), content, world)
    try:
        name = elsewhere.take_in(file)
    except NotAConversation:
        return
    messages = ("overzicht", "voeg doel toe", "terug", "ongedaan", "1", "wijzig naam", "Roos", "document", "stop")
    talked(content, world, elsewhere.store, tmp_path / "uit", name, *messages)
