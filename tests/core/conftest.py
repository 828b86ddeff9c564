"""Small maps and a reference made by hand, so that core is tested without any file."""

from __future__ import annotations

import pytest

from svtrain.core.reference import PriceIndex, Proxy, Reference, Schedule, Vintage
from svtrain.core.value_map import ValueMap

STANDARD = ((0, 0.035), (31, 0.03), (76, 0.025), (126, 0.02), (201, 0.015), (301, 0.01))
HEALTH = ((0, 0.015), (31, 0.0129), (76, 0.0107), (126, 0.0086), (201, 0.0064), (301, 0.0043))


@pytest.fixture(scope="session")
def by_hand() -> Reference:
    """Two schedules, one index, two proxies."""
    return Reference(
        proxies={
            "job": Proxy("job", 9800, "person", currency="GBP", price_year="2012/13", dataset="bank"),
            "undated": Proxy("undated", 100, "person", currency="GBP", dataset="bank"),
        },
        schedules={
            "green-book-standard": Schedule("green-book-standard", "Green Book", STANDARD, dataset="rates"),
            "green-book-health": Schedule("green-book-health", "Green Book, health", HEALTH, dataset="rates"),
        },
        indices={"uk-gdp-deflator": PriceIndex(
            "uk-gdp-deflator", "UK GDP deflator",
            {"2012": 71.9294, "2013": 73.4795, "2014": 74.6524, "2019": 81.1085, "2024": 100.0},
            {"2011/12": 183.1272, "2012/13": 186.0829}, dataset="prices")},
        vintages={name: Vintage(name, "1.0.0", name * 8) for name in ("bank", "rates", "prices", "unused")},
    )


@pytest.fixture
def make():
    """Build a map of one outcome, ``jobs``, worth 100 x 10 a year and costing 1,000, changed as asked."""
    def build(outcome: dict | None = None, **whole) -> ValueMap:
        line = {"id": "jobs", "quantity": 100, "proxy": {"value": 10, "unit": "person"}, **(outcome or {})}
        return ValueMap.model_validate({"inputs": [{"name": "Price", "value": 1000}], "outcomes": [line],
                                        "conventions": {"discount_rate": 0}, **whole})
    return build
