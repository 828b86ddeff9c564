"""What went wrong, in a sentence that names the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person has to put right.

    Parameters
    ----------
    message : str
        One plain sentence. It can stand alone: it names what is wrong and what would be right.
    field : str
        Where it is, in the words of the file format: ``outcomes.jobs.deadweight``, ``bids.Acme.price``.
        Empty when the whole file is meant.
    place : str
        The file, sheet cell or row, when there is one: ``map.yaml``, ``Outcomes!F7``, ``row 12``.

    Examples
    --------
    >>> str(Problem("The price must be above zero.", "bids.Acme.price", "tender.yaml"))
    'tender.yaml: bids.Acme.price: The price must be above zero.'
    """

    message: str
    field: str = ""
    place: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.field, self.message) if part)


class CannotDo(Exception):
    """The work could not be done; carries every problem found, not just the first.

    Examples
    --------
    >>> error = CannotDo(Problem("The file is empty.", place="map.yaml"))
    >>> [str(problem) for problem in error.problems]
    ['map.yaml: The file is empty.']
    """

    def __init__(self, problems: Problem | Iterable[Problem]):
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
