"""What is wrong with flows beyond their shape: references, names in templates, options.

Only what would go wrong in a conversation is looked for here, for it is done whenever flows are read; what can wait
until an author asks is in `assistant.authoring.checks`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from assistant.conversation import script as s
from assistant.conversation.templates import ATTRIBUTES
from assistant.conversation.templates import problems as template_problems
from assistant.conversation.words import fold
from assistant.knowledge.model import Library
from assistant.loading import spots
from assistant.loading.flow_file import SLOT_KEY, FlowFile, Text, texts
from assistant.loading.problems import did_you_mean
from assistant.loading.strict_yaml import Path_


def check_flows(script: s.Script, files: Iterable[FlowFile], library: Library, unread: Collection[str]) -> None:
    """Record every fault with the source of its flow.

    Args:
        script: the flows that could be read.
        files: the same flows as they stand in their files.
        library: the knowledge they refer to.
        unread: names of flows that are there but could not be read; what refers to them is not looked at.
    """
    for file in files:
        _Checker(script, file, library, unread).check()


class _Checker:
    def __init__(self, script: s.Script, file: FlowFile, library: Library, unread: Collection[str]) -> None:
        self.script = script
        self.file = file
        self.flow = file.flow
        self.library = library
        self.unread = unread
        self.slots = set(s.slot_names(self.flow.steps))
        self.others = {*self.flow.uses, *(c.call for c in s.all_steps(self.flow.steps) if isinstance(c, s.Call))}
        self.names = (
            self.slots | self.others | {"vandaag", "geparkeerd"} | ({"vorige"} if self.flow.repeatable else set())
        )
        self.holders = {
            item.id for group in (library.reflection, library.focus_areas, library.plan_fields) for item in group
        }

    def check(self) -> None:
        source = self.file.source
        for i, used in enumerate(self.flow.uses):
            if used in self.unread:
                continue
            if used not in self.script.flows:
                hint = did_you_mean(used, self.script.flows)
                source.problem(("uses", i), "verwijzing-flow", f"de flow '{used}' bestaat niet.{hint}")
            elif self._reads(used, self.flow.flow, set()):
                source.problem(("uses", i), "kring", f"'{used}' leest op zijn beurt '{self.flow.flow}'.")
        if self.flow.notes and self.flow.notes not in self.slots:
            hint = did_you_mean(self.flow.notes, self.slots)
            source.problem(("notes",), "verwijzing-vraag", f"de vraag '{self.flow.notes}' bestaat niet.{hint}")
        self._steps(self.flow.steps, self.names)
        self._unique(self.flow.steps, "", frozenset())

    def _reads(self, flow: str, wanted: str, seen: set[str]) -> bool:
        if flow in seen or flow not in self.script.flows:
            return False
        seen.add(flow)
        calls = {c.call for c in s.all_steps(self.script[flow].steps) if isinstance(c, s.Call)}
        reads = {*self.script[flow].uses, *calls}
        return wanted in reads or any(self._reads(name, wanted, seen) for name in reads)

    def _unique(self, steps: tuple[s.Step, ...], prefix: str, taken: frozenset[str]) -> frozenset[str]:
        """The paths of questions up to and with these steps; one that was there already is a fault."""
        for step in steps:
            match step:
                case s.Ask() | s.Suggest() | s.Review() | s.Repeat():
                    key = SLOT_KEY[type(step)]
                    path = prefix + getattr(step, key)
                    if path in taken:
                        message = f"de vraag '{path}' is er al; geef elke vraag een eigen naam."
                        self.file.fault(step, (key,), "dubbele-vraag", message)
                    taken |= {path}
                    if isinstance(step, s.Repeat):
                        taken = self._unique(step.steps, f"{path}[].", taken)
                case s.Form():
                    taken = self._unique(step.steps, prefix, taken)
                case s.If():
                    # The same question in two branches is one question: only one of them is walked.
                    taken = taken.union(*(self._unique(arm, prefix, taken) for arm in s.nested(step)))
        return taken

    def _steps(self, steps: tuple[s.Step, ...], names: set[str]) -> None:
        for step in steps:
            for text in texts(step):
                self._template(step, text, names)
            self._step(step)
            for inner in s.nested(step):
                self._steps(inner, names | {"nummer"} if isinstance(step, s.Repeat) else names)

    def _step(self, step: s.Step) -> None:
        match step:
            case s.Say():
                for i, name in enumerate(step.cite):
                    self._known(step, name, ("cite", i))
                if step.insights and step.insights not in self.holders:
                    hint = did_you_mean(step.insights, self.holders)
                    message = f"'{step.insights}' heeft geen inzichten.{hint}"
                    self.file.fault(step, ("insights",), "verwijzing-kennis", message)
            case s.Ask():
                self._ask(step)
            case s.Call():
                if step.call in self.unread:
                    return
                if step.call not in self.script.flows:
                    hint = did_you_mean(step.call, self.script.flows)
                    message = f"de flow '{step.call}' bestaat niet.{hint}"
                    self.file.fault(step, ("call",), "verwijzing-flow", message)
                elif self._reads(step.call, self.flow.flow, set()) or step.call == self.flow.flow:
                    message = f"'{step.call}' roept op zijn beurt '{self.flow.flow}' aan."
                    self.file.fault(step, ("call",), "kring", message)
            case s.Suggest():
                self._suggest(step)

    def _ask(self, step: s.Ask) -> None:
        if step.type in s.CHOICE_TYPES and not step.options:
            self.file.fault(step, ("type",), "opties-ontbreken", f"'{step.ask}' is een keuzevraag zonder opties.")
        if step.type not in s.CHOICE_TYPES and step.options:
            message = f"'{step.ask}' heeft opties, maar is geen keuzevraag."
            self.file.fault(step, ("options",), "opties-te-veel", message, key=True)
        if step.type == "scale" and (step.min is None or step.max is None):
            self.file.fault(step, ("type",), "schaal", f"'{step.ask}' is een schaal; noem min en max.")
        ids: set[str] = set()
        names = {fold(option.id): option.id for option in step.options}
        for i, option in enumerate(step.options):
            if option.id in ids:
                message = f"de optie '{option.id}' staat er vaker."
                self.file.fault(step, ("options", i, "id"), "dubbele-optie", message)
            ids.add(option.id)
            if option.source:
                self._known(step, option.source, ("options", i, "source"))
            for inside, name in option_names(option):
                if names.setdefault(fold(name), option.id) != option.id:
                    message = f"'{fold(name)}' hoort bij twee opties van '{step.ask}'."
                    self.file.fault(step, ("options", i, *inside), "dubbele-naam", message)

    def _suggest(self, step: s.Suggest) -> None:
        asks = {a.ask: a for a in s.all_steps(self.flow.steps) if isinstance(a, s.Ask)}
        attributes = {"id", *(name for form in self.library.forms for name in form.attributes)}
        rules: list[tuple[Path_, s.Criterion | s.Filter]] = [
            *((("criteria", i), rule) for i, rule in enumerate(step.criteria)),
            *((("filters", i), rule) for i, rule in enumerate(step.filters)),
        ]
        for inside, rule in rules:
            if isinstance(rule, s.Criterion) and rule.attribute not in attributes:
                message = f"geen vorm heeft het kenmerk '{rule.attribute}'.{did_you_mean(rule.attribute, attributes)}"
                self.file.fault(step, (*inside, "attribute"), "verwijzing-kenmerk", message)
            ask = asks.get(rule.slot)
            if ask is None:
                message = f"de vraag '{rule.slot}' bestaat niet.{did_you_mean(rule.slot, asks)}"
                self.file.fault(step, (*inside, "slot"), "verwijzing-vraag", message)
                continue
            options = {option.id for option in ask.options} or {"ja", "nee"}
            for table in ("map",) if isinstance(rule, s.Filter) else ("fits", "clashes"):
                for name in getattr(rule, table).keys() - options:
                    message = f"'{rule.slot}' heeft geen optie '{name}'.{did_you_mean(name, options)}"
                    self.file.fault(step, (*inside, table, name), "verwijzing-optie", message, key=True)

    def _known(self, step: s.Step, name: str, inside: Path_) -> None:
        if name not in self.library.entry:
            hint = did_you_mean(name, self.library.entry)
            self.file.fault(step, inside, "verwijzing-kennis", f"'{name}' bestaat niet in de kennis.{hint}")

    def _template(self, step: s.Step, text: Text, names: set[str]) -> None:
        if not text.expression and "{" not in text.source:
            return
        faults, used = template_problems(text.source, expression=text.expression)
        for fault in faults:
            self.file.fault(step, text.inside, "sjabloon", f"{fault}.")
        for name, attribute in used:
            if name not in names:
                message = f"'{name}' is geen vraag of waarde van deze flow.{did_you_mean(name, names)}"
                find = spots.name(name, expression=text.expression)
                self.file.fault(step, text.inside, "sjabloon-naam", message, find=find)
            elif (
                attribute
                and name not in self.others - self.script.flows.keys()
                and attribute not in (known := self._attributes(name))
            ):
                message = f"'{name}' heeft geen '{attribute}'.{did_you_mean(attribute, known)}"
                find = spots.name(name, attribute, expression=text.expression)
                self.file.fault(step, text.inside, "sjabloon-eigenschap", message, find=find)

    def _attributes(self, name: str) -> set[str]:
        """What may follow a name and a point: slots of a flow, or the few attributes of an answer."""
        if name == "vorige":
            return self.slots
        if name in self.script.flows and name in self.others:
            return set(s.slot_names(self.script[name].steps))
        return set(ATTRIBUTES)


def option_names(option: s.Option) -> Iterator[tuple[Path_, str]]:
    """The label and the aliases of an option, each with its place in it."""
    yield ("label",), option.label
    for i, alias in enumerate(option.aliases):
        yield ("aliases", i), alias
