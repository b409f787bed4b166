"""Hostile messages at the door of the chat and of the look-up."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from random import Random

from assistant.conversation.events import from_data, to_data
from assistant.conversation.script import Ask, all_steps
from assistant.interfaces.jsonl import turn_data
from assistant.interfaces.lookups import answer_lines
from assistant.interfaces.plain import spoken
from assistant.interfaces.streams import Harmless, json_line
from assistant.journal.memory_store import MemoryStore
from assistant.loading.content import Content
from assistant.session import Session, World
from tests.conversation.moves import BETWEEN, LIST_EDITS, NONSENSE, QUESTIONS, SENTENCES
from tests.fuzz import hostile

TURNS = 25
"""Of one conversation."""
HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Broken(Exception):
    """What came out is not as it should be."""


class Talks:
    """Conversations with somebody who means harm."""

    def __init__(self, content: Content, world: World, folder: Path) -> None:
        """Documents that are asked for go in the folder."""
        self.content, self.world, self.folder = content, world, folder

    @cached_property
    def pieces(self) -> list[str]:
        script, library = self.content.script, self.content.library
        asks = [step for flow in script.flows.values() for step in all_steps(flow.steps) if isinstance(step, Ask)]
        options = [text for ask in asks for option in ask.options for text in (option.label, option.id)]
        words = [word for names in script.phrases.words.values() for word in names]
        commands = [name.removesuffix("...") for names in script.phrases.commands.values() for name in names]
        titles = [entry.title for entry in library.entry.values()]
        labels = [ask.label for ask in asks if ask.label]
        more = [*BETWEEN, *LIST_EDITS, *NONSENSE, *QUESTIONS, *SENTENCES]
        return [piece for piece in (*options, *words, *commands, *titles, *labels, *more) if len(piece) < 2_000]

    def messages(self, chance: Random) -> Iterator[str]:
        """What somebody says in one conversation: now and then something that fits, to come further."""
        yield chance.choice([flow.title for flow in self.content.script.flows.values()])
        for _ in range(TURNS - 1):
            if chance.random() < 0.35:
                yield chance.choice(
                    ("1", "2", "3", "ja", "nee", "sla over", "vandaag", "De Brug", "het klopt zo", "menu")
                )
            else:
                yield hostile.text(chance, self.pieces)

    def session(self) -> Session:
        session = Session(self.content, MemoryStore(), self.folder, name="fuzz", world=self.world)
        session.opening()
        return session

    def say(self, session: Session, message: str) -> None:
        """One message, through to what each face prints of it.

        Raises:
            Broken: nothing comes out, or what no terminal may get, or what does not read back.
        """
        if message.startswith(("document", "/document")) or "formulier" in message:
            return  # what is written has a door of its own
        before = len(session.log)
        reply = session.say(message)
        if not reply.outputs:
            raise Broken("nothing was said")
        line = json_line(turn_data(reply))
        json.loads(line)
        out = io.StringIO()
        Harmless(out).write("\n".join(text for output in reply.outputs for text in spoken(output)))
        texts = "".join(output.text for output in reply.outputs)
        if found := HARMFUL.search(line + out.getvalue() + texts):
            raise Broken(f"{found[0]!r} came out")
        for event in session.log[before:]:
            if from_data(json.loads(json.dumps(to_data(event)))) != event:
                raise Broken(f"{event!r} does not read back")

    def look_up(self, query: str) -> None:
        """One look-up, as the command line prints it."""
        documents = {document.id: document for document in self.content.library.documents}
        [line] = answer_lines(self.world._search, documents, [(1, query)], 5)
        json.loads(line)
        if found := HARMFUL.search(line):
            raise Broken(f"{found[0]!r} came out")
