"""A saved conversation as a scenario: what was typed, and on ids what was so after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import yaml

from assistant.authoring.playing import Stage
from assistant.conversation import events as e
from assistant.conversation.engine import View, expects
from assistant.conversation.now import Now


class _Dumper(yaml.SafeDumper):
    """YAML that the strict reader takes: no anchors, and text of more lines between double quotes."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


_Dumper.add_representer(str, _text)


def recorded(name: str, log: Sequence[e.Event], stage: Stage) -> tuple[str, bool]:
    """A scenario that passes as it stands.

    Args:
        name: what it is to be called.
        log: the events of the conversation, with at least one message.
        stage: where it is played again.

    Returns:
        The scenario as YAML, and whether playing it led to the answers of the conversation; it need not where the
        flows have changed since, or where the conversation went on on another day.
    """
    heard = list(_heard(log))
    day = heard[0].date
    played = list(stage.turns([event.text for event in heard], day))
    views = [View(None, None, (), {}, (), (), {}, False), *(turn.view for turn in played)]
    lines = [f"- scenario: {written(name)}\n", f"  date: '{day}'\n", "  turns:\n"]
    for event, (before, after) in zip(heard, pairwise(views), strict=True):
        lines.append(f"    - {written({'say': event.text, **dict(_held(before, after))})}\n")
    return "".join(lines), _answers(played[-1].now) == _answers(stage.now(log))


def _heard(log: Sequence[e.Event]) -> Iterator[e.Heard]:
    """What was said; a text that was kept only later stands where it was said, one that was not kept nowhere."""
    waiting = {event.turn for event in log if isinstance(event, e.Withheld)}
    stood = {event.turn: event.text for event in log if isinstance(event, e.LetStand)}
    left_out = {event.turn: event.raw for event in log if isinstance(event, e.Answered)}
    held: e.Heard | None = None
    for event in log:
        if not isinstance(event, e.Heard):
            continue
        if event.turn in waiting:
            held = event if not event.text else held
            continue
        if held is not None and stood.get(event.turn):
            yield replace(held, text=stood[event.turn])
        elif held is not None and left_out.get(event.turn):
            event = replace(event, text=left_out[event.turn])
        elif held is not None:
            held = None
            continue
        held = None
        yield event


def _answers(now: Now) -> dict[str, tuple[e.Value | None, str]]:
    # All that were given, whether or not they count now: the flow they belong to may be gone.
    return {path: (answer.value, answer.status) for path, answer in now.state.answers.items()}


def _held(before: View, after: View) -> Iterator[tuple[str, Any]]:
    """What a turn changed, as a scenario expects it."""
    asked = expects(after.question)
    if asked:
        yield "at", asked["path"]
    changed = {path: value for path, value in after.answers.items() if before.answers.get(path) != value}
    aside = [path for path in after.dormant if path not in before.dormant]
    gone = [path for path in before.answers if path not in after.answers and path not in aside]
    lists = {
        "set": changed,
        "dormant": aside,
        "unset": gone,
        "skipped": [path for path in after.skipped if path not in before.skipped],
        "parked": [path for path in after.parked if path not in before.parked],
    }
    yield from ((key, value) for key, value in lists.items() if value)
    if after.finished:
        yield "finished", True


def written(data: object) -> str:
    """A piece of a scenario on one line."""
    text: str = yaml.dump(
        data, Dumper=_Dumper, default_flow_style=True, width=10**9, allow_unicode=True, sort_keys=False
    )
    return text.removesuffix("...\n").rstrip("\n")
