"""`svtrain pack`: everything to print and to project for a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Plan = Annotated[str, typer.Argument(metavar="PLAN", help="60, 90, 180, day or 4x-half-day, or a plan's file.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write the pack.")]
People = Annotated[int, typer.Option("--people", help="How many people take part.")]
Start = Annotated[str, typer.Option("--start", metavar="TIME", help="When a session starts.")]
Online = Annotated[bool, typer.Option("--online", help="The guide and the slides say what to do when people are not in one room.")]
Proxies = Annotated[list[str] | None, typer.Option("--proxies", metavar="GROUP", help="A question of the proxy bank to make cards of, such as job; more than once for more.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Also print every page to a PDF file, with Chromium, Chrome or Edge.")]


def pack(plan: Plan, out: Out = Path("pack"), people: People = 20, start: Start = "09:30", online: Online = False, proxies: Proxies = None, pdf: Pdf = False) -> None:
    """Write a workshop's pack: booklet, guide, cards, keys, questions, data sheet, checklists and slides."""
    from svtrain.cli.progress import bar_for
    from svtrain.data.saved_work import work_folder
    from svtrain.learn.plan import open_plan
    from svtrain.report.pack import INDEX, Pack, write_pack
    from svtrain.report.pack.clock import minute_of_day
    from svtrain.report.pack.proxy_cards import USUAL

    browser = _browser() if pdf else ""
    wanted = Pack(open_plan(plan, work_folder()), people, minute_of_day(start), online, tuple(proxies or USUAL))
    with bar_for("Writing the pack") as progress:
        written = write_pack(wanted, out, progress)
    if browser:
        from svtrain.serve.printing import print_pages

        with bar_for("Printing to PDF") as progress:
            print_pages(browser, [path for path in written if path.suffix == ".html"], out / "pdf", progress)
    print(f"The pack for {people} people is in {out}. Open {out / INDEX} first: it says what to print, and how many times.")
    if browser:
        print(f"The PDF files are in {out / 'pdf'}.")


def _browser() -> str:
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.serve.browsers import find_browser

    found = find_browser()
    if found is None:
        raise CannotDo(Problem("No Chromium, Chrome or Edge was found to print with. Leave --pdf out, and print the pages from any browser.", "--pdf"))
    return found


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(pack)
