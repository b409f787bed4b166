"""A log seen at one moment: every walk, the live answers, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from assistant.conversation import events as e
from assistant.conversation import removal
from assistant.conversation.env import Env
from assistant.conversation.outputs import Row
from assistant.conversation.script import Ask, Option, Repeat, Review, Script, all_steps
from assistant.conversation.state import State, flow_of, fold, run_of
from assistant.conversation.templates import render
from assistant.conversation.walk import Question, Stop, Walk, Walker
from assistant.conversation.words import joined, spoken_date

PERSONAL = "persoonsgegevens"
"""Path of the question what may be kept of a message."""
KEEP = "klopt"
NONE = "geen"


class Now:
    """The state of a conversation, with the walks that follow from it."""

    def __init__(self, script: Script, log: Sequence[e.Event], env: Env, before: Now | None = None) -> None:
        """See a log.

        Args:
            script: the flows and phrases.
            log: everything that happened.
            env: date and knowledge.
            before: a moment earlier in the same turn; where no answer changed since, its walks still hold.
        """
        self.script = script
        self.env = env
        self.log = log
        self.state: State = fold(log)
        if not self.state.today:
            self.state.today = env.today.isoformat()
        self.walker: Walker = Walker(script, self.state, env.library, before.walker if before else None)
        self._drop_what_is_gone()

    def _drop_what_is_gone(self) -> None:
        """The script may have changed since: what points at a flow or question that is gone points nowhere."""
        state, flows = self.state, self.script.flows
        state.stack = [run for run in state.stack if flow_of(run) in flows]
        posed = state.posed.path if state.posed else ""
        aims = state.posed is not None and state.posed.kind != removal.PATH
        if aims and posed not in ("", "home") and flow_of(run_of(posed)) not in flows:
            state.posed = None
        if state.focus and (flow_of(run_of(state.focus)) not in flows or self.stop(state.focus) is None):
            state.focus = None

    def walk(self, run: str) -> Walk:
        """The walk of one run."""
        return self.walker.walk(run)

    @cached_property
    def runs(self) -> list[str]:
        """Runs that count, called ones included, in order of their start."""
        found: dict[str, None] = {}
        for run in self.state.runs:
            if run not in self.state.discarded and flow_of(run) in self.script.flows:
                found[run] = None
                found.update(dict.fromkeys(self.walk(run).called))
        return list(found)

    @cached_property
    def live(self) -> dict[str, e.Answered]:
        """All answers met on the current walks, by path."""
        return {path: answer for run in self.runs for path, answer in self.walk(run).live.items()}

    @cached_property
    def dormant(self) -> dict[str, e.Answered]:
        """Answers that are kept, but lie off the current walks."""
        return {path: a for path, a in self.state.answers.items() if path not in self.live}

    @property
    def front(self) -> str | None:
        """The run that is being worked on."""
        return self.state.stack[-1] if self.state.stack else None

    def complete(self, run: str) -> bool:
        """Whether every question on the walk of a run has its answer."""
        return self.walk(run).pending is None

    def stop(self, path: str) -> Stop | None:
        """The question at a path on any current walk."""
        for run in dict.fromkeys((run_of(path), *self.runs)):
            if flow_of(run) in self.script.flows and (found := self.walk(run).stop(path)):
                return found
        return None

    def question_at(self, path: str) -> Question | None:
        """The question at a path, ready to ask."""
        stop = self.stop(path)
        return self._ready(stop) if stop else None

    def _ready(self, stop: Stop) -> Question:
        question = self.walker.question(stop)
        if isinstance(stop.step, Review):
            question = replace(question, options=self.review_options(run_of(stop.path)))
        return question

    @cached_property
    def position(self) -> Question | None:
        """What is asked now; nothing once the person has stopped."""
        state = self.state
        if state.ended:
            return None
        return self.withheld_question(state.withheld) if state.withheld else self.behind

    @cached_property
    def behind(self) -> Question:
        """What is asked, apart from what may be kept of a message that waits."""
        return self._posed(self.state.posed) if self.state.posed else self.underlying

    @cached_property
    def underlying(self) -> Question:
        """What is asked behind a question of the engine's own."""
        if self.state.focus and (question := self.question_at(self.state.focus)):
            return question
        if self.front:
            pending = self.walk(self.front).pending
            if pending:
                return self._ready(pending)
        return self.home()

    def home(self) -> Question:
        """The menu."""
        flows = tuple(
            Option(
                flow.flow, flow.title, flow.triggers,
                note=self._progress(flow.flow) or flow.duration, examples=flow.examples,
            )
            for flow in self.script.flows.values()
        )  # fmt: skip
        search = Option("opzoeken", self.text("menu_opzoeken"), ("opzoeken", "zoeken", "zoek", "iets opzoeken"))
        text = self.text("menu" if self.state.runs else "menu_eerste")
        return Question("home", "choice", text, self.text("menu_kort"), "menu", options=(*flows, search))

    def _progress(self, flow: str) -> str:
        run = self.walker.latest_run(flow)
        if run not in self.runs:
            return ""
        return self.text("menu_af" if self.complete(run) else "menu_bezig")

    def withheld_question(self, withheld: e.Withheld) -> Question:
        """What may be kept of a message that waits?"""
        text = self.text("gegeven_vraag", wat=self.named(withheld.kinds))
        return Question(
            PERSONAL, "choice", text, text, PERSONAL, self.text("gegeven_waarom"),
            options=self.own_options("gegeven", ("weglaten", "veranderen", "staan")),
        )  # fmt: skip

    def own_options(self, kind: str, names: Sequence[str]) -> tuple[Option, ...]:
        """Options of a question of the engine's own."""
        words = self.script.phrases.words
        return tuple(Option(name, self.text(f"{kind}_{name}"), words.get(f"{kind}_{name}", ())) for name in names)

    def named(self, kinds: Sequence[str]) -> str:
        """'een telefoonnummer en een adres met huisnummer'."""
        return joined([self.text(f"gegeven_{kind}") for kind in dict.fromkeys(kinds)])

    def _posed(self, posed: e.Posed) -> Question:
        if posed.kind == "opzoeken":
            text = self.text("opzoeken_vraag")
            return Question("opzoeken", "text", text, text, "opzoeken")
        if posed.kind == "controle":
            text = self.text("controle_achteraf", flow=self.title(posed.path))
            return Question(
                "controle", "choice", text, text, "controle",
                options=self.review_options(posed.path),
            )  # fmt: skip
        if posed.kind == "annuleren":
            text = self.text("annuleren_vraag", flow=self.title(posed.path))
            options = self.own_options("annuleren", ("pauze", "weg", "door"))
            return Question("annuleren", "choice", text, text, "annuleren", options=options)
        if posed.kind == "schrijven":
            text = self.text("schrijven_vraag")
            options = self.own_options("schrijven", ("zo", "veranderen", "niet"))
            return Question("schrijven", "choice", text, text, "schrijven", options=options)
        return removal.question(self, posed) if posed.kind == removal.PATH else self._which(posed)

    def _which(self, posed: e.Posed) -> Question:
        none = Option(NONE, self.text("verduidelijk_geen"), self.script.phrases.words.get("geen", ()))
        if posed.path:
            asked = self.home() if posed.path == "home" else self.question_at(posed.path) or self.underlying
            options = tuple(option for option in asked.options if option.id in posed.options)
            text = self.text("verduidelijk", aantal=len(options))
            if len(options) == 1:
                words = self.script.phrases.words
                yes = (*options[0].aliases, *words.get("ja", ()), *self.script.phrases.commands.get("ok", ()))
                options = (replace(options[0], aliases=yes),)
        else:
            found = [q for path in posed.options if (q := self.question_at(path))]
            labels = [q.label for q in found]
            options = tuple(
                Option(q.path, q.label if labels.count(q.label) == 1 else f"{q.label} ({self._named_run(q.path)})")
                for q in found
            )
            text = self.text("verduidelijk_vraag")
        return Question("verduidelijk", "choice", text, text, "verduidelijk", options=(*options, none))

    def _named_run(self, path: str) -> str:
        """The title of the flow a path belongs to, with which time it was."""
        run = run_of(path)
        number = run.partition("#")[2]
        return self.title(run) + (f", keer {number}" if number else "")

    def review_options(self, run: str) -> tuple[Option, ...]:
        """Every answer of a run as a row to pick, and 'het klopt'."""
        fine = Option(KEEP, self.text("controle_klopt"), self.script.phrases.words.get("klopt", ()))
        rows = tuple(
            Option(row.path, f"{row.label}: {_cut(row.value)}", (row.label,), note=self.decides(row))
            for row in self.rows(run)
            if row.status != "open"
        )
        return (fine, *rows)

    def rows(self, run: str) -> Iterator[Row]:
        """The questions of a run with what was answered, in the order of the walk."""
        stops = [stop for stop in self.walk(run).trail if _has_row(stop)]
        questions = {stop.path: self.walker.question(stop) for stop in stops}
        for path, question in questions.items():
            answer = self.live.get(path)
            if answer is None:
                yield Row(path, question.label, self.text("rij_open"), "open")
                continue
            decides = (questions[s.path].label for s in stops if path in s.hangs_on and s.path in self.live)
            yield Row(path, question.label, self.shown(question, answer), answer.status, tuple(decides))

    def decides(self, row: Row) -> str:
        """Which answers may go to sleep when this one changes, in words; nothing where there are none."""
        if not row.decides:
            return ""
        return self.text("bepaalt", eerste=", ".join(row.decides[:2]), meer=max(0, len(row.decides) - 2))

    def shown(self, question: Question, answer: e.Answered) -> str:
        """An answer as the person reads it in an overview."""
        if answer.status == "parked":
            kept = question.words(answer.value) if answer.value is not None else ""
            return self.text("rij_geparkeerd", bij=answer.note, was=kept)
        if answer.status != "answered":
            return self.text("rij_onbekend" if answer.status == "unknown" else "rij_overgeslagen")
        if question.type == "date" and isinstance(answer.value, str):
            return spoken_date(answer.value)
        return question.words(answer.value)

    def title(self, run: str) -> str:
        """The title of a run's flow."""
        return self.script[flow_of(run)].title

    def text(self, name: str, **values: object) -> str:
        """One of the engine's own texts; variants take turns."""
        variants = self.script.phrases.texts[name]
        return render(variants[self.state.turn % len(variants)], values)

    def items(self) -> Iterator[tuple[str, str, str, Repeat]]:
        """Every item of every list: its name ('doel 2'), the list's path, its id, and the step."""
        for run in self.runs:
            flow = self.script[flow_of(run)]
            repeats = [step for step in all_steps(flow.steps) if isinstance(step, Repeat)]
            for path, ids in self.walk(run).lists.items():
                step = next((r for r in repeats if path.endswith("." + r.repeat)), None)
                if step is None or run_of(path) != run:
                    continue
                outer = next(
                    (name for name, p, i, _ in self._outer(path, run, repeats) if path.startswith(f"{p}[{i}].")),
                    "",
                )
                for number, item in enumerate(ids, 1):
                    name = f"{step.item} {number}" + (f" van {outer}" if outer else "")
                    yield name, path, item, step

    def _outer(self, path: str, run: str, repeats: list[Repeat]) -> Iterator[tuple[str, str, str, Repeat]]:
        for other, ids in self.walk(run).lists.items():
            step = next((r for r in repeats if other.endswith("." + r.repeat)), None)
            if step is not None and path.startswith(other + "["):
                for number, item in enumerate(ids, 1):
                    yield f"{step.item} {number}", other, item, step


def _has_row(stop: Stop) -> bool:
    """Whether an answer belongs in an overview."""
    aside = isinstance(stop.step, Ask) and stop.step.aside
    return stop.is_question and not isinstance(stop.step, Review) and not stop.is_more and not aside


def _cut(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
