from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtrain.core.typed_numbers import NotANumber, number_from


@pytest.mark.parametrize(("typed", "value"), [
    ("8702", 8702), (" 8,702.00 ", 8702), ("£8,702", 8702), ("8 702", 8702), ("-5", -5), ("£-5", -5), ("-£5", -5),
    ("\u22125", -5), ("(1,200.00)", -1200), ("1.2m", 1.2e6), ("£1.2M", 1.2e6), ("3k", 3000), ("2bn", 2e9),
    ("40%", 0.4), (".5", 0.5), ("5.", 5), ("0", 0), (12, 12), (0.25, 0.25), ("1,234,567", 1234567),
])
def test_reads_what_people_type(typed, value):
    assert number_from(typed) == pytest.approx(value)


@pytest.mark.parametrize("typed", [
    "", "  ", "TBC", "about ten", "1,23", "12,34,567", "1..2", "1.2.3", "--5", "-£-5", "(5", "5)", "nan", "inf", "1e5",
    "0x10", "=1+1", "5 6", "£", "%", "10 000 00", "9" * 400,
])
def test_refuses_the_rest_with_a_sentence(typed):
    with pytest.raises(NotANumber) as error:
        number_from(typed)
    assert str(error.value).endswith(".")
    assert len(str(error.value)) < 120


@pytest.mark.parametrize("value", [True, float("nan"), float("inf")])
def test_refuses_what_is_no_number(value):
    with pytest.raises(NotANumber):
        number_from(value)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_sentence(text):
    try:
        assert isinstance(number_from(text), float)
    except NotANumber as error:
        assert str(error)


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_reads_back_what_a_screen_shows(value):
    assert number_from(f"{value:,.2f}") == pytest.approx(round(value, 2), abs=1e-6)
