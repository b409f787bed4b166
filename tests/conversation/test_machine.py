"""A random player over the real flows: what must hold whatever somebody does."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assistant.conversation import events as e
from assistant.conversation.engine import View
from assistant.conversation.now import Now
from assistant.conversation.state import flow_of, last_undoable
from assistant.loading.content import load_content
from assistant.session import World
from tests.conftest import TODAY
from tests.conversation.player import Player, fitting_answer, reloaded

CONTENT = load_content()
WORLD = World(CONTENT.library, lambda: TODAY)
TITLES = [flow.title for flow in CONTENT.script.flows.values()]
WORDS = ["qwfp", "", "mandaat", "po", "nee wacht, vo", "wijzig sector", "ok", "vergelijk 1 en 2", "verwijder doel 1",
         "parkeer bij de ib'er", "sla over", "weet ik niet", "menu", "annuleer", "help", "overzicht", "document"]  # fmt: skip


def stand(view: View) -> tuple[object, ...]:
    """All that counts of a state: what is asked and every answer."""
    question = view.question.path if view.question else None
    return question, view.answers, view.dormant, view.skipped, view.parked, view.runs


class Conversation(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.player = Player(CONTENT.script, WORLD)

    @initialize(flow=st.sampled_from(["vorm", "plan", "reflecteren", "intake"]), steps=st.integers(0, 12))
    def begin(self, flow: str, steps: int) -> None:
        """Some way into a flow, so that there is something to correct."""
        self.player.say(CONTENT.script[flow].title)
        if flow == "vorm":
            self.player.say("nu", "kind", "po", "ja", "ja", "1", "nee")
        for number in range(steps):
            self.answer(number)

    @rule(number=st.integers(0, 30))
    def answer(self, number: int) -> None:
        before = self.player.view
        path = before.question.path if before.question else ""
        self.player.say(fitting_answer(self.player.view.question, number))
        assert self.player.view != before, f"no progress at {path}"

    @rule()
    def pass_a_question(self) -> None:
        """A question so answered is passed."""
        at = self.player.at
        if at in ("home", "verduidelijk", "annuleren", "opzoeken", "controle", None):
            return
        self.player.say("/sla over")
        assert self.player.at != at

    @rule()
    def back_and_undo(self) -> None:
        before = stand(self.player.view)
        self.player.say("/terug")
        if stand(self.player.view) != before and self.player.view.question.path != "home":
            posed = before[0] in ("verduidelijk", "annuleren", "opzoeken", "controle")
            self.player.say("/ongedaan")
            assert posed or stand(self.player.view) == before

    @rule(title=st.sampled_from(TITLES))
    def start(self, title: str) -> None:
        self.player.say(title)

    @rule(words=st.sampled_from(WORDS))
    def other(self, words: str) -> None:
        self.player.say(words)

    @rule(query=st.sampled_from(["? wat is een oza", "zoek mandaat", "? qwfp"]))
    def digress(self, query: str) -> None:
        before = stand(self.player.view)
        self.player.say(query)
        assert stand(self.player.view) == before

    @rule()
    def undo_restores_the_stand_before(self) -> None:
        """Ongedaan gives the state as if the turn had not been."""
        turn = last_undoable(self.player.log)
        posed = self.player.view.question
        if turn is None or turn != max(event.turn for event in self.player.log) or posed is None:
            return
        earlier = Player(CONTENT.script, WORLD, [event for event in self.player.log if event.turn < turn])
        self.player.say("/ongedaan")
        assert stand(self.player.view) == stand(earlier.view)

    @precondition(lambda self: self.player.view.answers)
    @rule(data=st.data())
    def reopen_and_keep(self, data: st.DataObject) -> None:
        """Going back to any answer and keeping it changes no answer."""
        now = Now(CONTENT.script, self.player.log, WORLD)
        paths = [
            p for p in now.live
            if now.live[p].status == "answered" and (q := now.question_at(p)) and q.default is not None
            and q.type != "yesno" and flow_of(p.partition(".")[0]) in CONTENT.script.flows
        ]  # fmt: skip
        if not paths:
            return
        path = data.draw(st.sampled_from(paths))
        before = self.player.view
        self.player.log.append(e.Reopened(now.state.turn, path))
        self.player.say("ok")
        after = self.player.view
        assert (after.answers, after.dormant) == (before.answers, before.dormant)

    @precondition(lambda self: "vorm.sector" in self.player.view.answers)
    @rule(other=st.sampled_from(["po", "so", "vo", "mbo"]))
    def correct_and_restore(self, other: str) -> None:
        """Changing the branching answer and changing it back gives the exact earlier answers."""
        old = self.player.view.answers["vorm.sector"]
        before = self.player.view.answers
        fork = self.player.fork()
        fork.say(f"/wijzig sector naar {other}")
        fork.say("/wijzig sector naar " + ", ".join(old))
        assert fork.view.answers == before

    @invariant()
    def something_is_asked(self) -> None:
        assert self.player.view.finished or self.player.view.question is not None

    @invariant()
    def the_log_round_trips(self) -> None:
        again = Player(CONTENT.script, WORLD, reloaded(self.player.log))
        assert again.view == self.player.view

    @invariant()
    def nothing_is_in_two_places(self) -> None:
        view = self.player.view
        assert not set(view.answers) & set(view.dormant)


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
