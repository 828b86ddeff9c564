"""The scoring convention of a maturity grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtrain.core.framework import overall_level, theme_level


@pytest.mark.parametrize(("evidenced", "level"), [
    ([], 0), ([1], 1), ([2, 3, 4, 5], 0), ([1, 2, 3, 5], 3), ([1, 2, 3, 4, 5], 5), ([5, 4, 3, 2, 1], 5), ([1, 1, 2], 2)])
def test_a_gap_stops_the_climb(evidenced, level):
    assert theme_level(evidenced) == level


def test_the_whole_stands_at_its_lowest_theme():
    assert overall_level({"people": {1, 2, 3, 4, 5}, "policy": {1, 2}, "process": {1, 2, 3}}) == 2
    assert overall_level({"people": {1, 2, 3}, "policy": set()}) == 0


@pytest.mark.parametrize("bad", [[0], [6], [1.5], [True], ["1"]])
def test_a_level_off_the_grid_is_refused(bad):
    with pytest.raises(ValueError, match="whole number from 1 to 5"):
        theme_level(bad)


def test_no_theme_is_refused():
    with pytest.raises(ValueError, match="at least one theme"):
        overall_level({})


@given(st.sets(st.integers(1, 5)), st.integers(1, 5))
def test_more_evidence_never_lowers_the_level(evidenced, extra):
    assert theme_level(evidenced | {extra}) >= theme_level(evidenced)
