from __future__ import annotations

import pytest

from svtrain.core.monitoring import Commitment
from svtrain.data import practice, reference
from svtrain.data.promise_prices import price_promises


def test_every_practice_promise_has_a_price_and_only_three_need_the_assumption():
    promises = [promise for contract in practice().contracts for promise in contract.commitments]
    found = price_promises(promises)
    assert found.refused == {} and set(found.by_promise) == {promise.id for promise in promises}
    assert sum(reference().proxies[promise.proxy_id].price_year == "2024/25" for promise in promises) == 3
    assert len(found.said) == 1


def test_a_price_of_2024_25_is_brought_back_by_a_quarter_of_one_years_rise():
    index = reference().indices["uk-gdp-deflator"].calendar
    rise = index["2024"] / index["2023"]
    proxy = reference().proxies["rlw-uplift-2024"]
    found = price_promises([Commitment("C1", "K1", "Pay", "worker", 1, proxy_id=proxy.id)])
    assert found.by_promise["C1"] == pytest.approx(proxy.value / (0.75 + 0.25 * rise))


def test_what_has_no_price_is_said_and_not_guessed():
    found = price_promises([Commitment("C1", "K1", "Jobs", "person", 1), Commitment("C2", "K1", "Jobs", "person", 1, proxy_id="nobody")])
    assert found.by_promise == {} and found.said == ()
    assert found.refused["C2"] == "C2 is not valued: its proxy is not in the bank."
