"""Reads a proxy policy back from the workbook that the toolkit wrote, edited or not."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.proxy_policy import FORMAT as POLICY
from svtrain.core.proxy_policy import ProxyPolicy
from svtrain.data.policy_layout import ABOUT_LINES, FIRST, FORMAT, NOW, PASSPORTS, VERDICT_KEYS, WAS
from svtrain.data.proxy_policy import policy_from
from svtrain.data.workbook_layout import ABOUT
from svtrain.data.workbook_pages import Pages, address_of, placed

if TYPE_CHECKING:
    from openpyxl.cell import Cell

NUMBERS = ("was.value", "use.value.likely", "use.value.low", "use.value.high")
TICKS = ("private", "blind")
NOT_OURS = "This is not a proxy policy's workbook: the proxy explorer writes one."
_YES = {"yes": True, "true": True, "no": False, "false": False, "": None}


def read_policy_workbook(path: Path | str) -> ProxyPolicy:
    """The policy in a workbook.

    Raises
    ------
    CannotDo
        One sentence for every cell that cannot be read, naming it: ``policy.xlsx, Judgements!H5``.
    """
    pages = Pages(Path(path), FORMAT, NOT_OURS)
    plain = {"svtrain": POLICY, **_about(pages), "proxies": _proxies(pages), "vintage": _vintage(pages)}
    if pages.problems:
        raise CannotDo(pages.problems)
    found, problems = policy_from({key: given for key, given in plain.items() if given not in ("", [])}, pages.place)
    if found is None:
        raise CannotDo([placed(problem, pages) for problem in problems])
    return found


def policy_from_workbook_bytes(name: str, content: bytes) -> ProxyPolicy:
    """`read_policy_workbook` for a file that a person handed over; problems name it as the person knows it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.xlsx"
        path.write_bytes(content)
        try:
            return read_policy_workbook(path)
        except CannotDo as error:
            raise CannotDo([Problem(one.message, one.field, one.place.replace(str(path), name)) for one in error.problems]) from None


def _about(pages: Pages) -> dict[str, Any]:
    found, known = {}, dict(ABOUT_LINES)
    for key, _, cell in pages.sheet(ABOUT).iter_rows(min_row=3, max_col=3):
        if key.value in known:
            pages.cells[key.value] = address_of(cell)
            found[key.value] = pages.text(cell)
    return found


def _proxies(pages: Pages) -> list[dict]:
    first = {pages.text(row["proxy"]): _verdict(pages, row, "first") for row in pages.table(FIRST)}
    found = []
    for row in pages.table(NOW):
        name = pages.text(row["proxy"])
        now = _verdict(pages, row, "now")
        before = first.pop(name, now)
        if before is now:  # the problems of a judgement that stands alone are to be found on this sheet
            _verdict(pages, row, "first")
        one = {"proxy": name, "was": _parts(pages, row, [key for key, _, _ in WAS if key.startswith("was.")], f"proxies.{name}")["was"], "first": before}
        private = _tick(pages, row, "private", f"proxies.{name}.private")
        found.append(one | ({"private": True} if private else {}) | ({"now": now} if now != before else {}))
    for name in first:
        pages.problems.append(Problem(f"'{name[:80]}' has a first judgement and stands in no row of {NOW}.", f"proxies.{name}", f"{pages.place}, {FIRST}"))
    return found


def _verdict(pages: Pages, row: dict[str, Cell], part: str) -> dict:
    return _parts(pages, row, VERDICT_KEYS, f"proxies.{pages.text(row['proxy'])}.{part}")


def _parts(pages: Pages, row: dict[str, Cell], keys, field: str) -> dict:
    """Cells named by dotted keys, as nested names and values; blanks are left out."""
    found: dict[str, Any] = {}
    pages.cells[field] = address_of(row["proxy"])
    for key in keys:
        if key not in row:
            continue
        pages.cells[f"{field}.{key}"] = address_of(row[key])
        if key in NUMBERS:
            given = pages.number(row[key], f"{field}.{key}")
        else:
            given = _tick(pages, row, key, f"{field}.{key}") if key in TICKS else pages.text(row[key])
        if given in (None, "") or given is False:
            continue
        here = found
        *path, last = key.split(".")
        for name in path:
            here = here.setdefault(name, {})
        here[last] = given
    return found


def _tick(pages: Pages, row: dict[str, Cell], key: str, field: str) -> bool:
    cell = row.get(key)
    given = "" if cell is None else str(pages.value(cell) if pages.value(cell) is not None else "").strip().lower()
    if given not in _YES:
        pages.say("Write yes or no here.", cell, field)
    return bool(_YES.get(given))


def _vintage(pages: Pages) -> list[dict]:
    rows = pages.sheet(PASSPORTS).iter_rows(max_col=4)
    texts = ([pages.text(cell) for cell in row] for row in rows)
    return [{"dataset": name, "version": version, "sha256": digest} for mark, name, version, digest in texts if mark == "data"]
