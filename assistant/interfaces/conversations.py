"""The conversations that are kept: how far each is, and what can be done with one. Every face shows this list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from assistant.conversation import engine
from assistant.conversation.door import clean_name
from assistant.conversation.now import Now
from assistant.conversation.replies import Replies
from assistant.conversation.words import spoken_date
from assistant.documents.compose import compose
from assistant.documents.write import free_name, put
from assistant.journal.one_file import DAMAGED, SUFFIX, NotAConversation, OneFile, packed, unpacked
from assistant.journal.store import Listed, Store, StoreError
from assistant.loading.content import Content
from assistant.session import World

DESCRIBED = 50
"""Conversations of which the list also tells how far they are; the older ones only have a date."""
NO_NAME = "Een gesprek heeft een naam nodig, met minstens een letter of cijfer."


@dataclass(frozen=True, slots=True)
class Kept:
    """One conversation in the list."""

    name: str
    state: str
    """'Een plan van aanpak maken (bezig, 3 beantwoord)'."""
    when: str
    """'vandaag 14:03', 'gisteren 9:30' or '3 maart 2026'."""
    damaged: bool = False
    """Whether a part of it cannot be read."""

    @property
    def note(self) -> str:
        """State and time in one line."""
        return " · ".join(filter(None, (self.state, self.when)))


class Conversations:
    """The list, and rename, erase, export and import."""

    def __init__(self, store: Store, content: Content, world: World) -> None:
        """See what is kept in a store; `content` and `world` are needed to tell how far each is."""
        self.store = store
        self._content = content
        self._world = world

    def listed(self) -> list[Kept]:
        """All, the newest first.

        Raises:
            StoreError: the store cannot be read.
        """
        return [
            Kept(
                item.name,
                self._state(item) if number < DESCRIBED else item.title,
                _when(item, self._world.today),
                item.damaged,
            )
            for number, item in enumerate(self.store.names())
        ]

    def _state(self, item: Listed) -> str:
        if item.damaged:
            return f"beschadigd: {item.events} van de {item.events + item.lost} stappen te lezen"
        try:
            now = Now(self._content.script, self.store.load(item.name).events, self._world)
        except StoreError:
            return "niet te lezen"
        return ", ".join(f"{now.title(run)} ({_progress(now, run)})" for run in now.runs) or item.title

    def rename(self, old: str, new: str) -> str:
        """Give one another name.

        Returns:
            The name as it became.

        Raises:
            StoreError: it is not there, the name is in use, or nothing is left of the name.
        """
        name = clean_name(new)
        if not name:
            raise StoreError(NO_NAME)
        self.store.rename(old, name)
        return name

    def erase(self, name: str) -> None:
        """Remove one for good.

        Raises:
            StoreError: it is not there, or cannot be removed.
        """
        self.store.erase(name)

    def exported(self, name: str) -> tuple[bytes, int]:
        """One as the bytes of a file, and how many steps at the end could not be read and are not in it.

        Raises:
            StoreError: it is not there, or cannot be read.
        """
        loaded = self.store.load(name)
        title = next((item.title for item in self.store.names() if item.name == name), "")
        return packed(OneFile(name, title, loaded.events)), loaded.lost

    def export_to(self, name: str, folder: Path) -> Path:
        """Write one as a file in a folder, under a name that is still free there.

        Raises:
            StoreError: as with `exported`.
            WriteError: the folder or disk does not allow it.
        """
        data, _ = self.exported(name)
        return put(data, free_name(folder, name, SUFFIX)).path

    def take_in(self, file: Path, name: str = "") -> str:
        """Add the conversation of a file under a name that is still free; what is there already stays.

        Args:
            file: what `exported` wrote, anywhere.
            name: what it is to be called; else as in the file.

        Returns:
            The name it got.

        Raises:
            NotAConversation: the file is no conversation, is damaged, or cannot be gone on with.
            StoreError: it cannot be kept, or the name that was asked for is in use.
        """
        whole = unpacked(file)
        self._try(file, whole)
        wanted = clean_name(name) if name else self._free(whole.name or "gesprek")
        if not wanted:
            raise StoreError(NO_NAME)
        self.store.create(wanted, whole.title)
        try:
            self.store.append(wanted, 0, whole.events)
        except StoreError:
            self.store.erase(wanted)
            raise
        return wanted

    def _try(self, file: Path, whole: OneFile) -> None:
        """Go on with it once, to no effect: what was made up by hand may fit no conversation at all.

        Raises:
            NotAConversation: it breaks.
        """
        script = self._content.script
        try:
            engine.opening(script, whole.events, self._world)
            engine.view(script, whole.events, self._world)
            now = Now(script, whole.events, self._world)
            Replies(now).overview()
            for run in Replies(now).documents():
                compose(now, self._content.library, run, whole.name)
        except Exception as error:  # whatever it is: an answer of a kind that the question cannot have
            raise NotAConversation(DAMAGED.format(file=file.name)) from error

    def _free(self, name: str) -> str:
        wanted, number = name, 2
        while self.store.exists(wanted):
            wanted, number = f"{name}-{number}", number + 1
        return wanted


def _progress(now: Now, run: str) -> str:
    if now.complete(run):
        return "ingevuld"
    filled = sum(row.status == "answered" for row in now.rows(run))
    return f"bezig, {filled} beantwoord" if filled else "bezig"


def _when(item: Listed, today: date) -> str:
    try:
        moment = datetime.fromisoformat(item.changed)
    except ValueError:
        return ""
    days = {today: "vandaag", today - timedelta(days=1): "gisteren"}
    if moment.date() in days:
        return f"{days[moment.date()]} {moment.hour}:{moment.minute:02}"
    return spoken_date(item.changed[:10])


def numbered(kept: Sequence[Kept], word: str) -> Kept | None:
    """The conversation that a word names: its number in the list, or its name."""
    if word.isdecimal() and 1 <= int(word) <= len(kept):
        return kept[int(word) - 1]
    return next((one for one in kept if one.name.casefold() == word.casefold()), None)
