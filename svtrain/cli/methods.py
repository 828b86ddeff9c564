"""`svtrain methods`: one contract by four methods, each with what it hides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.core.methods import SideBySide

MapFile = Annotated[Path, typer.Argument(metavar="MAP", help="A value map: YAML, JSON or the toolkit's workbook.")]
Prices = Annotated[Path | None, typer.Option("--prices", help="Your own price list of measures: CSV. An invented one by default.")]
Shares = Annotated[Path | None, typer.Option("--spend", help="Who gets the money: CSV with supplier, amount, local, sme, vcse.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def methods(map_file: MapFile, prices: Prices = None, spend: Shares = None, as_json: AsJson = False) -> None:
    """Look at one contract by four methods: principles, counted and priced, change in lives, Green Book."""
    from svtrain.cli.naming import in_file
    from svtrain.core.methods import side_by_side
    from svtrain.data import reference
    from svtrain.data.method_files import read_price_list, read_spend_shares
    from svtrain.data.value_map import read_value_map

    with in_file(map_file):
        found = side_by_side(read_value_map(map_file), reference(), prices=read_price_list(prices) if prices else None,
                             spend=read_spend_shares(spend) if spend else ())
    if as_json:
        from svtrain.cli.value import print_json

        print_json(found.as_dict())
    else:
        _show(found)


def _show(found: SideBySide) -> None:
    from svtrain.cli.tables import page, printable

    out = page()
    out.print(printable(found.title) or "Value map")
    for (name, question), (said, hides) in zip(found.asks.items(), _views(found), strict=True):
        out.print()
        out.print(f"{_TITLES[name]}: {question}")
        for line in said:
            out.print(printable(f"  {line}"))
        for line in hides:
            out.print(f"  It hides: {line}")
    out.print()
    out.print("These four answer different questions; their figures are not to be added or ranked.")


_TITLES = {"principles": "Principles and spend share", "counted": "Counted and priced", "change_in_lives": "Change in lives",
           "green_book": "Green Book"}


def _views(found: SideBySide):
    from svtrain.cli.tables import money

    spend, counted, lives, book = found.principles, found.counted, found.change_in_lives, found.green_book
    shares = [f"{100 * share:.0f}% {what}" for share, what in ((spend.local_share, "local"), (spend.sme_share, "with small businesses"),
              (spend.vcse_share, "with charities and social enterprises")) if share is not None]
    yield [f"Of {money(spend.spend)} spent: {', '.join(shares)}." if shares else "No spend was given, so no share can be said."], spend.hides
    left_out = f" Not on the list: {', '.join(counted.unpriced)}." if counted.unpriced else ""
    yield [f"{money(counted.counted_value)} at the prices of '{counted.price_list}'.{left_out}"], counted.hides
    ratio = "no ratio: nothing is put in" if lives.sroi_ratio is None else f"{lives.sroi_ratio:.2f} for each 1 put in"
    yield [f"Present value {money(lives.valuation.present_value)} after deductions; {ratio}."], lives.hides
    against = "no costs to set against them" if book.benefit_cost_ratio is None else \
        f"costs {money(book.costs)}; benefit-cost ratio {book.benefit_cost_ratio:.2f}"
    yield [f"Benefits {money(book.benefits)} of present value; {against}."], book.hides


def register(app: typer.Typer) -> None:
    app.command()(methods)
