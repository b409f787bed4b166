"""Where in a value a fault is: each function makes a `Find` for `Source.problem`.

They look at the value as it stands in the file, so quotes, folded lines and doubled quotes do no harm; where the part
cannot be told apart they find nothing, and the fault is shown where the value begins.
"""

from __future__ import annotations

import re

from assistant.loading.strict_yaml import Find

_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_STRING = re.compile(r"''[^']*''|'[^']*'|\\\"[^\"]*\\\"|\"[^\"]*\"")


def words(text: str) -> Find:
    """Some words of a text, which may go on at the next line."""
    parts = map(re.escape, text.split())
    return _first(re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)"))


def reference(name: str, field: str) -> Find:
    """'[[name.field]]'."""
    return _first(re.compile(re.escape(f"[[{name}.{field}]]")))


def name(name: str, attribute: str = "", *, expression: bool) -> Find:
    """A name in a template, or the attribute behind it; what stands between quotes is no name."""
    if attribute:
        pattern = re.compile(rf"(?<![\w.]){re.escape(name)}\s*\.\s*({re.escape(attribute)})(?!\w)")
    else:
        pattern = re.compile(rf"(?<![\w.])({re.escape(name)})(?!\w)")
    return lambda raw: _offset(pattern, _code(raw, expression=expression))


def string(value: str, *, expression: bool) -> Find:
    """A word between quotes in a template."""
    pattern = re.compile(rf"(''|'|\\?\")({re.escape(value)})\1")

    def found(raw: str) -> int | None:
        code = _code(raw, expression=expression, strings=True)
        match = pattern.search(code, 1 if expression and raw[:1] in ("'", '"') else 0)
        return match.start(2) if match else None

    return found


def _first(pattern: re.Pattern[str]) -> Find:
    def found(raw: str) -> int | None:
        match = pattern.search(raw)
        return match.start() if match else None

    return found


def _offset(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return match.start(1) if match else None


def _code(raw: str, *, expression: bool, strings: bool = False) -> str:
    """The value with all that is no code blanked out, at its old length."""
    quoted = expression and raw[:1] in ("'", '"')
    inside = [(int(quoted), len(raw) - int(quoted))] if expression else [match.span() for match in _CODE.finditer(raw)]
    kept = [" "] * len(raw)
    for first, last in inside:
        part = raw[first:last]
        kept[first:last] = part if strings else _STRING.sub(lambda match: " " * len(match[0]), part)
    return "".join(kept)
