"""Texts as they stand in the files: short enough, with a reason for each question, and no unexplained abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.conversation import script as s
from assistant.knowledge.model import Library
from assistant.loading import spots
from assistant.loading.flow_file import FlowFile, texts
from assistant.loading.strict_yaml import Path_, Source

MOST_WORDS = 25
"""In one sentence; what is longer is read twice."""
_FIELDS = ("title", "about", "done", "duration")
_ABBREVIATION = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*\b")
_FILLED = re.compile(r"\{\{.*?\}\}|\[\[.*?\]\]", re.S)
_CODE = re.compile(r"\{%.*?%\}", re.S)


def check_texts(file: FlowFile, library: Library) -> None:
    """Record every fault in the texts of one flow; what is filled in from the knowledge is not looked at."""
    explained = _explained(library)
    for key in _FIELDS:
        _text(file.source, (key,), explained)
    for step in s.all_steps(file.flow.steps):
        path = file.steps[step.at]
        for text in texts(step):
            if not text.expression:
                _text(file.source, (*path, *text.inside), explained)
        if isinstance(step, s.Ask):
            for i in range(len(step.options)):
                for key in ("label", "note"):
                    _text(file.source, (*path, "options", i, key), explained)
        if isinstance(step, s.Ask | s.Suggest):
            _complete(file, step)


def check_phrases(source: Source, library: Library) -> None:
    """Record every fault in the engine's own texts."""
    explained = _explained(library)
    for name, value in (source.data or {}).get("texts", {}).items():
        for i in range(len(value)) if isinstance(value, list) else ():
            _text(source, ("texts", name, i), explained)
        _text(source, ("texts", name), explained)


def _complete(file: FlowFile, step: s.Ask | s.Suggest) -> None:
    if not step.why:
        message = "zeg bij 'why' waarom je dit vraagt; wie 'waarom' zegt, hoort dat."
        file.fault(step, (), "waarom-ontbreekt", message)
    written = _written(file.source, (*file.steps[step.at], "text"))
    if not step.short and len(list(sentences(written))) > 1:
        message = "zeg de vraag bij 'short' in één zin; zo wordt zij later herhaald."
        file.fault(step, ("text",), "kort-ontbreekt", message)


def _text(source: Source, path: Path_, explained: set[str]) -> None:
    written = _written(source, path)
    for sentence in sentences(written):
        count = len(re.findall(r"\w[\w'\u2019-]*", sentence))
        if count > MOST_WORDS:
            message = f"deze zin telt {count} woorden; houd het op {MOST_WORDS}."
            find = spots.words(" ".join(sentence.split()[:3]))
            source.problem(path, "lange-zin", message, find=find)
    for word in dict.fromkeys(_ABBREVIATION.findall(_CODE.sub(" ", _FILLED.sub(" ", written)))):
        if word.casefold() not in explained:
            message = f"'{word}' staat niet in terms.yaml; schrijf het voluit of leg het daar uit."
            source.problem(path, "afkorting", message, find=spots.words(word))


def _written(source: Source, path: Path_) -> str:
    """A text as it stands in the file; nothing where it is made elsewhere."""
    value = source.data
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return ""
    return value if isinstance(value, str) else ""


def sentences(text: str) -> Iterator[str]:
    """The sentences of a template; what is filled in counts as one word."""
    plain = _CODE.sub(" ", _FILLED.sub(" x ", text))
    yield from (
        part for part in re.split(r"(?<=[.!?])\s+|(?<=[:;])\s+|\n(?=\s*[\n-])", plain) if re.search(r"\w", part)
    )


def _explained(library: Library) -> set[str]:
    named = (word for term in library.terms for word in (term.label, *term.abbreviations, *term.synonyms))
    return {part for word in named for part in re.findall(r"\w+", word.casefold())}
