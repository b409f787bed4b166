"""Hostile files, one door per parser: a real file is broken by chance, and read as the program reads it."""

from __future__ import annotations

import dataclasses
import io
import json
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from assistant.conversation import events as e
from assistant.conversation import templates
from assistant.conversation.now import Now
from assistant.conversation.script import Script
from assistant.documents import own_template, own_worker
from assistant.documents.changes import changes
from assistant.documents.compose import compose
from assistant.documents.read_plan import Unreadable, read_plan
from assistant.documents.write import write
from assistant.foreign.archive import Unfit
from assistant.journal.memory_store import MemoryStore
from assistant.journal.rows import checksum
from assistant.journal.sqlite_store import FILE_NAME, SqliteStore
from assistant.journal.store import StoreError
from assistant.loading import cache
from assistant.loading import content as loading_content
from assistant.loading.content import Content
from assistant.loading.dialogues import PHRASES, Dialogues, load_script
from assistant.loading.folders import shipped
from assistant.loading.knowledge import load_knowledge
from assistant.own_sources import add as adding
from assistant.own_sources.shelf import Shelf
from assistant.own_sources.worker import extract
from assistant.session import Session, World
from tests.conversation.moves import LIST_EDITS
from tests.fuzz import hostile
from tests.fuzz.talks import HARMFUL, Broken, Talks

RELEASE = Path(__file__).parents[1] / "conversation" / "releases" / "0.1.0.json"
CODE = ("{{ naam }}", "{% if naam %}x{% endif %}", "{{ ''.__class__ }}", "{{ 'a' * 200000000 }}", "{% for x in y %}",
        "{{ cycler.__init__ }}", "{% set x = 1 %}", "{{ naam|lower }}", "{{ a.b.c }}", "{%p if x %}", "{%tr for x in doelen %}",
        "(" * 200, "not " * 200, "a and ", "&lol;", "<!DOCTYPE", "[" * 2_000, "{a: " * 500, "- " * 500, "!!python/name:os.system ")  # fmt: skip


class Files:
    """Every door for files; `doors` gives for each its share and what takes one file to it."""

    def __init__(self, content: Content, world: World, folder: Path) -> None:
        self.content, self.world, self.folder = content, world, folder
        self.talks = Talks(content, world, folder)
        self.log = [e.from_data(data) for data in json.loads(RELEASE.read_text("utf-8"))["events"]]

    @property
    def doors(self) -> dict[str, tuple[int, Callable[[Random], None]]]:
        return {
            "flow": (14, self.flow), "phrases": (5, self.phrases), "knowledge": (8, self.knowledge),
            "jinja": (16, self.jinja), "word template": (3, self.word_template), "text": (5, self.own_text),
            "markdown": (6, self.own_markdown), "html": (6, self.own_html), "docx": (4, self.own_docx),
            "pdf": (2, self.own_pdf), "shelf": (5, self.shelf), "journal bytes": (6, self.journal_bytes),
            "journal by hand": (8, self.journal_by_hand), "plan md": (6, self.plan_markdown),
            "plan docx": (3, self.plan_docx), "cache": (3, self.cache),
        }  # fmt: skip

    # --- YAML of strangers ---

    def _broken_text(self, chance: Random, text: str) -> str:
        pieces = (*CODE, *(line + "\n" for line in text.split("\n")))
        return hostile.broken(chance, text, lambda chance: hostile.text(chance, pieces), "")

    def _write(self, path: Path, text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", errors="surrogatepass")
        return path

    @cached_property
    def _flows(self) -> list[tuple[str, str]]:
        paths = [path for path in shipped("dialogues").glob("*.yaml") if path.name != PHRASES]
        return [(path.name, path.read_text("utf-8")) for path in sorted(paths)]

    def flow(self, chance: Random) -> None:
        """A flow, in a folder of its own with the phrases as they are; where nothing is wrong with it, it is talked with."""
        name, text = chance.choice(self._flows)
        with self._emptied("dialogen") as folder:
            self._write(folder / name, self._broken_text(chance, text))
            self._write(folder / PHRASES, "texts: {}\ncommands: {}\nwords: {}\nsentences: {}\n")
            found = load_script((folder,), self.content.library)
            faults = [problem for problem in found.problems if PHRASES not in problem.file]
            script = Script(found.script.flows, self.content.script.phrases)
            self._talked_with(chance, dataclasses.replace(found, script=script, problems=faults))

    def phrases(self, chance: Random) -> None:
        """The engine's own texts, broken, laid over the shipped ones."""
        lines = (shipped("dialogues") / PHRASES).read_text("utf-8").split("\n")
        parts = [number for number, line in enumerate(lines) if line in ("texts:", "words:", "commands:", "sentences:")]
        first = chance.choice(parts)
        some = sorted(chance.sample(range(first + 1, min(first + 100, len(lines))), 12))
        text = "\n".join([lines[first], *(lines[number] for number in some if lines[number].startswith("  "))])
        base = self.folder / "basis"
        if not base.exists():
            self._write(base / "vorm.yaml", dict(self._flows)["vorm.yaml"])
            self._write(base / PHRASES, "\n".join(lines).replace("flows: [", "flows: [vorm] # ["))
        with self._emptied("dialogen") as folder:
            self._write(folder / PHRASES, self._broken_text(chance, text))
            self._write(folder / "vorm.yaml", dict(self._flows)["vorm.yaml"])
            self._talked_with(chance, load_script((base, folder), self.content.library))

    def _talked_with(self, chance: Random, found: Dialogues) -> None:
        """Where nothing is wrong, what was read is talked with."""
        self._harmless("\n".join(map(str, found.problems)))
        if found.problems or not found.script.flows:
            return
        content = Content(found.script, self.content.library)
        session = Session(content, MemoryStore(), self.folder, world=self.world)
        session.opening()
        first = next(iter(found.script.flows.values()))
        for message in (first.title, *(chance.choice(("1", "ja", "sla over", "help", "2")) for _ in range(4)), "stop"):
            self.talks.say(session, message)

    @cached_property
    def _knowledge(self) -> list[tuple[str, str]]:
        base = shipped("knowledge")
        return [(str(path.relative_to(base)), path.read_text("utf-8")) for path in sorted(base.rglob("*.yaml"))]

    def knowledge(self, chance: Random) -> None:
        """One file of knowledge in a folder of its own."""
        name, text = chance.choice([pair for pair in self._knowledge if len(pair[1]) < 60_000])
        with self._emptied("kennis") as folder:
            self._write(folder / name, self._broken_text(chance, text))
            _, problems = load_knowledge((folder,))
            self._harmless("\n".join(map(str, problems)))

    def jinja(self, chance: Random) -> None:
        """A template or condition: refused, or rendered within bounds."""
        expression = chance.random() < 0.5
        pieces = (
            *CODE,
            "naam",
            "sector",
            " == 'po'",
            " in ['po', 'vo']",
            " and ",
            " or ",
            "not ",
            "(",
            ")",
            "|lower",
            ".status",
        )
        source = hostile.text(chance, pieces)
        faults, names = templates.problems(source, expression=expression)
        if not faults and names <= {("naam", ""), ("sector", ""), ("naam", "status"), ("sector", "status")}:
            values = {"naam": _Slot("De Brug"), "sector": _Slot("po")}
            result = templates.evaluate(source, values) if expression else templates.render(source, values)
            if len(str(result)) > 40 * len(source) + 1_000:
                raise Broken("a template makes more than it is")

    # --- templates and own sources ---

    @cached_property
    def _report(self) -> Any:
        return compose(Now(self.content.script, self.log, self.world), self.content.library, "plan", "fuzz")

    @cached_property
    def _example(self) -> bytes:
        return own_template.example("plan")

    def _broken_zip(self, chance: Random, whole: bytes) -> bytes:
        """A Word file with something broken in one of its parts, or in its bytes."""
        if chance.random() < 0.3:
            return hostile.broken_bytes(chance, whole)
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            names = old.namelist()
            chosen = "word/document.xml" if chance.random() < 0.7 else chance.choice(names)
            for name in names:
                data = old.read(name)
                if name == chosen:
                    text = data.decode("utf-8", "replace")
                    text = hostile.broken(chance, text, _tag, "")
                    data = text.encode("utf-8", "surrogatepass")
                new.writestr(f"../../{name}" if chance.random() < 0.02 else name, data)
        return made.getvalue()

    def word_template(self, chance: Random) -> None:
        """A Word template: through the worker now and then, else in this process."""
        path = self.folder / "sjabloon.docx"
        path.write_bytes(self._broken_zip(chance, self._example))
        if chance.random() < 0.2:
            try:
                own_template.fill(path, self._report, self.content.script)
            except own_template.TemplateRefused as refused:
                self._harmless(str(refused))
            return
        known, parts = own_template._names("plan", self.content.script)
        try:
            own_worker.work(
                {"template": str(path), "known": known, "parts": parts, "values": None}, self.folder / "uit"
            )
        except Unfit:
            return
        except Exception as error:  # a worker makes one word of these
            if isinstance(error, MemoryError | RecursionError):
                raise

    def _own(self, chance: Random, name: str, data: bytes) -> None:
        path = self.folder / name
        path.write_bytes(data)
        if chance.random() < 0.05 or name.endswith((".pdf", ".docx")):
            with self._emptied("data") as folder:
                shelf = Shelf(folder)
                try:
                    adding.add(path, shelf, date(2026, 11, 22))
                except adding.SourceRefused as refused:
                    self._harmless(str(refused))
                self._harmless(repr([(source.title, source.pieces) for source in shelf.sources()]))
            return
        try:
            found = extract(path, "fuzz")
        except Unfit:
            return
        self._harmless(found.title + "".join(piece.text + piece.title for piece in found.pieces))

    def own_text(self, chance: Random) -> None:
        """A text file of one's own."""
        data = hostile.text(chance, self.talks.pieces).encode(chance.choice(("utf-8", "utf-16", "cp1252")), "replace")
        self._own(chance, "bron.txt", hostile.broken_bytes(chance, data))

    def own_markdown(self, chance: Random) -> None:
        """A Markdown file of one's own."""
        marks = (
            "# kop\n",
            "**a**",
            "_a_",
            "[a](b)",
            "![",
            "](",
            "- x\n",
            "> x\n",
            "```\n",
            "---\n",
            "| a | b |\n",
            "<!--",
            "<a ",
            "\\",
        )
        text = hostile.text(chance, (*marks, *self.talks.pieces[:200]))
        self._own(chance, "bron.md", text.encode("utf-8", "surrogatepass"))

    def own_html(self, chance: Random) -> None:
        """A web page of one's own."""
        tags = ("<p>", "</p>", "<div>", "<h1>", "</h1>", "<script>", "</script>", "<a href=", "<!--", "-->", "<![CDATA[", "&#x1b;",
                "&#8238;", "&amp", "<table><tr><td>", "<svg/>", "<title>", "<br/>", "<", ">", "<p" + " a=b" * 40, "<!doctype")  # fmt: skip
        self._own(
            chance, "bron.html", hostile.text(chance, (*tags, *self.talks.pieces[:100])).encode("utf-8", "replace")
        )

    def own_docx(self, chance: Random) -> None:
        """A Word file of one's own."""
        self._own(chance, "bron.docx", self._broken_zip(chance, self._example))

    @cached_property
    def _pdf(self) -> bytes:
        from tests.own_sources.files import plan_pdf

        return plan_pdf(self.folder / "heel.pdf").read_bytes()

    def own_pdf(self, chance: Random) -> None:
        """A PDF of one's own."""
        self._own(chance, "bron.pdf", hostile.broken_bytes(chance, self._pdf))

    def shelf(self, chance: Random) -> None:
        """The file in which a source is kept, changed by hand."""
        with self._emptied("plank") as folder:
            path = self._write(folder / "eigen.md", "# Kop\n\n" + "Een zin over regie en het wijkteam. " * 30)
            shelf = Shelf(folder)
            if not hasattr(self, "_kept"):
                adding.add(path, shelf, date(2026, 11, 22))
                self._kept = shelf.files()[0].read_text("utf-8")
                shelf.remove(shelf.sources()[0])
            data = json.loads(self._kept)
            if chance.random() < 0.6:
                key = chance.choice(list(data))
                data[key] = _odd(chance)
                if chance.random() < 0.5 and key != "pieces":
                    data["pieces"][0][chance.choice(("title", "section", "page", "text"))] = _odd(chance)
                text = json.dumps(data)
            else:
                text = hostile.broken(chance, self._kept, hostile.sign, "")
            self._write(folder / "bronnen" / "bron-x.json", text)
            library = shelf.over(self.content.library)
            self._harmless(repr([document.title for document in library.documents if document.own]))
            self._harmless("".join(passage.text + passage.title for passage in library.passages[-3:]))

    # --- conversations ---

    @cached_property
    def _database(self) -> bytes:
        with self._emptied("bewaard") as folder:
            store = SqliteStore(folder)
            store.create("gesprek", "Plan")
            store.append("gesprek", 0, self.log)
            store.create("ander")
            return (folder / FILE_NAME).read_bytes()

    def journal_bytes(self, chance: Random) -> None:
        """The file of conversations with bytes broken."""
        self._opened(chance, hostile.broken_bytes(chance, self._database))

    def journal_by_hand(self, chance: Random) -> None:
        """A conversation that somebody wrote who knows how checksums are made."""
        with self._emptied("hand") as folder:
            (folder / FILE_NAME).write_bytes(self._database)
            with closing(sqlite3.connect(folder / FILE_NAME)) as db, db:
                [(identity,)] = db.execute("SELECT id FROM conversations WHERE name = 'gesprek'")
                for seq in chance.sample(range(len(self.log)), chance.choice((1, 1, 2, 5))):
                    text = self._event(chance, seq)
                    values = (text, checksum(identity, seq, text), identity, seq)
                    db.execute("UPDATE events SET data = ?, checksum = ? WHERE conversation_id = ? AND seq = ?", values)
            data = (folder / FILE_NAME).read_bytes()
        self._opened(chance, data)

    def _event(self, chance: Random, seq: int) -> str:
        data = e.to_data(chance.choice(self.log) if chance.random() < 0.5 else self.log[seq])
        others = [e.to_data(event) for event in self.log]
        key = chance.choice(list(data))
        same = [other[key] for other in others if key in other]
        data[key] = chance.choice(same) if chance.random() < 0.5 else _odd(chance)
        if data["event"] == "Answered" and chance.random() < 0.6:
            data["path"] = chance.choice([event.path for event in self.log if isinstance(event, e.Answered)])
        return json.dumps(data, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace").decode()

    def _opened(self, chance: Random, data: bytes) -> None:
        with self._emptied("hand") as folder:
            (folder / FILE_NAME).write_bytes(data)
            store = SqliteStore(folder)
            try:
                names = store.names()
                self._harmless(repr([(one.name, one.title) for one in names]))
                session = Session(self.content, store, folder, name="gesprek", world=self.world)
            except StoreError as error:
                self._harmless(str(error))
                return
            session.opening()
            for message in (
                "overzicht",
                chance.choice(("1", "De Brug", "terug", "ongedaan", "wijzig sector", *LIST_EDITS)),
                "stop",
            ):
                try:
                    self.talks.say(session, message)
                except StoreError as error:
                    self._harmless(str(error))

    @cached_property
    def _plans(self) -> dict[str, bytes]:
        found = {}
        for ending in (".md", ".docx"):
            path = self.folder / f"heel{ending}"
            write(self._report, path)
            found[ending] = path.read_bytes()
        return found

    def plan_markdown(self, chance: Random) -> None:
        """A plan in Markdown that was edited by hand."""
        text = self._plans[".md"].decode()
        self._read_plan(".md", self._broken_text(chance, text).encode("utf-8", "replace"))

    def plan_docx(self, chance: Random) -> None:
        """A plan in Word that was edited by hand."""
        self._read_plan(".docx", self._broken_zip(chance, self._plans[".docx"]))

    def _read_plan(self, ending: str, data: bytes) -> None:
        path = self.folder / f"plan{ending}"
        path.write_bytes(data)
        try:
            filled = read_plan(path)
        except Unreadable as error:
            self._harmless(str(error))
            return
        now = Now(self.content.script, self.log, self.world)
        found = changes(now, self.content.library, "plan", filled, date(2026, 11, 22))
        for item in found.answers:
            if HARMFUL.search(json.dumps(item.value, ensure_ascii=False)):
                raise Broken("an answer with what no terminal may get")

    # --- the cache ---

    def cache(self, chance: Random) -> None:
        """The compiled cache, broken; also with a sum that is right."""
        with self._emptied("cache") as folder:
            original = loading_content.load_content
            loading_content.load_content = lambda *_: self.content  # type: ignore[assignment]
            try:
                if not hasattr(self, "_compiled"):
                    cache.cached_content(folder)
                    [path] = folder.glob("*.json")
                    self._compiled = path.name, path.read_bytes()
                name, whole = self._compiled
                data = hostile.broken_bytes(chance, whole)
                if chance.random() < 0.5:
                    head, starts, rest = whole.split(b"\n", 2)
                    rest = hostile.broken_bytes(chance, rest)
                    starts += b"\n"
                    made = {**json.loads(head), "check": zlib.crc32(rest, zlib.crc32(starts))}
                    data = json.dumps(made).encode() + b"\n" + starts + rest
                (folder / name).write_bytes(data)
                cache.cached_content(folder)
            finally:
                loading_content.load_content = original

    # --- tools ---

    @contextmanager
    def _emptied(self, name: str) -> Iterator[Path]:
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        yield path

    def _harmless(self, text: str) -> None:
        if found := HARMFUL.search(text):
            raise Broken(f"{found[0]!r} came out")


class _Slot(str):
    """An answer as templates see it."""

    __slots__ = ()
    status = "answered"


def _tag(chance: Random) -> str:
    tags = (*CODE, "<w:p>", "</w:p>", "<w:tbl>", "</w:tbl>", "<w:r><w:t>", "</w:t></w:r>", "<w:p>" * 600)
    return chance.choice(tags) + hostile.sign(chance)


def _odd(chance: Random) -> Any:
    """A value of any kind."""
    deep: Any = "x"
    for _ in range(chance.choice((1, 3, 2_000 if chance.random() < 0.01 else 5))):
        deep = [deep]
    return chance.choice((
        None, True, 0, -1, 2**40, 10**30, 1.5, "", "x" * chance.choice((1, 100, 30_000)), hostile.sign(chance), [], ["po", "vo"],
        {}, {"a": 1}, deep, "plan.doelen[d1].doel", "plan#99", "vorm", "vorm.sector", "[[[", "..", "home", "controle", "2026-13-45",
        "\x1b[31m\u202e", "verduidelijk", "skipped", 3, 17, [1, 2], float("inf"), "doelen[d1]", "reflecteren#2.houding_1", "geen",
    ))  # fmt: skip
