"""The commands: words that are never an answer. Which words those are stands in phrases.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.conversation import events as e
from assistant.conversation import guard, removal
from assistant.conversation import outputs as o
from assistant.conversation.asides import asks_about
from assistant.conversation.meaning import Order
from assistant.conversation.now import KEEP
from assistant.conversation.orders import item_name
from assistant.conversation.saving import format_in, saving
from assistant.conversation.script import OPEN_TYPES, Repeat, Review
from assistant.conversation.state import last_undoable, run_of
from assistant.conversation.walk import Question
from assistant.conversation.words import fold, in_words, place_in

if TYPE_CHECKING:
    from assistant.conversation.turn import TurnBuilder


_REASON = re.compile(r"(?i)\b(?:waarom|waarvoor|waartoe|hoezo|nodig|wrm)\b")


@dataclass(frozen=True, slots=True)
class Call:
    """How a command was given."""

    rest: str
    """What was said behind it."""
    raw: str
    """The whole message."""
    question: Question
    """What was asked at that moment."""


def terug(turn: TurnBuilder, call: Call) -> None:
    """Open the question before this one again; nothing is lost."""
    if turn.now.state.posed:
        turn.settle()
        return
    path = _previous(turn, call.question)
    if path is None:
        turn.say("geen_vorige")
    else:
        turn.emit(e.Reopened(turn.number, path))


def _previous(turn: TurnBuilder, question: Question) -> str | None:
    """The answered question before this one in its flow; at the menu the last that was answered."""
    if question.path == "home":
        return turn.now.state.last_answered if turn.now.state.last_answered in turn.now.live else None
    run = turn.now.front or run_of(question.path)
    if question.path.partition(".")[0] in turn.now.runs:
        run = run if turn.now.walk(run).stop(question.path) else run_of(question.path)
    asked = [s for s in turn.now.walk(run).trail if s.is_question and not isinstance(s.step, Review)]
    places = [i for i, stop in enumerate(asked) if stop.path == question.path]
    at = places[0] if places else len(asked)
    earlier = [s.path for s in asked[:at] if s.path in turn.now.live]
    return earlier[-1] if earlier else None


def ongedaan(turn: TurnBuilder, call: Call) -> None:
    """Take back the newest turn that changed something."""
    undone = last_undoable(turn.log)
    if undone is None:
        turn.say("niets_ongedaan")
        return
    what = turn.reply.what_happened(turn.log, undone)
    turn.settle()
    turn.emit(e.Undone(turn.number, undone))
    turn.say("ongedaan", wat=what)
    if not turn.now.front:
        turn.asked_again = False


def overslaan(turn: TurnBuilder, call: Call) -> None:
    """Pass the question."""
    _pass(turn, call.question, call.raw, "skipped", "overgeslagen")


def weetniet(turn: TurnBuilder, call: Call) -> None:
    """Record that this is not known."""
    _pass(turn, call.question, call.raw, "unknown", "weet_niet")


def parkeer(turn: TurnBuilder, call: Call) -> None:
    """Leave the question to somebody, by name or function."""
    owner = re.sub(r"(?i)^(?:deze vraag|dit|bij|voor|aan|[\s,:])+(?=\S)", "", call.rest).strip(" .,:")
    owner = "" if fold(owner) in {"deze vraag", "dit"} else owner
    _pass(turn, call.question, call.raw, "parked", "geparkeerd_bij" if owner else "geparkeerd", owner)


def _pass(turn: TurnBuilder, question: Question, raw: str, status: e.Status, phrase: str, note: str = "") -> None:
    """Record that a question was passed; an earlier answer to it goes to sleep."""
    if question.path == "home":
        turn.say("hier_niet_overslaan")
        return
    if turn.now.state.posed:
        turn.settle()
        turn.say("laat_rusten")
        return
    if isinstance(question.step, Review):
        turn.emit(e.Answered(turn.number, question.path, KEEP, raw))
    elif isinstance(question.step, Repeat):
        turn.emit(e.Answered(turn.number, question.path, False, raw))
    else:
        earlier = turn.now.live.get(question.path)
        if earlier is not None:
            turn.corrected.add(question.path)
        kept = earlier.value if earlier is not None and status == "parked" else None
        turn.emit(e.Answered(turn.number, question.path, kept, raw, status, note))
    turn.say(phrase, bij=note)
    turn.asked_again = False


def overzicht(turn: TurnBuilder, call: Call) -> None:
    """Show all answers."""
    turn.outputs.append(turn.reply.overview())


def geparkeerd(turn: TurnBuilder, call: Call) -> None:
    """Show what is parked."""
    turn.outputs.append(turn.reply.overview(status="parked"))


def waar(turn: TurnBuilder, call: Call) -> None:
    """Tell where we are."""
    turn.outputs.append(turn.reply.where(call.question))


def help_(turn: TurnBuilder, call: Call) -> None:
    """Tell what can be said."""
    turn.outputs.append(turn.reply.help(call.question))


def waarom(turn: TurnBuilder, call: Call) -> None:
    """Tell why this is asked; to who does not understand it, what it means."""
    again = turn.understood_before(call.question) == Order("waarom")
    if _REASON.search(call.raw) and not again:
        turn.outputs.append(turn.reply.why(call.question))
    else:
        turn.outputs.extend(turn.reply.explained(call.question, again=again))
    if asks_about(call.raw, turn.expected(call.question)) and call.question.type in OPEN_TYPES:
        turn.say("bewaar_als_antwoord")


def voorbeeld(turn: TurnBuilder, call: Call) -> None:
    """Give an example."""
    turn.outputs.append(turn.reply.example(call.question))


def herhaal(turn: TurnBuilder, call: Call) -> None:
    """Ask again in full."""
    turn.asked_again = False


def boos(turn: TurnBuilder, call: Call) -> None:
    """Stay calm, and offer a way out."""
    turn.say("vervelend")


def dank(turn: TurnBuilder, call: Call) -> None:
    """Answer thanks."""
    turn.say("graag_gedaan")


def hallo(turn: TurnBuilder, call: Call) -> None:
    """Answer a greeting."""
    turn.say("hallo")


def privacy(turn: TurnBuilder, call: Call) -> None:
    """Tell where everything is kept."""
    turn.say("privacy")


def wie(turn: TurnBuilder, call: Call) -> None:
    """Tell what this is."""
    turn.say("wie_ik_ben")


def stop(turn: TurnBuilder, call: Call) -> None:
    """End the conversation; all is kept."""
    turn.emit(e.Ended(turn.number))
    turn.say("gestopt")


def menu(turn: TurnBuilder, call: Call) -> None:
    """Lay aside what is under way and go to the menu."""
    turn.settle()
    left = turn.now.state.stack
    for run in reversed(left):
        turn.emit(e.Paused(turn.number, run))
    if left:
        turn.say("gepauzeerd", flow=turn.now.title(left[-1]))
    turn.asked_again = False


def annuleer(turn: TurnBuilder, call: Call) -> None:
    """Stop this flow; asks how, where answers would go out of sight."""
    run = turn.now.front
    if run is None:
        turn.say("niets_te_annuleren")
        return
    turn.settle()
    if any(run_of(path) == run for path in turn.now.live):
        turn.emit(e.Posed(turn.number, "annuleren", run))
    else:
        turn.cancel(run, "weg")
    turn.asked_again = False


def ok(turn: TurnBuilder, call: Call) -> None:
    """Take over the proposal, or keep the earlier answer."""
    if call.question.default is None:
        turn.say("niets_voorgesteld")
        return
    turn.asked_again = False
    turn.store(call.question, call.question.default, call.raw)


def bewaar(turn: TurnBuilder, call: Call) -> None:
    """Store as the answer after all what was taken for a question or a command, or was looked up."""
    text = turn.set_aside()
    if not text or call.question.type not in OPEN_TYPES or call.question.path == "opzoeken":
        turn.say("niets_te_bewaren")
        return
    turn.asked_again = False
    turn.store(call.question, text, call.raw)


def wasvraag(turn: TurnBuilder, call: Call) -> None:
    """The last answer was a question after all: take it back and look it up."""
    last = turn.now.live.get(turn.now.state.last_answered or "")
    if last is None or last.turn != last_undoable(turn.log):
        turn.say("niets_ongedaan")
        return
    turn.emit(e.Undone(turn.number, last.turn))
    turn.seek(last.raw, turn.now.underlying)


def meer(turn: TurnBuilder, call: Call) -> None:
    """Look up a subject by name."""
    turn.seek(call.rest, call.question)


def vergelijk(turn: TurnBuilder, call: Call) -> None:
    """Put two or three forms side by side."""
    ids = turn.reply.forms_named(call.rest, call.question)
    if len(ids) < 2:
        turn.say("vergelijk_welke")
    else:
        turn.outputs.append(turn.reply.compare(ids[:3]))


def verder(turn: TurnBuilder, call: Call) -> None:
    """Leave a question of the engine's own."""
    if turn.now.state.posed:
        turn.settle()


def wijzig(turn: TurnBuilder, call: Call) -> None:
    """Show what can be changed, and how."""
    overview = turn.reply.overview()
    turn.outputs.append(overview)
    filled = next((row.label for row in overview.rows if row.status != "open"), "")
    if filled:
        turn.say("wijzig_wat", vraag=filled)


def document(turn: TurnBuilder, call: Call) -> None:
    """Write the document of this flow, or of the one named."""
    asked = saving(call.rest)
    if draft := _draft(turn, asked.about if asked else call.rest):
        format_, place = (asked.format, asked.place) if asked else (format_in(call.raw), "")
        guard.draft(turn, replace(draft, format=format_, place=place))


def vervang(turn: TurnBuilder, call: Call) -> None:
    """Write the document of this flow in the place of a file that is there already."""
    if draft := _draft(turn, ""):
        guard.draft(turn, replace(draft, place=_file_in(call.raw), replaces=True))


def kopieer(turn: TurnBuilder, call: Call) -> None:
    """Put the text of the document of this flow on the clipboard."""
    if draft := _draft(turn, ""):
        guard.warn(turn, draft.run)
        turn.outputs.append(o.Copy(turn.now.text("gekopieerd"), draft.run))


def _draft(turn: TurnBuilder, about: str) -> o.Draft | None:
    """The document of this flow, or of the one named; where there is none, that is said."""
    kinds = turn.reply.documents()
    wanted = [run for run in kinds if not about or fold(about) in fold(f"{kinds[run]} {turn.now.title(run)}")]
    if not wanted:
        turn.say("geen_document")
        return None
    front = turn.now.front
    run = front if front in wanted else wanted[-1]
    assert run is not None
    return turn.reply.draft(kinds[run], run)


def onleesbaar(turn: TurnBuilder, call: Call) -> None:
    """Ask what is to be made unreadable, or whether what was named really must."""
    turn.settle()
    turn.asked_again = False
    found = removal.targets(turn.now)
    wanted = removal.named(turn.now, found, call.raw)
    if not found:
        turn.say("onleesbaar_leeg")
    elif len(wanted) == 1:
        turn.emit(e.Posed(turn.number, "onleesbaar", wanted[0].id))
    else:
        kinds = removal.kinds_named(turn.now, call.raw)
        if kinds and not wanted:
            turn.say("onleesbaar_geen", wat=turn.now.named(sorted(kinds)).removeprefix("een "))
        turn.emit(e.Posed(turn.number, "onleesbaar", "", tuple(target.id for target in wanted or found)))


def leeg(turn: TurnBuilder, call: Call) -> None:
    """Write an empty form."""
    blank = turn.reply.blank()
    if blank is None:
        turn.say("geen_leeg_formulier")
    else:
        turn.outputs.append(blank)


def lees(turn: TurnBuilder, call: Call) -> None:
    """Read a plan in again that was edited by hand."""
    turn.settle()
    turn.outputs.append(o.Read(turn.now.text("bestand_lezen"), _file_in(call.raw)))


def _file_in(message: str) -> str:
    """What stands behind the first word, with the slash it may begin with."""
    return re.sub(r"^\W*\w+\s+", "", message).strip().strip("\"'")


def elders(turn: TurnBuilder, call: Call) -> None:
    """Keep the conversation in another folder."""
    folder = re.sub(r"^\W*\w+\s+\w+\s+", "", call.raw).strip().strip("\"'") if call.rest else ""
    turn.outputs.append(o.Elsewhere(turn.now.text("elders_bewaren"), folder))


def toevoegen(turn: TurnBuilder, call: Call) -> None:
    """Add an item to a list."""
    run = turn.now.front or next(reversed(turn.now.runs), "")
    lists = {step.item: (path, step) for _, path, _, step in turn.now.items() if run_of(path) == run}
    wanted = fold(call.rest)
    for item, (path, repeat) in lists.items():
        if item in wanted.split():
            turn.add_item(repeat, path, call.raw)
            turn.asked_again = False
            return
    turn.say("niets_toe_te_voegen")


def verwijder(turn: TurnBuilder, call: Call) -> None:
    """Take an item out of its list; its answers are kept."""
    for name, path, item, step in turn.now.items():
        if fold(name) == item_name(call.rest):
            ids = [i for i in turn.now.walk(run_of(path)).lists[path] if i != item]
            if len(ids) < step.min:
                turn.say("minstens", ding=step.item, aantal=in_words(step.min))
            else:
                turn.emit(e.Answered(turn.number, path, ids, call.raw))
                turn.say("verwijderd", ding=name.capitalize())
            return


def verplaats(turn: TurnBuilder, call: Call) -> None:
    """Move an item within its list."""
    match = re.match(r"(?i)(.+?)\s+(?:naar|op|voor)\s+(?:plaats |plek |nummer |de |\D+ )?(\w+)$", call.rest)
    place = place_in(match[2], 99) if match else None
    for name, path, item, _ in turn.now.items():
        if match and place and fold(name) == item_name(match[1]):
            ids = [i for i in turn.now.walk(run_of(path)).lists[path] if i != item]
            ids.insert(place - 1, item)
            turn.emit(e.Answered(turn.number, path, ids, call.raw))
            turn.say("verplaatst", ding=name.capitalize(), plaats=in_words(min(place, len(ids))))
            return
    turn.say("verplaats_hoe")


def anders(turn: TurnBuilder, call: Call) -> None:
    """Record a view that differs beside the last answer."""
    here = call.question.path if call.question.path in turn.now.live else None
    path = here or turn.now.state.last_answered
    answer = turn.now.live.get(path) if path else None
    if path is None or answer is None or not isinstance(answer.value, str):
        turn.say("geen_antwoord_voor_kijk")
        return
    asked = turn.now.question_at(path)
    if asked is None or asked.type not in OPEN_TYPES:
        turn.say("geen_antwoord_voor_kijk")
        return
    who = f" {turn.now.state.speaker}:" if turn.now.state.speaker else ""
    value = f"{answer.value}\n{turn.now.text('andere_kijk')}{who} {call.rest}"
    turn.emit(e.Answered(turn.number, path, value, call.raw))
    turn.say("andere_kijk_genoteerd", vraag=asked.label)


def spreker(turn: TurnBuilder, call: Call) -> None:
    """Note from here on who gives the answers; without a name tell who that is now."""
    who = call.rest.strip(" .,:;")
    if who:
        turn.emit(e.Speaking(turn.number, who))
        turn.say("spreker_is", wie=who)
    elif turn.now.state.speaker:
        turn.say("spreker_is", wie=turn.now.state.speaker)
    else:
        turn.say("spreker_niemand")


def geenspreker(turn: TurnBuilder, call: Call) -> None:
    """Note no longer who speaks."""
    turn.emit(e.Speaking(turn.number, ""))
    turn.say("spreker_geen")


def notities(turn: TurnBuilder, call: Call) -> None:
    """Show the pasted notes, numbered."""
    notes = turn.notes() or []
    turn.outputs.append(turn.reply.notes(notes))


def notitie(turn: TurnBuilder, call: Call) -> None:
    """Answer with one or more of the notes."""
    notes = turn.notes() or []
    numbers = [int(n) for n in re.findall(r"\d{1,4}", call.rest)]
    chosen = [notes[n - 1] for n in numbers if 1 <= n <= len(notes)]
    if not chosen or len(chosen) != len(numbers) or call.question.type not in OPEN_TYPES:
        turn.outputs.append(turn.reply.notes(notes))
        return
    turn.asked_again = False
    turn.store(call.question, "\n".join(chosen), call.raw)
    turn.say("uit_notities", tekst="; ".join(chosen))


COMMANDS: dict[str, Callable[[TurnBuilder, Call], None]] = {
    "terug": terug,
    "ongedaan": ongedaan,
    "overslaan": overslaan,
    "weetniet": weetniet,
    "parkeer": parkeer,
    "overzicht": overzicht,
    "geparkeerd": geparkeerd,
    "waar": waar,
    "help": help_,
    "waarom": waarom,
    "voorbeeld": voorbeeld,
    "herhaal": herhaal,
    "boos": boos,
    "dank": dank,
    "hallo": hallo,
    "privacy": privacy,
    "wie": wie,
    "stop": stop,
    "menu": menu,
    "annuleer": annuleer,
    "ok": ok,
    "bewaar": bewaar,
    "wasvraag": wasvraag,
    "meer": meer,
    "vergelijk": vergelijk,
    "verder": verder,
    "wijzig": wijzig,
    "document": document,
    "onleesbaar": onleesbaar,
    "opslaan": document,
    "vervang": vervang,
    "kopieer": kopieer,
    "leeg": leeg,
    "lees": lees,
    "elders": elders,
    "toevoegen": toevoegen,
    "verwijder": verwijder,
    "verplaats": verplaats,
    "anders": anders,
    "spreker": spreker,
    "geenspreker": geenspreker,
    "notities": notities,
    "notitie": notitie,
}
