"""The conversation as plain lines: for screen readers, pipes and terminals without drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from assistant.conversation import outputs as o
from assistant.session import Reply, Session


def run(session: Session, lines: Iterable[str], out: TextIO) -> None:
    """Answer every line until the conversation is ended or the input is."""
    _print(session.opening(), out)
    for line in lines:
        reply = session.say(line.rstrip("\r\n"))
        _print(reply, out)
        if reply.view.finished:
            break
    session.close()


def _print(reply: Reply, out: TextIO) -> None:
    for output in reply.outputs:
        for line in spoken(output):
            out.write(line + "\n")
        out.write("\n")
    out.flush()


def spoken(output: o.Output) -> Iterator[str]:
    """An output as lines to read aloud: no marks, options numbered, sources named."""
    if isinstance(output, o.Copy):
        # There is no clipboard here: the text itself, to select or to keep.
        yield "Bij het klembord kan ik hier niet. Kopieer deze tekst, of zeg 'document als md' voor een bestand."
        yield from output.document.splitlines()
        return
    if isinstance(output, o.Cite):
        yield output.title
    yield from output.text.replace("**", "").splitlines()
    if isinstance(output, o.Say | o.Cite | o.Table):
        for source in output.sources:
            yield f"Bron: {source.line}."
    if isinstance(output, o.Say) and output.our_link:
        yield "Dat dit bij elkaar hoort is onze koppeling."
    if isinstance(output, o.Cite) and output.see:
        yield "Zie ook: " + "; ".join(choice.label for choice in output.see) + "."
    if isinstance(output, o.Ask):
        for number, option in enumerate(output.options, 1):
            note = f" ({option.note})" if option.note and output.path in ("home", "controle") else ""
            yield f"{number} {option.label}{note}"
