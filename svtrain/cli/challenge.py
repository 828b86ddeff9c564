"""`svtrain challenge`: a value map before and after what people questioned in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.core.challenge import Challenged

MapFile = Annotated[Path, typer.Argument(metavar="MAP", help="A value map: YAML, JSON or workbook.")]
Records = Annotated[Path, typer.Argument(metavar="RECORDS", help="Challenge records: YAML or JSON.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the challenged map here.")]


def challenge(map_file: MapFile, records: Records, as_json: AsJson = False, out: Out = None) -> None:
    """Apply challenge records to a map: a second valuation, and the difference that each makes."""
    from svtrain.cli.naming import in_file
    from svtrain.core.challenge import challenge_map
    from svtrain.data import reference
    from svtrain.data.challenges import read_challenges
    from svtrain.data.value_map import read_value_map, write_value_map

    with in_file(map_file):
        result = challenge_map(read_value_map(map_file), read_challenges(records), reference())
    if out is not None:
        write_value_map(result.value_map, out)
    if as_json:
        from svtrain.cli.value import print_json

        print_json(result.as_dict())
    else:
        _show(result)
    if any(effect.status == "stale" for effect in result.effects):
        raise typer.Exit(1)


def _show(result: Challenged) -> None:
    from svtrain.cli.tables import money, page, printable, table

    out, before, after = page(), result.before, result.after
    out.print(printable(before.title) or "Value map")
    rows = [("Present value", money(before.present_value), money(after.present_value),
             money(after.present_value - before.present_value))]
    if before.sroi_ratio is not None and after.sroi_ratio is not None:
        rows.append(("Ratio", f"{before.sroi_ratio:.2f}", f"{after.sroi_ratio:.2f}", f"{after.sroi_ratio - before.sroi_ratio:.2f}"))
    out.print(table([before.currency, "Before", "After", "Difference"], rows))
    out.print(table(["Challenge", "Status", "Difference", "On its own"],
                    [(effect.challenge.id, effect.status, _signed(effect.difference), _signed(effect.alone))
                     for effect in result.effects], text=(1,)))
    for effect in result.effects:
        out.print(printable(f"{effect.challenge.id}: {effect.sentence}"))
        if effect.challenge.reason:
            out.print(printable(f"  Because: {effect.challenge.reason}"))


def _signed(amount: float | None) -> str:
    return "" if amount is None else f"{amount:+,.0f}"


def register(app: typer.Typer) -> None:
    app.command()(challenge)
