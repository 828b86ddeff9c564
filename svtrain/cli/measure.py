"""`svtrain measure`: what a training changed, from its room's export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svtrain.learn.measuring import FollowUp, RoomAnswers, TrainingReport

Exports = Annotated[list[Path], typer.Argument(metavar="EXPORT...", help="Folders that svtrain room export wrote, one a cohort.")]
Followups = Annotated[list[str] | None, typer.Option("--followup", metavar="DAY=FILE", help="Answers that came back, such as 30=answers.csv; with several exports ROOM:30=answers.csv.")]
Reasons = Annotated[list[str] | None, typer.Option("--reasons", metavar="FILE", help="Reasons that a person has read and ticked; with several exports ROOM=FILE.")]
Sheet = Annotated[Path | None, typer.Option("--write-reasons", metavar="FILE", help="Write the reasons for a person to read: shuffled, without pseudonyms.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="HTML", help="Write the report as a page.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def measure(exports: Exports, followup: Followups = None, reasons: Reasons = None, write_reasons: Sheet = None, out: Out = None, as_json: Json = False) -> None:
    """Say what a training changed: reaction, learning, behaviour and results, in groups of five or more."""
    from svtrain.learn.measuring import compare, read_room

    rooms = [read_room(path) for path in exports]
    _check_names(rooms)
    if write_reasons:
        return _write_reasons(rooms, write_reasons)
    came_back, ticked = _followups(rooms, followup or []), _reasons(rooms, reasons or [])
    reports = _reports(rooms, came_back, ticked)
    trends = compare(reports)
    if out:
        _write_page(reports, trends, any(ticked.values()), out)
    if as_json:
        from dataclasses import asdict

        from svtrain.cli.value import print_json

        print_json({"cohorts": [report.as_dict() for report in reports], "trends": [asdict(trend) for trend in trends]})
    else:
        _tell(reports, len(trends))
        if out:
            print(f"The page is {out}.")


def _check_names(rooms: Sequence[RoomAnswers]) -> None:
    from svtrain.core.problems import CannotDo, Problem

    names = [room.room for room in rooms]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise CannotDo(Problem(f'Two exports are of the room "{twice}". Give each cohort once.', "EXPORT"))


def _write_reasons(rooms: Sequence[RoomAnswers], path: Path) -> None:
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data.documents import write_text
    from svtrain.learn.measuring import measures, reasons_csv

    if len(rooms) > 1:
        raise CannotDo(Problem("Reasons are read one room at a time. Give one export.", "--write-reasons"))
    sheet = reasons_csv(rooms[0])
    write_text(path, f"\ufeff{sheet}")  # the mark tells spreadsheets which letters these are
    print(f"The reasons are in {path}, shuffled and without pseudonyms. Put an x in a column where a reason does this:\n")
    for each in measures().rubric:
        print(f"  {each.id:<14} {each.text}")
    print(f"  {'none_of_these':<14} You have read it, and it does nothing of this.\n\nThen give the file back with --reasons.")


def _of_room(rooms: Sequence[RoomAnswers], given: str, option: str) -> RoomAnswers:
    """The room that a file belongs to; with one export it need not be named."""
    from svtrain.core.nearest import did_you_mean
    from svtrain.core.problems import CannotDo, Problem

    if not given and len(rooms) == 1:
        return rooms[0]
    names = [room.room for room in rooms]
    if not given:
        raise CannotDo(Problem(f"With several exports, say whose answers these are: {', '.join(names)}.", option))
    found = next((room for room in rooms if room.room == given), None)
    if found is None:
        raise CannotDo(Problem(f'None of the exports is of a room "{given[:40]}".{did_you_mean(given, names)}', option))
    return found


def _followups(rooms: Sequence[RoomAnswers], given: Sequence[str]) -> dict[str, list[FollowUp]]:
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.learn.measuring import read_followup

    found: dict[str, list[FollowUp]] = {room.room: [] for room in rooms}
    for words in given:
        whose, equals, path = words.partition("=")
        room, _, day = whose.rpartition(":")
        if not equals or not path or not day.strip().isdecimal():
            raise CannotDo(Problem(f'"{words[:60]}" does not say which day. Write it like 30=answers.csv.', "--followup"))
        one = _of_room(rooms, room, "--followup")
        if any(each.day == int(day) for each in found[one.room]):
            raise CannotDo(Problem(f"Day {int(day)} is given twice.", "--followup"))
        found[one.room].append(read_followup(Path(path), one, int(day)))
    return found


def _reasons(rooms: Sequence[RoomAnswers], given: Sequence[str]) -> dict[str, dict]:
    from svtrain.learn.measuring import read_reasons

    found: dict[str, dict] = {room.room: {} for room in rooms}
    for words in given:
        whose, equals, path = words.partition("=") if len(rooms) > 1 else ("", "", "")
        one = _of_room(rooms, whose if equals else "", "--reasons")
        found[one.room] |= read_reasons(Path(path if equals else words), one)
    return found


def _reports(rooms: Sequence[RoomAnswers], came_back: dict, ticked: dict) -> list[TrainingReport]:
    from svtrain.learn.measuring import training_report

    made = [training_report(room, came_back[room.room], ticked[room.room]) for room in rooms]
    return sorted(made, key=lambda report: (report.made, report.room))


def _write_page(reports: Sequence[TrainingReport], trends: Sequence, read: bool, out: Path) -> None:
    from svtrain.data.documents import write_text
    from svtrain.learn.measuring import measures
    from svtrain.report.training_page import training_page

    write_text(out, training_page(reports, trends, {each.id: each.text for each in measures().rubric} if read else {}))


def _tell(reports: Sequence[TrainingReport], compared: int) -> None:
    from textwrap import fill

    from svtrain.cli.tables import printable

    for report in reports:
        print(f"{printable(report.title or report.room)}: {report.people} {'person' if report.people == 1 else 'people'} answered something.")
        for level in report.levels:
            print(f"\n{level.number}. {level.name}. {level.question}")
            for figure in level.figures:
                print(fill(f"- {figure.text.rstrip('.')}: {figure.sentence}", 96, initial_indent="   ", subsequent_indent="     "))
            for words in level.said:
                print(fill(printable(words), 96, initial_indent="     “", subsequent_indent="      ") + "”")
            print(fill(f"What this cannot show: {level.cannot_show}", 96, initial_indent="   ", subsequent_indent="   "))
        print()
    if compared:
        print(f"{compared} figures can be compared between cohorts; --out and --json show them.")


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(measure)
