"""What the window itself can do, beside the conversation: by key, by word, from the palette."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from assistant.conversation.replies import Replies
from assistant.interfaces.tui import keys
from assistant.interfaces.tui.orders import Order, orders
from assistant.interfaces.tui.text import Block
from assistant.interfaces.tui.theme import named
from assistant.interfaces.tui.widgets.preview import Preview
from assistant.interfaces.tui.widgets.prompt import Prompt
from assistant.interfaces.tui.widgets.transcript import Transcript
from assistant.session import Session

POINT = "Wijs met ↓ een regel aan; Enter gaat naar die vraag. F2 of Esc: terug naar het gesprek."
LEAVE = "Nog eens Ctrl+C sluit af."
COPIED = "Het laatste antwoord is gekopieerd, met de bron."
NO_ANSWER = "Hier staat nog geen antwoord om te kopiëren."
NO_SOURCE = "Hier staat nog niets met een bron."


class Commands(Screen[None]):
    """The half of the chat screen that no message goes through. Each sheet is imported when it is first opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(command.keys, command.action, show=False, priority=True) for command in keys.COMMANDS),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("escape", "escape", show=False),
        Binding("ctrl+c", "leave", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._leaving = False
        self._unseen = False

    # --- what the other half gives ---

    @property
    def finished(self) -> bool:
        """Whether the person has ended the conversation."""
        raise NotImplementedError

    async def send(self, message: str) -> None:
        """Handle a message."""
        raise NotImplementedError

    def hint(self, hint: str = "") -> None:
        """Tell something above the prompt; without it how to answer here."""
        raise NotImplementedError

    def show_tabs(self) -> None:
        """Tell which of the two is in front."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """After the end every key closes, but for leafing and copying."""
        return not self.finished or action in ("page", "leave", "copy")

    # --- sheets ---

    def action_help(self, word: str = "") -> None:
        """Keys and words."""
        from assistant.interfaces.tui.screens.help import HelpScreen

        question = self.session.now().position
        words = Replies(self.session.now()).help(question).text if question else ""
        self.app.push_screen(HelpScreen(words))

    def action_palette(self, word: str = "") -> None:
        """Everything in one list."""
        from assistant.interfaces.tui.screens.palette import PaletteScreen

        self.app.push_screen(PaletteScreen(orders(self.session.now())), self._ordered)

    async def _ordered(self, order: Order | None) -> None:
        if order is None:
            return
        if order.action == "conversations":
            await self.run_action("app.conversations")
        elif order.action:
            await self.run_action(order.action)
        elif order.fills:
            self.prompt.begin(order.fills)
        else:
            await self.send(order.says)

    def action_source(self, word: str = "") -> None:
        """What the last statement with a source rests on."""
        block = next((block for block in reversed(self.transcript.blocks) if block.sources), None)
        if block is None:
            self.hint(NO_SOURCE)
        else:
            self.unfold(block)

    def unfold(self, block: Block) -> None:
        """The whole passage behind a message."""
        from assistant.interfaces.reading import behind
        from assistant.interfaces.tui.screens.passage import PassageScreen

        library = self.session.library
        passages = behind(library, block.passage, block.sources)
        if passages:
            self.app.push_screen(PassageScreen(library, passages))
        else:
            self.hint("; ".join(dict.fromkeys(source.line for source in block.sources)))

    def action_earlier(self, word: str = "") -> None:
        """The whole conversation, to search in."""
        from assistant.interfaces.tui.history import said_before
        from assistant.interfaces.tui.screens.earlier import EarlierScreen

        session = self.session
        before = said_before(session.now(), session.log[: self._begun_at], session.library)
        self.app.push_screen(EarlierScreen([*before, *self.transcript.blocks]))

    # --- how it looks ---

    def action_document(self, word: str = "") -> None:
        """Show the document alone, or go back to the conversation."""
        wanted = not self.has_class("document") if not word else word.endswith("document")
        self.set_class(wanted, "document")
        self._unseen = self._unseen and not wanted
        self.preview.point("")
        self.hint(POINT if wanted else "")
        self.show_tabs()

    def action_theme(self, word: str = "") -> None:
        """Light or dark."""
        name = word.partition(" ")[0]
        dark = name == "donker" if name in ("licht", "donker") else not self.app.current_theme.dark
        self.app.theme = named(dark=dark, large=self.has_class("large"))

    def action_large(self, word: str = "") -> None:
        """Larger, starker and in one column, for a beamer; or back."""
        large = word.startswith("groot") if word else not self.has_class("large")
        self.set_class(large, "large")
        self.app.theme = named(dark=self.app.current_theme.dark, large=large)
        self.transcript.anchor()
        self.show_tabs()

    def action_escape(self) -> None:
        """Back to the conversation; what was typed stays."""
        if self.has_class("document"):
            self.action_document("gesprek")

    def action_page(self, step: int) -> None:
        """Leaf through what is in front."""
        if not self.has_class("document"):
            self.transcript.page(step)
        elif step < 0:
            self.preview.scroll_page_up(animate=False)
        else:
            self.preview.scroll_page_down(animate=False)

    # --- taking along, leaving ---

    def action_copy(self, word: str = "") -> None:
        """The last answer: what was said with a source, or else all that was no question."""
        blocks = self.transcript.blocks
        mine = [place for place, block in enumerate(blocks) if block.mine]
        last = [block for block in blocks[mine[-1] if mine else 0 :] if not block.mine and not block.asks]
        chosen = [block for block in last if block.sources] or last
        if chosen:
            self.app.copy_to_clipboard("\n\n".join(block.copied for block in chosen))
        self.hint(COPIED if chosen else NO_ANSWER)

    def action_leave(self) -> None:
        """Ctrl+C copies what is selected; without that, twice leaves."""
        if chosen := self.get_selected_text():
            self.app.copy_to_clipboard(chosen)
        elif self._leaving or self.finished:
            self.app.exit()
        else:
            self.hint(LEAVE)
            self._leaving = True

    # --- the parts ---

    _begun_at = 0
    """Length of the log when this window was opened."""

    @property
    def prompt(self) -> Prompt:
        """Where the person types."""
        return self.query_one(Prompt)

    @property
    def transcript(self) -> Transcript:
        """What was said."""
        return self.query_one(Transcript)

    @property
    def preview(self) -> Preview:
        """The document."""
        return self.query_one(Preview)
