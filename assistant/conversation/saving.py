"""How and where somebody wants a document: 'plan als pdf', 'als word in ~/Documenten/plan.docx'."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORMATS = {
    "word": ".docx", "docx": ".docx", "doc": ".docx", "pdf": ".pdf", "html": ".html", "webpagina": ".html",
    "markdown": ".md", "md": ".md",
}  # fmt: skip
_ENDING = re.compile(r"(?i)\.(docx|pdf|html|md)$")
_SAVING = re.compile(
    rf"(?i)(?P<about>(?:(?!(?:als|in|op|naar|onder)\b)\w+\s*){{0,3}})"
    rf"(?:als\s+(?:een\s+)?(?P<format>{'|'.join(_FORMATS)})\b(?:-?bestand)?\s*)?"
    r"(?:(?:in|op|naar|onder)\s+(?P<place>\S.*))?"
)


@dataclass(frozen=True, slots=True)
class Saving:
    """How and where a document is wanted; what is empty was not said."""

    about: str
    """Words that say which document."""
    format: str
    """The ending of its name: '.pdf'."""
    place: str
    """A file or folder, as typed."""


def saving(text: str) -> Saving | None:
    """What stands behind 'document' or 'bewaar', where that names a format or a place."""
    match = _SAVING.fullmatch(text.strip())
    if match is None or not (match["format"] or match["place"]):
        return None
    place = (match["place"] or "").strip(" \"'")
    if place and not is_place(place):
        return None
    return Saving(match["about"].strip(), format_in(match["format"] or ""), place)


def is_place(text: str) -> bool:
    """Whether a text looks like a file or folder: it has a slash, or ends as a document does."""
    return "\n" not in text and (bool(re.search(r"[/\\~]", text)) or is_file(text))


def is_file(text: str) -> bool:
    """Whether a text ends as a document does."""
    return bool(_ENDING.search(text.strip(" \"'")))


def format_in(text: str) -> str:
    """The ending for a format that a text names: '.pdf' for 'pdf graag'; empty for none."""
    return next((_FORMATS[word] for word in re.findall(r"\w+", text.lower()) if word in _FORMATS), "")
