"""`svtrain value`: what a value map comes to, and how it was made."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.core.findings import Finding
    from svtrain.core.uncertainty import Uncertainty
    from svtrain.core.valuation import Valuation
    from svtrain.core.value_map import ValueMap


class ModeName(StrEnum):
    """The three sets of conventions."""

    sroi_report = "sroi_report"
    green_book = "green_book"
    custom = "custom"


MapFile = Annotated[Path, typer.Argument(metavar="MAP", help="A value map: YAML, JSON or the toolkit's workbook.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON with the documented names.")]
InMode = Annotated[ModeName | None, typer.Option("--mode", help="Read the map by another set of conventions.")]

Draws = Annotated[int | None, typer.Option("--draws", metavar="N", help="Also draw every number that has a range, "
                  "N times.")]
Seed = Annotated[int, typer.Option(help="Same seed, same draws.")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", metavar="OUT", help="Also write an Excel workbook whose results are "
                 "live formulas.")]
Html = Annotated[Path | None, typer.Option("--html", metavar="OUT", help="Also write one page that stands alone, to read or print.")]
KeepPrivate = Annotated[bool, typer.Option("--keep-private", help="Let an export hold licensed values: a copy that is marked, and stays on this machine.")]

Policy = Annotated[Path | None, typer.Option("--policy", metavar="POLICY", help="Value the map under a team's proxy policy: its own values are put in, "
                                             "and what it rejects is pointed out.")]


def value(map_file: MapFile, as_json: AsJson = False, mode: InMode = None, draws: Draws = None, seed: Seed = 0,
          xlsx: Xlsx = None, html: Html = None, policy: Policy = None, keep_private: KeepPrivate = False) -> None:
    """Value a map: totals, outcomes, years, conventions and findings."""
    from svtrain.cli.naming import in_file
    from svtrain.core.valuation import value as value_of
    from svtrain.data import reference
    from svtrain.data.value_map import read_value_map

    value_map = read_value_map(map_file)
    if mode is not None:
        value_map = value_map.in_mode(mode.value)
    said = ()
    if policy is not None:
        value_map, said = _under(value_map, policy)
    with in_file(map_file):
        result = value_of(value_map, reference())
    result = replace(result, lint=(*said, *result.lint))
    spread = _spread(value_map, draws, seed) if draws is not None else None
    if (xlsx or html) and not keep_private:
        from svtrain.report.licence_guard import hold_back

        hold_back(value_map)
    if html is not None:
        _write_page(value_map, result, spread, html)
    if xlsx is not None:
        from svtrain.cli.progress import bar_for
        from svtrain.report.workbook import write_workbook

        with bar_for("Writing the workbook") as progress:
            write_workbook(value_map, reference(), xlsx, progress=progress)
    if as_json:
        print_json(result.as_dict() | ({"uncertainty": spread.as_dict()} if spread else {}))
    else:
        show(result, spread)
    leave(result)


def _under(value_map: ValueMap, policy: Path) -> tuple[ValueMap, tuple[Finding, ...]]:
    """The map with the policy's own values in it, and what the policy says about its lines."""
    from svtrain.core.under_policy import under_policy
    from svtrain.data import reference
    from svtrain.data.proxy_policy import read_policy

    return under_policy(value_map, read_policy(policy), reference())


def _spread(value_map: ValueMap, draws: int, seed: int) -> Uncertainty:
    from svtrain.cli.progress import bar_for
    from svtrain.core.uncertainty import uncertainty
    from svtrain.data import reference

    with bar_for("Drawing") as progress:
        return uncertainty(value_map, reference(), draws, seed, progress=progress)


def _write_page(value_map: ValueMap, result: Valuation, spread: Uncertainty | None, path: Path) -> None:
    from svtrain.data import reference
    from svtrain.report.page import write_page
    from svtrain.ui.drawing import standalone
    from svtrain.ui.valuation_pictures import waterfall_picture, years_picture

    pictures = [waterfall_picture(result), years_picture(result)] if value_map.outcomes else []
    drawings = {picture.title: standalone(picture.figure, title=picture.title, sentence=picture.sentence) for picture in pictures}
    write_page(value_map, result, reference(), path, spread=spread, drawings=drawings)


def leave(result: Valuation) -> None:
    """Exit 1 when a check found an error, 0 otherwise."""
    if any(finding.level == "error" for finding in result.lint):
        raise typer.Exit(1)


def print_json(plain: dict) -> None:
    """One JSON object on standard output."""
    import json
    import sys

    spelt_out = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"  # an old terminal cannot show a pound sign
    print(json.dumps(plain, ensure_ascii=spelt_out, indent=2, allow_nan=False))


def show(result: Valuation, spread: Uncertainty | None = None) -> None:
    """The result as tables and sentences for a terminal; where there were draws, the range comes first."""
    from svtrain.cli.tables import money, page, printable, table

    out = page()
    say = lambda text: out.print(printable(text), soft_wrap=True)  # noqa: E731
    if result.title:
        say(result.title)
    if spread:
        show_spread(spread)
    out.print(table(["Outcome", "Gross", "First year", "Present value"], [
        [outcome.id if not outcome.outcome else f"{outcome.id}: {outcome.outcome}", money(outcome.gross),
         money(outcome.first_year), money(outcome.present_value)] for outcome in result.by_outcome]))
    out.print(table(["Year", "Value", "Discount factor", "Present value"], [
        [str(year.year), money(year.value), f"{year.discount_factor:.6f}", money(year.present_value)]
        for year in result.by_year]))
    for line in summary(result):
        say(line)
    for line in beside(result):
        say(line)
    for sentence in result.sentences:
        say(f"- {sentence}")
    for used in result.vintage:
        say(f"- Data: {used.dataset} {used.version} ({used.sha256[:12]}).")
    for finding in result.lint:
        say(f"{finding.level.capitalize()} [{finding.rule}] {finding.field}: {finding.message}")


def summary(result: Valuation) -> list[str]:
    """The totals, one line each."""
    from svtrain.cli.tables import money

    lines = [f"Present value      {result.currency} {money(result.present_value)}",
             f"Inputs             {result.currency} {money(result.total_inputs)}",
             f"Net present value  {result.currency} {money(result.net_present_value)}"]
    if result.sroi_ratio is not None:
        lines.append(f"Ratio              {result.sroi_ratio:.2f} (net {result.net_ratio:.2f})")
        lines.append("Payback            " + ("never within these years" if result.payback_years is None
                                               else f"{result.payback_years:.1f} years"))
    return [*lines, *([result.note] if result.note else []), f"Conventions: {result.conventions.mode}."]


def beside(result: Valuation) -> list[str]:
    """What has no price, one line each; a red line that is not met comes first and is loud."""
    crossed = [f"Red line not met   {item.sentence} No ratio makes up for it." for item in result.unpriced if item.state == "not met"]
    rest = [f"Without a price    {item.sentence}{f' ({item.state})' if item.state else ''}" for item in result.unpriced if item.state != "not met"]
    return crossed + rest


def show_spread(spread: Uncertainty) -> None:
    """The range and what drives it."""
    from svtrain.cli.tables import page, printable, table

    out = page()
    out.print(printable(spread.headline), soft_wrap=True)
    if spread.ratio_median is not None and spread.ratio_p5 == spread.ratio_p95:
        out.print(f"Ratio {spread.ratio_median:.2f} in every draw.")
    elif spread.ratio_median is not None:
        out.print(f"Ratio from {spread.ratio_p5:.2f} to {spread.ratio_p95:.2f} in 90 of 100 draws, median "
                  f"{spread.ratio_median:.2f}; above 1 in {spread.p_above_1:.0%}.")
    if spread.drivers:
        out.print(table(["What drives the spread", "Alone", "With others"], [
            [driver.field, f"{driver.first_order:.0%}", f"{driver.total:.0%}"] for driver in spread.drivers[:10]]))
    out.print(f"{spread.draws:,} draws, seed {spread.seed}.")


def register(app: typer.Typer) -> None:
    app.command()(value)
