"""An argument parser that speaks Dutch."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

_MESSAGES = (
    (r"the following arguments are required: (.+)", r"er ontbreekt nog iets: \1"),
    (r"one of the arguments (.+) is required", r"er ontbreekt nog iets: \1"),
    (r"unrecognized arguments: (.+)", r"dit ken ik niet: \1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"bij \1 kan \2 niet; kies uit \3"),
    (r"argument (.+?): expected one argument", r"achter \1 hoort nog iets"),
    (r"argument (.+?): expected at least one argument", r"achter \1 hoort nog iets"),
    (r"argument (.+?): invalid int value: (.+)", r"bij \1 hoort een heel getal, geen \2"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 en \2 gaan niet samen"),
    (r"argument (.+?): ignored explicit argument (.+)", r"achter \1 hoort niets"),
    (r"argument (.+?): (.+)", r"bij \1: \2"),
)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with Dutch headings."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The usage line, with its Dutch name."""
        super().add_usage(usage, actions, groups, prefix or "Gebruik: ")


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and errors are Dutch; errors end with code 2."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("formatter_class", Formatter)
        own_help = settings.pop("add_help", True)
        super().__init__(**settings, add_help=False, allow_abbrev=False)
        if own_help:
            self._positionals.title = "Wat je meegeeft"
            self._optionals.title = "Opties"
            self.add_argument("-h", "--help", action="help", help="toon deze uitleg")

    def error(self, message: str) -> NoReturn:
        """One Dutch sentence, and where to find help."""
        for pattern, dutch in _MESSAGES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, dutch, message)
                break
        print(f"{self.prog}: {message}. Uitleg: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)
