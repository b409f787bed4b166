"""A flow together with the file it was read from, so that what is wrong in it can be shown at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.conversation import script as s
from assistant.loading.problems import Code
from assistant.loading.strict_yaml import Find, Path_, Source

SLOT_KEY: dict[type, str] = {s.Ask: "ask", s.Suggest: "suggest", s.Repeat: "repeat", s.Review: "review", s.Set: "set"}
"""Under which key a step says the name of its slot."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a step, as a template or an expression."""

    source: str
    inside: Path_
    """Where in its step it stands."""
    expression: bool = False
    shown: bool = True
    """False for what only the program reads."""


@dataclass(frozen=True, slots=True)
class FlowFile:
    """One flow and where everything in it stands."""

    flow: s.Flow
    source: Source
    steps: Mapping[str, Path_]
    """Where in the file each step stands, by its `at`."""

    def fault(
        self, step: s.Step, inside: Path_, code: Code, message: str, *, key: bool = False, find: Find | None = None
    ) -> None:
        """Record a fault in a step, at a path inside it."""
        self.source.problem((*self.steps[step.at], *inside), code, message, key=key, find=find)


def condition_path(branch: int) -> Path_:
    """Where in an `if` step the condition of a branch stands."""
    return ("if",) if branch == 0 else ("elif", branch - 1, "if")


def texts(step: s.Step) -> Iterator[Text]:
    """Every template and expression of one step, without those of the steps inside it."""
    match step:
        case s.Say():
            yield Text(step.say, ("say",))
        case s.Ask():
            for key in ("text", "short", "label", "why", "example"):
                yield Text(getattr(step, key), (key,))
            if step.default:
                yield Text(step.default, ("default",), expression=True, shown=False)
        case s.If():
            for number, branch in enumerate(step.branches):
                yield Text(branch.condition, condition_path(number), expression=True, shown=False)
        case s.Set():
            yield Text(step.value, ("value",), expression=True, shown=False)
        case s.Repeat():
            for key in ("more", "first", "why"):
                yield Text(getattr(step, key), (key,))
        case s.Suggest():
            for key in ("text", "short", "why", "none"):
                yield Text(getattr(step, key), (key,))
        case s.Review():
            yield Text(step.text, ("text",))
