"""The README's conversation, played: each line of it must be said."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.conversation import outputs as o
from assistant.interfaces.plain import spoken
from assistant.loading.content import Content
from assistant.session import World
from tests.conversation.player import Player

README = Path(__file__).parent.parent / "README.md"


def test_the_conversation_in_the_readme(content: Content, world: World) -> None:
    block = re.search(r"tests/test_readme\.py -->\n```\n(.+?)```", README.read_text("utf-8"), re.S)
    assert block
    exchanges = re.split(r"^> ", block[1], flags=re.M)[1:]
    assert len(exchanges) == 8
    player = Player(content.script, world)
    for exchange in exchanges:
        message, *lines = exchange.strip().splitlines()
        turn = player.say(message)
        said = [line for output in turn.outputs for line in spoken(output)]
        for line in lines:
            assert any(line.rstrip(".") == heard.rstrip(".") for heard in said), (line, said)
        assert isinstance(turn.outputs[-1], o.Ask)
