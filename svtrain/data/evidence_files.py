"""The evidence behind a promise as a table, and next time's promises as a commitments file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from svtrain.core.delivery_gaps import Gap, NextTime
from svtrain.core.monitoring import Delivery, Progress
from svtrain.core.problems import CannotDo
from svtrain.data.formula_cells import as_text
from svtrain.data.saved_work import SavedWork

LINES = ("delivery_id", "period_end", "qty", "counted", "evidence_type", "evidence_ref", "verification", "verified_by", "verified_on", "note", "missing")
NEXT = ("commitment_id", "contract_ref", "measure", "unit", "target_qty", "proxy_id", "due_date", "owner", "evidence_required", "why")
APP, VERSION = "next-requirements", 1  # people/<person>/next-requirements.json in the work folder


@dataclass(frozen=True)
class EvidenceFile:
    """All that there is about one promise on one day."""

    progress: Progress
    lines: tuple[tuple[Delivery, float], ...]
    gaps: tuple[Gap, ...]
    supplier: str = ""
    title: str = ""

    def missing(self, row: Delivery) -> str:
        """What one report lacks."""
        lacks = []
        if not row.evidence_ref.strip():
            lacks.append("no evidence named")
        if row.verification == "self":
            lacks.append("checked by nobody but the supplier")
        if row.verification != "self" and not row.verified_by.strip():
            lacks.append("who checked it is not said")
        if row.verification != "self" and row.verified_on is None:
            lacks.append("when it was checked is not said")
        return "; ".join(lacks)


def evidence_csv(found: EvidenceFile) -> str:
    """One line for each report: what is there, who checked it, when, and what is missing. Text that begins like a formula stays text."""
    rows = [(row.id, row.period_end.isoformat(), _digits(row.quantity), _digits(counted), row.evidence_type, row.evidence_ref, row.verification,
             row.verified_by, row.verified_on.isoformat() if row.verified_on else "", row.note, found.missing(row)) for row, counted in found.lines]
    return _csv(LINES, rows)


def next_csv(asked: Iterable[tuple[str, str, NextTime]]) -> str:
    """A commitments file of what to ask for next time, from (name, contract, what); dates are left to the new contract."""
    return _csv(NEXT, [(name, contract, one.measure, one.unit, "" if one.target is None else _digits(one.target), one.proxy_id, "", one.owner,
                        one.evidence_required, one.why) for name, contract, one in asked])


def _digits(number: float) -> str:
    """A number in digits, never as 1.2e+06, which other readers and people do not take for one."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([[as_text(cell) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()  # the mark tells a spreadsheet that this is UTF-8


def hand_over(asked: Iterable[tuple[str, str, NextTime]], learned_from: str, *, folder: Path | None = None, owner: str | None = None) -> None:
    """Keep what to ask for next time, in place of what was kept before, for the person's other pages.

    Raises
    ------
    CannotDo
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> one = NextTime("Jobs", "person", 4.0, "", "Site manager", "Payroll", "It was behind.")
    >>> with tempfile.TemporaryDirectory() as work:
    ...     hand_over([("C1", "K1", one)], "Grounds", folder=work)
    ...     handed_over(folder=work)[1][0]["evidence_required"]
    'Payroll'
    """
    requirements = [{"commitment_id": name, "contract_ref": contract, **asdict(one)} for name, contract, one in asked]
    SavedWork(APP, VERSION, folder=folder, owner=owner).replace({"learned_from": learned_from, "requirements": requirements})


def handed_over(*, folder: Path | None = None, owner: str | None = None) -> tuple[str, list[dict]]:
    """What this person handed over last: the contract it was learned from, and for each requirement the fields of `NextTime`.

    Both are empty where nothing was handed over, or it cannot be read.
    """
    try:
        saved = SavedWork(APP, VERSION, folder=folder, owner=owner).load() or {}
        found = [one for one in saved.get("requirements", ()) if isinstance(one, dict) and isinstance(one.get("measure"), str)]
        return str(saved.get("learned_from", "")), found
    except (CannotDo, TypeError, AttributeError):
        return "", []
