"""The list of verbs: every command module has `register(app)` and imports its heavy parts when run."""

from __future__ import annotations

from importlib import import_module

import typer

MODULES = ("start", "doctor", "value")


def register(app: typer.Typer) -> None:
    """Add every verb to the command line."""
    for name in MODULES:
        import_module(f"svtrain.cli.{name}").register(app)
