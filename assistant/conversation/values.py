"""What templates and conditions see of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.conversation.events import Value


class Missing:
    """A question not answered on this walk: empty, false, equal to nothing."""

    label = ""
    status = "missing"
    value = None
    vorm: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Missing)

    def __hash__(self) -> int:
        return 0

    def __contains__(self, item: object) -> bool:
        return False

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def __str__(self) -> str:
        return ""


MISSING = Missing()


@dataclass(frozen=True, eq=False)
class Given:
    """An answer: compares as its value, reads as its label or the person's own words."""

    value: Value | None
    label: str
    status: str = "answered"
    vorm: tuple[str, ...] = ()
    """For chosen forms: the vormen they belong to."""

    def __bool__(self) -> bool:
        return self.status == "answered" and self.value not in (None, False, "", [])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Given):
            return (self.value, self.status) == (other.value, other.status)
        return self.status == "answered" and self.value == other

    def __hash__(self) -> int:
        return hash((repr(self.value), self.status))

    def __contains__(self, item: object) -> bool:
        if self.status != "answered":
            return False
        return item in self.value if isinstance(self.value, list) else item == self.value

    def __lt__(self, other: Any) -> bool:
        return self.status == "answered" and self._number() < other

    def __le__(self, other: Any) -> bool:
        return self.status == "answered" and self._number() <= other

    def __gt__(self, other: Any) -> bool:
        return self.status == "answered" and self._number() > other

    def __ge__(self, other: Any) -> bool:
        return self.status == "answered" and self._number() >= other

    def _number(self) -> float:
        return float(self.value) if isinstance(self.value, int | float) else float("nan")

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Namespace:
    """The answers of another flow, by slot; what it does not hold is `MISSING`."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.values.get(name, MISSING)

    def __bool__(self) -> bool:
        return any(self.values.values())


def plain(value: object) -> Value | None:
    """The bare value behind whatever an expression gave; nothing where it is empty."""
    if isinstance(value, Given):
        return value.value if value.status == "answered" else None
    if isinstance(value, Missing) or value is None:
        return None
    if isinstance(value, tuple | list):
        return [str(item) for item in value] or None
    if isinstance(value, str | int | float | bool):
        return value
    return None
