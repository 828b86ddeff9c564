"""The proxy explorer, done without its screen: find, judge, then see; keep both; hand on and take in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from svtrain.apps.proxy_explorer import listing
from svtrain.apps.proxy_explorer.exports import page_of, text_of, workbook_of
from svtrain.apps.proxy_explorer.listing import AT_ONCE, bank, group_of
from svtrain.apps.proxy_explorer.room_talk import give, lead, room_view
from svtrain.apps.proxy_explorer.state import ProxyExplorer
from svtrain.apps.proxy_explorer.words import apart_table, axis_picture, cards, option, passport, policy_table, priced, rivals_note, room_words
from svtrain.data import reference
from svtrain.data.proxy_policy import policy_from_bytes
from svtrain.room import Seat, Store

JOB, FISCAL, HOUR, TONNE = "jrf-living-wage-job-gov", "gmca-ee1-0-fiscal", "nlw-2019-20", "desnz-co2e-2030"
SAID = {"decision": "park", "reason": "Whose pound is it?", "grade": "amber"}


def judged(app: ProxyExplorer, name: str = JOB, part: str = "first", **said: str) -> bool:
    for field, text in {**SAID, **said}.items():
        app.type(name, part, field, text)
    return app.commit(name, part)


@pytest.mark.parametrize("field", ["reason", "evidence", "would_change_if"])
def test_what_is_too_long_is_said_and_never_cut(field):
    app = ProxyExplorer()
    assert not judged(app, **{field: "x" * 5001}) and "5,001 characters" in app.problem(JOB, "first", field)
    assert app.shown(JOB, "first", field) == "x" * 5001
    app.type(JOB, "first", field, "x" * 5000)
    assert app.commit(JOB, "first") and getattr(app.verdicts(JOB).first, field) == "x" * 5000
    again = ProxyExplorer()
    assert again.take("policy.xlsx", workbook_of(app)[0]) and again.judged == app.judged


def test_the_whole_bank_is_listed_a_few_at_a_time():
    app = ProxyExplorer()
    found, pages = [], app.listed().pages
    for _ in range(pages):
        found += [proxy.id for proxy in app.listed().proxies]
        assert len(app.listed().proxies) <= AT_ONCE
        app.turn(1)
    assert sorted(found) == sorted(proxy.id for proxy in bank()) and app.page == pages - 1


def test_words_and_filters_narrow_the_list_and_a_search_begins_at_its_start():
    app = ProxyExplorer()
    app.turn(3)
    app.search(text="volunter hour", side="market", year="stated")
    assert app.page == 0 and app.listed().proxies
    assert all(proxy.price_year and listing.side_of(proxy) == "market" for proxy in app.listed().proxies)
    app.search(group="tonne-co2e")
    assert app.listed().found == 0 or {proxy.contested_group for proxy in app.listed().proxies} == {"tonne-co2e"}
    app.search(text="zzzz")
    assert app.listed().found == 0 and app.listed().pages == 1


def test_every_side_of_the_bank_can_be_filtered():
    assert {listing.side_of(proxy) for proxy in bank()} == set(listing.SIDES)


def numbers_of(group: str) -> set[str]:
    return {priced(proxy.value, proxy.unit).split()[0] for proxy in bank().contested(group).proxies}


@pytest.mark.parametrize("name", [proxy.id for proxy in bank() if group_of(proxy)])
def test_no_rivals_number_is_seen_before_ones_own_judgement(name):
    """Passport, cards, list and reveal together give no number of the group away, for any contested proxy of the bank."""
    app = ProxyExplorer(chosen=name)
    proxy = app.proxy(name)
    shown = " ".join([passport(app, proxy), *cards(app, proxy), rivals_note(app, name, app.rivals(name)), apart_table(app.rivals(name)),
                      *(option(app, other) for other in bank().contested(group_of(proxy)).proxies)])
    shown = shown.replace(proxy.locator, "")
    told = {word.strip("().,;:<>/p&") for word in shown.replace("<", " ").replace(">", " ").split()}
    own = {priced(proxy.value, proxy.unit).split()[0]}
    same = {priced(number, "").split()[0] for number in (proxy.low, proxy.high) if number is not None}
    assert not (numbers_of(group_of(proxy)) - own - same) & {word for word in told if "£" in word}
    assert app.rivals(name) is None and axis_picture(None) is None


def test_the_first_judgement_opens_the_rivals_and_stays_as_it_is():
    app = ProxyExplorer()
    assert judged(app)
    found = app.rivals(JOB)
    assert {one.proxy.id for one in found.axis} >= {JOB, FISCAL} and app.verdicts(JOB).first.blind
    assert axis_picture(found).table["columns"] == ["What it prices", "As published", "Of which year", "In 2012/13 prices"]
    assert "£64,000" in apart_table(found) and "not per claimant per year" in apart_table(found)
    app.type(JOB, "first", "reason", "Something else")
    assert not app.commit(JOB, "first") and app.verdicts(JOB).first.reason == SAID["reason"]


def test_at_first_no_number_of_a_contested_group_is_on_the_screen():
    assert ProxyExplorer().chosen == ""


def test_a_second_judgement_stands_beside_the_first():
    app = ProxyExplorer()
    assert not judged(app, part="now")
    judged(app)
    assert app.shown(JOB, "now", "reason") == SAID["reason"]
    assert judged(app, part="now", decision="reject", reason="Seen the others.")
    one = app.verdicts(JOB)
    assert (one.first.decision, one.verdict.decision, one.verdict.blind) == ("park", "reject", False)
    assert "Rejected" in policy_table(app) and "at first parked" in policy_table(app)


def test_whoever_saw_a_rival_did_not_judge_blind():
    app = ProxyExplorer()
    app.see(JOB)
    app.see(FISCAL)
    judged(app)
    assert not app.verdicts(JOB).first.blind
    judged(app, HOUR)
    assert app.verdicts(HOUR).first.blind
    app.withdraw(HOUR)
    judged(app, HOUR)
    assert not app.verdicts(HOUR).first.blind, "taking a judgement back does not undo what was seen"


@pytest.mark.parametrize(("said", "field", "sentence"), [
    ({"decision": ""}, "decision", "Choose"), ({"reason": "  "}, "reason", "Write why"), ({"grade": ""}, "grade", "how good"),
    ({"decision": "adapt", "source": "Ours"}, "value", "published value"),
    ({"decision": "adapt", "source": "Ours", "value": "lots"}, "value", '"lots" is not a number'),
    ({"decision": "adapt", "source": "Ours", "value": ""}, "value", "Type the value"),
    ({"decision": "adapt", "value": "5000"}, "source", "where your own value comes from"),
    ({"decision": "adapt", "source": "Ours", "value": "5000", "low": "1"}, "high", "both ends"),
    ({"decision": "adapt", "source": "Ours", "value": "5000", "low": "6000", "high": "7000"}, "value", "must rise"),
    ({"decision": "adapt", "source": "Ours", "value": "5000", "price_year": "12/13"}, "price_year", "2024 or 2012/13"),
])
def test_what_stands_in_the_way_is_said_at_its_field_and_the_text_stays(said, field, sentence):
    app = ProxyExplorer()
    assert not judged(app, **said) and app.judged == {} and app.revealed == []
    assert sentence in app.problem(JOB, "first", field)
    assert all(app.shown(JOB, "first", name) == text for name, text in said.items())


def test_putting_it_right_takes_the_sentence_away():
    app = ProxyExplorer()
    judged(app, reason="")
    app.type(JOB, "first", "reason", "Because.")
    assert app.problem(JOB, "first", "reason") == ""


def test_an_adapted_value_has_its_range_source_and_year():
    app = ProxyExplorer()
    assert judged(app, decision="adapt", value="£5k", low="4,000", high="6000", source="Our payroll", price_year="2024")
    use = app.verdicts(JOB).verdict.use
    assert (use.value.low, use.value.likely, use.value.high, use.source, use.price_year) == (4000, 5000, 6000, "Our payroll", "2024")


def test_what_is_unknown_is_said():
    app = ProxyExplorer()
    said = passport(app, app.proxy("dwp-fjf-society"))
    assert "not stated. Not stated where seen; perhaps about 2010/11." in said and "none published" in said
    for proxy in bank():
        assert "<dd></dd>" not in passport(app, proxy)


def test_files_hand_the_policy_on_and_take_it_in_again():
    app = ProxyExplorer(title="North", owner="Team A")
    judged(app)
    judged(app, HOUR, decision="adapt", value="9", source="Ours")
    raw, left_out = workbook_of(app)
    assert left_out == () and policy_from_bytes("a.xlsx", raw) == app.policy() == policy_from_bytes("a.yaml", text_of(app)[0].encode())
    assert "Team A" in page_of(app)[0] and {one.dataset for one in app.policy().vintage} == {"proxies-cited-facts", "proxies-uk-government"}
    other = ProxyExplorer()
    judged(other, decision="reject")
    assert other.take("north.xlsx", raw) == "Taken in: 2 judgements. 1 judgement of yours gave way."
    assert other.verdicts(JOB).verdict.decision == "park" and other.title == "North" and other.rivals(HOUR) is not None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"svtrain: value-map/1", b"\xff" * 50])
@pytest.mark.parametrize("kind", ["xlsx", "yaml", "json", "xls"])
def test_a_file_that_is_no_policy_is_refused_by_name_and_nothing_is_lost(content, kind):
    app = ProxyExplorer()
    judged(app)
    before = app.to_dict()
    assert app.take(f"odd.{kind}", content) == "" and "odd." in app.refused[0] and "Traceback" not in app.refused[0]
    assert app.to_dict() == before


def test_licensed_values_stay_out_of_the_files_unless_they_are_kept(monkeypatch):
    known = reference()
    licensed = replace(known.proxies[HOUR], private=True, licence="Licensed")
    monkeypatch.setattr("svtrain.data.reference_data.shipped", lambda: replace(known, proxies={**known.proxies, HOUR: licensed}))
    app = ProxyExplorer()
    assert app.shown(HOUR, "first", "value") == ""
    judged(app)
    judged(app, HOUR)
    for make in (workbook_of, page_of, text_of):
        assert make(app)[1] and HOUR in make(app)[1][0]
    assert HOUR not in text_of(app)[0] and "8.21" not in page_of(app)[0]
    app.keep_private = True
    assert HOUR in text_of(app)[0] and "not to leave this machine" in page_of(app)[0]


def test_what_is_typed_is_escaped():
    app = ProxyExplorer()
    judged(app, reason="<script>alert(1)</script>")
    assert "<script" not in policy_table(app) and "&lt;script&gt;" in policy_table(app)


def test_work_comes_back_after_a_refresh():
    app = ProxyExplorer(title="Ours")
    judged(app)
    app.type(TONNE, "first", "reason", "Half a thought")
    again = ProxyExplorer()
    again.from_dict(json.loads(json.dumps(app.to_dict())))
    assert again.to_dict() == app.to_dict() and again.rivals(JOB) == app.rivals(JOB)


@pytest.fixture
def room(tmp_path):
    store = Store(tmp_path / "room.sqlite", make=True)
    name = store.new("North")
    seats = [Seat(store.seat(name, f"p{number}"), tmp_path / "room.sqlite") for number in range(6)]
    yield Seat(store.seat(name, "f", "facilitator"), tmp_path / "room.sqlite"), seats
    for seat in seats:
        seat.close()


def test_a_room_sees_its_spread_only_after_the_reveal_and_ones_own_judgement(room):
    facilitator, seats = room
    apps = [ProxyExplorer() for _ in seats]
    assert "Record your own" in give(apps[0], seats[0], JOB)
    judged(apps[0])
    assert "not opened" in give(apps[0], seats[0], JOB)
    assert lead(apps[0], facilitator, JOB, "open") == "The question is open to the room."
    for number, (app, seat) in enumerate(zip(apps[:5], seats, strict=False)):
        app.judged or judged(app, decision="reject" if number % 2 else "park", reason=f"<b>Reason {number}")
        assert "is with the room" in give(app, seat, JOB)
        assert room_view(app, seat, JOB).counts == ()
    assert "5 people have answered" in room_view(apps[0], seats[0], JOB).said
    lead(apps[0], facilitator, JOB, "reveal")
    seen = room_view(apps[0], seats[0], JOB)
    assert dict(seen.counts) == {"accept": 0, "adapt": 0, "reject": 2, "park": 3} and len(seen.reasons) == 5
    assert "<b>" not in room_words(seen)
    late = room_view(apps[5], seats[5], JOB)
    assert late.counts == () and "Record your own first" in late.said
    lead(apps[0], facilitator, JOB, "again")
    assert "second round is open" in room_view(apps[0], seats[0], JOB).said
    judged(apps[0], part="now", decision="reject")
    assert "is with the room" in give(apps[0], seats[0], JOB)
    assert "Fewer than" in room_view(apps[0], seats[0], FISCAL).said or FISCAL not in apps[0].judged
