"""`svtrain followup`: ask what became of commitments, and read the answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.learn.measuring import FollowUp, RoomAnswers

Export = Annotated[Path, typer.Argument(metavar="EXPORT", help="The folder that svtrain room export wrote.")]
Day = Annotated[int, typer.Option("--day", help="How many days after the workshop: 30 or 90.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Write the sheet to send round, and the page to hand out.")]
Answers = Annotated[Path | None, typer.Option("--answers", metavar="FILE", help="A sheet that came back: CSV, .xlsx or .ods.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def followup(export: Export, day: Day = 30, out: Out = None, answers: Answers = None, as_json: Json = False) -> None:
    """Write the questions about commitments, or read the answers, in groups of five or more."""
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.learn.measuring import read_room

    if (out is None) == (answers is None):
        raise CannotDo(Problem("Give --out to write the questions, or --answers to read them; one of the two.", "--out"))
    room = read_room(export)
    if out is not None:
        _write(room, day, out, as_json)
    else:
        _read(room, day, answers, as_json)


def _write(room: RoomAnswers, day: int, out: Path, as_json: bool) -> None:
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data.documents import write_text
    from svtrain.learn.measuring import measures, questions_csv
    from svtrain.report.pack import followup_page

    sheet = questions_csv(room, day)
    commitments = room.commitments()
    page = followup_page(room.title or room.room, commitments, day, measures().followup.questions)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(Problem(f"The folder cannot be made: {error.strerror or error}.", "--out", str(out))) from None
    files = {out / f"followup-{day}.csv": f"\ufeff{sheet}", out / f"followup-{day}.html": page}  # the mark tells spreadsheets which letters these are
    for path, text in files.items():
        write_text(path, text)
    if as_json:
        from svtrain.cli.value import print_json

        return print_json({"room": room.room, "day": day, "commitments": len(commitments), "files": [str(path) for path in files]})
    print(f"{len(commitments)} commitments. The sheet to send round is {list(files)[0]}; the page to hand out is {list(files)[1]}.")
    print("Each person knows their own code, and nobody else does. When answers are in the sheet, give it back with --answers.")


def _read(room: RoomAnswers, day: int, path: Path, as_json: bool) -> None:
    from svtrain.learn.measuring import measures, read_followup, training_report

    found = read_followup(path, room, day)
    report = training_report(room, [found])
    if as_json:
        from dataclasses import asdict

        from svtrain.cli.value import print_json

        return print_json({"room": room.room, "day": day, "asked": found.asked, "answered": len(found.rows),
                           "levels": [asdict(level) for level in report.levels if level.name in ("Behaviour", "Results")]})
    for level in report.levels[2:]:
        print(f"{level.name}. {level.question}")
        for figure in level.figures:
            print(f"- {figure.text}: {figure.sentence}")
        print(f"What this cannot show: {level.cannot_show}\n")
    _own_words(found, {each.id: each.text for each in measures().followup.questions if not each.options})


def _own_words(found: FollowUp, questions: dict[str, str]) -> None:
    """What was written, once five people or more answered."""
    from svtrain.cli.tables import printable
    from svtrain.core.small_groups import SMALLEST

    if len(found.rows) < SMALLEST:
        print("What people wrote is shown when five or more have answered.")
        return
    for id, text in questions.items():
        if said := found.said(id):
            print(text, *(f"  “{printable(words)}”" for words in said), "", sep="\n")


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(followup)
