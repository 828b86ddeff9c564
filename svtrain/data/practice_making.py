"""Makes any number of practice contracts from a seed: the same seed gives the same bytes on every machine.

The twelve shipped contracts are the patterns; sizes, dates, promises and deliveries vary about them. Only
``random.Random.random`` is drawn from, whose sequence Python promises never to change.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.places import typed_folder
from svtrain.data.practice_data import PracticeContract, practice

# Deliveries are made up to this day whenever the command is run, so that the bytes do not depend on the calendar.
LAST_DAY = date(2026, 9, 30)
MOST = 2_000_000

HEADERS = {
    "contracts.csv": ("reference", "title", "description", "buyer", "supplier", "suppliers_count", "value", "value_basis", "start",
                      "end", "cpv", "category", "place", "sme", "vcse", "source_row"),
    "commitments.csv": ("commitment_id", "contract_ref", "measure", "unit", "target_qty", "proxy_id", "due_date", "owner",
                        "evidence_required"),
    "deliveries.csv": ("delivery_id", "commitment_id", "period_end", "qty", "evidence_type", "evidence_ref", "verified_by",
                       "verified_on", "verification", "note"),
    "spend.csv": ("contract_ref", "period_end", "spent"),
}

_FIRST = ("Alderwick", "Brackenmoor", "Calderbrook", "Dunmarsh", "Elmsworth", "Fernleigh", "Glenhallow", "Hazelgate", "Inglesea",
          "Juniper Vale", "Kirkmere", "Lindenford", "Marlstone", "Northdale", "Oxenhope Vale", "Pennywell", "Quarrington", "Rosedene",
          "Silverbeck", "Thistledown")
_SECOND = ("and Partners", "Associates", "Co-operative", "Community Company", "Group", "Services", "Works", "Trading")
_BUYER = {"council": "{} Council", "university": "University of {}", "police": "{} Police"}
_CHECKS = {"self": ("Supplier (invented)", 10), "sample": ("Contract manager (invented)", 24),
           "third-party": ("Independent checker (invented)", 38)}


def make_practice(count: int, seed: int, folder: Path | str, progress: Callable[[int], None] | None = None) -> Path:
    """Write ``count`` invented contracts with commitments, deliveries and spend as four CSV files.

    Parameters
    ----------
    count : int
        How many contracts, from 1 to 2,000,000.
    seed : int
        The same seed gives the same contracts; more of them leave the first ones as they were.
    folder : Path or str
        A new or empty folder. It appears whole or not at all.
    progress : callable, optional
        Told the number of contracts made so far.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    CannotDo
        When the count is out of range, or the folder holds something or cannot be written.
    """
    if not 1 <= count <= MOST:
        raise CannotDo(Problem(f"The count must be from 1 to {MOST:,}, not {count:,}.", "--count"))
    target = typed_folder(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotDo(Problem("This is not an empty folder; name a new one.", "--out", str(target)))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
        try:
            _write(half, count, seed, progress)
            if target.exists():
                target.rmdir()
            half.chmod(0o755)
            half.replace(target)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise
    except OSError as error:
        raise CannotDo(Problem(f"The folder could not be written: {error.strerror or error}.", "--out", str(target))) from None
    return target


def _write(folder: Path, count: int, seed: int, progress: Callable[[int], None] | None) -> None:
    patterns = practice().contracts
    with ExitStack() as open_files:
        writers = {}
        for name, header in HEADERS.items():
            file = open_files.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(file, lineterminator="\n")
            writers[name].writerow(header)
        for number in range(1, count + 1):
            for name, row in _contract(Random(f"{seed}/{number}"), number, patterns):
                writers[name].writerow(row)
            if progress:
                progress(number)


def _contract(chance: Random, number: int, patterns: tuple[PracticeContract, ...]) -> Iterator[tuple[str, tuple]]:
    """Every row of one contract, as (file, row)."""
    pattern = _pick(chance, patterns)
    scale = 0.2 * 20 ** chance.random()  # from a fifth of the pattern to four times it
    reference = f"MK{number:06d}"
    years = 1 + int(chance.random() * 5)
    start = date(2022 + int(chance.random() * 4), 1 + 3 * int(chance.random() * 4), 1)
    end = date(start.year + years, start.month, 1) - timedelta(days=1)
    value = round(pattern.value * scale, -3)
    place = _pick(chance, _FIRST)
    buyer = _BUYER[pattern.buyer_kind].format(place) + " (invented)"
    supplier = f"{_pick(chance, _FIRST)} {_pick(chance, _SECOND)} (invented)"
    yield "contracts.csv", (reference, pattern.title, pattern.description, buyer, supplier, 1, f"{value:.0f}", "whole life, including VAT",
                            start, end, pattern.cpv, pattern.category, f"{place} (invented)",
                            _yes(chance.random() < 0.4), _yes(chance.random() < 0.15), number + 1)
    ends = _quarter_ends(start, 4 * years)
    called = 0.3 + 0.6 * chance.random() if pattern.form == "call-off" else 1.0
    for day in ends:
        if day <= LAST_DAY:
            yield "spend.csv", (reference, day, f"{value / len(ends) * called * (0.75 + 0.5 * chance.random()):.0f}")
    reliability = called * (0.15 + chance.random())
    checking = chance.random()
    promised = [item for item in pattern.commitments if any(done.quantity for done in pattern.deliveries if done.commitment_id == item.id)]
    for place_in_list, item in enumerate(promised, 1):
        name = f"{reference}-C{place_in_list}"
        target = _rounded(item.target * scale * (0.6 + 0.9 * chance.random()))
        yield "commitments.csv", (name, reference, item.measure, item.unit, target, item.proxy_id, end, item.owner, item.evidence_required)
        kind = next(done.evidence_type for done in pattern.deliveries if done.commitment_id == item.id)
        yield from _deliveries(chance, name, float(target) / len(ends) * reliability, ends, kind, checking)


def _deliveries(chance: Random, name: str, pace: float, ends: list[date], kind: str, checking: float) -> Iterator[tuple[str, tuple]]:
    for quarter, day in enumerate(ends, 1):
        draw, luck, silence = chance.random(), chance.random(), chance.random()
        if day > LAST_DAY or silence < 0.1:  # one report in ten never comes
            continue
        how = "self" if draw > checking else ("third-party" if draw < 0.15 else "sample")
        who, days = _CHECKS[how]
        quantity = f"{pace * 2 * luck:.2f}"
        yield "deliveries.csv", (f"{name}-Q{quarter}", name, day, quantity, kind, f"{name}-{day}", who, day + timedelta(days=days), how, "")


def _quarter_ends(start: date, quarters: int) -> list[date]:
    months = [start.month - 1 + 3 * quarter for quarter in range(1, quarters + 1)]
    return [date(start.year + month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in months]


def _pick(chance: Random, items):
    return items[int(chance.random() * len(items))]


def _rounded(quantity: float) -> str:
    """Targets as people write them: halves below ten, whole numbers above."""
    return f"{max(0.5, round(quantity * 2) / 2):g}" if quantity < 10 else f"{quantity:.0f}"


def _yes(true: bool) -> str:
    return "yes" if true else "no"
