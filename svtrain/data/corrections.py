"""Reviewed corrections of shipped values: each with its reason, none applied to a value that has moved on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem

if TYPE_CHECKING:
    from svtrain.data.packages import Package

APPLIED = "applied"
STATUSES = ("reported", "applied", "refused")


@dataclass(frozen=True, slots=True)
class Correction:
    """One reviewed record: which cell, from what, to what, why, who said so and when, and what was decided.

    ``key`` names the row by its primary key, parts joined with ``/``. Only ``applied`` records change a value;
    ``reported`` and ``refused`` ones are kept so that the history can be read.
    """

    table: str
    key: str
    field: str
    was: str
    becomes: str
    reason: str
    reported_by: str
    reported_on: str
    status: str


def read_corrections(collection: Package) -> list[Correction]:
    """The records in a collection's ``corrections.csv``, or none.

    Raises
    ------
    CannotDo
        When a record has no reason or an unknown status.
    """
    if "corrections" not in collection.resources:
        return []
    place = str(collection.resources["corrections"])
    records, problems = [], []
    for row in collection.rows("corrections"):
        where = f"{row['table']}.{row['key']}.{row['field']}"
        if not row["reason"]:
            problems.append(Problem("A correction must give its reason.", where, place))
        if row["status"] not in STATUSES:
            problems.append(Problem(f'The status must be one of {", ".join(STATUSES)}, not "{row["status"]}".', where, place))
        records.append(Correction(row["table"], row["key"], row["field"], row["from"], row["to"], row["reason"],
                                  row["reported_by"], row["reported_on"], row["status"]))
    if problems:
        raise CannotDo(problems)
    return records


def apply_corrections(rows: Sequence[Mapping[str, str]], records: Sequence[Correction], table: str,
                      primary_key: Sequence[str], place: str) -> list[dict[str, str]]:
    """Rows with every applied correction of this table made.

    Raises
    ------
    CannotDo
        When the row or column is gone, or its value is no longer what the correction was written against.

    Examples
    --------
    >>> fix = Correction("values", "bus-pass", "value", "30", "300", "A zero was lost.", "reader", "2026-11-22", "applied")
    >>> apply_corrections([{"id": "bus-pass", "value": "30"}], [fix], "values", ["id"], "values.csv")
    [{'id': 'bus-pass', 'value': '300'}]
    >>> apply_corrections([{"id": "bus-pass", "value": "31"}], [fix], "values", ["id"], "values.csv")
    Traceback (most recent call last):
    svtrain.core.problems.CannotDo: values.csv: bus-pass.value: The correction expects "30" but finds "31"; review it again.
    """
    changed = {"/".join(row[name] for name in primary_key): dict(row) for row in rows}
    problems = []
    for record in records:
        if record.table != table or record.status != APPLIED:
            continue
        row, field = changed.get(record.key), f"{record.key}.{record.field}"
        if row is None or record.field not in row:
            problems.append(Problem("The correction names a cell that is not there; review it again.", field, place))
        elif row[record.field] != record.was:
            problems.append(Problem(f'The correction expects "{record.was}" but finds "{row[record.field]}"; '
                                    "review it again.", field, place))
        else:
            row[record.field] = record.becomes
    if problems:
        raise CannotDo(problems)
    return list(changed.values())
