"""A report as a file on disk: written beside the target, read back, and only then put in its place."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from assistant.documents import markdown
from assistant.documents.model import Answer, Report, not_found, not_inside

ENDINGS = ".docx, .pdf, .html of .md"
NO_PDF = (
    "Voor een PDF is nog iets nodig: installeer het met 'pip install \"samenwerkwijzer[pdf]\"'. Of kies html: "
    "dat bestand kun je in je browser afdrukken als PDF."
)

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


class WriteError(Exception):
    """A document that could not be written; its text is one Dutch sentence for the person."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a document."""

    path: Path
    """Where it is; with `missing`, where it should have come."""
    missing: tuple[str, ...] = ()
    """Labels of answers that were not found in it; it has then not been put in place, unless `left_out`."""
    left_out: bool = False
    """True where a template of the person's own has no place for `missing`; the document is there all the same."""
    beside: bool = False
    """True where the target could not be replaced, because it is open elsewhere."""


def write(report: Report, target: Path, fill: Callable[[Report], bytes] | None = None) -> Written:
    """Write a report in the format that the name asks for: .docx, .pdf, .html or .md.

    An earlier file is replaced only by one in which every answer was found back.

    Args:
        report: what to write.
        target: where.
        fill: puts the report in a Word template of the person's own, in place of ours; its exceptions pass through.

    Raises:
        WriteError: no such format, or the folder or disk does not allow it.
    """
    suffix = target.suffix.lower()
    if suffix not in _FORMATS:
        raise WriteError(f"'{target.name}' kan ik niet schrijven; laat de naam eindigen op {ENDINGS}.")
    if fill and suffix != ".docx":
        raise WriteError("Een sjabloon geeft een Word-bestand; laat de naam eindigen op .docx.")
    form = _own(fill) if fill else _FORMATS[suffix]()
    data = fill(report) if fill else _rendered(form, report)
    with _beside(data, target) as temporary:
        missing = form.missing(report.given, _pieces(form, temporary))
        if missing and not fill:
            return Written(target, missing)
        return replace(_place(temporary, target), missing=missing, left_out=bool(missing))


def put(data: bytes, target: Path) -> Written:
    """Write bytes as a file, an earlier one replaced only when they are all on disk.

    Raises:
        WriteError: the folder or disk does not allow it.
    """
    with _beside(data, target) as temporary:
        return _place(temporary, target)


@contextlib.contextmanager
def _beside(data: bytes, target: Path) -> Iterator[Path]:
    """The data in a file beside the target, which is gone afterwards unless it was put in place."""
    temporary = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    try:
        if target.is_dir():
            raise WriteError(f"'{target}' is een map; kies een andere naam voor het document.")
        target.parent.mkdir(parents=True, exist_ok=True)
        _put(temporary, data)
        yield temporary
    except OSError as error:
        raise WriteError(_sentence(error, target)) from error
    finally:
        with contextlib.suppress(OSError):  # a leftover beside the document harms nothing
            temporary.unlink(missing_ok=True)


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A name that no file in the folder has yet: 'plan.docx', 'plan-2.docx'."""
    path, number = folder / f"{stem}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    return path


@dataclass(frozen=True, slots=True)
class _Format:
    """How a format is written and read again."""

    render: Callable[[Report], bytes]
    read_back: Callable[[Path], list[tuple[str, ...]]]
    missing: Callable[[tuple[Answer, ...], list[tuple[str, ...]]], tuple[str, ...]] = not_found


def _rendered(form: _Format, report: Report) -> bytes:
    try:
        return form.render(report)
    except WriteError:
        raise
    except Exception as error:  # a template is code: anything can be wrong with a damaged one
        raise WriteError("Het sjabloon van dit document is beschadigd; installeer Samenwerkwijzer opnieuw.") from error


def _markdown() -> _Format:
    return _Format(lambda report: markdown.render(report).encode("utf-8"), markdown.read_back)


# The libraries of the other formats take up to a third of a second to load, so only when they are used.


def _word() -> _Format:
    from assistant.documents import word

    return _Format(word.render, word.read_back)


def _own(fill: Callable[[Report], bytes]) -> _Format:
    from assistant.documents import word

    return _Format(fill, word.read_all, not_inside)


def _html() -> _Format:
    from assistant.documents import html

    return _Format(lambda report: html.render(report).encode("utf-8"), html.read_back)


def _pdf() -> _Format:
    from assistant.documents import pdf

    def render(report: Report) -> bytes:
        try:
            return pdf.render(report)
        except pdf.NotInstalled as error:
            raise WriteError(NO_PDF) from error
        except pdf.NoGlyph as error:
            raise WriteError(
                f"Een PDF kan dit niet laten zien, want het lettertype kent de tekens niet: {error}. Er is niets "
                "bewaard. Word en HTML tonen ze wel: kies docx of html."
            ) from error

    return _Format(render, pdf.read_back, partial(not_found, plain=pdf.packed))


_FORMATS = {".docx": _word, ".pdf": _pdf, ".html": _html, ".md": _markdown}


def _put(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _pieces(form: _Format, path: Path) -> list[tuple[str, ...]]:
    try:
        return form.read_back(path)
    except OSError:
        raise
    except Exception as error:  # whatever it is, it is not the document that was meant
        raise WriteError("Het document was na het schrijven niet goed te lezen en is niet bewaard.") from error


def _place(temporary: Path, target: Path) -> Written:
    try:
        temporary.replace(target)
    except PermissionError:
        # Word keeps an open document locked: the new one goes beside it.
        beside = free_name(target.parent, f"{target.stem} (nieuw)", target.suffix)
        temporary.rename(beside)
        return Written(beside, beside=True)
    return Written(target)


def _sentence(error: OSError, target: Path) -> str:
    if error.errno in _FULL:
        return "De schijf is vol; maak ruimte of kies een andere plek. Je antwoorden zijn er nog."
    if error.errno in _REFUSED:
        return f"In de map '{target.parent}' mag ik niet schrijven; kies een andere plek."
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return f"'{target.parent}' is geen map; kies een andere plek."
    if error.errno == errno.ENAMETOOLONG:
        return f"De naam '{target.name}' is te lang; kies een kortere."
    return f"Het document kan niet worden geschreven in '{target.parent}'; kies een andere plek."
