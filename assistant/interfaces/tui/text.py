"""What is said as blocks of styled lines. Nothing is read as markup: brackets and stars of the person stay as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from assistant.conversation import outputs as o
from assistant.conversation.door import MESSAGE_LIMIT
from assistant.interfaces.tui.lines import Grid, Line, Lines

YOU, WE = "Jij", "Samenwerkwijzer"
OUR_LINK = "Onze koppeling"
FOLD = "▸"
LONGEST = 42
"""Letters of a source before it is cut off in the folded line."""
SHORTENED = 400
_MARKED = re.compile(r"(?P<bullet>[-*] +|\d+\.? +)?(?:\*\*(?P<bold>[^*\n]+)\*\*)?(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """One message as it stands in the conversation."""

    lines: tuple[Line | Grid, ...]
    mine: bool = False
    """Said by the person."""
    sources: tuple[o.Citation, ...] = ()
    """What it rests on; shown folded, in one line."""
    passage: str = ""
    """Id of the passage that it is."""
    related: int = 0
    """How many related subjects go with it."""
    copied: str = ""
    """The whole text with every source, as it is copied."""
    asks: bool = False
    """A question of ours."""

    @property
    def shown(self) -> tuple[Line | Grid, ...]:
        """All lines, the folded one last."""
        return (*self.lines, *([fold_line(self.sources, self.related)] if self.sources else []))


def of_person(text: str) -> Block:
    """What the person typed, letter by letter; of what is too long to be handled only the beginning."""
    shown = f"{text[:SHORTENED]} …" if len(text) > MESSAGE_LIMIT else text
    return Block((Line(Content.styled(YOU, "bold $soft")), Line(Content(shown))), mine=True, copied=text)


def of_us(output: o.Output, *, first: bool) -> Block:
    """One output; the name of who speaks only above the first of a turn."""
    above = [Line(Content.styled(WE, "bold $mark"))] if first else []
    sources = output.sources if isinstance(output, o.Say | o.Cite | o.Table) else ()
    return Block(
        (*above, *said(output)),
        sources=sources,
        passage=output.id if isinstance(output, o.Cite) else "",
        related=len(output.see) if isinstance(output, o.Cite) else 0,
        copied=copied(output),
        asks=isinstance(output, o.Ask),
    )


def fold_line(sources: tuple[o.Citation, ...], related: int) -> Line:
    """The sources in one line: the first by name, the others and what is related counted."""
    named = list(dict.fromkeys(source.line for source in sources))
    first = named[0] if len(named[0]) <= LONGEST else named[0][:LONGEST].rpartition(" ")[0].rstrip(" ,") + " …"
    more = f" en nog {len(named) - 1}" if len(named) > 1 else ""
    also = f" · verwant: {related}" if related else ""
    return Line(Content.styled(f"Bron: {first}{more}{also}", "$soft"), Content.styled(f"{FOLD} ", "$mark"))


def copied(output: o.Output) -> str:
    """An output as plain text with every source, to paste elsewhere."""
    title = f"{output.title}\n" if isinstance(output, o.Cite) else ""
    text = "\n".join(line.lead.plain + line.text.plain for line in lined(unwrapped(output.text)))
    sources = output.sources if isinstance(output, o.Say | o.Cite | o.Table) else ()
    named = "; ".join(dict.fromkeys(source.line for source in sources))
    ours = f"\n{OUR_LINK}" if isinstance(output, o.Say) and output.our_link else ""
    return f"{title}{text}{ours}" + (f"\nBron: {named}" if named else "")


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


def said(output: o.Output) -> Iterator[Line | Grid]:
    """The text of an output, without its sources.

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
            yield Line(Content(output.text.partition("\n")[0]))
            yield Grid(output.header, output.rows)
        case o.Candidates():
            yield from (_source_or(line) for line in lined(output.text))
        case o.Say():
            yield from lined(output.text)
        case _:
            yield from (Line(Content(line)) for line in output.text.split("\n"))
    if isinstance(output, o.Say) and output.our_link:
        yield Line(Content.styled(OUR_LINK, "$soft"))


def hung(line: Line) -> Lines:
    """A single line that hangs behind its beginning."""
    return Lines([line])


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
