"""Questions for ranges, in two sets of ten; every true value comes from the datasets, with its passport."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from svtrain.core.problems import CannotDo, Problem
from svtrain.data import base_rates, benchmarks, optimism_bias, reference, series
from svtrain.data.passports import Passport


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``kind`` and ``key`` say where its true value lies; ``unit`` is ``%``, ``£`` or nothing."""

    id: str
    text: str
    unit: str
    kind: str
    key: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """A question with its true value, in the unit of the question, and where that was read."""

    question: Question
    value: float
    source: str
    locator: str
    status: str

    def shown(self, value: float | None = None) -> str:
        """A figure in the question's unit; the true value when none is given.

        Examples
        --------
        >>> truth("fss-year").shown(), truth("landfill").shown()
        ('14%', '£126.15')
        """
        value = self.value if value is None else value
        if self.question.unit == "£":
            return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"
        return f"{value:,.2f}".rstrip("0").rstrip(".") + self.question.unit


SETS: dict[str, tuple[Question, ...]] = {
    "first": (
        Question("fss-year", "Fair Start Scotland helps people into work. Of those who joined in 2018, what share reached a year in work?",
                 "%", "benchmark", "gap-fss-52wk"),
        Question("fjf-job", "The Future Jobs Fund paid for job placements. After theirs, what share of people had a job outcome?",
                 "%", "benchmark", "gross-fjf-outcome"),
        Question("scottish-builders", "Count one direct job in Scottish construction and the jobs at suppliers that go with it. How many jobs is that in all?",
                 "", "benchmark", "mult-scot-construction-type1"),
        Question("outside-pound", "Northumberland followed its council's spending. Of each pound paid outside the area, what share was spent again inside it?",
                 "%", "benchmark", "mult-lm3-nonlocal"),
        Question("shoplifting", "For each shoplifting that police record, how many happen, by the figures that Greater Manchester uses?",
                 "", "benchmark", "rec-shoplifting"),
        Question("usual-ratio", "Of 247 published reports, what was the middle ratio: pounds of value for each pound put in?",
                 "", "base rate", "sroi ratio", "median"),
        Question("landfill", "What was the standard rate of Landfill Tax in 2025/26, for each tonne?", "£", "series", "landfill-tax-standard", "2025/26"),
        Question("buildings", "What is the Treasury's upper allowance for overruns in the cost of ordinary buildings?",
                 "%", "overrun", "standard_buildings"),
        Question("year-pay", "What was the median pay of a full-time job in the United Kingdom in 2023, for the year before tax?",
                 "£", "series", "ashe-full-time-median-year", "2023"),
        Question("care-year", "What did a year of care for one child cost the council on average, at 2013/14 prices?", "£", "proxy", "gmca-ss1-0-fiscal"),
    ),
    "second": (
        Question("fss-quarter", "Fair Start Scotland planned that 36% would reach 13 weeks in work. Of those who joined in 2018, what share did?",
                 "%", "benchmark", "gap-fss-13wk"),
        Question("fjf-benefit", "Two years on, by how much less likely were people from the Future Jobs Fund to be on benefit than people like them?",
                 "%", "benchmark", "net-fjf-benefit"),
        Question("civil-servants", "Count one civil service job that moves to a town and the private jobs it brings nearby. How many jobs is that in all?",
                 "", "benchmark", "mult-civil-service"),
        Question("inside-pound", "Northumberland followed each pound paid to local suppliers. With the pound itself, how much local spending did it make?",
                 "£", "benchmark", "mult-lm3-local"),
        Question("burglary", "For each domestic burglary that police record, how many happen, by the figures that Greater Manchester uses?",
                 "", "benchmark", "rec-domestic-burglary"),
        Question("high-ratio", "Of 247 published reports, one in ten printed a ratio above which number?", "", "base rate", "sroi ratio", "p90"),
        Question("living-wage", "What is the real Living Wage outside London for 2025/26, for each hour?", "£", "series", "real-living-wage-uk", "2025/26"),
        Question("unusual-buildings", "What is the Treasury's upper allowance for overruns in the cost of unusual buildings?",
                 "%", "overrun", "non_standard_buildings"),
        Question("carbon", "What central value does government appraisal put on a tonne of carbon in 2030, in its table of 2023?",
                 "£", "series", "desnz-2023-appraisal", "2030"),
        Question("prison-year", "What does a year in prison cost for one adult, at 2013/14 prices?", "£", "proxy", "gmca-cr3-0-fiscal"),
    ),
}


def truth(id: str) -> Truth:
    """The true value of a question.

    Raises
    ------
    CannotDo
        When there is no such question, or its fact is not in the datasets any more.

    Examples
    --------
    >>> truth("shoplifting").value
    16.1
    """
    question = next((each for questions in SETS.values() for each in questions if each.id == id), None)
    if question is None:
        raise CannotDo(Problem(f"There is no question {id[:60]!r}."))
    return _READ[question.kind](question)


def _benchmark(question: Question) -> Truth:
    found = _the(question, (one for one in benchmarks(None, None) if one.id == question.key))
    return _truth(question, round(found.value * (100 if question.unit == "%" else 1), 6), found.passport, found.status)


def _base_rate(question: Question) -> Truth:
    found = base_rates()[question.key]
    return _truth(question, getattr(found, question.part), found.passport, "second-hand")


def _series(question: Question) -> Truth:
    found = series(question.key)
    value = found.at(question.part)
    point = _the(question, (one for one in found.points if one.period == question.part and one.value == value))
    return _truth(question, value, point.passport, point.status)


def _overrun(question: Question) -> Truth:
    found = _the(question, (one for one in optimism_bias() if one.category == question.key))
    return _truth(question, found.capital_cost_upper, found.passport, found.status)


def _proxy(question: Question) -> Truth:
    found = _the(question, (one for one in reference().proxies.values() if one.id == question.key))
    return Truth(question, found.value, found.source, found.locator, found.status)


def _truth(question: Question, value: float, passport: Passport, status: str) -> Truth:
    return Truth(question, value, passport.citation, passport.locator, status)


def _the(question: Question, found):
    one = next(iter(found), None)
    if one is None:
        raise CannotDo(Problem(f'The fact behind the question "{question.id}" is not in the datasets.', question.key))
    return one


_READ: dict[str, Callable[[Question], Truth]] = {
    "benchmark": _benchmark, "base rate": _base_rate, "series": _series, "overrun": _overrun, "proxy": _proxy,
}
