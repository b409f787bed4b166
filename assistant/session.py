"""Where the rooms meet: a message in, a turn out, an event on disk. Every interface drives this."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.conversation import engine, guard
from assistant.conversation import events as e
from assistant.conversation import outputs as o
from assistant.conversation.door import NAME_LIMIT, clean_name
from assistant.conversation.engine import View
from assistant.conversation.env import Personal
from assistant.conversation.now import Now
from assistant.conversation.saving import is_file
from assistant.conversation.script import Script
from assistant.conversation.state import flow_of, run_of
from assistant.conversation.turn import Turn
from assistant.documents import markdown
from assistant.documents.changes import account, changes
from assistant.documents.compose import blank, compose
from assistant.documents.model import Report
from assistant.documents.read_plan import Unreadable, read_plan
from assistant.documents.write import WriteError, free_name, write
from assistant.harmless import harmless
from assistant.journal.sqlite_store import SqliteStore
from assistant.journal.store import Conflict, Store, StoreError
from assistant.knowledge.found import Found
from assistant.knowledge.model import Library
from assistant.loading.content import Content
from assistant.privacy import look
from assistant.search.engine import Search
from assistant.search.refusal import notice

_KEPT = (e.Started, e.Answered, e.Reopened, e.Kept, e.Paused, e.Undone, e.Drafted)
"""Events worth keeping: a look-up alone leaves no conversation behind."""
_ELSEWHERE = "bewaar elders D:\\gesprekken" if os.name == "nt" else "bewaar elders /media/usb"
_SLACK = timedelta(seconds=3)
"""A document is put on disk a moment before, or after, the event that tells of it."""


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

    def personal(self, text: str) -> tuple[Personal, ...]:
        """What in a text looks like personal data."""
        return look(text)

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
        self.content = content
        self.script: Script = content.script
        self.library = content.library
        self.store = store
        self.documents = documents
        self.world = world or World(content.library)
        self.options = options
        self.name: str | None = None
        self.log: list[e.Event] = []
        self.withheld = ""
        """The last message, as long as the person has not said what may be kept of it; on no disk."""
        self._wanted = clean_name(name) if name else None
        self._on_disk = 0
        self._owner = secrets.token_hex(8)
        self._notices: list[str] = []
        self._lost = False
        """True while what is said is in memory only."""
        self._now: Now | None = None
        self._now_at: tuple[int, e.Event | None] = (0, None)
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
        self.log = list(loaded.events)
        self._on_disk = len(self.log)
        if loaded.lost:
            # What is left of it is kept under another name, when there is something new to keep.
            self._wanted = self._free_name(f"{name[: NAME_LIMIT - 12]} hersteld")
            steps = "een stap" if loaded.lost == 1 else f"{loaded.lost} stappen"
            self._notices.append(
                f"Een deel van dit gesprek is beschadigd: {steps} aan het eind kon ik niet lezen. Wat daarvoor kwam is "
                f"er nog. Ga je verder, dan bewaar ik het als '{self._wanted}'; het beschadigde blijft zoals het is."
            )
            return
        self.name = name
        if not self._leased(name):
            self._notices.append(
                "Dit gesprek stond zojuist ook in een ander venster open. Is dat venster dicht, ga dan gewoon verder; "
                "anders kun je beter daar verdergaan."
            )

    def _leased(self, name: str) -> bool:
        """Whether no other window has the conversation; also true where nothing can be written, which is told later."""
        try:
            return self.store.lease(name, self._owner)
        except StoreError:
            return True

    def opening(self) -> Reply:
        """Turn 0: a greeting, or a recap with the open question."""
        told = self._about_file()
        turn = engine.opening(self.script, self.log, self.world, self.name or "")
        self.log.extend(turn.events)
        self._keep()
        *outputs, asked = turn.outputs
        return self._reply(0, [*outputs, *told, asked], first=True)

    def _about_file(self) -> list[o.Output]:
        """What became of the last document while the conversation lay."""
        drafted = max(self.now().state.drafted.values(), key=lambda event: event.turn, default=None)
        if drafted is None or not self.name:
            return []
        file = Path(drafted.file)
        try:
            changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            kept = next((item.changed for item in self.store.names() if item.name == self.name), "")
        except (FileNotFoundError, NotADirectoryError):
            return [o.Say("Op die plek staat het document nu niet. Met 'document' maak ik het opnieuw.")]
        except (OSError, ValueError, OverflowError, StoreError):
            return []
        if not kept or changed <= datetime.fromisoformat(kept) + _SLACK:
            return []
        take_over = f" Met 'lees {file.name}' neem ik over wat je daar veranderde." if drafted.kind == "plan" else ""
        return [o.Say(f"Het document is daarna nog veranderd.{take_over}")]

    # --- a message ---

    def say(self, text: str) -> Reply:
        """Handle one message; what it confirmed is on disk when this returns."""
        turn = engine.step(self.script, self.log, text, self.world, self.withheld)
        before = len(self.log)
        self.withheld = turn.withheld
        refused = self._overwrite(turn)
        self.log.extend(event for event in turn.events if not (isinstance(event, e.Redacted) and refused))
        try:
            self._keep()
        except Conflict:
            return self._reload(text)
        outputs = self._kept_elsewhere(self._read(turn.outputs))
        if refused:
            outputs = [o.Say(refused), *engine.asked(self.script, self.log, self.world)]
        outputs = [self._copied(self._drafted(output)) for output in outputs]
        if len(self.log) > before + len(turn.events):
            self._keep()
        return self._reply(self._turn_number(), outputs)

    def go_to(self, path: str) -> Reply:
        """Open a question that was pointed at, answered or not; what was answered there stays until it is replaced.

        Raises:
            KeyError: there is no such question on the way now.
            Conflict: another window has gone on with this conversation.
        """
        now, run, number = self.now(), run_of(path), self._turn_number() + 1
        question = now.question_at(path)
        if question is None:
            raise KeyError(path)
        self.log.append(e.Heard(number, f"wijzig {question.label}", self.world.today.isoformat()))
        if now.state.posed:
            self.log.append(e.Settled(number))
        if run in now.runs and run not in now.state.stack:
            self.log.append(e.Started(number, run))
        self.log.append(e.Reopened(number, path))
        self._keep()
        return self._reply(number, list(engine.asked(self.script, self.log, self.world, again=False)))

    def _turn_number(self) -> int:
        return max((event.turn for event in self.log), default=0)

    def _reply(self, turn: int, outputs: list[o.Output], *, first: bool = False) -> Reply:
        notices: list[o.Output] = [o.Say(text) for text in self._notices]
        self._notices = []
        at = 0 if first else next((i for i, out in enumerate(outputs) if isinstance(out, o.Ask)), len(outputs))
        outputs[at:at] = notices
        view = engine.view_of(self.now())
        if view.finished and self.name:
            self._release()
            if not self._lost:
                outputs.append(o.Say(f"Verdergaan kan met: samenwerkwijzer gesprek {_quoted(self.name)}{self.options}"))
        return Reply(turn, tuple(map(_harmless, outputs)), view, self.name)

    # --- keeping ---

    def _keep(self) -> None:
        """Write what is new. Without a disk the conversation goes on in memory, and each turn tries again.

        Raises:
            Conflict: another window has gone on with this conversation.
        """
        if len(self.log) == self._on_disk:
            return
        if self.name is None and not any(isinstance(event, _KEPT) for event in self.log):
            return
        try:
            if self.name is None:
                self._create(self.store, self._new_name())
                self._notices.append(f"Ik bewaar dit gesprek onder de naam '{self.name}'.")
            assert self.name is not None
            self.store.append(self.name, self._on_disk, self.log[self._on_disk :])
        except Conflict:
            if not self._lost:  # what is in memory only must not make way for what the other window wrote
                raise
        except StoreError as error:
            self._lose_disk(error)
        else:
            self._on_disk = len(self.log)
            if self._lost:
                self._lost = False
                self._notices.append("Bewaren lukt weer: ook wat je intussen zei is nu bewaard.")

    def _create(self, store: Store, name: str) -> None:
        """Begin this conversation on a store; nothing of it is there yet."""
        store.create(name, self._title())
        self.store, self.name, self._on_disk = store, name, 0
        self._leased(name)

    def _overwrite(self, turn: Turn) -> str:
        """Put what was made unreadable in the place of what stood there; a sentence where the disk refuses that."""
        refused = ""
        for seq, event in turn.overwritten:
            try:
                if self.name is not None and seq < self._on_disk:
                    self.store.redact(self.name, seq, event)
            except StoreError as error:
                refused = f"Op de schijf is het nog niet overal onleesbaar. {error} Vraag het daarna nog eens."
            else:
                self.log[seq] = event
        return refused

    def _lose_disk(self, error: StoreError) -> None:
        if not self._lost:
            self._notices.append(
                f"{error} We kunnen doorgaan, maar wat je nu typt wordt niet bewaard: het is alleen in het geheugen. "
                f"Een andere plek kiezen kan met 'bewaar elders' en een map, zoals: {_ELSEWHERE}"
            )
        self._lost = True

    def _kept_elsewhere(self, outputs: list[o.Output]) -> list[o.Output]:
        """In place of the wish to keep the conversation elsewhere: where it is now."""
        return [o.Say(self._moved(out.folder)) if isinstance(out, o.Elsewhere) else out for out in outputs]

    def _moved(self, folder: str) -> str:
        """Keep the whole conversation in another folder and go on there; says what became of it."""
        if not folder:
            return f"Noem de map erbij, bijvoorbeeld: {_ELSEWHERE}"
        before = self.store, self.name, self._on_disk
        try:
            data = Path(folder).expanduser().resolve()
            store = SqliteStore(data)
            self._create(store, self._free_name(self.name or self._wanted or self._subject(), store))
            store.append(self.name or "", 0, self.log)
        except (StoreError, OSError, RuntimeError, ValueError) as error:
            self.store, self.name, self._on_disk = before
            reason = str(error) if isinstance(error, StoreError) else f"'{folder}' kan geen map zijn."
            return f"{reason} Noem een andere map; tot dan staat het gesprek waar het stond."
        if before[1]:
            with suppress(StoreError):
                before[0].release(before[1], self._owner)
        self._on_disk, self._lost = len(self.log), False
        self.options = re.sub(r' --data ("[^"]*"|\S+)', "", self.options) + f" --data {_quoted(str(data))}"
        return (
            f"Het hele gesprek staat nu in de map {data} en gaat daar verder. "
            f"Later openen: samenwerkwijzer gesprek {_quoted(self.name or '')}{self.options}"
        )

    def _reload(self, text: str) -> Reply:
        """Another window wrote meanwhile: show what stands there, and give the message back."""
        assert self.name is not None
        self.log = list(self.store.load(self.name).events)
        self._on_disk = len(self.log)
        self.withheld = ""
        self._notices.append(
            "Dit gesprek is in een ander venster verdergegaan; hieronder staat hoe het er nu voor staat. "
            f"Je laatste bericht is niet verwerkt: {text[:200]}"
        )
        turn = engine.opening(self.script, self.log, self.world, self.name)
        self.log.extend(turn.events)
        return self._reply(self._turn_number(), list(turn.outputs), first=True)

    def _new_name(self) -> str:
        return self._wanted or self._free_name(self._subject())

    def _subject(self) -> str:
        runs = [event.run for event in self.log if isinstance(event, e.Started)]
        return f"{flow_of(runs[0]) if runs else 'gesprek'}-{self.world.today.isoformat()}"

    def _free_name(self, stem: str, store: Store | None = None) -> str:
        """A name that no conversation has yet."""
        name, number = stem, 2
        while (store or self.store).exists(name):
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

    def rename(self, new: str) -> str:
        """Give the conversation another name, from here on.

        Returns:
            The name as it became.

        Raises:
            StoreError: it has no name yet, the name is in use, or nothing is left of it.
        """
        name = clean_name(new)
        if not name or not self.name:
            raise StoreError("Een gesprek heeft een naam nodig, met minstens een letter of cijfer.")
        self.store.rename(self.name, name)
        self.name = name
        return name

    def close(self) -> None:
        """Give the conversation free for another window."""
        self._release()

    # --- documents ---

    def now(self) -> Now:
        """The conversation as it stands; seen once for each event that was added."""
        length, last = len(self.log), self.log[-1] if self.log else None
        if self._now is None or self._now_at[0] != length or self._now_at[1] is not last:
            self._now, self._now_at = Now(self.script, self.log, self.world), (length, last)
        return self._now

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
        after = Now(self.script, [*self.log, *events], self.world)
        changed = {item.path for item in found.answers}
        return events, f"{account(found, path)} {guard.taken_over(after, run, changed)}".strip()

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


def _harmless(value: Any) -> Any:
    """An output without what a terminal acts on: the name of a folder or file may hold anything."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, tuple):
        return tuple(map(_harmless, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _harmless(getattr(value, field.name)) for field in fields(value)})
    return value


def _quoted(name: str) -> str:
    """A name as it is typed on a command line."""
    return f'"{name}"' if " " in name else name


def _listed(labels: tuple[str, ...], most: int = 8) -> str:
    shown = ", ".join(labels[:most])
    rest = len(labels) - most
    return shown if rest <= 0 else f"{shown} en nog {rest}"
