"""The twelve practice contracts: whole, invented, and with every trap really in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction

import pytest

from svtrain.core.scoring.score import score
from svtrain.core.valuation import value
from svtrain.data.practice_data import practice
from svtrain.data.reference_data import reference
from svtrain.data.rules_data import buyers

CONTRACTS = practice().contracts
KINDS = {"Grounds maintenance", "Construction", "Agency staff", "Catering", "Forensic services", "IT hardware", "Social care", "Waste",
         "Security", "Travel", "Legal services", "Consultancy"}
BY_NAME = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.slug)
COUNTED = {"GBP local income per GBP 1": "GBP spent in the district"}  # a price of a pound says what the pound brings in


def price(commitment) -> float:
    return reference().proxies[commitment.proxy_id].value


def promised(contract) -> float:
    return sum(item.target * price(item) for item in contract.commitments)


def verified(contract, days: int = 10_000) -> float:
    """Pounds delivered and checked by somebody other than the supplier, in the first ``days``."""
    prices = {item.id: price(item) for item in contract.commitments}
    return sum(done.quantity * prices[done.commitment_id] for done in contract.deliveries
               if done.verification != "self" and done.period_end < contract.start + timedelta(days=days))


def test_the_counts():
    assert [contract.reference for contract in CONTRACTS] == [f"PC{number:02d}" for number in range(1, 13)]
    assert {contract.category for contract in CONTRACTS} == KINDS
    assert Counter(contract.buyer_kind for contract in CONTRACTS) == {"council": 4, "university": 5, "police": 3}
    assert sum(len(contract.commitments) for contract in CONTRACTS) == 50
    assert sum(len(contract.deliveries) for contract in CONTRACTS) == 369
    assert sum(len(contract.spend) for contract in CONTRACTS) == 96
    assert len(practice().traps) == 7


@BY_NAME
def test_everything_is_marked_as_invented(contract):
    assert contract.buyer.endswith("(invented)") and contract.supplier.endswith("(invented)") and contract.place.endswith("(invented)")
    assert contract.description.endswith("Invented for training.")
    assert all(done.verified_by.endswith("(invented)") for done in contract.deliveries)
    for path in (contract.tender_path, contract.value_map_path):
        assert path.read_text(encoding="utf-8").startswith("# Invented for training")
    assert all(bid.bidder.endswith("(invented)") for bid in contract.tender().bids)


@BY_NAME
def test_two_years_of_quarters_hang_together(contract):
    assert contract.buyer_kind in buyers()
    assert contract.start < contract.end and contract.value > 0
    ends = [item.period_end for item in contract.spend]
    assert len(ends) == 8 == len(set(ends)) and ends == sorted(ends)
    assert 725 <= (ends[-1] - contract.start).days <= 735
    assert sum(item.amount for item in contract.spend) < contract.value
    known = {item.id for item in contract.commitments}
    for done in contract.deliveries:
        assert done.commitment_id in known and done.period_end in ends
        assert done.verified_on > done.period_end and done.evidence_ref and done.evidence_type
        assert done.verification in {"self", "sample", "third-party"}
    assert all(contract.start < item.due <= contract.end for item in contract.commitments)


@BY_NAME
def test_every_promise_names_a_proxy_in_the_bank_and_its_unit(contract):
    for item in contract.commitments:
        proxy = reference().proxies[item.proxy_id]
        assert item.unit in {proxy.unit, proxy.unit.removeprefix("per "), COUNTED.get(proxy.unit)}


def test_no_quantity_has_the_unit_of_what_it_is_worth():
    maps = [line.unit for contract in CONTRACTS for line in contract.value_map().outcomes]
    promises = [item.unit for contract in CONTRACTS for item in contract.commitments]
    assert not [unit for unit in (*maps, *promises) if "per GBP" in unit] and COUNTED["GBP local income per GBP 1"] in maps


@BY_NAME
def test_promises_are_in_realistic_proportion(contract):
    share = promised(contract) / contract.value
    assert 0.02 < share < 0.25 or contract.slug == "teaching-block"


@BY_NAME
def test_the_value_map_is_about_this_contract_and_values(contract):
    found = contract.value_map()
    assert found.contract.reference == contract.reference and found.contract.value == contract.value
    result = value(found, reference())
    assert 0.01 < result.sroi_ratio < 0.12
    assert 2 <= len(result.by_outcome) <= 6
    for outcome in found.outcomes:
        assert outcome.deadweight.reason and outcome.deadweight.low < outcome.deadweight.likely < outcome.deadweight.high


@BY_NAME
def test_the_checks_find_no_error_in_the_value_map(contract):
    result = value(contract.value_map(), reference(), today="2026-11-22")
    assert {finding.level for finding in result.lint} <= {"warning", "note"}
    assert {finding.rule for finding in result.lint} <= {"output-as-outcome", "one-line-over-half", "place-mismatch"}


def test_the_checks_point_at_local_spend():
    result = value(practice().contract("teaching-block").value_map(), reference(), today="2026-11-22")
    found = {finding.rule: finding.field for finding in result.lint}
    assert found["one-line-over-half"].startswith("local-spend") and found["place-mismatch"].startswith("local-spend")


@BY_NAME
def test_the_supplier_is_the_tenders_winner(contract):
    tender = contract.tender()
    assert 3 <= len(tender.bids) <= 6
    assert score(tender, draws=100).winner == contract.supplier
    winning = next(bid for bid in tender.bids if bid.bidder == contract.supplier)
    assert winning.price == contract.value
    assert winning.promised.likely == pytest.approx(promised(contract), abs=500.5)


def test_the_ranking_by_promise_is_not_the_ranking_by_verified_delivery():
    by_promise = sorted(CONTRACTS, key=promised, reverse=True)
    by_delivery = sorted(CONTRACTS, key=lambda contract: verified(contract, 366), reverse=True)
    assert [contract.reference for contract in by_promise][:3] == ["PC02", "PC08", "PC07"]
    assert [contract.reference for contract in by_delivery][:3] == ["PC07", "PC08", "PC04"]
    assert sum(a is not b for a, b in zip(by_promise, by_delivery, strict=True)) >= 8


def test_the_traps_name_real_promises():
    kinds = Counter(trap.trap for trap in practice().traps)
    assert kinds == {"double counting": 2, "local spend swamps the rest": 1, "promise and delivery far apart": 1,
                     "promise that cannot lawfully be kept": 1, "uncalled-off volume": 1, "part-year jobs": 1}
    for contract in CONTRACTS:
        known = {item.id for item in contract.commitments}
        for trap in contract.traps:
            assert trap.commitment_ids and set(trap.commitment_ids) <= known
            assert trap.lesson.partition("/")[0] in {"explore", "challenge", "apply"}


@pytest.mark.parametrize("name", ["it-hardware", "waste"])
def test_trap_double_counting_the_same_evidence_serves_two_lines(name):
    contract = practice().contract(name)
    lines = next(trap for trap in contract.traps if trap.trap == "double counting").commitment_ids
    refs = [{done.evidence_ref for done in contract.deliveries if done.commitment_id == line} for line in lines]
    assert refs[0] == refs[1] and len(refs[0]) == 8


def test_trap_no_other_contract_shares_evidence():
    for contract in CONTRACTS:
        users = defaultdict(set)
        for done in contract.deliveries:
            users[done.evidence_ref].add(done.commitment_id)
        shared = any(len(lines) > 1 for lines in users.values())
        assert shared == (contract.slug in {"it-hardware", "waste"})


def test_trap_local_spend_is_nearly_all_of_the_promise_and_only_self_declared():
    contract = practice().contract("teaching-block")
    local = next(item for item in contract.commitments if item.id == "PC02-C1")
    assert local.target * price(local) > 0.95 * promised(contract)
    assert {done.verification for done in contract.deliveries if done.commitment_id == local.id} == {"self"}


def test_trap_local_spend_decides_the_tender():
    from dataclasses import replace

    from svtrain.core.scoring.tender import SocialValueRule

    tender = practice().contract("teaching-block").tender()
    marked = score(replace(tender, social_value=SocialValueRule("V5")), draws=100)
    assert score(tender, draws=100).winner.startswith("Bramblestone")
    assert marked.winner.startswith("Ironbridge")


def test_trap_promise_and_delivery_are_far_apart():
    contract = practice().contract("travel")
    elapsed = Fraction(8, 12)
    assert verified(contract) < 0.1 * promised(contract) * elapsed


def test_trap_work_for_people_who_may_not_work_is_never_delivered():
    contract = practice().contract("security")
    done = [item for item in contract.deliveries if item.commitment_id == "PC09-C1"]
    assert "asylum" in next(item.measure for item in contract.commitments if item.id == "PC09-C1")
    assert len(done) == 8 and {item.quantity for item in done} == {0.0}
    assert "no right to work" in done[0].note


def test_trap_orders_never_came():
    contract = practice().contract("agency-staff")
    even = contract.value * 8 / 16
    assert contract.form == "call-off"
    assert sum(item.amount for item in contract.spend) < 0.5 * even


def test_trap_part_year_jobs_are_entered_as_whole_years():
    contract = practice().contract("catering")
    jobs = [item for item in contract.deliveries if item.commitment_id == "PC04-C1"]
    entered = sum(item.quantity for item in jobs)
    years_of_work = 3 * 2 * 30 / 52  # three people, two years, thirty weeks in each
    assert entered == 18 and entered > 5 * years_of_work
    assert sum("30 weeks" in item.note for item in jobs) == 2


def test_an_unknown_contract_is_refused_with_the_nearest():
    from svtrain.core.problems import CannotDo

    with pytest.raises(CannotDo, match='Did you mean "waste"'):
        practice().contract("wastes")
