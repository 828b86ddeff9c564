"""`svtrain publish`: a piece of saved work for stakeholders, after saying what will leave the machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.apps.published.making import Made

WorkName = Annotated[str, typer.Argument(metavar="WORK", help="A value map, proxy policy, tender, approach or supplier's plan; or a folder of contracts and promises. "
                                         "Also an app such as value-builder, the JSON it keeps, or a resume code.")]
To = Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where to put the files; a folder that is not there is made.")]
Title = Annotated[str, typer.Option("--title", help="The title to publish under; the work's own by default.")]
Person = Annotated[str | None, typer.Option("--person", help="Whose saved work, by their name on this server; your own by default.")]
Public = Annotated[bool, typer.Option("--public", help="List the page for everybody on the server; else only its address opens it.")]
KeepNotes = Annotated[bool, typer.Option("--keep-notes", help="Keep what looks like a name in free text. Contact data goes in any case.")]
Forecast = Annotated[bool, typer.Option("--forecast", help="Small counts in a value map are hopes and not people, so none is hidden.")]
On = Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day to print; today by default.")]
Yes = Annotated[bool, typer.Option("--yes", help="Write without asking.")]


def publish(work: WorkName, to: To, title: Title = "", person: Person = None, public: Public = False, keep_notes: KeepNotes = False,
            forecast: Forecast = False, on: On = None, yes: Yes = False) -> None:
    """Turn saved work into a page for stakeholders, one file that needs no network, and a workbook."""
    import sys

    from svtrain.apps.published.making import Wishes, file_name, make, refuse_other
    from svtrain.apps.published.work import open_work
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data import reference
    from svtrain.data.documents import write_together
    from svtrain.report.publish.record import read_record

    if to.exists() and not to.is_dir():
        raise CannotDo(Problem("This is a file; name a folder.", "--to", str(to)))
    opened = open_work(work, person)
    wishes = Wishes(_day(on), title.strip(), public, keep_notes, forecast)
    name = file_name(opened, wishes)
    made = make(opened, reference(), wishes, _address(name, public))
    if (to / f"{name}.json").exists():
        refuse_other(read_record(to / f"{name}.json"), made.record)
    _list(made, to)
    if not yes:
        if not sys.stdin.isatty():
            print("Nothing was written. Say --yes to write these files.")
            raise typer.Exit(1)
        if not typer.confirm("Write these files?"):
            print("Nothing was written.")
            raise typer.Exit(1)
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(Problem(f"The folder cannot be made: {error.strerror or error}.", "--to", str(to))) from None
    write_together({to / file: content for file, content in made.files.items()})
    _where(made, name, to)


def _list(made: Made, to: Path) -> None:
    """What would leave the machine, what is held back, and the editions of the data."""
    from svtrain.cli.tables import page, printable

    out = page()
    out.print(printable(f"This will leave the machine, under the title: {made.record.title}"))
    what = {"html": "one page that needs no network", "xlsx": "the workbook", "json": "the record that a server shows as a page"}
    for file, content in made.files.items():
        out.print(printable(f"- {to / file}: {what[file.rpartition('.')[2]]}, {_size(len(content))}."))
    out.print("In it: " + printable(", ".join(section.heading for section in made.record.sections)) + ".")
    if made.left_out:
        out.print("Held back, or changed:")
        for sentence in made.left_out:
            out.print(printable(f"- {sentence}"))
    for sentence in made.beware:
        out.print(printable(f"Beware: {sentence}"))
    out.print("No checker finds every name: read the page before you hand it on.")
    for dataset, version, mark in made.record.vintage:
        out.print(printable(f"- Data: {dataset} {version} ({mark[:12]})."))
    if not made.record.vintage:
        out.print("- Data: no dataset of the toolkit was used.")


def _where(made: Made, name: str, to: Path) -> None:
    from svtrain.cli.tables import page, printable

    out = page()
    out.print(printable(f"Written to {to}. The page {name}.html opens from a memory stick with the network off."))
    out.print(printable(f"svtrain start --published {to} shows it at: published/{made.record.address}"), soft_wrap=True)
    out.print("That page is listed for everybody." if made.record.listed else "That page is not listed: whoever has the address can read it.")


def _size(count: int) -> str:
    return f"{count:,} bytes" if count < 1000 else f"{count / 1000:,.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"


def _day(text: str | None) -> date:
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data.delivery_tables import day_from

    if text is None:
        return date.today()
    found = day_from(text)
    if found is None:
        raise CannotDo(Problem(f'"{text[:40]}" is not a date; write 2026-03-31 or 31/03/2026.', "--date"))
    return found


def _address(name: str, public: bool) -> str:
    """The name itself where the page is listed; else with a part that nobody can guess and that stays the same on this machine."""
    if public:
        return name
    import base64
    import hashlib
    import hmac

    from svtrain.data.saved_work import work_folder
    from svtrain.serve.session import server_secret

    mark = hmac.new(server_secret(work_folder()), f"svtrain published\n{name}".encode(), hashlib.sha256).digest()
    return f"{name}-{base64.b32encode(mark).decode().lower()[:26]}"


def register(app: typer.Typer) -> None:
    app.command()(publish)
