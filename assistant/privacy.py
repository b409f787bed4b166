"""The guard for personal data: a text -> what in it looks as if it belongs to one person.

It sees numbers and addresses with a fixed shape: a BSN, an e-mail address, a telephone number, a bank account, a
postcode with a house number, a date of birth. It does not see names, and it is never sure: it warns, the person
decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.conversation.env import Personal

_MONTH = r"(?:jan|feb|febr|mrt|maart|apr|mei|jun|jul|aug|sep|sept|okt|nov|dec|januari|februari|april|juni|juli|augustus|september|oktober|november|december)\.?"  # noqa: E501
_SEPARATED = r"[ \-./()]{0,3}"
_ALIKE = str.maketrans({**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), "\u00a0": " ", "\u202f": " "})
"""Other dashes and blanks count as the plain ones."""

_OTHER_NUMBER = re.compile(
    r"(?i)\b(?:zaak|dossier|factuur|order|klant|polis|project|kamer|isbn|kvk|agb|brin|kenmerk|bestel|ticket|melding|volg"
    r"|artikel|referentie|besluit|contract|registratie)[\w-]*(?: ?(?:nummer|nr\.?|code))?\s*(?:is|was|:|=|#)?\s*$"
)
"""What stands before a number that belongs to a thing."""

# --- e-mail ---
_MAIL = re.compile(r"(?i)(?<![\w.+-])[\w.+%'-]*\w(?:@|\(at\)|\[at\])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}")
_SPACED_MAIL = re.compile(
    r"(?i)(?<![\w.+-])[\w.+%'-]*\w ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|net|eu|be|de|nu|info|frl)\b"
)

# --- BSN ---
_NINE = re.compile(r"(?<![\d/+])(?<!\d[.,-])\d(?:[ .-]?\d){8}(?![.,/-]?\d)(?!\w| ?(?:euro|eur)\b)")
_BSN_CUE = re.compile(
    r"(?i)\b(?:b\.?s\.?n(?:r|nr)?|burger ?service ?(?:nummers?|nrs?)|sofi(?:[- ]?(?:nummers?|nrs?))?|persoonsnummers?"
    r"|pgn)(?![a-z])"
)
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

# --- bank account ---
_ACCOUNT = re.compile(r"(?i)(?<![a-z0-9])(?=([a-z]{2} ?\d{2}(?:[ .-]?[a-z0-9]){11,30}))")
_ACCOUNT_LENGTHS = {
    "NL": 18, "BE": 16, "DE": 22, "FR": 27, "GB": 22, "LU": 20, "AT": 20, "ES": 24, "IT": 27, "PL": 28, "PT": 25,
    "IE": 22, "DK": 18, "NO": 15, "SE": 24, "FI": 18, "CH": 21, "LT": 20, "EE": 20, "LV": 21, "CZ": 24, "HU": 28,
    "RO": 24, "BG": 22, "GR": 27, "HR": 21, "SI": 19, "SK": 24, "TR": 26, "MT": 31, "CY": 28, "UA": 29,
}  # fmt: skip

# --- telephone ---
_HOME_PHONE = re.compile(rf"(?<![\w+])(?<!\d[.,:/-])\(?0[1-9](?:{_SEPARATED}\d){{8}}(?!\d)")
_FOREIGN_PHONE = re.compile(rf"(?<![\w+])(?:\+|00)[1-9]\d(?:{_SEPARATED}\d){{7,12}}(?!\d)")
_BARE_MOBILE = re.compile(r"(?i)\b(?:tel\w*|mobiel\w*|gsm|app\w*)\W{1,3}(?:is\W+)?(6(?: ?\d){8})(?!\d)")
_IN_A_LINK = re.compile(r"(?i)(?:://|\bwww\.|\b10\.\d{4})\S*$")
_DAY_FIRST = re.compile(r"0\d[-/.]\d{1,2}[-/.](?:19|20)\d\d(?!\d)")

# --- postcode with house number ---
_POSTCODE = re.compile(r"(?<!\w)([1-9]\d{3})( ?)([A-Za-z]{2})(?!\w)")
_NO_POSTCODE = frozenset({"SA", "SD", "SS"})
_SCHOOL_KINDS = frozenset({"PO", "VO", "SO", "IB"})
_SHORT_WORDS = frozenset({
    "al", "bv", "da", "de", "di", "do", "dr", "du", "en", "er", "eu", "ex", "ga", "ha", "ib", "ik", "in", "is", "ja",
    "je", "kg", "km", "ma", "me", "na", "nr", "nu", "of", "om", "op", "po", "so", "te", "tv", "uw", "vo", "vr", "we",
    "wo", "za", "ze", "zo",
})  # fmt: skip
_HOUSE = r"\d{1,4}(?: ?(?:hs|bis|[a-zA-Z])(?![a-zA-Z])| ?- ?\d{1,4}| ?- ?(?:hs|bis|[a-zA-Z]+)(?![a-zA-Z]))?"
_HOUSE_AFTER = re.compile(
    rf"(?i)[\s,;:]*(?:(?:op |en |met )?(?:huis)?(?:nummer|nr\.?)\s*(?:is\s*)?:?\s*)?"
    rf"(?!\d{{4}} ?[a-z]{{2}}(?!\w))({_HOUSE})(?![\w%]|[.,]\d)"
    r"(?!\s*(?:leerling|kind|jongere|jeugdige|ouder|school|scholen|euro|uur|uren|fte|procent|%|jaar|gezin|aanmelding|wijk"
    r"|team|groep|klas|professional|maand|week|weken|dag|minuten|keer|plaats|plek|x\b))"
)
_STREET = (
    r"[\w'.-]*(?:straat|weg|laan|plein|dijk|kade|gracht|hof|pad|singel|steeg|park|dreef|markt|ring|plantsoen|wal|brink"
    r"|erf)"
)
_NO_STREET = r"(?i:groep|klas|kamer|lokaal|bijlage|doel|stap|postbus|artikel|bladzijde|pagina|team|punt)\b"
_HOUSE_BEFORE = re.compile(
    rf"(?:(?i:\b{_STREET})\s+({_HOUSE})(?:[\s,]+(?:in |te )?[A-Z][\w'-]+){{0,2}}"
    rf"|(?:(?i:\bhuisnummer|\bhuisnr\.?):?\s*(?:is\s*)?|\b(?!{_NO_STREET})[A-Z][\w'.-]*\s+)({_HOUSE}))"
    r"[\s,;]*(?:en |met )?(?i:postcode|pc)?:?\s*$"
)

# --- date of birth ---
_DATE = re.compile(
    rf"(?i)(?<![\w.,/-])(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}(?:e|ste|de)? {_MONTH} ?'?(?:\d{{4}}|\d{{2}})"
    r"|\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?'?(?:\d{4}|\d{2})|\d{1,2} \d{1,2} (?:19|20)\d\d"
    r"|[0-3]\d[01]\d(?:19|20)\d\d)(?![\w/]|[.,-]\d)"
)
_BORN = re.compile(r"(?i)\b(?:geboren|geboorte ?da[tg]\w*|gb\.? ?dat\w*|geb\b\.?(?: ?dat(?:um)?\.?)?)|°")
_BORN_AFTER = re.compile(r"(?i)^[\s,]*(?:\w+[\s,]+){0,3}geboren\b")
_SOMETHING_ELSE = re.compile(r"(?i)overleg|bijeenkomst|vergader|gesprek|afspraak|start|[.!?]\s+[A-Z]")
_NOBODY = re.compile(
    r"(?i)\b(?:plan|idee|initiatief|project|samenwerk\w*|praktijk|werkgroep|netwerk|vereniging|pilot)\b"
)

_NEAR, _FAR = 25, 60


def look(text: str) -> tuple[Personal, ...]:
    """What looks like personal data, in the order of the text; none of it overlaps.

    Args:
        text: any text, as normalised at the door.
    """
    text = text.translate(_ALIKE)
    found: list[Personal] = []
    for seen in (*_mail(text), *_accounts(text), *_bsn(text), *_addresses(text), *_births(text), *_phones(text)):
        if all(seen.end <= other.start or seen.start >= other.end for other in found):
            found.append(seen)
    return tuple(sorted(found, key=lambda seen: seen.start))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _mail(text: str) -> Iterator[Personal]:
    for pattern in (_MAIL, _SPACED_MAIL) if "@" in text or "at" in text.lower() else ():
        for match in pattern.finditer(text):
            bare = re.sub(r"(?i)\s|[(\[]at[)\]]", lambda m: "" if m[0].isspace() else "@", match[0]).lower()
            yield Personal("mailadres", match.start(), match.end(), bare, f"{bare[0]}…@…{bare.rpartition('.')[2]}")


def _bsn(text: str) -> Iterator[Personal]:
    for match in _NINE.finditer(text):
        number = _digits(match[0])
        proof = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, number, strict=True))
        before, after = text[max(0, match.start() - _FAR) : match.start()], text[match.end() : match.end() + _NEAR]
        cue = _BSN_CUE.search(before) or _BSN_CUE.search(after)
        if proof % 11 == 0 and int(number) and cue and not _OTHER_NUMBER.search(before):
            yield Personal("bsn", match.start(), match.end(), number, f"…{number[-2:]}")


def _accounts(text: str) -> Iterator[Personal]:
    for match in _ACCOUNT.finditer(text):
        length = _ACCOUNT_LENGTHS.get(match[1][:2].upper())
        places = [place for place, sign in enumerate(match[1]) if sign.isalnum()]
        if length is None or len(places) < length:
            continue
        end = match.start() + places[length - 1] + 1
        number = re.sub(r"[ .-]", "", text[match.start() : end]).upper()
        whole = not text[end : end + 1].isalnum()
        if whole and int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1:
            yield Personal("rekeningnummer", match.start(), end, number, f"{number[:2]}…{number[-2:]}")


def _phones(text: str) -> Iterator[Personal]:
    for match in _HOME_PHONE.finditer(text):
        number = _digits(match[0])
        first = re.match(r"\(?(\d+)", match[0])
        area = first[1] if first else ""
        if (len(area) == 2 and area != "06") or _DAY_FIRST.match(match[0]):
            continue
        yield from _phone(text, match.span(), number)
    for match in _FOREIGN_PHONE.finditer(text):
        number = _digits(match[0]).removeprefix("00")
        if number.startswith("31"):
            number = "0" + number[2:].removeprefix("0")
            if len(number) != 10:
                continue
        yield from _phone(text, match.span(), number)
    for match in _BARE_MOBILE.finditer(text):
        yield from _phone(text, match.span(1), "0" + _digits(match[1]))


def _phone(text: str, span: tuple[int, int], number: str) -> Iterator[Personal]:
    before = text[max(0, span[0] - _FAR) : span[0]]
    if not _OTHER_NUMBER.search(before) and not _IN_A_LINK.search(before):
        yield Personal("telefoonnummer", *span, number, f"{number[:2]}-…{number[-2:]}")


def _addresses(text: str) -> Iterator[Personal]:
    for match in _POSTCODE.finditer(text):
        if not _is_postcode(match[1], match[2], match[3]):
            continue
        start, end = match.span()
        after = _HOUSE_AFTER.match(text, end)
        before = _HOUSE_BEFORE.search(text[max(0, start - _FAR) : start])
        if before is not None:
            start = max(0, start - _FAR) + before.start()
            house = before[1] or before[2]
        elif after is not None:
            end, house = after.end(), after[1]
        else:
            continue
        value = f"{match[1]}{match[3].upper()} {re.sub(r'[ ]', '', house).lower()}"
        yield Personal("adres", start, end, value, f"{match[1]} …")


def _is_postcode(digits: str, space: str, letters: str) -> bool:
    """Whether four digits and two letters are a postcode; '2026 is' and '1200 PO' are not."""
    if letters.upper() in _NO_POSTCODE:
        return False
    if not space:
        return True
    year = digits.startswith(("19", "20"))
    if letters.isupper():
        return letters not in _SCHOOL_KINDS
    return letters.lower() not in _SHORT_WORDS and not year


def _births(text: str) -> Iterator[Personal]:
    for match in _DATE.finditer(text):
        far = text[max(0, match.start() - _FAR) : match.start()]
        cues = list(_BORN.finditer(far))
        if cues:
            between, subject = far[cues[-1].end() :], far[: cues[-1].start()]
            born = not _SOMETHING_ELSE.search(between) and not _NOBODY.search(subject)
        else:
            born = bool(_BORN_AFTER.match(text[match.end() :]))
        if born:
            value = re.sub(r"[\s'.]+", " ", match[0].lower())
            yield Personal("geboortedatum", match.start(), match.end(), value, f"…{_digits(match[0])[-2:]}")
