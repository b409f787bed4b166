"""One saved conversation of every release is taken up by this one: nothing in it is lost.

Make one before a release: python -m tests.conversation.test_releases
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import assistant
from assistant.conversation import events as e
from assistant.conversation.env import Env
from assistant.loading.content import Content, load_content
from assistant.session import World
from tests.conftest import TODAY
from tests.conversation.player import Player

FOLDER = Path(__file__).parent / "releases"
SAID = (
    "vorm kiezen", "nu", "kind", "po", "ja", "ja", "1", "nee", "wat is een oza?", "po-3", "het past bij de bedoeling",
    "wijzig sector naar vo", "wijzig sector naar po", "nee", "ik wil reflecteren", "een", "1", "ja", "Ik luister eerst.",
    "Dat anderen iets anders zien.", "4", "sla over", "menu", "plan", "sla over", "De Kade", "Westerbroek", "vandaag",
    "parkeer bij de directeur", "de werkgroep", "1 en 3", "weet ik niet", "ok", "sla over", "2", "sla over",
    "elk kind een plan", "samen overleggen", "de ib'er", "na een half jaar", "nee", "ja", "ouders praten mee",
)  # fmt: skip


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_saved_conversation_goes_on(path: Path, content: Content, world: Env) -> None:
    saved = json.loads(path.read_text("utf-8"))
    player = Player(content.script, world, [e.from_data(data) for data in saved["events"]])
    view = player.view
    kept = {**view.answers, **view.dormant}
    assert {name: kept.get(name) for name in saved["answers"]} == saved["answers"]
    assert set(saved["parked"]) <= set(view.parked) and set(saved["skipped"]) <= set(view.skipped)
    assert view.question is not None
    before = player.at
    player.say("overzicht")
    assert player.at == before
    assert all(str(value) in player.text() for value in ("De Kade", "Westerbroek", "elk kind een plan"))


def test_this_release_has_one() -> None:
    assert (FOLDER / f"{assistant.__version__}.json").is_file()


def main() -> None:
    """Save a conversation of this version."""
    content = load_content()
    player = Player(content.script, World(content.library, lambda: TODAY))
    player.say(*SAID)
    view = player.view
    data = {
        "events": [e.to_data(event) for event in player.log],
        "answers": view.answers,
        "parked": view.parked,
        "skipped": view.skipped,
    }
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{assistant.__version__}.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(path.name, len(player.log), "events,", len(view.answers), "answers")


if __name__ == "__main__":
    main()
