"""What a training changed, as one HTML page that stands alone: four levels, each with what it cannot show; cohorts side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from svtrain.report.training_page.drawing import mark, points

if TYPE_CHECKING:
    from svtrain.learn.measuring import Trend
    from svtrain.learn.measuring.kirkpatrick import TrainingReport


def training_page(reports: Sequence[TrainingReport], trends: Sequence[Trend] = (), points_read: Mapping[str, str] | None = None) -> str:
    """The page as text; everything that a person typed is escaped. The same reports give the same bytes.

    Parameters
    ----------
    reports
        One a cohort.
    trends
        The figures that several cohorts can show, from ``compare``.
    points_read
        What reasons were read for, by id, where some were: the page then says what a point is.

    Examples
    --------
    >>> from svtrain.learn.measuring import RoomAnswers, training_report
    >>> page = training_page([training_report(RoomAnswers("north", "North <team>", "2026-11-02T09:00:00+00:00", {}))])
    >>> "North &lt;team&gt;" in page, "What this cannot show" in page, "<script" in page
    (True, True, False)
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    shelves = ChoiceLoader([PackageLoader("svtrain.report.training_page", "."), PackageLoader("svtrain.report.page", ".")])
    pages = Environment(loader=shelves, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.globals |= {"mark": mark, "points": points}
    pages.filters |= {"shown": shown, "day": lambda made: made[:10]}
    return pages.get_template("training.html.j2").render(reports=reports, trends=trends, points_read=points_read or {})


def shown(value: float | None, id: str) -> str:
    """A figure in a table of cohorts, in its own unit.

    Examples
    --------
    >>> shown(1.5, "statement.anyway"), shown(-0.2, "calibration"), shown(0.5, "done.30"), shown(4.25, "reaction.useful"), shown(None, "x")
    ('+1.5', '−20 points', '50%', '4.2', 'too few')
    """
    if value is None:
        return "too few"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    if id.startswith("statement."):
        return f"{sign}{abs(value):.1f}"
    if id == "calibration":
        return f"{sign}{abs(value) * 100:.0f} points"
    if id.startswith("done."):
        return f"{value:.0%}"
    return f"{value:.0f}" if id in ("commitments", "results") else f"{value:.1f}"
