"""Replies tried on the real matcher: samples that end up elsewhere, names that are commands, options too much alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.conversation import meaning as m
from assistant.conversation import script as s
from assistant.conversation.understand import understand
from assistant.conversation.walk import Question
from assistant.conversation.words import fold
from assistant.loading.check_flows import option_names
from assistant.loading.content import Content
from assistant.loading.flow_file import FlowFile
from assistant.session import World

TODAY = date(2026, 1, 1)
"""Only dates are read against it, and no option is a date."""
SHORTEST = 5
"""A slip in a shorter word makes another word of it."""


def check_matching(file: FlowFile, content: Content, world: World) -> None:
    """Record every fault in how the replies to one flow are understood."""
    _Checker(file, content, world).check()


class _Checker:
    def __init__(self, file: FlowFile, content: Content, world: World) -> None:
        self.file = file
        self.script = content.script
        self.world = world
        self.triggers = {
            fold(words): flow.flow for flow in self.script.flows.values() for words in (flow.title, *flow.triggers)
        }
        self.commands = {
            fold(name): command
            for command, names in self.script.phrases.commands.items()
            for name in names
            if not name.endswith(" ...")
        }

    def check(self) -> None:
        for i, trigger in enumerate(self.file.flow.triggers):
            meaning = self._meaning(trigger, Question("", "yesno", "", "", ""))
            if isinstance(meaning, m.Order):
                message = f"'{trigger}' is al een opdracht; begin deze flow met andere woorden."
                self.file.source.problem(("triggers", i), "gelijk-aan-opdracht", message)
        for step in s.all_steps(self.file.flow.steps):
            if isinstance(step, s.Ask):
                question = Question(
                    f"{self.file.flow.flow}.{step.ask}", step.type, step.text, step.short, step.label,
                    options=step.options, min=step.min, max=step.max, step=step, none=step.none,
                )  # fmt: skip
                self._commands(step, question)
                self._samples(step, question)
                self._alike(step, question)

    def _meaning(self, message: str, question: Question) -> m.Meaning:
        return understand(
            message,
            m.Expected(
                question, self.script.phrases, TODAY, self.triggers, self.world.knows,
                alarms=lambda text: self.world.notice(text) is not None,
            ),
        )  # fmt: skip

    def _commands(self, step: s.Ask, question: Question) -> None:
        """An option with the name of a command takes that command away."""
        bare = Question(question.path, question.type, question.text, question.short, question.label, step=step)
        for i, option in enumerate(step.options):
            for inside, name in option_names(option):
                if fold(name) in self.commands and isinstance(self._meaning(name, bare), m.Order):
                    command = self.commands[fold(name)]
                    message = f"'{name}' is ook de opdracht '{command}'; die werkt hier dan niet. Kies een ander woord."
                    self.file.fault(step, ("options", i, *inside), "gelijk-aan-opdracht", message)

    def _samples(self, step: s.Ask, question: Question) -> None:
        """Each sample reply must lead where it stands."""
        for i, reply in enumerate(step.examples):
            meaning = self._meaning(reply, question)
            if not isinstance(meaning, m.Take):
                self._lost(step, ("examples", i), reply, meaning, question)
        for number, option in enumerate(step.options):
            for i, reply in enumerate(option.examples):
                # A sample teaches what it means; without it, it may mean nothing yet, but not something else.
                rest = replace(option, examples=(*option.examples[:i], *option.examples[i + 1 :]))
                others = (*step.options[:number], rest, *step.options[number + 1 :])
                meaning = self._meaning(reply, replace(question, options=others))
                guessed = isinstance(meaning, m.Take) and not meaning.exact
                open_ = guessed or isinstance(meaning, m.Nothing | m.Unsure)
                if not open_ and not _takes(meaning, option):
                    self._lost(step, ("options", number, "examples", i), reply, meaning, question)

    def _lost(
        self, step: s.Ask, inside: tuple[str | int, ...], reply: str, meaning: m.Meaning, question: Question
    ) -> None:
        match meaning:
            case m.Nothing():
                self.file.fault(step, inside, "voorbeeld-onbekend", f"'{reply}' wordt hier niet begrepen.")
                return
            case m.Unsure(options=options):
                message = f"'{reply}' kan {_named(options)} zijn; dan wordt gevraagd welke bedoeld is."
                self.file.fault(step, inside, "voorbeeld-onbekend", message)
                return
            case m.Take(value=value):
                where = f"komt uit bij {question.words(value)}"
            case m.Begin(flow=flow):
                where = f"begint de flow '{flow}'"
            case m.Order(command=command):
                where = f"is de opdracht '{command}'"
            case m.Correct():
                where = "verandert een eerder antwoord"
            case m.Seek():
                where = "wordt opgezocht"
        self.file.fault(step, inside, "voorbeeld-elders", f"'{reply}' {where}, en niet hier.")

    def _alike(self, step: s.Ask, question: Question) -> None:
        """Of two options no name of which survives a slip, nobody can tell which was meant."""
        said: set[frozenset[str]] = set()
        for i, option in enumerate(step.options):
            others: list[str] = []
            for _, name in option_names(option):
                meaning = self._meaning(slip, question) if (slip := _slip(name)) else m.Nothing()
                if _takes(meaning, option):
                    break
                others += _meant(meaning)
            else:
                for other in step.options:
                    pair = frozenset({option.id, other.id})
                    if other.id in others and len(pair) == 2 and pair not in said:
                        said.add(pair)
                        message = f"lijkt te veel op '{other.label}'; bij een tikfout is niet te zien welke bedoeld is."
                        self.file.fault(step, ("options", i, "label"), "opties-lijken", message)


def _takes(meaning: m.Meaning, option: s.Option) -> bool:
    return isinstance(meaning, m.Take) and meaning.value in (option.id, [option.id])


def _meant(meaning: m.Meaning) -> list[str]:
    match meaning:
        case m.Unsure(options=options):
            return list(options)
        case m.Take(value=list() as chosen):
            return chosen
        case m.Take(value=str() as chosen):
            return [chosen]
    return []


def _slip(name: str) -> str:
    """The name with a letter missing from its longest word; nothing where all its words are short."""
    longest = max(name.split(), key=len, default="")
    return name.replace(longest, longest[:-2] + longest[-1], 1) if len(longest) >= SHORTEST else ""


def _named(options: tuple[str, ...]) -> str:
    return " of ".join(f"'{option}'" for option in options)
