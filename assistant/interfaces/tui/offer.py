"""What can be picked at a question, and the words that a pick stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.conversation.now import PERSONAL
from assistant.conversation.outputs import Ask
from assistant.conversation.script import OPEN_TYPES
from assistant.conversation.walk import Question
from assistant.conversation.words import fold

LONGEST_SCALE = 10


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to pick."""

    sign: str
    """What stands before it: its number, or the word to type instead."""
    label: str
    says: str
    """Sent to the conversation, exactly as if it was typed."""
    note: str = ""
    fills: bool = False
    """Put into the prompt to change it there, instead of sent."""
    value: object = None
    """What the conversation will keep for it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """All that can be picked at one question."""

    path: str
    picks: tuple[Pick, ...]
    many: bool = False
    """Several may be ticked before they are sent together."""
    across: bool = False
    """A row of numbers instead of lines."""
    described: bool = False
    """Every note is shown, on a line below its pick."""
    ticked: frozenset[int] = frozenset()
    """Places of the picks that are ticked beforehand: the proposal or earlier answer."""

    @property
    def numbered(self) -> bool:
        """Whether one digit is enough to name each pick."""
        return sum(pick.sign.isdecimal() for pick in self.picks) < 10


def offer(ask: Ask, asked: Question | None, withheld: str = "") -> Offer | None:
    """What can be picked at a question; nothing where only typing is possible.

    Args:
        ask: the question as it was put.
        asked: the same question with its bounds, and with where a proposal comes from.
        withheld: the text about which it is asked what may be kept.
    """
    picks = _extra(ask, asked)
    match ask.kind:
        case "yesno":
            picks = [Pick("1", "Ja", "ja", value=True), Pick("2", "Nee", "nee", value=False)]
        case "scale" if asked and asked.min is not None and asked.max is not None:
            numbers = range(asked.min, asked.max + 1)
            if len(numbers) <= LONGEST_SCALE:
                picks += [Pick(str(n), "", str(n), value=n) for n in numbers]
        case "choice" | "multi":
            picks += _options(ask)
            if withheld and ask.path == PERSONAL:
                picks = [_changed(pick, withheld) if pick.value == "veranderen" else pick for pick in picks]
    if not picks:
        return None
    ticked: frozenset[int] = frozenset()
    if ask.kind == "multi" and isinstance(ask.default, list):
        ticked = frozenset(place for place, pick in enumerate(picks) if pick.value in ask.default)
    return Offer(ask.path, tuple(picks), ask.kind == "multi", ask.kind == "scale", ticked=ticked)


def _options(ask: Ask) -> list[Pick]:
    labels = [fold(option.label) for option in ask.options]
    return [
        Pick(str(n), option.label, option.label if labels.count(label) == 1 else str(n), option.note, value=option.id)
        for n, (option, label) in enumerate(zip(ask.options, labels, strict=True), 1)
    ]


def _changed(pick: Pick, text: str) -> Pick:
    return replace(pick, says=text, note="zet de tekst in het invoerveld", fills=True)


def _extra(ask: Ask, asked: Question | None) -> list[Pick]:
    """Taking over a proposal or keeping an earlier answer, and changing its text."""
    if ask.default is None:
        return []
    proposed = bool(asked and asked.default_from)
    picks = [Pick("ok", "Dit voorstel overnemen" if proposed else "Zo laten", "ok", value=ask.default)]
    if ask.kind in OPEN_TYPES and isinstance(ask.default, str):
        picks.append(Pick("…", "Eerst aanpassen", ask.default, "zet de tekst in het invoerveld", fills=True))
    return picks


def together(chosen: Offer, places: frozenset[int]) -> str:
    """The words for several picks at once: a label for one, numbers with commas for more."""
    picks = [chosen.picks[place] for place in sorted(places)]
    return picks[0].says if len(picks) == 1 else ", ".join(pick.sign for pick in picks)
