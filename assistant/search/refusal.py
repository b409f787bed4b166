"""When not to answer: too little of the question is covered, or somebody may be in danger."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from assistant.search.index import Need, Ranked
from assistant.search.words import fold

THRESHOLD = 0.54
"""Below this confidence the honest answer is no.

Chosen by cross-validation on 240 questions that the knowledge answers and 85 that it does not (other subjects, near
ones among them, small talk, other languages, gibberish); `benchmarks/threshold.py` shows it.
"""
_DOUBT = 1.0
"""Weight added to what was asked, so that one common word that is found does not make us sure."""
_BEST = 3
"""The first few passages are looked at: the best one often leaves out a word that its neighbours have."""
_TALES = (0.0, 0.0, 0.5, 1.0)
"""What words count that stand only in ways of asking: one may be chance, three together are the same story."""
_LONGER = 0.04
_LONGEST = 12
"""Each word of a question, up to so many, may be said otherwise: of a longer one less needs to be covered."""
_ELSEWHERE = 2.0
"""How often a word of a neighbouring subject counts that none of the best has outside its ways of asking."""
_NO_SUBJECT = 0.5
"""What is left of the confidence where all words are everyday ones."""

_ORDER = (
    r"\b(?:doe (?:maar )?alsof|negeer|vergeet|ignore|forget|disregard)\b(?: \w+){0,5}"
    r" (?:regels?|instructies?|opdracht(?:en)?|bronnen|rules|instructions|prompt)\b"
    r"|^(?:system|assistant|developer|prompt)\b|\bsystem ?prompt\b"
    r"|\bvanaf nu (?:ben|antwoord|praat|reageer|gedraag|speel) je\b|\b(?:je|jij|u) bent (?:vanaf )?nu (?:een?|mijn)\b"
    r"|\b(?:schrijf|maak|verzin|dicht|vertaal) (?:\w+ ){0,3}"
    r"(?:gedicht|liedje|mop|essay|mail|phishingmail|script|python|code)\b"
)
"""Told to play another part, or to make what no document holds. Long: compiled only where one of its words is there."""
_ORDERING = (
    "alsof", "negeer", "vergeet", "ignore", "forget", "disregard", "system", "assistant", "developer", "prompt",
    "nu ", "schrijf", "maak", "verzin", "dicht", "vertaal",
)  # fmt: skip

NOTICE = (
    "Bij acuut gevaar bel je 112. Bij zorgen over de veiligheid van een kind, jongere of gezin is Veilig Thuis dag en "
    "nacht gratis te bereiken: 0800-2000. Volg ook de meldcode van je eigen organisatie. Zelf geef ik hierover geen "
    "advies."
)

_PERSON = (
    r"(?:kind|leerling|student|jongere?|jongen|meisje|kleuter|peuter|baby|zoon|dochter|broertje|zusje|moeder|vader|ouder"
    r"|stiefvader|stiefmoeder|partner|gezin|collega|vriend|vriendin|leerkracht|docent)(?:e|en|s|eren)?"
)
_ALARM = re.compile(
    r"\b(?:acuut|levens|direct) ?gevaar|\b(?:wil|wilt|wou|wilde) (?:\w+ ){0,2}dood\b|\bdood (?:wil|wilt|wou|wilde)\b"
    r"|\bniet meer (?:wil(?:t|len)? |hoeft? te )?leven\b|\beinde aan (?:\w+ )?leven\b|\b(?:uit|van) het leven\b"
    r"|\b(?:zich|zichzelf|mezelf|haarzelf|hemzelf) iets aan ?(?:\w+ )?doen|\b(?:snijdt|verwondt|krast|snij) (?:zich|me)"
)
"""What is never a question about the subject."""
_HARM = re.compile(
    r"\b\w*mishand\w*|\b\w*misbruikt?\b(?! van)|\bverwaarlo\w*|\bhuiselijk geweld|\bgeweld thuis|\bthuis geweld"
    r"|\baangerand|\baanrand\w*|\bverkracht\w*|\bincest|\bontucht|\bblauwe plek|\bloverboy"
    r"|\bsuicid\w*|\bzelfmoord\w*|\bzelfdoding\w*|\bzelfbeschadig\w*"
)
"""Abuse, neglect and suicide: a subject, and a call for help where somebody in particular is meant."""
_SOMEBODY = (
    rf"\b(?:ik|mij|mijn|hij|(?:een|deze|die|dit|dat|onze?) (?:\w+ )?{_PERSON}"
    rf"|{_PERSON} (?:\w+ ){{0,3}}(?:mishandeld|misbruikt|verwaarloosd|aangerand|verkracht))\b"
)
"""Looked for seldom, and long: compiled when it is."""
_NOW = re.compile(
    r"\b(?:nu|meteen|acuut|dringend|spoed|help|vermoed\w*|signalen|bang|bezorgd|zorgen over)\b|\bwat moet\b"
)
_VIOLENCE = re.compile(
    rf"\b(?:ik|hij|zij|ze|{_PERSON}) (?:\w+ ){{0,5}}"
    r"(?:geslagen|geschopt|slaat|sloeg|schopt|bedreigt|bedreigd|opgesloten|in gevaar|met een mes|niet veilig)\b"
    rf"|\b(?:slaat|sloeg|schopt|bedreigt) (?:\w+ )?(?:{_PERSON}|vrouw|man|haar|hem|mij|me)\b"
)
"""Somebody is hurt or in danger now."""
_CALL = re.compile(r"\b(?:bel|bellen|nummer|telefoonnummer|bereik\w*|melden|melding)\b")


def confidence(needs: Sequence[Need], ranked: Sequence[Ranked]) -> float:
    """How sure it is that the best passages answer a question, 0 to 1.

    It is the share of the question they cover, every word weighed by how rare it is. A word that the knowledge does not
    have is the rarest of all, so it pulls hard.
    """
    best = ranked[:_BEST]
    treated = {word for one in best for word in {*one.why} - {*one.tales}}
    asked = sum(need.weight * _times(need, treated) for need in needs) + _DOUBT
    covered = max(map(_covered, best), default=0.0) / asked
    longer = _LONGER * min(len(needs), _LONGEST) if covered else 0.0
    return min(1.0, (covered if any(need.subject for need in needs) else _NO_SUBJECT * covered) + longer)


def _times(need: Need, treated: Set[str]) -> float:
    return _ELSEWHERE if need.elsewhere and need.typed not in treated else 1.0


def _covered(one: Ranked) -> float:
    """What a passage covers; words of its ways of asking alone count as far as there are several of them."""
    return one.share - (1 - _TALES[min(len(one.tales), len(_TALES) - 1)]) * one.told


def is_order(question: str) -> bool:
    """Whether the assistant is told to do something else than look up."""
    text = _plain(question)
    return any(word in text for word in _ORDERING) and re.search(_ORDER, text) is not None


def notice(question: str) -> str | None:
    """The fixed pointer for somebody who seems to ask what to do about danger, abuse or suicide; None for others.

    A question about the subject, such as what a law or code says on it, is no such call.
    """
    text = _plain(question)
    harmed = _HARM.search(text) and (re.search(_SOMEBODY, text) or _NOW.search(text))
    calls = "veilig thuis" in text and _CALL.search(text)
    return NOTICE if harmed or calls or _ALARM.search(text) or _VIOLENCE.search(text) else None


def _plain(question: str) -> str:
    return re.sub(r"\W+", " ", fold(question)).strip()
