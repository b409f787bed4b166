"""Outputs as styled lines. Nothing is ever read as markup: brackets and stars of the person stay as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from textual.content import Content

from assistant.conversation import outputs as o
from assistant.interfaces.tui.lines import Line, Lines

OUR_LINK = "Onze koppeling"
_MARKED = re.compile(r"(?P<bullet>[-*] +|\d+\.? +)?(?:\*\*(?P<bold>[^*\n]+)\*\*)?(?P<rest>.*)")


def lined(text: str) -> Iterator[Line]:
    """A text with line breaks as they stand: paragraphs, lists, and bold at the start of a line only.

    Bold further on in a line is left alone: there it may be what the person typed.
    """
    for line in text.split("\n"):
        match = _MARKED.fullmatch(line)
        if match is None:
            yield Line(Content(line))
            continue
        bullet = match["bullet"] or ""
        if bullet and not bullet[0].isdecimal():
            bullet = "• "
        words = Content.assemble((match["bold"] or "", "bold"), match["rest"])
        yield Line(words, Content.styled(bullet, "$mark"))


def unwrapped(text: str) -> str:
    """Markdown with the lines of a paragraph or list item joined; blank lines and list items stay apart."""
    blocks: list[str] = []
    for line in text.split("\n"):
        stripped = line.strip()
        begins = not stripped or not blocks or not blocks[-1] or re.match(r"[-*] |\d+\. ", stripped)
        if begins:
            blocks.append(stripped)
        else:
            blocks[-1] += " " + stripped
    return "\n".join(blocks)


def said(output: o.Output) -> Iterator[Line]:
    """One output as a message: its text, then what it rests on in one quiet line.

    Args:
        output: anything the conversation says; a question comes without its options.
    """
    match output:
        case o.Ask():
            yield from _question(output)
        case o.Cite():
            yield Line(Content.styled(output.title, "bold $mark"))
            yield from lined(unwrapped(output.text))
        case o.Overview():
            yield from _overview(output)
        case o.Table():
            yield from _table(output)
        case o.Candidates():
            yield from (_source_or(line) for line in lined(output.text))
        case o.Say():
            yield from lined(output.text)
        case _:
            yield from (Line(Content(line)) for line in output.text.split("\n"))
    yield from (Line(Content.styled(note, "$soft")) for note in _notes(output))


def plain(text: str, style: str = "") -> Lines:
    """A text of which nothing is interpreted, in one style."""
    return Lines([Line(Content.styled(text, style))])


def _notes(output: o.Output) -> Iterable[str]:
    if isinstance(output, o.Say) and output.our_link:
        yield OUR_LINK
    if isinstance(output, o.Say | o.Cite | o.Table) and output.sources:
        yield "Bron: " + " · ".join(dict.fromkeys(source.line for source in output.sources))
    if isinstance(output, o.Cite) and output.see:
        yield "Zie ook: " + " · ".join(choice.label for choice in output.see)


def _source_or(line: Line) -> Line:
    """A line that names a source is as quiet here as under any message."""
    return Line(line.text.stylize("$soft")) if line.text.plain.startswith("Bron: ") else line


def _question(ask: o.Ask) -> Iterator[Line]:
    """The question in bold, what is said with it below."""
    first, *rest = ask.text.split("\n")
    yield Line(Content.styled(first, "bold"))
    yield from (Line(Content(line)) for line in rest)


def _overview(output: o.Overview) -> Iterator[Line]:
    """Labels quiet, answers as they were typed; a line that is no answer names the part that follows."""
    answers = {f"- {row.label}: {row.value}": row for row in output.rows}
    text, first = output.text, True
    while text:
        known = next((line for line in answers if text == line or text.startswith(line + "\n")), None)
        line = known if known is not None else text.partition("\n")[0]
        text = text[len(line) :].removeprefix("\n")
        if known is None:
            yield Line(Content.styled(line, "" if first else "bold"))
        else:
            row = answers[known]
            value = Content.styled(row.value, "" if row.status == "answered" else "$soft")
            yield Line(Content.styled(f"{row.label}: ", "$soft") + value, Content("  "))
        first = False


def _table(output: o.Table) -> Iterator[Line]:
    """Side by side as lists, which fits every width: per row its name, then each column."""
    yield Line(Content(output.text.partition("\n")[0]))
    for name, *cells in output.rows:
        yield Line(Content.styled(name, "bold"))
        for column, cell in zip(output.header[1:], cells, strict=False):
            yield Line(Content.styled(f"{column}: ", "$soft") + Content(cell), Content("  "))
