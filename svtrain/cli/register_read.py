"""`svtrain register read`: a register or spend file as it comes, read into clean columns."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svtrain.core.problems import CannotDo, Problem

if TYPE_CHECKING:
    from svtrain.data.register import Reading, Report

SHOWN = 20  # problems printed; --json lists them all

File = Annotated[Path, typer.Argument(help="A contract register, a Contracts Finder export, a spend file or notices: CSV, a workbook, a page's table or JSON.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", help="Write the clean register to this CSV file.", show_default=False)]
Map = Annotated[list[str] | None, typer.Option("--map", help='Correct a column: --map "Amt=value", or "Amt=ignore". Repeat for more.',
                                               show_default=False)]
HeaderRow = Annotated[int | None, typer.Option("--header-row", min=1, help="The row that holds the headings, when it was not found.",
                                               show_default=False)]
Sheet = Annotated[str, typer.Option(help="The sheet, the table of a page or the list of JSON to read.", show_default=False)]
Encoding = Annotated[str, typer.Option(help="The encoding, such as cp1252, when it was not found.", show_default=False)]
Delimiter = Annotated[str, typer.Option(help="What parts the cells, when it was not found.", show_default=False)]
Forget = Annotated[bool, typer.Option("--forget", help="Drop the corrections kept for files of this shape.")]
Remember = Annotated[bool, typer.Option("--remember/--no-remember", help="Keep the corrections for files of this shape, and use kept ones.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def read(file: File, out: Out = None, corrections: Map = None, header_row: HeaderRow = None, sheet: Sheet = "", encoding: Encoding = "",
         delimiter: Delimiter = "", forget: Forget = False, remember: Remember = True, as_json: Json = False) -> None:
    """Read a register into clean columns; say what was taken for what, and which rows could not be read."""
    from svtrain.data.register import Options, Reading, forget_columns, remember_columns

    columns = _pairs(corrections or [])
    options = Options(columns, header_row, sheet, encoding, delimiter.replace("\\t", "\t"), remember and not forget)
    _check_out(file, out, delimiter)
    if forget:  # first: without its corrections the file may not be readable any more
        forget_columns(Reading(file, str(file), replace(options, columns={}, whatever=True, remember=True)).header.cells)
    reading = Reading(file, str(file), options)
    _run(reading, out)
    if columns and remember:
        remember_columns(reading.header.cells, columns)
    if as_json:
        print(json.dumps(reading.report.as_json(), indent=2, ensure_ascii=True))
    else:
        _show(reading.report, out, bool(columns and remember))
    if reading.report.findings:
        raise typer.Exit(1)


def _pairs(corrections: list[str]) -> dict[str, str]:
    found, problems = {}, []
    for text in corrections:
        name, equals, field = text.rpartition("=")
        if not equals or not name.strip():
            problems.append(Problem(f'"{text}" is not a correction; write it as "Amt=value".', "--map"))
        found[name.strip()] = field.strip()
    if problems:
        raise CannotDo(problems)
    return found


def _check_out(file: Path, out: Path | None, delimiter: str) -> None:
    if len(delimiter.replace("\\t", "\t")) > 1:
        raise CannotDo(Problem("The delimiter is one character.", "--delimiter"))
    if out is None:
        return
    if out.is_dir():
        raise CannotDo(Problem("This is a folder; name a file.", "--out", str(out)))
    if out.exists() and file.exists() and out.samefile(file):
        raise CannotDo(Problem("This is the file to be read; name another.", "--out", str(out)))


def _run(reading: Reading, out: Path | None) -> None:
    from svtrain.cli.progress import bar_for
    from svtrain.data.register import write_register

    with bar_for("Reading the register") as progress:
        if out is not None:
            write_register(reading, out, progress)
            return
        for _ in reading.pieces(progress):
            pass


def _show(report: Report, out: Path | None, kept: bool) -> None:
    from svtrain.cli.tables import printable

    say = lambda text: print(printable(text))  # noqa: E731
    where = f", headings on row {report.header_row}" if report.header_row else ""
    say(f"{report.read:,} of {report.rows:,} rows read ({report.kind}, {report.encoding}{where}).")
    if report.blank_rows:
        say(f"{report.blank_rows:,} blank row{' is' if report.blank_rows == 1 else 's are'} not counted.")
    for sentence in [*report.mapping_sentences(), *report.all_notes]:
        say(f"- {sentence}")
    for problem in report.problems[:SHOWN]:
        say(f"Row {problem.row}{f', {problem.field}' if problem.field else ', left out'}: {problem.reason}.")
    if report.findings > SHOWN:
        say(f"{report.findings - SHOWN:,} more such lines; --json lists them.")
    if kept:
        say("Your corrections are kept for files of this shape; drop them with --forget.")
    if out is not None:
        say(f"Written to {out}.")
