"""A file of the user's own to a source on the shelf, or one Dutch sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from assistant.conversation.door import clean_name, visible
from assistant.foreign.apart import worked
from assistant.foreign.archive import LARGEST_FILE, LARGEST_UNPACKED, Unfit
from assistant.own_sources.blocks import LARGEST, MOST_CHARACTERS, MOST_PAGES, Piece
from assistant.own_sources.shelf import Shelf, Source

SECONDS = 70
"""A file that takes longer is stopped; where the system can, its own process stops before."""
ENDINGS = (".pdf", ".docx", ".txt", ".md", ".markdown", ".html", ".htm")
SENTENCES = {
    "weg": "'{name}' is er niet, of het is geen bestand; kijk of het pad klopt.",
    "dicht": "'{name}' mag ik niet lezen.",
    "soort": "'{name}' kan ik niet toevoegen; ik lees PDF, Word (.docx), tekst (.txt), Markdown (.md) en HTML.",
    "groot": (
        f"'{{name}}' is te groot: een bestand mag {LARGEST // 1_000_000} MB zijn, een Word-bestand "
        f"{LARGEST_FILE // 1_000_000} MB en uitgepakt {LARGEST_UNPACKED // 1_000_000} MB."
    ),
    "bladzijden": f"'{{name}}' heeft te veel bladzijden: meer dan {MOST_PAGES} lees ik er niet. Voeg een deel toe.",
    "tekst": (
        f"In '{{name}}' staat te veel tekst: meer dan {MOST_CHARACTERS // 1_000_000} miljoen tekens. Voeg een deel toe."
    ),
    "leeg": "In '{name}' staat geen tekst die ik kan lezen. Is het een scan, laat er dan eerst tekst van maken (OCR).",
    "geen_tekst": "'{name}' is geen tekstbestand; bewaar het als tekst, of voeg het oorspronkelijke bestand toe.",
    "geen_word": "'{name}' is geen Word-bestand dat ik kan lezen; bewaar het in Word als .docx, zonder wachtwoord.",
    "macro": "In '{name}' zitten macro's; bewaar het zonder macro's, als .docx.",
    "wachtwoord": "'{name}' is beveiligd met een wachtwoord; bewaar het zonder wachtwoord en voeg het dan toe.",
    "diep": "'{name}' is zo diep genest dat ik het niet lees.",
    "entiteit": "'{name}' bevat XML met eigen definities; zo'n bestand lees ik niet.",
    "pypdf": "Een PDF lezen kan pas met een aanvulling: pip install -c constraints.txt '.[bronnen]'",
    "geheugen": "'{name}' vraagt te veel geheugen en is gestopt.",
    "tijd": "'{name}' lezen duurde te lang en is gestopt.",
    "schijf": "'{name}' kan nu niet worden bewaard; kijk of er ruimte is op de schijf en of ik daar mag schrijven.",
    "beschadigd": "'{name}' kan ik niet lezen; het bestand is beschadigd.",
}


class SourceRefused(Exception):
    """A file cannot be added; its text is one Dutch sentence."""


def add(path: Path, shelf: Shelf, today: date) -> tuple[Source, bool]:
    """Read a file and put it on the shelf.

    Returns:
        The source, and whether it took the place of one that was there: of the same file, or with the same content.

    Raises:
        SourceRefused: it cannot be read or kept.
    """
    try:
        digest = _examined(path)
    except OSError as error:
        raise _refusal("dicht", path) from error
    except Unfit as error:
        raise _refusal(str(error), path) from error
    try:
        with worked(
            "assistant.own_sources.worker", {"path": str(path.resolve()), "title": _stem(path)}, SECONDS
        ) as done:
            found, _ = done
        pieces = tuple(Piece(*piece) for piece in found["pieces"])
        year = found["year"] or datetime.fromtimestamp(path.stat().st_mtime, UTC).year
    except Unfit as error:
        raise _refusal(str(error), path) from error
    except OSError as error:
        raise _refusal("schijf", path) from error
    there = shelf.sources()
    file = str(path.resolve())
    same = [source for source in there if source.file == file or source.hash == digest]
    others = [source.name for source in there if source not in same]
    source = Source(_free(path, others), found["title"], file, today.isoformat(), digest, year, found["pages"], pieces)
    try:
        shelf.put(source)
        for old in same:
            if old.name != source.name:
                shelf.remove(old)
    except OSError as error:
        raise _refusal("schijf", path) from error
    return source, bool(same)


def named(name: str, sources: Sequence[Source]) -> Source | None:
    """The source that is called so: by its name, or by its file or title where only one has that."""
    wanted = name.lower()
    ways: tuple[Callable[[Source], str], ...] = (
        lambda source: source.name, lambda source: Path(source.name).stem, lambda source: source.title,
        lambda source: source.file,
    )  # fmt: skip
    for way in ways:
        found = [source for source in sources if way(source).lower() == wanted]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _examined(path: Path) -> str:
    """The hash of a file that may be read at all.

    Raises:
        Unfit: it may not.
        OSError: it cannot be read.
    """
    if not path.is_file():
        raise Unfit("weg")
    if path.suffix.lower() not in ENDINGS:
        raise Unfit("soort")
    if path.suffix.lower() == ".pdf" and find_spec("pypdf") is None:
        raise Unfit("pypdf")
    if path.stat().st_size > LARGEST:
        raise Unfit("groot")
    return sha256(path.read_bytes()).hexdigest()


def _stem(path: Path) -> str:
    return clean_name(path.stem) or "bron"


def _free(path: Path, taken: Sequence[str]) -> str:
    """The file's name, with a number where another source has it."""
    stem, ending = _stem(path), path.suffix.lower()
    lower = {name.lower() for name in taken}
    name, number = f"{stem}{ending}", 2
    while name.lower() in lower:
        name, number = f"{stem} ({number}){ending}", number + 1
    return name


def _refusal(word: str, path: Path) -> SourceRefused:
    # Nothing in the name that a terminal would act on.
    return SourceRefused(SENTENCES[word].format(name=" ".join(visible(str(path)).split())))
