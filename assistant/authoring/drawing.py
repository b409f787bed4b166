"""Flows as a Mermaid flowchart: what is said and asked, in which order, and on what that depends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from assistant.conversation import script as s

LENGTH = 60
"""Of a text in the drawing; what is longer is cut off."""
TYPES: dict[s.AnswerType, str] = {
    "choice": "één keuze", "multi": "meer keuzes", "yesno": "ja of nee", "text": "tekst", "long": "lange tekst",
    "number": "getal", "scale": "cijfer", "date": "datum",
}  # fmt: skip
_PLAIN = frozenset(" .,?!()'=/+-_[]…")

End = tuple[str, str]
"""A node that must lead on, and what stands along the arrow."""


def drawn(flows: Iterable[s.Flow]) -> str:
    """Flows as one Mermaid flowchart, each in a frame of its own; the same flows give the same text."""
    drawing = _Drawing()
    for flow in flows:
        drawing.flow(flow)
    # Arrows come last: a node that is named inside a frame is drawn inside it.
    return "\n".join(["flowchart TD", *drawing.lines, *drawing.arrows]) + "\n"


def label(*lines: str) -> str:
    """A text between quotes, each line cut and on a line of its own.

    What Mermaid may read as more than text becomes a number: quotes, '#', '%%', backticks and, because of the way it
    looks for styles, also the colon.
    """
    return '"' + "<br/>".join(_escaped(_cut(line)) for line in lines if line) + '"'


def _escaped(text: str) -> str:
    return "".join(sign if sign.isalnum() or sign in _PLAIN else f"#{ord(sign)};" for sign in text)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LENGTH else line[: LENGTH - 1].rstrip() + "…"


class _Drawing:
    """Lines of a flowchart; nodes and frames are numbered, so that no text of a flow is ever a name."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.arrows: list[str] = []
        self._nodes = count(1)
        self._frames = count(1)
        self._depth = 1

    def flow(self, flow: s.Flow) -> None:
        """One flow, from its title to the end."""
        self._open(f"{flow.title} ({flow.flow})")
        start = self._node("([", "])", "begin", f"gebruikt {', '.join(flow.uses)}" if flow.uses else "")
        ends = self._steps(flow.steps, [(start, "")])
        self._join(ends, self._node("([", "])", "einde"))
        self._close()

    def _line(self, text: str) -> None:
        self.lines.append("    " * self._depth + text)

    def _open(self, title: str) -> None:
        self._line(f"subgraph g{next(self._frames)}[{label(title)}]")
        self._depth += 1

    def _close(self) -> None:
        self._depth -= 1
        self._line("end")

    def _node(self, left: str, right: str, *lines: str) -> str:
        name = f"n{next(self._nodes)}"
        self._line(f"{name}{left}{label(*lines)}{right}")
        return name

    def _join(self, ends: Sequence[End], node: str) -> list[End]:
        for end, along in ends:
            self.arrows.append(f"    {end} -->|{label(along)}| {node}" if along.strip() else f"    {end} --> {node}")
        return [(node, "")]

    def _steps(self, steps: Sequence[s.Step], ends: list[End]) -> list[End]:
        for step in steps:
            match step:
                case s.If():
                    ends = self._condition(step, ends)
                case s.Repeat():
                    ends = self._repeat(step, ends)
                case s.Form():
                    self._open(f"formulier {step.form}")
                    ends = self._steps(step.steps, ends)
                    self._close()
                case _:
                    ends = self._join(ends, self._node(*_shape(step)))
        return ends

    def _condition(self, step: s.If, ends: list[End]) -> list[End]:
        """A fork; its arrows tell the conditions in the order in which they are tried."""
        fork = self._node("{", "}", "als")
        self._join(ends, fork)
        after: list[End] = []
        for branch in step.branches:
            after += self._steps(branch.steps, [(fork, branch.condition)])
        return after + self._steps(step.otherwise, [(fork, "anders")])

    def _repeat(self, step: s.Repeat, ends: list[End]) -> list[End]:
        """A frame with the steps for one item, and the question that leads to another."""
        self._open(f"herhaling {step.repeat}, {step.item} ({step.min} tot {step.max} keer)")
        more = self._node("[", "]", f"nog een {step.item}?", TYPES["yesno"])
        if step.min == 0:
            self._join(ends, more)
            ends = []
        after = self._steps(step.steps, [*ends, (more, "ja")])
        self._join(after, more)
        self._close()
        return [(more, "nee")]


def _shape(step: s.Step) -> Iterator[str]:
    """The two halves of the outline of a step, and what stands in it."""
    match step:
        case s.Say():
            yield from ("(", ")", f"zegt {step.say}", f"bron {', '.join(step.cite)}" if step.cite else "")
            yield f"inzichten {step.insights}" if step.insights else ""
        case s.Ask():
            bounds = f" {step.min} tot {step.max}" if step.min is not None and step.max is not None else ""
            yield from ("[", "]", f"{step.ask} ({TYPES[step.type]}{bounds})")
            yield ", ".join(option.id for option in step.options)
        case s.Suggest():
            yield from ("{{", "}}", f"{step.suggest} (vormen die passen)")
        case s.Review():
            yield from ("[", "]", f"{step.review} (controle van alle antwoorden)")
        case s.Set():
            yield from ("[/", "/]", f"{step.set} = {step.value}")
        case s.Call():
            yield from ("[[", "]]", f"gesprek {step.call}")
        case s.Draft():
            yield from ("[(", ")]", f"document {step.draft}")
