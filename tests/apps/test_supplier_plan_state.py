"""The supplier action plan without a screen: made, kept, handed over, loaded back, and many together."""

from __future__ import annotations

import io
import json
from datetime import date

import openpyxl
import pytest

from svtrain.apps.supplier_plan.buyer import NOBODY_NAMED, BuyerView
from svtrain.apps.supplier_plan.state import SupplierPlan
from svtrain.apps.supplier_plan.words import action_words, named, plan_head, standing
from svtrain.core.problems import CannotDo

TODAY = date(2026, 11, 22)


@pytest.fixture
def app():
    one = SupplierPlan(name="=Van & Son", sector="transport", people="3", operations=["vehicles", "employs"])
    assert one.make(TODAY) == ""
    return one


def test_a_small_firm_gets_few_light_steps_with_reasons(app):
    assert len(app.entries) == 4
    assert "All of them are light steps" in plan_head(app)
    assert "Why it is here: You drive vehicles." in action_words(app, "fewer-miles", 1)


@pytest.mark.parametrize(("people", "said"), [("", "how many people"), ("many", "is not a number"), ("2.5", "whole number"), ("-1", "whole number"), ("1e400", "")])
def test_what_cannot_be_read_is_said_and_stays(people, said):
    app = SupplierPlan(name="A", sector="care", people=people)
    assert said in app.problems["people"] and app.people == people
    assert app.make(TODAY) and app.entries == []
    with pytest.raises(CannotDo):
        app.plan()


def test_what_was_begun_stays_when_the_firm_changes(app):
    app.set("fewer-miles", "status", "doing")
    app.does("vehicles", False)
    assert app.make(TODAY) == ""
    assert app.entries[0]["action_id"] == "fewer-miles" and len(app.entries) <= 4
    assert "does not fit the description above any more" in app.reason("fewer-miles")
    before = len(app.entries)
    assert app.more(TODAY) and len(app.entries) == before + 1


def test_the_workbook_and_the_json_come_back_as_they_were(app):
    app.set("fewer-miles", "note", "+SUM(A1) agreed\nwith drivers")
    app.set("fewer-miles", "owner", "@Ann")
    app.set("fewer-miles", "due", "1 March 2027")
    wanted = app.plan()
    for name, content in (("p.json", app.json().encode()), ("p.xlsx", app.workbook())):
        other = SupplierPlan()
        assert other.open_file(name, content), other.refused
        assert other.plan() == wanted
    book = openpyxl.load_workbook(io.BytesIO(app.workbook()))
    cells = [cell for row in book["Plan"].iter_rows() for cell in row if isinstance(cell.value, str) and cell.value.startswith(("+", "@", "="))]
    assert {"H5", "I5"} < {cell.coordinate for cell in cells} and all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert "=Van &amp; Son" in app.page(TODAY) and "<script" not in app.page(TODAY)


@pytest.mark.parametrize(("change", "said"), [
    (lambda plain: plain.update(svtrain="other/1"), "not a plan"), (lambda plain: plain["supplier"].update(sector="vans"), "no trade 'vans'"),
    (lambda plain: plain["supplier"].update(people=True), "whole number"), (lambda plain: plain["actions"][0].update(action_id="fewer-mile"), "Did you mean 'fewer-miles'"),
    (lambda plain: plain["actions"][0].update(status="soon"), "A status is"), (lambda plain: plain["actions"][0].update(due="soon"), "Type a day"),
    (lambda plain: plain["actions"].append(plain["actions"][0]), "there twice"), (lambda plain: plain.update(named="maybe"), "yes or no"), (lambda plain: plain.update(id="../x"), "The mark of the supplier"), (lambda plain: plain.update(actions=[7]), "not written as this page"),
])
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(app, change, said):
    plain = json.loads(app.json())
    change(plain)
    before = app.to_dict()
    assert not app.open_file("plan.json", json.dumps(plain).encode())
    assert said in app.refused and app.refused.startswith("plan.json") and app.to_dict() == before


def test_odd_files_are_refused():
    app = SupplierPlan()
    book, raw = openpyxl.Workbook(), io.BytesIO()
    book.save(raw)
    for name, content in (("a.pdf", b"x"), ("a.json", b"\xff"), ("a.json", b"[" * 100_000), ("a.xlsx", b"PK no"), ("a.xlsx", raw.getvalue()), ("a.json", b" " * 600_000)):
        assert not app.open_file(name, content) and app.refused.startswith(name)


def test_unfinished_words_come_back_after_a_refresh(app):
    app.set("fewer-miles", "due", "some day")
    other = SupplierPlan()
    other.from_dict(app.to_dict())
    assert other.entries == app.entries and "fewer-miles.due" in other.problems
    with pytest.raises(CannotDo):
        other.json()


def test_a_buyer_sees_sums_of_five_and_no_name(app):
    buyer = BuyerView()
    plain = json.loads(app.handed())
    for number in range(5):
        plain["id"] = f"{number}"
        assert "=Van" not in buyer.stand(TODAY).__repr__()
        plain["supplier"]["name"] = f"=Van {number}"
        assert buyer.take(f"{number}.json", json.dumps(plain).encode())
        if number < 4:
            with pytest.raises(CannotDo, match="of at least 5 suppliers"):
                buyer.table(TODAY)
    assert buyer.take("again.json", json.dumps(plain).encode()) and len(buyer.plans) == 5
    said = standing(buyer, TODAY)
    assert "5 suppliers, 20 actions" in said and "Van" not in said and "Van" not in buyer.table(TODAY)
    buyer.group_by("sector")
    assert "Transport and waste" in buyer.table(TODAY)
    other = BuyerView()
    other.from_dict(buyer.to_dict())
    assert other.table(TODAY) == buyer.table(TODAY)
    assert not buyer.take("plan.json", b"{}") and "not a plan" in buyer.refused


def buyer_of(app, names, named):
    buyer, plain = BuyerView(), json.loads(app.json())
    for number, name in enumerate(names):
        plain |= {"id": f"{number:08x}", "named": "yes" if name in named else "no", "supplier": {**plain["supplier"], "name": name}}
        assert buyer.take(f"{number}.json", json.dumps(plain).encode()), buyer.refused
    return buyer


def test_the_suppliers_say_so_decides_who_is_named(app):
    app.set("fewer-miles", "owner", "Ann")
    app.set("fewer-miles", "status", "done")
    handed = app.handed()
    assert "Van" not in handed and "Ann" not in handed and json.loads(handed)["named"] == "no"
    app.allow_name("yes")
    assert "=Van & Son" in app.handed() and "Ann" not in app.handed() and "Ann" in app.json()
    buyer = BuyerView()
    assert buyer.take("before.json", handed.encode()) and NOBODY_NAMED in named(buyer, TODAY)
    assert buyer.take("after.json", app.handed().encode()) and len(buyer.plans) == 1 and "in place of its earlier plan" in buyer.told
    assert "=Van &amp; Son" in named(buyer, TODAY) and "plan of 22 November 2026" in named(buyer, TODAY)
    assert "'=Van & Son,plan of 22 November 2026,4,3,0,1,0,0," in buyer.named_table(TODAY)
    app.allow_name("no")
    assert buyer.take("again.json", app.handed().encode()) and "Van" not in named(buyer, TODAY) and "Van" not in json.dumps(buyer.to_dict())
    with pytest.raises(CannotDo, match="agreed to be named"):
        buyer.named_table(TODAY)


def test_who_was_asked_and_not_heard_from_by_name(app):
    buyer = buyer_of(app, ("Green CIC", "Shy Ltd"), ("Green CIC",))
    buyer.ask("green  cic\n\n<b>Shy Ltd</b>\nNever Ltd\nNever Ltd\n")
    assert buyer.not_heard() == ["<b>Shy Ltd</b>", "Never Ltd"]
    said = named(buyer, TODAY)
    assert "1 plan is here without a name." in said and "&lt;b&gt;Shy" in said and "they do not want to be named" in said
    assert "Never Ltd,nothing by name" in buyer.named_table(TODAY)
    other = BuyerView()
    other.from_dict(buyer.to_dict())
    assert named(other, TODAY) == said
    buyer.clear()
    assert buyer.asked == "" and buyer.plans == []


def test_an_older_file_without_a_mark_is_not_named_and_replaces_itself(app):
    plain = json.loads(app.json())
    del plain["named"], plain["id"]
    buyer = BuyerView()
    for name in ("First Ltd", "Second Ltd", "FIRST LTD"):
        assert buyer.take("old.json", json.dumps({**plain, "supplier": {**plain["supplier"], "name": name}}).encode())
    assert len(buyer.plans) == 2 and "First" not in json.dumps(buyer.to_dict())
    saved = {name: value for name, value in app.to_dict().items() if name not in ("named", "mark")}
    other = SupplierPlan()
    other.from_dict(saved)
    assert other.named == "no" and other.mark


def test_sums_that_would_give_an_unnamed_supplier_away_say_so(app):
    names = [f"Firm {number}" for number in range(6)]
    assert "1 supplier that is not to be named is left out" in standing(buyer_of(app, names, names[:5]), TODAY)
    assert "2 of 6 suppliers are not to be named." in standing(buyer_of(app, names, names[:4]), TODAY)
