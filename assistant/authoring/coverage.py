"""What of the flows the scenarios reached, and what none of them did.

Counted is what a person can meet: something said, a question, a 'nog een?', a list of candidates, a review, a
document; and of each question the options that stand in the flow. What leads there (a condition, a form, the items of a
repeat, a call) counts as the steps inside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.authoring.playing import Played
from assistant.conversation import outputs as o
from assistant.conversation import script as s
from assistant.conversation.now import Now
from assistant.conversation.replies import Replies
from assistant.conversation.walk import Stop

Met = s.Say | s.Ask | s.Repeat | s.Suggest | s.Review | s.Draft


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one flow was reached."""

    flow: str
    steps: int
    all_steps: int
    options: int
    all_options: int
    missed: tuple[str, ...]
    """What no scenario reached: 'dialogues/plan.yaml:12: ...', in the order of the flow."""


@dataclass(slots=True)
class Coverage:
    """What was reached so far."""

    steps: set[str] = field(default_factory=set)
    """Places ('file:line:column') of steps that were said, or open as a question."""
    options: set[tuple[str, str]] = field(default_factory=set)
    """Places of questions, with the id of an option that was chosen in a live answer."""

    def note(self, played: Played) -> None:
        """Take in one turn."""
        now, asked = played.now, played.view.question
        if asked is not None and asked.step is not None:
            self.steps.add(asked.step.at)
        for run in now.runs:
            walk = now.walk(run)
            self.steps.update(stop.step.at for stop in walk.passed if _was_said(stop, now, played.outputs))
            for stop in walk.trail:
                answer = walk.live.get(stop.path)
                # What a scenario begins from is there, but nobody chose it.
                if isinstance(stop.step, s.Ask) and answer is not None and answer.turn >= played.first_turn:
                    chosen = answer.value if isinstance(answer.value, list) else [answer.value]
                    self.options.update((stop.step.at, str(value)) for value in chosen)

    def of(self, flow: s.Flow) -> Share:
        """The share of one flow."""
        steps = [step for step in s.all_steps(flow.steps) if isinstance(step, Met)]
        options = [(step, option) for step in steps if isinstance(step, s.Ask) for option in step.options]
        missed = [(step.at, _name(step)) for step in steps if step.at not in self.steps]
        missed += [
            (step.at, f"het antwoord '{option.id}' op '{step.ask}'")
            for step, option in options
            if (step.at, option.id) not in self.options
        ]
        order = [step.at for step in steps]
        missed.sort(key=lambda item: order.index(item[0]))
        return Share(
            flow.flow,
            sum(step.at in self.steps for step in steps), len(steps),
            sum((step.at, option.id) in self.options for step, option in options), len(options),
            tuple(f"{at.rpartition(':')[0]}: {what}" for at, what in missed),
        )  # fmt: skip


def _was_said(stop: Stop, now: Now, outputs: tuple[o.Output, ...]) -> bool:
    """Whether what lies before the open question was said in this turn."""
    if isinstance(stop.step, s.Draft):
        return any(isinstance(output, o.Draft) and output.kind == stop.step.draft for output in outputs)
    assert isinstance(stop.step, s.Say)
    said = Replies(now).said(stop.step, stop.scope.values)
    return bool(said) and all(output in outputs for output in said)


def _name(step: Met) -> str:
    match step:
        case s.Say():
            return "wat hier gezegd wordt"
        case s.Ask(ask=slot) | s.Suggest(suggest=slot) | s.Review(review=slot):
            return f"de vraag '{slot}'"
        case s.Repeat(repeat=slot):
            return f"de vraag naar nog een van '{slot}'"
        case s.Draft(draft=kind):
            return f"het document '{kind}'"


def shown(coverage: Coverage, script: s.Script) -> Iterator[str]:
    """The coverage in lines: a count for each flow, and what is missing of those that were played at all."""
    shares = [coverage.of(flow) for flow in script.flows.values()]
    yield "Dekking:"
    for share in shares:
        counts = f"{share.steps} van {share.all_steps} stappen, {share.options} van {share.all_options} antwoorden"
        yield f"  {share.flow}: {counts if share.steps else 'niet gespeeld'}"
    missed = [line for share in shares if share.steps for line in share.missed]
    if missed:
        yield "Niet bereikt:"
        yield from (f"  {line}" for line in missed)
