"""Faults planted in the engine one at a time: does the explorer see them, and does the state machine?

Use: python -m tests.mutants [NAME ...]

A check that sees none of them proves nothing by passing. What survives is printed too; the exit code is 1 where a
fault survives both.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from assistant.conversation import commands, now, replies, state, turn, understand, values, walk
from assistant.conversation import events as e
from assistant.documents import markdown
from benchmarks.search import table
from tests import explore
from tests.conversation.laws import Broken
from tests.conversation.test_machine import Conversation, TestConversation

Patch = pytest.MonkeyPatch
SEED = 7
TURNS = 5_000
"""After so many turns the explorer gives up on a fault."""
MUTANTS: dict[str, Callable[[Patch], None]] = {}


def mutant(plant: Callable[[Patch], None]) -> Callable[[Patch], None]:
    MUTANTS[plant.__name__] = plant
    return plant


def _fold_also(patch: Patch, change: Callable[[state.State, e.Event, state.State], None]) -> None:
    """The fold does something more at every event; `change` gets the state, the event, and the state before it."""
    apply = state._apply

    def mutated(here: state.State, event: e.Event) -> None:
        before = replace(here, answers=dict(here.answers), stack=list(here.stack), misses=here.misses)
        apply(here, event)
        change(here, event, before)

    patch.setattr(state, "_apply", mutated)


# --- what the log adds up to ---


@mutant
def a_correction_deletes_later_answers(patch: Patch) -> None:
    def change(here: state.State, event: e.Event, before: state.State) -> None:
        if isinstance(event, e.Answered) and event.path in before.answers:
            first = before.answers[event.path].turn
            later = [
                p for p, a in before.answers.items() if a.turn > first and state.run_of(p) == state.run_of(event.path)
            ]
            for path in later:
                here.answers.pop(path, None)

    _fold_also(patch, change)


@mutant
def going_back_deletes_the_answer(patch: Patch) -> None:
    def change(here: state.State, event: e.Event, before: state.State) -> None:
        if isinstance(event, e.Reopened):
            here.answers.pop(event.path, None)

    _fold_also(patch, change)


@mutant
def keeping_deletes_the_answer(patch: Patch) -> None:
    def change(here: state.State, event: e.Event, before: state.State) -> None:
        if isinstance(event, e.Kept):
            here.answers.pop(event.path, None)

    _fold_also(patch, change)


@mutant
def dropping_a_flow_deletes_its_answers(patch: Patch) -> None:
    def change(here: state.State, event: e.Event, before: state.State) -> None:
        if isinstance(event, e.Paused) and event.discarded:
            here.answers = {p: a for p, a in here.answers.items() if state.run_of(p) != event.run}

    _fold_also(patch, change)


@mutant
def a_dropped_flow_still_counts(patch: Patch) -> None:
    _fold_also(patch, lambda here, event, before: here.discarded.clear())


@mutant
def the_focus_is_not_cleared(patch: Patch) -> None:
    def change(here: state.State, event: e.Event, before: state.State) -> None:
        if isinstance(event, e.Answered):
            here.focus = before.focus

    _fold_also(patch, change)


@mutant
def an_interrupted_flow_is_not_resumed(patch: Patch) -> None:
    def change(here: state.State, event: e.Event, before: state.State) -> None:
        if isinstance(event, e.Finished):
            here.stack.clear()

    _fold_also(patch, change)


@mutant
def the_first_flow_goes_on_and_not_the_last(patch: Patch) -> None:
    def change(here: state.State, event: e.Event, before: state.State) -> None:
        if isinstance(event, e.Finished):
            here.stack.reverse()

    _fold_also(patch, change)


@mutant
def only_answers_are_undone(patch: Patch) -> None:
    patch.setattr(state, "_NEVER_UNDONE", tuple(kind for kind in e.KINDS.values() if kind is not e.Answered))


@mutant
def only_answers_can_be_undone(patch: Patch) -> None:
    patch.setattr(state, "_UNDOABLE", (e.Answered,))


@mutant
def undoing_again_undoes_the_same(patch: Patch) -> None:
    def last(log: Sequence[e.Event]) -> int | None:
        return next((event.turn for event in reversed(log) if isinstance(event, state._UNDOABLE)), None)

    patch.setattr(commands, "last_undoable", last)


@mutant
def a_look_up_can_be_undone(patch: Patch) -> None:
    patch.setattr(state, "_UNDOABLE", (*state._UNDOABLE, e.LookedUp))


# --- the log itself ---


@mutant
def the_status_is_lost_in_the_log(patch: Patch) -> None:
    to_data = e.to_data
    patch.setattr(e, "to_data", lambda event: {k: v for k, v in to_data(event).items() if k != "status"})


@mutant
def yes_becomes_one_in_the_log(patch: Patch) -> None:
    to_data = e.to_data

    def mutated(event: e.Event) -> dict[str, Any]:
        return {k: int(v) if k == "value" and v is True else v for k, v in to_data(event).items()}

    patch.setattr(e, "to_data", mutated)


# --- the walk ---


@mutant
def a_skipped_question_is_not_passed(patch: Patch) -> None:
    valid = walk._still_valid
    patch.setattr(walk, "_still_valid", lambda a, options, kind: a.status != "skipped" and valid(a, options, kind))


@mutant
def dormant_answers_are_dropped(patch: Patch) -> None:
    begin = now.Now.__init__

    def mutated(self: now.Now, *args: Any) -> None:
        begin(self, *args)
        live = self.live
        self.state.answers = {path: answer for path, answer in self.state.answers.items() if path in live}

    patch.setattr(now.Now, "__init__", mutated)


@mutant
def a_prefill_counts_as_an_answer(patch: Patch) -> None:
    ask = walk.Walker._ask

    def mutated(self: walk.Walker, here: walk.Walk, step: Any, scope: walk.Scope, form: str) -> None:
        path = scope.prefix + step.ask
        if step.default and path not in self.state.answers:
            proposal = values.plain(walk.evaluate(step.default, scope.values))
            if proposal is not None:
                self.state.answers[path] = e.Answered(0, path, proposal, "")
        ask(self, here, step, scope, form)

    patch.setattr(walk.Walker, "_ask", mutated)


@mutant
def ids_of_removed_items_are_used_again(patch: Patch) -> None:
    patch.setattr(turn, "next_item", lambda ids, known, path, prefix: walk.next_item(ids, {}, path, prefix))


@mutant
def walks_are_shared_though_an_answer_changed(patch: Patch) -> None:
    patch.setattr(walk, "_walked", lambda here: ())


@mutant
def only_the_first_item_is_walked(patch: Patch) -> None:
    repeat = walk.Walker._repeat

    def mutated(self: walk.Walker, here: walk.Walk, step: Any, scope: walk.Scope) -> None:
        repeat(self, here, step, scope)
        path = scope.prefix + step.repeat
        rest = tuple(f"{path}[{item}]." for item in here.lists[path][1:])
        here.trail[:] = [stop for stop in here.trail if not (rest and stop.path.startswith(rest))]

    patch.setattr(walk.Walker, "_repeat", mutated)


# --- a turn ---


@mutant
def a_look_up_is_stored_as_the_answer(patch: Patch) -> None:
    seek = turn.TurnBuilder.seek

    def mutated(self: turn.TurnBuilder, query: str, question: walk.Question) -> None:
        seek(self, query, question)
        if question.type in ("text", "long") and question.path != "opzoeken":
            self.emit(e.Answered(self.number, question.path, query, query))

    patch.setattr(turn.TurnBuilder, "seek", mutated)


@mutant
def the_repair_ladder_is_stuck(patch: Patch) -> None:
    repair = replies.Replies.repair
    patch.setattr(replies.Replies, "repair", lambda self, question, misses, name="": repair(self, question, 1, name))


@mutant
def a_review_never_ends(patch: Patch) -> None:
    review = turn.TurnBuilder._review

    def mutated(self: turn.TurnBuilder, question: walk.Question, value: str, raw: str) -> None:
        if value != now.KEEP:
            review(self, question, value, raw)

    patch.setattr(turn.TurnBuilder, "_review", mutated)


@mutant
def an_answer_fills_the_next_question_too(patch: Patch) -> None:
    store = turn.TurnBuilder.store

    def mutated(self: turn.TurnBuilder, question: walk.Question, value: e.Value, raw: str) -> None:
        store(self, question, value, raw)
        earlier = [path for path in self.now.live if path != question.path and question.type == "long"]
        if earlier and isinstance(self.now.live[earlier[0]].value, str):
            self.emit(e.Answered(self.number, earlier[0], value, raw))

    patch.setattr(turn.TurnBuilder, "store", mutated)


@mutant
def a_number_takes_the_option_before(patch: Patch) -> None:
    place_in = understand.place_in

    def mutated(text: str, count: int) -> int | None:
        place = place_in(text, count)
        return max(1, place - 1) if place else None

    patch.setattr(understand, "place_in", mutated)


@mutant
def opening_again_drops_what_was_asked(patch: Patch) -> None:
    begin = turn.TurnBuilder.open

    def mutated(self: turn.TurnBuilder, name: str) -> turn.Turn:
        if self.now.state.posed:
            self.emit(e.Settled(self.number - 1))
        return begin(self, name)

    patch.setattr(turn.TurnBuilder, "open", mutated)


@mutant
def flows_pile_up_without_end(patch: Patch) -> None:
    patch.setattr(turn, "MAX_DEPTH", 99)


@mutant
def what_is_parked_counts_as_skipped(patch: Patch) -> None:
    record = commands._pass

    def mutated(here: Any, question: Any, raw: str, status: e.Status, phrase: str, note: str = "") -> None:
        record(here, question, raw, "skipped" if status == "parked" else status, phrase, note)

    patch.setattr(commands, "_pass", mutated)


@mutant
def numbers_beyond_the_options_crash(patch: Patch) -> None:
    patch.setattr(replies, "place_in", lambda text, count: int(text) if text.strip().isdecimal() else None)


@mutant
def only_the_first_line_is_in_the_document(patch: Patch) -> None:
    quoted = markdown._quoted
    patch.setattr(markdown, "_quoted", lambda text: quoted(text.strip().partition("\n")[0]))


@mutant
def back_goes_to_the_first_question(patch: Patch) -> None:
    previous = commands._previous

    def mutated(here: Any, question: walk.Question) -> str | None:
        path = previous(here, question)
        run = here.now.front
        asked = [stop.path for stop in here.now.walk(run).trail if stop.path in here.now.live] if run else []
        return asked[0] if path and asked else path

    patch.setattr(commands, "_previous", mutated)


# --- who sees it ---


def seen_by_explorer() -> str:
    """The law by which the explorer sees that something is wrong, and after how many turns; empty where it does not."""
    turns = number = 0
    while turns < TURNS:
        played = explore.play(SEED, number)
        turns, number = turns + played.turns, number + 1
        if played.failure is not None:
            return f"{played.failure.law}, {turns} turns"
    return ""


def seen_by_machine() -> str:
    """The law by which the state machine sees that something is wrong; empty where it does not."""
    # Only found, not shrunk: that is for who has to mend it.
    found = settings(TestConversation.settings, phases=[Phase.generate], print_blob=False, report_multiple_bugs=False)
    try:
        run_state_machine_as_test(Conversation, settings=found)
    except Broken as broken:
        return broken.law
    return ""


SEERS: Mapping[str, Callable[[], str]] = {"explorer": seen_by_explorer, "state machine": seen_by_machine}


def planted(name: str) -> tuple[list[str], float]:
    """Who sees a fault, by what, in the order of `SEERS`, and the seconds it took."""
    begin = perf_counter()
    with pytest.MonkeyPatch.context() as patch:
        MUTANTS[name](patch)
        seen = [sees() for sees in SEERS.values()]
    return seen, perf_counter() - begin


def main() -> int:
    """Plant the faults and print who sees them."""
    parser = argparse.ArgumentParser(description="Plant faults in the engine and show which check sees them.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(MUTANTS)}; all where absent")
    names = parser.parse_args().names or list(MUTANTS)
    if unknown := [name for name in names if name not in MUTANTS]:
        parser.error(f"no such fault: {', '.join(unknown)}")
    if by := seen_by_explorer() or seen_by_machine():
        print(f"something is wrong before anything is planted: {by}")
        return 1
    rows, results = [["planted", *SEERS, "s"]], []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name, (seen, took) in zip(names, pool.map(planted, names), strict=True):
            results.append(seen)
            rows.append([name, *(by or "SURVIVED" for by in seen), f"{took:.1f}"])
            print(f"{len(results)} of {len(names)}: {name}", file=sys.stderr)
    print(table(rows))
    for place, seer in enumerate(SEERS):
        print(f"{seer}: {sum(bool(seen[place]) for seen in results)} of {len(names)} seen")
    return 0 if all(any(seen) for seen in results) else 1


if __name__ == "__main__":
    sys.exit(main())
