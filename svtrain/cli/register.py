"""`svtrain register`: contract registers and spend files."""

from __future__ import annotations

import typer

from svtrain.cli.register_read import read
from svtrain.cli.register_value import value

registers = typer.Typer(name="register", help="Contract registers and spend files.", no_args_is_help=True)
registers.command("read")(read)
registers.command("value")(value)


def register(app: typer.Typer) -> None:
    app.add_typer(registers)
