"""`svtrain register`: contract registers and spend files."""

from __future__ import annotations

import typer

from svtrain.cli.register_read import read

registers = typer.Typer(name="register", help="Contract registers and spend files.", no_args_is_help=True)
registers.command("read")(read)


def register(app: typer.Typer) -> None:
    app.add_typer(registers)
