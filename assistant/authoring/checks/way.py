"""The way through a flow: what cannot be reached, cannot be passed, or is used before it is asked.

The steps are gone through once, in their order, and each is looked at with the conditions under which it is reached.
Where that cannot be worked out nothing is said: a check that cries wolf is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from jinja2 import nodes

from assistant.authoring.checks.conditions import (
    Answers,
    Guard,
    Guards,
    Unclear,
    can_be,
    constants,
    expression,
    outcomes,
    reads,
    surely_given,
    value,
)
from assistant.authoring.checks.uses import Test, Use, uses
from assistant.conversation import script as s
from assistant.conversation.suggest import candidates
from assistant.conversation.templates import parsed
from assistant.conversation.values import Given
from assistant.loading import spots
from assistant.loading.content import Content
from assistant.loading.flow_file import FlowFile, Text, condition_path, texts
from assistant.loading.problems import did_you_mean
from assistant.loading.strict_yaml import Path_

LONGEST_LIST = 25
"""Nobody fills in more; a list that may grow further has no end."""
Asked = dict[str, tuple[Guards, ...]]


def check_way(file: FlowFile, content: Content) -> None:
    """Record every fault in the way through one flow."""
    _Checker(file, content).check()


class _Checker:
    def __init__(self, file: FlowFile, content: Content) -> None:
        self.file = file
        self.script = content.script
        self.library = content.library
        self.answers = Answers(file.flow, content.script.flows)
        self.slots = set(s.slot_names(file.flow.steps))
        self.called = {step.call for step in s.all_steps(file.flow.steps) if isinstance(step, s.Call)}
        self.called -= set(file.flow.uses)

    def check(self) -> None:
        self._steps(self.file.flow.steps, (), {})

    def _steps(self, steps: tuple[s.Step, ...], guards: Guards, asked: Asked) -> None:
        """Go through steps that are reached under some guards; `asked` grows with what they ask."""
        for step in steps:
            if isinstance(step, s.Repeat):
                self._set(asked, step.repeat, guards)
            if not isinstance(step, s.If):
                for text in texts(step):
                    self._text(step, text, guards, asked)
            match step:
                case s.Ask():
                    self._passable(step)
                    self._set(asked, step.ask, guards)
                case s.Suggest():
                    self._suggest(step, guards, asked)
                    self._set(asked, step.suggest, guards)
                case s.Set():
                    self._set(asked, step.set, guards)
                case s.Review():
                    self._set(asked, step.review, guards)
                case s.Call():
                    self._set(asked, step.call, guards)
                case s.Form():
                    self._steps(step.steps, guards, asked)
                case s.If():
                    self._branches(step, guards, asked)
                case s.Repeat():
                    self._repeat(step)
                    # Inside, each thing begins anew; outside, nothing of a thing is seen.
                    own = set(s.slot_names(step.steps))
                    inner = {slot: ways for slot, ways in asked.items() if slot not in own}
                    self._steps(step.steps, guards, inner)

    @staticmethod
    def _set(asked: Asked, slot: str, guards: Guards) -> None:
        asked[slot] = (*asked.get(slot, ()), guards)

    # --- branches ---

    def _branches(self, step: s.If, guards: Guards, asked: Asked) -> None:
        reachable = can_be(guards, asked, self.answers)
        said = False
        for number, branch in enumerate(step.branches):
            where = condition_path(number)
            text = Text(branch.condition, where, expression=True, shown=False)
            constant = self._text(step, text, guards, asked)
            node = expression(branch.condition)
            arm = (*guards, Guard(node, True))
            said = said or constant
            if reachable and not said and not can_be(arm, asked, self.answers):
                self._unreachable(branch.steps)
                said = True
            self._steps(branch.steps, arm, asked)
            guards = (*guards, Guard(node, False))
        if step.otherwise:
            if reachable and not said and not can_be(guards, asked, self.answers):
                self._unreachable(step.otherwise)
            self._steps(step.otherwise, guards, asked)
        elif len(step.branches) > 1 and not said:
            self._covered(step)

    def _unreachable(self, steps: tuple[s.Step, ...]) -> None:
        self.file.fault(steps[0], (), "onbereikbaar", "hier komt niemand: geen antwoorden leiden naar deze stap.")

    def _covered(self, step: s.If) -> None:
        """A row of branches over the options of one question leads somewhere for each of them."""
        conditions = [expression(branch.condition) for branch in step.branches]
        names = {name for node in conditions for name in reads(node)}
        ask = self.answers.ask(next(iter(names))) if len(names) == 1 else None
        if ask is None or ask.type not in ("choice", "yesno"):
            return
        options: list[Any] = [option.id for option in ask.options] if ask.type == "choice" else [True, False]
        missed = []
        for option in options:
            try:
                found = any(value(node, {name: Given(option, "") for name in names}) for node in conditions)
            except Unclear:
                return
            if not found:
                missed.append({True: "ja", False: "nee"}.get(option, str(option)))
        if missed:
            message = f"geen tak voor {', '.join(missed)}; voeg een tak of 'else' toe."
            self.file.fault(step, ("if",), "opties-niet-gedekt", message)

    # --- questions that cannot be passed ---

    def _passable(self, step: s.Ask) -> None:
        if step.min is not None and step.max is not None and step.min > step.max:
            message = f"geen antwoord past: min ({step.min}) is groter dan max ({step.max})."
            self.file.fault(step, ("min",), "dood-spoor", message)

    def _repeat(self, step: s.Repeat) -> None:
        if step.max > LONGEST_LIST:
            message = f"hier houdt het niet op; houd max op hoogstens {LONGEST_LIST}."
            self.file.fault(step, ("max",), "eindeloze-lijst", message)
        if step.min > step.max:
            message = f"deze lijst kan niet kloppen: min ({step.min}) is groter dan max ({step.max})."
            self.file.fault(step, ("min",), "dood-spoor", message)
        if step.max < 1:
            self._unreachable(step.steps)

    def _suggest(self, step: s.Suggest, guards: Guards, asked: Asked) -> None:
        rules: list[tuple[Path_, str]] = [
            *((("criteria", i, "slot"), rule.slot) for i, rule in enumerate(step.criteria)),
            *((("filters", i, "slot"), rule.slot) for i, rule in enumerate(step.filters)),
        ]
        for inside, slot in rules:
            if slot not in asked:
                self.file.fault(step, inside, "te-vroeg", f"'{slot}' is hier nog niet gevraagd.")
        if not step.none and any(not found for found in self._candidates(step)):
            message = "bij sommige antwoorden blijft geen vorm over; zeg bij 'none' wat er dan gezegd wordt."
            self.file.fault(step, ("suggest",), "dood-spoor", message)

    def _candidates(self, step: s.Suggest) -> Iterator[list[Any]]:
        tables = [[(rule.slot, option) for option in rule.map] for rule in step.filters]
        for chosen in product(*tables):
            values = {slot: Given([option], "") for slot, option in chosen}
            yield candidates(step, values, self.library)

    # --- texts and conditions ---

    def _text(self, step: s.Step, text: Text, guards: Guards, asked: Asked) -> bool:
        """Check one template; true where a condition in it always comes out the same."""
        if not text.expression and "{" not in text.source:
            return False
        tree = parsed(text.source, expression=text.expression)
        wrong = self._options(step, text, tree)
        tests: list[nodes.Node] = []
        if isinstance(step, s.If):
            tests.append(expression(text.source))
        early: set[str] = set()
        for found in uses(tree, shown=text.shown):
            if isinstance(found, Test):
                tests.append(found.node)
            elif found.name not in early and self._early(found, guards, asked):
                early.add(found.name)
                message = f"'{found.name}' is hier nog niet gevraagd, of niet altijd."
                find = spots.name(found.name, expression=text.expression)
                self.file.fault(step, text.inside, "te-vroeg", message, find=find)
        if wrong or early:
            return True
        return sum(self._constant(step, text, test) for test in tests) > 0

    def _constant(self, step: s.Step, text: Text, test: nodes.Node) -> bool:
        try:
            found = outcomes(test, self.answers)
        except Unclear:
            return False
        if len(found) == 2:
            return False
        message = f"deze voorwaarde is altijd {'waar' if True in found else 'onwaar'}."
        names = [] if text.expression else sorted(reads(test))
        find = spots.name(*names[0].split("."), expression=False) if names else None
        self.file.fault(step, text.inside, "vaste-voorwaarde", message, find=find)
        return True

    def _early(self, use: Use, guards: Guards, asked: Asked) -> bool:
        """Whether this name has no answer here, at least on some path where it is shown."""
        strict = use.name in self.called
        if use.name not in self.slots and not strict:
            return False
        ways = asked.get(use.name)
        if ways is None:
            return True
        if not use.shown and not strict:
            return False
        here = (*guards, *use.guards)
        if any(use.name in surely_given(guard.node, guard.holds) for guard in here):
            return False
        if any(set(way) <= set(guards) for way in ways):
            return False
        return self._can_be_missed(here, ways, asked)

    def _can_be_missed(self, here: Guards, ways: tuple[Guards, ...], asked: Asked) -> bool:
        """Whether one can come here without having come along any of the ways."""
        if not all(ways):
            return False
        missed = [tuple(Guard(guard.node, not guard.holds) for guard in way) for way in ways]
        # Not having come along a way means that at least one of its guards came out otherwise.
        return any(can_be((*here, *chosen), asked, self.answers, sure=True) for chosen in product(*missed))

    def _options(self, step: s.Step, text: Text, tree: nodes.Node) -> bool:
        """Constants that are compared with a question that has no such option."""
        wrong = False
        if isinstance(step, s.Ask) and not text.shown and step.type in s.CHOICE_TYPES:
            known = {option.id for option in step.options}
            for constant in _outcomes(expression(text.source)) - known:
                message = f"'{step.ask}' heeft geen optie '{constant}'.{did_you_mean(constant, known)}"
                find = spots.string(constant, expression=True)
                self.file.fault(step, text.inside, "verwijzing-optie", message, find=find)
        for name, constant in _compared(tree):
            ask = self.answers.ask(name)
            options = _options_of(ask) if ask else None
            if options is None or constant in options:
                continue
            wrong = True
            find = spots.string(constant, expression=text.expression)
            if ask and ask.type == "yesno":
                message = f"'{name}' is een ja/nee-vraag; schrijf '{name}' of 'not {name}'."
            else:
                message = f"'{name}' heeft geen optie '{constant}'.{did_you_mean(constant, options)}"
            self.file.fault(step, text.inside, "verwijzing-optie", message, find=find)
        return wrong


def _options_of(ask: s.Ask) -> set[str] | None:
    if ask.type == "yesno":
        return set()
    return {option.id for option in ask.options} if ask.type in s.CHOICE_TYPES else None


def _outcomes(node: nodes.Node) -> set[str]:
    """The words that an expression may come to."""
    if isinstance(node, nodes.CondExpr):
        return _outcomes(node.expr1) | (_outcomes(node.expr2) if node.expr2 is not None else set())
    return {node.value} if isinstance(node, nodes.Const) and isinstance(node.value, str) and node.value else set()


def _compared(tree: nodes.Node) -> Iterator[tuple[str, str]]:
    """Every name with every word that it is compared with."""
    for node in tree.find_all(nodes.Compare):
        for operand in node.ops:
            sides = [node.expr, operand.expr]
            names = [name for side in sides for name in reads(side)]
            if len(names) == 1:
                for side in sides:
                    for constant in constants(side):
                        if isinstance(constant, str):
                            yield names[0], constant
