"""Numbers that come from outside, with their passports: proxies, price indices, discount schedules.

Nothing here reads a file. ``svtrain.data.reference()`` fills a `Reference` from ``datasets/``;
a test or a script may fill one by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vintage:
    """Which edition of a dataset a result was made with."""

    dataset: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Proxy:
    """One financial proxy: what one unit of an outcome is said to be worth, and who says so.

    ``value`` is in ``currency`` per ``unit`` at the prices of ``price_year`` (calendar ``2019`` or
    financial ``2012/13``; ``None`` where the source does not say: see ``price_year_note``).
    ``low`` and ``high`` are filled only where the source printed a range.
    """

    id: str
    value: float
    unit: str
    outcome: str = ""
    theme: str = ""
    contested_group: str = ""
    low: float | None = None
    high: float | None = None
    currency: str = "GBP"
    price_year: str | None = None
    price_year_note: str = ""
    perspective: str = ""
    beneficiary: str = ""
    geography: str = ""
    value_basis: str = ""
    source: str = ""
    source_id: str = ""
    locator: str = ""
    url: str = ""
    licence: str = ""
    last_checked: str = ""
    confidence: str = ""
    caveat: str = ""
    question: str = ""
    status: str = ""
    dataset: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A discount rate that falls with time.

    ``bands`` holds ``(first year, yearly rate)`` with the rate as a share: ``((0, 0.035), (31, 0.03))``.
    """

    id: str
    title: str
    bands: tuple[tuple[int, float], ...]
    source: str = ""
    status: str = "in force"
    effective_from: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """A price index by year; ``calendar`` is keyed ``2019``, ``financial`` is keyed ``2012/13``."""

    id: str
    title: str
    calendar: Mapping[str, float] = field(default_factory=dict)
    financial: Mapping[str, float] = field(default_factory=dict)
    source: str = ""
    status: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything a valuation may look up, by id.

    ``percentiles`` holds what published reports have: factor, then percentile (10, 25, 50, 75, 90), then figure.
    """

    proxies: Mapping[str, Proxy] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    indices: Mapping[str, PriceIndex] = field(default_factory=dict)
    vintages: Mapping[str, Vintage] = field(default_factory=dict)
    percentiles: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
