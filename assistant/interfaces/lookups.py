"""One look-up, or a series of them, without a conversation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.interfaces.streams import json_line, lines_of
from assistant.knowledge.found import Found
from assistant.knowledge.passage import Document, Ref
from assistant.search.engine import Search

Question = tuple[int | str, str]


def read_questions(source: str) -> Iterator[Question]:
    """Questions from a file, or from standard input for '-': JSON objects or plain text, one a line.

    Raises:
        OSError: the file cannot be read.
    """
    if source == "-":
        yield from _questions(lines_of(sys.stdin))
        return
    with Path(source).open(encoding="utf-8", errors="replace") as lines:
        yield from _questions(lines_of(lines))


def _questions(lines: Iterable[str]) -> Iterator[Question]:
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, dict) and isinstance(data.get("query"), str):
            given = data.get("id")
            yield (given if isinstance(given, int | str) else number), data["query"]
        else:
            yield number, text


def answer_lines(
    search: Search, documents: Mapping[str, Document], questions: Iterable[Question], count: int
) -> Iterator[str]:
    """One JSON object per question, in order, in the stable machine format."""
    for number, query in questions:
        found = search.look_up(query, count)
        yield json_line(_data(number, found, documents, count))


def _data(number: int | str, found: Found, documents: Mapping[str, Document], count: int) -> dict[str, Any]:
    return {
        "id": number,
        "query": found.query,
        "abstained": found.abstained,
        "notice": found.notice,
        "results": [
            {
                "id": hit.passage.id,
                "title": hit.passage.title,
                "text": hit.passage.text.replace("**", ""),
                "score": round(hit.score, 4),
                "sources": [_source(ref, documents) for ref in hit.passage.sources],
                "own": hit.own,
                "why": list(hit.why),
            }
            for hit in found.hits[:count]
        ],
    }


def _source(ref: Ref, documents: Mapping[str, Document]) -> dict[str, Any]:
    document = documents[ref.document]
    return {
        "document": ref.document, "title": document.title, "year": document.year,
        "section": ref.section, "lines": ref.lines, "page": ref.page,
    }  # fmt: skip


def answer_text(search: Search, documents: Mapping[str, Document], query: str, count: int) -> str:
    """The answer for a person: passage, source, and what lies near; or an honest no."""
    from assistant.conversation.outputs import citation

    found = search.look_up(query)
    near = [hit.label for hit in found.hits]
    if found.notice:
        return found.notice
    if found.abstained or not found.hits:
        text = "Dat staat niet in mijn bronnen; die gaan over samenwerken tussen onderwijs en jeugdhulp."
        return text + (" Dichtbij liggen wel:\n" + "\n".join(f"- {title}" for title in near[:3]) if near else "")
    shown = max(count, found.shown)
    parts = []
    for hit in found.hits[:shown]:
        ref = hit.passage.sources[0]
        source = citation(ref, documents[ref.document])
        text = hit.passage.text.replace("**", "")
        parts.append(f"{hit.passage.title}\n\n{text}\n\nBron: {source.line}.")
    rest = near[shown : shown + 3]
    if rest:
        parts.append("Ook dichtbij: " + " · ".join(rest) + ".")
    return "\n\n".join(parts)
