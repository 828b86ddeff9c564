"""`svtrain data`: what is held, in which edition, and what in it wants looking at."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.data.private import PrivateFile
    from svtrain.data.staleness import Finding

app = typer.Typer(help="The data: editions, licences, and what in it wants looking at.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def check(as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to check for; today if left out.")] = None,
          as_json: Json = False) -> None:
    """Look for figures not checked for 24 months and for gaps in passports; exit 1 if there are any."""
    from svtrain.data.staleness import check_data, check_private

    day = (as_of or datetime.now()).date()
    found = check_data(day) + [finding for file in _private_files() for finding in check_private(file.proxies, day)]
    warnings = [item for item in found if item.level == "warning"]
    if as_json:
        print(json.dumps({"as_of": day.isoformat(), "findings": [asdict(item) for item in found]}, indent=2, ensure_ascii=False))
    else:
        _show(found, warnings)
    if warnings:
        raise typer.Exit(1)


def _show(found: list[Finding], warnings: list[Finding]) -> None:
    for item in warnings:
        print(f"warning: {item.dataset}: {item.item}: {item.message}")
    notes = Counter((item.dataset, item.rule) for item in found if item.level == "note")
    said = {"price-year-unclear": "with a price year that the source leaves unclear", "unverified": "unverified, never a default"}
    for (dataset, rule), count in sorted(notes.items()):
        print(f"note: {dataset}: {count} {'value' if count == 1 else 'values'} {said[rule]}")
    print(f"{len(warnings)} {'warning' if len(warnings) == 1 else 'warnings'}, {sum(notes.values())} notes.")


@app.command()
def versions(as_json: Json = False) -> None:
    """List every collection with its version, licence, last check and sha256."""
    rows = _editions()
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['dataset']} {row['version']}; {', '.join(row['licences'])}; last checked {row['last_checked'] or 'never'}")
        print(f"    sha256 {row['sha256']}")


def _editions() -> list[dict]:
    from svtrain.data.packages import packages

    rows = []
    for collection in packages():
        checked = [row["last_checked"] for row in collection.rows("sources")] if "sources" in collection.tables else []
        rows.append({"dataset": collection.name, "version": collection.version, "private": False,
                     "licences": [licence["name"] for licence in collection.descriptor.get("licenses", ())],
                     "last_checked": min(checked, default=""), "sha256": collection.sha256})
    for file in _private_files():
        rows.append({"dataset": file.vintage.dataset, "version": file.vintage.version, "private": True,
                     "licences": sorted({item.licence for item in file.proxies}),
                     "last_checked": min((item.last_checked for item in file.proxies), default=""), "sha256": file.vintage.sha256})
    return rows


def _private_files() -> list[PrivateFile]:
    from svtrain.data.private import private_files, private_folder

    folder = private_folder()
    return private_files(folder) if folder else []


@app.command("private-template")
def private_template(folder: Annotated[Path, typer.Argument(help="Where to put it.")] = Path("private")) -> None:
    """Write an empty CSV for values that your organisation has licensed, in a folder that git leaves alone."""
    from svtrain.data.private import write_template

    path = write_template(folder)
    print(f"Wrote {path}. Fill in one row a value; the text file beside it says how.")


def register(main: typer.Typer) -> None:
    """Add `data` to the command line."""
    main.add_typer(app, name="data")
