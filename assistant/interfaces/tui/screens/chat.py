"""The conversation: what is said on the left, the document on the right, the prompt below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from threading import Thread

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation.now import Now
from assistant.interfaces.tui import keys, text
from assistant.interfaces.tui.lines import Line
from assistant.interfaces.tui.offer import Offer, offer
from assistant.interfaces.tui.place import document_run, parked, place
from assistant.interfaces.tui.screens.commands import Commands
from assistant.interfaces.tui.suggest import suggestions, terms_of
from assistant.interfaces.tui.widgets.choices import Choices
from assistant.interfaces.tui.widgets.hintline import HintLine
from assistant.interfaces.tui.widgets.keybar import KeyBar
from assistant.interfaces.tui.widgets.message import Message
from assistant.interfaces.tui.widgets.placebar import PlaceBar
from assistant.interfaces.tui.widgets.preview import Preview
from assistant.interfaces.tui.widgets.prompt import Prompt
from assistant.interfaces.tui.widgets.transcript import Transcript
from assistant.journal.store import StoreError
from assistant.session import Reply, Session

WIDE = 100
"""From this many columns the document stands beside the conversation."""
BAR = (
    ("F1", "hulp", "help"),
    ("F2", "document", "document"),
    ("Ctrl+P", "alle opdrachten", "palette"),
    ("F3", "bron", "source"),
    ("PgUp", "terugbladeren", "page(-1)"),
    ("'stop'", "afsluiten", "stop"),
)
TALL = 32
"""From this many rows the large screen has more air."""
WARM = 1.0
"""Seconds after the first picture."""
OPEN = "Typ je antwoord; Enter verstuurt, Ctrl+N geeft een nieuwe regel."
PICK = "Kies een nummer, wijs aan met ↓ en Enter, of typ je antwoord."
PICK_LONG = "Typ een nummer en Enter, wijs aan met ↓ en Enter, of typ je antwoord."
PICK_MANY = "Vink aan met een nummer, of met ↓ en spatie; Enter bevestigt. Typen mag ook."
PICK_MANY_LONG = "Typ nummers en Enter, of vink aan met ↓ en spatie; Enter bevestigt."
PICK_ONE = "Neem over met ↓ en Enter, of typ je antwoord."
NOTHING = "Er staat nog niets. Kies of typ een antwoord; 'help' toont wat je kunt zeggen."
OVER = "Dit gesprek is afgesloten. Druk op een toets om dit venster te sluiten."
SET_ASIDE = "Wat je al typte bewaar ik bij de vorige vraag."
BACK = "Hier staat weer wat je eerder typte."


class ChatScreen(Commands):
    """Shows replies and passes messages on; what they mean is up to the session."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - an instance variable in Textual's eyes
        (0, "-narrow"),
        (WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - the same
        (0, "-short"),
        (TALL, "-tall"),
    ]

    def __init__(self, session: Session, pressed: Sequence[str] = ()) -> None:
        """Show a conversation.

        Args:
            session: what is talked with.
            pressed: keys that came while this screen was not there yet; they may still be added to.
        """
        super().__init__(session)
        self._pressed = pressed
        self.reply: Reply | None = None
        """The last one shown."""
        self._open: Choices | None = None
        self._drafts: dict[str, str] = {}
        """What was typed but not sent, by the question it was meant for."""
        self._begun_at = len(session.log)

    def compose(self) -> ComposeResult:
        """Bar, conversation and document, prompt, keys."""
        yield PlaceBar()
        yield Static(id="parked")
        with Horizontal(id="rooms"):
            yield Transcript()
            yield Preview()
        with Vertical(id="below"):
            yield HintLine()
            with Horizontal(id="line"):
                yield Static("›", id="sign")
                yield Prompt(self._offered, self._taken_back)
        yield KeyBar(BAR)

    async def on_mount(self) -> None:
        """Begin, or go on where we were."""
        self.prompt.focus()
        try:
            reply = self.session.opening()
        except StoreError as error:
            await self._trouble(error)
        else:
            heard = sum(isinstance(event, e.Heard) for event in self.session.log[: self._begun_at])
            await self.transcript.begin_after(heard)
            await self._show(reply)
            for key in self._pressed:
                self.app.simulate_key(key)
            self.set_timer(WARM, self._prepare)

    def _prepare(self) -> None:
        """Read in what a look-up needs while the person still reads, so that the first is as quick as the others."""
        Thread(target=self.session.world.knows, args=("",), daemon=True).start()

    # --- a message ---

    async def on_prompt_sent(self, message: Prompt.Sent) -> None:
        """What was typed."""
        await self.send(message.text)

    async def on_choices_chosen(self, message: Choices.Chosen) -> None:
        """What was picked goes the same way."""
        if message.fills:
            self.prompt.fill(message.text)
            self.prompt.focus()
        elif message.choices is self._open:
            await self.send(message.text)

    async def on_preview_wanted(self, message: Preview.Wanted) -> None:
        """A field of the document leads to its question."""
        question = self.session.now().question_at(message.path)
        if question is None or self.finished:
            return
        if self._asked == message.path:
            self.action_document("gesprek")
        else:
            await self._put(f"wijzig {question.label}", lambda: self.session.go_to(message.path))

    def on_choices_hint(self, message: Choices.Hint) -> None:
        """How to go on with ticking."""
        self.hint(message.text)

    async def send(self, message: str) -> None:
        """Handle one message; the person's own words are on screen before the reply is made."""
        self.prompt.focus()
        if not message.strip():
            self.hint(NOTHING)
        elif known := keys.named(message):
            command, word = known
            await self.run_action(f"{command.action}('{word}')")
        else:
            await self._put(message.removeprefix("/"), lambda: self.session.say(message))

    async def _put(self, shown: str, handle: Callable[[], Reply]) -> None:
        self.set_class(False, "document")
        if self._open is not None:
            self._open.locked = True
        await self.transcript.add(Message(text.of_person(shown)))
        # The first refresh scrolls to it, the second shows it.
        self.call_after_refresh(self.call_after_refresh, self._answer, handle)

    async def _answer(self, handle: Callable[[], Reply]) -> None:
        try:
            reply = handle()
        except StoreError as error:
            if self._open is not None:
                self._open.locked = False
            await self._trouble(error)
        else:
            await self._show(reply)

    async def _trouble(self, error: StoreError) -> None:
        await self.transcript.add(Message(text.of_us(o.Say(str(error)), first=True)))

    # --- a reply ---

    async def _show(self, reply: Reply) -> None:
        if self._open is not None:
            self._open.settle(reply.view.answers.get(self._open.offer.path))
            self._open = None
        widgets: list[Widget] = [
            Message(text.of_us(output, first=first == 0)) for first, output in enumerate(reply.outputs)
        ]
        asked = next((output for output in reversed(reply.outputs) if isinstance(output, o.Ask)), None)
        offered = offer(asked, reply.view.question, self.session.withheld) if asked else None
        for output in reply.outputs:
            if isinstance(output, o.Copy):
                self.app.copy_to_clipboard(output.document)
        begin = widgets[-1]
        if offered is not None:
            self._open = Choices(offered)
            widgets.append(self._open)
        await self.transcript.add(*widgets, begin=begin)
        before, self.reply = self._asked, reply
        self.hint()
        self._keep_half_answers(before)
        await self._show_standing(reply)
        if reply.view.finished:
            self._finish()

    async def _show_standing(self, reply: Reply) -> None:
        now = self.session.now()
        self.query_one(PlaceBar).show(place(now), reply.name)
        self._show_parked(now)
        run = document_run(now, self.session.log)
        if run is None:
            self.preview.show_nothing()
        else:
            self._unseen = await self.preview.show(run, self.session.report(run))
        self.show_tabs()

    def _show_parked(self, now: Now) -> None:
        """What the group has parked, in view on a beamer."""
        names = parked(now)
        self.set_class(bool(names), "parks")
        lead = Content.styled("Geparkeerd  ", "bold $mark")
        self.query_one("#parked", Static).update(text.hung(Line(Content(" · ".join(names)), lead)))

    def _keep_half_answers(self, before: str) -> None:
        """What was typed for one question does not end up at another: it waits until that one comes back."""
        if before and before != self._asked and self.prompt.text:
            self._drafts[before] = self.prompt.text
            self.prompt.clear()
            self.hint(SET_ASIDE)
        if not self.prompt.text and (draft := self._drafts.pop(self._asked, "")):
            self.prompt.fill(draft)
            self.hint(BACK)

    def _finish(self) -> None:
        """Say that it is over; any key closes."""
        self.set_class(True, "finished")
        self.hint(OVER)
        self.set_focus(None)

    @property
    def finished(self) -> bool:
        """See `Commands`."""
        return self.reply is not None and self.reply.view.finished

    @property
    def _asked(self) -> str:
        """Path of the open question."""
        question = self.reply.view.question if self.reply else None
        return question.path if question else ""

    # --- typing ---

    def _offered(self, key: str, character: str | None) -> bool:
        if self.has_class("document"):
            return self.preview.press(key)
        return self._open is not None and self._open.press(key, character)

    def _taken_back(self) -> str:
        return self._open.take_back_digits() if self._open is not None else ""

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Suggest what may be meant."""
        if self.reply is None or not self.prompt.seeks:
            return
        question, typed = self.reply.view.question, self.prompt.text
        self.prompt.suggest(suggestions(typed, question, self._names, self._terms) if typed else [])

    @cached_property
    def _terms(self) -> list[str]:
        return terms_of(self.session.library)

    def _names(self) -> list[str]:
        now = self.session.now()
        return [row.label for run in now.runs for row in now.rows(run) if row.status != "open"]

    def on_prompt_completed(self) -> None:
        """Show the suggestions."""
        labels = [suggestion.label for suggestion in self.prompt.suggested]
        self.query_one(HintLine).suggest(labels, self.prompt.at)

    def on_hint_line_taken(self, message: HintLine.Taken) -> None:
        """A suggestion was clicked."""
        self.prompt.take(message.place)

    def on_transcript_earlier(self) -> None:
        """More than is mounted."""
        self.action_earlier()

    def on_message_unfolded(self, message: Message.Unfolded) -> None:
        """The line with the sources was clicked."""
        self.unfold(message.block)

    async def on_key(self, event: events.Key) -> None:
        """After the end any key closes; before it, typing anywhere goes to the prompt."""
        if event.key == "ctrl+c":
            return
        if self.finished:
            event.stop()
            self.app.exit()
        elif self.focused is None and event.is_printable and event.character:
            self.prompt.focus()
            self.prompt.insert(event.character)

    def on_click(self) -> None:
        """A click never takes the typing away."""
        if not self.finished:
            self.prompt.focus()

    async def on_key_bar_clicked(self, message: KeyBar.Clicked) -> None:
        """The bar below can be clicked."""
        await self.run_action(message.action)

    def on_place_bar_switch(self) -> None:
        """So can the tabs above."""
        self.action_document()

    async def action_stop(self) -> None:
        """The word itself, for who clicks it."""
        await self.send("stop")

    # --- small tools ---

    def show_tabs(self) -> None:
        """See `Commands`."""
        self.query_one(PlaceBar).tabs(document=self.has_class("document"), changed=self._unseen)

    def hint(self, hint: str = "") -> None:
        """See `Commands`."""
        self._leaving = False
        self.query_one(HintLine).hint(hint or _how(self._open.offer if self._open else None))


def _how(offered: Offer | None) -> str:
    """How to answer here."""
    if offered is None:
        return OPEN
    if offered.many:
        return PICK_MANY if offered.numbered else PICK_MANY_LONG
    if not offered.picks[-1].sign.isdecimal():
        return PICK_ONE
    return PICK if offered.numbered else PICK_LONG
