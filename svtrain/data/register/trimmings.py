"""What systems and people add to a heading without changing what it means, or changing it in a known way."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*(?:contract|tender|project|agreement|award|record)s?\s*:\s*", re.IGNORECASE)  # as in "Contract: Start Date"
_SYSTEM = re.compile(r"\s*(?:fin|mch|acc)\.(?=\S)", re.IGNORECASE)  # purchase card systems: "FIN.Posting Date", "MCH.Merchant Name"
_NUMBERED = re.compile(r"/0(?=/)")  # "awards/0/value/amount": the first of a list in JSON that was made flat
_LETTER = re.compile(r"\s*\(\s*(?:([a-z])|n/a)\s*\)\s*$", re.IGNORECASE)  # "Supplier (F)": the column's letter in a template
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,80})[)\]]\s*$")
_IN_BRACKETS = frozenset("inc incl including include exc excl excluding ext exts extension extensions options option optional if applicable known the of any "
                         "all where not initial term total dd mm yy yyyy hh format date free text required mandatory contract supplier in gbp sterling".split())
_WITH_EXTENSIONS = re.compile(r"\b(?:inc|incl|including|include|with)\b.*\b(?:ext|exts|extension|extensions|options?)\b|^\W*max(?:imum)?\W*$", re.IGNORECASE)
_VAT = re.compile(r"[\s(\[,:/-]+(?:(?:(ex|exc|exclud?|excluding|excl|excludes|without|net of)|(inc|incl|includ?|including|includes|with))\.?\s*(?:of\s+)?v\.?a\.?t\.?)\s*[)\]]?\s*$",
                  re.IGNORECASE)
_AMOUNT_LETTERS = frozenset("kmb")  # "Value (m)" may be in millions, whatever the letter of its column

WITH_VAT, WITHOUT_VAT = "with VAT", "without VAT"


def shorter(header: str) -> list[str]:
    """A heading without the name of its table or system before it, or without harmless words or its letter in brackets after it.

    Examples
    --------
    >>> shorter("Contract: Contract Title"), shorter("Contract end (exc. extensions)"), shorter("MCH.MERCHANT NAME")
    (['Contract Title'], ['Contract end'], ['MERCHANT NAME'])
    >>> shorter("Supplier (parent group)"), shorter("Supplier (F)"), shorter("awards/0/value/amount")
    ([], ['Supplier'], ['awards/value/amount'])
    """
    found = [header, *([_NUMBERED.sub("", header)] if _NUMBERED.search(header) else [])]
    before = _TABLE.match(header) or _SYSTEM.match(header)
    if before:
        found.append(header[before.end():])
    for one in list(found):
        bracket = _BRACKETED.search(one)
        if bracket and (set(re.split(r"[^a-z]+", bracket[1].lower())) - {""} <= _IN_BRACKETS or _LETTER.search(one)):
            found.append(one[: bracket.start()])
    return [one for one in found[1:] if one.strip()]


def letter_may_be_a_scale(header: str) -> bool:
    """Whether the letter in brackets after a heading may say thousands, millions or billions.

    Examples
    --------
    >>> letter_may_be_a_scale("Value (m)"), letter_may_be_a_scale("Net Amount (J)")
    (True, False)
    """
    found = _LETTER.search(header)
    return bool(found and (found[1] or "").lower() in _AMOUNT_LETTERS)


def says_supplier(header: str) -> bool:
    """Whether words in brackets after a heading say that it is the supplier's.

    Examples
    --------
    >>> says_supplier("Postcode (Supplier)"), says_supplier("Supplier (F)")
    (True, False)
    """
    bracket = _BRACKETED.search(header)
    return bool(bracket and "supplier" in bracket[1].lower())


def is_with_extensions(header: str) -> bool:
    """Whether a heading of a last day says that it counts extensions nobody may ever take up.

    Examples
    --------
    >>> is_with_extensions("Expiry (incl. extensions)"), is_with_extensions("Expiry (excl. extensions)"), is_with_extensions("End Date (Max)")
    (True, False, True)
    """
    bracket = _BRACKETED.search(header)
    return bool(bracket and _WITH_EXTENSIONS.search(bracket[1]))


def without_vat(header: str) -> tuple[str, str]:
    """A heading of an amount without its words on VAT, and what they say; nothing where it has none.

    Examples
    --------
    >>> without_vat("Award value (ex VAT)"), without_vat("Contract Value inc. VAT"), without_vat("VAT")
    (('Award value', 'without VAT'), ('Contract Value', 'with VAT'), ('VAT', ''))
    """
    found = _VAT.search(header)
    if not found or not header[: found.start()].strip():
        return header, ""
    return header[: found.start()], WITHOUT_VAT if found[1] else WITH_VAT
