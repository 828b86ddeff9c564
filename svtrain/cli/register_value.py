"""`svtrain register value`: what the commitments of a whole register are worth."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.data.register_files import ValuedRegister

SHOWN = 20  # problems and contracts printed; --json lists them all


class Mode(StrEnum):
    """The two fixed sets of conventions."""

    sroi_report = "sroi_report"
    green_book = "green_book"


Contracts = Annotated[Path, typer.Argument(metavar="CONTRACTS", help="A register as svtrain register read writes it: CSV or Parquet.")]
Commitments = Annotated[Path, typer.Option("--commitments", help="What was promised: CSV or Parquet.")]
PriceYear = Annotated[str | None, typer.Option("--price-year", help="Move every proxy to the prices of this year, such as 2024 or 2012/13.")]
InMode = Annotated[Mode | None, typer.Option("--mode", help="The conventions to discount by.")]
Rate = Annotated[float | None, typer.Option("--discount-rate", help="One flat rate as a share, such as 0.0105.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write every valued line to this CSV file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def value(contracts: Contracts, commitments: Commitments, price_year: PriceYear = None, mode: InMode = None, discount_rate: Rate = None,
          out: Out = None, as_json: AsJson = False) -> None:
    """Value every commitment of a register in one pass, and add the lines up by contract."""
    from pydantic import ValidationError

    from svtrain.cli.progress import bar_for
    from svtrain.core.conventions import Conventions
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data import reference
    from svtrain.data.register_files import value_files

    try:
        conventions = Conventions(mode=mode.value if mode else None, discount_rate=discount_rate)
    except ValidationError as error:
        detail = error.errors()[0]
        sentence = detail["ctx"]["sentence"] if detail["type"] == "said" else f"{detail['msg']}."
        raise CannotDo(Problem(sentence, "--discount-rate")) from None
    with bar_for("Reading the commitments") as progress:
        found = value_files(contracts, commitments, reference(), price_year=price_year, conventions=conventions, progress=progress)
    if out is not None:
        from svtrain.data.documents import write_text
        from svtrain.data.formula_cells import as_text

        lines = found.lines.copy()
        for name in ("commitment_id", "contract_ref", "problem"):
            lines[name] = lines[name].map(as_text)
        write_text(out, lines.to_csv(index=False))
    if as_json:
        from svtrain.cli.value import print_json

        print_json(found.as_dict())
    else:
        _show(found)
    if found.problems:
        raise typer.Exit(1)


def _show(found: ValuedRegister) -> None:
    from svtrain.cli.tables import money, page, printable, table

    out = page()
    best = found.contracts.sort_values("present_value", ascending=False).head(SHOWN)
    out.print(table(["Contract", "Title", "Lines", "Contract value", "Present value", "Per £1"], [
        (row["reference"], row["title"][:40], str(row["lines"]), money(row["value"]) if row["value"] == row["value"] else "",
         money(row["present_value"]), f"{row['per_pound']:.2f}" if row["per_pound"] == row["per_pound"] else "")
        for row in best.to_dict("records")], text=(1,)))
    total = found.lines["present_value"].sum()
    out.print(f"{found.read:,} of {len(found.lines):,} lines valued: present value {money(total)}.")
    prices = f"at {found.terms.price_year} prices" if found.terms.price_year else "at the proxies' own prices"
    out.print(f"Conventions: {found.terms.conventions.mode}, {prices}. Lines without deductions of their own take none.")
    for said in found.terms.assumed:
        out.print(f"Assumed: {said}")
    for used in found.terms.vintage:
        out.print(f"- Data: {used.dataset} {used.version} ({used.sha256[:12]}).")
    if found.unread_columns:
        out.print(printable(f"Columns that were not read: {', '.join(found.unread_columns)}."))
    for problem in found.problems[:SHOWN]:
        out.print(printable(f"Row {problem['row']} ({problem['field']}): {problem['reason']}"))
    if len(found.problems) > SHOWN:
        out.print(f"And {len(found.problems) - SHOWN:,} more; --json lists them.")
