"""The walk: script and answers in, where we are and which answers count out.

A walk goes all the way through a flow, past open questions too, so that an answer stays live when
an earlier question is opened again. The position is the first question on it without an answer.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.conversation import events as e
from assistant.conversation.outputs import Candidate
from assistant.conversation.script import (
    CHOICE_TYPES,
    Ask,
    Call,
    Draft,
    Form,
    If,
    Option,
    Repeat,
    Review,
    Say,
    Script,
    Set,
    Step,
    Suggest,
)
from assistant.conversation.state import State, flow_of
from assistant.conversation.suggest import candidates
from assistant.conversation.templates import evaluate, names, render
from assistant.conversation.values import MISSING, Given, Namespace, plain
from assistant.knowledge.model import Library


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is put to the person, all texts filled in."""

    path: str
    type: str
    text: str
    short: str
    label: str
    why: str = ""
    example: str = ""
    options: tuple[Option, ...] = ()
    default: e.Value | None = None
    default_from: str = ""
    """Where the proposal comes from; empty where it is the earlier answer."""
    gone: str = ""
    """An earlier answer that no longer exists among the options."""
    min: int | None = None
    max: int | None = None
    step: Step | None = None
    form: str = ""
    """Path of the form this question is part of."""
    none: tuple[str, ...] = ()
    """Replies that mean that there is nothing to fill in."""

    def words(self, value: object) -> str:
        """A value as the person reads it: labels of options, own words, ja or nee."""
        if isinstance(value, bool):
            return "ja" if value else "nee"
        if isinstance(value, list):
            return "; ".join(self._label(item) for item in value) or "geen van deze"
        if isinstance(value, str) and self.type in CHOICE_TYPES:
            return self._label(value)
        return "" if value is None else str(value)

    def _label(self, option_id: object) -> str:
        for option in self.options:
            if option.id == option_id:
                return option.label
        return str(option_id)


@dataclass(slots=True)
class Stop:
    """Something met on the walk: a question, something said, a draft."""

    path: str
    step: Step
    scope: Scope
    answered: bool = True
    form: str = ""
    candidates: tuple[Candidate, ...] = ()
    is_more: bool = False
    """True for 'nog een?' after the items of a repeat."""
    hangs_on: frozenset[str] = frozenset()
    """Paths of the answers that decide whether this is met, or what may be answered."""

    @property
    def is_question(self) -> bool:
        """Whether an answer is expected here."""
        return not isinstance(self.step, Say | Draft)


@dataclass(slots=True)
class Scope:
    """The names that can be seen from one place in a flow."""

    prefix: str
    title: str
    """'Doel 2, ' inside the second doel; empty at the top."""
    values: MutableMapping[str, Any]
    paths: MutableMapping[str, frozenset[str]]
    """Per name the paths of the answers that it stands for."""
    under: frozenset[str] = frozenset()
    """Paths of the answers that decide whether this place is met."""

    def behind(self, source: str) -> frozenset[str]:
        """Paths of the answers that an expression reads."""
        found: set[str] = set()
        for name, attribute in names(source):
            found |= self.paths.get(f"{name}.{attribute}", frozenset()) | self.paths.get(name, frozenset())
        return frozenset(found)


@dataclass(slots=True)
class Walk:
    """One run of a flow, walked."""

    run: str
    trail: list[Stop] = field(default_factory=list)
    live: dict[str, e.Answered] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    """Ids of the items of every repeat, by path."""
    values: MutableMapping[str, Any] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)

    @property
    def pending(self) -> Stop | None:
        """The first question without an answer."""
        return next((stop for stop in self.trail if not stop.answered), None)

    @property
    def passed(self) -> list[Stop]:
        """What is said and drafted between the last question with an answer and the first without."""
        end = next((i for i, stop in enumerate(self.trail) if not stop.answered), len(self.trail))
        start = end
        while start > 0 and not self.trail[start - 1].is_question:
            start -= 1
        return self.trail[start:end]

    def stop(self, path: str) -> Stop | None:
        """The question at a path, if the walk meets it."""
        return next((stop for stop in self.trail if stop.path == path and stop.is_question), None)


class Walker:
    """Walks the runs of one state, each at most once."""

    def __init__(self, script: Script, state: State, library: Library, before: Walker | None = None) -> None:
        self.script = script
        self.state = state
        self.library = library
        same = before is not None and _walked(before.state) == _walked(state)
        self._walks: dict[str, Walk] = before._walks if before is not None and same else {}

    def walk(self, run: str) -> Walk:
        """The walk of a run, which need not have been started."""
        if run not in self._walks:
            self._walks[run] = self._walk(run)
        return self._walks[run]

    def latest_run(self, flow: str) -> str:
        """The newest run of a flow that counts, or the first run-to-be."""
        kept = [r for r in self.state.runs if flow_of(r) == flow and r not in self.state.discarded]
        return kept[-1] if kept else flow

    def _walk(self, run: str) -> Walk:
        flow = self.script[flow_of(run)]
        walk = Walk(run)
        values: dict[str, Any] = dict.fromkeys(flow.names, MISSING)
        values["vandaag"] = self.state.today
        values["geparkeerd"] = ""
        for used in flow.uses:
            values[used] = self._namespace(self.latest_run(used))
        if flow.repeatable:
            number = int(run.partition("#")[2] or 1)
            earlier = flow.flow if number == 2 else f"{flow.flow}#{number - 1}"
            values["vorige"] = self._namespace(earlier, hide_private=False) if number > 1 else Namespace()
        walk.values = values
        paths: dict[str, frozenset[str]] = {
            f"{used}.{slot}": frozenset({f"{self.latest_run(used)}.{slot}"})
            for used in flow.uses
            for slot in self.script[used].names
        }
        self._steps(walk, flow.steps, Scope(f"{run}.", "", values, paths), "")
        return walk

    def _namespace(self, run: str, *, hide_private: bool = True) -> Namespace:
        begun = any(path.startswith(f"{run}.") for path in self.state.answers)
        if run in self.state.discarded or not begun:
            return Namespace()
        walk = self.walk(run)
        hidden = {
            stop.step.ask for stop in walk.trail if hide_private and isinstance(stop.step, Ask) and stop.step.private
        }
        return Namespace({k: v for k, v in walk.values.items() if k not in hidden})

    def _steps(self, walk: Walk, steps: tuple[Step, ...], scope: Scope, form: str) -> None:
        for step in steps:
            match step:
                case Say() | Draft():
                    walk.trail.append(Stop(scope.prefix, step, scope, hangs_on=scope.under))
                case Ask():
                    self._ask(walk, step, scope, form)
                case Suggest():
                    self._suggest(walk, step, scope)
                case Review():
                    path = scope.prefix + step.review
                    walk.trail.append(Stop(path, step, scope, path in self.state.answers, hangs_on=scope.under))
                    self._record(walk, path, scope, step.review, self.state.answers.get(path), "")
                case Form():
                    self._steps(walk, step.steps, scope, scope.prefix + step.form)
                case If():
                    taken, read = self._branch(step, scope)
                    inner = Scope(scope.prefix, scope.title, scope.values, scope.paths, scope.under | read)
                    self._steps(walk, taken, inner if read else scope, form)
                case Set():
                    scope.values[step.set] = evaluate(step.value, scope.values)
                    scope.paths[step.set] = scope.behind(step.value)
                case Repeat():
                    self._repeat(walk, step, scope)
                case Call():
                    self._call(walk, step, scope)

    @staticmethod
    def _branch(step: If, scope: Scope) -> tuple[tuple[Step, ...], frozenset[str]]:
        """The steps that are taken, and paths of the answers that were looked at to decide it."""
        read: frozenset[str] = frozenset()
        for branch in step.branches:
            read |= scope.behind(branch.condition)
            if evaluate(branch.condition, scope.values):
                return branch.steps, read
        return step.otherwise, read

    def _ask(self, walk: Walk, step: Ask, scope: Scope, form: str) -> None:
        path = scope.prefix + step.ask
        answer = self._find(scope.prefix, (step.ask, *step.was))
        valid = answer is not None and _still_valid(answer, {o.id for o in step.options}, step.type)
        walk.trail.append(Stop(path, step, scope, valid, form, hangs_on=scope.under))
        scope.paths[step.ask] = frozenset({path})
        label = _label_of(answer.value, step.options) if answer and valid else ""
        self._record(walk, path, scope, step.ask, answer if valid else None, label)
        if answer is not None and answer.status == "parked":
            name = (scope.title + render(step.label or step.short or step.ask, scope.values)).strip()
            parked = f"{name} ({answer.note})" if answer.note else name
            walk.values["geparkeerd"] = "; ".join(filter(None, (walk.values["geparkeerd"], parked)))

    def _suggest(self, walk: Walk, step: Suggest, scope: Scope) -> None:
        path = scope.prefix + step.suggest
        found = tuple(candidates(step, scope.values, self.library))
        answer = self.state.answers.get(path)
        valid = answer is not None and _still_valid(answer, {c.id for c in found}, "multi")
        filtered = (scope.paths.get(rule.slot, frozenset()) for rule in step.filters)
        walk.trail.append(Stop(path, step, scope, valid, candidates=found, hangs_on=scope.under.union(*filtered)))
        scope.paths[step.suggest] = frozenset({path})
        if answer is None or not valid:
            return
        labels = {item.id: item.label for item in found}
        chosen = answer.value if isinstance(answer.value, list) else []
        vormen = dict.fromkeys(item.vorm for item in found if item.id in chosen)
        self._record(
            walk, path, scope, step.suggest, answer,
            ", ".join(labels.get(item, item) for item in chosen), tuple(vormen),
        )  # fmt: skip

    @staticmethod
    def _record(
        walk: Walk,
        path: str,
        scope: Scope,
        slot: str,
        answer: e.Answered | None,
        label: str,
        vorm: tuple[str, ...] = (),
    ) -> None:
        if answer is None:
            return
        walk.live[path] = answer
        scope.values[slot] = Given(answer.value, label, answer.status, vorm)

    def _find(self, prefix: str, slots: tuple[str, ...]) -> e.Answered | None:
        for slot in slots:
            answer = self.state.answers.get(prefix + slot)
            if answer is not None:
                return answer
        return None

    def _repeat(self, walk: Walk, step: Repeat, scope: Scope) -> None:
        path = scope.prefix + step.repeat
        answer = self.state.answers.get(path)
        if answer is not None and isinstance(answer.value, list):
            ids = list(answer.value)
            walk.live[path] = answer
        else:
            ids = [f"{step.prefix}{n}" for n in range(1, step.min + 1)]
        walk.lists[path] = ids
        scope.values[step.repeat] = Given(ids, ", ".join(ids))
        for index, item in enumerate(ids, 1):
            own: dict[str, Any] = dict.fromkeys(step.names, MISSING)
            own["nummer"] = index
            values: MutableMapping[str, Any] = ChainMap(own, scope.values)
            title = f"{scope.title}{step.item.capitalize() if not scope.title else step.item}"
            inner = Scope(f"{path}[{item}].", f"{title} {index}, ", values, ChainMap({}, scope.paths), scope.under)
            self._steps(walk, step.steps, inner, "")
        more = f"{path}.meer"
        closed = self.state.answers.get(more)
        if len(ids) < step.max:
            done = closed is not None and closed.value is False
            walk.trail.append(Stop(more, step, scope, done, is_more=True, hangs_on=scope.under))
            if closed is not None:
                walk.live[more] = closed

    def _call(self, walk: Walk, step: Call, scope: Scope) -> None:
        run = self.latest_run(step.call)
        inner = self.walk(run)
        walk.called.append(run)
        walk.trail.extend(inner.trail)
        walk.live.update(inner.live)
        walk.lists.update(inner.lists)
        hidden = Namespace(inner.values)
        scope.values[step.call] = hidden

    def question(self, stop: Stop) -> Question:
        """The question of a stop, with its texts, options, and proposal or earlier answer."""
        step, values = stop.step, stop.scope.values
        earlier = self.state.answers.get(stop.path)
        if isinstance(step, Ask):
            return self._ask_question(stop, step, values, earlier)
        if isinstance(step, Suggest):
            options = tuple(self._candidate(c.id, c.label) for c in stop.candidates)
            question = Question(
                stop.path, "multi", render(step.text, values),
                render(step.short or step.text, values), step.label or step.short,
                render(step.why, values), step.example, options, step=step,
            )  # fmt: skip
            return _with_earlier(question, earlier)
        if isinstance(step, Repeat):
            empty = not self.walk_lists(stop)
            text = render(step.first if empty and step.first else step.more, values)
            return Question(stop.path, "yesno", text, text, f"nog een {step.item}", step.why, step=step)
        assert isinstance(step, Review)
        text = render(step.text, values)
        return Question(stop.path, "choice", text, text, "controle", step=step)

    def walk_lists(self, stop: Stop) -> list[str]:
        """Ids of the items of the repeat that a 'nog een?' belongs to."""
        path = stop.path.removesuffix(".meer")
        answer = self.state.answers.get(path)
        if answer is not None and isinstance(answer.value, list):
            return list(answer.value)
        assert isinstance(stop.step, Repeat)
        return [f"{stop.step.prefix}{n}" for n in range(1, stop.step.min + 1)]

    def _candidate(self, form_id: str, label: str) -> Option:
        form = self.library.form.get(form_id)
        return Option(form_id, label, form.aliases, examples=form.asked) if form else Option(form_id, label)

    def _ask_question(self, stop: Stop, step: Ask, values: Mapping[str, Any], earlier: e.Answered | None) -> Question:
        text = render(step.text, values)
        short = render(step.short, values) or text
        question = Question(
            stop.path, step.type, text, short,
            (stop.scope.title + render(step.label or step.short or step.ask, values)).strip(),
            render(step.why, values), render(step.example, values), step.options,
            min=step.min, max=step.max, step=step, form=stop.form, none=step.none,
        )  # fmt: skip
        if earlier is not None and earlier.status == "answered":
            return _with_earlier(question, earlier)
        if step.default:
            proposal = plain(evaluate(step.default, values))
            if step.type == "multi" and isinstance(proposal, str):
                proposal = [proposal]
            if proposal is not None and not _blank(proposal) and _fits(proposal, question):
                return replace(question, default=proposal, default_from=step.default_from)
        return question


def _blank(value: e.Value) -> bool:
    """An empty text is nothing to propose."""
    return isinstance(value, str) and not value.strip()


def _walked(state: State) -> tuple[object, ...]:
    """All of a state that a walk depends on."""
    return state.answers, state.runs, state.discarded, state.today


def _with_earlier(question: Question, earlier: e.Answered | None) -> Question:
    """The question with the answer it had: as default, or as what no longer exists."""
    if earlier is None or earlier.value is None or earlier.status != "answered":
        return question
    if _fits(earlier.value, question):
        return replace(question, default=earlier.value)
    return replace(question, gone=earlier.raw or str(earlier.value))


def _fits(value: e.Value, question: Question) -> bool:
    ids = {option.id for option in question.options}
    if question.type == "multi":
        return isinstance(value, list) and set(value) <= ids
    if question.type == "choice":
        return isinstance(value, str) and value in ids
    return True


def _still_valid(answer: e.Answered, options: set[str], kind: str) -> bool:
    if answer.status != "answered":
        return True
    if kind == "multi":
        return isinstance(answer.value, list) and set(answer.value) <= options
    if kind == "choice":
        return isinstance(answer.value, str) and answer.value in options
    return isinstance(answer.value, _HELD.get(kind, object))


_HELD: dict[str, type | tuple[type, ...]] = {
    "text": str, "long": str, "date": str, "yesno": bool, "number": (int, float), "scale": (int, float),
}  # fmt: skip
"""What an answer is, by the type of its question: a log may come from elsewhere, and a question may change."""


def _label_of(value: e.Value | None, options: tuple[Option, ...]) -> str:
    labels = {option.id: option.label for option in options}
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return "; ".join(labels.get(item, item) for item in value)
    return "" if value is None else labels.get(str(value), str(value))


def next_item(ids: list[str], known_paths: Mapping[str, Any], path: str, prefix: str) -> str:
    """An id for a new item that no item, removed ones included, ever had."""
    pattern = re.compile(re.escape(path) + r"\[" + re.escape(prefix) + r"(\d+)\]")
    used = [int(match[1]) for match in map(pattern.match, known_paths) if match]
    used += [int(number) for item in ids if (number := item.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(used, default=0) + 1}"
