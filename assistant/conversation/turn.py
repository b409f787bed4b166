"""Builds one turn: what a message means leads to events, and what follows from them to outputs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversation import events as e
from assistant.conversation import guard, removal
from assistant.conversation import meaning as m
from assistant.conversation import outputs as o
from assistant.conversation.commands import COMMANDS, Call
from assistant.conversation.door import MESSAGE_LIMIT, receive
from assistant.conversation.env import Env
from assistant.conversation.likeness import close_to
from assistant.conversation.now import KEEP, NONE, Now
from assistant.conversation.replies import Replies
from assistant.conversation.script import OPEN_TYPES, Ask, Draft, Repeat, Review, Say, Script, Suggest
from assistant.conversation.state import flow_of, run_of
from assistant.conversation.understand import understand
from assistant.conversation.walk import Question, Stop, next_item
from assistant.conversation.words import fold, in_words, joined

MAX_DEPTH = 3
MOST_NEAR = 3
OWN = ("home", "verduidelijk", "annuleren", "opzoeken", "controle", "schrijven", removal.PATH, removal.SURE)
"""Questions of the engine's own."""
NEAR = 0.5
"""At the menu, what has less to do with the knowledge than this is nonsense, or chat."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message led to."""

    events: tuple[e.Event, ...]
    outputs: tuple[o.Output, ...]
    withheld: str = ""
    """A text that is in no event yet; whoever keeps the log gives it back with the next message."""
    overwritten: tuple[tuple[int, e.Event], ...] = ()
    """What takes the place of earlier events, by their place in the log, and in this order."""


class TurnBuilder:
    """The turn being built: events are appended, and what follows from them is worked out anew."""

    def __init__(self, script: Script, log: Sequence[e.Event], env: Env, kept: str = "") -> None:
        self.script = script
        self.env = env
        self.log: list[e.Event] = list(log)
        self.start = len(self.log)
        self.outputs: list[o.Output] = []
        self.before = self._last = Now(script, self.log, env)
        self._stale = False
        self.number = self.before.state.turn + 1
        self.asked_again = False
        self.corrected: set[str] = set()
        self.withheld = ""
        self._kept = kept
        self._overwritten: list[tuple[int, e.Event]] = []

    # --- small tools ---

    @property
    def now(self) -> Now:
        """The conversation as it is after the events so far."""
        if self._stale:
            self._last, self._stale = Now(self.script, self.log, self.env, self._last), False
        return self._last

    @property
    def reply(self) -> Replies:
        """Makes outputs from the present state."""
        return Replies(self.now)

    def emit(self, event: e.Event) -> None:
        """Append an event; what follows from the log is worked out anew."""
        self.log.append(event)
        self._stale = True

    def say(self, name: str, **values: object) -> None:
        """Say one of the engine's own texts."""
        self.outputs.append(o.Say(self.now.text(name, **values)))

    def done(self) -> Turn:
        """The turn as it stands."""
        events = tuple(self.log[self.start :])
        return Turn(events, tuple(self.outputs), self.withheld, tuple(self._overwritten))

    # --- opening ---

    def open(self, name: str) -> Turn:
        """Greet, or recap a conversation that is taken up again."""
        self.number -= 1
        if not self.now.state.runs:
            self.say("opening")
            return self._ask()
        recap = self.reply.recap(name, self.log)
        guard.lost(self)
        self.outputs[:0] = recap
        if self.now.state.ended or self.now.state.withheld:
            self.emit(e.Resumed(self.number))
        return self._ask(again=True)

    def ask_again(self) -> Turn:
        """Put the open question once more, after something that happened outside the engine."""
        return self._ask(again=True)

    def ask(self) -> Turn:
        """Put the open question in full."""
        return self._ask()

    # --- a message ---

    def handle(self, raw: str) -> Turn:
        """Handle one message."""
        message = receive(raw)
        held, heard = self.now.state.withheld, message.text
        seen = self.env.personal(message.text)
        removing = bool(seen) and guard.is_removal(self, message.text, seen)
        if removing:
            heard = guard.without(self.now, message.text, seen)
        elif doubt := guard.doubtful(self, message.text, seen):
            guard.hold_back(self, message.text, doubt)
            return self._ask()
        self.emit(e.Heard(self.number, heard, self.env.today.isoformat()))
        if self.now.state.ended:
            self.emit(e.Resumed(self.number))
        empty = not re.search(r"\w", message.text)
        if held and (empty or message.too_long):
            guard.keep_waiting(self, held, self._kept)
        if message.too_long:
            self.say("te_lang", aantal=_dotted(message.too_long), grens=_dotted(MESSAGE_LIMIT))
            return self._ask(again=True)
        if message.cleaned:
            self.say("opgeschoond")
        question = self.now.position or self.now.home()
        if empty:
            self._wordless(message.text, question)
            return self._ask(again=True)
        meaning = m.Order("onleesbaar") if removing else understand(message.text, self.expected(question))
        if held is None:
            self.act(meaning, message.text, question)
        elif guard.answered(self, message.text, meaning, held, self._kept):
            return self._ask(again=True)
        return self._finish()

    def _wordless(self, text: str, question: Question) -> None:
        if text.startswith("?"):
            self.outputs.append(self.reply.help(question))
        else:
            self._repair(question, "leeg" if not text else "")

    def expected(self, question: Question) -> m.Expected:
        """What may be meant while this question is open."""
        now = self.now
        return m.Expected(
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
            has_notes=self.notes() is not None,
            has_set_aside=bool(self.set_aside()),
            alarms=lambda text: self.env.notice(text) is not None,
        )

    def set_aside(self) -> str:
        """What was said before this and was no answer then: a command that changed nothing, or the last look-up."""
        before = [event.text for event in self.log[: self.start] if isinstance(event, e.Heard)][-1:]
        last = [event for event in self.log[: self.start] if event.turn == self.number - 1]
        if before and all(isinstance(event, e.Heard) for event in last):
            return before[0]
        looked_up = self.now.state.looked_up
        return looked_up.query if looked_up else ""

    def understood_before(self, question: Question) -> m.Meaning | None:
        """What the message before this one was taken as, where it changed nothing."""
        said = [event for event in self.log[: self.start] if event.turn == self.number - 1]
        if len(said) != 1 or not isinstance(said[0], e.Heard) or not said[0].text:
            return None
        return understand(said[0].text, self.expected(question))

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

    def act(self, meaning: m.Meaning, raw: str, question: Question) -> None:
        """Do what a message means while this question is open."""
        match meaning:
            case m.Order(command=command, rest=rest):
                self._order(command, rest, raw, question)
            case m.Take():
                self._take(meaning, raw, question)
            case m.Seek(query=query):
                self.seek(query, question)
            case m.Correct(paths=paths, value=value):
                self._correct(paths, value, raw)
            case m.Begin(flow=flow):
                self._begin(flow)
            case m.Unsure(options=options):
                self._unsure(options, raw, question)
            case m.Nothing():
                self._nothing(raw, question)

    # --- answers ---

    def _take(self, meaning: m.Take, raw: str, question: Question) -> None:
        path, value = question.path, meaning.value
        if path == "home" and value == "opzoeken" and not meaning.exact:
            self.seek(raw, question)  # what is looked for was said already
        elif path in OWN:
            self._choose(path, value, raw)
        elif isinstance(question.step, Review):
            self._review(question, str(value), raw)
        elif isinstance(question.step, Repeat):
            self._more(question.step, path, bool(value), raw)
        else:
            self.store(question, value, raw)
            if not meaning.exact:
                self.say("begrepen", antwoord=question.words(value))
            if meaning.left:
                self._tell_left(meaning, question)
            if meaning.hint:
                self.say(meaning.hint, vraag=question.label)
            notice = self.env.notice(raw) if question.type in OPEN_TYPES else None
            if notice:
                self.outputs.append(o.Say(notice))
        for other, answer in meaning.others.items():
            asked = self.now.question_at(other)
            if asked:
                self.emit(e.Answered(self.number, other, answer, raw))
                self.say("ook_begrepen", vraag=asked.label, antwoord=asked.words(answer))
        if meaning.question:
            self.seek(meaning.question, question)

    def _tell_left(self, taken: m.Take, question: Question) -> None:
        """Say which parts of an enumeration led to nothing, and what comes near."""
        chosen = taken.value if isinstance(taken.value, list) else [taken.value]
        near = {option for part in taken.left for option in close_to(part, question, self.script.phrases)}
        labels = [option.label for option in question.options if option.id in near and option.id not in chosen]
        parts = joined([f"'{part}'" for part in taken.left])
        self.say("niet_geplaatst", delen=parts, vraag=question.label, dichtbij=joined(labels[:MOST_NEAR]))

    def store(self, question: Question, value: e.Value, raw: str) -> None:
        """Keep an answer; a change of an earlier one is told at the end of the turn."""
        earlier = self.now.live.get(question.path)
        value = self._with_views(earlier, value, question)
        if earlier is not None and (earlier.value, earlier.status) == (value, "answered"):
            if self.now.state.focus == question.path:
                self.emit(e.Kept(self.number, question.path))
                self.say("gehouden", antwoord=question.words(value))
            else:
                self.say("staat_al", vraag=question.label, antwoord=question.words(value))
            return
        if earlier is not None:
            self.corrected.add(question.path)
        self.emit(e.Answered(self.number, question.path, value, raw))

    def _with_views(self, earlier: e.Answered | None, value: e.Value, question: Question) -> e.Value:
        """A new text keeps the views that differ from it, until they are changed themselves."""
        mark = self.now.text("andere_kijk")
        if earlier is None or not isinstance(earlier.value, str) or not isinstance(value, str) or mark in value:
            return value
        views = [line for line in earlier.value.splitlines() if line.startswith(mark)]
        if question.type not in OPEN_TYPES or not views:
            return value
        self.say("kijk_blijft")
        return "\n".join([value, *views])

    def _choose(self, path: str, value: e.Value, raw: str) -> None:
        posed = self.now.state.posed
        if path == "home":
            if value == "opzoeken":
                self.emit(e.Posed(self.number, "opzoeken"))
            else:
                self._begin(str(value))
            return
        self.settle()
        if path == "opzoeken":
            self.seek(str(value), self.now.underlying)
        elif path == "controle":
            if value != KEEP:
                self.emit(e.Reopened(self.number, str(value)))
        elif path == "annuleren" and posed:
            self.cancel(posed.path, str(value))
        elif path == "schrijven" and posed:
            guard.write_after_all(self, posed, str(value))
        elif path in (removal.PATH, removal.SURE) and posed:
            self._remove(posed, str(value))
        elif path == "verduidelijk" and posed and value != NONE:
            self._clarified(posed, str(value))

    def _remove(self, posed: e.Posed, choice: str) -> None:
        """What was chosen to be made unreadable; then whether it is really meant; then do it."""
        if not posed.path and choice != "niets":
            self.emit(e.Posed(self.number, "onleesbaar", choice))
            return
        target = next((target for target in removal.targets(self.now) if target.id == posed.path), None)
        if choice != "ja" or target is None:
            self.say("onleesbaar_niet")
            return
        for seq, event in removal.overwritten(self.now, target):
            self.log[seq] = event
            self._overwritten.append((seq, event))
            self.emit(e.Redacted(self.number, seq))
        files = dict.fromkeys(event.file for event in self.log if isinstance(event, e.Drafted))
        self.say("onleesbaar_gedaan", bestanden="; ".join(files))

    def _unsure(self, options: tuple[str, ...], raw: str, question: Question) -> None:
        """Ask which was meant. The rows of a review are questions themselves."""
        if question.path in ("schrijven", removal.PATH, removal.SURE):
            self._repair(question)
            return
        self.settle()
        path = question.path
        if (question.step is None and path == "controle") or isinstance(question.step, Review):
            path, options = "", tuple(option for option in options if option != KEEP)
        self.emit(e.Posed(self.number, "verduidelijk", path, options, raw))

    def _clarified(self, posed: e.Posed, value: str) -> None:
        if posed.path == "home":
            self._choose("home", value, posed.raw)
            return
        if not posed.path:
            self.emit(e.Reopened(self.number, value))
            return
        question = self.now.question_at(posed.path)
        if question:
            self.store(question, [value] if question.type == "multi" else value, posed.raw)

    def _review(self, question: Question, value: str, raw: str) -> None:
        if value == KEEP:
            self.emit(e.Answered(self.number, question.path, KEEP, raw))
        else:
            self.emit(e.Reopened(self.number, value))

    def _more(self, repeat: Repeat, path: str, wanted: bool, raw: str) -> None:
        listed = path.removesuffix(".meer")
        if wanted:
            self.add_item(repeat, listed, raw)
            if path in self.now.live:  # it was 'nee' before: that no longer holds
                self.emit(e.Answered(self.number, path, True, raw))
        else:
            self.emit(e.Answered(self.number, path, False, raw))

    def add_item(self, repeat: Repeat, listed: str, raw: str) -> None:
        """Add an item to a list, where there is room."""
        ids = self.now.walk(run_of(listed)).lists.get(listed, [])
        if len(ids) >= repeat.max:
            self.say("lijst_vol", ding=repeat.item, aantal=in_words(repeat.max))
            return
        new = next_item(ids, self.now.state.answers, listed, repeat.prefix)
        self.emit(e.Answered(self.number, listed, [*ids, new], raw))

    # --- what is not an answer ---

    def seek(self, query: str, question: Question) -> None:
        """Look something up and show what was found."""
        answered = self.reply.attribute(query, self.number)
        if answered is not None:
            self.emit(e.LookedUp(self.number, query, (answered[0],)))
            self.outputs.append(answered[1])
            self.asked_again = True
            return
        found = self.env.look_up(self.reply.in_context(query, self.number))
        shown = () if found.abstained else tuple(hit.passage.id for hit in found.hits[: found.shown])
        self.emit(e.LookedUp(self.number, query, shown))
        self.outputs.extend(self.reply.found(found))
        if question.type in OPEN_TYPES and question.path != "opzoeken":
            self.say("bewaar_als_antwoord")
        self.asked_again = True

    def _correct(self, paths: tuple[str, ...], value: e.Value | None, raw: str) -> None:
        self.settle()
        if len(paths) > 1:
            self.emit(e.Posed(self.number, "verduidelijk", "", paths, raw))
            return
        question = self.now.question_at(paths[0])
        if question is None or value is None:
            self.emit(e.Reopened(self.number, paths[0]))
        else:
            self.store(question, value, raw)

    def _begin(self, flow: str) -> None:
        self.settle()
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
            self.emit(e.Posed(self.number, "controle", run))
            return
        if len(now.state.stack) >= MAX_DEPTH and run not in now.state.stack:
            names = ", ".join(now.title(r) for r in now.state.stack)
            self.say("te_diep", flows=names)
            self.asked_again = True
            return
        self.emit(e.Started(self.number, run))
        about = self.script[flow].about
        if known and run in now.state.runs:
            self.say("verder_met", flow=self.now.title(run))
        elif about:
            self.outputs.append(o.Say(about))

    def _nothing(self, raw: str, question: Question) -> None:
        posed = self.now.state.posed
        if posed and posed.kind in ("verduidelijk", "controle", "annuleren"):
            behind = self.now.underlying
            meaning = understand(raw, self.expected(behind))
            clear = isinstance(meaning, m.Take) and behind.type not in OPEN_TYPES
            if clear and behind.path != "home":
                self.settle()
                self.act(meaning, raw, behind)
                return
        hits = self.env.look_up(raw).hits if question.path == "home" else ()
        if hits and hits[0].score >= NEAR:
            self.seek(raw, question)
            return
        self._repair(question)

    def _repair(self, question: Question, name: str = "") -> None:
        self.emit(e.Misunderstood(self.number, question.path))
        self.outputs.append(self.reply.repair(question, self.now.state.misses, name))
        self.asked_again = True

    def settle(self) -> None:
        """Drop a question of the engine's own."""
        if self.now.state.posed:
            self.emit(e.Settled(self.number))

    # --- commands ---

    def _order(self, command: str, rest: str, raw: str, question: Question) -> None:
        self.asked_again = True
        COMMANDS[command](self, Call(rest, raw, question))

    def cancel(self, run: str, choice: str) -> None:
        """Lay a run aside, drop it, or go on."""
        if choice == "door":
            return
        self.emit(e.Paused(self.number, run, discarded=choice == "weg"))
        self.say("weggelegd" if choice == "weg" else "gepauzeerd", flow=self.now.title(run))
        if self.now.front:
            self.say("terug_naar", flow=self.now.title(self.now.front))

    def notes(self) -> list[str] | None:
        """The pasted notes of the flow in front, a line each; none where there are none."""
        if not self.now.front:
            return None
        slot = self.script[flow_of(self.now.front)].notes
        answer = self.now.live.get(f"{self.now.front}.{slot}") if slot else None
        if answer is None or not isinstance(answer.value, str):
            return None
        return [line.strip(" -•*\t") for line in answer.value.splitlines() if line.strip(" -•*\t")]

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
        if any(isinstance(event, e.Undone) for event in self.log[self.start :]):
            return  # what was under way then, is so again
        for run in now.runs:
            if run in now.state.stack or run not in before.runs:
                continue
            if before.complete(run) and not now.complete(run) and len(now.state.stack) < MAX_DEPTH:
                self.emit(e.Started(self.number, run))

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
            self.emit(e.Finished(self.number, run))
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
        for stop in self.now.walk(run).passed:
            if isinstance(stop.step, Say):
                self.outputs.extend(self.reply.said(stop.step, stop.scope.values))
            elif isinstance(stop.step, Draft):
                guard.draft(self, self.reply.draft(stop.step.draft, run))

    def _ask(self, *, again: bool = False) -> Turn:
        question = self.now.position
        if question is not None:
            before = self.before.position
            again = again and (before is None or before.path == question.path)
            stop = self.now.stop(question.path)
            if stop is not None and isinstance(stop.step, Suggest) and (not again or self.start == len(self.log)):
                self.outputs.append(self.reply.candidates(stop))
            again = again and question.path not in OWN[1:]
            self.outputs.append(self.reply.ask(question, again=again))
        return self.done()


def _dotted(number: int) -> str:
    """'100.000', as it is written in Dutch."""
    return f"{number:,}".replace(",", ".")
