"""Documents and answers: every field of the form is asked, and every answer is of use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.authoring.checks.conditions import reads
from assistant.conversation import script as s
from assistant.conversation.templates import parsed
from assistant.documents.compose import form_slots
from assistant.loading.content import Content
from assistant.loading.flow_file import FlowFile, texts


def check_documents(file: FlowFile, content: Content) -> None:
    """Record every field of the flow's form that somebody may come to the end without having been asked."""
    flow = file.flow
    if flow.document is None:
        return
    surely = set(_surely(flow.steps, ""))
    for slot in form_slots(flow.document, content.library):
        if slot not in surely:
            often = any(slot == path for path, _ in _asked(flow.steps, ""))
            how = "niet op elk pad gevraagd" if often else "nergens gevraagd"
            message = f"het veld '{slot}' van het formulier wordt {how}."
            file.source.problem(("document",), "veld-niet-zeker", message)


def check_use(files: Iterable[FlowFile]) -> None:
    """Record every choice that stands in no document and that nothing looks at."""
    flows = list(files)
    documented = _documented([file.flow for file in flows])
    for file in flows:
        own = _read(file.flow)
        elsewhere = {name for other in flows if other is not file for name in _read(other.flow)}
        for path, step in _asked(file.flow.steps, ""):
            if not isinstance(step, s.Ask) or (file.flow.flow in documented and not step.aside):
                continue
            if step.type in s.OPEN_TYPES and not step.aside:
                continue  # own words are of use to who writes them
            used = {step.ask, f"vorige.{step.ask}"} & own or f"{file.flow.flow}.{step.ask}" in elsewhere
            if not used and step.ask != file.flow.notes:
                message = f"het antwoord op '{path}' staat in geen document en nergens wordt ernaar gekeken."
                file.fault(step, ("ask",), "antwoord-ongebruikt", message)


def _documented(flows: list[s.Flow]) -> set[str]:
    """The flows whose answers stand in a document: their own, or that of a flow that calls them."""
    found = {flow.flow for flow in flows if flow.document}
    while True:
        inside = (step for flow in flows if flow.flow in found for step in s.all_steps(flow.steps))
        more = {step.call for step in inside if isinstance(step, s.Call)} - found
        if not more:
            return found
        found |= more


def _read(flow: s.Flow) -> set[str]:
    """The names that templates, conditions and rules of a flow look at: 'slot' or 'flow.slot'."""
    found: set[str] = set()
    for step in s.all_steps(flow.steps):
        for text in texts(step):
            if text.expression or "{" in text.source:
                names = reads(parsed(text.source, expression=text.expression))
                found |= names | {name.partition(".")[0] for name in names}
        if isinstance(step, s.Suggest):
            found |= {rule.slot for rule in step.criteria} | {rule.slot for rule in step.filters}
    return found


def _asked(steps: tuple[s.Step, ...], prefix: str) -> Iterator[tuple[str, s.Step]]:
    """Every question with its path; 'doelen[].wie' inside a list."""
    for step in steps:
        match step:
            case s.Ask():
                yield prefix + step.ask, step
            case s.Suggest():
                yield prefix + step.suggest, step
            case s.Repeat():
                yield from _asked(step.steps, f"{prefix}{step.repeat}[].")
            case _:
                for inner in s.nested(step):
                    yield from _asked(inner, prefix)


def _surely(steps: tuple[s.Step, ...], prefix: str) -> Iterator[str]:
    """The paths of what is asked whatever the answers are: in a list, for each thing in it."""
    for step in steps:
        match step:
            case s.If():
                arms = [set(_surely(arm, prefix)) for arm in s.nested(step)]
                yield from set.intersection(*arms)
            case s.Repeat():
                yield from _surely(step.steps, f"{prefix}{step.repeat}[].")
            case s.Form():
                yield from _surely(step.steps, prefix)
            case s.Ask() | s.Suggest():
                yield from (path for path, _ in _asked((step,), prefix))
