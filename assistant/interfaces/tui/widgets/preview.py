"""The document as it grows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Spacing
from textual.widgets import Static

from assistant.documents.model import Report
from assistant.interfaces.tui.lines import Line, Lines
from assistant.interfaces.tui.pages import Entry, Section, marked, sections
from assistant.interfaces.tui.widgets.sheet import Sheet

NEW = "+"
EMPTY = "Hier zie je straks het document groeien, terwijl we praten."


class Preview(VerticalScroll, can_focus=False):
    """One text per section; only sections that changed are written again."""

    def __init__(self) -> None:
        super().__init__()
        self._run: str | None = None
        self._shown: dict[str, tuple[Section, ...]] = {}
        """What was last shown, per run."""

    async def show(self, run: str, report: Report) -> bool:
        """Show a document; what was just added is lit up and carries a plus.

        Returns:
            Whether something is new in it.
        """
        found, old = sections(report), self._shown.get(run, ())
        new = marked(found, old or found)
        self._shown[run] = new
        if run != self._run:
            self._run = run
            await self.remove_children()
            title = Content.assemble((report.title, "bold"), ("\nconcept" if report.concept else "", "$soft"))
            await self.mount(Static(title, classes="head"), *(_Part(section) for section in new))
        elif new == old:
            return False
        else:
            await self._update(new)
        self._bring_up()
        return any(entry.fresh for section in new for entry in section.entries)

    async def _update(self, new: tuple[Section, ...]) -> None:
        parts = list(self.query_children(_Part))
        titles = [part.title for part in parts]
        steps = SequenceMatcher(None, titles, [section.title for section in new], autojunk=False)
        after: Static = self.query_one(".head", Static)
        for kind, i1, i2, j1, j2 in steps.get_opcodes():
            if kind == "equal":
                for part, section in zip(parts[i1:i2], new[j1:j2], strict=True):
                    part.write(section)
                after = parts[i2 - 1]
                continue
            await self.remove_children(parts[i1:i2])
            for section in new[j1:j2]:
                part = _Part(section)
                await self.mount(part, after=after)
                after = part

    def show_nothing(self) -> None:
        """Before any document has begun."""
        if not self.children:
            self.mount(Static(Content.styled(EMPTY, "$soft"), classes="head"))

    def on_show(self) -> None:
        """Begin at what is new."""
        self._bring_up()

    def _bring_up(self) -> None:
        """Have what is new in sight."""
        part = next((part for part in self.query_children(_Part) if part.first_fresh is not None), None)
        if part is not None:
            self.call_after_refresh(self._scroll_to_new, part)

    def _scroll_to_new(self, part: _Part) -> None:
        if not self.size:
            return
        row = part.lines.row_of(part.first_fresh or 0, part.content_size.width)
        region = part.virtual_region
        self.scroll_to_region(Region(0, region.y + row, region.width, 6), animate=False, spacing=Spacing(2, 0, 2, 0))


class _Part(Sheet):
    """One section."""

    def __init__(self, section: Section) -> None:
        super().__init__(Lines(_drawn(section)))
        self.section = section

    @property
    def title(self) -> str:
        """By which the section is known again."""
        return self.section.title

    @property
    def first_fresh(self) -> int | None:
        """The line at which the first new entry begins."""
        before = 1 if self.section.title else 0
        for entry in self.section.entries:
            if entry.fresh:
                return before
            before += len(list(_entry(entry)))
        return None

    def write(self, section: Section) -> None:
        """Show the section as it is now."""
        if section != self.section:
            self.section = section
            self.show(Lines(_drawn(section)))


def _drawn(section: Section) -> Iterator[Line]:
    if section.title:
        yield Line(Content.styled(section.title, "bold $mark" if section.level == 1 else "bold"))
    for entry in section.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[Line]:
    """Label above text, or before it while it is open; what is new is lit up, and a plus says so too."""
    if entry.label and not entry.filled:
        yield Line(Content.styled(f"{entry.label}: {entry.text}", "$soft"))
        return
    style = "$fresh-ink on $fresh" if entry.fresh else "" if entry.filled else "$soft"
    sign = f"{NEW} " if entry.fresh else ""
    if entry.label:
        yield Line(Content.styled(sign + entry.label, "bold $fresh-ink on $fresh" if entry.fresh else "$soft"))
        sign = ""
    box = re.match(r"[☐☒•] ", entry.text)
    lead = sign + (box[0] if box else "")
    yield Line(Content.styled(entry.text[len(box[0]) if box else 0 :], style), Content.styled(lead, style))
