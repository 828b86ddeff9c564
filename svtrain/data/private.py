"""An organisation's own licensed values: read like the shipped ones, marked on every view, kept out of every export.

National TOMs, HACT and Social Value Engine values may not be shipped with an open tool. Whoever has the right to use them
puts them in a CSV beside the work; `write_template` makes an empty one with a how-to.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Proxy, Reference, Vintage

VARIABLE = "SVTRAIN_PRIVATE"
FOLDER = "private"
TEMPLATE = "my_licensed_proxies.csv"
PATTERN = "*proxies*.csv"
WATERMARK = "Private: licensed to your organisation. It is left out of everything that you publish."

HOW_TO = """Values that your organisation has licensed

1. Fill in my_licensed_proxies.csv, one row a value. Any spreadsheet will do; save it as CSV UTF-8.
2. These columns must be filled in every row: proxy_id, outcome, unit, value, price_year, perspective, geography, source,
   locator, licence, last_checked. Write the price year as 2019, 2012/13 or unclear. Write days as 2026-11-22.
3. Choose a proxy_id that nobody else uses, such as our-apprentice-week.
4. Try it: svtrain proxies find, with a word of your outcome. Every fault is named by row and column.

The folder is found from the folder that you work in, or any folder inside it. To keep it elsewhere, name the folder in
the variable SVTRAIN_PRIVATE. Set but empty, the variable means: no private values, as in a room with guests.

Each of these values is marked private wherever it is shown. Exports leave it out and say so. The file .gitignore in this
folder keeps git from taking it along. Only put values here that your organisation has the right to use in this way.
The licences of National TOMs and of the HACT bank do not let anybody ship their values with a tool.
"""

PASSPORT = ("proxy_id", "outcome", "unit", "value", "price_year", "perspective", "geography", "source", "locator", "licence",
            "last_checked")
COLUMNS = ("proxy_id", "outcome", "unit", "value", "low", "high", "price_year", "price_year_note", "perspective",
           "beneficiary", "geography", "source", "locator", "url", "licence", "last_checked", "theme", "contested_group",
           "caveat", "question")
PRICE_YEAR = re.compile(r"\d{4}(/\d{2})?|unclear")
FORBIDS = re.compile(r"\b(NC|ND|non-?commercial|no-?derivatives?|no derivatives)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrivateFile:
    """One file of an organisation's own values, with its edition."""

    proxies: tuple[Proxy, ...]
    vintage: Vintage


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A value that must not leave this machine, with the sentence that says why."""

    proxy_id: str
    reason: str


def private_folder(start: Path | None = None) -> Path | None:
    """Where the organisation's own values lie, or None.

    The variable ``SVTRAIN_PRIVATE`` names the folder; set but empty, it means none. Otherwise it is the nearest ``private``
    folder beside `start` (the folder of the work) or above it that holds a CSV of proxies.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(os.path.expanduser(named)) if named.strip() else None
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        found = folder / FOLDER
        if found.is_dir() and any(found.glob(PATTERN)):
            return found
    return None


def private_files(folder: Path) -> list[PrivateFile]:
    """Every CSV of proxies in the folder.

    Raises
    ------
    CannotDo
        When the folder is missing or a row lacks part of its passport; every fault is named by row and column.
    """
    if not folder.is_dir():
        raise CannotDo(Problem(f"There is no such folder; correct {VARIABLE} or leave it out.", place=str(folder)))
    return [_read(path) for path in sorted(folder.glob(PATTERN))]


def _read(path: Path) -> PrivateFile:
    from svtrain.data.small_csv import read_small_csv

    if path.read_bytes().strip(b"\xef\xbb\xbf\r\n ").count(b"\n") == 0:
        rows, header = [], list(PASSPORT)
    else:
        header, rows = read_small_csv(path)
    problems = [Problem(f"The column is missing; every value needs its {name.replace('_', ' ')}.", name, str(path))
                for name in PASSPORT if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    problems += [Problem(f"There is no such column.{_nearest(name)}", name, str(path)) for name in unknown]
    proxies: dict[str, Proxy] = {}
    for number, row in rows if not problems else ():
        place = f"{path}, row {number}"
        try:
            found = _proxy(row, f"private-{path.stem}", place)
        except CannotDo as error:
            problems += error.problems
            continue
        if found.id in proxies:
            problems.append(Problem("This id is used twice; every id must be unique.", found.id, place))
        proxies[found.id] = found
    if problems:
        raise CannotDo(problems)
    digest = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    newest = max((item.last_checked for item in proxies.values()), default="")
    return PrivateFile(tuple(proxies.values()), Vintage(f"private-{path.stem}", newest, digest))


def _nearest(name: str) -> str:
    from rapidfuzz import process

    found = process.extractOne(name, COLUMNS, score_cutoff=60)
    return f' Did you mean "{found[0]}"?' if found else ""


def _proxy(row: Mapping[str, str], dataset: str, place: str) -> Proxy:
    problems = [Problem(f"The {name.replace('_', ' ')} is missing.", name, place) for name in PASSPORT if not row.get(name)]
    if row.get("price_year") and not PRICE_YEAR.fullmatch(row["price_year"]):
        problems.append(Problem('Write the price year as 2019, 2012/13 or "unclear".', "price_year", place))
    if row.get("last_checked") and not _is_date(row["last_checked"]):
        problems.append(Problem("Write the day as 2026-11-22.", "last_checked", place))
    numbers = {name: _number(row.get(name, ""), name, place, problems) for name in ("value", "low", "high")}
    if problems:
        raise CannotDo(problems)
    words = {name: row.get(name, "") for name in COLUMNS if name not in ("proxy_id", "price_year", *numbers)}
    return Proxy(id=row["proxy_id"], **numbers, **words, price_year=None if row["price_year"] == "unclear" else row["price_year"],
                 value_basis="as licensed", source_id=dataset, confidence="", status="private", dataset=dataset, private=True)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _number(text: str, name: str, place: str, problems: list[Problem]) -> float | None:
    from svtrain.core.typed_numbers import NotANumber, number_from

    if not text:
        return None
    try:
        return number_from(text)
    except NotANumber as error:
        problems.append(Problem(str(error), name, place))
        return None


def held_back(ids: Iterable[str], known: Reference | None = None) -> list[HeldBack]:
    """Which of these proxies must stay on this machine, and why; an unknown id is not in the answer.

    Every export that leaves the machine asks this first, leaves the values named here out, and says so.

    Examples
    --------
    >>> held_back(["gmca-ee1-0-fiscal"])
    []
    """
    proxies = _known(known).proxies
    found = []
    for name in dict.fromkeys(ids):
        proxy = proxies.get(name)
        if proxy is not None and (proxy.private or FORBIDS.search(proxy.licence)):
            found.append(HeldBack(name, f'"{name}" is left out: its licence ({proxy.licence}) does not let you publish it.'))
    return found


def publishable(ids: Iterable[str], known: Reference | None = None) -> list[str]:
    """The ids that may leave this machine, in their order: known ones that `held_back` does not name.

    Examples
    --------
    >>> publishable(["gmca-ee1-0-fiscal", "no-such-proxy"])
    ['gmca-ee1-0-fiscal']
    """
    wanted = list(dict.fromkeys(ids))
    proxies = _known(known).proxies
    kept = {item.proxy_id for item in held_back(wanted, known)}
    return [name for name in wanted if name in proxies and name not in kept]


def _known(known: Reference | None) -> Reference:
    if known is not None:
        return known
    from svtrain.data.reference_data import reference

    return reference()


def write_template(folder: Path) -> Path:
    """An empty CSV to fill, with a how-to beside it, in a folder that git leaves alone.

    Raises
    ------
    CannotDo
        When the file is already there: it may hold somebody's values.
    """
    path = folder / TEMPLATE
    if path.exists():
        raise CannotDo(Problem("The file is already there; nothing was changed.", place=str(path)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (folder / "HOW-TO.txt").write_text(HOW_TO, encoding="utf-8")
        path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotDo(Problem(f"The folder cannot be written: {error.strerror or error}.", place=str(folder))) from None
    return path
