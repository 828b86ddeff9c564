"""`svtrain monitor`: what was promised, what is due by now, what was delivered, and how much of it was checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.data.commitments import Monitored

Commitments = Annotated[Path, typer.Option("--commitments", help="What was promised: CSV or Excel.")]
Deliveries = Annotated[Path, typer.Option("--deliveries", help="What was delivered: CSV or Excel.")]
Spend = Annotated[Path | None, typer.Option("--spend", help="What was spent on each contract: CSV or Excel.")]
Contracts = Annotated[Path | None, typer.Option("--contracts", help="The register, for starts, ends and values.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day to look at; the last one reported for by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def monitor(commitments: Commitments, deliveries: Deliveries, spend: Spend = None, contracts: Contracts = None, as_of: AsOf = None,
            as_json: AsJson = False) -> None:
    """Compare deliveries with what is due by now, and rate each promise in the words of the Procurement Act."""
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data.commitments import monitor_files
    from svtrain.data.delivery_tables import day_from

    day = None if as_of is None else day_from(as_of)
    if as_of is not None and day is None:
        raise CannotDo(Problem(f'"{as_of[:40]}" is not a date; write 2026-03-31 or 31/03/2026.', "--as-of"))
    found = monitor_files(commitments, deliveries, spend, contracts, as_of=day)
    if as_json:
        from svtrain.cli.value import print_json

        print_json(found.as_dict())
    else:
        _show(found)
    if found.problems:
        raise typer.Exit(1)


def _show(found: Monitored) -> None:
    from svtrain.cli.tables import page, printable, table

    out = page()
    out.print(f"As of {found.as_of.isoformat()}")
    out.print(table(["Promise", "Measure", "Promised", "Due by now", "Delivered", "Verified", "Rating"], [
        (each.commitment.id, each.commitment.measure[:44], _number(each.commitment.target), _number(each.committed_to_date),
         _number(each.delivered), "" if each.verified_share is None else f"{100 * each.verified_share:.0f}%", each.rating)
        for each in found.found], text=(1, 6), whole=(0, 6)))
    counts = found.as_dict()["ratings"]
    out.print(", ".join(f"{count} {word}" for word, count in counts.items() if count) + ".")
    out.print("The words are the Procurement Act's; good is all of what is due, approaching 85%, requires improvement 50%.")
    for each in found.found:
        if each.rating != "Good":
            out.print(printable(f"{each.commitment.id}: {each.rating}. {each.reason}"))
    for note in found.notes:
        out.print(printable(f"Note: {note}"))
    for problem in found.problems:
        out.print(printable(f"{problem['file']}, row {problem['row']}, {problem['field']}: {problem['reason']}"))


def _number(quantity: float | None) -> str:
    from svtrain.core.monitoring import amount

    return "" if quantity is None else amount(quantity)


def register(app: typer.Typer) -> None:
    app.command()(monitor)
