"""The conversation as plain lines: for screen readers, braille, pipes and terminals without drawing.

One thing a line, no signs that only mean something to the eye, and nothing long that is said twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from assistant.conversation import engine
from assistant.conversation import outputs as o
from assistant.conversation.events import Drafted
from assistant.conversation.state import flow_of
from assistant.conversation.words import fold
from assistant.documents.write import WriteError
from assistant.interfaces.conversations import Conversations, Kept, numbered
from assistant.interfaces.reading import behind, related
from assistant.interfaces.tui.pages import Section, marked, sections
from assistant.journal.one_file import NotAConversation
from assistant.journal.store import StoreError
from assistant.knowledge.model import Passage
from assistant.session import Reply, Session

SHORT_NOTE = 60
"""A longer note is only said on request."""
LONG_LIST = 6
"""A longer list of answers is not said again with a question that is repeated."""
HOW = {
    "yesno": "Antwoord met ja of nee.",
    "multi": "Noem er een of meer, met een komma ertussen.",
    "choice": "Noem een nummer, of zeg het in je eigen woorden.",
    "long": "Wil je meer regels typen of plakken, zeg dan eerst 'regels'. Een punt op een eigen regel sluit af.",
}
"""Said with the first question of a kind."""
HELP = """\
In gewone regels kun je ook zeggen:
'bron' voor de hele passage achter wat er net stond, en 'zie 2' voor het tweede onderwerp dat daarbij hoort
'uitleg 2' voor de toelichting bij het tweede antwoord
'regels' om meer regels te typen of te plakken
'toon document' voor het document zoals het nu is, en 'documenten' voor de bestanden die zijn gemaakt
'exporteer' om dit gesprek als een bestand te bewaren, en 'hernoem' met een nieuwe naam"""
HELP_OTHERS = """\
'gesprekken' voor de lijst, 'gesprek 2' om daarin verder te gaan, 'nieuw gesprek' om opnieuw te beginnen
'wis 2' om een gesprek te wissen, en 'importeer' met een bestand om er een in te lezen"""
ALONE = "Hier is alleen dit gesprek te zien. De lijst hoor je met 'samenwerkwijzer gesprekken'."
MORE_LINES = "Typ of plak je regels. Sluit af met een punt op een eigen regel."
BULLET = re.compile(r"(?m)^\s*[-•] +")


def run(
    session: Session,
    lines: Iterable[str],
    out: TextIO,
    others: Conversations | None = None,
    begin: Callable[[str | None], Session] | None = None,
) -> None:
    """Answer every line until the conversation is ended or the input is.

    Args:
        session: the conversation to begin with.
        lines: what is typed.
        out: where everything is said.
        others: the list of conversations, where the person may see it.
        begin: opens another conversation of that list.
    """
    talk = Talk(session, out, others, begin)
    try:
        talk.open()
        for line in lines:
            if talk.hear(line.rstrip("\r\n")):
                break
    finally:
        talk.session.close()


class Talk:
    """A conversation said line by line, with what was said last."""

    def __init__(
        self,
        session: Session,
        out: TextIO,
        others: Conversations | None = None,
        begin: Callable[[str | None], Session] | None = None,
    ) -> None:
        """See `run`."""
        self.session = session
        self._out = out
        self._others = others
        self._begin = begin
        self._listed: Sequence[Kept] = ()
        self._reply: Reply | None = None
        self._told: set[str] = set()
        """Kinds of questions of which was told how to answer."""
        self._rows: dict[str, str] = {}
        """Lines of a review as they were said before."""
        self._pages: tuple[Section, ...] = ()
        self._passage = ""
        self._sources: tuple[o.Citation, ...] = ()
        self._see: Sequence[Passage] = ()
        self._heard = False
        """What 'bron' and 'zie 1' are about."""
        self._gathered: list[str] | None = None
        """Lines of one answer, while they come in."""
        self._erasing = ""

    def open(self) -> None:
        """Greet, or tell where we were."""
        self._show(self.session.opening())
        if self._others is not None and (count := len(self._others.store.names())) and not self.session.name:
            been = "Er is één eerder gesprek" if count == 1 else f"Er zijn {count} eerdere gesprekken"
            self._say(f"{been}. Met 'gesprekken' hoor je de lijst.")

    def hear(self, line: str) -> bool:
        """Handle one line; true once the conversation is ended."""
        if self._gathered is not None:
            if line.strip() != ".":
                self._gathered.append(line)
                return False
            line, self._gathered = "\n".join(self._gathered), None
        elif self._done_here(line.strip()):
            return False
        reply = self.session.say(line)
        self._show(reply, asked_help=fold(line.removeprefix("/")) in ("help", "hulp"))
        return reply.view.finished

    # --- what is said ---

    def _say(self, text: str) -> None:
        self._out.write(text + "\n\n")
        self._out.flush()

    def _show(self, reply: Reply, *, asked_help: bool = False) -> None:
        self._reply = reply
        self._remember_sources(reply)
        for output in reply.outputs:
            if asked_help and isinstance(output, o.Ask):
                self._say(HELP if self._others is None else f"{HELP}\n{HELP_OTHERS}")
            lines = self._asked(output, reply) if isinstance(output, o.Ask) else spoken(output)
            self._out.write("".join(f"{line}\n" for line in lines) + "\n")
        self._out.flush()

    def _remember_sources(self, reply: Reply) -> None:
        """What 'bron' and 'zie 1' are about: the last that rested on something."""
        library = self.session.library
        for output in reply.outputs:
            if isinstance(output, o.Cite):
                entry = library.entry.get(output.id)
                self._passage, self._sources, self._heard = output.id, output.sources, True
                self._see = related(library, entry) if entry else ()
            elif isinstance(output, o.Candidates):
                self._passage, self._sources = "", ()
                self._see = [library.entry[one.id] for one in output.candidates if one.id in library.entry]
            elif isinstance(output, o.Say | o.Table) and output.sources:
                self._passage, self._sources, self._see = "", output.sources, ()

    def _asked(self, ask: o.Ask, reply: Reply) -> Iterator[str]:
        """A question, its answers numbered, and the first time how to answer it."""
        yield from _lines(ask.text)
        if ask.path == "controle" or any("." in option.id for option in ask.options):
            yield from self._reviewed(ask)
        elif ask.again and len(ask.options) > LONG_LIST:
            yield f"De {len(ask.options)} antwoorden zijn dezelfde; 'herhaal' noemt ze weer."
        else:
            yield from _options(ask)
        question = reply.view.question
        if ask.kind == "scale" and question is not None and question.min is not None:
            yield f"Noem een cijfer van {question.min} tot en met {question.max}."
        kind = "choice" if ask.kind == "choice" and ask.options else ask.kind
        if kind in HOW and kind not in self._told:
            self._told.add(kind)
            yield HOW[kind]
        if not ask.again and any(len(option.note) > SHORT_NOTE for option in ask.options):
            yield "Bij deze antwoorden hoort een toelichting: zeg 'uitleg' met het nummer."

    def _reviewed(self, ask: o.Ask) -> Iterator[str]:
        """The rows in full; once they were said, only what changed in them."""
        now = self.session.now()
        rows = {row.path: row for run in now.runs for row in now.rows(run)}
        said: dict[str, str] = {}
        for number, option in enumerate(ask.options, 1):
            row = rows.get(option.id)
            label = f"{row.label}: {row.value}" if row else option.label
            said[option.id] = f"{number} {label}" + (f" ({option.note})" if option.note else "")
        fresh = {key: line for key, line in said.items() if key not in rows or self._rows.get(key) != line}
        shorter = len(fresh) < len(said) and any(key in self._rows for key in rows)
        self._rows.update(said)
        for line in (fresh if shorter else said).values():
            yield from _lines(line)
        if shorter:
            yield f"De andere {len(said) - len(fresh)} regels zijn niet veranderd; 'overzicht' noemt ze alle."

    def _again(self) -> None:
        """The open question in short, after something that was no message."""
        asked = engine.asked(self.session.script, self.session.log, self.session.world)
        if asked and isinstance(asked[-1], o.Ask):
            self._say("\n".join(_lines(asked[-1].text)))

    # --- what this face does itself ---

    def _done_here(self, line: str) -> bool:
        """Whether the line was meant for this face, which has then answered it."""
        if self._erasing:
            return self._erase(fold(line) in ("ja", "j"))
        word, _, rest = line.removeprefix("/").partition(" ")
        word, rest = fold(word), rest.strip()
        if fold(line) == "regels":
            self._gathered = []
            self._say(MORE_LINES)
            return True
        before = self.session
        done = self._lists(fold(line)) or self._by_number(word, rest) or self._with_name(word, rest)
        if done and not self._erasing and self.session is before:
            self._again()
        return done

    def _lists(self, words: str) -> bool:
        match words:
            case "bron" | "toon bron":
                self._tell_source()
            case "toon document":
                self._tell_document()
            case "documenten":
                self._tell_documents()
            case "gesprekken":
                self._tell_conversations()
            case "exporteer":
                self._export()
            case "nieuw gesprek" if self._begin is not None:
                self._switch(None)
            case _:
                return False
        return True

    def _by_number(self, word: str, rest: str) -> bool:
        if not rest.isdecimal():
            return False
        number = int(rest)
        match word:
            case "bron" | "zie":
                self._tell_related(number)
            case "uitleg":
                self._tell_note(number)
            case "gesprek" | "wis":
                if self._others is None:
                    self._say(ALONE)
                elif (one := numbered(self._listed or self._others.listed(), rest)) is None:
                    self._say("Dat nummer staat niet in de lijst; zeg 'gesprekken'.")
                elif word == "gesprek":
                    self._switch(one.name)
                else:
                    self._erasing = one.name
                    self._say(f"'{one.name}' voorgoed wissen? Zeg ja; met iets anders blijft het staan.")
            case _:
                return False
        return True

    def _with_name(self, word: str, rest: str) -> bool:
        try:
            if word == "hernoem" and rest:
                if not self.session.name:
                    self._say("Dit gesprek heeft nog geen naam; die krijgt het zodra je ergens aan begint.")
                else:
                    old = self.session.name
                    self._say(f"'{old}' heet nu '{self.session.rename(rest)}'.")
                return True
            if word == "importeer" and rest and self._others is not None:
                name = self._others.take_in(Path(rest.strip("\"'")).expanduser())
                self._listed = ()
                self._say(f"Ingelezen als '{name}'. Met 'gesprekken' staat het in de lijst.")
                return True
        except (StoreError, NotAConversation, RuntimeError) as error:
            self._say(str(error))
            return True
        return False

    def _tell_source(self) -> None:
        found = behind(self.session.library, self._passage, self._sources) if self._passage or self._sources else []
        if found:
            self._tell_passage(found[0], found[1:], heard=self._heard and found[0].id == self._passage)
        elif self._see:
            self._say("\n".join(_see(self._see)))
        else:
            self._say("Er is hier geen passage om te laten horen. Iets opzoeken kan met 'zoek' en een woord.")

    def _tell_related(self, number: int) -> None:
        if 1 <= number <= len(self._see):
            self._tell_passage(self._see[number - 1])
        else:
            self._say("Dat nummer is er niet; 'bron' noemt de onderwerpen die erbij horen.")

    def _tell_passage(self, passage: Passage, more: Sequence[Passage] = (), *, heard: bool = False) -> None:
        """A passage, all places it comes from, and what is near; its text only where that was not said just now."""
        library = self.session.library
        refs = [o.citation(ref, library.document[ref.document]) for ref in passage.sources]
        near = [*more, *(one for one in related(library, passage) if one not in more)]
        self._passage, self._sources, self._see, self._heard = passage.id, (), near, True
        lines = [passage.title] if heard else [passage.title, *_lines(passage.text)]
        lines += [f"Bron: {line}." for line in dict.fromkeys(ref.line for ref in refs)]
        lines += _see(near)
        self._say("\n".join(lines))

    def _tell_note(self, number: int) -> None:
        outputs = self._reply.outputs if self._reply else ()
        options = next((out.options for out in reversed(outputs) if isinstance(out, o.Ask)), ())
        note = options[number - 1].note if 1 <= number <= len(options) else ""
        self._say(f"{options[number - 1].label}: {note}" if note else "Bij dat nummer hoort geen toelichting.")

    def _tell_document(self) -> None:
        now = self.session.now()
        runs = (run for run in (now.front, *reversed(now.runs)) if run and now.script[flow_of(run)].document)
        run = next(runs, None)
        if run is None:
            self._say(
                "Er is nog geen document. Het begint zodra je kiest, reflecteert, de intake doet of een plan maakt."
            )
            return
        report = self.session.report(run)
        new = sections(report)
        self._pages = marked(new, self._pages) if self._pages else new
        lines = [report.title]
        for section in self._pages:
            lines += [section.title] if section.title else []
            for entry in section.entries:
                if entry.filled or entry.label:
                    text = f"{entry.label}: {entry.text}" if entry.label else entry.text
                    lines += _lines(text.replace("☒ ", "Gekozen: ") + (" (nieuw)" if entry.fresh else ""))
        self._say("\n".join(lines))

    def _tell_documents(self) -> None:
        files = list(dict.fromkeys(event.file for event in reversed(self.session.log) if isinstance(event, Drafted)))
        if not files:
            self._say("In dit gesprek is nog geen document gemaakt. Dat doe je met 'document'.")
            return
        there = [f"{file}" + ("" if Path(file).exists() else " (staat daar nu niet)") for file in files]
        self._say("\n".join(["Gemaakt, het nieuwste eerst:", *there]))

    def _tell_conversations(self) -> None:
        if self._others is None:
            self._say(ALONE)
            return
        self._listed = self._others.listed()
        if not self._listed:
            self._say("Er zijn nog geen gesprekken.")
            return
        lines = [f"{number} {one.name}: {one.note}".replace(" · ", ", ") for number, one in enumerate(self._listed, 1)]
        self._say("\n".join([*lines, "Zeg 'gesprek' met het nummer om daarin verder te gaan."]))

    def _export(self) -> None:
        if not self.session.name:
            self._say("Er is nog niets om te bewaren.")
            return
        kept = Conversations(self.session.store, self.session.content, self.session.world)
        try:
            path = kept.export_to(self.session.name, self.session.documents)
        except (StoreError, WriteError) as error:
            self._say(str(error))
        else:
            self._say(f"Bewaard in {path}. Hierin staat alles wat in dit gesprek is getypt.")

    def _switch(self, name: str | None) -> None:
        assert self._begin is not None
        try:
            session = self._begin(name)
        except StoreError as error:
            self._say(str(error))
            return
        self.session.close()
        self.session, self._rows, self._pages = session, {}, ()
        self._passage, self._sources, self._see = "", (), ()
        self._show(session.opening())

    def _erase(self, sure: bool) -> bool:
        name, self._erasing = self._erasing, ""
        if not sure:
            self._say(f"'{name}' blijft staan.")
        elif name == self.session.name:
            self._say("Dit gesprek is nu open. Wis het na afloop, met 'samenwerkwijzer wis'.")
        elif self._others is not None:
            try:
                self._others.erase(name)
                self._say(f"'{name}' is gewist. Documenten die je eerder liet maken staan er nog.")
            except StoreError as error:
                self._say(str(error))
            self._listed = ()
        self._again()
        return True


def spoken(output: o.Output) -> Iterator[str]:
    """An output as lines to read aloud: no marks, options numbered, sources in one line."""
    if isinstance(output, o.Copy):
        # There is no clipboard here: the text itself, to select or to keep.
        yield "Bij het klembord kan ik hier niet. Kopieer deze tekst, of zeg 'document als md' voor een bestand."
        yield from output.document.splitlines()
        return
    if isinstance(output, o.Cite):
        yield output.title
    yield from _lines(output.text)
    if isinstance(output, o.Say) and output.our_link:
        yield "Dat dit bij elkaar hoort is onze koppeling."
    if isinstance(output, o.Say | o.Cite | o.Table) and output.sources:
        first, *more = dict.fromkeys(source.line for source in output.sources)
        yield f"Bron: {first}." + (f" En nog {len(more)}; 'bron' noemt ze." if more else "")
    if isinstance(output, o.Cite) and output.see:
        yield "Zie ook: " + "; ".join(f"{n} {choice.label}" for n, choice in enumerate(output.see, 1)) + "."
    if isinstance(output, o.Ask):
        yield from _options(output)


def _options(ask: o.Ask) -> Iterator[str]:
    for number, option in enumerate(ask.options, 1):
        note = f" ({option.note})" if option.note and len(option.note) <= SHORT_NOTE else ""
        yield f"{number} {option.label}{note}"


def _see(near: Sequence[Passage]) -> list[str]:
    return [f"Zie {number}: {one.title}" for number, one in enumerate(near, 1)]


def _lines(text: str) -> list[str]:
    """Text without the signs that only mean something to the eye."""
    return BULLET.sub("", text.replace("**", "").replace(" · ", "; ")).splitlines()
