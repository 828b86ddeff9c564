"""Sums over a register that is ready: by category and supplier, by size, by kind of supplier, by place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from svtrain.data.spend.table import NO_ONE_FIRM

if TYPE_CHECKING:
    import pandas as pd

BANDS = ((0, "Nothing, or money back"), (5e3, "Up to £5,000"), (25e3, "£5,000 to £25,000"), (1e5, "£25,000 to £100,000"), (5e5, "£100,000 to £500,000"),
         (1e6, "£500,000 to £1m"), (5e6, "£1m to £5m"), (float("inf"), "Over £5m"))
REACHES = (0.5, 0.8, 0.9, 1.0)
LOCAL, ELSEWHERE, UNKNOWN = "local", "elsewhere", "unknown"


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of a register: how many rows and pounds."""

    name: str
    rows: int
    value: float


@dataclass(frozen=True, slots=True)
class Category:
    """One category and its suppliers, largest first; the last one may stand for ``others`` suppliers together.

    ``of`` is how many categories it stands for: more than one where the small ones are put together.
    """

    name: str
    value: float
    suppliers: tuple[Slice, ...]
    others: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class Concentration:
    """How few suppliers take how much.

    ``reach`` gives, for each of `REACHES`, the number of suppliers that together take that share of ``value``. Rows of several
    suppliers together, of none, and money back are not in it; ``aside`` says how much that is.
    """

    suppliers: int
    value: float
    reach: tuple[tuple[float, int], ...]
    largest: tuple[Slice, ...]
    aside: tuple[Slice, ...]


def categories(table: pd.DataFrame, most: int = 10, each: int = 5) -> tuple[Category, ...]:
    """Categories and their suppliers, largest first; what is small is put together, what is below zero is left out."""
    sums = table.groupby(["what", "who"], observed=True)["value"].agg(["sum", "size"])
    sums = sums[sums["sum"] > 0].sort_values("sum", ascending=False, kind="stable")
    parts: dict[str, list[Slice]] = {}
    for (what, who), value, rows in zip(sums.index, sums["sum"].tolist(), sums["size"].tolist(), strict=True):
        parts.setdefault(str(what), []).append(Slice(str(who), rows, value))
    order = sorted(parts, key=lambda what: -sum(part.value for part in parts[what]))
    found = [_category(what, parts[what], each) for what in order[:most]]
    rest: dict[str, Slice] = {}
    for part in (part for what in order[most:] for part in parts[what]):
        before = rest.get(part.name, Slice(part.name, 0, 0.0))
        rest[part.name] = Slice(part.name, before.rows + part.rows, before.value + part.value)
    if rest:
        small = len(order) - most
        whole = _category(f"{small} smaller {'category' if small == 1 else 'categories'}", sorted(rest.values(), key=lambda part: -part.value), each)
        found.append(replace(whole, of=small))
    return tuple(found)


def _category(name: str, parts: list[Slice], each: int) -> Category:
    keep = each if len(parts) > each + 1 else len(parts)
    top, others = parts[:keep], parts[keep:]
    if others:
        top = [*top, Slice(f"{len(others)} other suppliers", sum(part.rows for part in others), sum(part.value for part in others))]
    return Category(name, sum(part.value for part in parts), tuple(top), len(others))


def concentration(table: pd.DataFrame, most: int = 10) -> Concentration:
    """How many suppliers make half, 80%, 90% and all of the money."""
    import numpy as np

    sums = table.groupby("who", observed=True)["value"].agg(["sum", "size"])
    apart = [Slice(name, int(sums.loc[name, "size"]), float(sums.loc[name, "sum"])) for name in NO_ONE_FIRM if name in sums.index]
    single = sums.drop(index=list(NO_ONE_FIRM), errors="ignore").sort_values("sum", ascending=False, kind="stable")
    back = single[single["sum"] <= 0]
    if len(back):
        apart.append(Slice("Suppliers with nothing, money back or no known amount", int(back["size"].sum()), float(back["sum"].sum())))
    paid = single[single["sum"] > 0]
    total = float(paid["sum"].sum())
    running = np.cumsum(paid["sum"].to_numpy())
    reach = tuple((share, min(int(np.searchsorted(running, share * total * (1 - 1e-12))) + 1, len(paid))) for share in REACHES) if total > 0 else ()
    largest = tuple(Slice(str(name), rows, value) for name, rows, value in
                    zip(paid.index[:most], paid["size"].tolist(), paid["sum"].tolist(), strict=False))
    return Concentration(len(paid), total, reach, largest, tuple(apart))


def size_bands(table: pd.DataFrame) -> tuple[Slice, ...]:
    """Rows and pounds by size of the row; rows without a value come last."""
    import numpy as np

    values = table["value"].to_numpy(dtype=float)
    there = ~np.isnan(values)
    place = np.searchsorted([top for top, _ in BANDS], values[there], side="left")
    found = [Slice(name, int((place == at).sum()), float(values[there][place == at].sum())) for at, (_, name) in enumerate(BANDS)]
    found = [one for at, one in enumerate(found) if at or one.rows]
    missing = int((~there).sum())
    return (*found, Slice("Value not known", missing, 0.0)) if missing else tuple(found)


def kinds(table: pd.DataFrame, column: str) -> tuple[Slice, ...]:
    """Rows and pounds by what the file says in ``sme`` or ``vcse``: yes, no, some of several suppliers, unknown."""
    sums = table.assign(value=table["value"].fillna(0)).groupby(column, observed=True)["value"].agg(["sum", "size"])
    names = (("yes", "Yes"), ("no", "No"), ("mixed", "Some of several suppliers"), ("", "Unknown"))
    return tuple(Slice(shown, int(sums.loc[key, "size"]), float(sums.loc[key, "sum"])) if key in sums.index else Slice(shown, 0, 0.0) for key, shown in names)


_AREA = re.compile(r"[A-Z]{1,2}")
_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_DISTRICT = re.compile(r"\b([A-Z]{1,2})(\d[A-Z\d]?)(?:\s?\d[A-Z]{2})?\b", re.IGNORECASE)


def is_local(place: str, wanted: Sequence[str]) -> str:
    """Whether a supplier's place is one of those that a person calls local: ``local``, ``elsewhere`` or ``unknown``.

    A word in capitals such as ``NE`` or ``NE1`` is a postcode area or district; anything else is a name. With several
    suppliers all must be local, else it is elsewhere.

    Examples
    --------
    >>> is_local("Truro, TR4", ["TR"]), is_local("NE10", ["NE1"]), is_local("Newcastle upon Tyne", ["newcastle upon tyne", "Gateshead"])
    ('local', 'elsewhere', 'local')
    >>> is_local("", ["Leeds"]), is_local("Northallerton", ["North"])
    ('unknown', 'elsewhere')
    """
    if not place.strip():
        return UNKNOWN
    parts = [part for part in place.split(";") if part.strip()]
    return LOCAL if all(any(_is_in(part, one.strip()) for one in wanted if one.strip()) for part in parts) else ELSEWHERE


def _is_in(place: str, one: str) -> bool:
    code = one.replace(" ", "")
    if _AREA.fullmatch(code):
        return any(found[1].upper() == code for found in _DISTRICT.finditer(place))
    if _CODE.fullmatch(code):
        return any((found[1] + found[2]).upper() in (code, *(code + letter for letter in "ABCDEFGHJKMNPRSTUVWXY")) for found in _DISTRICT.finditer(place))
    return re.search(rf"(?<!\w){re.escape(one)}(?!\w)", place, re.IGNORECASE) is not None


def local_share(table: pd.DataFrame, wanted: Sequence[str]) -> tuple[Slice, ...]:
    """Rows and pounds with local suppliers, with others, and unknown; nothing when the file does not say where any supplier is."""
    if not (table["supplier_place"] != "").any():
        return ()
    words = list(wanted)
    said = {place: is_local(place, words) for place in table["supplier_place"].unique()}
    sums = table.assign(value=table["value"].fillna(0)).groupby(table["supplier_place"].map(said), observed=True)["value"].agg(["sum", "size"])
    names = ((LOCAL, "Local"), (ELSEWHERE, "Elsewhere"), (UNKNOWN, "Unknown"))
    return tuple(Slice(shown, int(sums.loc[key, "size"]), float(sums.loc[key, "sum"])) if key in sums.index else Slice(shown, 0, 0.0) for key, shown in names)
