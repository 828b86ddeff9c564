"""Cohorts beside each other over time: the same figure in each training, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtrain.learn.measuring.kirkpatrick import TrainingReport


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure through the cohorts; a value is None where too few answered. ``cohorts`` and ``values`` go together."""

    id: str
    text: str
    cohorts: tuple[str, ...]
    people: tuple[int, ...]
    values: tuple[float | None, ...]


def compare(reports: Sequence[TrainingReport]) -> tuple[Trend, ...]:
    """Every figure that at least two cohorts can show, oldest cohort first.

    Differences between cohorts are not differences that the training made: other people came.
    """
    ordered = sorted(reports, key=lambda report: (report.made, report.room))
    texts = {figure.id: figure.text for report in ordered for level in report.levels for figure in level.figures}
    trends = []
    for id, text in texts.items():
        found = [report.figure(id) for report in ordered]
        if sum(figure is not None and figure.value is not None for figure in found) >= 2:
            trends.append(Trend(id, text, tuple(report.title or report.room for report in ordered),
                                tuple(figure.people if figure else 0 for figure in found), tuple(figure.value if figure else None for figure in found)))
    return tuple(trends)
