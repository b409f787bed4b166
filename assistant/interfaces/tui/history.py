"""What was said before this window was opened, in short: what was asked, and the person's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from assistant.conversation import events as e
from assistant.conversation.now import Now
from assistant.interfaces.tui.lines import Line
from assistant.interfaces.tui.text import WE, Block, of_person
from assistant.knowledge.model import Library


def said_before(now: Now, log: Sequence[e.Event], library: Library) -> list[Block]:
    """Per message what it answered, where it answered something, and what was typed.

    Args:
        now: the conversation; gives the names of its questions.
        log: the events before this window.
        library: gives the titles of what was looked up.
    """
    labels: dict[str, str] = {}
    blocks: list[Block] = []
    for turn in _turns(log):
        heard = turn[0]
        for event in turn[1:]:
            if isinstance(event, e.Answered):
                if event.path not in labels:
                    question = now.question_at(event.path)
                    labels[event.path] = question.label if question else ""
                if labels[event.path]:
                    blocks.append(_of_us(labels[event.path]))
                break
        blocks.append(of_person(heard.text))
        for event in turn[1:]:
            if isinstance(event, e.LookedUp):
                titles = [library.entry[item].title for item in event.ids if item in library.entry]
                blocks += [_of_us(f"Opgezocht: {titles[0]}")] if titles else []
    return blocks


def _turns(log: Sequence[e.Event]) -> Iterator[tuple[e.Heard, *tuple[e.Event, ...]]]:
    """The events of each message, what was heard first."""
    turn: list[e.Event] = []
    heard: e.Heard | None = None
    for event in log:
        if isinstance(event, e.Heard):
            if heard is not None:
                yield heard, *turn
            heard, turn = event, []
        else:
            turn.append(event)
    if heard is not None:
        yield heard, *turn


def _of_us(text: str) -> Block:
    return Block((Line(Content.styled(WE, "bold $mark")), Line(Content(text))), copied=text)
