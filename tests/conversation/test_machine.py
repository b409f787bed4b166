"""A random player over the real flows: what must hold whatever somebody does.

Every message is held against the laws of a turn (laws.py); the rules below see to it that each of them is put to the
test, and Hypothesis finds the shortest way to break one.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assistant.conversation.script import Suggest
from assistant.loading.content import load_content
from assistant.session import World
from tests.conftest import TODAY
from tests.conversation import laws
from tests.conversation.laws import DIGRESSIONS, ENOUGH, PASSES, REOPEN, Pick, Talk, hold
from tests.conversation.moves import LIST_EDITS, SENTENCES
from tests.conversation.player import fitting_answer

CONTENT = load_content()
WORLD = World(CONTENT.library, lambda: TODAY)
TITLES = [flow.title for flow in CONTENT.script.flows.values()]
WORDS = ["qwfp", "", "mandaat", "po", "nee wacht, vo", "wijzig sector", "ok", "vergelijk 1 en 2", "dat was een vraag",
         "parkeer bij de ib'er", "sla over", "weet ik niet", "menu", "annuleer", "stop", "het klopt zo",
         "nee wacht, het is een mbo", "po, maar wat is een oza?", "bewaar dit als antwoord"]  # fmt: skip


def one_of(data: st.DataObject) -> Pick:
    """A `Pick` that Hypothesis chooses for, and shrinks."""
    return lambda things: [data.draw(st.sampled_from(things))] if things else []


class Conversation(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk(CONTENT.script, WORLD)

    @initialize(flow=st.sampled_from(["vorm", "plan", "reflecteren", "intake"]), steps=st.just(0) | st.integers(1, 30))
    def begin(self, flow: str, steps: int) -> None:
        """Some way into a flow, so that there is something to correct."""
        self.talk.hear(CONTENT.script[flow].title)
        if flow == "vorm":
            self.talk.hear("nu", "kind", "po", "ja", "ja", "1", "nee")
        for number in range(steps):
            self.answer(number)

    @rule(number=st.integers(0, 30))
    def answer(self, number: int) -> None:
        """Progress: an answer that fits moves on."""
        if self.talk.question is not None:
            self.talk.hear(fitting_answer(self.talk.question, number))

    @rule(how=st.sampled_from(list(PASSES)))
    def pass_a_question(self, how: str) -> None:
        self.talk.hear(how)

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        self.talk.hear(*["/ongedaan"] * times)

    @rule(times=st.integers(1, 3))
    def go_back(self, times: int) -> None:
        self.talk.hear(*["/terug"] * times)

    @rule(title=st.sampled_from(TITLES))
    def start(self, title: str) -> None:
        self.talk.hear(title)

    @rule(words=st.sampled_from(WORDS))
    def other(self, words: str) -> None:
        self.talk.hear(words)

    @rule(times=st.integers(2, 5))
    def be_misunderstood(self, times: int) -> None:
        """The repair ladder."""
        self.talk.hear(*["qwfp zxcv"] * times)

    @rule(words=st.sampled_from(SENTENCES))
    def own_words(self, words: str) -> None:
        self.talk.hear(words)

    @rule(words=st.sampled_from(DIGRESSIONS))
    def digress(self, words: str) -> None:
        self.talk.hear(words)

    @rule(query=st.sampled_from(["? wat is een oza", "zoek mandaat", "? qwfp"]), undone=st.booleans())
    def look_up(self, query: str, undone: bool) -> None:
        """A look-up is nothing that can be undone: what was before it is."""
        self.talk.hear(query, *["/ongedaan"] * undone)

    @precondition(lambda self: self.talk.question is not None and isinstance(self.talk.question.step, Suggest))
    @rule(numbers=st.lists(st.integers(0, 30), min_size=1, max_size=4))
    def compare(self, numbers: list[int]) -> None:
        self.talk.hear(f"vergelijk {' en '.join(map(str, numbers))}")

    @rule(words=st.sampled_from(LIST_EDITS))
    def edit_a_list(self, words: str) -> None:
        self.talk.hear(words)

    @precondition(lambda self: self.talk.view.flow == "plan")
    @rule()
    def replace_an_item(self) -> None:
        """An item is added, answered and removed, and another takes its place."""
        aside = self.talk.fork()
        aside.hear("voeg doel toe")
        for _ in range(ENOUGH):
            if "[d2]" in (aside.player.at or "") or aside.view.flow != "plan":
                break
            aside.hear("/sla over")
        aside.hear("antwoord 2", "verwijder doel 2", "voeg doel toe")

    @rule(titles=st.permutations(TITLES))
    def begin_one_inside_another(self, titles: list[str]) -> None:
        self.talk.hear(*titles)

    @rule(number=st.sampled_from(["1", "2", "3"]), title=st.sampled_from(TITLES))
    def cancel(self, number: str, title: str) -> None:
        """A flow is laid aside, dropped or not; and begun again."""
        self.talk.hear("/annuleer", number, title)

    @rule()
    def pause(self) -> None:
        self.talk.hear(REOPEN)

    @precondition(lambda self: self.talk.view.answers)
    @rule(data=st.data())
    def reopen_and_keep(self, data: st.DataObject) -> None:
        hold(laws.reopening_and_keeping_changes_nothing, self.talk, one_of(data))

    @precondition(lambda self: self.talk.view.answers)
    @rule(data=st.data())
    def correct_and_restore(self, data: st.DataObject) -> None:
        hold(laws.correcting_and_restoring_changes_nothing, self.talk, one_of(data))

    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        hold(laws.finishing_is_possible, self.talk, one_of(data))

    @rule(title=st.sampled_from(TITLES))
    def finish_one_inside_another(self, title: str) -> None:
        """What was interrupted goes on."""
        inside = self.talk.fork()
        inside.hear(title)
        hold(laws.finishing_is_possible, inside)

    @invariant()
    def the_log_round_trips(self) -> None:
        hold(laws.the_log_round_trips, self.talk)

    @invariant()
    def the_draft_always_renders(self) -> None:
        hold(laws.every_document_renders, self.talk)


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
