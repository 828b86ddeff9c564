"""Do ranges that are meant to hold nine times in ten hold nine times in ten?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb
from typing import NamedTuple

from svtrain.core.problems import CannotDo, Problem
from svtrain.learn.calibration_questions import SETS, Truth, truth
from svtrain.learn.marking_open import NotAnAnswer, read_end

SURE = 0.9
RARE = 0.05  # how unlikely a score must be by chance alone before it is said to show anything


class Calibration(NamedTuple):
    """How many of ``n`` ranges held the truth, and what that says, in a sentence or two."""

    hits: int
    n: int
    sentence: str


class Marked(NamedTuple):
    """One range beside its truth."""

    truth: Truth
    low: float
    high: float

    @property
    def held(self) -> bool:
        return self.low <= self.truth.value <= self.high


def marked(answers: Mapping[str, Sequence[object]]) -> list[Marked]:
    """Each answer beside its truth, in the order of the questions; an answer is a low and a high end.

    Numbers are taken in the unit of the question; text is read as people type it (``40%``, ``£1,200``).

    Raises
    ------
    CannotDo
        A sentence for each end that cannot be read, and for each range upside down.
    """
    found, problems = [], []
    for id in (each.id for questions in SETS.values() for each in questions if each.id in answers):
        known = truth(id)
        try:
            low, high = (end if isinstance(end, (int, float)) and not isinstance(end, bool) else read_end(str(end), known.question.unit == "%")
                         for end in answers[id])
        except NotAnAnswer as error:
            problems.append(Problem(str(error), id))
            continue
        if low > high:
            problems.append(Problem("The low end is above the high end.", id))
        else:
            found.append(Marked(known, float(low), float(high)))
    strangers = [id for id in answers if not any(id == each.id for questions in SETS.values() for each in questions)]
    problems += [Problem(f"There is no question {id[:60]!r}.", id) for id in strangers]
    if problems:
        raise CannotDo(problems)
    return found


def calibration(answers: Mapping[str, Sequence[object]]) -> Calibration:
    """The calibration score: how many ranges of nine tenths held the true value.

    Parameters
    ----------
    answers
        Question id to its low and high end.

    Raises
    ------
    CannotDo
        As `marked` does.

    Examples
    --------
    >>> wide = {each.id: (0, 1_000_000) for each in SETS["first"]}
    >>> calibration(wide)[:2]
    (10, 10)
    >>> calibration({"fss-year": (20, 30)})
    Calibration(hits=0, n=1, sentence='0 of 1 range held the true value. That is too few ranges to say anything.')
    """
    rows = marked(answers)
    hits, n = sum(row.held for row in rows), len(rows)
    return Calibration(hits, n, f"{hits} of {n} range{'' if n == 1 else 's'} held the true value. {_says(hits, n)}")


def chance_of_so_few(hits: int, n: int, sure: float = SURE) -> float:
    """How likely so few hits, or fewer, are for somebody whose ranges hold as often as they should.

    Examples
    --------
    >>> round(chance_of_so_few(6, 10), 4), round(chance_of_so_few(8, 10), 3)
    (0.0128, 0.264)
    """
    return sum(comb(n, k) * sure**k * (1 - sure) ** (n - k) for k in range(hits + 1))


def _says(hits: int, n: int) -> str:
    if n < 5:
        return "That is too few ranges to say anything."
    if chance_of_so_few(hits, n) < RARE:
        return "Your ranges are too narrow for somebody who is nine tenths sure. Most people's are."
    if hits == n:
        return "Good, unless some were wider than they had to be. Look for one that you would now make narrower."
    if hits / n < SURE - 0.1:
        return "A little few for nine tenths, but chance could do that. Make the next ones wider."
    return "That is what nine tenths sure should look like."
