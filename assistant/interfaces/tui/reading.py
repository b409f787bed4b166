"""What a statement rests on: whole passages, with where they come from and what is related."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from assistant.conversation.outputs import Citation, citation
from assistant.interfaces.tui.lines import Line
from assistant.interfaces.tui.text import lined, unwrapped
from assistant.knowledge.model import Library, Passage, Ref

MOST = 8
"""Passages that are offered at once."""


def behind(library: Library, passage: str, sources: Sequence[Citation]) -> list[Passage]:
    """The passages a message rests on: the one that it is, else those made from the same lines, the closest first."""
    if passage in library.entry:
        return [library.entry[passage]]
    found = [(_shared(entry, sources), entry) for entry in library.entry.values()]
    return [entry for shared, entry in sorted(found, key=lambda pair: -pair[0]) if shared > 0][:MOST]


def related(library: Library, passage: Passage) -> list[Passage]:
    """What the passage points at."""
    return [library.entry[item] for item in passage.see if item in library.entry]


def whole(library: Library, passage: Passage) -> Iterator[Line]:
    """The passage in full, then every place it comes from, by document."""
    yield Line(Content.styled(passage.title, "bold $mark"))
    yield from lined(unwrapped(passage.text))
    yield Line(Content(""))
    refs = [ref for ref in passage.sources if ref.document in library.document]
    cited = [citation(ref, library.document[ref.document]) for ref in refs]
    for document in dict.fromkeys(source.document for source in cited):
        places = [source for source in cited if source.document == document]
        year = "" if places[0].own else f" ({places[0].year})"
        yield Line(Content.styled(f"Bron: {places[0].title}{year}", "$soft"))
        for place in dict.fromkeys(_place(source) for source in places):
            yield Line(Content.styled(place, "$soft"), Content.styled("  • ", "$soft"))


def _place(source: Citation) -> str:
    return ", ".join(filter(None, (source.section, f"p. {source.page}" if source.page else "")))


def as_text(library: Library, passage: Passage) -> str:
    """The passage with its sources, to paste elsewhere."""
    refs = [
        citation(ref, library.document[ref.document]) for ref in passage.sources if ref.document in library.document
    ]
    return "\n".join(
        [passage.title, unwrapped(passage.text), "Bron: " + "; ".join(dict.fromkeys(c.line for c in refs))]
    )


def _shared(entry: Passage, sources: Sequence[Citation]) -> float:
    """How much of the lines of a passage and of what is cited is the same; most for the same lines."""
    best = 0.0
    for ref in entry.sources:
        for source in sources:
            mine, theirs = _span(ref), _span(Ref(source.document, source.lines))
            if ref.document == source.document and mine and theirs:
                both = min(mine[1], theirs[1]) - max(mine[0], theirs[0]) + 1
                best = max(best, both / (max(mine[1], theirs[1]) - min(mine[0], theirs[0]) + 1))
    return best


def _span(ref: Ref) -> tuple[int, int] | None:
    first, _, last = ref.lines.partition("-")
    return (int(first), int(last or first)) if first.isdecimal() and (last or first).isdecimal() else None
