"""Where the rooms meet: a message in, a turn out, an event on disk. Every interface drives this."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from assistant.conversation import engine
from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation.door import clean_name
from assistant.conversation.engine import View
from assistant.conversation.now import Now
from assistant.conversation.saving import is_file
from assistant.conversation.script import Script
from assistant.conversation.state import flow_of
from assistant.documents import markdown
from assistant.documents.changes import account, changes
from assistant.documents.compose import blank, compose
from assistant.documents.model import Report
from assistant.documents.read_plan import Unreadable, read_plan
from assistant.documents.write import WriteError, free_name, write
from assistant.journal.store import Conflict, Store, StoreError
from assistant.knowledge.found import Found
from assistant.knowledge.model import Library
from assistant.loading.content import Content
from assistant.search.engine import Search
from assistant.search.refusal import notice

_KEPT = (e.Started, e.Answered, e.Reopened, e.Kept, e.Paused, e.Undone, e.Drafted)
"""Events worth keeping: a look-up alone leaves no conversation behind."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One turn as an interface shows it."""

    turn: int
    outputs: tuple[o.Output, ...]
    view: View
    name: str | None
    """What the conversation is called; nothing while there is nothing worth keeping."""


class World:
    """The engine's `Env`: the clock, the knowledge, and the look-up, built when first needed."""

    def __init__(self, library: Library, today: Callable[[], date] = date.today) -> None:
        self.library = library
        self._today = today

    @property
    def today(self) -> date:
        """The local date."""
        return self._today()

    @cached_property
    def _search(self) -> Search:
        return Search(self.library)

    def look_up(self, query: str) -> Found:
        """Passages that answer a question, or an abstention."""
        return self._search.look_up(query)

    def notice(self, text: str) -> str | None:
        """A fixed pointer to help, where a text speaks of somebody in danger."""
        return notice(text)

    def knows(self, word: str) -> bool:
        """Whether a word is a term, form or abbreviation of the field."""
        return self._search.knows(word)


class Session:
    """One conversation, kept on disk as it goes."""

    def __init__(
        self,
        content: Content,
        store: Store,
        documents: Path,
        *,
        name: str | None = None,
        world: World | None = None,
        options: str = "",
    ) -> None:
        """Open or begin a conversation.

        Args:
            content: script and knowledge.
            store: where events are kept.
            documents: folder in which documents are written.
            name: an existing conversation, or what a new one is to be called.
            world: clock and look-up, for tests.
            options: what was typed behind 'samenwerkwijzer' to point at other folders; without it the conversation is
                not found again.

        Raises:
            StoreError: the conversation exists, but cannot be read.
        """
        self.script: Script = content.script
        self.library = content.library
        self.store = store
        self.documents = documents
        self.world = world or World(content.library)
        self.options = options
        self.name: str | None = None
        self.log: list[e.Event] = []
        self._wanted = clean_name(name) if name else None
        self._on_disk = 0
        self._owner = secrets.token_hex(8)
        self._notices: list[str] = []
        self._broken = False
        if self._wanted and self._exists(self._wanted):
            self._open(self._wanted)

    # --- opening ---

    def _exists(self, name: str) -> bool:
        try:
            return self.store.exists(name)
        except StoreError as error:
            self._lose_disk(error)
            return False

    def _open(self, name: str) -> None:
        loaded = self.store.load(name)
        self.name = name
        self.log = list(loaded.events)
        self._on_disk = len(self.log)
        if loaded.lost:
            self._notices.append(
                f"Een deel van dit gesprek is beschadigd: {loaded.lost} stappen aan het eind kon ik niet lezen. "
                "Wat daarvoor kwam is er nog."
            )
            self._broken = True
        elif not self.store.lease(name, self._owner):
            self._notices.append(
                "Dit gesprek stond zojuist ook in een ander venster open. Is dat venster dicht, ga dan gewoon verder; "
                "anders kun je beter daar verdergaan."
            )

    def opening(self) -> Reply:
        """Turn 0: a greeting, or a recap with the open question."""
        turn = engine.opening(self.script, self.log, self.world, self.name or "")
        self.log.extend(turn.events)
        self._keep()
        return self._reply(0, list(turn.outputs), first=True)

    # --- a message ---

    def say(self, text: str) -> Reply:
        """Handle one message; what it confirmed is on disk when this returns."""
        turn = engine.step(self.script, self.log, text, self.world)
        before = len(self.log)
        self.log.extend(turn.events)
        try:
            self._keep()
        except Conflict:
            return self._reload(text)
        outputs = self._read(turn.outputs)
        outputs = [self._copied(self._drafted(output)) for output in outputs]
        if len(self.log) > before + len(turn.events):
            self._keep()
        return self._reply(self._turn_number(), outputs)

    def _turn_number(self) -> int:
        return max((event.turn for event in self.log), default=0)

    def _reply(self, turn: int, outputs: list[o.Output], *, first: bool = False) -> Reply:
        notices: list[o.Output] = [o.Say(text) for text in self._notices]
        self._notices = []
        at = 0 if first else next((i for i, out in enumerate(outputs) if isinstance(out, o.Ask)), len(outputs))
        outputs[at:at] = notices
        view = engine.view(self.script, self.log, self.world)
        if view.finished and self.name:
            self._release()
            if not self._broken:
                outputs.append(o.Say(f"Verdergaan kan met: samenwerkwijzer gesprek {_quoted(self.name)}{self.options}"))
        return Reply(turn, tuple(outputs), view, self.name)

    # --- keeping ---

    def _keep(self) -> None:
        """Write what is new. Without a disk the conversation goes on in memory.

        Raises:
            Conflict: another window has gone on with this conversation.
        """
        if self._broken or len(self.log) == self._on_disk:
            return
        if self.name is None and not any(isinstance(event, _KEPT) for event in self.log):
            return
        try:
            if self.name is None:
                name = self._new_name()
                self.store.create(name, self._title())
                self.name = name
                self.store.lease(name, self._owner)
                self._notices.append(f"Ik bewaar dit gesprek onder de naam '{name}'.")
            self.store.append(self.name, self._on_disk, self.log[self._on_disk :])
            self._on_disk = len(self.log)
        except Conflict:
            raise
        except StoreError as error:
            self._lose_disk(error)

    def _lose_disk(self, error: StoreError) -> None:
        self._broken = True
        self._notices.append(
            f"{error} We kunnen doorgaan, maar wat je nu typt wordt niet bewaard. "
            "Zeg 'document' om het elders op te slaan."
        )

    def _reload(self, text: str) -> Reply:
        """Another window wrote meanwhile: show what stands there, and give the message back."""
        assert self.name is not None
        self.log = list(self.store.load(self.name).events)
        self._on_disk = len(self.log)
        self._notices.append(
            "Dit gesprek is in een ander venster verdergegaan; hieronder staat hoe het er nu voor staat. "
            f"Je laatste bericht is niet verwerkt: {text[:200]}"
        )
        turn = engine.opening(self.script, self.log, self.world, self.name)
        return self._reply(self._turn_number(), list(turn.outputs), first=True)

    def _new_name(self) -> str:
        if self._wanted:
            return self._wanted
        runs = [event.run for event in self.log if isinstance(event, e.Started)]
        subject = flow_of(runs[0]) if runs else "gesprek"
        stem = f"{subject}-{self.world.today.isoformat()}"
        name, number = stem, 2
        while self.store.exists(name):
            name, number = f"{stem}-{number}", number + 1
        return name

    def _title(self) -> str:
        """The first flow's title: what the conversation is about, in no words of the person."""
        runs = [event.run for event in self.log if isinstance(event, e.Started)]
        return self.script[flow_of(runs[0])].title if runs else ""

    def _release(self) -> None:
        try:
            if self.name:
                self.store.release(self.name, self._owner)
        except StoreError:
            return

    def close(self) -> None:
        """Give the conversation free for another window."""
        self._release()

    # --- documents ---

    def now(self) -> Now:
        """The conversation as it stands."""
        return Now(self.script, self.log, self.world)

    def report(self, run: str) -> Report:
        """The document of a run as it stands, for a preview."""
        return compose(self.now(), self.library, run, self.name or "")

    def read(self, file: str) -> list[o.Output]:
        """Take over what stands in a plan that was edited by hand, as one turn that can be undone.

        Raises:
            Unreadable: the file cannot be read as a plan; nothing has changed then.
        """
        number = self._turn_number() + 1
        events, text = self._taken_over(file, number)
        self.log += [e.Heard(number, f"lees {file}", self.world.today.isoformat()), *events]
        self._keep()
        return [o.Say(text), *(o.Say(notice) for notice in self._notices)]

    def _read(self, outputs: tuple[o.Output, ...]) -> list[o.Output]:
        """In place of the wish to read a file: what it changes, and the question that is open after that."""
        wish = next((output for output in outputs if isinstance(output, o.Read)), None)
        if wish is None:
            return list(outputs)
        try:
            events, text = self._taken_over(wish.file, self._turn_number())
        except Unreadable as error:
            return [o.Say(str(error)) if output is wish else output for output in outputs]
        self.log += events
        return [o.Say(text), *engine.asked(self.script, self.log, self.world)]

    def _taken_over(self, file: str, number: int) -> tuple[list[e.Event], str]:
        """What a plan changes, as events of a turn, and the account of it."""
        path = self._found(file)
        now = self.now()
        run = now.walker.latest_run("plan")
        found = changes(now, self.library, run, read_plan(path), self.world.today)
        events: list[e.Event] = [] if run in now.runs or not found.answers else [e.Started(number, run)]
        events += [e.Answered(number, at, list(ids), f"lees {file}") for at, ids in found.lists.items()]
        events += [e.Answered(number, item.path, item.value, item.new) for item in found.answers]
        return events, account(found, path)

    def _found(self, file: str) -> Path:
        """The file as named from here, or in the folder of the documents."""
        try:
            named = Path(file).expanduser()
            return next((path for path in (named, self.documents / named) if path.exists()), named)
        except (OSError, RuntimeError, ValueError) as error:
            raise Unreadable(f"'{file}' is er niet; kijk of het pad klopt.") from error

    def _copied(self, output: o.Output) -> o.Output:
        """The text of a document, for the clipboard."""
        if not isinstance(output, o.Copy):
            return output
        return replace(output, document=markdown.render(self.report(output.run)))

    def _target(self, output: o.Draft, stem: str) -> Path:
        """Where a document goes: a new file in the folder for documents, or where the person says.

        Raises:
            WriteError: that file is there already, and nobody said that it may be replaced.
        """
        ending = output.format or ".docx"
        if not output.place:
            return free_name(self.documents.resolve(), stem, ending)
        try:
            place = Path(output.place).expanduser()
            place = (self.documents / place if place == Path(place.name) else place).resolve()
            if place.is_dir() or not is_file(place.name):
                return free_name(place, stem, ending)
            if place.exists() and not output.replaces:
                raise WriteError(
                    f"'{place}' is er al, en staat er nog net zo. Zeg 'vervang {place}' om het te vervangen, of noem "
                    "een andere naam."
                )
        except (OSError, RuntimeError, ValueError) as error:
            raise WriteError(f"'{output.place}' is geen plek waar ik kan schrijven; noem een andere.") from error
        return place

    def _drafted(self, output: o.Output) -> o.Output:
        """A draft, written: where it is, and what is still open in it."""
        if not isinstance(output, o.Draft):
            return output
        stem = f"{self.name or 'gesprek'}-{output.kind}" + ("-leeg" if output.blank else "")
        try:
            target = self._target(output, stem)
            report = blank(output.kind, self.script, self.library) if output.blank else self.report(output.run)
            written = write(report, target)
        except WriteError as error:
            return replace(output, text=str(error))
        if written.missing:
            lost = "; ".join(text[:60] for text in written.missing)
            return replace(output, text=f"Het document is niet bewaard: dit kwam er niet goed in terecht: {lost}.")
        text = f"Bewaard in {written.path}."
        if not output.blank:
            self.log.append(e.Drafted(self._turn_number(), output.kind, str(written.path)))
            text = f"Het document is een concept. {text}"
            if output.missing:
                text += f" Nog open: {_listed(output.missing)}."
        return replace(output, text=text, file=str(written.path))


def _quoted(name: str) -> str:
    """A name as it is typed on a command line."""
    return f'"{name}"' if " " in name else name


def _listed(labels: tuple[str, ...], most: int = 8) -> str:
    shown = ", ".join(labels[:most])
    rest = len(labels) - most
    return shown if rest <= 0 else f"{shown} en nog {rest}"
