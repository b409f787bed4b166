"""Everything that can be done in one list: type a few letters and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assistant.interfaces.tui.orders import Order, fitting

HOW = "Typ een paar letters · ↓ ↑ aanwijzen · Enter doen · Esc sluiten"


class PaletteScreen(ModalScreen[Order | None]):
    """Gives back the order that was picked; what stands in the prompt stays there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+p", "dismiss", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("enter", "pick", show=False, priority=True),
    ]

    def __init__(self, orders: Sequence[Order]) -> None:
        """Show orders."""
        super().__init__()
        self._all = orders
        self._shown: list[Order] = []

    def compose(self) -> ComposeResult:
        """Where to type, and the list."""
        with Vertical(id="palette"):
            yield Input(placeholder="Wat wil je doen?", compact=True)
            yield OptionList(compact=True)
            yield Static(Content.styled(HOW, "$soft"), id="how")

    def on_mount(self) -> None:
        """Typing filters at once."""
        self._list.can_focus = False
        box = self.query_one(Input)
        box.cursor_blink = False
        box.focus()
        self._fill("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Keep what fits."""
        self._fill(message.value)

    def _fill(self, typed: str) -> None:
        self._shown = fitting(self._all, typed)
        wide = max(len(order.label) for order in self._shown)
        self._list.clear_options()
        self._list.add_options(
            Option(Content.assemble(f"{order.label:<{wide}}  ", (order.note, "$soft"))) for order in self._shown
        )
        self._list.highlighted = 0

    def action_move(self, steps: int) -> None:
        """Point at another."""
        at = (self._list.highlighted or 0) + steps
        self._list.highlighted = min(max(at, 0), len(self._shown) - 1)

    def action_pick(self) -> None:
        """Do it."""
        self.dismiss(self._shown[self._list.highlighted or 0])

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """By mouse."""
        self.dismiss(self._shown[message.option_index])

    def on_click(self, event: Click) -> None:
        """A click beside it closes."""
        if not self.query_one("#palette").region.contains_point(event.screen_offset):
            self.dismiss()

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)
