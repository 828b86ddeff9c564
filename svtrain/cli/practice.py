"""`svtrain practice`: the invented contracts, and a maker of more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Practice contracts: invented, for training.", no_args_is_help=True)


@app.command("list")
def list_contracts() -> None:
    """List the twelve practice contracts and the traps planted in them."""
    from svtrain.data.practice_data import practice

    for contract in practice().contracts:
        print(f"{contract.reference}  {contract.title}: £{contract.value:,.0f}, {contract.start} to {contract.end}")
        print(f"      {contract.buyer}; {contract.supplier}; {len(contract.commitments)} promises")
        for trap in contract.traps:
            print(f"      Trap: {trap.trap} ({', '.join(trap.commitment_ids)})")
    print("\nNothing here is real.")


@app.command()
def make(
    out: Annotated[Path, typer.Option(help="A new or empty folder for the four files.")],
    count: Annotated[int, typer.Option(help="How many contracts.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
) -> None:
    """Make practice contracts with promises, deliveries and spend."""
    from svtrain.cli.progress import bar_for
    from svtrain.data.practice_making import make_practice

    with bar_for("Making contracts") as report:
        folder = make_practice(count, seed, out, lambda done: report(done, count) if done % 200 == 0 else None)
    print(f"{count:,} invented contracts are in {folder}.")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="practice")
