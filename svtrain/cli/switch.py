"""`svtrain switch`: what one number must be for the ratio to reach a target."""

from __future__ import annotations

from typing import Annotated

import typer

from svtrain.cli.value import AsJson, InMode, MapFile

Field = Annotated[str, typer.Argument(metavar="FIELD", help="One number (jobs.deadweight), every outcome's "
                                      "(deadweight), or discount_rate.")]
Target = Annotated[float, typer.Option(help="The ratio to reach.")]


def switch(map_file: MapFile, field: Field, target: Target = 1.0, mode: InMode = None, as_json: AsJson = False) -> None:
    """Print the switching value of a number, or that no value does."""
    from svtrain.cli.naming import in_file
    from svtrain.cli.tables import printable
    from svtrain.cli.value import print_json
    from svtrain.core.switching import switching_value
    from svtrain.data import reference
    from svtrain.data.value_map import read_value_map

    value_map = read_value_map(map_file)
    if mode is not None:
        value_map = value_map.in_mode(mode.value)
    with in_file(map_file):
        found = switching_value(value_map, reference(), field, target)
    if as_json:
        print_json(found.as_dict())
    else:
        print(printable(found.sentence))


def register(app: typer.Typer) -> None:
    app.command()(switch)
