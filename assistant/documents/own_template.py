"""A report in a Word template of somebody's own: checked, and filled in by a process with limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from assistant.conversation.script import Document, Script
from assistant.documents.model import LONGEST_PROPERTY, Report
from assistant.documents.tags import answers_in, lists, tags, values
from assistant.foreign.apart import worked
from assistant.foreign.archive import LARGEST_UNPACKED, Unfit, examine

SECONDS = 30
"""A template that takes longer is stopped."""
SENTENCES = {
    "weg": "Het sjabloon '{name}' kan ik niet lezen; kijk of het pad klopt.",
    "geen_word": "'{name}' is geen Word-bestand dat ik als sjabloon kan gebruiken; bewaar het in Word als .docx.",
    "groot": (
        f"Het sjabloon '{{name}}' is te groot: uitgepakt mag het hoogstens {LARGEST_UNPACKED // 1_000_000} MB zijn."
    ),
    "macro": "In het sjabloon '{name}' zitten macro's; bewaar het zonder macro's, als .docx.",
    "verboden": "Het sjabloon '{name}' doet iets wat niet mag; alleen tags, 'if' en 'for' zijn toegestaan.",
    "tag": "In het sjabloon '{name}' klopt een tag niet{detail}.",
    "onbekend": "In het sjabloon '{name}' staat een tag die er niet is.",
    "geheugen": "Het sjabloon '{name}' vraagt te veel geheugen en is gestopt.",
    "schijf": "Het sjabloon '{name}' kan nu niet worden ingevuld; kijk of er ruimte is op de schijf.",
    "tijd": "Het sjabloon '{name}' duurde te lang en is gestopt.",
    "beschadigd": "Het sjabloon '{name}' kan ik niet gebruiken; het bestand is beschadigd of geen gewoon Word-bestand.",
}


class TemplateRefused(Exception):
    """The template cannot be used; its text is one Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a template names."""

    unknown: tuple[str, ...]
    """A sentence for each tag that does not exist, with what may have been meant."""
    missing: tuple[str, ...]
    """Tags without which an answer stays out."""


def look(path: Path, kind: Document, script: Script) -> Findings:
    """Which tags of a template are unknown, and which it leaves out.

    Raises:
        TemplateRefused: it cannot be used at all.
    """
    result, _ = _run(path, kind, script)
    used = set(result["used"])
    missing = () if "stukken" in used else tuple(name for name in answers_in(kind, script) if name not in used)
    return Findings(tuple(_unknown(name, kind, script) for name in result["unknown"]), missing)


def fill(path: Path, report: Report, script: Script) -> bytes:
    """The report in a template, as the bytes of a DOCX file.

    Raises:
        TemplateRefused: the template cannot be used.
    """
    given = {"values": values(report, script), "title": report.full_title[:LONGEST_PROPERTY]}
    result, document = _run(path, report.kind, script, given)
    if result["unknown"]:
        more = len(result["unknown"]) - 1
        rest = (
            f" Er {'is' if more == 1 else 'zijn'} er nog {more}; zie 'samenwerkwijzer controleer --sjabloon'."
            if more
            else ""
        )
        raise TemplateRefused(f"In het sjabloon '{path}': {_unknown(result['unknown'][0], report.kind, script)}{rest}")
    return document


def example(kind: Document) -> bytes:
    """A template to begin with, as the bytes of a DOCX file."""
    name = "voorbeeld-plan.docx" if kind == "plan" else "voorbeeld-verslag.docx"
    return (Path(__file__).parent / "templates" / name).read_bytes()


def _run(
    path: Path, kind: Document, script: Script, given: dict[str, Any] | None = None
) -> tuple[dict[str, Any], bytes]:
    """One job for the worker: its result, and the document where values are given."""
    known, behind_dot = _names(kind, script)
    job: dict[str, Any] = {
        "template": str(path.resolve()),
        "known": known,
        "parts": behind_dot,
        "values": None,
        **(given or {}),
    }
    if not path.is_file():
        raise _refusal("weg", path)
    try:
        return _worked(path, job)
    except OSError as error:
        raise _refusal("schijf", path) from error


def _worked(path: Path, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        with worked("assistant.documents.own_worker", job, SECONDS) as (result, document):
            if job["values"] is None or result["unknown"]:
                return result, b""
            return result, _examined(document, path)
    except Unfit as error:
        raise _refusal(str(error), path, error.detail) from error


def _examined(document: Path, path: Path) -> bytes:
    """What was made of a template."""
    try:
        examine(document)
    except (Unfit, OSError) as error:
        raise _refusal("geheugen", path) from error
    return document.read_bytes()


def _names(kind: Document, script: Script) -> tuple[list[str], list[str]]:
    """What may stand by itself, and what may stand behind a dot."""
    found = lists(kind)
    return [*tags(kind, script), *found], list(dict.fromkeys(part for each in found.values() for part in each))


def _unknown(name: str, kind: Document, script: Script) -> str:
    known, behind_dot = _names(kind, script)
    if name.startswith("."):
        return f"'{name}' is geen onderdeel van een lijst.{_meant(name[1:], behind_dot)}"
    return f"'{name}' is geen tag van dit document.{_meant(name, known)}"


def _meant(word: str, known: Iterable[str]) -> str:
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return f" Bedoel je '{found[0]}'?" if found else ""


def _refusal(code: str, path: Path, detail: str = "") -> TemplateRefused:
    if code == "tag":
        detail = f": {detail}" if detail else "; sluit elke 'for' met 'endfor' en elke 'if' met 'endif'"
    return TemplateRefused(SENTENCES[code].format(name=path, detail=detail))
