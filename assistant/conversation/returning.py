"""What changed around a conversation while it lay: its questions, and its answers since the last document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.conversation import events as e
from assistant.conversation.now import Now
from assistant.conversation.script import Ask, Flow, all_steps, slot_names
from assistant.conversation.state import flow_of, run_of, undone_turns
from assistant.conversation.walk import Question
from assistant.conversation.words import joined


def changed(now: Now, log: Sequence[e.Event]) -> Iterator[str]:
    """What to tell somebody who comes back, a sentence each; nothing where all is as it was.

    Args:
        now: the conversation with the questions as they are today.
        log: how it came about, when the questions may have been others.
    """
    for run in now.runs:
        if added := _added(now, log, run):
            yield now.text("sinds_erbij", flow=now.title(run), vragen=joined(added), meer=len(added) > 1)
        if gone := [question.label for question in _asked_anew(now, run)]:
            yield now.text("sinds_anders", vragen=joined(gone), meer=len(gone) > 1)
    if orphans := sum(_is_orphan(now, answer) for answer in now.dormant.values()):
        yield now.text("sinds_weg", aantal=orphans)


def older_document(now: Now) -> bool:
    """Whether an answer in the last document was changed after it was written."""
    drafted = max(now.state.drafted.values(), key=lambda event: event.turn, default=None)
    return drafted is not None and any(
        answer.turn > drafted.turn and now.script[flow_of(run_of(path))].document == drafted.kind
        for path, answer in now.live.items()
    )


def _added(now: Now, log: Sequence[e.Event], run: str) -> list[str]:
    """Questions that came into a run after it was complete, while nobody answered anything in it."""
    undone = undone_turns(log)
    counted = [event for event in log if event.turn not in undone]
    ends = [i for i, event in enumerate(counted) if isinstance(event, e.Finished) and event.run == run]
    if not ends or any(isinstance(event, e.Answered) and run_of(event.path) == run for event in counted[ends[-1] :]):
        return []
    return [row.label for row in now.rows(run) if row.status == "open"]


def _asked_anew(now: Now, run: str) -> Iterator[Question]:
    """Questions of which the answer is no longer among the options."""
    for stop in now.walk(run).trail:
        if stop.is_question and not stop.answered and not stop.is_more and stop.path in now.state.answers:
            question = now.question_at(stop.path)
            if question is not None and question.gone:
                yield question


def _is_orphan(now: Now, answer: e.Answered) -> bool:
    """Whether no question of today is called as the one that this answered."""
    run = run_of(answer.path)
    if flow_of(run) not in now.script.flows:
        return True
    slot = re.sub(r"\[[^\]]*\]", "", answer.path).rpartition(".")[2]
    return slot not in _slots(now.script[flow_of(run)])


def _slots(flow: Flow) -> set[str]:
    earlier = (name for step in all_steps(flow.steps) if isinstance(step, Ask) for name in step.was)
    return {*slot_names(flow.steps), *earlier, "meer"}
