"""`svtrain sensitivity`: what becomes of the ratio when assumptions change."""

from __future__ import annotations

from typing import Annotated

import typer

from svtrain.cli.value import AsJson, InMode, MapFile

Sets = Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=NUMBER", help="Set a number on every outcome "
                 "(deadweight=0.5) or on one (jobs.deadweight=0.5). May be repeated.")]
Adds = Annotated[list[str] | None, typer.Option("--add", metavar="FIELD=NUMBER", help="Shift a number: "
                 "deadweight=0.1 adds ten percentage points.")]
Multiplies = Annotated[list[str] | None, typer.Option("--multiply", metavar="FIELD=NUMBER", help="Multiply a number: "
                       "proxy=0.5 halves every proxy.")]
Floors = Annotated[list[str] | None, typer.Option("--floor", metavar="FIELD=NUMBER", help="Raise a number to at least "
                   "this.")]
Drops = Annotated[list[str] | None, typer.Option("--drop", metavar="ID", help="Leave an outcome out.")]
Presets = Annotated[list[str] | None, typer.Option("--preset", metavar="NAME", help="A what-if that reports use; "
                    "without any option all are tried.")]


def sensitivity(map_file: MapFile, set_: Sets = None, add: Adds = None, multiply: Multiplies = None,
                floor: Floors = None, drop: Drops = None, preset: Presets = None, mode: InMode = None,
                as_json: AsJson = False) -> None:
    """Change assumptions and value the map again; with no change, try every range and every preset."""
    from svtrain.cli.naming import in_file
    from svtrain.core.changes import parse_change
    from svtrain.core.sensitivity import preset as preset_of
    from svtrain.data import reference
    from svtrain.data.value_map import read_value_map

    value_map = read_value_map(map_file)
    if mode is not None:
        value_map = value_map.in_mode(mode.value)
    typed = (("set", set_), ("add", add), ("multiply", multiply), ("floor", floor), ("drop", drop))
    changes = [parse_change(how, text) for how, texts in typed for text in texts or ()]
    for name in preset or ():
        changes += preset_of(value_map, name).changes
    of_the_map = {each.field: f"--{each.how} {each.field}" for each in changes if each.is_convention}
    with in_file(map_file, of_the_map):
        if changes:
            _changed(value_map, reference(), changes, as_json)
        else:
            _overview(value_map, reference(), as_json)


def _changed(value_map, reference, changes, as_json: bool) -> None:
    from svtrain.cli.tables import printable
    from svtrain.cli.value import leave, print_json, show
    from svtrain.core.changes import apply
    from svtrain.core.valuation import value

    before = value(value_map, reference, check=False)
    changed, said = apply(value_map, reference, changes)
    result = value(changed, reference)
    if as_json:
        print_json({**result.as_dict(), "changes": [str(change) for change in changes], "left_as_they_are": said,
                    "before": {name: getattr(before, name) for name in
                               ("present_value", "total_inputs", "net_present_value", "sroi_ratio", "net_ratio")}})
    else:
        show(result)
        for line in (*said, _difference(before, result)):
            print(printable(line))
    leave(result)


def _difference(before, result) -> str:
    if before.sroi_ratio is None or result.sroi_ratio is None:
        return f"Present value: {before.present_value:,.0f} before, {result.present_value:,.0f} now."
    return f"Ratio: {before.sroi_ratio:.2f} before, {result.sroi_ratio:.2f} now."


def _overview(value_map, reference, as_json: bool) -> None:
    from svtrain.cli.progress import bar_for
    from svtrain.cli.value import leave, print_json
    from svtrain.core.sensitivity import tornado, try_presets
    from svtrain.core.valuation import value

    result = value(value_map, reference)
    bars = tornado(value_map, reference)
    with bar_for("Trying presets") as progress:
        tried = try_presets(value_map, reference, progress)
    if as_json:
        print_json({**result.as_dict(), "tornado": [bar.as_dict() for bar in bars],
                    "presets": [each.as_dict() for each in tried]})
    else:
        _show_overview(result, bars, tried)
    leave(result)


def _show_overview(result, bars, tried) -> None:
    from svtrain.cli.tables import money, page, table

    has_ratio = result.sroi_ratio is not None
    shown = lambda number: "none" if number is None else f"{number:.2f}" if has_ratio else money(number)  # noqa: E731
    out = page()
    if bars:
        out.print(table(["Assumption", "Low", "High", "Result at low", "At high"], [
            [bar.field, f"{bar.low:g}", f"{bar.high:g}", shown(bar.at_low), shown(bar.at_high)] for bar in bars]))
    else:
        out.print("No number in the map has a range, so there is nothing to try at its ends.")
    out.print(table(["What if", "Result"], [
        [each.preset.title, shown(each.sroi_ratio if has_ratio else each.present_value)] for each in tried]))
    out.print(f"As the map stands: {shown(result.sroi_ratio if has_ratio else result.present_value)}.")


def register(app: typer.Typer) -> None:
    app.command()(sensitivity)
