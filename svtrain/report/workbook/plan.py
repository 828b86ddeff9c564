"""What every sheet needs to know: the map, its valuation, and where on the sheets the numbers lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtrain.core.found_proxies import FoundProxy, find_proxies
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.valuation import Axis, Valuation, axis_of, last_year, value
from svtrain.core.value_map import ValueMap
from svtrain.data.workbook_layout import INPUT_COLUMNS, INPUTS, OUTCOME_COLUMNS, OUTCOMES, YEARS
from svtrain.report.workbook.style import cell

FIRST_OUTCOME = 5  # rows count from 0
FIRST_INPUT = 4
FIRST_YEAR = 4
SPARE_YEARS = 5  # room to lengthen a duration in the workbook
MOST_CELLS = 600_000


@dataclass(frozen=True)
class Plan:
    """A map that is being written, with its results and the addresses that formulas use."""

    value_map: ValueMap
    result: Valuation
    found: Sequence[FoundProxy]
    reference: Reference
    axis: Axis
    years: int

    @property
    def outcomes_end(self) -> int:
        """The empty row that closes the table; sums reach it, so a row put in above it is counted."""
        return FIRST_OUTCOME + len(self.value_map.outcomes)

    @property
    def inputs_end(self) -> int:
        return FIRST_INPUT + len(self.value_map.inputs)

    @property
    def year_column(self) -> int:
        """The first column of yearly values on the sheet of outcomes."""
        return len(OUTCOME_COLUMNS)

    def column(self, key: str) -> int:
        return [name for name, _, _ in OUTCOME_COLUMNS].index(key)

    def input_column(self, key: str) -> int:
        return [name for name, _, _ in INPUT_COLUMNS].index(key)

    def outcome_total(self, key: str) -> str:
        return cell(self.outcomes_end + 1, self.column(key), sheet=OUTCOMES)

    @property
    def inputs_total(self) -> str:
        return cell(self.inputs_end + 1, self.input_column("=counted"), sheet=INPUTS)

    def years_range(self, column: int) -> str:
        """One column of the sheet of years, all years."""
        first = cell(FIRST_YEAR, column, sheet=YEARS)
        return f"{first}:{cell(FIRST_YEAR + self.years - 1, column)}"


def plan_of(value_map: ValueMap, reference: Reference, *, today: str | None = None) -> Plan:
    """Value the map and lay its workbook out.

    Raises
    ------
    CannotDo
        When the map cannot be valued, or has more yearly values than a workbook can carry.
    """
    result = value(value_map, reference, today=today)
    years = last_year(value_map) + SPARE_YEARS
    if len(value_map.outcomes) * years > MOST_CELLS:
        raise CannotDo(Problem(f"{len(value_map.outcomes):,} outcomes over {years} years are too many for a workbook; "
                               "leave --xlsx out, or shorten the map.", "outcomes"))
    return Plan(value_map, result, find_proxies(value_map, reference), reference, axis_of(value_map, reference, years), years)
