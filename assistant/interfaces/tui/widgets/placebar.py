"""The bar above: where we are, what the conversation is called, which steps are done, now and to come."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from assistant.interfaces.tui.place import Place, Step, When

NAMELESS = "nieuw gesprek"
ROOMY = 72
"""From this many columns our own name stands before the title."""
SIGNS: dict[When, tuple[str, str]] = {
    "done": ("✓", "$soft"),
    "left": ("–", "$soft"),
    "now": ("›", "bold $mark"),
    "ahead": ("○", "$soft"),
}
BETWEEN = "  "
NAMED = 4
"""So many steps back are named at most; those to come matter more."""


class PlaceBar(Vertical):
    """Two lines; on a narrow screen the second also holds the two tabs."""

    class Switch(Message):
        """The tabs were clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._place = Place("")

    def compose(self) -> ComposeResult:
        """Title and name above, steps and tabs below."""
        with Horizontal():
            yield Static(id="title")
            yield Static(id="name")
        with Horizontal():
            yield Static(id="steps")
            yield Static(id="tabs")

    def show(self, place: Place, name: str | None) -> None:
        """Tell where we are."""
        self._place = place
        self.query_one("#name", Static).update(Content.styled(name or NAMELESS, "$soft"))
        self._fit()

    def tabs(self, *, document: bool, changed: bool) -> None:
        """Tell which of the two is in front, and whether the document changed out of sight."""
        news = " +" if changed and not document else ""
        parts = [("Gesprek", not document), (f"Document{news}", document)]
        shown = [Content.styled(f"[{word}]" if on else f" {word} ", "bold" if on else "$soft") for word, on in parts]
        self.query_one("#tabs", Static).update(Content("").join(shown))
        self.call_after_refresh(self._fit)

    def on_resize(self) -> None:
        """Weigh again what fits."""
        self._fit()
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        own = ("Samenwerkwijzer  ", "bold $mark") if self.outer_size.width >= ROOMY else ""
        self.query_one("#title", Static).update(Content.assemble(own, (self._place.title, "bold")))
        steps = self.query_one("#steps", Static)
        steps.update(drawn(self._place.steps, steps.size.width))

    def on_click(self, event: events.Click) -> None:
        """The tabs switch."""
        if event.widget is not None and event.widget.id == "tabs":
            self.post_message(self.Switch())


def drawn(steps: Sequence[Step], wide: int) -> Content:
    """The step of now, and of those before and after as many as fit by name; the rest is counted.

    Args:
        steps: all steps, in order.
        wide: columns there are.
    """
    here = next((place for place, step in enumerate(steps) if step.when == "now"), 0)
    first, last = here, here + 1
    best = _between(steps, first, last)
    while True:
        ahead, back = (first, last + 1), (first - 1, last)
        # By turns one that comes and one that was.
        for one, other in (ahead, back) if last - here <= here - first + 1 else (back, ahead):
            if one < 0 or other > len(steps) or here - one > NAMED:
                continue
            tried = _between(steps, one, other)
            if tried.cell_length <= wide:
                best, first, last = tried, one, other
                break
        else:
            return best


def _between(steps: Sequence[Step], first: int, last: int) -> Content:
    parts: list[Content] = []
    before, after = steps[:first], [step for step in steps[last:] if step.when == "ahead"]
    if before:
        done, left = (sum(step.when == when for step in before) for when in ("done", "left"))
        told = [f"{done} gedaan"] * bool(done) + [f"{left} opengelaten"] * bool(left)
        parts.append(Content.styled(", ".join(told), "$soft"))
    for step in steps[first:last]:
        sign, style = SIGNS[step.when]
        label = "bold $ink" if step.when == "now" else "$soft"
        parts.append(Content.assemble((f"{sign} ", style), (step.label, label)))
    if after:
        parts.append(Content.styled(f"nog {len(after)}", "$soft"))
    return Content(BETWEEN).join(parts)
