"""What a look-up gives: made by `assistant.search`, shown by the conversation and the interfaces."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.knowledge.passage import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that may answer the question."""

    passage: Passage
    score: float
    """Confidence from 0 to 1."""
    why: tuple[str, ...] = ()
    """The words that matched, as they stand in the question."""
    own: bool = False
    """True for a passage from the user's own documents."""

    @property
    def label(self) -> str:
        """Its title, marked where it is from the user's own documents."""
        return f"{self.passage.title} (jouw bron)" if self.own else self.passage.title


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked passages, or an honest no."""

    query: str
    hits: tuple[Hit, ...]
    abstained: bool = False
    notice: str | None = None
    """A fixed text that goes before everything else, with questions about safety."""
    shown: int = 1
    """How many hits answer the question together: two for a comparison."""
