"""``svtrain plan``: a run sheet for the minutes and steps that there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

INDENT = " " * 15
USUAL = 180  # minutes

Minutes = Annotated[int | None, typer.Option(help="From the welcome to the end, from 30 to 600; 180 where only steps are given.")]
Steps = Annotated[str | None, typer.Option(help="One or more of explore, challenge and apply, with commas; all of them by default.")]
Name = Annotated[str | None, typer.Option("--plan", help="A plan that comes with the toolkit: 60, 90, 180, day or 4x-half-day; or a plan's file.")]
Out = Annotated[Path | None, typer.Option(help="Write the plan to this file, to change it or to print a pack from it.")]
Online = Annotated[bool, typer.Option("--online", help="Show what to do when people are not in one room.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def plan(minutes: Minutes = None, steps: Steps = None, name: Name = None, out: Out = None, online: Online = False,
         as_json: Json = False) -> None:
    """Make a run sheet from the lessons' and exercises' own minutes, and from what they took before."""
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data.saved_work import work_folder
    from svtrain.learn.plan import open_plan, write_plan

    if name is not None and minutes is not None:
        raise CannotDo(Problem("Give --minutes or --plan, not both.", "--plan"))
    if name is not None and steps is not None:
        raise CannotDo(Problem("A plan by name has its steps. Give --minutes with --steps instead.", "--steps"))
    made = minutes is not None or steps is not None
    sheet = _assembled(USUAL if minutes is None else minutes, steps) if made else open_plan(str(USUAL) if name is None else name, work_folder())
    if out:
        write_plan(sheet, out)
    if as_json:
        print(json.dumps(sheet.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return
    for session in sheet.sessions:
        _print(session, online)
    if made and (left_out := [step.capitalize() for step in sheet.steps if step not in {block.step for block in sheet.blocks()}]):
        print(f"Nothing of {' and '.join(left_out)} fits into {minutes or USUAL} minutes.")
    if minutes and sheet.minutes < minutes:
        print(f"There is enough to do for {sheet.minutes} of the {minutes} minutes.")


def _assembled(minutes: int, steps: str | None):
    from svtrain.data.saved_work import work_folder
    from svtrain.learn.contents import STEPS
    from svtrain.learn.plan import MinutesTaken, assemble

    wanted = STEPS if steps is None else tuple(step.strip().lower() for step in steps.split(",") if step.strip())
    return assemble(minutes, wanted, taken=MinutesTaken.read(work_folder()))


def _print(session, online: bool) -> None:
    from textwrap import fill

    from svtrain.cli.tables import page, printable

    console = page()
    console.print(f"{printable(session.title)}\n")
    for block in session.blocks:
        console.print(f"{block.starts // 60}:{block.starts % 60:02d}  {block.minutes:>3} min  {printable(block.title)}", soft_wrap=True)
        told = [f"- {part.title} ({part.minutes} minutes)" for part in block.parts]
        told += [f"{name}: {text}" for name, text in (
            ("Do", block.online if online else block.in_room), ("Go on when", block.checkpoint), ("Cut first", " ".join(block.cut_first[:1]))) if text]
        for line in told:
            console.print(fill(printable(line), 90, initial_indent=INDENT, subsequent_indent=INDENT + "  "), soft_wrap=True)
        console.print()
    for each in session.homework:
        console.print(f"Until the next time: {printable(each)}\n", soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(plan)
