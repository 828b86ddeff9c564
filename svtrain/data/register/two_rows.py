"""Headings that stand in two rows: the name of a group above, the names of its columns below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from svtrain.data.register.aliases import aliases, holds_contact_data, normal

_TRAILING = re.compile(r"\s+(details?|information|data|particulars|period|dates?)$")
# Words that say nothing without the group above them: the date of what?
_NEED_A_GROUP = frozenset(["date", "name", "number", "no", "type", "status", "code", "town", "postcode", "from", "to",
                           *(f"{word} vat" for word in ("ex", "exc", "excl", "excluding", "inc", "incl", "including"))])
LONGEST = 120


def joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """The headings that two rows make together.

    A group's name stands once, over the first of its columns. Where both make a known heading, that is taken; where the lower
    row stands for itself, it alone; where it is blank, the upper one, as in cells merged downwards.

    Parameters
    ----------
    above, below : sequence of str
        Two rows as text, blank cells as ``""``.

    Examples
    --------
    >>> joined(["Contract", "", "", "Supplier", ""], ["Reference", "Start date", "End date", "Name", "E-mail"])
    ('Contract / Reference', 'Contract / Start date', 'Contract / End date', 'Supplier / Name', 'E-mail')
    >>> joined(["Supplier", "Approval", ""], ["", "Date", "Amount"])
    ('Supplier', 'Approval / Date', 'Amount')
    """
    made, group = [], ""
    for at in range(max(len(above), len(below))):
        own = above[at] if at < len(above) else ""
        lower = below[at] if at < len(below) else ""
        group = own or group
        made.append(_one(group, own, lower))
    return tuple(made)


def _one(group: str, own: str, lower: str) -> str:
    if not lower or not group or len(group) + len(lower) > LONGEST:
        return lower or own
    both = f"{group} / {lower}"
    names = [normal(both), f"{_TRAILING.sub('', normal(group))} {normal(lower)}"]
    if names[0] in aliases():
        return both
    if names[1] in aliases():
        return f"{_TRAILING.sub('', group)} / {lower}"
    if normal(lower) in _NEED_A_GROUP or (holds_contact_data(both) and normal(lower) not in aliases()):
        return both
    return lower
