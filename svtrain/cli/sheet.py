"""`svtrain sheet`: exercises on paper, for a room without laptops."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.learn.parts import Exercise

Names = Annotated[list[str] | None, typer.Argument(metavar="EXERCISE...", help="The ids of exercises, such as myth-hunt.")]
Every = Annotated[bool, typer.Option("--all", help="Every exercise there is.")]
Lesson = Annotated[str | None, typer.Option("--lesson", metavar="SLUG", help="The exercises of one lesson, in its order, such as 06-bug-hunt.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write the pages.")]
Key = Annotated[bool, typer.Option("--key", help="Also write the key: answers, and the misconception behind each wrong one.")]


def sheet(names: Names = None, out: Out = Path("sheets"), every: Every = False, lesson: Lesson = None, key: Key = False) -> None:
    """Write exercises as pages to print on A4: room to write, and no answers."""
    from svtrain.cli.progress import bar_for
    from svtrain.report.sheet import write_sheets

    chosen, heading = _chosen(names or [], every, lesson)
    with bar_for("Writing sheets") as progress:
        written = write_sheets(chosen, out, key=key, heading=heading, progress=progress)
    print(f"{len(chosen)} exercise{'' if len(chosen) == 1 else 's'} in {len(written)} page{'' if len(written) == 1 else 's'}, in {out}.")
    print("Open a page in a browser and print it on A4; what belongs together starts on a new sheet.")


def _chosen(names: list[str], every: bool, lesson: str | None) -> tuple[list[Exercise], str]:
    """The exercises asked for, in order, and what they belong to."""
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.learn import exercise, exercises

    ways = sum((bool(names), every, lesson is not None))
    if ways != 1:
        raise CannotDo(Problem("Name some exercises, or ask for --all, or for one --lesson; one of these three.", "EXERCISE"))
    if every:
        return list(exercises()), ""
    if lesson is not None:
        return _of_lesson(lesson)
    problems, found = [], []
    for name in dict.fromkeys(names):
        try:
            found.append(exercise(name).exercise)
        except CannotDo as error:
            problems += error.problems
    if problems:
        raise CannotDo(problems)
    return found, ""


def _of_lesson(slug: str) -> tuple[list[Exercise], str]:
    """The exercises of the lesson whose file is called so, with or without its folder and number."""
    from svtrain.core.nearest import did_you_mean
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data.places import content
    from svtrain.learn import exercise
    from svtrain.learn.contents import exercises_in, pages

    lessons = {page.path.removesuffix(".ipynb"): page for page in pages(content("notebooks")) if page.kind == "lesson"}
    found = next((path for path in lessons if slug in (path, path.split("/")[-1], path.split("/")[-1].lstrip("0123456789-"))), None)
    if found is None:
        hint = did_you_mean(slug, [path.split("/")[-1] for path in lessons])
        raise CannotDo(Problem(f"There is no lesson '{slug[:80]}'.{hint}", "--lesson"))
    ids = exercises_in(content("notebooks") / lessons[found].path)
    if not ids:
        raise CannotDo(Problem(f"The lesson '{lessons[found].title}' has no exercises.", "--lesson"))
    return [exercise(one).exercise for one in ids], lessons[found].title


def register(app: typer.Typer) -> None:
    app.command()(sheet)
