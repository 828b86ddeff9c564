"""What others put there, and what was measured: the mirror that is held up after a first estimate."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.data import base_rates, benchmarks
from svtrain.data.benchmarks_data import BaseRate, Benchmark

# The assumption's name in the collections of base rates and benchmarks.
FACTORS = {
    "deadweight": "deadweight", "attribution": "attribution", "displacement": "displacement", "leakage": "leakage",
    "drop_off": "drop-off", "duration_years": "duration sensitivity",
}


@dataclass(frozen=True, slots=True)
class Mirror:
    """``typed`` is what practitioners put into their reports (None where nobody counted it), ``measured`` what was found."""

    typed: BaseRate | None
    measured: tuple[Benchmark, ...]

    def shares(self) -> tuple[Benchmark, ...]:
        """The measured figures that are shares, and so stand on one scale with the estimates."""
        return tuple(one for one in self.measured if one.unit.startswith("share") and one.value is not None)


def mirror(assumption: str) -> Mirror | None:
    """What is known about an assumption; None where it differs too much from contract to contract to be compared.

    Examples
    --------
    >>> found = mirror("deadweight")
    >>> found.typed.median, found.shares()[0].value
    (20.0, 0.5)
    >>> mirror("quantity") is None, mirror("leakage").measured
    (True, ())
    """
    factor = FACTORS.get(assumption)
    if factor is None:
        return None
    return Mirror(base_rates().get(factor), tuple(one for one in benchmarks(None) if one.factor == factor))
