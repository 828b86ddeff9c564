"""Every suggestion can be taken as it is: its proxies are in the bank, fit its unit and theme, and can be moved to one price year."""

from __future__ import annotations

import re

import pytest

from svtrain.data import reference
from svtrain.data.outcome_suggestions import division_of, suggestions_for
from svtrain.data.spend.table import cpv_words


@pytest.mark.parametrize("division", cpv_words())
def test_every_kind_of_purchase_has_suggestions_that_can_be_priced(division):
    found = suggestions_for(division)
    assert len(found) >= 2 and len({one.id for one in found}) == len(found)
    for one in found:
        assert one.why.endswith(".") and one.ask.endswith("?") and one.source
        for name in one.proxies:
            proxy = reference().proxies[name]
            assert (proxy.unit, proxy.theme) == (f"per {one.unit}", one.theme)
            assert re.fullmatch(r"\d{4}(/\d{2})?", proxy.price_year)
            assert not proxy.private


def test_a_code_that_is_none_has_no_division():
    assert [division_of(text) for text in ("77310000", " 45000000-7", "00", "7", "", "=1+1")] == ["77", "45", "", "", "", ""]
