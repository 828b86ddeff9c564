"""`svtrain rehearse`: a whole workshop by machine, before people come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.serve.rehearsal import Rehearsed

People = Annotated[int, typer.Option(min=5, max=500, help="How many people take part.")]
Plan = Annotated[str, typer.Option(metavar="NAME", help="The run sheet: 60, 90, 180, day or 4x-half-day.")]
Speed = Annotated[float, typer.Option(min=1, help="How many times faster than in life; 60 makes a minute of the plan a second.")]
Browser = Annotated[int | None, typer.Option(min=0, max=50, help="How many sit at pages in a real browser: all of six people or fewer, else 3.")]
StoreAt = Annotated[str, typer.Option("--store", metavar="ADDRESS", help="Where the room is kept: postgresql://... or a SQLite file; a new one by default.")]
PeopleStoreAt = Annotated[str, typer.Option("--people-store", metavar="ADDRESS", help="PostgreSQL: the same store, with the role for people's pages.")]
Servers = Annotated[int, typer.Option(min=1, max=4, help="How many servers share the room.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same people, who type the same.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def rehearse(
    people: People = 20, plan: Plan = "180", speed: Speed = 60, browser: Browser = None, store: StoreAt = "", people_store: PeopleStoreAt = "",
    servers: Servers = 1, seed: Seed = 1, as_json: AsJson = False,
) -> None:
    """Rehearse a workshop with scripted people, and check that nothing they typed is lost or shown early."""
    import asyncio
    import tempfile
    from pathlib import Path

    from svtrain.cli.value import print_json
    from svtrain.serve.rehearsal import Options, Rehearsal

    options = Options(people, plan, speed, browser, store, people_store, servers, seed)
    with tempfile.TemporaryDirectory(prefix="rehearsal", ignore_cleanup_errors=True) as folder:
        found = asyncio.run(Rehearsal(options, Path(folder), (lambda _: None) if as_json else lambda said: print(said, flush=True)).run())
    print_json(found.as_dict()) if as_json else _tell(found, people)
    raise typer.Exit(1 if found.findings else 0)


def _tell(found: Rehearsed, people: int) -> None:
    from svtrain.cli.tables import page, printable, table

    out = page()
    for note in found.notes:
        print(note)
    out.print(table(["What was done", "Times", "Half by, s", "95% by, s", "Longest, s"], [
        (what, str(row["count"]), *(f"{row[part]:.3f}" for part in ("p50", "p95", "most"))) for what, row in found.times.items()]))
    out.print(table(["Step", "Took, s", "All, MB", "A page, MB", "Processes"], [
        (name, f"{row['seconds']:.0f}", f"{row['together']:.0f}", f"{row['private']:.0f}", f"{row['processes']:.0f}") for name, row in found.memory.items()]))
    for sentence in found.findings:
        print(printable(sentence))
    if not found.findings:
        print(f"{people} people gave {found.answers} answers and took {found.artefacts} files along. Nothing was lost, doubled or shown early.")


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(rehearse)
