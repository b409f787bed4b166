"""A plan that was edited by hand, read in again: a Word or Markdown file to what stands at each place of the form.

Our own files say by their styles what is a label and what an answer. Elsewhere the labels and headings of the form
are looked for by their text; what stands between two of them is the answer to the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from assistant.conversation.words import fold
from assistant.documents import markdown
from assistant.documents.compose import ACCENTS, COLUMNS, HEAD, LIMITS, NAME_LABEL, PLAN_PARTS
from assistant.documents.model import UNTICKED, bare
from assistant.documents.sheet import OTHER
from assistant.foreign import archive

ENDINGS = (".docx", ".md")
NAME, EXTRA = "naam+gemeente", "extra:"
"""Places that are not one slot: the first box of the form, and a question that the form does not have."""
_TICK = re.compile(r"^([☒☑☐]|\[[xX ]\])\s*(.+)$", re.DOTALL)
_GOAL = re.compile(r"(?i)^(doel|subdoel)( \d+)?:?$")


class Unreadable(Exception):
    """The file cannot be read as a plan; its text is one Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A row of the table: doel, activiteiten, wie, evaluatie; and the rows of the subdoelen under it."""

    texts: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class Filled:
    """What was recognised in a file."""

    texts: dict[str, str] = field(default_factory=dict)
    """By slot, `NAME`, or `EXTRA` with a label."""
    ticked: dict[str, list[str]] = field(default_factory=dict)
    """Labels of the ticked options, by slot; a slot whose options were not there at all is absent."""
    goals: list[Goal] = field(default_factory=list)
    has_table: bool = False


Role = Literal["heading", "label", "answer", "text"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, with what its style says that it is; 'text' where that may be anything."""

    role: Role
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: per row the lines of each cell."""

    cells: tuple[tuple[tuple[str, ...], ...], ...]


def read_plan(path: Path) -> Filled:
    """What stands in a plan.

    Raises:
        Unreadable: no such file, no plan, or a file that is not safe to open.
    """
    suffix = path.suffix.lower()
    if suffix not in ENDINGS:
        raise Unreadable("Ik lees een plan uit een bestand dat eindigt op .docx of .md.")
    if path.exists() and not path.is_file():  # what is no file, such as a pipe, may have no end
        raise Unreadable(f"'{path}' is geen bestand.")
    if path.exists() and path.stat().st_size > archive.LARGEST_FILE:
        raise Unreadable(f"'{path}' is te groot.")
    try:
        pieces = list(_word(path) if suffix == ".docx" else _markdown(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError as error:
        raise Unreadable(f"'{path}' is er niet; kijk of het pad klopt.") from error
    except OSError as error:
        raise Unreadable(f"'{path}' kan ik niet lezen; staat het nog open, of is het een map?") from error
    except archive.Unfit as error:
        large = str(error) == "groot"
        raise Unreadable(f"'{path}' is {'te groot' if large else 'geen Word-bestand dat ik kan lezen'}.") from error
    except Exception as error:  # whatever is wrong with it, it is the file
        raise Unreadable(f"'{path}' kan ik niet lezen; het bestand is beschadigd.") from error
    filled = _Reader().read(pieces)
    if not (filled.texts or filled.ticked or filled.has_table):
        raise Unreadable(f"In '{path}' herken ik geen plan van aanpak: de kopjes van het formulier staan er niet in.")
    return filled


# --- pieces of a file

_STYLES: dict[str, Role] = {
    "Veldlabel": "label", "Antwoord": "answer", "Nog open": "answer", "Title": "heading", "Heading 1": "heading",
    "Heading 2": "heading", "Heading 3": "heading",
}  # fmt: skip


def _word(path: Path) -> Iterator[Piece | Rows]:
    archive.examine(path)
    from docx import Document
    from docx.oxml.ns import qn
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    from assistant.documents.word import paragraph_text

    document: Any = Document(str(path))
    for element in document.element.body.iter(qn("w:p"), qn("w:tbl")):
        within = next((a for a in element.iterancestors() if a.tag == qn("w:tbl")), None)
        if within is not None:
            continue
        if element.tag == qn("w:tbl"):
            table = Table(element, document)
            rows = [
                [_lines("\n".join(paragraph_text(p._p) for p in cell.paragraphs)) for cell in row.cells]
                for row in table.rows
            ]
            yield Rows(tuple(map(tuple, rows)))
        else:
            style = Paragraph(element, document).style
            role = _STYLES.get(style.name or "", "text") if style is not None else "text"
            yield Piece(role, tuple(paragraph_text(element).split("\n")))


def _markdown(text: str) -> Iterator[Piece | Rows]:
    rows: list[tuple[tuple[str, ...], ...]] = []
    quoted: list[str] = []
    for line in [*text.split("\n"), ""]:
        if rows and not line.startswith("|"):
            yield Rows(tuple(rows))
            rows = []
        if quoted and not line.startswith(">"):
            yield Piece("answer", tuple(quoted))
            quoted = []
        if line.startswith(">"):
            quoted.append(markdown.unescaped(line[1:].removeprefix(" ").removesuffix("\\")))
        elif line.startswith("|"):
            cells = markdown.cells(line)[: len(COLUMNS)]
            if not all(re.fullmatch(r"\s*:?-+:?\s*", "".join(cell)) for cell in cells):
                rows.append(tuple(_lines("\n".join(cell)) for cell in cells))
        elif match := re.fullmatch(r"\*\*(.+)\*\*", line.strip()):
            yield Piece("label", (markdown.unescaped(match[1]),))
        elif match := re.match(r"(#+) (.*)", line):
            yield Piece("heading", (markdown.unescaped(match[2]),))
        elif line.strip():
            yield Piece("text", (markdown.unescaped(re.sub(r"^- ", "", line)),))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


# --- from pieces to the places of the form


class _Reader:
    """Goes through the pieces and keeps where on the form it is."""

    def __init__(self) -> None:
        self.filled = Filled()
        self.place = ""
        """What the text that follows belongs to; nothing where it is ours."""
        self.accent = ""
        self.part = ""

    def read(self, pieces: list[Piece | Rows]) -> Filled:
        for piece in pieces:
            if isinstance(piece, Rows):
                self._table(piece)
            elif self.part == "bijlage":
                break
            elif piece.role == "answer" or not self._anchor(piece):
                self._text(piece)
        self.filled.texts = {place: "\n".join(bare(text)) for place, text in self.filled.texts.items()}
        return self.filled

    def _anchor(self, piece: Piece) -> bool:
        """Whether a piece is a heading or label of the form; the place is then there."""
        first, *rest = [line for line in piece.lines if line.strip()] or [""]
        key = _key(first)
        if key.startswith("bijlage ") and piece.role in ("heading", "text"):
            self.part, self.place = "bijlage", ""
            return piece.role == "heading" or key in _APPENDICES
        if key in _HEADINGS:
            self.part, self.accent, self.place = _HEADINGS[key][0], _HEADINGS[key][1], ""
            return True
        place = self._place(key, piece.role)
        if place is None:
            return False
        self.place = place
        if place and not place.startswith("?"):
            self.filled.texts.setdefault(place, "")
        if not self.place.startswith(EXTRA):
            self._add([line for line in rest if _key(line) not in _QUESTIONS])
        return True

    def _place(self, key: str, role: Role) -> str | None:
        """Where a label leads: a slot, '' for something of ours, nothing where it is no label."""
        if key in _LABELS:
            return _LABELS[key]
        if self.accent:
            slot, further = _ACCENT_SLOTS[self.accent]
            if key in ("toelichting", _key(_EXPLANATIONS[self.accent])):
                return further
            if key in ("keuze", _key(_ACCENT_QUESTIONS[self.accent])):
                return f"?{slot}"
        if self.part == OTHER and role == "label":
            return EXTRA + key
        return None

    def _text(self, piece: Piece) -> None:
        if piece.role != "heading" and self.place.startswith("?"):
            self._ticks(self.place[1:], piece.lines)
        elif self.place.startswith(EXTRA) and piece.role != "answer":
            return  # the question as the flow asks it
        elif piece.role != "heading":
            self._add([line for line in piece.lines if piece.role == "answer" or _key(line) not in _QUESTIONS])
        else:
            self.place = ""

    def _ticks(self, slot: str, lines: tuple[str, ...]) -> None:
        for tick in filter(None, (_TICK.match(" ".join(line.split())) for line in lines)):
            found = self.filled.ticked.setdefault(slot, [])
            if tick[1] not in (UNTICKED, "[ ]"):
                found.append(tick[2])

    def _add(self, lines: list[str]) -> None:
        if self.place and not self.place.startswith("?") and lines:
            earlier = self.filled.texts.get(self.place)
            self.filled.texts[self.place] = "\n".join([*([earlier] if earlier else []), *lines])

    def _table(self, rows: Rows) -> None:
        """The table of the form; each box of another table is read as text."""
        if not rows.cells:
            return
        head = [_key(" ".join(cell)) for cell in rows.cells[0]]
        if head != [_key(column) for column in COLUMNS]:
            for row in rows.cells:
                for cell in dict.fromkeys(row):
                    for line in cell:
                        piece = Piece("text", (line,))
                        if not self._anchor(piece):
                            self._text(piece)
            return
        self.place = ""
        self.filled.has_table = True
        for row in rows.cells[1:]:
            first = [line for line in row[0] if line.strip()]
            label = _GOAL.match(first[0].strip(" *")) if first else None
            texts = ["\n".join(bare("\n".join(cell))) for cell in row]
            texts[0] = "\n".join(bare("\n".join(first[1:] if label else first)))
            part = label is not None and label[1].lower() == "subdoel"
            if part and self.filled.goals:
                last = self.filled.goals[-1]
                self.filled.goals[-1] = Goal(last.texts, (*last.parts, tuple(texts)))
            else:
                self.filled.goals.append(Goal(tuple(texts)))


def _key(line: str) -> str:
    return fold(line).strip(" :.")


_HEADINGS: dict[str, tuple[str, str]] = {
    **{_key(part): (part, "") for part in (*PLAN_PARTS, OTHER)},
    **{_key(heading): (PLAN_PARTS[0], heading) for _, heading, *_ in ACCENTS},
}
_LABELS: dict[str, str] = {
    _key(NAME_LABEL): NAME,
    **{_key(label): slot for slot, label in HEAD},
    **{_key(label): slot for slot, label, _ in LIMITS},
}
_ACCENT_SLOTS = {heading: (slot, further) for slot, heading, _, further, _ in ACCENTS}
_ACCENT_QUESTIONS = {heading: question for _, heading, question, *_ in ACCENTS}
_EXPLANATIONS = {heading: explanation for _, heading, *_, explanation in ACCENTS}
_QUESTIONS = {_key(question) for *_, question in (*ACCENTS, *LIMITS)}
_APPENDICES = {"bijlage 1 aandachtsgebieden", "bijlage 2 vormen van samenwerking"}
