"""The conversation: what is said on the left, the document on the right, the prompt below."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from assistant.conversation import outputs as o
from assistant.conversation.replies import Replies
from assistant.interfaces.tui import keys, text
from assistant.interfaces.tui.offer import Offer, offer
from assistant.interfaces.tui.place import document_run, place
from assistant.interfaces.tui.screens.help import HelpScreen
from assistant.interfaces.tui.widgets.choices import Choices
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
    ("F2", "document", "document"),
    ("'help'", "uitleg", "help"),
    ("'stop'", "afsluiten", "stop"),
    ("PgUp", "terugbladeren", "page(-1)"),
)
OPEN = "Typ je antwoord; Enter verstuurt, Ctrl+N geeft een nieuwe regel."
PICK = "Kies een nummer, wijs aan met ↓ en Enter, of typ je antwoord."
PICK_LONG = "Typ een nummer en Enter, wijs aan met ↓ en Enter, of typ je antwoord."
PICK_MANY = "Vink aan met een nummer, of met ↓ en spatie; Enter bevestigt. Typen mag ook."
PICK_MANY_LONG = "Typ nummers en Enter, of vink aan met ↓ en spatie; Enter bevestigt."
PICK_ONE = "Neem over met ↓ en Enter, of typ je antwoord."
NOTHING = "Er staat nog niets. Kies of typ een antwoord; 'help' toont wat je kunt zeggen."
OVER = "Dit gesprek is afgesloten. Druk op een toets om dit venster te sluiten."
LEAVE = "Nog eens Ctrl+C sluit af."


class ChatScreen(Screen[None]):
    """Shows replies and passes messages on; what they mean is up to the session."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - an instance variable in Textual's eyes
        (0, "-narrow"),
        (WIDE, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(command.keys, command.action, show=False) for command in keys.COMMANDS),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("ctrl+c", "leave", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.reply: Reply | None = None
        """The last one shown."""
        self._open: Choices | None = None
        self._leaving = False
        self._unseen = False

    def compose(self) -> ComposeResult:
        """Bar, conversation and document, prompt, keys."""
        yield PlaceBar()
        with Horizontal(id="rooms"):
            yield Transcript()
            yield Preview()
        with Vertical(id="below"):
            yield Static(id="hint")
            with Horizontal(id="line"):
                yield Static("›", id="sign")
                yield Prompt(self._offered, self._taken_back)
        yield KeyBar(BAR)

    async def on_mount(self) -> None:
        """Begin, or go on where we were."""
        self._prompt.focus()
        try:
            reply = self.session.opening()
        except StoreError as error:
            await self._trouble(error)
        else:
            await self._show(reply)

    # --- a message ---

    async def on_prompt_sent(self, message: Prompt.Sent) -> None:
        """What was typed."""
        await self._send(message.text)

    async def on_choices_chosen(self, message: Choices.Chosen) -> None:
        """What was picked goes the same way."""
        if message.fills:
            self._prompt.fill(message.text)
            self._prompt.focus()
        elif message.choices is self._open:
            await self._send(message.text)

    def on_choices_hint(self, message: Choices.Hint) -> None:
        """How to go on with ticking."""
        self._hint(message.text)

    async def _send(self, message: str) -> None:
        """Handle one message; the person's own words are on screen before the reply is made."""
        self._prompt.focus()
        if not message.strip():
            self._hint(NOTHING)
        elif known := keys.named(message):
            command, word = known
            await self.run_action(f"{command.action}('{word}')")
        else:
            self.set_class(False, "document")
            if self._open is not None:
                self._open.locked = True
            await self._transcript.add(Message.of_person(message))
            self.call_after_refresh(self._answer, message)

    async def _answer(self, message: str) -> None:
        try:
            reply = self.session.say(message)
        except StoreError as error:
            if self._open is not None:
                self._open.locked = False
            await self._trouble(error)
        else:
            await self._show(reply)

    async def _trouble(self, error: StoreError) -> None:
        await self._transcript.add(Message.of_us(text.lined(str(error)), first=True))

    # --- a reply ---

    async def _show(self, reply: Reply) -> None:
        if self._open is not None:
            self._open.settle(reply.view.answers.get(self._open.offer.path))
            self._open = None
        widgets: list[Widget] = [
            Message.of_us(text.said(output), first=first == 0) for first, output in enumerate(reply.outputs)
        ]
        asked = next((output for output in reversed(reply.outputs) if isinstance(output, o.Ask)), None)
        offered = offer(asked, reply.view.question) if asked else None
        for output in reply.outputs:
            if isinstance(output, o.Copy):
                self.app.copy_to_clipboard(output.document)
        begin = widgets[-1]
        if offered is not None:
            self._open = Choices(offered)
            widgets.append(self._open)
        await self._transcript.add(*widgets, begin=begin)
        self._hint(_how(offered))
        await self._show_standing(reply)
        self.reply = reply
        if reply.view.finished:
            self._finish()

    async def _show_standing(self, reply: Reply) -> None:
        now = self.session.now()
        bar = self.query_one(PlaceBar)
        bar.show(place(now), reply.name)
        run = document_run(now, self.session.log)
        if run is None:
            self._preview.show_nothing()
        else:
            self._unseen = await self._preview.show(run, self.session.report(run))
        self._show_tabs()

    def _finish(self) -> None:
        """Say that it is over; any key closes."""
        self.set_class(True, "finished")
        self._hint(OVER)
        self.set_focus(None)

    @property
    def finished(self) -> bool:
        """Whether the person has ended the conversation."""
        return self.reply is not None and self.reply.view.finished

    # --- keys ---

    def _offered(self, key: str, character: str | None) -> bool:
        return self._open is not None and self._open.press(key, character)

    def _taken_back(self) -> str:
        return self._open.take_back_digits() if self._open is not None else ""

    async def on_key(self, event: events.Key) -> None:
        """After the end any key closes; before it, typing anywhere goes to the prompt."""
        if event.key == "ctrl+c":
            return
        if self.finished:
            event.stop()
            self.app.exit()
        elif self.focused is None and event.is_printable and event.character:
            self._prompt.focus()
            self._prompt.insert(event.character)

    def on_click(self) -> None:
        """A click never takes the typing away."""
        if not self.finished:
            self._prompt.focus()

    async def on_key_bar_clicked(self, message: KeyBar.Clicked) -> None:
        """The bar below can be clicked."""
        await self.run_action(message.action)

    def on_place_bar_switch(self) -> None:
        """So can the tabs above."""
        self.action_document()

    def action_document(self, word: str = "") -> None:
        """Show the document alone, or go back to the conversation."""
        wanted = not self.has_class("document") if not word else word.endswith("document")
        self.set_class(wanted, "document")
        self._unseen = self._unseen and not wanted
        self._show_tabs()

    def action_theme(self, word: str = "") -> None:
        """Light or dark."""
        name = word.partition(" ")[0]
        other = "licht" if self.app.theme == "donker" else "donker"
        self.app.theme = name if name in ("licht", "donker") else other

    def action_help(self, word: str = "") -> None:
        """Keys and words."""
        question = self.session.now().position
        words = Replies(self.session.now()).help(question).text if question else ""
        self.app.push_screen(HelpScreen(words))

    async def action_stop(self) -> None:
        """The word itself, for who clicks it."""
        await self._send("stop")

    def action_page(self, step: int) -> None:
        """Leaf through what is in front."""
        room = self._preview if self.has_class("document") else self._transcript
        if step < 0:
            room.scroll_page_up(animate=False)
        else:
            room.scroll_page_down(animate=False)

    def action_leave(self) -> None:
        """Ctrl+C copies what is selected; without that, twice leaves."""
        if chosen := self.get_selected_text():
            self.app.copy_to_clipboard(chosen)
        elif self._leaving or self.finished:
            self.app.exit()
        else:
            self._leaving = True
            self._hint(LEAVE)

    # --- small tools ---

    @property
    def _prompt(self) -> Prompt:
        return self.query_one(Prompt)

    @property
    def _transcript(self) -> Transcript:
        return self.query_one(Transcript)

    @property
    def _preview(self) -> Preview:
        return self.query_one(Preview)

    def _show_tabs(self) -> None:
        self.query_one(PlaceBar).tabs(document=self.has_class("document"), changed=self._unseen)

    def _hint(self, hint: str) -> None:
        if hint != LEAVE:
            self._leaving = False
        self.query_one("#hint", Static).update(Content(hint))


def _how(offered: Offer | None) -> str:
    """How to answer here."""
    if offered is None:
        return OPEN
    if offered.many:
        return PICK_MANY if offered.numbered else PICK_MANY_LONG
    if not offered.picks[-1].sign.isdecimal():
        return PICK_ONE
    return PICK if offered.numbered else PICK_LONG
