"""The list of verbs: every command module has `register(app)` and imports its heavy parts when run."""

from __future__ import annotations

from importlib import import_module

from typing import Annotated

import typer

from svtrain import __version__

MODULES = ("start", "doctor", "value", "sensitivity", "switch", "rules", "score", "practice", "proxies", "data", "challenge", "register", "monitor", "room", "workshop", "rehearse", "plan", "pack", "followup", "measure", "sheet", "methods", "publish")


def register(app: typer.Typer) -> None:
    """Add every verb to the command line."""
    app.callback()(_whole)
    for name in MODULES:
        import_module(f"svtrain.cli.{name}").register(app)


def _version(asked: bool) -> None:
    if asked:
        print(f"svtrain {__version__}")
        raise typer.Exit()


def _whole(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")] = False) -> None:
    """Learn, question and apply social value in public procurement."""
