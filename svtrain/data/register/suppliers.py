"""Supplier cells: one name, several, or Contracts Finder's blocks of six parts; addresses never come along."""

from __future__ import annotations

import re
from dataclasses import dataclass

from svtrain.data.register.words import free_text, is_blank, yes_or_no

BETWEEN = "; "

# [name|address|kind of number|number|small?|voluntary?]; an address may hold bars and brackets, so the ends are what is looked for.
_BLOCK = re.compile(r"\[(.*?)\|([A-Z_ ]{0,40})\|([^|\]]*)\|\s*(Yes|No|True|False|)\s*\|\s*(Yes|No|True|False|)\s*\](?=\s*[,;]?\s*(?:\[|$))",
                    re.DOTALL | re.IGNORECASE)
_OPEN = re.compile(r"^\s*\[[^|\]]*\|")


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Who supplies, how many there are, and what the cell says about their size and kind."""

    names: str = ""
    count: int = 0
    sme: str = ""
    vcse: str = ""
    reason: str = ""


def suppliers(cell: str) -> Suppliers:
    """Read one cell.

    Examples
    --------
    >>> suppliers("[Greenway CIC|1 High St|Mill|NONE||Yes|Yes][Acme Ltd||COMPANIES_HOUSE|0123|No|No]")
    Suppliers(names='Greenway CIC; Acme Ltd', count=2, sme='mixed', vcse='mixed', reason='')
    >>> suppliers("Smith & Sons Ltd").count, suppliers("A Ltd; B Ltd").count, suppliers("n/a").count
    (1, 2, 0)
    """
    if _OPEN.match(cell):
        return _blocks(cell)
    name = free_text(cell)
    if is_blank(name):
        return Suppliers()
    parts = [part.strip() for part in re.split(r"[;|]", name)]
    parts = [part for part in parts if any(letter.isalpha() for letter in part)]
    return Suppliers(name, 1) if len(parts) < 2 else Suppliers(BETWEEN.join(parts), len(parts))


def _blocks(cell: str) -> Suppliers:
    found = list(_BLOCK.finditer(cell))
    names = [_name(block[1].split("|", 1)[0]) for block in found]
    rest = cell[found[-1].end():].strip() if found else cell.strip()
    reason = ""
    if rest:
        cut = _OPEN.match(rest)
        if cut:
            names.append(_name(rest[rest.index("[") + 1: rest.index("|")]))
        reason = "the last supplier in the cell is cut short; the name is kept" if cut else "part of the supplier cell could not be read"
    kept = [name for name in names if name]
    if len(kept) < len(names):
        reason = reason or "a supplier in the cell has no name"
    return Suppliers(BETWEEN.join(kept), len(names), _agreed([yes_or_no(block[4]) for block in found]),
                     _agreed([yes_or_no(block[5]) for block in found]), reason)


def _name(text: str) -> str:
    return free_text(text).replace(BETWEEN, ", ").replace(";", ",")


def _agreed(answers: list[str]) -> str:
    said = {answer for answer in answers if answer}
    return "mixed" if len(said) > 1 else next(iter(said), "")
