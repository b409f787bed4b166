"""What looks like personal data is kept only when the person wants it kept.

A message in which something is seen waits outside the log: the log gets a `Withheld` with the kinds of what was seen,
and nothing of the text. The text goes along in `Turn.withheld`, and comes back with the next message. Where it got lost
on the way (the program stopped, another window went on), the person hears that, and gives the answer again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conversation import events as e
from assistant.conversation import meaning as m
from assistant.conversation import outputs as o
from assistant.conversation.env import Env, Kind, Personal
from assistant.conversation.likeness import agreement
from assistant.conversation.match import exact
from assistant.conversation.now import Now
from assistant.conversation.script import Ask
from assistant.conversation.understand import is_question, understand
from assistant.conversation.walk import Question
from assistant.conversation.words import fold, joined

if TYPE_CHECKING:
    from assistant.conversation.turn import TurnBuilder

AT_WORK: frozenset[Kind] = frozenset({"mailadres", "telefoonnummer"})
"""In their place where people are asked for at their work."""
MOST_SHOWN = 3
ASIDE = frozenset({
    "help", "waarom", "voorbeeld", "herhaal", "boos", "dank", "hallo", "privacy", "wie", "overzicht", "geparkeerd",
    "waar", "weetniet", "ok", "document", "leeg", "wasvraag",
})  # fmt: skip
"""Commands after which it is still to be said what may be kept."""
_AS_ORDERED = {"onleesbaar": "weglaten", **dict.fromkeys(("terug", "ongedaan", "annuleer", "verder"), "veranderen")}
"""Commands that choose."""
SHORTEST = 3
"""Letters of a text that is given in the place of the one that waits; 'hm' is none."""


# --- seeing ---


def let_stand(log: Sequence[e.Event], env: Env) -> set[tuple[str, str]]:
    """What the person has chosen to keep, by kind and value."""
    texts = [event.text for event in log if isinstance(event, e.LetStand)]
    return {(seen.kind, seen.value) for text in texts for seen in env.personal(text)}


def doubtful(turn: TurnBuilder, text: str, seen: tuple[Personal, ...]) -> tuple[Personal, ...]:
    """What is seen in a message, but for what may stand, and what is in its place at the question it answers."""
    if not seen:
        return ()
    known = let_stand(turn.log, turn.env)
    seen = tuple(item for item in seen if (item.kind, item.value) not in known)
    if {item.kind for item in seen} & AT_WORK and _about_people_at_work(turn, text):
        seen = tuple(item for item in seen if item.kind not in AT_WORK)
    return seen


def _about_people_at_work(turn: TurnBuilder, text: str) -> bool:
    question = turn.now.behind
    match understand(text, turn.expected(question)):
        case m.Take(others=others):
            return any(at_work(turn.now, path) for path in (question.path, *others))
        case m.Correct(paths=(path,)):
            return at_work(turn.now, path)
        case m.Order(command="parkeer"):
            return True  # who takes a question along
    return False


def at_work(now: Now, path: str) -> bool:
    """Whether a question asks for people at their work."""
    stop = now.stop(path)
    return stop is not None and isinstance(stop.step, Ask) and stop.step.contact


def is_removal(turn: TurnBuilder, text: str, seen: Sequence[Personal]) -> bool:
    """'verwijder 06-12345678': what is seen in it is what has to go."""
    phrases = turn.script.phrases
    rest = fold("".join(text[a:b] for a, b in _gaps(seen, len(text))))
    return rest in {
        fold(word) for word in (*phrases.words.get("gegeven_weglaten", ()), *phrases.commands["onleesbaar"])
    }


def without(now: Now, text: str, seen: Sequence[Personal]) -> str:
    """The text with a remark in the place of each thing that was seen."""
    for item in sorted(seen, key=lambda item: item.start, reverse=True):
        remark = now.text("gegeven_weggelaten", wat=now.text(f"gegeven_{item.kind}").removeprefix("een "))
        text = text[: item.start] + remark + text[item.end :]
    return text


def described(now: Now, seen: Sequence[Personal]) -> str:
    """'een telefoonnummer (06-…78) en een e-mailadres (f…@…nl)'."""
    parts = [f"{now.text(f'gegeven_{item.kind}')} ({item.masked})" for item in seen]
    more = [now.text("gegeven_meer", aantal=len(parts) - MOST_SHOWN)] if len(parts) > MOST_SHOWN else []
    return joined(list(dict.fromkeys(parts[:MOST_SHOWN])) + more)


# --- asking before a message is kept ---


def hold_back(turn: TurnBuilder, text: str, seen: Sequence[Personal]) -> None:
    """Keep nothing of a message yet, and say why."""
    turn.emit(e.Heard(turn.number, "", turn.env.today.isoformat()))
    if turn.now.state.ended:
        turn.emit(e.Resumed(turn.number))
    turn.emit(e.Withheld(turn.number, tuple(dict.fromkeys(item.kind for item in seen))))
    turn.withheld = text
    notice = turn.env.notice(text)
    if notice:  # somebody in danger goes before everything
        turn.outputs.append(o.Say(notice))
    turn.say("gegeven_gezien", wat=described(turn.now, seen))


def keep_waiting(turn: TurnBuilder, held: e.Withheld, kept: str) -> None:
    """It is still to be said what may be kept of the message that waits."""
    turn.emit(e.Withheld(turn.number, held.kinds))
    turn.withheld = kept


def answered(turn: TurnBuilder, text: str, meaning: m.Meaning, held: e.Withheld, kept: str) -> bool:
    """A message while one waits.

    Args:
        turn: the turn being built.
        text: the message.
        meaning: what it means at the question that lies behind.
        held: what the log knows of the one that waits.
        kept: the one that waits; empty where it was lost.

    Returns:
        Whether the question what may be kept is still open.
    """
    behind = turn.now.behind
    question = turn.now.withheld_question(held)
    choice = exact(text, question, turn.expected(question))
    order = meaning if isinstance(meaning, m.Order) else None
    if choice is None and order is not None:
        choice = _AS_ORDERED.get(order.command)
    if choice is not None:
        _chosen(turn, str(choice), kept, behind)
        return False
    phrases = turn.script.phrases
    aside = order is not None and order.command in ASIDE
    asks = isinstance(meaning, m.Seek) or (is_question(text, phrases) and order is None)
    nothing = isinstance(meaning, m.Nothing | m.Unsure) or len(text) < SHORTEST or agreement(text, phrases) is not None
    if aside or asks or (nothing and order is None):
        keep_waiting(turn, held, kept)
        clear = aside or isinstance(meaning, m.Seek)
        turn.act(meaning if clear else m.Seek(text) if asks else m.Nothing(), text, question)
        return True
    turn.say("gegeven_nieuw" if isinstance(meaning, m.Take) else "gegeven_niet_bewaard", tekst=text)
    turn.act(meaning, text, behind)
    return False


def _chosen(turn: TurnBuilder, choice: str, kept: str, behind: Question) -> None:
    if not kept:
        turn.say("gegeven_kwijt")
        return
    if choice == "veranderen":
        turn.say("gegeven_verander")
        return
    if choice == "staan":
        turn.emit(e.LetStand(turn.number, kept))
        turn.say("gegeven_blijft")
    else:
        seen = turn.env.personal(kept)
        if not any(sign.isalnum() for a, b in _gaps(seen, len(kept)) for sign in kept[a:b]):
            turn.say("gegeven_niets_over")
            return
        kept = without(turn.now, kept, doubtful(turn, kept, seen))
        turn.say("gegeven_zonder", tekst=kept)
    turn.act(understand(kept, turn.expected(behind)), kept, behind)


def _gaps(seen: Sequence[Personal], length: int) -> Iterator[tuple[int, int]]:
    """What lies between the things that were seen."""
    at = 0
    for item in seen:
        yield at, item.start
        at = item.end
    yield at, length


def lost(turn: TurnBuilder) -> None:
    """The conversation is taken up again, and the message that waited is gone."""
    held = turn.now.state.withheld
    if held:
        turn.say("gegeven_kwijt")


# --- warning before a document is written ---


def left_in(now: Now, run: str) -> list[tuple[Question, Personal]]:
    """What is seen in the answers that go into a document, but for what may stand."""
    known = let_stand(now.log, now.env)
    found: list[tuple[Question, Personal]] = []
    for path, answer in now.walk(run).live.items():
        stop = now.stop(path)
        if not isinstance(answer.value, str) or stop is None or (isinstance(stop.step, Ask) and stop.step.aside):
            continue
        for item in now.env.personal(f"{answer.value}\n{answer.note}"):
            calm = item.kind in AT_WORK and at_work(now, path)
            if not calm and (item.kind, item.value) not in known:
                found.append((now.walker.question(stop), item))
    return found


def listed(now: Now, left: Sequence[tuple[Question, Personal]]) -> str:
    """'een telefoonnummer (06-…78) bij Randvoorwaarden'."""
    parts = [
        now.text("gegeven_bij", wat=described(now, [item]), vraag=question.label)
        for question, item in left[:MOST_SHOWN]
    ]
    more = [now.text("gegeven_meer", aantal=len(left) - MOST_SHOWN)] if len(left) > MOST_SHOWN else []
    return joined(list(dict.fromkeys(parts)) + more)


def taken_over(now: Now, run: str, changed: set[str]) -> str:
    """What is seen in answers that came from a file, in a sentence; empty where nothing is."""
    left = [(question, item) for question, item in left_in(now, run) if question.path in changed]
    return now.text("overgenomen_gezien", wat=listed(now, left)) if left else ""


def draft(turn: TurnBuilder, output: o.Draft) -> None:
    """A document can be written now; first ask where something is left in it."""
    if warn(turn, output.run):
        how = (output.format, "vervang" if output.replaces else "")
        turn.emit(e.Posed(turn.number, "schrijven", output.run, how, output.place))
        turn.asked_again = False
    else:
        turn.outputs.append(output)


def warn(turn: TurnBuilder, run: str) -> bool:
    """Say what is left in a document, if anything."""
    left = left_in(turn.now, run)
    if left:
        turn.say("schrijven_gezien", wat=listed(turn.now, left))
    return bool(left)


def write_after_all(turn: TurnBuilder, posed: e.Posed, choice: str) -> None:
    """What was chosen about a document with personal data in it."""
    run = posed.path
    left = left_in(turn.now, run)
    if choice == "veranderen" and left:
        turn.emit(e.Reopened(turn.number, left[0][0].path))
        turn.say("schrijven_daarna")
    elif choice == "zo":
        for text in dict.fromkeys(_around(turn.now, question.path) for question, _ in left):
            turn.emit(e.LetStand(turn.number, text))
        kind = turn.reply.documents().get(run)
        if kind:
            format_, replaces = posed.options or ("", "")
            written = turn.reply.draft(kind, run)
            turn.outputs.append(replace(written, format=format_, place=posed.raw, replaces=bool(replaces)))
    else:
        turn.say("schrijven_later")


def _around(now: Now, path: str) -> str:
    answer = now.live[path]
    return f"{answer.value}\n{answer.note}".strip()
