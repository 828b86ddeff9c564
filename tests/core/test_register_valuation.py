"""A whole register in one pass equals the engine, line by line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtrain.core.conventions import Conventions
from svtrain.core.reference import Reference, Schedule
from svtrain.core.register_valuation import RESULTS, value_lines
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.core.years import discount_factors

BANDS = Schedule("green-book-standard", "Green Book", ((0, 0.035), (31, 0.03), (76, 0.025), (126, 0.02)))
KNOWN = Reference(schedules={BANDS.id: BANDS})

shares = st.sampled_from([0.0, 1.0, 0.1, 0.5]) | st.floats(min_value=0, max_value=1)
rows = st.fixed_dictionaries({
    "quantity": st.floats(min_value=0, max_value=1e6), "proxy_value": st.floats(min_value=-1e5, max_value=1e5),
    "deadweight": shares, "displacement": shares, "attribution": shares, "leakage": shares, "drop_off": shares,
    "duration_years": st.integers(1, 140) | st.floats(min_value=0.01, max_value=140) | st.sampled_from([2.1, 25.0, 30.0, 31.0, 2.9999999999]),
    "starts_year": st.integers(1, 80), "drop_off_from_year": st.integers(1, 5)})
conventions = st.sampled_from([{}, {"mode": "green_book"}, {"timing": "mid_year"}, {"discount_rate": 0}, {"discount_rate": 0.0105},
                               {"discount_rate": -0.02, "timing": "start_of_year"}])


def one_by_one(line: dict, chosen: dict):
    outcome = {key: given_value for key, given_value in line.items() if key != "proxy_value"}
    return value(ValueMap.model_validate({"conventions": chosen, "outcomes": [
        {"id": "line", "proxy": {"value": line["proxy_value"]}, **outcome}]}), KNOWN, today="2026-01-01").by_outcome[0]


@settings(max_examples=30, deadline=None)
@given(st.lists(rows, min_size=1, max_size=5), conventions, st.sampled_from(["prorata", "round_up", "round_down"]))
def test_every_line_equals_the_engine(lines, chosen, part_year):
    resolved = Conventions(**chosen, part_year=part_year).resolved()
    factors = discount_factors(resolved, BANDS if resolved.schedule else None, 300)
    table = {name: np.array([line[name] for line in lines]) for name in lines[0]}
    found = value_lines(table, factors, part_year)
    for position, line in enumerate(lines):
        expected = one_by_one(line, {**chosen, "part_year": part_year})
        for name in RESULTS:
            assert found[name][position] == pytest.approx(getattr(expected, name), rel=1e-9, abs=1e-9), (name, line)


def test_columns_that_are_left_out_are_the_usual():
    found = value_lines({"quantity": np.array([3.0, 0.0]), "proxy_value": np.array([10.0, 5.0])}, np.array([0.5, 0.25]))
    assert found["present_value"].tolist() == [15.0, 0.0]


def test_no_line_at_all():
    found = value_lines({"quantity": np.zeros(0), "proxy_value": np.zeros(0)}, np.ones(1))
    assert [column.size for column in found.values()] == [0, 0, 0]


def test_blocks_join_without_a_seam():
    """More lines than one block holds: each is still its own."""
    count = 40_001
    found = value_lines({"quantity": np.arange(count), "proxy_value": np.ones(count), "duration_years": np.full(count, 2.5),
                         "drop_off": np.full(count, 0.5)}, np.ones(3))
    assert found["present_value"] == pytest.approx(np.arange(count) * (1 + 0.5 + 0.125))
