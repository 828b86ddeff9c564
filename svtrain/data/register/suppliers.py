"""Supplier cells: one name, several, or Contracts Finder's blocks of six parts; addresses never come along."""

from __future__ import annotations

import re
from dataclasses import dataclass

from svtrain.data.register.words import firm_name, free_text, is_blank, yes_or_no

BETWEEN = "; "

# [name|address|kind of number|number|small?|voluntary?]: an address may hold bars and brackets, so the ends are what is looked for.
_END = re.compile(r"\|([A-Z_ ]{0,40})\|([^|\[\]]{0,200})\|\s{0,9}(Yes|No|True|False|)\s{0,9}\|\s{0,9}(Yes|No|True|False|)\s{0,9}\]"
                  r"(?=\s{0,9}[,;]?\s{0,9}(?:\[|$))",
                  re.IGNORECASE)
_A_FIRM = re.compile(r"\S\s+(?:limited|ltd|llp|plc|cic|c\.i\.c|inc|cyf|cio)\.?\)?$", re.IGNORECASE)
_OPEN = re.compile(r"\s*\[[^|\]]*\|")
_BETWEEN_BLOCKS = ",; \t\r\n"
_BEGINS_ADDRESS = re.compile(r"\s*(?:\d|(?:unit|suite|flat|floor|po box|p\.o\.|c/o|the old)\b|[\w' ]{1,60}\b(?:house|road|street|lane|avenue|park|way|drive|close|court|place|square)\s*$)",
                             re.IGNORECASE)
_ENDS_IN_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s{0,2}\d[A-Z]{2}\W{0,9}(?:(?:united kingdom|uk|england|scotland|wales)\W{0,9})?$", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s{0,2}\d[A-Z]{2}\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_NOT_YET = frozenset(("tbc", "tba", "tbd", "to be confirmed", "to be advised", "to be determined", "to be awarded", "not yet awarded", "awaiting award", "under evaluation", "pending"))
# Words with which a publisher says that it keeps a name back, and words that may stand beside them
_KEPT_BACK = frozenset("redacted redact redaction withheld anonymised anonymous confidential".split())
_BESIDE_IT = _KEPT_BACK | frozenset("""personal data information name names supplier suppliers vendor payee individual individuals person details commercially commercial in
confidence sensitive private exempt under foi foia section s40 40 2 gdpr the a not for publication published disclosed payment due to dpa act protection""".split())


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Who supplies, how many there are, what the cell says about their size and kind, and in which postcode districts they are."""

    names: str = ""
    count: int = 0
    sme: str = ""
    vcse: str = ""
    reason: str = ""
    place: str = ""


def suppliers(cell: str) -> Suppliers:
    """Read one cell.

    Examples
    --------
    >>> suppliers("[Greenway CIC|1 High St|Mill|NONE||Yes|Yes][Acme Ltd||COMPANIES_HOUSE|0123|No|No]")
    Suppliers(names='Greenway CIC; Acme Ltd', count=2, sme='mixed', vcse='mixed', reason='', place='')
    >>> suppliers("Smith & Sons Ltd").count, suppliers("A Ltd; B Ltd").count, suppliers("n/a").count
    (1, 2, 0)
    >>> suppliers("REDACTED PERSONAL DATA").names, suppliers("REDACTED PERSONAL DATA").count
    ('REDACTED PERSONAL DATA', 0)
    """
    if _OPEN.match(cell):
        return _blocks(cell)
    if _may_end_in_postcode(cell) and any(map(_ENDS_IN_POSTCODE.search, cell.split(";"))):
        return _with_addresses(cell)
    name = firm_name(cell)
    low = name.lower()
    if low in _NOT_YET or is_blank(name):
        return Suppliers()
    first = _WORD.search(low)
    if first is not None and first[0] in _BESIDE_IT and is_kept_back(name):
        return Suppliers(name)
    parts = _several_firms(cell) or [part.strip() for part in name.split(";")]
    parts = [part for part in parts if any(letter.isalpha() for letter in part)]
    return Suppliers(name, 1) if len(parts) < 2 else Suppliers(BETWEEN.join(parts), len(parts))


def _may_end_in_postcode(cell: str) -> bool:
    """A quick look: whether a cell, or one of the names in it, may end in a postcode or in a postcode and a country."""
    return cell[-3:-2].isdigit() or ";" in cell or not cell[-1:].isalnum() or cell[-2:].lower() in ("uk", "om", "nd", "es")


def is_kept_back(name: str) -> bool:
    """Whether a publisher says in a name's place that it keeps the name back, as it does for people who are paid.

    Examples
    --------
    >>> is_kept_back("Redacted - Personal Data"), is_kept_back("Name Withheld (FOI s40)"), is_kept_back("Confidential Shredding Ltd"), is_kept_back("Personal Data Ltd")
    (True, True, False, False)
    """
    if len(name) > 80:
        return False
    words = set(_WORD.findall(name.lower()))
    known = bool(words & _KEPT_BACK) or {"personal", "data"} <= words or {"personal", "information"} <= words or {"not", "disclosed"} <= words
    return known and words <= _BESIDE_IT


def _with_addresses(cell: str) -> Suppliers:
    """Names with their addresses after them: the names stay, and the first half of each postcode, because the rest can point at a home.

    Examples
    --------
    >>> _with_addresses("Acme Ltd, 1 High Street, Hartley DA3 7AA").names, _with_addresses("Jo Bloggs & Son LS1 4AP").place
    ('Acme Ltd', 'LS1')
    """
    names, places = [], []
    for one in filter(str.strip, cell.split(";")):
        found = _ENDS_IN_POSTCODE.search(one)
        parts = re.split(r"[,\n\r]+", one[: found.start()] if found else one)
        cut = next((at for at, part in enumerate(parts) if at and _BEGINS_ADDRESS.match(part)), None) if found else None
        kept = parts[:cut] if cut else parts
        names.append(firm_name(", ".join(part.strip() for part in kept if part.strip())).strip(" ,"))
        places += [found[1].upper()] if found else []
    names = [name for name in names if name and not is_blank(name)]
    return Suppliers(BETWEEN.join(names), len(names), place=BETWEEN.join(dict.fromkeys(places)))


def _several_firms(cell: str) -> list[str]:
    """The names in a cell parted by commas or line breaks, only where each of them ends as a firm does.

    Examples
    --------
    >>> _several_firms("A Ltd, B plc\\nC LLP"), _several_firms("Smith, Jones and Sons Ltd"), _several_firms("Acme, Ltd")
    (['A Ltd', 'B plc', 'C LLP'], [], [])
    """
    if "," not in cell and "\n" not in cell and "\r" not in cell:
        return []
    parts = [firm_name(part).strip(" .") for part in re.split(r"[,\n\r]+", cell) if part.strip(" .")]
    firms = len(parts) > 1 and all(_A_FIRM.search(part) for part in parts)
    return [part.replace(";", ",") for part in parts] if firms else []


def _blocks(cell: str) -> Suppliers:
    names, small, voluntary, places, at = [], [], [], [], 0
    for end in _END.finditer(cell):
        name, _, address = cell[at: end.start()].strip(_BETWEEN_BLOCKS).removeprefix("[").partition("|")
        names.append(_name(name))
        places += [found[1].upper() for found in list(_POSTCODE.finditer(address))[-1:]]
        small.append(yes_or_no(end[3]))
        voluntary.append(yes_or_no(end[4]))
        at = end.end()
    rest, reason = cell[at:].strip(_BETWEEN_BLOCKS), ""
    if rest and _OPEN.match(rest):
        names.append(_name(rest[rest.index("[") + 1: rest.index("|")]))
        reason = "the last supplier in the cell is cut short; the name is kept"
    elif rest:
        reason = "part of the supplier cell could not be read"
    kept = [name for name in names if name]
    if len(kept) < len(names):
        reason = reason or "a supplier in the cell has no name"
    return Suppliers(BETWEEN.join(kept), len(names), _agreed(small), _agreed(voluntary), reason, BETWEEN.join(dict.fromkeys(places)))


def district(text: str) -> str:
    """Where a supplier is, never finer than a town or the first half of a postcode: the whole of one can point at a home.

    Examples
    --------
    >>> district("Truro, TR4 9NY"), district("NE11AA"), district("Leeds"), district("n/a")
    ('Truro, TR4', 'NE1', 'Leeds', '')
    """
    text = free_text(_POSTCODE.sub(lambda found: found[1].upper(), text))
    return "" if is_blank(text) else text


def _name(text: str) -> str:
    return firm_name(text).replace(BETWEEN, ", ").replace(";", ",")


def _agreed(answers: list[str]) -> str:
    said = {answer for answer in answers if answer}
    return "mixed" if len(said) > 1 else next(iter(said), "")
