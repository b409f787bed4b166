"""What the window itself can do: one list that feeds the keys, the bar below, the typed words and the help."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.conversation.words import fold


@dataclass(frozen=True, slots=True)
class Command:
    """Something the window does, by key and by word."""

    action: str
    """Name of the action on the chat screen."""
    keys: str
    """As Textual names them, with commas; the words do the same where a terminal keeps a key for itself."""
    shown: str
    """The keys as a Dutch keyboard names them."""
    does: str
    words: tuple[str, ...] = ()


COMMANDS = (
    Command("help", "f1", "F1", "deze hulp", ("help",)),
    Command("document", "f2", "F2", "het document alleen, of terug", ("toon document", "toon gesprek")),
    Command("theme", "f4", "F4", "licht of donker", ("licht thema", "donker thema", "ander thema")),
)
"""Each has a key and words."""

KEYS = (
    ("Enter", "versturen"),
    ("Ctrl+N", "nieuwe regel"),
    ("↓ en ↑", "een antwoord aanwijzen; Enter kiest het"),
    ("1 tot 9", "meteen dat antwoord, zolang je nog niets typte"),
    ("spatie", "aanvinken, waar er meer mogen"),
    ("↑", "een eerder bericht terughalen"),
    ("PgUp en PgDn", "door het gesprek of het document bladeren"),
    ("Ctrl+C", "gekozen tekst kopiëren; anders tweemaal: afsluiten"),
    ("Ctrl+Q", "meteen afsluiten"),
)
"""The other keys, for the help."""


def named(message: str) -> tuple[Command, str] | None:
    """The command that a whole message names, with the word that was used; '/help' is 'help'."""
    word = fold(message) if "\n" not in message else ""
    if message.strip() == "?":
        word = "help"
    return next(((command, word) for command in COMMANDS if word in command.words), None)
