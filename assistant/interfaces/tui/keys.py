"""What the window itself can do: one list that feeds the keys, the bar, the typed words, the palette and the help."""

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
    Command("help", "f1", "F1", "hulp: toetsen en woorden", ("help",)),
    Command("palette", "ctrl+p", "Ctrl+P", "alle opdrachten op een rij", ("alle opdrachten",)),
    Command("document", "f2", "F2", "het document, en weer terug", ("toon document", "toon gesprek")),
    Command("source", "f3", "F3", "de bron lezen van wat er net stond", ("toon bron",)),
    Command("theme", "f4", "F4", "licht of donker", ("licht thema", "donker thema", "ander thema")),
    Command("copy", "f5", "F5", "het laatste antwoord kopiëren, met de bron", ("kopieer antwoord",)),
    Command("large", "f6", "F6", "groot scherm, voor een beamer", ("groot scherm", "gewoon scherm")),
    Command("earlier", "ctrl+f", "Ctrl+F", "zoeken en teruglezen in dit gesprek", ("zoek in dit gesprek",)),
)
"""Each has a key and words."""

KEYS = (
    ("Enter", "versturen"),
    ("Ctrl+N", "nieuwe regel"),
    ("Tab", "aanvullen wat je typt; nog eens Tab geeft het volgende"),
    ("↓ en ↑", "een antwoord aanwijzen; Enter kiest het"),
    ("1 tot 9", "meteen dat antwoord, zolang je nog niets typte"),
    ("spatie", "aanvinken, waar er meer mogen"),
    ("↑", "een eerder bericht terughalen"),
    ("Esc", "sluiten wat open is; er gaat niets verloren"),
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
