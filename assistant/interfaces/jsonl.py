"""The conversation as JSON lines: a message a line in, a turn a line out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Any, TextIO

from assistant.conversation import outputs as o
from assistant.conversation.engine import expects
from assistant.interfaces.streams import json_line
from assistant.session import Reply, Session


def run(session: Session, lines: Iterable[str], out: TextIO) -> None:
    """Answer every line until the conversation is ended or the input is."""
    _print(session.opening(), out)
    for line in lines:
        reply = session.say(message_of(line.rstrip("\r\n")))
        _print(reply, out)
        if reply.view.finished:
            break
    session.close()


def message_of(line: str) -> str:
    """The text of a JSON object with a string 'text'; any other line as it stands."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return line
    if isinstance(data, dict) and isinstance(data.get("text"), str):
        return str(data["text"])
    return line


def turn_data(reply: Reply) -> dict[str, Any]:
    """One turn in the stable machine format."""
    view = reply.view
    return {
        "turn": reply.turn,
        "name": reply.name,
        "outputs": [output_data(output) for output in reply.outputs],
        "expects": expects(view.question),
        "flow": view.flow,
        "runs": [{"flow": flow, "run": run, "complete": done} for flow, run, done in view.runs],
        "answers": view.answers,
        "skipped": list(view.skipped),
        "parked": list(view.parked),
        "dormant": view.dormant,
        "finished": view.finished,
    }


def output_data(output: o.Output) -> dict[str, Any]:
    """An output with its type and text first."""
    return {"type": output.type, "text": output.text, **dataclasses.asdict(output)}


def _print(reply: Reply, out: TextIO) -> None:
    out.write(json_line(turn_data(reply)) + "\n")
    out.flush()
