"""`svtrain doctor`: what is installed and what is wrong."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from svtrain.cli.start import PORT, Port


def doctor(
    port: Port = PORT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what is installed, which browser, which port, and what is wrong."""
    from svtrain.data.saved_work import work_folder
    from svtrain.serve.doctor import examine

    findings = examine(port, work_folder())
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _show(findings)
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


def _show(findings) -> None:
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        mark = "ok   " if finding.well else "WRONG"
        print(f"{mark}  {finding.what:<{width}}  {finding.state}")
        if finding.advice:
            print(f"       {'':<{width}}  {finding.advice}")
    wrong = sum(not finding.well for finding in findings)
    print("\nAll is well." if not wrong else f"\n{wrong} thing{'s' if wrong > 1 else ''} to put right.")


def register(app: typer.Typer) -> None:
    app.command()(doctor)
