"""Everything that can be done, for the palette: one list of orders in plain Dutch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversation.now import Now
from assistant.conversation.words import fold
from assistant.interfaces.tui import keys


@dataclass(frozen=True, slots=True)
class Order:
    """Something to do."""

    label: str
    note: str = ""
    says: str = ""
    """Said to the conversation."""
    fills: str = ""
    """Put into the prompt, to go on typing."""
    action: str = ""
    """Name of an action of the chat screen."""
    also: str = ""
    """Other words by which it is found."""


SAID = (
    Order("Terug naar de vorige vraag", "terug", "/terug", also="vorige stap"),
    Order("Laatste stap ongedaan maken", "ongedaan", "/ongedaan", also="herstel undo"),
    Order("Overzicht van je antwoorden", "overzicht", "/overzicht", also="samenvatting lijst"),
    Order("Deze vraag overslaan", "sla over", "/sla over", also="volgende later"),
    Order("Deze vraag parkeren", "parkeer", "/parkeer", also="iemand anders meenemen"),
    Order("Wat er geparkeerd is", "geparkeerd", "/geparkeerd", also="open vragen"),
    Order("Waarom deze vraag", "waarom", "/waarom", also="uitleg bedoeling"),
    Order("Een voorbeeld bij deze vraag", "voorbeeld", "/voorbeeld"),
    Order("Een antwoord veranderen", "wijzig ...", fills="wijzig ", also="verander corrigeer"),
    Order("Het document als bestand bewaren", "document", "/document", also="schrijf word docx opslaan downloaden"),
    Order("Een leeg formulier om op papier in te vullen", "leeg formulier", "/leeg formulier", also="blanco printen"),
    Order("Naar het menu", "menu", "/menu", also="begin pauze"),
)
LOOK_UP = Order("Iets opzoeken", "zoek ...", fills="zoek ", also="wat is begrip betekenis bron")
CONVERSATIONS = Order("Andere gesprekken", "de lijst", action="conversations", also="openen eerdere wisselen")
STOP = Order("Stoppen; alles is bewaard", "stop", "/stop", also="afsluiten sluiten einde")


def orders(now: Now) -> tuple[Order, ...]:
    """All orders that make sense now."""
    flows = tuple(Order(flow.title, "", flow.title, also=" ".join(flow.triggers)) for flow in now.script.flows.values())
    window = tuple(
        Order(
            command.does[:1].upper() + command.does[1:],
            command.shown,
            action=command.action,
            also=" ".join(command.words),
        )
        for command in keys.COMMANDS
        if command.action != "palette"
    )
    said = tuple(
        order for order in SAID if now.front or order.says not in ("/sla over", "/parkeer", "/waarom", "/menu")
    )
    return (*flows, LOOK_UP, *said, *window, CONVERSATIONS, STOP)


def fitting(all_: Sequence[Order], typed: str) -> list[Order]:
    """The orders in which every typed word begins a word, those by their own name first; at last to look it up."""
    words = fold(typed).split()
    if not words:
        return list(all_)
    by_name = [order for order in all_ if _has(order.label, words)]
    by_other = [
        order for order in all_ if order not in by_name and _has(f"{order.label} {order.note} {order.also}", words)
    ]
    return [*by_name, *by_other, Order(f"Zoek op: {typed.strip()}", "in de bronnen", f"? {typed.strip()}")]


def _has(text: str, words: Sequence[str]) -> bool:
    there = fold(text).split()
    return all(any(word.startswith(part) for word in there) for part in words)
