"""`svtrain start` and `svtrain lab`: open the workshop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PORT = 8866

Folder = Annotated[Path | None, typer.Argument(help="Where to lay out lessons, exercises and data; by default where they already are.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]


Names = Annotated[list[str] | None, typer.Option("--name", help="A host name that a web server in front of this one is known by; may be given again.")]


def start(folder: Folder = None, port: Port = PORT, no_browser: NoBrowser = False, name: Names = None) -> None:
    """Open the workshop: the gallery of lessons and apps, on this machine only."""
    from svtrain.data.layout import lay_out
    from svtrain.serve.ports import check_port

    root = lay_out(folder)
    check_port(port)
    from svtrain.serve.voila_server import run

    run(port=port, root=root, open_browser=not no_browser, names=tuple(name or ()))


def lab(folder: Folder = None, port: Port = PORT, no_browser: NoBrowser = False) -> None:
    """Open the lessons in JupyterLab, with their pages at its side."""
    from svtrain.data.layout import lay_out
    from svtrain.serve.ports import check_port

    root = lay_out(folder)
    check_port(port)
    from svtrain.serve.lab_server import run

    run(port=port, root=root, open_browser=not no_browser)


def register(app: typer.Typer) -> None:
    app.command()(start)
    app.command()(lab)
