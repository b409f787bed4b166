"""One message in, events and outputs out. Pure: the same log and message give the same turn.

`step` handles a message, `opening` greets or recaps, `view` tells what is expected now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation import understand as u
from assistant.conversation.door import MESSAGE_LIMIT, receive
from assistant.conversation.env import Env
from assistant.conversation.now import KEEP, NONE, Now
from assistant.conversation.replies import Replies
from assistant.conversation.script import (
    OPEN_TYPES,
    Ask,
    Draft,
    Repeat,
    Review,
    Say,
    Script,
    Suggest,
)
from assistant.conversation.state import flow_of, last_undoable, run_of
from assistant.conversation.walk import Question, Stop, next_item
from assistant.conversation.words import fold, in_words, place_in

MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message led to."""

    events: tuple[e.Event, ...]
    outputs: tuple[o.Output, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Where a conversation is: what is asked, which answers count and which are kept aside."""

    question: Question | None
    flow: str | None
    runs: tuple[tuple[str, str, bool], ...]
    """Flow, run, and whether it is complete."""
    answers: dict[str, e.Value]
    skipped: tuple[str, ...]
    parked: tuple[str, ...]
    dormant: dict[str, e.Value]
    finished: bool


def step(script: Script, log: Sequence[e.Event], message: str, env: Env) -> Turn:
    """Handle one message.

    Args:
        script: the flows and phrases.
        log: everything that happened before.
        message: what was typed, as it came in; any text of any length.
        env: date, knowledge and look-up.

    Returns:
        The events to append to the log, and what to say. There is always at least one output.
    """
    return _Turn(script, log, env).handle(message)


def opening(script: Script, log: Sequence[e.Event], env: Env, name: str = "") -> Turn:
    """The first words: a greeting, or a recap with the open question asked again."""
    return _Turn(script, log, env).open(name)


def view(script: Script, log: Sequence[e.Event], env: Env) -> View:
    """Where the conversation is after these events."""
    now = Now(script, log, env)
    live = now.live
    return View(
        question=now.position,
        flow=flow_of(now.front) if now.front else None,
        runs=tuple((flow_of(run), run, now.complete(run)) for run in now.runs),
        answers={p: a.value for p, a in live.items() if a.status == "answered" and a.value is not None},
        skipped=tuple(p for p, a in live.items() if a.status in ("skipped", "unknown")),
        parked=tuple(p for p, a in live.items() if a.status == "parked"),
        dormant={p: a.value for p, a in now.dormant.items() if a.value is not None},
        finished=now.state.ended,
    )


class _Turn:
    """Builds one turn: events are appended, and what follows from them is worked out anew."""

    def __init__(self, script: Script, log: Sequence[e.Event], env: Env) -> None:
        self.script = script
        self.env = env
        self.log: list[e.Event] = list(log)
        self.start = len(self.log)
        self.outputs: list[o.Output] = []
        self.before = Now(script, self.log, env)
        self._now: Now | None = self.before
        self.turn = self.before.state.turn + 1
        self.asked_again = False
        self.corrected: set[str] = set()

    # --- small tools ---

    @property
    def now(self) -> Now:
        """The conversation as it is after the events so far."""
        if self._now is None:
            self._now = Now(self.script, self.log, self.env)
        return self._now

    @property
    def reply(self) -> Replies:
        """Makes outputs from the present state."""
        return Replies(self.now)

    def emit(self, event: e.Event) -> None:
        self.log.append(event)
        self._now = None

    def say(self, name: str, **values: object) -> None:
        self.outputs.append(o.Say(self.now.text(name, **values)))

    def done(self) -> Turn:
        return Turn(tuple(self.log[self.start :]), tuple(self.outputs))

    # --- opening ---

    def open(self, name: str) -> Turn:
        self.turn -= 1
        if not self.now.state.runs:
            self.say("opening")
            return self._ask()
        if self.now.state.ended:
            self.emit(e.Resumed(self.turn))
        self.outputs.extend(self.reply.recap(name))
        return self._ask(again=True)

    # --- a message ---

    def handle(self, raw: str) -> Turn:
        message = receive(raw)
        self.emit(e.Heard(self.turn, message.text, self.env.today.isoformat()))
        if self.now.state.ended:
            self.emit(e.Resumed(self.turn))
        if message.too_long:
            self.say("te_lang", aantal=_dotted(message.too_long), grens=_dotted(MESSAGE_LIMIT))
            return self._ask(again=True)
        if message.cleaned:
            self.say("opgeschoond")
        question = self.now.position or self.now.home()
        if not re.search(r"\w", message.text):
            self._wordless(message.text, question)
            return self._ask(again=True)
        self._act(u.understand(message.text, self._expected(question)), message.text, question)
        return self._finish()

    def _wordless(self, text: str, question: Question) -> None:
        if text.startswith("?"):
            self.outputs.append(self.reply.help(question))
        else:
            self._repair(question, "leeg" if not text else "")

    def _expected(self, question: Question) -> u.Expected:
        now = self.now
        return u.Expected(
            question=question,
            phrases=self.script.phrases,
            today=self.env.today,
            triggers={
                fold(words): flow.flow for flow in self.script.flows.values() for words in (flow.title, *flow.triggers)
            },
            knows=self.env.knows,
            earlier=tuple(self._earlier(question)),
            same_form=tuple(self._same_form(question)),
            items=tuple(name for name, *_ in now.items()),
            can_compare=isinstance(question.step, Suggest),
            has_notes=self._notes() is not None,
            has_look_up=now.state.looked_up is not None,
        )

    def _earlier(self, question: Question) -> list[Question]:
        """Answered questions, those before the present one first and nearest first."""
        now = self.now
        runs = [r for r in (now.front, *reversed(now.runs)) if r]
        found: dict[str, Question] = {}
        for run in dict.fromkeys(runs):
            trail = now.walk(run).trail
            places = [i for i, stop in enumerate(trail) if stop.path == question.path]
            at = places[0] if places else len(trail)
            for stop in (*reversed(trail[:at]), *trail[at:]):
                answered = stop.path in now.live and stop.path != question.path
                if answered and isinstance(stop.step, Ask | Suggest):
                    found.setdefault(stop.path, now.walker.question(stop))
        return list(found.values())

    def _same_form(self, question: Question) -> list[Question]:
        if not question.form or not self.now.front:
            return []
        return [
            self.now.walker.question(stop)
            for stop in self.now.walk(self.now.front).trail
            if stop.form == question.form and not stop.answered and stop.path != question.path
        ]

    def _act(self, meaning: u.Meaning, raw: str, question: Question) -> None:
        match meaning:
            case u.Order(command=command, rest=rest):
                self._order(command, rest, raw, question)
            case u.Take():
                self._take(meaning, raw, question)
            case u.Seek(query=query):
                self._seek(query, question)
            case u.Correct(paths=paths, value=value):
                self._correct(paths, value, raw)
            case u.Begin(flow=flow):
                self._begin(flow)
            case u.Unsure(options=options):
                self._settle()
                self.emit(e.Posed(self.turn, "verduidelijk", question.path, options, raw))
            case u.Nothing():
                self._nothing(raw, question)

    # --- answers ---

    def _take(self, meaning: u.Take, raw: str, question: Question) -> None:
        path, value = question.path, meaning.value
        if path in ("home", "verduidelijk", "annuleren", "opzoeken", "controle"):
            self._choose(path, value, raw)
        elif isinstance(question.step, Review):
            self._review(question, str(value), raw)
        elif isinstance(question.step, Repeat):
            self._more(question.step, path, bool(value), raw)
        else:
            self._store(question, value, raw)
            if not meaning.exact:
                self.say("begrepen", antwoord=question.words(value))
        for other, answer in meaning.others.items():
            asked = self.now.question_at(other)
            if asked:
                self.emit(e.Answered(self.turn, other, answer, raw))
                self.say("ook_begrepen", vraag=asked.label, antwoord=asked.words(answer))
        if meaning.question:
            self._seek(meaning.question, question)

    def _store(self, question: Question, value: e.Value, raw: str) -> None:
        """Keep an answer; a change of an earlier one is told at the end of the turn."""
        earlier = self.now.live.get(question.path)
        if earlier is not None and (earlier.value, earlier.status) == (value, "answered"):
            if self.now.state.focus == question.path:
                self.emit(e.Kept(self.turn, question.path))
                self.say("gehouden", antwoord=question.words(value))
            else:
                self.say("staat_al", vraag=question.label, antwoord=question.words(value))
            return
        if earlier is not None:
            self.corrected.add(question.path)
        self.emit(e.Answered(self.turn, question.path, value, raw))

    def _choose(self, path: str, value: e.Value, raw: str) -> None:
        posed = self.now.state.posed
        if path == "home":
            if value == "opzoeken":
                self.emit(e.Posed(self.turn, "opzoeken"))
            else:
                self._begin(str(value))
            return
        self._settle()
        if path == "opzoeken":
            self._seek(str(value), self.now.underlying)
        elif path == "controle":
            if value != KEEP:
                self.emit(e.Reopened(self.turn, str(value)))
        elif path == "annuleren" and posed:
            self._cancel(posed.path, str(value))
        elif path == "verduidelijk" and posed and value != NONE:
            self._clarified(posed, str(value))

    def _clarified(self, posed: e.Posed, value: str) -> None:
        if not posed.path:
            self.emit(e.Reopened(self.turn, value))
            return
        question = self.now.question_at(posed.path)
        if question:
            self._store(question, [value] if question.type == "multi" else value, posed.raw)

    def _review(self, question: Question, value: str, raw: str) -> None:
        if value == KEEP:
            self.emit(e.Answered(self.turn, question.path, KEEP, raw))
        else:
            self.emit(e.Reopened(self.turn, value))

    def _more(self, repeat: Repeat, path: str, wanted: bool, raw: str) -> None:
        listed = path.removesuffix(".meer")
        if wanted:
            self._add_item(repeat, listed, raw)
        else:
            self.emit(e.Answered(self.turn, path, False, raw))

    def _add_item(self, repeat: Repeat, listed: str, raw: str) -> None:
        ids = self.now.walk(run_of(listed)).lists.get(listed, [])
        if len(ids) >= repeat.max:
            self.say("lijst_vol", ding=repeat.item, aantal=in_words(repeat.max))
            return
        new = next_item(ids, self.now.state.answers, listed, repeat.prefix)
        self.emit(e.Answered(self.turn, listed, [*ids, new], raw))

    # --- what is not an answer ---

    def _seek(self, query: str, question: Question) -> None:
        found = self.env.look_up(query)
        shown = () if found.abstained else tuple(hit.passage.id for hit in found.hits[: found.shown])
        self.emit(e.LookedUp(self.turn, query, shown))
        self.outputs.extend(self.reply.found(found))
        if question.type in OPEN_TYPES and question.path != "opzoeken":
            self.say("bewaar_als_antwoord")
        self.asked_again = True

    def _correct(self, paths: tuple[str, ...], value: e.Value | None, raw: str) -> None:
        self._settle()
        if len(paths) > 1:
            self.emit(e.Posed(self.turn, "verduidelijk", "", paths, raw))
            return
        question = self.now.question_at(paths[0])
        if question is None or value is None:
            self.emit(e.Reopened(self.turn, paths[0]))
        else:
            self._store(question, value, raw)

    def _begin(self, flow: str) -> None:
        self._settle()
        now = self.now
        run = now.walker.latest_run(flow)
        known = run in now.runs or run in now.state.discarded
        if known and now.complete(run) and self.script[flow].repeatable:
            run, known = f"{flow}#{int(run.partition('#')[2] or 1) + 1}", False
        if run in now.state.stack and now.front == run:
            self.say("al_bezig", flow=now.title(run))
            self.asked_again = True
            return
        if known and now.complete(run):
            self.emit(e.Posed(self.turn, "controle", run))
            return
        if len(now.state.stack) >= MAX_DEPTH and run not in now.state.stack:
            names = ", ".join(now.title(r) for r in now.state.stack)
            self.say("te_diep", flows=names)
            self.asked_again = True
            return
        self.emit(e.Started(self.turn, run))
        about = self.script[flow].about
        if known and run in now.state.runs:
            self.say("verder_met", flow=self.now.title(run))
        elif about:
            self.outputs.append(o.Say(about))

    def _nothing(self, raw: str, question: Question) -> None:
        posed = self.now.state.posed
        if posed and posed.kind in ("verduidelijk", "controle", "annuleren"):
            behind = self.now.underlying
            meaning = u.understand(raw, self._expected(behind))
            clear = isinstance(meaning, u.Take) and behind.type not in OPEN_TYPES
            if clear and behind.path != "home":
                self._settle()
                self._act(meaning, raw, behind)
                return
        if question.path == "home":
            self._seek(raw, question)
            return
        self._repair(question)

    def _repair(self, question: Question, name: str = "") -> None:
        self.emit(e.Misunderstood(self.turn, question.path))
        self.outputs.append(self.reply.repair(question, self.now.state.misses, name))
        self.asked_again = True

    def _settle(self) -> None:
        if self.now.state.posed:
            self.emit(e.Settled(self.turn))

    # --- commands ---

    def _order(self, command: str, rest: str, raw: str, question: Question) -> None:
        name = f"_do_{command}"
        self.asked_again = True
        getattr(self, name)(rest, raw, question)

    def _do_terug(self, rest: str, raw: str, question: Question) -> None:
        if self.now.state.posed:
            self._settle()
            return
        path = self._previous(question)
        if path is None:
            self.say("geen_vorige")
        else:
            self.emit(e.Reopened(self.turn, path))

    def _previous(self, question: Question) -> str | None:
        if not self.now.front:
            return self.now.state.last_answered if self.now.state.last_answered in self.now.live else None
        run = self.now.front
        if question.path.partition(".")[0] in self.now.runs:
            run = run if self.now.walk(run).stop(question.path) else run_of(question.path)
        asked = [s for s in self.now.walk(run).trail if s.is_question and not isinstance(s.step, Review)]
        places = [i for i, stop in enumerate(asked) if stop.path == question.path]
        at = places[0] if places else len(asked)
        earlier = [s.path for s in asked[:at] if s.path in self.now.live]
        return earlier[-1] if earlier else None

    def _do_ongedaan(self, rest: str, raw: str, question: Question) -> None:
        turn = last_undoable(self.log)
        if turn is None:
            self.say("niets_ongedaan")
            return
        what = self.reply.what_happened(self.log, turn)
        self._settle()
        self.emit(e.Undone(self.turn, turn))
        self.say("ongedaan", wat=what)
        if not self.now.front:
            self.asked_again = False

    def _do_overslaan(self, rest: str, raw: str, question: Question) -> None:
        self._pass(question, raw, "skipped", "overgeslagen")

    def _do_weetniet(self, rest: str, raw: str, question: Question) -> None:
        self._pass(question, raw, "unknown", "weet_niet")

    def _do_parkeer(self, rest: str, raw: str, question: Question) -> None:
        owner = re.sub(r"(?i)^(?:deze vraag|dit|bij|voor|aan|[\s,:])+(?=\S)", "", rest).strip(" .,:")
        owner = "" if fold(owner) in {"deze vraag", "dit"} else owner
        self._pass(question, raw, "parked", "geparkeerd_bij" if owner else "geparkeerd", owner)

    def _pass(self, question: Question, raw: str, status: e.Status, phrase: str, note: str = "") -> None:
        """Record that a question was passed; an earlier answer to it goes to sleep."""
        if question.path == "home":
            self.say("hier_niet_overslaan")
            return
        if self.now.state.posed:
            self._settle()
            self.say("laat_rusten")
            return
        if isinstance(question.step, Review):
            self.emit(e.Answered(self.turn, question.path, KEEP, raw))
        elif isinstance(question.step, Repeat):
            self.emit(e.Answered(self.turn, question.path, False, raw))
        else:
            earlier = self.now.live.get(question.path)
            if earlier is not None:
                self.corrected.add(question.path)
            self.emit(e.Answered(self.turn, question.path, None, raw, status, note))
        self.say(phrase, bij=note)
        self.asked_again = False

    def _do_overzicht(self, rest: str, raw: str, question: Question) -> None:
        self.outputs.append(self.reply.overview())

    def _do_geparkeerd(self, rest: str, raw: str, question: Question) -> None:
        self.outputs.append(self.reply.overview(status="parked"))

    def _do_waar(self, rest: str, raw: str, question: Question) -> None:
        self.outputs.append(self.reply.where(question))

    def _do_help(self, rest: str, raw: str, question: Question) -> None:
        self.outputs.append(self.reply.help(question))

    def _do_waarom(self, rest: str, raw: str, question: Question) -> None:
        self.outputs.append(self.reply.why(question))

    def _do_voorbeeld(self, rest: str, raw: str, question: Question) -> None:
        self.outputs.append(self.reply.example(question))

    def _do_herhaal(self, rest: str, raw: str, question: Question) -> None:
        self.asked_again = False

    def _do_boos(self, rest: str, raw: str, question: Question) -> None:
        self.say("vervelend")

    def _do_dank(self, rest: str, raw: str, question: Question) -> None:
        self.say("graag_gedaan")

    def _do_hallo(self, rest: str, raw: str, question: Question) -> None:
        self.say("hallo")

    def _do_stop(self, rest: str, raw: str, question: Question) -> None:
        self.emit(e.Ended(self.turn))
        self.say("gestopt")

    def _do_menu(self, rest: str, raw: str, question: Question) -> None:
        self._settle()
        left = self.now.state.stack
        for run in reversed(left):
            self.emit(e.Paused(self.turn, run))
        if left:
            self.say("gepauzeerd", flow=self.now.title(left[-1]))
        self.asked_again = False

    def _do_annuleer(self, rest: str, raw: str, question: Question) -> None:
        run = self.now.front
        if run is None:
            self.say("niets_te_annuleren")
            return
        self._settle()
        if any(run_of(path) == run for path in self.now.live):
            self.emit(e.Posed(self.turn, "annuleren", run))
        else:
            self._cancel(run, "weg")
        self.asked_again = False

    def _cancel(self, run: str, choice: str) -> None:
        if choice == "door":
            return
        self.emit(e.Paused(self.turn, run, discarded=choice == "weg"))
        self.say("weggelegd" if choice == "weg" else "gepauzeerd", flow=self.now.title(run))
        if self.now.front:
            self.say("terug_naar", flow=self.now.title(self.now.front))

    def _do_ok(self, rest: str, raw: str, question: Question) -> None:
        """Take over the proposal, or keep the earlier answer."""
        assert question.default is not None
        self.asked_again = False
        self._store(question, question.default, raw)

    def _do_bewaar(self, rest: str, raw: str, question: Question) -> None:
        looked_up = self.now.state.looked_up
        if looked_up is None or question.type not in OPEN_TYPES or question.path == "opzoeken":
            self.say("niets_te_bewaren")
            return
        self.asked_again = False
        self._store(question, looked_up.query, raw)

    def _do_meer(self, rest: str, raw: str, question: Question) -> None:
        self._seek(rest, question)

    def _do_vergelijk(self, rest: str, raw: str, question: Question) -> None:
        ids = self.reply.forms_named(rest, question)
        if len(ids) < 2:
            self.say("vergelijk_welke")
        else:
            self.outputs.append(self.reply.compare(ids[:3]))

    def _do_verder(self, rest: str, raw: str, question: Question) -> None:
        if self.now.state.posed:
            self._settle()

    def _do_wijzig(self, rest: str, raw: str, question: Question) -> None:
        self.outputs.append(self.reply.overview())
        self.say("wijzig_wat")

    def _do_document(self, rest: str, raw: str, question: Question) -> None:
        kinds = self.reply.documents()
        wanted = [run for run in kinds if not rest or fold(rest) in fold(f"{kinds[run]} {self.now.title(run)}")]
        if not wanted:
            self.say("geen_document")
            return
        front = self.now.front
        run = front if front in wanted else wanted[-1]
        assert run is not None
        self.outputs.append(self.reply.draft(kinds[run], run))

    def _do_leeg(self, rest: str, raw: str, question: Question) -> None:
        blank = self.reply.blank()
        if blank is None:
            self.say("geen_leeg_formulier")
        else:
            self.outputs.append(blank)

    def _do_toevoegen(self, rest: str, raw: str, question: Question) -> None:
        run = self.now.front or next(reversed(self.now.runs), "")
        lists = {step.item: (path, step) for _, path, _, step in self.now.items() if run_of(path) == run}
        wanted = fold(rest)
        for item, (path, repeat) in lists.items():
            if item in wanted.split():
                self._add_item(repeat, path, raw)
                self.asked_again = False
                return
        self.say("niets_toe_te_voegen")

    def _do_verwijder(self, rest: str, raw: str, question: Question) -> None:
        for name, path, item, step in self.now.items():
            if fold(name) == u.item_name(rest):
                ids = [i for i in self.now.walk(run_of(path)).lists[path] if i != item]
                if len(ids) < step.min:
                    self.say("minstens", ding=step.item, aantal=in_words(step.min))
                else:
                    self.emit(e.Answered(self.turn, path, ids, raw))
                    self.say("verwijderd", ding=name.capitalize())
                return

    def _do_verplaats(self, rest: str, raw: str, question: Question) -> None:
        match = re.match(r"(?i)(.+?)\s+(?:naar|op|voor)\s+(?:plaats |plek |nummer |de |\D+ )?(\w+)$", rest)
        place = place_in(match[2], 99) if match else None
        for name, path, item, _ in self.now.items():
            if match and place and fold(name) == u.item_name(match[1]):
                ids = [i for i in self.now.walk(run_of(path)).lists[path] if i != item]
                ids.insert(place - 1, item)
                self.emit(e.Answered(self.turn, path, ids, raw))
                self.say("verplaatst", ding=name.capitalize(), plaats=in_words(min(place, len(ids))))
                return
        self.say("verplaats_hoe")

    def _do_anders(self, rest: str, raw: str, question: Question) -> None:
        """Record a view that differs beside the last answer."""
        path = self.now.state.last_answered
        answer = self.now.live.get(path) if path else None
        if path is None or answer is None or not isinstance(answer.value, str):
            self.say("geen_antwoord_voor_kijk")
            return
        asked = self.now.question_at(path)
        if asked is None or asked.type not in OPEN_TYPES:
            self.say("geen_antwoord_voor_kijk")
            return
        value = f"{answer.value}\n{self.now.text('andere_kijk')} {rest}"
        self.emit(e.Answered(self.turn, path, value, raw))
        self.say("andere_kijk_genoteerd", vraag=asked.label)

    def _notes(self) -> list[str] | None:
        if not self.now.front:
            return None
        slot = self.script[flow_of(self.now.front)].notes
        answer = self.now.live.get(f"{self.now.front}.{slot}") if slot else None
        if answer is None or not isinstance(answer.value, str):
            return None
        return [line.strip(" -•*\t") for line in answer.value.splitlines() if line.strip(" -•*\t")]

    def _do_notities(self, rest: str, raw: str, question: Question) -> None:
        notes = self._notes() or []
        self.outputs.append(self.reply.notes(notes))

    def _do_notitie(self, rest: str, raw: str, question: Question) -> None:
        notes = self._notes() or []
        numbers = [int(n) for n in re.findall(r"\d{1,4}", rest)]
        chosen = [notes[n - 1] for n in numbers if 1 <= n <= len(notes)]
        if not chosen or len(chosen) != len(numbers) or question.type not in OPEN_TYPES:
            self.outputs.append(self.reply.notes(notes))
            return
        self.asked_again = False
        self._store(question, "\n".join(chosen), raw)
        self.say("uit_notities", tekst="; ".join(chosen))

    # --- the end of a turn ---

    def _finish(self) -> Turn:
        self._tell_changes()
        self._advance()
        if self.now.state.ended:
            return self.done()
        return self._ask(again=self.asked_again)

    def _tell_changes(self) -> None:
        before, now = self.before, self.now
        for path in self.corrected:
            output = self.reply.change(before, path)
            if output:
                self.outputs.append(output)
        for run in now.runs:
            if run in now.state.stack or not any(run_of(p) == run for p in self.corrected):
                continue
            if before.complete(run) and not now.complete(run) and len(now.state.stack) < MAX_DEPTH:
                self.emit(e.Started(self.turn, run))

    def _advance(self) -> None:
        """Say what lies between the last answer and the next question; finish what is complete."""
        while True:
            now = self.now
            run = now.front
            if run is None or now.state.focus or now.state.posed:
                return
            pending = now.walk(run).pending
            self._pass_by(run, pending)
            if pending is not None:
                return
            self.emit(e.Finished(self.turn, run))
            done = self.script[flow_of(run)].done
            if done:
                self.outputs.append(o.Say(done))
            if self.now.front:
                self.say("terug_naar", flow=self.now.title(self.now.front))
                self.asked_again = True
            else:
                self.asked_again = False

    def _pass_by(self, run: str, pending: Stop | None) -> None:
        earlier = self.before.walk(run).pending if run in self.before.state.runs else None
        fresh = run not in self.before.state.runs
        moved = fresh or (earlier.path if earlier else "") != (pending.path if pending else "")
        if not moved:
            return
        trail = self.now.walk(run).trail
        end = trail.index(pending) if pending else len(trail)
        start = end
        while start > 0 and not trail[start - 1].is_question:
            start -= 1
        for stop in trail[start:end]:
            if isinstance(stop.step, Say):
                self.outputs.extend(self.reply.said(stop.step, stop.scope.values))
            elif isinstance(stop.step, Draft):
                self.outputs.append(self.reply.draft(stop.step.draft, run))

    def _ask(self, *, again: bool = False) -> Turn:
        question = self.now.position
        if question is not None:
            stop = self.now.stop(question.path)
            if stop is not None and isinstance(stop.step, Suggest) and not again:
                self.outputs.append(self.reply.candidates(stop))
            again = again and question.path not in ("verduidelijk", "annuleren", "controle", "opzoeken")
            self.outputs.append(self.reply.ask(question, again=again))
        return self.done()


def _dotted(number: int) -> str:
    """'100.000', as it is written in Dutch."""
    return f"{number:,}".replace(",", ".")


def expects(question: Question | None) -> dict[str, Any] | None:
    """The open question in the machine format of `gesprek --json`."""
    if question is None:
        return None
    path = "controle" if isinstance(question.step, Review) else question.path
    return {
        "path": path,
        "type": question.type,
        "text": question.text,
        "default": question.default,
        "options": [{"id": option.id, "label": option.label} for option in question.options],
    }
