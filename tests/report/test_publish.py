"""What is published: the record, the page that stands alone, the workbook, and the checker of free text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from html.parser import HTMLParser

import numpy as np
import openpyxl
import pytest

from svtrain.apps.published.delivery_content import Followed
from svtrain.apps.published.making import Wishes, make
from svtrain.apps.published.work import Opened
from svtrain.core.approach import Approach
from svtrain.core.monitoring import Commitment, Delivery
from svtrain.core.problems import CannotDo
from svtrain.core.proxy_policy import JudgedProxy, ProxyPolicy, Verdict, was_of
from svtrain.core.reference import Proxy, Reference
from svtrain.core.scoring import Bid, Mark, Moderated, Tender, TenderRecord, Weights, every_pair, score, spread_of_marks
from svtrain.core.specification import Requirement, Specification
from svtrain.core.supplier_plan import Entry, Plan, Supplier
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.commitments import monitor
from svtrain.data.delivery_tables import DeliveryRecord
from svtrain.data.portfolio import practice_portfolio
from svtrain.report.publish.personal import Checked, cleaned, cleaned_tree
from svtrain.report.publish.record import read_record, record_at, records_in

DAY = date(2026, 11, 22)
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def a_map(**more) -> ValueMap:
    return ValueMap.model_validate({
        "title": f"Home care {HOSTILE}", "contract": {"reference": "=1+1", "supplier": HOSTILE}, "inputs": [{"name": "Price", "value": 100_000}],
        "outcomes": [{"id": "jobs", "stakeholder": "@SUM(A1)", "outcome": HOSTILE, "quantity": {"low": 8, "likely": 10, "high": 14}, "unit": "person",
                      "proxy": "gmca-ee1-0-fiscal", "deadweight": {"likely": 0.4, "low": 0.2, "high": 0.6, "reason": f"=cmd|' /C calc'!A0 {HOSTILE}"}, "duration_years": 2},
                     {"id": "hours", "outcome": "Volunteers", "quantity": 500, "unit": "hour", "proxy": {"value": 15, "unit": "hour", "source": HOSTILE}}],
        "notes": ["Agreed with Priya Shah, priya@council.example."], **more})


def a_policy() -> ProxyPolicy:
    known = reference().proxies["gmca-ee1-0-fiscal"]
    verdict = Verdict(decision="accept", reason=f"Dr Ann Lee checked it {HOSTILE}", on=DAY, grade="red")
    return ProxyPolicy(title="Ours", owner="Sarah Jones", proxies=(JudgedProxy(proxy=known.id, was=was_of(known), first=verdict),))


def made(work, on=DAY, known=None, **wishes):
    return make(Opened(work, "work"), known or reference(), Wishes(on, **wishes), "an-address")


def an_approach() -> Approach:
    return Approach.model_validate({"team": f"North {HOSTILE}", "boxes": {"lead": "Mrs Sarah Jones leads; Priya Shah helps, priya@council.example", "words": "=1+1"},
                                    "figures": [{"of": "Home care", "likely": 1.4, "low": 0.9, "high": 2.2}],
                                    "next_steps": [{"step": "Ask suppliers", "within": 30, "owner": "Dr Ann Lee"}]})


def a_tender() -> TenderRecord:
    tender = Tender(Weights(60, 20, 20), (Bid(f"=1+1 {HOSTILE}", 1_000_000, 400_000, 70, 60), Bid("Sarah Jones", 1_080_000, 650_000, 70, 70)), title=f"Grounds {HOSTILE}")
    spread = spread_of_marks([Mark(60, "Mark of one"), Mark(80, "Mark of two")])
    return TenderRecord(tender, score(tender), tuple(every_pair(tender)[0]), reason="Asked by Priya Shah, priya@council.example",
                        moderated=(Moderated("Sarah Jones", spread, 70, "Dr Ann Lee agreed"),))


def followed(text: str = "") -> Followed:
    promises = [Commitment(f"C{n}", "K1", f"Jobs {HOSTILE}", unit, 10, date(2027, 3, 31), date(2026, 4, 1), owner="Sarah Jones", evidence_required="Ask Priya Shah") for n, unit in
                enumerate(("person", "person", "hour"), 1)]
    rows = [Delivery(f"D{n}", f"C{n}", date(2026, 9, 30), quantity, "sample", "T-1", person="", verified_by="Dr Ann Lee", note="priya@council.example")
            for n, quantity in enumerate((3, 7, 3), 1)]
    found = monitor(DeliveryRecord({one.id: one for one in promises}, tuple(rows)), date(2026, 9, 30))
    return Followed(f"Followed by Mrs Sarah Jones {HOSTILE}", found, {"K1": "Agreed with Priya Shah"})


def a_specification() -> Specification:
    one = Requirement("1", f"Are in work {HOSTILE}", "=People", "Starters", 5, "person", "Payroll, asked of Priya Shah", "Mrs Sarah Jones", date(2028, 3, 31))
    return Specification(f"Grounds {HOSTILE}", "=1+1", (one, Requirement("2", "Told by Dr Ann Lee, priya@council.example")))


def a_plan() -> Plan:
    firm = Supplier(f"Sarah Jones Roofing {HOSTILE}", "construction", 3, ("vehicles",))
    return Plan(firm, (Entry("fewer-miles", "doing", date(2027, 3, 31), "Dr Ann Lee", "Priya Shah, priya@council.example"), Entry("listen-first", "done")), DAY, id="3f9a12ab")


WORKS = {"specification": a_specification, "supplier-plan": a_plan, "tender": a_tender, "delivery": followed, "approach": an_approach, "value-map": a_map, "portfolio": lambda: practice_portfolio(reference()), "proxy-policy": a_policy}


def parts_of(page: str) -> tuple[set[str], set[str]]:
    """Every element's name and every attribute's name, as a browser would read the page."""
    tags, attributes = set(), set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.add(tag)
            attributes.update(name for name, _ in attrs)

    Reader(convert_charrefs=True).feed(page)
    return tags, attributes


@pytest.fixture(scope="module", params=WORKS)
def twice(request):
    work = WORKS[request.param]()
    return made(work), made(work), made(work, date(2027, 1, 5))


def test_the_same_work_gives_the_same_bytes_apart_from_its_date(twice):
    first, again, later = twice
    assert first.files == again.files
    for name, content in first.files.items():
        other = later.files[name]
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as one, zipfile.ZipFile(io.BytesIO(other)) as two:
                assert one.namelist() == two.namelist()
                pairs = [(one.read(part), two.read(part)) for part in one.namelist()]
            content, other = (b"".join(side) for side in zip(*pairs, strict=True))
        undated = [re.sub(rb"22 November 2026|2026-11-22|5 January 2027|2027-01-05", b"DAY", text) for text in (content, other)]
        assert undated[0] == undated[1], name


def test_the_page_stands_alone_and_nothing_typed_is_markup(twice):
    page = next(content for name, content in twice[0].files.items() if name.endswith(".html")).decode()
    tags, attributes = parts_of(page)
    assert not tags & {"script", "img", "iframe", "link", "object", "embed", "form", "base", "a", "image", "use", "foreignobject"}
    assert not [name for name in attributes if name.startswith("on") or name in {"src", "href", "xlink:href", "action", "srcdoc"}]
    assert "@import" not in page and "url(" not in page
    assert "default-src 'none'" in page
    assert ("<svg" in page or twice[0].record.kind in ("approach", "specification")) and 'lang="en-GB"' in page


def test_no_cell_of_a_workbook_runs_what_somebody_typed(twice):
    book = openpyxl.load_workbook(io.BytesIO(next(content for name, content in twice[0].files.items() if name.endswith(".xlsx"))))
    formulas = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [one for one in formulas if "cmd|" in one or one == "=1+1" or "@SUM" in one]
    if twice[0].record.kind != "value-map":
        assert formulas == []


def test_personal_data_is_held_back_and_said(twice):
    whole = b"".join(twice[0].files.values()) + b"".join(
        zipfile.ZipFile(io.BytesIO(content)).read(part) for name, content in twice[0].files.items() if name.endswith(".xlsx")
        for part in zipfile.ZipFile(io.BytesIO(content)).namelist())
    for secret in (b"Priya", b"priya@", b"Ann Lee", b"Sarah Jones", b"Contract manager (invented)"):
        assert secret not in whole
    if twice[0].record.kind not in ("portfolio", "supplier-plan"):
        assert any("what looks like a name" in sentence for sentence in twice[0].left_out)


def test_a_record_comes_back_as_it_was(twice, tmp_path):
    for name, content in twice[0].files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "else.json").write_text('{"svtrain": "value-map/1"}', encoding="utf-8")
    (found,) = records_in(tmp_path)
    assert found.as_text().encode() == next(content for name, content in twice[0].files.items() if name.endswith(".json"))
    assert record_at(tmp_path, "an-address") == found
    assert [record_at(tmp_path, wrong) for wrong in ("an-addres", "", "../an-address", "AN-ADDRESS")] == [None] * 4


@pytest.mark.parametrize("change", [{"sections": "x"}, {"kind": "script"}, {"address": "../x"}, {"on": "soon"}, {"title": 5}, {"svtrain": "published/9"},
                                    {"sections": [{"heading": "x"}]}, {"left_out": [1]}])
def test_a_damaged_record_is_refused(change, tmp_path):
    plain = json.loads(made(a_policy()).record.as_text()) | change
    (tmp_path / "x.json").write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(CannotDo):
        read_record(tmp_path / "x.json")


def test_names_may_be_kept_and_contact_data_may_not():
    kept = made(a_map(), keep_notes=True)
    text = b"".join(content for name, content in kept.files.items() if not name.endswith(".xlsx"))
    assert b"Priya Shah" in text and b"priya@" not in text


def test_few_people_are_hidden_and_so_is_what_would_give_them_away():
    few = a_map(outcomes=[{"id": "jobs", "quantity": 3, "unit": "person", "proxy": {"value": 9777, "unit": "person", "source": "x"}},
                          {"id": "hours", "quantity": 500, "unit": "hour", "proxy": {"value": 15, "unit": "hour", "source": "x"}}])
    found = made(few)
    assert any("jobs counts fewer than five people" in sentence for sentence in found.left_out)
    text = b"".join(content for name, content in found.files.items() if not name.endswith(".xlsx"))
    assert b"29,331" not in text and b"7,500" not in text and b"36,831" in text  # 3 people, 500 hours, both together
    book = openpyxl.load_workbook(io.BytesIO(next(content for name, content in found.files.items() if name.endswith(".xlsx"))))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value) in {"3", "29,331", "£29,331"}]
    assert made(few, forecast=True).left_out == found.left_out[2:]
    with pytest.raises(CannotDo, match="--forecast"):
        made(a_map(outcomes=[{"id": "jobs", "quantity": 3, "unit": "person", "proxy": {"value": 9777}}]))


def test_of_promises_being_followed_few_people_are_hidden_with_their_rating():
    found = made(followed())
    cells = {row[0].split(":")[0]: row for section in found.record.sections for table in section.tables for row in table.rows}
    assert cells["C1"][4:7] == ("hidden",) * 3 and "3" not in cells["C1"][7]
    assert cells["C2"][4:7] == ("7", "100%", "Good") and cells["C3"][4] == "3"  # hours point at nobody
    assert "1 Good, 1 Requires improvement." in found.record.sections[0].sentences[1]
    assert b"T-1" not in b"".join(content for name, content in found.files.items() if not name.endswith(".xlsx"))


def test_single_marks_stay_and_a_bidder_with_a_persons_name_is_a_number():
    found = made(a_tender())
    text = next(content for name, content in found.files.items() if name.endswith(".json")).decode()
    assert "Mark of one" not in text and "Bidder 2 comes first under P1 and V1." in text and "Bidder 2" in text
    assert any("confidential" in said for said in found.beware) and "A bidder who bears a person's name is shown by number." in found.left_out
    assert "Sarah Jones comes first" in made(a_tender(), keep_notes=True).record.sections[0].sentences[0]


def test_licensed_values_do_not_leave():
    licensed = Proxy("toms-nt1", 32_000, "per person", outcome="A local job", theme="employment", licence="CC BY-NC-ND 4.0", private=True, price_year="2012/13",
                      source="Licensed", dataset="own")
    shipped = reference()
    known = Reference(proxies={**shipped.proxies, "gmca-ee1-0-fiscal": licensed}, schedules=shipped.schedules, indices=shipped.indices, vintages=shipped.vintages,
                      percentiles=shipped.percentiles)
    portfolio = practice_portfolio(known)
    found = make(Opened(portfolio, "x"), known, Wishes(DAY), "x")
    assert any("licence" in sentence for sentence in found.left_out)
    text = b"".join(content for name, content in found.files.items() if not name.endswith(".xlsx"))
    assert b"A local job" not in text and b"32,000" not in text
    unpriced = np.isnan(portfolio.lines.worth[:, 1]) | (np.array(portfolio.proxies) == "gmca-ee1-0-fiscal")
    assert unpriced.sum() > np.isnan(portfolio.lines.worth[:, 1]).sum() and f"{unpriced.sum()} promises could not be priced".encode() in text


@pytest.mark.parametrize("price", [{"value": 32123, "unit": "person", "price_year": "2024", "source": "A study", "licence": "CC BY-NC-ND 4.0"},
                                   {"value": 32123, "unit": "person", "price_year": "2024", "source": "National TOMs 2024"}])
def test_a_licensed_price_written_into_the_map_itself_does_not_leave_either(price):
    with pytest.raises(CannotDo, match="Nothing was exported: The licence of the proxy of 'jobs'"):
        made(a_map(outcomes=[{"id": "jobs", "quantity": 30, "unit": "person", "proxy": price}]))


def test_a_file_is_not_named_after_what_was_taken_out():
    assert next(iter(made(a_map(title="Care by Priya Shah, 0191 498 0123, to go")).files)) == "care-by-to-go.html"


@pytest.mark.parametrize(("text", "gone"), [
    ("Our Karen Smith said so", "Smith"), ("Siân Jones called", "Jones"), ("KAREN SMITH leads", "SMITH"), ("Mary-Jane Watson did", "Watson"), ("Mr. José García", "Garc"),
    ("Mohammed Ali Khan came", "Khan"), ("Signed by Łukasz Nowak", "Nowak"), ("Pri\u200bya Shah said so", "Shah"), ("Ring 0191\u200b 498 01\u200b23", "498"), ("Write to jo.bloggs@council.gov.uk", "bloggs"), ("Ring 0191 498 0123 first", "0123"), ("Her number is AB 12 34 56 C", "12 34 56"),
    ("Mrs Okonkwo said so", "Okonkwo"), ("Signed by Zebedee Quill on Monday", "Quill"), ("Fatima Begum has moved on", "Begum"), ("As Cllr J. Singh put it", "Singh"),
    ("Owner: Smith, Karen", "Smith"), ("SMITH, KAREN (manager)", "KAREN"), ("O’Brien, Mary-Jane L. keeps it", "Mary"), ("Checked with J. Smith.", "Smith"),
    ("P.K. Patel and R Hughes agreed", "Hughes"), ("J. Smith & K. Jones counted it", "Jones"), ("Asked J. Smith, who manages it", "Smith"), ("J. Smith’s count", "Smith"),
    ("Seen by J. Smith\nMondays only", "Smith"),
    ("Smith, J.", "Smith"), ("Owner: Smith, J", "Smith"), ("Held by Patel, P.K. and others", "Patel"), ("O’Brien, M.-J. keeps it", "Brien"), ("Smith, J. (manager)", "Smith"),
    ("J. Brown", "Brown"), ("Brown, J.", "Brown"), ("Owner: A. Green", "Green"), ("Checked by B. White on Monday", "White"), ("J. Brown checks this", "Brown"),
    ("It was counted. T. Wood agreed", "Wood"), ("J.K. Young said so", "Young"), ("The count of J. Hill, who manages it", "Hill"), ("J. Smith & K. Brown", "Brown"),
    ("Ask: Baker, T. first", "Baker"), ("We heard P. King’s view", "King")])
def test_what_points_at_a_person_is_found(text, gone):
    assert gone not in cleaned(text)[0] and cleaned(text)[1]


@pytest.mark.parametrize("text", ["Greater Manchester pays £12,500 for 3 places", "Charlotte Street Hospital", "Procurement Act 2023, section 71",
                                  "Half of leavers find work within a year anyway", "Green Book 2022 Table A", "Contract 20190412",
                                  "J. Smith Ltd", "J Smith & Sons (Leeds) Ltd", "Smith, Jones & Co", "Smith, James & Co", "J. Smith and Partners LLP", "J. SMITH LIMITED",
                                  "J. Smith, Jones & Co", "J. Smith Street, Leeds", "R. Jones Primary School", "Leeds, Victoria and Chester", "London, Charlotte Street", "However, Karen agreed",
                                  "See appendix A. Clark and others wrote it", "A Taylor made plan", "J. Murphy & Sons", "J. Smith Roofing of Hull", "Lot B Jones", "T. Clarke plc",
                                  "W. H. Smith", "The U.S. Marshall plan",
                                  "Table 3, A.", "Table 3, A. Green", "St. John's Ambulance", "St. Mary's, E. Sussex", "B. Brown bins are emptied", "A. Green spaces; B. Brown bins",
                                  "A. Green\nB. Brown\nC. White", "In area C. Young people said so", "Cohort B. White goods were mended", "Option B. Brown field sites", "Vitamin D. May helped",
                                  "U.K. Green Book", "N.B. Young people first", "J. Brown Ltd", "J. Brown & Sons", "J. Brown Street", "Brown, J. & Sons", "Castle Hill, S. Yorkshire",
                                  "W. Park and its lake", "Smith, J. (2015) Evaluating change", "Clifford, J., Smith, K. and Brown, T. (2015)", "Green, amber, red",
                                  "Marsh, E. side", "White, A to Z", "Q. Price per hour?", "Lot K. Price per hour", "Appendix J. Price list"])
def test_what_points_at_nobody_stays(text):
    assert cleaned(text) == (text, ())


def test_no_hidden_mark_turns_round_what_is_published():
    assert cleaned("Moved \u202eon, \u0645\u0631\u062d\u0628\u0627") == ("Moved on, \u0645\u0631\u062d\u0628\u0627", ())
    approach = Approach.model_validate({"team": "North\u202e", "boxes": {"lead": "Led\u2066 by role"}})
    assert "\u202e" not in made(approach).record.as_text() and approach.box("lead").words == "Led by role"


def test_only_free_text_loses_names():
    checked = Checked()
    plain = {"buyer": "Jordan Hill Council", "outcomes": [{"id": "a", "proxy": "x", "notes": "ask Karen Smith", "url": "https://x.example/karen@smith"}], "sha256": "0123456789012"}
    found = cleaned_tree(plain, frozenset({"notes"}), checked)
    assert found["outcomes"][0]["notes"] == "ask [name removed]" and found["sha256"] == plain["sha256"]
    assert checked.sentences() == ("outcomes.a.notes: what looks like a name was taken out.",)
