from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtrain.core.challenge import Challenge, apply, challenge_map, revert
from svtrain.core.problems import CannotDo
from svtrain.core.reference import Proxy, Reference, Schedule
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap

BANK = Reference(proxies={"job": Proxy("job", 9000, "person", price_year="2024", source="Bank"),
                          "other-job": Proxy("other-job", 4000, "person", price_year="2024")},
                 schedules={"green-book-standard": Schedule("green-book-standard", "Green Book", ((0, 0.035),))})
MAP = ValueMap.model_validate({
    "title": "Grounds", "conventions": {"discount_rate": 0},
    "inputs": [{"name": "Contract price", "value": 100_000}],
    "outcomes": [
        {"id": "jobs", "quantity": {"low": 4, "likely": 6, "high": 8}, "proxy": "job", "deadweight": 0.4,
         "attribution": [0.5, 0.2], "duration_years": 2},
        {"id": "more.jobs", "quantity": 2, "proxy": {"id": "job", "unit": "person"}},
        {"id": "hours", "quantity": 100, "proxy": {"value": 12.5, "unit": "hour", "price_year": "2024", "source": "Ours"}}]})


def record(field, expect, wanted, **more) -> Challenge:
    return Challenge(more.pop("id", "c1"), more.pop("target", "assumption"), field, expect, wanted, **more)


@pytest.mark.parametrize("challenge", [
    record("jobs.deadweight", 0.4, 0.6, reason="Half leave", evidence="a survey", evidence_grade="green"),
    record("outcomes.jobs.deadweight", 0.4, {"low": 0.2, "likely": 0.5, "high": 0.6}),
    record("deadweight", 0.4, 0.6, target="jobs"),
    record("jobs.quantity", 6, 3),
    record("jobs.quantity", {"low": 4, "likely": 6, "high": 8}, 3),
    record("jobs.attribution", 0.6, 0.1),
    record("jobs.attribution", [0.5, 0.2], [0.5, 0.2, 0.1]),
    record("jobs.duration_years", 2, 1), record("jobs.starts_year", 1, 3),
    record("jobs.proxy", "job", "other-job", target="proxy"),
    record("jobs.proxy", 9000, 4500, target="proxy"),
    record("jobs.proxy.value", 9000, 4500, target="proxy"),
    record("jobs.proxy.price_year", "2024", "2020", target="proxy"),
    record("value", 9000, 4500, target="job"), record("job", "job", "other-job", target="proxy"),
    record("more.jobs.proxy.unit", "person", "year"), record("hours.proxy", 12.5, 9), record("hours.proxy.source", "Ours", "Theirs"),
    record("more.jobs.deadweight", 0, 0.5), record("hours.notes", None, "Doubtful"),
    record("discount_rate", 0, 0.035, target="convention"), record("conventions.part_year", "prorata", "round_up"),
    record("price_year", None, "2024", target="convention"), record("inputs.Contract price", 100_000, 120_000),
], ids=lambda each: f"{each.target}-{each.field}-{each.set}")
def test_apply_then_revert_restores_the_original(challenge):
    changed, applied = apply(MAP, challenge, BANK)
    assert changed != MAP
    assert revert(changed, applied) == MAP
    assert revert(changed, applied).as_dict() == MAP.as_dict()


def test_a_proxy_of_the_bank_is_challenged_wherever_it_stands():
    changed, _ = apply(MAP, record("value", 9000, 4500, target="job"), BANK)
    assert [outcome.proxy.value.likely for outcome in changed.outcomes[:2]] == [4500, 4500]
    assert changed.outcomes[2] == MAP.outcomes[2]
    assert value(changed, BANK).by_outcome[1].gross == 9000


def test_the_reason_goes_with_the_number():
    changed, _ = apply(MAP, record("jobs.deadweight", 0.4, 0.6, reason="Half leave", evidence="survey", evidence_grade="red"), BANK)
    found = changed.outcomes[0].deadweight
    assert (found.likely, found.reason, found.evidence, found.grade) == (0.6, "Half leave", "survey", "red")


def test_the_differences_add_up():
    records = [record("jobs.deadweight", 0.4, 0.6, id="a"), record("jobs.proxy", 9000, 4500, id="b", target="proxy"),
               record("inputs.Contract price", 100_000, 50_000, id="c")]
    found = challenge_map(MAP, records, BANK)
    assert [effect.status for effect in found.effects] == ["applied"] * 3
    total = found.after.present_value - found.before.present_value
    assert sum(effect.difference for effect in found.effects) == pytest.approx(total)
    assert sum(effect.ratio_difference for effect in found.effects) == pytest.approx(
        found.after.sroi_ratio - found.before.sroi_ratio)
    jobs = 6 * 9000 * 0.4 * 2
    assert found.effects[1].difference == pytest.approx(-jobs * 0.4 / 2)  # after deadweight rose
    assert found.effects[1].alone == pytest.approx(-jobs * 0.6 / 2)  # on the map as it was
    assert found.effects[2].difference == 0
    assert found.as_dict()["difference"]["present_value"] == pytest.approx(total)


@pytest.mark.parametrize("stale", [record("jobs.deadweight", 0.3, 0.6), record("jobs.proxy", "other-job", 5, target="proxy"),
                                   record("jobs.proxy", 9001, 5, target="proxy"), record("jobs.quantity", {"low": 4, "likely": 6, "high": 9}, 1),
                                   record("discount_rate", 0.035, 0, target="convention"),
                                   record("jobs.deadweight", 0.3, 0.6, decision="reject"),
                                   record("jobs.deadweight", 0.3, 7, decision="accept")])
def test_stale_is_shown_and_never_applied(stale):
    found = challenge_map(MAP, [stale], BANK)
    assert found.value_map is MAP
    assert found.after.present_value == found.before.present_value
    assert [(effect.status, effect.difference, effect.alone) for effect in found.effects] == [("stale", None, None)]
    assert found.effects[0].sentence.startswith("Stale: it was written when")
    with pytest.raises(CannotDo, match="Stale"):
        apply(MAP, stale, BANK)


def test_the_second_challenge_of_one_number_is_stale_once_the_first_is_applied():
    found = challenge_map(MAP, [record("jobs.deadweight", 0.4, 0.6, id="a"), record("jobs.deadweight", 0.4, 0.5, id="b")], BANK)
    assert [effect.status for effect in found.effects] == ["applied", "stale"]
    assert found.value_map.outcomes[0].deadweight.likely == 0.6


def test_rejected_and_parked_are_shown_with_what_they_would_do():
    records = [record("jobs.deadweight", 0.4, 0.7, id=word, decision=word) for word in ("reject", "park")]
    found = challenge_map(MAP, records, BANK)
    assert [effect.status for effect in found.effects] == ["rejected", "parked"]
    assert found.after.present_value == found.before.present_value
    assert found.effects[0].alone == pytest.approx(-6 * 9000 * 0.4 * 2 * 0.3)


@pytest.mark.parametrize(("challenge", "said"), [
    (record("jobs.dedweight", 0, 1), "The map has no 'jobs.dedweight'. Did you mean 'jobs.deadweight'?"),
    (record("inputs.Contract prise", 0, 1), "The map has no 'inputs.Contract prise'. Did you mean 'inputs.Contract price'?"),
    (record("jobs.id", "jobs", "x"), "The map has no 'jobs.id'."),
    (record("jobs.deadweight", 0.4, 1.5), "jobs.deadweight cannot be set to this. This is a share from 0 to 1"),
    (record("jobs.deadweight", 0.4, "half"), "jobs.deadweight cannot be set to this. This must be a number"),
    (record("jobs.proxy", "job", "no-such"), "The bank has no proxy 'no-such'."),
])
def test_what_cannot_be_done_is_a_sentence(challenge, said):
    with pytest.raises(CannotDo) as error:
        challenge_map(MAP, [challenge], BANK)
    assert said in str(error.value)


def test_two_records_with_one_id_are_refused():
    with pytest.raises(CannotDo, match="used twice"):
        challenge_map(MAP, [record("jobs.deadweight", 0.4, 0.6)] * 2, BANK)


shares = st.floats(min_value=0, max_value=1)


@given(shares, shares, st.floats(min_value=0, max_value=1e6), st.sampled_from(["deadweight", "displacement", "leakage", "drop_off"]))
def test_any_share_goes_in_and_comes_out(now, then, quantity, name):
    start = MAP.model_copy(update={"outcomes": (ValueMap.model_validate({"outcomes": [
        {"id": "x", "quantity": quantity, "proxy": "job", name: now, "duration_years": 2.5}]}).outcomes[0],)})
    challenge = replace(record(f"x.{name}", now, then), reason="Because.")
    changed, applied = apply(start, challenge, BANK)
    assert getattr(changed.outcomes[0], name).likely == then
    assert revert(changed, applied) == start
