"""A person's tables of promises and deliveries: taken as bytes, kept as text, and the practice contracts in the same form."""

from __future__ import annotations

import base64
import csv
import io
import tempfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from svtrain.core.monitoring import Contract, Delivery
from svtrain.core.problems import CannotDo, Problem
from svtrain.data import practice
from svtrain.data.delivery_tables import DeliveryRecord, Table, checked_table, read_table, record_from

KINDS = {"commitments": "Promises", "deliveries": "Deliveries", "spend": "Spend", "contracts": "Contracts"}
MOST_TEXT = 50_000_000  # bytes of one kept table, unpacked
ENDINGS = (".csv", ".xlsx")


@dataclass(frozen=True)
class Opened:
    """A record, and what each contract is called: title and supplier by reference."""

    record: DeliveryRecord
    titles: dict[str, str] = field(default_factory=dict)
    suppliers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def by_evidence(self) -> dict[str, list[Delivery]]:
        """The reports behind each piece of evidence that serves more than one promise."""
        behind: dict[str, list[Delivery]] = {}
        for each in self.record.deliveries:
            if each.evidence_ref:
                behind.setdefault(each.evidence_ref, []).append(each)
        return {name: rows for name, rows in behind.items() if len({row.commitment_id for row in rows}) > 1}

    @cached_property
    def by_person(self) -> dict[str, list[Delivery]]:
        """The reports behind each person who counts towards more than one promise."""
        behind: dict[str, list[Delivery]] = {}
        for each in self.record.deliveries:
            if each.person and each.disadvantage:
                behind.setdefault(each.person.casefold(), []).append(each)
        return {name: rows for name, rows in behind.items() if len({row.commitment_id for row in rows}) > 1}


def table_from(kind: str, name: str, content: bytes) -> Table:
    """One table of a file that a person gave.

    Raises
    ------
    CannotDo
        A sentence for each thing that cannot be read, naming the file and the column.
    """
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise CannotDo(Problem("Give a CSV, or an Excel workbook saved as .xlsx.", place=name))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}{ending}"
        path.write_bytes(content)
        return read_table(path, kind, name)


def as_kept(table: Table) -> dict[str, str]:
    """A table as it is saved: its name, and packed CSV with the number of each row in its file first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["#", *table.header])
    writer.writerows([number, *(cells.get(name, "") for name in table.header)] for number, cells in table.rows)
    return {"name": table.name, "packed": base64.b64encode(zlib.compress(out.getvalue().encode())).decode()}


def from_kept(kind: str, kept: dict) -> Table:
    """A table that was saved, checked again as if it came from a file."""
    text = zlib.decompressobj().decompress(base64.b64decode(kept["packed"]), MOST_TEXT).decode()
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    table = Table(str(kept["name"]), tuple(header[1:]), tuple((int(row[0]), dict(zip(header[1:], row[1:], strict=True))) for row in rows))
    return checked_table(table, kind)


def opened_tables(tables: dict[str, Table]) -> Opened:
    """The record of a person's own tables, with the titles that a register gives."""
    known = [cells for _, cells in tables["contracts"].rows] if "contracts" in tables else []
    return Opened(record_from(tables), {row["reference"]: row["title"] for row in known if row.get("title")},
                  {row["reference"]: row["supplier"] for row in known if row.get("supplier")})


@lru_cache(maxsize=1)
def opened_practice() -> Opened:
    """The twelve practice contracts, all of it invented."""
    found = practice().contracts
    record = DeliveryRecord({promise.id: promise for one in found for promise in one.commitments}, tuple(each for one in found for each in one.deliveries),
                            tuple(each for one in found for each in one.spend),
                            {one.reference: Contract(one.reference, one.start, one.end, one.value) for one in found}, has_spend=True)
    return Opened(record, {one.reference: one.title for one in found}, {one.reference: one.supplier for one in found})
