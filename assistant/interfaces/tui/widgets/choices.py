"""What can be picked at the open question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.message import Message

from assistant.interfaces.tui.lines import Line, Lines
from assistant.interfaces.tui.offer import Offer, Pick, together
from assistant.interfaces.tui.widgets.sheet import Sheet

POINTER, TICK = "›", "✓"
SHORT_NOTE = 44
"""A longer note would hide the other answers."""


class Row(Sheet):
    """One pick; knows only its place."""

    @dataclass
    class Clicked(Message):
        """This row was clicked."""

        place: int

    def __init__(self, place: int) -> None:
        super().__init__(Lines([]), classes="row")
        self.place = place

    def on_click(self, event: events.Click) -> None:
        """Tell the choices."""
        event.stop()
        self.post_message(self.Clicked(self.place))


class Choices(Container):
    """Picks by click, arrows, digits or space; locks and shows what was chosen.

    It never has the focus: the prompt passes on the keys that it has no use for while it is empty.
    """

    @dataclass
    class Chosen(Message):
        """A pick was made."""

        choices: Choices
        text: str
        fills: bool = False

    @dataclass
    class Hint(Message):
        """Something to tell about how to go on here."""

        text: str

    def __init__(self, offer: Offer) -> None:
        super().__init__(classes="across" if offer.across else None)
        self.offer = offer
        self.locked = False
        self.pointed: int | None = None
        self.ticked = offer.ticked
        self._touched = False
        self._digits = ""
        """Digits typed to tick rows; they become text again when a letter follows."""
        self._before_digits = offer.ticked
        self._picked: list[object] = []
        done = [Pick("klaar", "Dit kies ik", "")] if offer.many else []
        self._picks: tuple[Pick, ...] = (*offer.picks, *done)

    def compose(self) -> ComposeResult:
        """A row per pick."""
        yield from (Row(place) for place in range(len(self._picks)))

    def on_mount(self) -> None:
        """Write the rows."""
        self._show(range(len(self._picks)))

    # --- keys, passed on by the prompt ---

    def press(self, key: str, character: str | None = None) -> bool:
        """Handle a key that came while the prompt was empty; False where it is of no use here."""
        if self.locked:
            return False
        if key in (("left", "up") if self.offer.across else ("up",)):
            return self._point(-1)
        if key in (("right", "down") if self.offer.across else ("down",)):
            return self._point(1)
        if key == "enter":
            return self._enter()
        if key == "space" and self.pointed is not None and self.offer.many and not self._digits:
            self._tick(self.pointed)
            return True
        return self._typed(character or "")

    def take_back_digits(self) -> str:
        """Digits that ticked rows and turn out to be the start of a text; the ticks are undone."""
        text, self._digits = self._digits, ""
        if text:
            self.ticked = self._before_digits
            self._show(range(len(self._picks)))
        return text

    def _typed(self, character: str) -> bool:
        if self._digits and character and character in " ,;+":
            self._digits += character
            return True
        if not (character.isascii() and character.isdecimal()) or not self.offer.numbered:
            return False
        place = next((i for i, pick in enumerate(self._picks) if pick.sign == character), None)
        if place is None:
            return False
        if self.offer.many:
            if not self._digits:
                self._before_digits = self.ticked
            typed = self._digits + character
            self._tick(place)
            self._digits = typed
        else:
            self._choose(place)
        return True

    def _point(self, step: int) -> bool:
        """Move the pointer; upward past the first it leaves the choices."""
        self._digits = ""
        if self.pointed is None:
            if step < 0:
                return False
            new: int | None = 0
        else:
            new = self.pointed + step
            if new >= len(self._picks):
                return True
            if new < 0:
                new = None
        changed = {place for place in (self.pointed, new) if place is not None}
        self.pointed = new
        self._show(changed)
        if new is not None:
            # After the refresh: the row may grow by its note.
            self.call_after_refresh(self._rows[new].scroll_visible, animate=False)
        return True

    def _enter(self) -> bool:
        on_word = self.pointed is not None and not self._picks[self.pointed].sign.isdecimal()
        if self.offer.many and self._touched and not on_word:
            self._confirm()
        elif self.pointed is not None:
            self._use(self.pointed)
        else:
            return False
        return True

    # --- picking ---

    def on_row_clicked(self, message: Row.Clicked) -> None:
        """Pick or tick by mouse."""
        message.stop()
        if not self.locked:
            self._use(message.place)

    def _use(self, place: int) -> None:
        if self._picks[place].sign == "klaar":
            self._confirm()
        elif self.offer.many and self._picks[place].sign.isdecimal():
            self._tick(place)
        else:
            self._choose(place)

    def _tick(self, place: int) -> None:
        if not self._picks[place].sign.isdecimal():
            return
        self.ticked = self.ticked ^ {place}
        self._touched, self._digits = True, ""
        self._show([place])
        self.post_message(self.Hint("Enter bevestigt wat je aanvinkte"))

    def _confirm(self) -> None:
        if self.ticked:
            self._picked = [self.offer.picks[place].value for place in self.ticked]
            self.post_message(self.Chosen(self, together(self.offer, self.ticked)))
        else:
            self.post_message(self.Hint("Vink er minstens een aan, of typ 'geen'"))

    def _choose(self, place: int) -> None:
        pick = self._picks[place]
        if not pick.fills:
            self._picked = pick.value if isinstance(pick.value, list) else [pick.value]
        self.post_message(self.Chosen(self, pick.says, pick.fills))

    def settle(self, value: object) -> None:
        """Take no more picks, and keep only what was chosen in sight.

        Args:
            value: what the conversation kept as the answer, for where it was typed; nothing where it kept none.
        """
        self.locked, self.pointed = True, None
        held = self._picked or (value if isinstance(value, list) else [value])
        places = [
            place
            for place, pick in enumerate(self.offer.picks)
            if pick.sign.isdecimal() and any(_same(pick.value, item) for item in held)
        ]
        self.ticked = frozenset(places)
        for row in self._rows:
            row.display = row.place in self.ticked
        self.display = bool(self.ticked)
        self._show(places)

    # --- drawing ---

    @property
    def _rows(self) -> list[Row]:
        return list(self.query_children(Row))

    def _show(self, places: Iterable[int]) -> None:
        rows = self._rows
        for place in places:
            rows[place].set_class(place == self.pointed, "pointed")
            rows[place].show(Lines(self._row(place)))

    def _row(self, place: int) -> Iterator[Line]:
        """Pointer, number, box, label; a short note behind it, a long one below while it is pointed at."""
        pick, pointed = self._picks[place], place == self.pointed
        sign = f"{pick.sign:>{self._width}}" if pick.sign.isdecimal() else pick.sign
        before = f"{POINTER} " if pointed else f"{TICK} " if self.locked else "  "
        if self.offer.across:
            yield Line(Content.assemble(before, (sign, "bold $mark"), f" {pick.label}"))
            return
        box = ""
        if self.offer.many and pick.sign.isdecimal() and not self.locked:
            box = "[x] " if place in self.ticked else "[ ] "
        note = "" if self.locked else pick.note
        short = f"  {note}" if note and len(note) <= SHORT_NOTE and not self.offer.described else ""
        lead = Content.assemble(before, (sign, "bold $mark"), f"  {box}")
        yield Line(Content.assemble(pick.label, (short, "$soft")), lead)
        if note and not short and (pointed or self.offer.described):
            yield Line(Content.styled(note, "not bold $soft"), Content(" " * lead.cell_length))

    @property
    def _width(self) -> int:
        return max(len(pick.sign) for pick in self._picks if pick.sign.isdecimal())


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other
