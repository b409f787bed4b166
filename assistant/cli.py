"""The front door: every command, each a few lines that call a room below."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from assistant import __version__
from assistant.interfaces import terminal
from assistant.interfaces.arguments import Parser
from assistant.interfaces.streams import Harmless, json_line, lines_of

if TYPE_CHECKING:
    from assistant.conversation.script import Document
    from assistant.documents.model import Report
    from assistant.interfaces.conversations import Conversations
    from assistant.journal.store import Store
    from assistant.knowledge import passage
    from assistant.loading.content import Content
    from assistant.own_sources.shelf import Shelf, Source
    from assistant.search.engine import Search

MAX_RESULTS = 50
MOST_DAYS = 36_500
KINDS = ("plan", "reflectie", "advies", "intake")


class Refused(Exception):
    """What was asked cannot be done; the message is one Dutch sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when it went well, 1 when it could not be done, 2 for wrong usage.
    """
    terminal.prepare(terminal.encoding_for(os.environ, os.name == "nt"))
    out, err = (cast(TextIO, Harmless(stream)) for stream in (sys.stdout, sys.stderr))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        return _run(parser().parse_args(argv))


def _run(arguments: argparse.Namespace) -> int:
    if getattr(arguments, "json", False) or getattr(arguments, "reeks", None):
        terminal.prepare("utf-8")  # a machine reads it
    try:
        code: int = arguments.run(arguments)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Gestopt; alles wat bevestigd was is bewaard.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read along has gone; nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        import traceback

        # Where it went wrong, and not what it says: that may hold what the person typed.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}, {Path(place.filename).name} regel {place.lineno}"
        print(f"Er ging iets mis in Samenwerkwijzer zelf ({where}). Wat bevestigd was is bewaard.", file=sys.stderr)
        return 1
    return code


def parser() -> Parser:
    """All commands and options."""
    made = Parser(
        prog="samenwerkwijzer",
        description="Meedenken over samenwerken tussen onderwijs en jeugdhulp. Zonder opdracht begint het gesprek.",
    )
    made.add_argument("--versie", action="version", version=f"samenwerkwijzer {__version__}", help="toon de versie")
    folders = Parser(prog="samenwerkwijzer", add_help=False)
    for name, what, note in (
        ("dialogen", "eigen gesprekken", ", over de meegeleverde heen"),
        ("kennis", "eigen kennis", ", over de meegeleverde heen"),
        ("data", "bewaarde gesprekken", ""),
    ):
        for target in (made, folders):
            target.add_argument(
                f"--{name}", type=Path, metavar="MAP", help=f"map met {what}{note}", default=argparse.SUPPRESS
            )
    made.set_defaults(run=_chat, naam=None, plat=False, json=False)
    shared = [folders]
    commands = made.add_subparsers(title="Opdrachten", metavar="OPDRACHT", prog="samenwerkwijzer")

    chat = commands.add_parser("gesprek", parents=shared, help="begin een gesprek of ga verder")
    chat.add_argument("naam", nargs="?", metavar="NAAM", help="naam van het gesprek")
    how = chat.add_mutually_exclusive_group()
    how.add_argument("--plat", action="store_true", help="gewone regels, voor schermlezers en pijpen")
    how.add_argument("--json", action="store_true", help="een bericht per regel erin, JSON eruit")
    chat.set_defaults(run=_chat)

    ask = commands.add_parser("vraag", parents=shared, help="zoek iets op")
    ask.add_argument("vraag", nargs="?", metavar="VRAAG", help="wat je wilt weten")
    ask.add_argument("--aantal", type=int, default=None, metavar="N", help="hoeveel resultaten")
    ask.add_argument("--json", action="store_true", help="antwoord als JSON")
    ask.add_argument(
        "--reeks", metavar="BESTAND", help="een vraag per regel uit een bestand, of - voor invoer; geeft JSON"
    )
    ask.set_defaults(run=_ask)

    document = commands.add_parser("document", parents=shared, help="schrijf een document uit een gesprek")
    document.add_argument("naam", nargs="?", metavar="NAAM", help="naam van het gesprek")
    document.add_argument("--soort", choices=KINDS, help="welk document")
    document.add_argument("--formaat", choices=("docx", "pdf", "html", "md"), help="docx als je niets noemt")
    document.add_argument("-o", "--uit", type=Path, metavar="BESTAND", help="waar het moet komen")
    document.add_argument(
        "--lees", metavar="BESTAND", help="neem een plan over dat in Word of Markdown is bewerkt; schrijft niets"
    )
    document.add_argument("--sjabloon", type=Path, metavar="BESTAND", help="een eigen Word-sjabloon voor het document")
    document.add_argument("--ja", action="store_true", help="vervang een bestand dat er al staat zonder te vragen")
    document.add_argument("--leeg", action="store_true", help="een leeg formulier (plan of intake), zonder gesprek")
    document.set_defaults(run=_document)

    example = commands.add_parser("sjabloon", parents=shared, help="schrijf een voorbeeldsjabloon om aan te passen")
    example.add_argument("--soort", choices=KINDS, default="plan", help="voor welk document; anders het plan")
    example.add_argument("-o", "--uit", type=Path, metavar="BESTAND", help="waar het moet komen")
    example.add_argument("--ja", action="store_true", help="vervang een bestand dat er al staat zonder te vragen")
    example.set_defaults(run=_example, formaat="docx")

    own = commands.add_parser("bron", parents=shared, help="laat ook in eigen documenten zoeken")
    ways = own.add_subparsers(title="Opdrachten", metavar="OPDRACHT", prog="samenwerkwijzer bron", required=True)
    added = ways.add_parser(
        "toevoegen", parents=shared, help="lees een PDF, Word-, tekst-, Markdown- of HTML-bestand in"
    )
    added.add_argument("bestand", type=Path, metavar="BESTAND", help="het document; het blijft op deze computer")
    added.set_defaults(run=_add_source)
    kept = ways.add_parser("lijst", parents=shared, help="toon de eigen bronnen")
    kept.set_defaults(run=_sources)
    removed = ways.add_parser(
        "verwijder", parents=shared, help="verwijder een eigen bron, met alles wat ervan bewaard is"
    )
    removed.add_argument("naam", metavar="NAAM", help="naam van de bron")
    removed.set_defaults(run=_remove_source)

    listed = commands.add_parser("gesprekken", parents=shared, help="toon bewaarde gesprekken")
    listed.set_defaults(run=_conversations)

    rename = commands.add_parser("hernoem", parents=shared, help="geef een gesprek een andere naam")
    rename.add_argument("naam", metavar="NAAM", help="hoe het gesprek nu heet")
    rename.add_argument("nieuw", metavar="NIEUW", help="hoe het gaat heten")
    rename.set_defaults(run=_rename)

    export = commands.add_parser(
        "exporteer", parents=shared, help="bewaar een gesprek als een bestand, om mee te nemen of door te geven"
    )
    export.add_argument("naam", metavar="NAAM", help="naam van het gesprek")
    export.add_argument("-o", "--uit", type=Path, metavar="BESTAND", help="waar het moet komen")
    export.add_argument("--ja", action="store_true", help="vervang een bestand dat er al staat zonder te vragen")
    export.set_defaults(run=_export, formaat="gesprek")

    take_in = commands.add_parser("importeer", parents=shared, help="lees een gesprek uit zo'n bestand in")
    take_in.add_argument("bestand", type=Path, metavar="BESTAND", help="het bestand; het verandert niet")
    take_in.add_argument("naam", nargs="?", default="", metavar="NAAM", help="hoe het gesprek hier gaat heten")
    take_in.set_defaults(run=_import)

    erase = commands.add_parser("wis", parents=shared, help="wis een gesprek voorgoed")
    which = erase.add_mutually_exclusive_group(required=True)
    which.add_argument("naam", nargs="?", metavar="NAAM", help="naam van het gesprek")
    which.add_argument(
        "--ouder-dan", type=int, metavar="DAGEN", help="alle gesprekken die zo lang niet veranderd zijn; nooit vanzelf"
    )
    erase.add_argument("--ja", action="store_true", help="vraag niet of je het zeker weet")
    erase.set_defaults(run=_erase)

    check = commands.add_parser("controleer", parents=shared, help="controleer gesprekken en kennis")
    check.add_argument(
        "map", nargs="?", type=Path, metavar="MAP", help="map met eigen gesprekken, over de meegeleverde heen"
    )
    check.add_argument("--json", action="store_true", help="een fout per regel als JSON")
    check.add_argument(
        "--bronteksten", type=Path, metavar="MAP", help="map met de bronteksten: zoek letterlijk overgenomen zinnen"
    )
    check.add_argument("--sjabloon", type=Path, metavar="BESTAND", help="controleer de tags van een eigen sjabloon")
    check.add_argument("--soort", choices=KINDS, default="plan", help="voor welk document het sjabloon is")
    check.add_argument("--leesbaarheid", action="store_true", help="toon per onderwerp hoe makkelijk het leest")
    check.set_defaults(run=_check)

    play = commands.add_parser("scenario", parents=shared, help="speel gesprekstesten")
    play.add_argument(
        "bestanden", nargs="*", type=Path, metavar="BESTAND", help="testbestanden; anders alle uit de map scenarios"
    )
    play.add_argument("--dekking", action="store_true", help="toon welke stappen en antwoorden bereikt zijn")
    play.add_argument("--opnemen", metavar="NAAM", help="maak van een bewaard gesprek een gesprekstest")
    play.set_defaults(run=_scenarios)

    draw = commands.add_parser("teken", parents=shared, help="teken een gesprek als Mermaid-diagram")
    draw.add_argument("flow", nargs="?", metavar="FLOW", help="id van het gesprek; anders alle")
    draw.set_defaults(run=_draw)
    return made


# --- what every command needs ---


def _content(arguments: argparse.Namespace) -> Content:
    from assistant.loading.cache import cached_content

    with _unbroken(arguments):
        return cached_content(*_folders(arguments))


def _search(arguments: argparse.Namespace) -> tuple[Search, Mapping[str, passage.Document]]:
    from assistant.loading.cache import cached_search

    shelf = _shelf(arguments)
    with _unbroken(arguments):
        found = cached_search(*_folders(arguments), shelf)
    _tell_damaged(shelf)
    return found


def _shelf(arguments: argparse.Namespace) -> Shelf | None:
    """The user's own documents, where there are any."""
    data = _data(arguments)
    if not (data / "bronnen").is_dir():
        return None
    from assistant.own_sources.shelf import Shelf

    return Shelf(data)


def _content_with_own(arguments: argparse.Namespace) -> Content:
    """What a conversation talks from: the user's own documents as well."""
    content, shelf = _content(arguments), _shelf(arguments)
    if shelf:
        content = dataclasses.replace(content, library=shelf.over(content.library))
    _tell_damaged(shelf)
    return content


def _tell_damaged(shelf: Shelf | None) -> None:
    """Say which own documents were left out; a look-up reads them, and says so, only when they changed."""
    for path in shelf.damaged if shelf else ():
        print(
            f"Een van je eigen bronnen is beschadigd en doet niet mee; voeg het document opnieuw toe, of gooi dit weg: "
            f"{path}",
            file=sys.stderr,
        )


def _folders(arguments: argparse.Namespace) -> tuple[Path, Path | None, Path | None]:
    """For the cache, the dialogues and the knowledge."""
    from assistant.loading.cache import cache_folder

    cache = cache_folder(getattr(arguments, "data", None))
    return cache, getattr(arguments, "dialogen", None), getattr(arguments, "kennis", None)


@contextlib.contextmanager
def _unbroken(arguments: argparse.Namespace) -> Iterator[None]:
    """A BrokenContent as a refusal."""
    try:
        yield
    except Exception as error:
        # Imported only here: a look-up from the cache has no need of it.
        from assistant.loading.problems import BrokenContent

        if not isinstance(error, BrokenContent):
            raise
        count = f"{len(error.problems)} {'fout' if len(error.problems) == 1 else 'fouten'}"
        raise Refused(
            f"De gesprekken of de kennis kloppen niet ({count}). De eerste: {error.problems[0]} "
            f"Alle fouten zie je met 'samenwerkwijzer controleer{_own_folders(arguments)}'."
        ) from error


def _own_folders(arguments: argparse.Namespace, names: Sequence[str] = ("dialogen", "kennis")) -> str:
    """The folders of one's own as they were named on the command line."""
    named = [(name, getattr(arguments, name, None)) for name in names]
    return "".join(
        f' --{name} "{folder}"' if " " in str(folder) else f" --{name} {folder}" for name, folder in named if folder
    )


def _data(arguments: argparse.Namespace) -> Path:
    from assistant.journal.folders import data_folder

    return data_folder(getattr(arguments, "data", None))


def _store(arguments: argparse.Namespace) -> Store:
    from assistant.journal.sqlite_store import SqliteStore

    return SqliteStore(_data(arguments))


def _documents_folder(arguments: argparse.Namespace) -> Path:
    """Where documents go: the user's own documents, or with a data folder of choice inside that."""
    from platformdirs import user_documents_path

    chosen = getattr(arguments, "data", None) or os.environ.get("SAMENWERKWIJZER_DATA")
    return Path(chosen) / "documenten" if chosen else user_documents_path() / "Samenwerkwijzer"


@contextlib.contextmanager
def _stored() -> Iterator[None]:
    """A StoreError as a refusal."""
    from assistant.journal.store import StoreError

    try:
        yield
    except StoreError as error:
        raise Refused(str(error)) from error


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """For what a short command loads: the garbage collector leaves it alone, now and when the program ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


# --- commands ---


def _chat(arguments: argparse.Namespace) -> int:
    content = _content_with_own(arguments)
    folder = _documents_folder(arguments)
    options = _own_folders(arguments, ("dialogen", "kennis", "data"))
    with _stored():
        store = _store(arguments)
        if not arguments.plat and not arguments.json:
            reason = terminal.no_screen(os.environ)
            if not reason:
                from assistant.interfaces.tui.app import run as run_screen

                return run_screen(content, store, folder, arguments.naam, options)
            print(reason, file=sys.stderr)
        _chat_in_lines(arguments, content, store, folder, options)
    return 0


def _chat_in_lines(arguments: argparse.Namespace, content: Content, store: Store, folder: Path, options: str) -> None:
    from assistant.session import Session, World

    world = World(content.library)

    def begin(name: str | None) -> Session:
        return Session(content, store, folder, name=name, world=world, options=options)

    if arguments.json:
        from assistant.interfaces import jsonl

        jsonl.run(begin(arguments.naam), lines_of(sys.stdin), sys.stdout)
        return
    from assistant.interfaces import plain
    from assistant.interfaces.conversations import Conversations

    # With a name only that conversation is shown.
    others = None if arguments.naam else Conversations(store, content, world)
    plain.run(begin(arguments.naam), lines_of(sys.stdin), sys.stdout, others, begin)


def _ask(arguments: argparse.Namespace) -> int:
    if (arguments.vraag is None) == (arguments.reeks is None):
        raise Refused(
            'Geef een vraag mee, of --reeks met een bestand. Bijvoorbeeld: samenwerkwijzer vraag "wat is een oza"'
        )
    wanted = arguments.aantal
    if wanted is not None and not 1 <= wanted <= MAX_RESULTS:
        raise Refused(f"Het aantal ligt tussen 1 en {MAX_RESULTS}.")
    if arguments.vraag is not None and not arguments.vraag.strip():
        raise Refused('Er stond geen vraag. Bijvoorbeeld: samenwerkwijzer vraag "wat is een oza"')
    with _uncollected():
        from assistant.interfaces.lookups import answer_lines, answer_text, read_questions

        search, documents = _search(arguments)
    if arguments.reeks is None and not arguments.json:
        print(answer_text(search, documents, arguments.vraag, wanted or 1))
        return 0
    try:
        questions = read_questions(arguments.reeks) if arguments.reeks else [(1, arguments.vraag)]
        for line in answer_lines(search, documents, questions, wanted or 10):
            print(line)
    except BrokenPipeError:
        raise  # it is the reader that is gone
    except OSError as error:
        raise Refused(f"'{arguments.reeks}' kan niet worden gelezen; kijk of het pad klopt.") from error
    return 0


def _document(arguments: argparse.Namespace) -> int:
    from assistant.documents.write import WriteError, write

    content = _content(arguments)
    if arguments.lees is not None:
        return _read_plan(arguments, content)
    if arguments.leeg:
        report, stem = _blank_report(arguments, content)
    else:
        report, stem = _saved_report(arguments, content)
    try:
        target = _target(arguments, stem)
        _may_replace(target, arguments)
        with _template():
            written = write(report, target, _own_template(arguments, content))
    except WriteError as error:
        raise Refused(str(error)) from error
    if written.missing and not written.left_out:
        raise Refused(
            "Het document is niet bewaard, want dit kwam er niet goed in terecht: " + "; ".join(written.missing)
        )
    note = " Het bestand zelf staat open of is beveiligd; daarom staat dit ernaast." if written.beside else ""
    print(f"Bewaard in {written.path.resolve()}.{note}")
    if written.left_out:
        print(f"Let op: voor deze antwoorden heeft het sjabloon geen plaats: {'; '.join(written.missing)}.")
    return 0


def _read_plan(arguments: argparse.Namespace, content: Content) -> int:
    from assistant.documents.read_plan import Unreadable
    from assistant.session import Session

    if not arguments.naam:
        raise Refused("Noem het gesprek waarin het plan hoort; een nieuwe naam begint een nieuw gesprek.")
    with _stored():
        session = Session(content, _store(arguments), Path.cwd(), name=arguments.naam)
        try:
            outputs = session.read(arguments.lees)
        except Unreadable as error:
            raise Refused(str(error)) from error
        finally:
            session.close()
    print("\n".join(output.text for output in outputs))
    return 0


def _own_template(arguments: argparse.Namespace, content: Content) -> Callable[[Report], bytes] | None:
    """Fills in the template of one's own, where one is named."""
    if arguments.sjabloon is None:
        return None
    from assistant.documents.own_template import fill

    return lambda report: fill(arguments.sjabloon, report, content.script)


@contextlib.contextmanager
def _template() -> Iterator[None]:
    """A template that cannot be used as a refusal."""
    from assistant.documents.own_template import TemplateRefused

    try:
        yield
    except TemplateRefused as error:
        raise Refused(str(error)) from error


def _example(arguments: argparse.Namespace) -> int:
    from assistant.documents.own_template import example
    from assistant.documents.write import WriteError, put

    target = _target(arguments, f"sjabloon-{arguments.soort}")
    _may_replace(target, arguments)
    try:
        put(example(arguments.soort), target)
    except WriteError as error:
        raise Refused(str(error)) from error
    print(f"Bewaard in {target.resolve()}. Pas het aan in Word; wat elke tag is, staat in docs/sjabloon.md.")
    return 0


def _target(arguments: argparse.Namespace, stem: str) -> Path:
    """Where the document goes: as asked, or a name that is still free in this folder."""
    from assistant.documents.write import free_name

    if arguments.uit is None:
        return free_name(Path.cwd(), stem, f".{arguments.formaat or 'docx'}")
    target: Path = arguments.uit
    if target.is_dir():
        return free_name(target, stem, f".{arguments.formaat or 'docx'}")
    suffix = f".{arguments.formaat}" if arguments.formaat else (target.suffix or ".docx")
    return target if target.suffix.lower() == suffix.lower() else target.with_name(target.name + suffix)


def _may_replace(target: Path, arguments: argparse.Namespace) -> None:
    """Ask before a file that is there is replaced."""
    if not arguments.ja and target.exists():
        question = f"'{target.resolve()}' bestaat al. Vervangen? Typ ja om dat te doen: "
        if not _agreed(question):
            raise Refused("Niets vervangen. Kies een andere naam, of zet --ja erbij.")


def _agreed(question: str) -> bool:
    print(question, end="", flush=True)
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        print()
    return answer.strip().lower() in ("ja", "j")


def _blank_report(arguments: argparse.Namespace, content: Content) -> tuple[Report, str]:
    from assistant.documents.compose import blank

    kind: Document = arguments.soort or "plan"
    if kind not in ("plan", "intake"):
        raise Refused("Een leeg formulier is er voor het plan en voor de intake: --soort plan of --soort intake.")
    return blank(kind, content.script, content.library), f"{kind}-leeg"


def _saved_report(arguments: argparse.Namespace, content: Content) -> tuple[Report, str]:
    from assistant.conversation import guard
    from assistant.conversation.replies import Replies
    from assistant.session import Session

    if not arguments.naam:
        raise Refused("Noem het gesprek. Welke er zijn, zie je met 'samenwerkwijzer gesprekken'.")
    with _stored():
        store = _store(arguments)
        _must_exist(store, arguments.naam)
        session = Session(content, store, Path(), name=arguments.naam)
        session.close()
    kinds = Replies(session.now()).documents()
    wanted = [run for run, kind in kinds.items() if arguments.soort in (None, kind)]
    if not wanted:
        what = f"een document '{arguments.soort}'" if arguments.soort else "een document"
        raise Refused(f"In dit gesprek staat nog niets voor {what}.")
    run = next((r for r in reversed(wanted) if kinds[r] == "plan"), wanted[-1])
    now = session.now()
    if left := guard.left_in(now, run):
        print(now.text("schrijven_gezien", wat=guard.listed(now, left)), file=sys.stderr)
    return session.report(run), f"{session.name or 'gesprek'}-{kinds[run]}"


def _must_exist(store: Store, name: str) -> None:
    if not store.exists(name):
        known = (
            "Welke er zijn, zie je met 'samenwerkwijzer gesprekken'."
            if store.names()
            else "Er zijn nog geen gesprekken."
        )
        raise Refused(f"Er is geen gesprek '{name}'. {known}")


def _kept(arguments: argparse.Namespace) -> Conversations:
    from assistant.interfaces.conversations import Conversations
    from assistant.session import World

    content = _content(arguments)
    return Conversations(_store(arguments), content, World(content.library))


def _conversations(arguments: argparse.Namespace) -> int:
    with _stored():
        found = _kept(arguments).listed()
    if not found:
        print("Er zijn nog geen gesprekken. Begin er een met 'samenwerkwijzer'.")
    for one in found:
        print(f"{one.name}: {one.note}")
    if any(one.damaged for one in found):
        print(
            "Open een beschadigd gesprek om verder te gaan met wat er te lezen is; dat komt dan in een nieuw gesprek."
        )
    return 0


def _rename(arguments: argparse.Namespace) -> int:
    with _stored():
        kept = _kept(arguments)
        _must_exist(kept.store, arguments.naam)
        name = kept.rename(arguments.naam, arguments.nieuw)
    print(f"'{arguments.naam}' heet nu '{name}'.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from assistant.documents.write import WriteError, put

    with _stored():
        kept = _kept(arguments)
        _must_exist(kept.store, arguments.naam)
        data, lost = kept.exported(arguments.naam)
    target = _target(arguments, arguments.naam)
    _may_replace(target, arguments)
    try:
        written = put(data, target)
    except WriteError as error:
        raise Refused(str(error)) from error
    print(f"Bewaard in {written.path.resolve()}. Hierin staat alles wat in dit gesprek is getypt.")
    if lost:
        print(f"Let op: {lost} stappen aan het eind zijn beschadigd en staan er niet in.")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from assistant.journal.one_file import NotAConversation

    with _stored():
        try:
            name = _kept(arguments).take_in(arguments.bestand, arguments.naam)
        except NotAConversation as error:
            raise Refused(str(error)) from error
    options = _own_folders(arguments, ("dialogen", "kennis", "data"))
    print(f"Ingelezen als '{name}'. Verdergaan kan met: samenwerkwijzer gesprek \"{name}\"{options}")
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    if arguments.naam is None:
        return _erase_old(arguments)
    with _stored():
        store = _store(arguments)
        _must_exist(store, arguments.naam)
        if not arguments.ja and not _agreed(f"'{arguments.naam}' voorgoed wissen? Typ ja om door te gaan: "):
            raise Refused("Niets gewist.")
        store.erase(arguments.naam)
    print(f"'{arguments.naam}' is gewist. Documenten die je eerder liet maken staan er nog.")
    return 0


def _erase_old(arguments: argparse.Namespace) -> int:
    """What was not changed for so many days; only ever on request."""
    from datetime import UTC, datetime, timedelta

    if not 1 <= arguments.ouder_dan <= MOST_DAYS:
        raise Refused(f"Het aantal dagen ligt tussen 1 en {MOST_DAYS}.")
    before = datetime.now(UTC) - timedelta(days=arguments.ouder_dan)
    with _stored():
        store = _store(arguments)
        old = [item.name for item in store.names() if datetime.fromisoformat(item.changed) < before]
        if not old:
            print("Er is geen gesprek dat zo lang niet veranderd is.")
            return 0
        names = ", ".join(f"'{name}'" for name in old)
        if not arguments.ja and not _agreed(f"Voorgoed wissen: {names}? Typ ja om door te gaan: "):
            raise Refused("Niets gewist.")
        for name in old:
            store.erase(name)
    print(f"Gewist: {names}. Documenten die je eerder liet maken staan er nog.")
    return 0


def _add_source(arguments: argparse.Namespace) -> int:
    from datetime import date

    from assistant.own_sources.add import SourceRefused, add
    from assistant.own_sources.shelf import Shelf

    try:
        source, replaced = add(arguments.bestand, Shelf(_data(arguments)), date.today())
    except SourceRefused as error:
        raise Refused(str(error)) from error
    print(f"{'Vervangen' if replaced else 'Toegevoegd'}: {_described(source)}.")
    return 0


def _sources(arguments: argparse.Namespace) -> int:
    shelf = _shelf(arguments)
    found = shelf.sources() if shelf else []
    _tell_damaged(shelf)
    if not found:
        print("Er zijn nog geen eigen bronnen. Voeg er een toe met 'samenwerkwijzer bron toevoegen BESTAND'.")
    for source in found:
        print(f"{_described(source)}, toegevoegd {source.added}")
    return 0


def _described(source: Source) -> str:
    pages = f", {source.pages} bladzijde{'' if source.pages == 1 else 'n'}" if source.pages else ""
    count = len(source.pieces)
    return f"{source.name}: {source.title} ({source.year}){pages}, {count} stuk{'' if count == 1 else 'ken'} tekst"


def _remove_source(arguments: argparse.Namespace) -> int:
    from assistant.own_sources.add import named

    shelf = _shelf(arguments)
    source = named(arguments.naam, shelf.sources()) if shelf else None
    if shelf is None or source is None:
        raise Refused(
            f"Er is geen eigen bron '{arguments.naam}'. Welke er zijn, zie je met 'samenwerkwijzer bron lijst'."
        )
    try:
        shelf.remove(source)
    except OSError as error:
        raise Refused(f"'{source.name}' kan niet helemaal worden verwijderd; probeer het nog eens.") from error
    print(f"'{source.name}' is verwijderd; er is niets van bewaard. Het bestand zelf staat er nog.")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    if arguments.sjabloon is not None:
        return _check_template(arguments)
    from assistant.authoring.checks import check
    from assistant.loading.content import read_written

    folder = arguments.map or getattr(arguments, "dialogen", None)
    content, problems, dialogues = read_written(folder, getattr(arguments, "kennis", None))
    # What can be read at all goes first: the other checks go by it.
    problems = problems or check(content, dialogues)
    for problem in problems:
        if arguments.json:
            data = {
                "file": problem.file, "line": problem.line, "column": problem.column,
                "code": problem.code, "message": problem.message,
            }  # fmt: skip
            print(json_line(data))
        else:
            print(problem)
    failed = bool(problems)
    if not problems and arguments.bronteksten:
        failed = _show_copied(content, arguments.bronteksten)
    if not problems and arguments.leesbaarheid:
        _show_reading_ease(content)
    if not failed and not arguments.json:
        print(f"In orde: {len(content.script.flows)} gesprekken en {len(list(content.library.entries()))} onderwerpen.")
    return 1 if failed else 0


def _check_template(arguments: argparse.Namespace) -> int:
    from assistant.documents.own_template import look

    with _template():
        found = look(arguments.sjabloon, arguments.soort, _content(arguments).script)
    for sentence in found.unknown:
        print(f"{arguments.sjabloon}: onbekend: {sentence}")
    if found.missing:
        print(
            f"{arguments.sjabloon}: ontbreekt: {', '.join(found.missing)}. "
            "Wat daar is ingevuld, komt niet in het document."
        )
    if not found.unknown and not found.missing:
        print("In orde: alle tags bestaan, en elk antwoord heeft een plaats.")
    return 1 if found.unknown else 0


def _show_copied(content: Content, folder: Path) -> bool:
    """Print what was copied from a source; true where anything was."""
    from assistant.authoring.source_check import copied

    try:
        found = list(copied(content.library, folder))
    except OSError as error:
        raise Refused(
            f"In '{folder}' staan de bronteksten niet; verwacht worden bestanden als midterm-2021.txt."
        ) from error
    for item in found:
        print(f"{item.entry}: overgenomen: acht woorden als in {item.document}:{item.line}: {item.words}")
    return bool(found)


def _show_reading_ease(content: Content) -> None:
    from assistant.authoring.source_check import hardest_first

    scores = hardest_first(content.library.entries())
    for score, entry in scores:
        print(f"{score:6.1f}  {entry.id}")
    print(f"Gemiddeld {sum(score for score, _ in scores) / len(scores):.1f} (Flesch-Douma; hoger is makkelijker).")


def _scenarios(arguments: argparse.Namespace) -> int:
    from assistant.authoring.run import play_files

    if arguments.opnemen:
        return _record(arguments)
    files = arguments.bestanden or sorted((_dialogues(arguments) / "scenarios").glob("*.yaml"))
    if not files:
        raise Refused(f"In '{_dialogues(arguments) / 'scenarios'}' staan geen gesprekstesten.")
    return play_files(files, _content(arguments), sys.stdout, coverage=arguments.dekking)


def _dialogues(arguments: argparse.Namespace) -> Path:
    from assistant.loading.folders import shipped

    return getattr(arguments, "dialogen", None) or shipped("dialogues")


def _record(arguments: argparse.Namespace) -> int:
    from assistant.authoring.playing import Stage
    from assistant.authoring.recording import recorded
    from assistant.conversation.events import Heard

    with _stored():
        store = _store(arguments)
        _must_exist(store, arguments.opnemen)
        log = store.load(arguments.opnemen).events
    if not any(isinstance(event, Heard) for event in log):
        raise Refused("In dit gesprek is nog niets gezegd.")
    text, same = recorded(arguments.opnemen, log, Stage(_content(arguments)))
    print(text, end="")
    print(
        "Let op: hierin staat alles zoals het getypt is. Haal weg wat over iemand gaat voor je dit deelt.",
        file=sys.stderr,
    )
    if not same:
        print("Nu gespeeld loopt dit anders dan toen; in de test staat hoe het nu loopt.", file=sys.stderr)
    return 0


def _draw(arguments: argparse.Namespace) -> int:
    from assistant.authoring.drawing import drawn

    flows = _content(arguments).script.flows
    if arguments.flow not in (None, *flows):
        raise Refused(f"Er is geen gesprek '{arguments.flow}'. Wel: {', '.join(flows)}.")
    print(drawn(flows.values() if arguments.flow is None else [flows[arguments.flow]]), end="")
    return 0
