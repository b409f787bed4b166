"""The first screen for who was here before: go on, begin anew, or tidy up earlier conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from assistant.documents.write import WriteError
from assistant.interfaces.conversations import Conversations, Kept
from assistant.interfaces.tui.offer import Offer, Pick
from assistant.interfaces.tui.widgets.choices import Choices
from assistant.interfaces.tui.widgets.keybar import KeyBar
from assistant.journal.one_file import SUFFIX, NotAConversation
from assistant.journal.store import StoreError

BAR = (
    ("Enter", "openen", "open"),
    ("N", "naam", "rename"),
    ("B", "bewaren", "export"),
    ("W", "wissen", "erase"),
    ("I", "inlezen", "take_in"),
    ("Ctrl+C", "afsluiten", "quit"),
    ("↓ ↑", "aanwijzen", ""),
)
LETTERS = {"n": "rename", "b": "export", "w": "erase", "i": "take_in"}
PAGES = {"pageup": ("up", 8), "pagedown": ("down", 8)}
NEW = "Nieuw gesprek"
NEW_NOTE = "een vorm kiezen, reflecteren, de intake, een plan, of iets opzoeken"
TITLE = "Waar wil je mee verder?"
ABOUT = "Voor wie in onderwijs of jeugdhulp werkt. Alles staat op deze computer."
WHICH = "Wijs eerst een gesprek aan met ↓ of ↑."
NAME = "Hoe gaat '{name}' heten? Enter bewaart de naam, Esc laat hem zo."
FILE = f"Waar staat het bestand ({SUFFIX})? Enter leest het in, Esc gaat terug."
SURE = "'{name}' voorgoed wissen? J wist het; met een andere toets blijft het staan."
ERASED = "'{name}' is gewist. Documenten die je eerder liet maken staan er nog."


class HomeScreen(Screen[None]):
    """A list to begin from."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "app.quit", show=False)]

    def __init__(self, kept: Conversations, folder: Path, open_: Callable[[str], str]) -> None:
        """Show what there is.

        Args:
            kept: the earlier conversations.
            folder: where a conversation goes that is saved as a file.
            open_: opens the conversation of a name (a new one for an empty name), or says why it could not.
        """
        super().__init__()
        self._kept = kept
        self._folder = folder
        self._open = open_
        self._rows: Sequence[Kept] = ()
        self._asking = ""
        """What the line below is for: 'rename', 'take_in', or nothing."""
        self._erasing = ""
        """The conversation that is erased when the person says so once more."""

    def compose(self) -> ComposeResult:
        """A list to pick from, and a line to type in when it is needed."""
        yield Static(Content.assemble(("Samenwerkwijzer", "bold $mark"), f"\n{ABOUT}"), classes="head")
        yield Static(Content.styled(TITLE, "bold"), classes="head")
        with VerticalScroll(can_focus=False):
            yield Choices(self._offer())
        yield Static(id="hint")
        yield Input(compact=True, disabled=True)
        yield KeyBar(BAR)

    def on_mount(self) -> None:
        """Going on where you were is one Enter away."""
        self._point(1)

    def _offer(self) -> Offer:
        self._rows = self._kept.listed()
        picks = [Pick("1", NEW, "", NEW_NOTE)]
        picks += [Pick(str(number), one.name, one.name, one.note) for number, one in enumerate(self._rows, 2)]
        return Offer("", tuple(picks), described=True)

    async def _renew(self, name: str = "", place: int = 1) -> None:
        """Show the list as it is now, with the pointer on a name, else on a place."""
        scroll = self.query_one(VerticalScroll)
        await scroll.remove_children()
        await scroll.mount(Choices(self._offer()))
        names = [one.name for one in self._rows]
        self._point(names.index(name) + 1 if name in names else min(place, len(names)))

    def _point(self, place: int) -> None:
        choices = self.query_one(Choices)
        for _ in range(place + 1):
            self.call_after_refresh(choices.press, "down")

    # --- keys and clicks ---

    async def on_key(self, event: events.Key) -> None:
        """Everything goes to the list; a page is as many steps."""
        if self._asking:
            if event.key == "escape":
                event.stop()
                self._stop_asking()
            return
        if self._erasing:
            await self._erase(event.character in ("j", "J"))
            return
        if action := LETTERS.get((event.character or "").lower()):
            await self.run_action(action)
            return
        choices = self.query_one(Choices)
        key, steps = PAGES.get(event.key, (event.key, 1))
        for _ in range(steps):
            if key == "up" and not choices.pointed:
                break
            choices.press(key, event.character)

    def on_choices_chosen(self, message: Choices.Chosen) -> None:
        """Open it."""
        self._say(self._open(message.text), warn=True)

    async def on_key_bar_clicked(self, message: KeyBar.Clicked) -> None:
        """The bar below can be clicked."""
        await self.run_action(message.action)

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def action_open(self) -> None:
        """As Enter does."""
        self.query_one(Choices).press("enter")

    # --- tidying up ---

    def action_rename(self) -> None:
        """Ask for another name."""
        if one := self._pointed():
            self._ask("rename", NAME.format(name=one.name), one.name)

    def action_take_in(self) -> None:
        """Ask for a file."""
        self._ask("take_in", FILE, "")

    def action_export(self) -> None:
        """Save one as a file, among the documents."""
        if one := self._pointed():
            try:
                path = self._kept.export_to(one.name, self._folder)
            except (StoreError, WriteError) as error:
                self._say(str(error), warn=True)
            else:
                self._say(f"Bewaard in {path}. Hierin staat alles wat in dit gesprek is getypt.")

    def action_erase(self) -> None:
        """Ask before it is gone."""
        if one := self._pointed():
            self._erasing = one.name
            self._say(SURE.format(name=one.name), warn=True)

    async def _erase(self, sure: bool) -> None:
        name, self._erasing = self._erasing, ""
        if not sure:
            self._say(f"'{name}' blijft staan.")
            return
        place = self.query_one(Choices).pointed or 0
        try:
            self._kept.erase(name)
        except StoreError as error:
            self._say(str(error), warn=True)
        else:
            self._say(ERASED.format(name=name))
        await self._renew(place=place)

    async def on_input_submitted(self, message: Input.Submitted) -> None:
        """A name or a file was given."""
        typed, one = message.value.strip(), self._pointed()
        if not typed:
            return
        try:
            if self._asking == "rename" and one:
                name = self._kept.rename(one.name, typed)
                told = f"'{one.name}' heet nu '{name}'."
            else:
                name = self._kept.take_in(Path(typed.strip("\"'")).expanduser())
                told = f"Ingelezen als '{name}'."
        except (StoreError, NotAConversation, RuntimeError) as error:
            self._say(str(error), warn=True)
            return
        self._stop_asking()
        self._say(told)
        await self._renew(name)

    # --- small tools ---

    def _pointed(self) -> Kept | None:
        place = self.query_one(Choices).pointed
        if place:
            return self._rows[place - 1]
        self._say(WHICH)
        return None

    def _ask(self, what: str, question: str, text: str) -> None:
        self._asking = what
        self._say(question)
        line = self.query_one(Input)
        line.disabled, line.value = False, text
        line.add_class("asking")
        line.focus()

    def _stop_asking(self) -> None:
        self._asking = ""
        self._say("")
        line = self.query_one(Input)
        line.remove_class("asking")
        line.disabled = True
        self.set_focus(None)

    def _say(self, text: str, *, warn: bool = False) -> None:
        self.query_one("#hint", Static).update(Content.styled(text, "$warn" if warn else ""))
