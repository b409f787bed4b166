"""The chat in the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.visual import VisualType

from assistant.interfaces.tui.screens.start import StartScreen
from assistant.interfaces.tui.theme import DARK, THEMES, theme_for
from assistant.journal.store import Store, StoreError

if TYPE_CHECKING:
    from assistant.loading.content import Content
    from assistant.session import Session, World

BROKEN = "Er ging iets mis in dit venster."
NO_SCREEN = "Dit venster kan het gesprek niet tekenen. Met 'samenwerkwijzer gesprek --plat' gaat het als gewone tekst."
ALONE = "Je opende alleen dit gesprek; de lijst krijg je met 'samenwerkwijzer' zonder naam."
_PARTS = ("message", "transcript", "choices", "prompt", "placebar", "keybar", "preview", "hintline")


def run(content: Content, store: Store, documents: Path, name: str | None, options: str = "") -> int:
    """The chat, from start to end.

    Args:
        content: script and knowledge.
        store: where conversations are kept.
        documents: folder in which documents are written.
        name: the conversation to go on with or begin; without one the person picks.
        options: what was typed to point at other folders.

    Returns:
        0, or 1 where it could not start or broke off; stderr then says why, in a sentence or two.
    """
    # Textual draws on stderr on some systems and on stdout on others.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) or os.environ.get("TERM") == "dumb":
        print(NO_SCREEN, file=sys.stderr)
        return 1
    try:
        app = Samenwerkwijzer(content, store, documents, name, options=options)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        app.run()
        broken = bool(app.return_code)
    except Exception:
        # What it says is left out: it may hold what the person typed.
        broken = True
    if app.session is not None:
        app.session.close()
    end = farewell(app.session)
    if broken:
        print(f"{BROKEN} {end}".strip(), file=sys.stderr)
        return 1
    if end:
        print(end)
    return 0


def farewell(session: Session | None) -> str:
    """What is kept and how to go on with it; nothing where nothing was said."""
    if session is None or not session.log:
        return ""
    kept = _kept(session)
    if not session.name or not kept:
        return "Er is geen gesprek bewaard."
    again = f'Verder gaan: samenwerkwijzer gesprek "{session.name}"{session.options}'
    if kept < len(session.log):
        return f"Niet alles is bewaard; wat er wel is staat onder '{session.name}'.\n{again}"
    return f"Alles wat je bevestigd hebt is bewaard als '{session.name}'.\n{again}"


def _kept(session: Session) -> int:
    """How many events are on disk."""
    try:
        return len(session.store.load(session.name).events) if session.name else 0
    except StoreError:
        return 0


class Samenwerkwijzer(App[None]):
    """Two screens: the list of conversations, where there are any, and the conversation."""

    TITLE = "Samenwerkwijzer"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        *(f"screens/{screen}.tcss" for screen in ("start", "chat", "home", "sheet", "palette", "earlier")),
        *(f"widgets/{part}.tcss" for part in _PARTS),
    ]

    def __init__(
        self,
        content: Content,
        store: Store,
        documents: Path,
        name: str | None = None,
        *,
        world: World | None = None,
        options: str = "",
    ) -> None:
        """Prepare the chat.

        Args:
            content: script and knowledge.
            store: where conversations are kept.
            documents: folder in which documents are written.
            name: the conversation to go on with or begin; without one the person picks.
            world: clock and look-up, for tests.
            options: what was typed to point at other folders.

        Raises:
            StoreError: the conversations cannot be read.
        """
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_for(os.environ).name
        self.content = content
        self.store = store
        self.documents = documents
        self._world = world
        self.options = options
        self.session: Session | None = None
        self.alone = bool(name)
        """With a name only that conversation is shown: on a beamer the others stay private."""
        if name:
            self.session = self._begin(name)
        self._any = bool(name) or bool(store.names())

    @property
    def world(self) -> World:
        """Clock and look-up."""
        if self._world is None:
            from assistant.session import World

            self._world = World(self.content.library)
        return self._world

    def _begin(self, name: str | None) -> Session:
        from assistant.session import Session

        return Session(self.content, self.store, self.documents, name=name, world=self.world, options=self.options)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names exist in every theme."""
        return DARK.variables

    def on_mount(self) -> None:
        """A first picture at once; what takes time to read in comes after it."""
        self.push_screen(StartScreen())
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        """The conversation, or first the list."""
        if self.session is None and not self._any:
            self.session = self._begin(None)
        if self.session is not None:
            self._talk(self.session)
        else:
            self._list()

    def _talk(self, session: Session) -> None:
        from assistant.interfaces.tui.screens.chat import ChatScreen

        pressed = self.screen.keys if isinstance(self.screen, StartScreen) else []
        self.switch_screen(ChatScreen(session, pressed))

    def _list(self) -> None:
        # Only here: a conversation that is opened by its name has no use for them.
        from assistant.interfaces.conversations import Conversations
        from assistant.interfaces.tui.screens.home import HomeScreen

        kept = Conversations(self.store, self.content, self.world)
        self.switch_screen(HomeScreen(kept, self.documents, self._open))

    def _open(self, name: str) -> str:
        """Open a conversation from the list; an empty name begins one. Gives what went wrong, if anything."""
        try:
            self.session = self._begin(name or None)
        except StoreError as error:
            return str(error)
        self._talk(self.session)
        return ""

    def action_conversations(self) -> None:
        """Leave this conversation, which is kept, for the list; not where only this one is shown."""
        if self.alone:
            if hint := getattr(self.screen, "hint", None):
                hint(ALONE)
            return
        if self.session is not None:
            self.session.close()
        self._list()

    def action_help_quit(self) -> None:
        """Textual's own hint for Ctrl+C is English; the chat screen has one."""

    def panic(self, *renderables: VisualType) -> None:
        """Leave without showing what went wrong."""
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Leave without the traceback that Textual prints: it holds what the person typed."""
        self._close_messages_no_wait()
