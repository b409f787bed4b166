"""How well the guard sees: examples of personal data, near misses, and every text we have that holds none.

Use: python -m tests.privacy.examples [--misses]

`before.yaml` was written before the guard and was not changed since; `after.yaml` was written to find what it misses, and
the guard was mended on it. A text counts as seen where the guard sees just what is in it, and as a false alarm where it
sees anything in a text without personal data.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.loading.folders import shipped
from assistant.privacy import look
from tests.documents.examples import FULL

HERE = Path(__file__).parent
FILES = ("before.yaml", "after.yaml")


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the kinds of personal data in it."""

    say: str
    sees: frozenset[str]

    @property
    def seen(self) -> frozenset[str]:
        """What the guard sees."""
        return frozenset(item.kind for item in look(self.say))


@dataclass(frozen=True, slots=True)
class Score:
    """How a set of examples went."""

    examples: int
    with_data: int
    missed: tuple[Example, ...]
    alarms: tuple[Example, ...]

    @property
    def recall(self) -> float:
        """The part of the texts with personal data in which just that was seen."""
        return 1 - len(self.missed) / self.with_data

    @property
    def false_alarms(self) -> float:
        """The part of the texts without, in which something was seen."""
        return len(self.alarms) / (self.examples - self.with_data)


def examples(name: str) -> list[Example]:
    """The examples of a file."""
    items = yaml.load((HERE / name).read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [Example(item["say"], frozenset(item.get("sees", ()))) for item in items]


def score(found: Sequence[Example]) -> Score:
    """How the guard does on these."""
    held = [example for example in found if example.sees]
    return Score(
        len(found), len(held),
        tuple(example for example in held if example.seen != example.sees),
        tuple(example for example in found if not example.sees and example.seen),
    )  # fmt: skip


def texts_without() -> Iterator[tuple[str, str]]:
    """Every text we have in which nobody's data stands: flows, scenarios, replies, utterances, documents, questions."""
    tests = HERE.parent
    folders = (shipped("dialogues"), tests / "understanding", tests / "retrieval")
    for path in sorted(path for folder in folders for path in folder.rglob("*.yaml")):
        for text in _strings(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)):
            yield path.name, text
    for text in _strings(FULL):
        yield "examples.py", text


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    arguments = parser.parse_args()
    every = [example for name in FILES for example in examples(name)]
    for name, found in (*((name, examples(name)) for name in FILES), ("together", every)):
        result = score(found)
        print(
            f"{name:12} {result.examples:4} texts, {result.with_data:3} with personal data: "
            f"recall {result.recall:.3f}, false alarms {result.false_alarms:.3f}"
        )
        if arguments.misses and name != "together":
            for example in (*result.missed, *result.alarms):
                print(f"    {example.say!r}: saw {sorted(example.seen)}, holds {sorted(example.sees)}")
    held = Counter(kind for example in every for kind in example.sees)
    seen = Counter(kind for example in every for kind in example.sees & example.seen)
    print("by kind:     " + ", ".join(f"{kind} {seen[kind]}/{count}" for kind, count in sorted(held.items())))
    others = list(texts_without())
    alarms = [(file, text) for file, text in others if look(text)]
    print(f"own texts:   {len(others)} texts of flows, scenarios, utterances and documents: {len(alarms)} false alarms")
    for file, text in alarms if arguments.misses else ():
        print(f"    {file}: {text[:100]!r}")


if __name__ == "__main__":
    main()
