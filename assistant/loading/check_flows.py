"""What is wrong with flows beyond their shape: references, names in templates, options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assistant.conversation import script as s
from assistant.conversation.templates import ATTRIBUTES
from assistant.conversation.templates import problems as template_problems
from assistant.conversation.words import fold
from assistant.knowledge.model import Library
from assistant.loading.problems import Problem, did_you_mean
from assistant.loading.strict_yaml import Source


def check_flows(script: s.Script, sources: dict[str, Source], library: Library) -> None:
    """Record every fault with the source of its flow."""
    for name, source in sources.items():
        _Checker(script, script.flows[name], source, library).check()


class _Checker:
    def __init__(self, script: s.Script, flow: s.Flow, source: Source, library: Library) -> None:
        self.script = script
        self.flow = flow
        self.source = source
        self.library = library
        self.names = set(s.slot_names(flow.steps)) | {"vandaag", "nummer", "vorige"}
        self.others = {*flow.uses, *(c.call for c in s.all_steps(flow.steps) if isinstance(c, s.Call))}
        self.names |= self.others

    def fault(self, step: s.Step, code: str, message: str) -> None:
        """Record a fault at the step it is in."""
        *_, line, column = step.at.split(":")
        self.source.problems.append(Problem(self.source.file, int(line), int(column), code, message))

    def check(self) -> None:
        for used in self.flow.uses:
            if used not in self.script.flows:
                hint = did_you_mean(used, self.script.flows)
                self.source.problem(("uses",), "verwijzing", f"de flow '{used}' bestaat niet.{hint}")
            elif self._reads(used, self.flow.flow, set()):
                self.source.problem(("uses",), "kring", f"'{used}' leest op zijn beurt '{self.flow.flow}'.")
        if self.flow.notes and self.flow.notes not in self.names:
            self.source.problem(("notes",), "verwijzing", f"de vraag '{self.flow.notes}' bestaat niet.")
        counted = Counter(self._paths(self.flow.steps, ""))
        for step in s.all_steps(self.flow.steps):
            self._step(step)
        for path, count in counted.items():
            if count > 1:
                self.source.problem(("steps",), "dubbel", f"de vraag '{path}' staat er {count} keer.")

    def _reads(self, flow: str, wanted: str, seen: set[str]) -> bool:
        if flow in seen or flow not in self.script.flows:
            return False
        seen.add(flow)
        calls = {c.call for c in s.all_steps(self.script[flow].steps) if isinstance(c, s.Call)}
        reads = {*self.script[flow].uses, *calls}
        return wanted in reads or any(self._reads(name, wanted, seen) for name in reads)

    def _paths(self, steps: tuple[s.Step, ...], prefix: str) -> Iterator[str]:
        for step in steps:
            match step:
                case s.Ask():
                    yield prefix + step.ask
                case s.Suggest():
                    yield prefix + step.suggest
                case s.Repeat():
                    yield prefix + step.repeat
                    yield from self._paths(step.steps, f"{prefix}{step.repeat}[].")
                case s.Form():
                    yield from self._paths(step.steps, prefix)
                case s.If():
                    arms = [*(branch.steps for branch in step.branches), step.otherwise]
                    # The same question in two branches is one question: only one of them is walked.
                    yield from {path for arm in arms for path in self._paths(arm, prefix)}

    def _step(self, step: s.Step) -> None:
        match step:
            case s.Say():
                self._template(step, step.say)
                self._known(step, step.cite)
                if step.insights and not self._has_insights(step.insights):
                    hint = did_you_mean(step.insights, self.library.entry)
                    self.fault(step, "verwijzing", f"'{step.insights}' heeft geen inzichten.{hint}")
            case s.Ask():
                self._ask(step)
            case s.If():
                for branch in step.branches:
                    self._template(step, branch.condition, expression=True)
            case s.Set():
                self._template(step, step.value, expression=True)
            case s.Call():
                if step.call not in self.script.flows:
                    hint = did_you_mean(step.call, self.script.flows)
                    self.fault(step, "verwijzing", f"de flow '{step.call}' bestaat niet.{hint}")
                elif self._reads(step.call, self.flow.flow, set()) or step.call == self.flow.flow:
                    self.fault(step, "kring", f"'{step.call}' roept op zijn beurt '{self.flow.flow}' aan.")
            case s.Repeat():
                for text in (step.more, step.first, step.why):
                    self._template(step, text)
            case s.Suggest():
                self._suggest(step)
            case s.Review():
                self._template(step, step.text)

    def _ask(self, step: s.Ask) -> None:
        for text in (step.text, step.short, step.label, step.why, step.example):
            self._template(step, text)
        if step.default:
            self._template(step, step.default, expression=True)
        if step.type in s.CHOICE_TYPES and not step.options:
            self.fault(step, "opties", f"'{step.ask}' is een keuzevraag zonder opties.")
        if step.type not in s.CHOICE_TYPES and step.options:
            self.fault(step, "opties", f"'{step.ask}' heeft opties, maar is geen keuzevraag.")
        if step.type == "scale" and (step.min is None or step.max is None):
            self.fault(step, "schaal", f"'{step.ask}' is een schaal; noem min en max.")
        ids = Counter(option.id for option in step.options)
        names: dict[str, str] = {}
        for option in step.options:
            if ids[option.id] > 1:
                self.fault(step, "dubbel", f"de optie '{option.id}' staat er vaker.")
            self._known(step, (option.source,) if option.source else ())
            for name in {fold(n) for n in (option.label, *option.aliases)}:
                if names.setdefault(name, option.id) != option.id:
                    self.fault(step, "dubbel", f"'{name}' hoort bij twee opties van '{step.ask}'.")

    def _suggest(self, step: s.Suggest) -> None:
        for text in (step.text, step.short, step.why, step.none):
            self._template(step, text)
        asks = {a.ask: a for a in s.all_steps(self.flow.steps) if isinstance(a, s.Ask)}
        attributes = {"id", *(name for form in self.library.forms for name in form.attributes)}
        rules: tuple[s.Criterion | s.Filter, ...] = (*step.criteria, *step.filters)
        for rule in rules:
            ask = asks.get(rule.slot)
            if ask is None:
                self.fault(step, "verwijzing", f"de vraag '{rule.slot}' bestaat niet.{did_you_mean(rule.slot, asks)}")
                continue
            options = {option.id for option in ask.options} or {"ja", "nee"}
            tables = (rule.map,) if isinstance(rule, s.Filter) else (rule.fits, rule.clashes)
            for name in {name for table in tables for name in table} - options:
                self.fault(step, "verwijzing", f"'{rule.slot}' heeft geen optie '{name}'.{did_you_mean(name, options)}")
            if isinstance(rule, s.Criterion) and rule.attribute not in attributes:
                hint = did_you_mean(rule.attribute, attributes)
                self.fault(step, "verwijzing", f"geen vorm heeft het kenmerk '{rule.attribute}'.{hint}")

    def _has_insights(self, name: str) -> bool:
        library = self.library
        ids = (
            {x.id for x in library.reflection}
            | {x.id for x in library.focus_areas}
            | {x.id for x in library.plan_fields}
        )
        return name in ids

    def _known(self, step: s.Step, ids: tuple[str, ...]) -> None:
        for name in ids:
            if name not in self.library.entry:
                hint = did_you_mean(name, self.library.entry)
                self.fault(step, "verwijzing", f"'{name}' bestaat niet in de kennis.{hint}")

    def _template(self, step: s.Step, text: str, *, expression: bool = False) -> None:
        if not expression and "{" not in text:
            return
        faults, names = template_problems(text, expression=expression)
        for fault in faults:
            self.fault(step, "sjabloon", f"{fault}: {text}")
        for name, attribute in names:
            if name not in self.names:
                hint = did_you_mean(name, self.names)
                self.fault(step, "sjabloon", f"'{name}' is geen vraag of waarde van deze flow.{hint}")
            elif attribute and attribute not in self._attributes(name):
                hint = did_you_mean(attribute, self._attributes(name))
                self.fault(step, "sjabloon", f"'{name}' heeft geen '{attribute}'.{hint}")

    def _attributes(self, name: str) -> set[str]:
        """What may follow a name and a point: slots of a flow, or the few attributes of an answer."""
        if name == "vorige":
            return set(s.slot_names(self.flow.steps))
        if name in self.script.flows and name in self.others:
            return set(s.slot_names(self.script[name].steps))
        return set(ATTRIBUTES)
