"""The document as it grows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Spacing
from textual.message import Message
from textual.widgets import Static

from assistant.documents.model import Report
from assistant.interfaces.tui.lines import Line, Lines
from assistant.interfaces.tui.pages import Entry, Section, marked, sections
from assistant.interfaces.tui.widgets.sheet import Sheet

NEW, POINTER = "+", "›"
EMPTY = "Hier zie je straks het document groeien, terwijl we praten."


class Preview(VerticalScroll, can_focus=False):
    """One text per section; only sections that changed are written again.

    It never has the focus: a click, or the prompt while it is empty, points at a field and picks it.
    """

    @dataclass
    class Wanted(Message):
        """The person wants to go to the question of a field."""

        path: str

    def __init__(self) -> None:
        super().__init__()
        self.pointed = ""
        """Path of the field that is pointed at."""
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

    # --- pointing ---

    def press(self, key: str) -> bool:
        """Handle a key; False where it is of no use here."""
        paths = list(dict.fromkeys(entry.path for entry in self._entries() if entry.path))
        if key in ("up", "down") and paths:
            new = next((entry.path for entry in self._entries() if entry.fresh and entry.path), paths[0])
            if self.pointed in paths:
                at = paths.index(self.pointed) + (1 if key == "down" else -1)
                new = paths[min(max(at, 0), len(paths) - 1)]
            self.point(new)
            self._bring(new)
        elif key == "enter" and self.pointed:
            self.post_message(self.Wanted(self.pointed))
        else:
            return False
        return True

    def point(self, path: str) -> None:
        """Point at a field; at none with an empty path."""
        if path != self.pointed:
            before, self.pointed = self.pointed, path
            for part in self.query_children(_Part):
                if any(entry.path in (before, path) and entry.path for entry in part.section.entries):
                    part.point(path)

    def on_leave(self) -> None:
        """The mouse went away."""
        self.point("")

    def _entries(self) -> Iterator[Entry]:
        for part in self.query_children(_Part):
            yield from part.section.entries

    def _bring(self, path: str) -> None:
        """Have a field in sight."""
        for part in self.query_children(_Part):
            first = part.line_of(lambda entry: entry.path == path)
            if first is not None:
                self.call_after_refresh(self._show_line, part, first)
                return

    def on_show(self) -> None:
        """Begin at what is new."""
        self._bring_up()

    def _bring_up(self) -> None:
        """Have what is new in sight."""
        for part in self.query_children(_Part):
            first = part.line_of(lambda entry: entry.fresh)
            if first is not None:
                self.call_after_refresh(self._show_line, part, first)
                return

    def _show_line(self, part: _Part, line: int) -> None:
        if not self.size:
            return
        row = part.lines.row_of(line, part.content_size.width)
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

    def line_of(self, wanted: Callable[[Entry], bool]) -> int | None:
        """The line at which the first entry of some kind begins."""
        before = 1 if self.section.title else 0
        for entry in self.section.entries:
            if wanted(entry):
                return before
            before += len(list(_entry(entry)))
        return None

    def write(self, section: Section) -> None:
        """Show the section as it is now."""
        if section != self.section:
            self.section = section
            self.show(Lines(_drawn(section)))

    def point(self, path: str) -> None:
        """Light up the field of a path."""
        self.show(Lines(_drawn(self.section, path)))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell by the pointer what can be clicked."""
        self._preview.point(self._path_at(event))

    def on_leave(self) -> None:
        """The mouse went away."""
        self._preview.point("")

    def on_click(self, event: events.Click) -> None:
        """A field leads to its question; a selection that ends here does not."""
        path = self._path_at(event)
        if path and not self.screen.get_selected_text():
            self._preview.point("")
            self._preview.post_message(Preview.Wanted(path))

    @property
    def _preview(self) -> Preview:
        parent = self.parent
        assert isinstance(parent, Preview)
        return parent

    def _path_at(self, event: events.MouseEvent) -> str:
        at = event.get_content_offset(self)
        if at is None:
            return ""
        line = 1 if self.section.title else 0
        for entry in self.section.entries:
            begin, line = line, line + len(list(_entry(entry)))
            width = self.content_size.width
            if self.lines.row_of(begin, width) <= at.y < self.lines.row_of(line, width):
                return entry.path
        return ""


def _drawn(section: Section, pointed: str = "") -> Iterator[Line]:
    if section.title:
        yield Line(Content.styled(section.title, "bold $mark" if section.level == 1 else "bold"))
    first = True
    for entry in section.entries:
        here = bool(pointed) and entry.path == pointed
        yield from _entry(entry, here, first)
        first = first and not here


def _entry(entry: Entry, here: bool = False, first: bool = True) -> Iterator[Line]:
    """Label above text, or before it while it is open; what is new is lit up, and a plus says so too.

    Args:
        entry: what to draw; always in as many lines.
        here: whether it is pointed at.
        first: whether it is the first that is, so that one sign says so.
    """
    sign = f"{POINTER} " if here and first else f"{NEW} " if entry.fresh else ""
    style = "$fresh-ink on $fresh" if entry.fresh else "" if entry.filled else "$soft"
    quiet = "bold $fresh-ink on $fresh" if entry.fresh else "$soft"
    if here:
        style = quiet = "$ink on $picked"
    if entry.label and not entry.filled:
        yield Line(Content.styled(f"{sign}{entry.label}: {entry.text}", style))
        return
    if entry.label:
        yield Line(Content.styled(sign + entry.label, quiet))
        sign = ""
    box = re.match(r"[☐☒•] ", entry.text)
    lead = sign + (box[0] if box else "")
    yield Line(Content.styled(entry.text[len(box[0]) if box else 0 :], style), Content.styled(lead, style))
