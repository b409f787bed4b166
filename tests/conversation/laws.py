"""What must hold in every conversation, whoever talks and whatever is said.

`Talk` hears messages and holds every turn against the laws of a turn; the laws of a moment look ahead from where a
conversation is. They look only at what anybody can see: messages, outputs, views and the log. What the log adds up to
is worked out here once more, in the plainest way, so that a fault in the engine's own fold shows.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation.engine import Turn, View, expects
from assistant.conversation.env import Env
from assistant.conversation.now import Now
from assistant.conversation.script import OPEN_TYPES, Ask, Repeat, Review, Script, Suggest, all_steps
from assistant.conversation.state import flow_of
from assistant.conversation.walk import Question
from assistant.conversation.words import fold
from assistant.documents import markdown
from assistant.documents.compose import compose
from assistant.documents.model import not_found
from tests.conversation.player import Player, fitting_answer, reloaded

REOPEN = "\x04"
"""Stands for closing the conversation and opening it again; no message can be this, for the door takes it out."""
OWN = (
    "home", "verduidelijk", "annuleren", "opzoeken", "controle", "persoonsgegevens", "schrijven", "onleesbaar",
    "onleesbaar_zeker",
)  # fmt: skip
"""Questions of the engine's own; they are no part of a flow."""
DIGRESSIONS = (
    "/help", "/overzicht", "/geparkeerd", "/waar was ik", "/waarom", "/voorbeeld", "/herhaal", "/dank je", "/hoi",
    "/dit werkt niet", "/document", "/leeg formulier",
)  # fmt: skip
PASSES = {"/sla over": "skipped", "/weet ik niet": "skipped", "/parkeer bij de directeur": "parked"}
MAX_DEPTH = 3
"""Flows that may be under way at once."""
ENOUGH = 120
"""Answers within which the longest flow must be finished, with all its lists full."""

Stand = tuple[Any, ...]


class Broken(Exception):
    """A law does not hold."""

    def __init__(self, law: str, detail: str, said: Sequence[str]) -> None:
        super().__init__(f"{law}: {detail}")
        self.law, self.detail, self.said = law, detail, tuple(said)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and what came of it."""

    message: str
    before: View
    after: View
    turn: Turn
    log: Sequence[e.Event]
    """With the events of this turn."""
    repaired: frozenset[str]
    """Texts by which the turn before this one said that it did not understand."""
    undoable: Sequence[tuple[int, Stand]]
    """Turns that changed something and still count, with the stand before each."""
    script: Script

    @property
    def undone(self) -> int | None:
        """The turn that this one took back."""
        return next((event.undone for event in self.turn.events if isinstance(event, e.Undone)), None)


class Talk:
    """A conversation of which every turn is held against the laws."""

    def __init__(self, script: Script, env: Env) -> None:
        self.player = Player(script, env)
        self.said: list[str] = []
        self.view = self.player.view
        self.repaired: frozenset[str] = frozenset()
        self.undoable: list[tuple[int, Stand]] = []

    def fork(self) -> Talk:
        """The same conversation, to look ahead in."""
        copy = Talk.__new__(Talk)
        copy.player, copy.said, copy.view = self.player.fork(), [*self.said], self.view
        copy.repaired, copy.undoable = self.repaired, [*self.undoable]
        return copy

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        return self.view.question

    @property
    def now(self) -> Now:
        """The engine's own picture of the moment."""
        return Now(self.player.script, self.player.log, self.player.env)

    def hear(self, *messages: str) -> None:
        """Go on with these messages.

        Raises:
            Broken: a law of the turn does not hold, or the engine stumbled.
        """
        for message in messages:
            self.said.append(message)
            try:
                broken = self._hear(message)
            except Exception as error:
                raise Broken(*stumble(error), self.said) from error
            if broken:
                raise Broken(*broken, self.said)

    def _hear(self, message: str) -> tuple[str, str] | None:
        player, before = self.player, self.view
        if message == REOPEN:
            player.log = reloaded(player.log)
            turn = player.turn = engine.opening(player.script, player.log, player.env, "proef")
            player.log.extend(turn.events)
        else:
            turn = player.say(message)
        number = turn.events[0].turn if turn.events else 0
        for output in turn.outputs:  # the session writes what is drafted, and says so in the log
            if isinstance(output, o.Draft) and not output.blank:
                player.log.append(e.Drafted(number, output.kind, f"{output.kind}.docx"))
        self.view = player.view
        exchange = Exchange(message, before, self.view, turn, player.log, self.repaired, self.undoable, player.script)
        for law in LAWS_OF_A_TURN:
            detail = law(exchange)
            if detail:
                return law.__name__, detail
        self.repaired = frozenset(output.text for output in turn.outputs if isinstance(output, o.Repair))
        if turn.overwritten:  # what was made unreadable does not come back, whatever is undone
            self.undoable = [(turn, ()) for turn, _ in self.undoable]
        if exchange.undone is not None:
            self.undoable.pop()
        elif any(isinstance(x, e.Answered | e.Started | e.Paused | e.Reopened | e.Kept) for x in turn.events):
            self.undoable.append((number, stand(before)))
        return None


def stumble(error: Exception) -> tuple[str, str]:
    """A crash as a law and detail: the same fault in the same function is the same law."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = frame.tb_frame.f_code.co_qualname if frame is not None else "?"
    return f"{type(error).__name__} in {place}", str(error)


def stand(view: View) -> Stand:
    """All that counts of a moment: what is asked in a flow, every answer, and the runs."""
    path = view.question.path if view.question else None
    asked = None if path in OWN[1:] else path
    return asked, view.answers, view.dormant, view.skipped, view.parked, view.runs


def same(one: Stand, other: Stand) -> bool:
    """Whether two moments are alike; a question of the engine's own may stand before the flow's in either."""
    return one[1:] == other[1:] and (one[0] == other[0] or None in (one[0], other[0]))


def difference(before: Stand, after: Stand) -> str:
    """Where two stands differ, in a few words."""
    names = ("question", "answers", "dormant", "skipped", "parked", "runs")
    return "; ".join(
        f"{name} {_short(a)} -> {_short(b)}" for name, a, b in zip(names, before, after, strict=True) if a != b
    )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 400 else f"{text[:400]}..."


@dataclass(slots=True)
class InLog:
    """What a log says, read as plainly as can be."""

    answers: dict[str, e.Answered] = field(default_factory=dict)
    """The last answer at every path."""
    under_way: list[str] = field(default_factory=list)
    """Runs that go on, the last begun at the end."""
    runs: list[str] = field(default_factory=list)
    """Runs that were begun and not dropped."""


def _in_log(log: Sequence[e.Event]) -> InLog:
    undone = {event.undone for event in log if isinstance(event, e.Undone)}
    found = InLog()
    dropped: set[str] = set()
    for event in log:
        if event.turn in undone:
            continue
        match event:
            case e.Answered(path=path):
                found.answers[path] = event
            case e.Started(run=run):
                found.under_way = [*(r for r in found.under_way if r != run), run]
                found.runs += [] if run in found.runs else [run]
                dropped.discard(run)
            case e.Finished(run=run) | e.Paused(run=run):
                found.under_way = [r for r in found.under_way if r != run]
                if isinstance(event, e.Paused) and event.discarded:
                    dropped.add(run)
    found.runs = [run for run in found.runs if run not in dropped]
    return found


def _kept(view: View) -> dict[str, e.Value]:
    return {**view.dormant, **view.answers}


# --- the laws of a turn ---


def every_turn_speaks(x: Exchange) -> str | None:
    """There is always something said, nothing said is empty, and the open question comes last."""
    if not x.turn.outputs or not all(output.text.strip() for output in x.turn.outputs):
        return "an output is missing or empty"
    if any(set("\x00\x1b\x07\x04") & set(output.text) for output in x.turn.outputs):
        return "a control character is shown"
    asked, last = expects(x.after.question), x.turn.outputs[-1]
    if x.after.finished:
        return None if asked is None else "a question is open after the end"
    if asked is None or not isinstance(last, o.Ask) or last.path != asked["path"]:
        return f"the open question is {asked and asked['path']}, but the last that was said is {last}"
    return None


def the_log_only_grows(x: Exchange) -> str | None:
    """A turn begins with what was heard, and its events bear its number, one higher than the last."""
    if x.message == REOPEN:
        return None
    first, earlier = x.turn.events[0], x.log[: len(x.log) - len(x.turn.events)]
    last = max((event.turn for event in earlier if event.turn != first.turn), default=0)
    numbers = {event.turn for event in x.turn.events}
    return None if isinstance(first, e.Heard) and numbers == {last + 1} else f"{x.turn.events}"


def no_repair_twice_in_a_row(x: Exchange) -> str | None:
    """Who is not understood twice is not told the same twice."""
    again = [output.text for output in x.turn.outputs if isinstance(output, o.Repair) and output.text in x.repaired]
    return f"said again: {again[0]!r}" if again else None


def what_was_answered_is_kept(x: Exchange) -> str | None:
    """Every answer in the log counts or is dormant, with its value and its status."""
    kept = _kept(x.after)
    told = _in_log(x.log).answers
    for path, answer in told.items():
        if answer.status == "answered" and kept.get(path) != answer.value:
            return f"{path} was answered with {answer.value!r} and is {kept.get(path)!r}"
        if answer.status != "answered" and path in x.after.answers:
            return f"{path} is {answer.status} and counts as answered"
    for paths, statuses in ((x.after.skipped, ("skipped", "unknown")), (x.after.parked, ("parked",))):
        for path in paths:
            if path not in told or told[path].status not in statuses:
                return f"{path} counts as {statuses[0]}"
    made_up = sorted(set(kept) - set(told))
    return f"nobody answered {made_up[0]}" if made_up else None


def talking_deletes_nothing(x: Exchange) -> str | None:
    """Only an undo takes an answer back; any other message changes one at most. What is made unreadable is asked for."""
    if x.undone is not None:
        return None
    asked_for = {event.path for _, event in x.turn.overwritten if isinstance(event, e.Answered)}
    before, after = _kept(x.before), _kept(x.after)
    gone = set(before) - set(after) - set(x.after.skipped) - set(x.after.parked) - asked_for
    if gone:
        return f"gone: {sorted(gone)}"
    # Whether there is more to add goes with the list itself.
    changed = [p for p in before if p in after and before[p] != after[p] and not p.endswith(".meer")]
    changed = [path for path in changed if path not in asked_for]
    return f"changed: {changed}" if len(changed) > 1 else None


def nothing_is_in_two_places(x: Exchange) -> str | None:
    """An answer counts, was passed, or is dormant."""
    v = x.after
    passed = {*v.skipped, *v.parked}
    both = set(v.answers) & set(v.dormant) | set(v.answers) & passed | passed & set(v.dormant)
    return f"{sorted(both)}" if both else None


def the_flow_in_front_is_the_last_begun(x: Exchange) -> str | None:
    """A flow begun inside another goes first; when it is done, the other goes on, and is named."""
    log = _in_log(x.log)
    front = flow_of(log.under_way[-1]) if log.under_way else None
    if x.after.flow != front:
        return f"in front is {x.after.flow}, and {front} was begun last"
    if len(log.under_way) > MAX_DEPTH:
        return f"{log.under_way} are under way at once"
    runs = [run for _, run, _ in x.after.runs]
    if runs != log.runs:
        return f"the runs are {runs}, and begun were {log.runs}"
    done = any(isinstance(event, e.Finished) for event in x.turn.events)
    named = front is None or x.script[front].title in "\n".join(output.text for output in x.turn.outputs)
    return None if named or not done else f"{front} goes on and is not named"


def digressions_change_nothing(x: Exchange) -> str | None:
    """Looking something up, or asking for help, leaves everything as it was."""
    question = x.before.question
    if question is None:
        return None
    looks_up = x.message.startswith(("? ", "zoek ")) and len(fold(x.message)) > len("zoek ")
    if not looks_up and x.message not in DIGRESSIONS:
        return None
    words = fold(x.message.removeprefix("zoek "))
    named = {fold(name) for option in question.options for name in (option.id, option.label, *option.aliases)}
    if words in named or words.isdecimal():
        return None
    if question.path == "opzoeken" or stand(x.before) != stand(x.after):
        answered = [event for event in x.turn.events if isinstance(event, e.Answered)]
        if question.path != "opzoeken" or answered:
            return difference(stand(x.before), stand(x.after))
    return None


def undo_is_exact(x: Exchange) -> str | None:
    """Ongedaan takes back the newest turn that changed something, and all is as it was before that turn."""
    if x.undone is None:
        waits = x.before.question is not None and x.before.question.path == "persoonsgegevens"
        if x.message == "/ongedaan" and x.undoable and not waits:
            return f"turn {x.undoable[-1][0]} was not taken back"
        return None
    if not x.undoable or x.undoable[-1][0] != x.undone:
        return f"turn {x.undone} was taken back, the last that changed something was {x.undoable[-1:]}"
    wanted, found = x.undoable[-1][1], stand(x.after)
    return None if not wanted or same(wanted, found) else difference(wanted, found)


def going_back_changes_no_answer(x: Exchange) -> str | None:
    """Terug moves what is asked, and nothing else."""
    if x.message not in ("terug", "/terug"):
        return None
    before, after = stand(x.before), stand(x.after)
    return None if before[1:5] == after[1:5] else difference(before, after)


def going_back_opens_the_question_before(x: Exchange) -> str | None:
    """Terug opens the nearest answered question before this one; in lists the order is not looked at."""
    question = x.before.question
    if x.message not in ("terug", "/terug") or question is None or question.path in OWN or "[" in question.path:
        return None
    run, _, here = question.path.partition(".")
    order: list[str] = []
    for step in all_steps(x.script[flow_of(run)].steps):
        if isinstance(step, Repeat):
            break
        order += [step.ask] if isinstance(step, Ask) else [step.suggest] if isinstance(step, Suggest) else []
    if here not in order:
        return None
    answered = {*x.before.answers, *x.before.skipped, *x.before.parked}
    earlier = [f"{run}.{slot}" for slot in order[: order.index(here)] if f"{run}.{slot}" in answered]
    opened = [event.path for event in x.turn.events if isinstance(event, e.Reopened)]
    return None if opened == earlier[-1:] else f"from {question.path} back to {opened}, not to {earlier[-1:]}"


def _meant(message: str, question: Question) -> tuple[bool, Any]:
    """Whether a message fits the question beyond doubt, and the value it has."""
    number = int(message) if message.isascii() and message.isdecimal() and len(message) < 4 else 0
    match question.type:
        case "choice" | "multi" if 1 <= number <= len(question.options):
            chosen = question.options[number - 1].id
            return True, [chosen] if question.type == "multi" else chosen
        case "yesno" if message in ("ja", "nee"):
            return True, message == "ja"
        case "scale" if (question.min or 0) <= number <= (question.max or 0):
            return True, number
        case "text" | "long" if message.startswith("antwoord "):
            return True, message
    return False, None


def a_fitting_answer_is_kept_and_moves_on(x: Exchange) -> str | None:
    """After an answer that fits something else is asked, and the answer is there; unless it waits."""
    question = x.before.question if not any(isinstance(event, e.Withheld) for event in x.turn.events) else None
    fits, value = _meant(x.message, question) if question else (False, None)
    if question is None or not fits:
        return None
    after = x.after.question
    if after is not None and after.path == question.path:
        return f"{question.path} is asked again after {x.message!r}"
    if question.path in OWN or question.path.endswith(".meer") or isinstance(question.step, Review):
        return None
    found = x.after.answers.get(question.path)
    views = isinstance(found, str) and isinstance(value, str) and found.startswith(f"{value}\n")
    return None if found == value or views else f"{question.path} is {found!r} after {x.message!r}"


def passing_moves_on(x: Exchange) -> str | None:
    """A question that is skipped, not known or parked is not asked again, and is recorded so."""
    question, status = x.before.question, PASSES.get(x.message)
    if question is None or status is None or question.path in ("home", "persoonsgegevens"):
        return None
    after = x.after.question
    if after is not None and after.path == question.path:
        return f"{question.path} is asked again after {x.message!r}"
    if question.path in OWN or question.path.endswith(".meer") or isinstance(question.step, Review):
        return None
    held = x.after.skipped if status == "skipped" else x.after.parked
    return None if question.path in held else f"{question.path} is not {status}"


def a_new_item_is_empty(x: Exchange) -> str | None:
    """Something added to a list has no answers of something that was removed."""
    if x.undone is not None:
        return None
    before, after = _kept(x.before), _kept(x.after)
    old = {*before, *x.before.skipped, *x.before.parked}
    for path, ids in after.items():
        if not isinstance(ids, list) or not path.endswith(("doelen", "subdoelen")):
            continue
        earlier = before.get(path, ["d1"])
        added = [item for item in ids if isinstance(earlier, list) and item not in earlier]
        used = [answered for answered in old for item in added if answered.startswith(f"{path}[{item}].")]
        if used:
            return f"{used[0]} was answered before that item was added"
    return None


def opening_again_asks_the_same(x: Exchange) -> str | None:
    """A conversation that is closed and opened again goes on where it was; but a message that waited is gone."""
    waited = x.before.question is not None and x.before.question.path == "persoonsgegevens"
    if x.message != REOPEN or x.before.finished or waited:
        return None
    return None if x.before == x.after else difference(stand(x.before), stand(x.after))


LAWS_OF_A_TURN: tuple[Callable[[Exchange], str | None], ...] = (
    every_turn_speaks,
    the_log_only_grows,
    no_repair_twice_in_a_row,
    what_was_answered_is_kept,
    talking_deletes_nothing,
    nothing_is_in_two_places,
    the_flow_in_front_is_the_last_begun,
    digressions_change_nothing,
    undo_is_exact,
    going_back_changes_no_answer,
    going_back_opens_the_question_before,
    a_fitting_answer_is_kept_and_moves_on,
    passing_moves_on,
    a_new_item_is_empty,
    opening_again_asks_the_same,
)


# --- the laws of a moment ---


class Pick(Protocol):
    """Takes some of the things that could be tried: one by chance, or all of them."""

    def __call__(self, things: Sequence[str], /) -> Sequence[str]: ...


def everything(things: Sequence[str]) -> Sequence[str]:
    """A `Pick` that leaves nothing out."""
    return things


def the_log_round_trips(talk: Talk, pick: Pick) -> str | None:
    """A log that was saved and loaded gives the same view."""
    player = talk.player
    again = Player(player.script, player.env, reloaded(player.log))
    if repr(again.log) != repr(player.log):  # for 1 is as good as True to ==
        return "an event does not round-trip"
    return None if again.view == talk.view else difference(stand(talk.view), stand(again.view))


def the_same_messages_give_the_same_log(talk: Talk, pick: Pick) -> str | None:
    """The engine has no memory and no luck: what was said once leads to the same again."""
    again = Talk(talk.player.script, talk.player.env)
    again.hear(*talk.said)
    return None if again.player.log == talk.player.log else "the log differs"


def every_document_renders(talk: Talk, pick: Pick) -> str | None:
    """The documents can be made at any moment, as Markdown in which every answer is found."""
    now = talk.now
    for run in now.runs:
        if now.script[flow_of(run)].document is None:
            continue
        try:
            report = compose(now, talk.player.env.library, run, "proef")
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "proef.md"
                path.write_bytes(markdown.render(report).encode("utf-8"))
                missing = not_found(report.given, markdown.read_back(path))
        except Exception as error:
            law, detail = stumble(error)
            return f"{run}: {law}: {detail}"
        if missing:
            return f"{run}: not in the document: {missing}"
    return None


def finishing_is_possible(talk: Talk, pick: Pick) -> str | None:
    """Who answers every question reaches the end of the flow in front, or of one begun at the menu."""
    begun = talk.fork()
    if begun.view.finished:
        begun.hear(REOPEN)
    if begun.now.front:
        return _finish(begun)
    for title in pick([flow.title for flow in talk.player.script.flows.values()]):
        other = begun.fork()
        other.hear("/menu", title)
        detail = _finish(other)
        if detail:
            return detail
    return None


def _finish(talk: Talk) -> str | None:
    run, start = talk.now.front, len(talk.player.log)
    for number in range(ENOUGH):
        done = any(isinstance(event, e.Finished) and event.run == run for event in talk.player.log[start:])
        if run is None or done:
            return None
        at = talk.player.at
        talk.hear({"controle": "het klopt zo", "annuleren": "3"}.get(at or "", fitting_answer(talk.question, number)))
    return f"{run} is not finished after {ENOUGH} answers; asked last: {talk.said[-4:]} at {talk.player.at}"


def reopening_and_keeping_changes_nothing(talk: Talk, pick: Pick) -> str | None:
    """Going back to any answer and keeping it leaves all as it was."""
    for path in pick(_answered(talk)):
        fork = _reopened(talk, path)
        if fork is None:
            continue
        fork.hear(_in_reply(talk.view.answers[path], fork.question, keeping=True))
        if not same(_at_rest(talk), _at_rest(fork)):
            return f"{path}, after {fork.said[len(talk.said) :]}: {difference(stand(talk.view), stand(fork.view))}"
    return None


def correcting_and_restoring_changes_nothing(talk: Talk, pick: Pick) -> str | None:
    """Changing an answer and changing it back gives the exact earlier state."""
    for path in pick(_answered(talk)):
        fork = _reopened(talk, path)
        old, question = talk.view.answers[path], fork.question if fork else None
        other = _another(old, question)
        if fork is None or question is None or other is None:
            continue
        if isinstance(old, list) and old != [option.id for option in question.options if option.id in old]:
            continue  # candidates have another order since they were chosen
        fork.hear(other)
        fork = _reopened(fork, path)
        if fork is None:
            continue
        fork.hear(_in_reply(old, fork.question))
        if not same(_at_rest(talk), _at_rest(fork)):
            return f"{path}, after {fork.said[len(talk.said) :]}: {difference(stand(talk.view), stand(fork.view))}"
    return None


def _at_rest(talk: Talk) -> Stand:
    """The stand, without a question that had been opened again: there is one such at a time."""
    asked, *rest = stand(talk.view)
    return (None if talk.now.state.focus else asked, *rest)


def _answered(talk: Talk) -> list[str]:
    """Answered questions that can be opened again by name and answered beyond doubt."""
    if talk.view.finished:
        return []
    now, found = talk.now, []
    for path, value in talk.view.answers.items():
        question = now.question_at(path)
        if question is None or question.default is None or isinstance(question.step, Review):
            continue
        if question.type not in OPEN_TYPES or str(value).startswith("antwoord "):
            found.append(path)
    return found


def _reopened(talk: Talk, path: str) -> Talk | None:
    """The conversation with an answered question opened again, in so many words; nothing where that does not work."""
    fork = talk.fork()
    asked = fork.now.question_at(path)
    if asked is None:
        return None
    fork.hear(f"/wijzig {asked.label}")
    if fork.player.at == "verduidelijk":
        fork.hear(path)
    return fork if fork.question is not None and fork.question.path == path else None


def _in_reply(value: e.Value, question: Question | None, *, keeping: bool = False) -> str:
    """The reply that gives a question this value."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if keeping:
        return "ok"
    places = {option.id: str(n) for n, option in enumerate(question.options, 1)} if question else {}
    if isinstance(value, list):
        return " en ".join(places[item] for item in value) or "geen"
    return places.get(str(value), str(value))


def _another(value: e.Value, question: Question | None) -> str | None:
    """A reply that gives a question another value than this one; nothing where there is none."""
    match question.type if question else "":
        case "choice" | "multi":
            assert question is not None
            fits = (str(n) for n, x in enumerate(question.options, 1) if value not in (x.id, [x.id]))
            return next(fits, None)
        case "yesno":
            return "nee" if value else "ja"
        case "scale":
            return "2" if value == 1 else "1"
        case "text" | "long":
            return "antwoord daarna"
    return None


LAWS_OF_A_MOMENT: tuple[Callable[[Talk, Pick], str | None], ...] = (
    the_log_round_trips,
    the_same_messages_give_the_same_log,
    every_document_renders,
    finishing_is_possible,
    reopening_and_keeping_changes_nothing,
    correcting_and_restoring_changes_nothing,
)


def hold(law: Callable[[Talk, Pick], str | None], talk: Talk, pick: Pick = everything) -> None:
    """Hold a moment against one law.

    Raises:
        Broken: it does not hold, or a law of a turn does not on the way, or the engine stumbled.
    """
    try:
        detail = law(talk, pick)
    except Broken:
        raise
    except Exception as error:
        raise Broken(*stumble(error), talk.said) from error
    if detail:
        raise Broken(law.__name__, detail, talk.said)


def as_line(message: str) -> str:
    """A message as it can be pasted into `gesprek --json`: plain where it is one plain line."""
    plain = message.strip() == message and message.isprintable() and not message.startswith("{") and message
    return message if plain else json.dumps({"text": message}, ensure_ascii=False)
