"""Candidates for a samenwerkingsvorm, ordered by how many answers they match.

The overview in the documents was made to inspire, not to rank (midterm-2021:1551-1553): what they
leave open is neutral, never 'nee', and no candidate is called best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.conversation.outputs import Candidate, Citation, Reason
from assistant.conversation.script import Criterion, Suggest
from assistant.conversation.values import plain
from assistant.knowledge.model import Attribute, Form, Library

SILENT = frozenset({"niet_vermeld", "nvt"})


def _chosen(values: Mapping[str, Any], slot: str) -> list[str]:
    value = plain(values.get(slot))
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [_code(value)]


def _code(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)


def _codes(table: Mapping[str, tuple[str, ...]], chosen: Iterable[str]) -> set[str]:
    return {code for option in chosen for code in table.get(option, ())}


def _passes(step: Suggest, form: Form, values: Mapping[str, Any]) -> bool:
    for rule in step.filters:
        wanted = _codes(rule.map, _chosen(values, rule.slot))
        held = set(form.sectors) if rule.field == "sectors" else {form.vorm}
        if wanted and not wanted & held:
            return False
    return True


def candidates(step: Suggest, values: Mapping[str, Any], library: Library) -> list[Candidate]:
    """The forms that pass the filters, most matching answers first.

    Args:
        step: criteria and filters, as declared in the flow.
        values: the answers on the current walk, by slot.
        library: the knowledge with the forms.

    Returns:
        Candidates with reasons for, reasons against and what the documents leave open; equal
        numbers keep the order of the documents.
    """
    found = [
        _weigh(step, form, values, library)
        for form in library.forms
        if form.kind != "vorm" and _passes(step, form, values)
    ]
    return sorted(found, key=lambda item: (-len(item.fits), len(item.clashes)))


def in_full(
    step: Suggest, values: Mapping[str, Any], ranked: Sequence[Candidate], library: Library, most: int
) -> list[Candidate]:
    """The candidates to show in full, by rank: the first, and of each chosen sector the best.

    Args:
        step: the filters, as declared in the flow.
        values: the answers on the current walk, by slot.
        ranked: candidates, best first.
        library: the knowledge with the forms.
        most: how many; more only where there are more sectors.
    """
    chosen = [rule.map.get(option, ()) for rule in step.filters for option in _chosen(values, rule.slot)
              if rule.field == "sectors"]  # fmt: skip
    best = [next((c for c in ranked if set(codes) & set(library.form[c.id].sectors)), None) for codes in chosen]
    kept = {candidate.id for candidate in best if candidate}
    for candidate in ranked:
        if len(kept) >= most:
            break
        kept.add(candidate.id)
    return [candidate for candidate in ranked if candidate.id in kept]


def _weigh(step: Suggest, form: Form, values: Mapping[str, Any], library: Library) -> Candidate:
    fits: list[Reason] = []
    clashes: list[Reason] = []
    silent: list[str] = []
    for criterion in step.criteria:
        chosen = _chosen(values, criterion.slot)
        attribute = _attribute(form, criterion.attribute)
        for_codes, against = _codes(criterion.fits, chosen), _codes(criterion.clashes, chosen)
        if not for_codes | against:
            continue
        if attribute is None or attribute.code in SILENT:
            silent.append(criterion.label)
        elif attribute.code in for_codes:
            fits.append(_reason(criterion, attribute, form, library))
        elif attribute.code in against:
            clashes.append(_reason(criterion, attribute, form, library))
    return Candidate(form.id, form.label, form.vorm or "", tuple(fits), tuple(clashes), tuple(silent))


def _attribute(form: Form, name: str) -> Attribute | None:
    """An attribute by name; 'id' stands for the form as a whole."""
    return Attribute(form.id, "") if name == "id" else form.attributes.get(name)


def _reason(criterion: Criterion, attribute: Attribute, form: Form, library: Library) -> Reason:
    source = form.sources[0]
    document = library.document[source.document]
    cited = Citation(
        source.document, document.title, document.short, document.year, source.section,
        attribute.lines or source.lines, source.page,
    )  # fmt: skip
    return Reason(criterion.label, attribute.text, (cited,))
