"""Text cells: tidied, freed of contact data, and read as yes or no, as codes, as nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from svtrain.data.register.personal import may_hold, may_hold_in_reference, removed, removed_from_reference

LONGEST_SHOWN = 40
BETWEEN_CELLS = "\x01"  # joins a column into one text, to look through it at once
REMEMBER = 50_000  # distinct texts kept while one column is read

_BLANKS = {"", "-", "--", "n/a", "na", "none", "null", "nan", "not applicable", "not available", "not known", "unknown", "#n/a", ".", "?",
           "not specified", "not stated", "not provided", "blank"}
_YES = {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "sme": "yes", "micro": "yes", "small": "yes", "medium": "yes", "vcse": "yes",
        "vcs": "yes", "1.0": "yes", "small or medium": "yes", "charity": "yes", "voluntary": "yes", "vco": "yes",
        "no": "no", "n": "no", "false": "no", "0": "no", "large": "no", "0.0": "no", "non-sme": "no", "non sme": "no", "not sme": "no",
        "non-vcse": "no", "mixed": "mixed"}
_CPV = re.compile(r"(?<!\d)(\d{8})(?:-\d)?(?!\d)")
_CONTROL = bytes([0, *range(2, 32), 127])
_EDGES = (f"{BETWEEN_CELLS} ", f" {BETWEEN_CELLS}", f"{BETWEEN_CELLS}'")
_HIDDEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF, *(code for code in range(32) if code not in (9, 10, 13))])
_FORMULA = ("'=", "'+", "'-", "'@")


def is_blank(text: str) -> bool:
    """Whether a cell says that it says nothing.

    Examples
    --------
    >>> is_blank(" N/A "), is_blank("Not applicable"), is_blank("TBC")
    (True, True, False)
    """
    return text.strip().lower() in _BLANKS


def without_hidden(text: str) -> str:
    """Without characters that are not seen: marks of direction, of no width, controls.

    Examples
    --------
    >>> without_hidden("A\u200bmount\u202e")
    'Amount'
    """
    return text if text.isascii() and text.isprintable() else text.translate(_HIDDEN)


def quoted(cell: object) -> str:
    """A cell as a sentence may show it: short, on one line, without contact data."""
    text = removed(" ".join(str(cell)[:400].translate(_HIDDEN).split()))
    return f'"{text}"' if len(text) <= LONGEST_SHOWN else f'"{text[:LONGEST_SHOWN - 3]}..."'


def tidy(text: str) -> str:
    """One line without doubled spaces, web escapes and hidden characters; a text mark before a formula goes.

    Examples
    --------
    >>> tidy("  R&amp;B\\r\\n  Ltd "), tidy("'=1+1")
    ('R&B Ltd', '=1+1')
    """
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = " ".join(text.translate(_HIDDEN).split()) if not text.isascii() or not text.isprintable() else " ".join(text.split())
    return text[1:] if text.startswith(_FORMULA) else text


def free_text(text: str) -> str:
    """Tidied, with contact data removed."""
    return removed(tidy(text))


def stated(text: str) -> str:
    """Tidied like free text; nothing where the cell says that it says nothing.

    Examples
    --------
    >>> stated(" Highways "), stated("Not applicable")
    ('Highways', '')
    """
    return "" if is_blank(text) else free_text(text)


def firm_name(text: str) -> str:
    """A tidied name of a supplier, with contact data removed."""
    return removed(tidy(text), names_stay=True)


def reference(text: str) -> str:
    """A tidied reference; its digits stay."""
    return removed_from_reference(tidy(text))


def yes_or_no(text: str) -> str:
    """``yes``, ``no``, ``mixed`` or nothing.

    Examples
    --------
    >>> yes_or_no("Y"), yes_or_no("FALSE"), yes_or_no("Not applicable")
    ('yes', 'no', '')
    """
    return _YES.get(text.strip().lower(), "")


def cpv_codes(text: str) -> str:
    """The eight-digit codes in a cell, parted by ``; ``; text without one stays, tidied.

    Examples
    --------
    >>> cpv_codes("72222300 66000000-0 "), cpv_codes("IT services")
    ('72222300; 66000000', 'IT services')
    """
    found = list(dict.fromkeys(_CPV.findall(text)))
    return "; ".join(found) if found else free_text("" if is_blank(text) else text)


class Remembered(dict):
    """Works something out once for each distinct text; forgets all when there are too many."""

    def __init__(self, work: Callable[[str], object]):
        super().__init__()
        self.work = work

    def __missing__(self, text):
        if len(self) >= REMEMBER:
            self.clear()
        found = self[text] = self.work(text)
        return found


def column(cells: Sequence[str], work: Remembered) -> list:
    """A whole column; when hardly a text comes twice and none needs a change, the column itself."""
    if _clean_as_it_is(cells, work):
        return list(cells)
    return list(map(work.__getitem__, cells))


def _clean_as_it_is(cells: Sequence[str], work: Remembered) -> bool:
    """Whether `work` would change nothing: only asked of columns with many distinct texts."""
    if work.work not in (free_text, reference) or len(cells) < 1000 or len(set(cells[:1000])) < 700:
        return False
    whole = BETWEEN_CELLS.join(cells)
    if not whole.isascii() or "&" in whole or "  " in whole or whole[:1] in " '" or whole[-1:] == " ":
        return False
    if any(edge in whole for edge in _EDGES) or len(whole.encode().translate(None, _CONTROL)) != len(whole):
        return False
    return not (may_hold_in_reference(whole) if work.work is reference else may_hold(whole))
