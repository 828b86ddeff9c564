"""Takes e-mail addresses, telephone numbers and named contacts out of free text."""

from __future__ import annotations

import re

EMAIL_GONE, PHONE_GONE, NAME_GONE = "[e-mail removed]", "[telephone removed]", "[name removed]"

_EMAIL = re.compile(r"[A-Za-z0-9._%+'\u2019-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[A-Za-z0-9-]{1,63}(?:\s?\.[A-Za-z0-9-]{1,63})+", re.IGNORECASE)
_STILL_AT = re.compile(r"[^\s@,;<>()\[\]]{1,64}@[^\s@,;<>()\[\]]+")
# A United Kingdom number: +44, 0044 or 0, then 9 or 10 digits with spaces, dots, hyphens or brackets between them.
_PHONE = re.compile(r"(?<![\d/£.,-])(?:\+\s?\(?\d{1,3}\)?|\(?00\d{2}\)?|\(?0)[\s.()-]{0,3}(?:\(0\)[\s.-]?)?(?:\d[\s.()-]{0,2}){8,11}\d(?![\d/])")
_LABELLED = re.compile(r"\b(tel|telephone|phone|mobile|mob|fax|call|ring)\b(\s*(?:no|number|nos|us|on)\b)?[\s.:()-]{0,4}(\+?\(?\d[\d\s().-]{5,18}\d)",
                       re.IGNORECASE)
_NAMED = re.compile(r"\b((?i:contact|contact name|contact person|contact officer|buyer contact|for the attention of|attention|fao)(?:\s*[:\-\u2013]\s*)"
                    r"|(?i:for the attention of|fao)\s+)((?i:mr|mrs|ms|miss|dr|prof)\.?\s+)?[A-Z][a-z'\u2019-]+(?:\s+[A-Z][a-zA-Z'\u2019-]+){1,2}")
# "Contact Jo Bloggs on [telephone removed]", "Mrs Bloggs, [e-mail removed]": a name that leads to what was removed
_LEADS = re.compile(r"\b((?i:contact|e-?mail|call|ring|telephone|phone|ask|speak to|write to|speaking to|queries to|enquiries to)(?i:\s+(?:for|to))?\s+"
                    r"(?:(?i:mr|mrs|ms|miss|dr|prof)\.?\s+)?|(?i:mr|mrs|ms|miss|dr|prof)\.?\s+)[A-Z][a-z'\u2019-]{1,40}(?:\s{1,3}[A-Z][a-zA-Z'\u2019-]{1,40}){0,2}"
                    r"(?=[\s,;:(-]{1,3}(?:(?i:on|at|via|by|tel|telephone|phone|e-?mail|mob|mobile)\b[\s.:]{0,3})*(?:no\.?\s+)?\[(?:e-mail|telephone) removed\])")
# "J Bloggs tel [telephone removed]", "[e-mail removed] (Jane Smith)": a person's name on either side of what was removed
_BESIDE = re.compile(r"(?P<name>\b(?:(?:[A-Z]\.?\s{1,2}){1,3}|[A-Z][a-z'\u2019-]{1,40}\s{1,3}(?:[A-Z]\.?\s{1,2})?)[A-Z][A-Za-z'\u2019-]{1,40})"
                     r"(?=[\s,;:(/-]{1,4}(?:(?i:on|at|via|by|tel|telephone|phone|e-?mail|mob|mobile|ext)\b[\s.:]{0,3})*(?:no\.?\s+)?\[(?:e-mail|telephone) removed\])"
                     r"|(?<=removed\])(?P<between>[\s,;:(/-]{1,4})(?P<after>[A-Z][a-z'\u2019-]{1,40}\s{1,3}[A-Z][A-Za-z'\u2019-]{1,40})\b")
_INITIALS = re.compile(r"(?:[A-Z]\.?\s+)+(?!(?:Ltd|Limited|Plc|PLC|LLP|CIC|Co|Inc)\b)\S+")
_NAME = re.compile(r"\b(?:[A-Z][A-Za-z'\u2019-]{1,40}\s{1,3}){1,2}[A-Z][A-Za-z'\u2019-]{1,40}\b")
_SPELT_OUT = re.compile(r"(?<![A-Za-z'\u2019])[A-Za-z'\u2019]{1,40}[._-][A-Za-z'\u2019._-]{1,60}(?=\s?(?:@|\(at\)|\[at\]))")
_TELEPHONE_WORDS = ("tel", "phone", "mob", "fax", "call", "ring")
_NAMED_HINTS = ("contact", "attention", "fao")
_TO_NOUGHTS = bytes.maketrans(b"123456789", b"0" * 9)
_BETWEEN_DIGITS = b" .()-+:\t\r\n\xc2\xa0\xe2\x80\x93"  # deleted before digits are counted; parts of other letters may go too
_SEVEN_DIGITS = b"0" * 7


def removed(text: str, *, names_stay: bool = False) -> str:
    """The text with contact data replaced by a note in square brackets.

    With ``names_stay`` a name beside contact data stays, unless a word such as "contact" leads to it: it is the supplier's own, say.

    Examples
    --------
    >>> removed("Write to jo.bloggs@council.gov.uk or ring 0191 498 0123.")
    'Write to [e-mail removed] or ring [telephone removed].'
    >>> removed("Contract 20190412 worth 1,250,000")
    'Contract 20190412 worth 1,250,000'
    """
    if not may_hold(text):
        return text
    whole = text
    if "@" in text or "(at)" in text or "[at]" in text:
        text = _STILL_AT.sub(EMAIL_GONE, _EMAIL.sub(EMAIL_GONE, text if names_stay else _without_who_it_names(text)))
    if _has_long_number(text):
        text = _LABELLED.sub(lambda found: f"{found[1]}{found[2] or ''} {PHONE_GONE}", text)
        text = _PHONE.sub(_unless_a_code, text)
    if text != whole:
        text = _LEADS.sub(lambda found: found[1] + NAME_GONE, text)
        text = text if names_stay else _BESIDE.sub(_unless_a_thing, text)
    if _has_hint(text):
        text = _NAMED.sub(lambda found: found[1] + NAME_GONE, text)
    return text


def _unless_a_thing(found: re.Match) -> str:
    """What stands beside removed contact data, without it where it reads as a person's name.

    Examples
    --------
    >>> removed("Books for J Bloggs tel 0191 498 0123"), removed("Acme Tools, 0191 498 0123")
    ('Books for [name removed] tel [telephone removed]', 'Acme Tools, [telephone removed]')
    """
    from svtrain.data.register.people import is_a_person

    name = found["name"] or found["after"]
    return (found["between"] or "") + NAME_GONE if is_a_person(name) or _INITIALS.fullmatch(name) else found[0]


def _without_who_it_names(text: str) -> str:
    """Without the names that an e-mail address in the same text spells out.

    Examples
    --------
    >>> _without_who_it_names("Lead: Jo Bloggs (jo.bloggs@x.org), Acme Tools")
    'Lead: [name removed] (jo.bloggs@x.org), Acme Tools'
    """
    people = [set(re.split(r"[._-]+", found[0].lower())) for found in _SPELT_OUT.finditer(text)]
    if not people:
        return text

    def gone(found: re.Match) -> str:
        words = set(found[0].lower().split())
        return NAME_GONE if any(len(words & parts) >= 2 for parts in people) else found[0]

    return _NAME.sub(gone, text)


def removed_from_reference(text: str) -> str:
    """A reference keeps its digits: an e-mail address goes, and a telephone number that is labelled or spaced as one.

    Examples
    --------
    >>> removed_from_reference("01914980123"), removed_from_reference("0191 498 0123"), removed_from_reference("GM-17 jo@x.org")
    ('01914980123', '[telephone removed]', 'GM-17 [e-mail removed]')
    """
    if "@" in text:
        text = _STILL_AT.sub(EMAIL_GONE, _EMAIL.sub(EMAIL_GONE, text))
    if _has_long_number(text):
        text = _LABELLED.sub(lambda found: f"{found[1]}{found[2] or ''} {PHONE_GONE}", text)
        text = _PHONE.sub(lambda found: PHONE_GONE if _is_spaced(found[0]) else found[0], text)
    return text


def may_hold_in_reference(text: str) -> bool:
    """Whether `removed_from_reference` could find anything: a quick look."""
    low = text.lower()
    if "@" in low or any(word in low for word in _TELEPHONE_WORDS):
        return True
    return (" " in text or "+" in text or "(" in text or not text.isascii()) and _has_long_number(text)


def may_hold(text: str) -> bool:
    """Whether a text could hold contact data: a quick look that never misses what `removed` would find."""
    return "@" in text or "(at)" in text or "[at]" in text or _has_hint(text) or _has_long_number(text)


def _unless_a_code(found: re.Match) -> str:
    """Unspaced digits that touch a letter, as in INV0123456789, are a code and stay."""
    before, after = found.string[max(0, found.start() - 1): found.start()], found.string[found.end(): found.end() + 1]
    touches = before.isalpha() or before == "_" or (after.isalpha() and after not in "eExX")
    return found[0] if touches and not _is_spaced(found[0]) else PHONE_GONE


def _is_spaced(number: str) -> bool:
    return bool(set(" +(\xa0") & set(number.strip()))


def _has_hint(text: str) -> bool:
    low = text.lower()
    return any(hint in low for hint in _NAMED_HINTS)


def _has_long_number(text: str) -> bool:
    return _SEVEN_DIGITS in text.encode("utf-8", "surrogatepass").translate(_TO_NOUGHTS, _BETWEEN_DIGITS)
