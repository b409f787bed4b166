"""Whole passages, with where they come from, to show and to paste elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from assistant.conversation.outputs import Citation, citation
from assistant.interfaces.tui.lines import Line
from assistant.interfaces.tui.text import lined, unwrapped
from assistant.knowledge.model import Library, Passage


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
