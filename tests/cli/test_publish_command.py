"""`svtrain publish` as a person at a terminal meets it: first the list, then the question, then the files."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from svtrain.apps.value_builder.state import ValueBuilder
from svtrain.cli import main
from svtrain.data.places import content
from svtrain.data.saved_work import SavedWork

MAP = "svtrain: value-map/1\ntitle: Home care\ninputs: [{name: Price, value: 1000}]\noutcomes:\n  - {id: jobs, quantity: 20, unit: person, proxy: gmca-ee1-0-fiscal}\n"
PRIVATE = ("proxy_id,outcome,unit,value,price_year,perspective,geography,source,locator,licence,last_checked\n"
           "our-job,A job,per person,32000,2024,economic,UK,A licensed bank,row 1,Licensed to us,2026-11-01\n")


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path / "work"))
    monkeypatch.delenv("SVTRAIN_PERSON", raising=False)
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return tmp_path


def run(*words: str) -> SimpleNamespace:
    out, error = io.StringIO(), io.StringIO()
    with patch.object(sys, "argv", ["svtrain", "publish", *map(str, words)]), patch.dict(os.environ, COLUMNS="400"), redirect_stdout(out), redirect_stderr(error):
        with pytest.raises(SystemExit) as left:
            main()
    return SimpleNamespace(returncode=left.value.code, stdout=out.getvalue(), stderr=error.getvalue())


def test_without_a_yes_it_only_lists(work):
    done = run(work / "map.yaml", "--to", work / "out")
    assert done.returncode == 1 and not (work / "out").exists()
    for said in ("home-care.html: one page that needs no network, ", "home-care.xlsx: the workbook, ", "home-care.json", "Data: proxies-gmca", "Say --yes"):
        assert said in done.stdout


def test_with_a_yes_it_writes_and_says_where(work):
    done = run(work / "map.yaml", "--to", work / "out", "--yes", "--date", "22/11/2026")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in (work / "out").iterdir()) == ["home-care.html", "home-care.json", "home-care.xlsx"]
    record = json.loads((work / "out" / "home-care.json").read_text(encoding="utf-8"))
    assert record["address"].startswith("home-care-") and len(record["address"]) == 36 and not record["listed"]
    assert f"published/{record['address']}" in done.stdout and record["on"] == "2026-11-22"
    assert record["address"] not in (work / "out" / "home-care.html").read_text(encoding="utf-8")
    before = {path.name: path.read_bytes() for path in (work / "out").iterdir()}
    assert run(work / "map.yaml", "--to", work / "again", "--yes", "--date", "2026-11-22").returncode == 0
    assert before == {path.name: path.read_bytes() for path in (work / "again").iterdir()}


def test_a_public_page_is_listed_under_its_name(work):
    assert run(work / "map.yaml", "--to", work / "out", "--yes", "--public", "--title", "Care at home").returncode == 0
    record = json.loads((work / "out" / "care-at-home.json").read_text(encoding="utf-8"))
    assert (record["address"], record["listed"], record["title"]) == ("care-at-home", True, "Care at home")


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of its own")
@pytest.mark.parametrize(("typed", "code"), [(b"y\n", 0), (b"n\n", 1)])
def test_at_a_terminal_it_asks(work, typed, code):
    import pty

    ours, theirs = pty.openpty()
    started = subprocess.Popen([sys.executable, "-m", "svtrain", "publish", str(work / "map.yaml"), "--to", str(work / "out")], stdin=theirs,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.write(ours, typed)
    said = started.communicate(timeout=60)[0].decode()
    os.close(ours), os.close(theirs)
    assert started.returncode == code and "Write these files?" in said
    assert (work / "out").exists() == (code == 0)


def test_a_portfolio_folder_is_published(work):
    done = run(content("datasets") / "practice", "--to", work / "out", "--yes", "--title", "Our contracts")
    assert done.returncode == 0 and "Owners, notes, evidence references and who checked are never published." in done.stdout
    page = (work / "out" / "our-contracts.html").read_text(encoding="utf-8")
    assert "Delivered and checked" in page and "Hidden: fewer than five people" in page and "Site manager" not in page


def test_what_an_app_keeps_is_published_by_name_by_file_and_by_code(work):
    builder, store = ValueBuilder(), SavedWork("value-builder")
    assert builder.open_file("map.yaml", MAP.replace("Home care", "Kept work").encode())
    store.save(builder.to_dict())
    for given in ("value-builder", store.path, store.code()):
        assert run(given, "--to", work / "out", "--yes").returncode == 0, given
    assert (work / "out" / "kept-work.html").exists()
    assert "Nothing is saved for portfolio-board" in run("portfolio-board", "--to", work / "out", "--yes").stderr


TENDER = "svtrain: tender/1\ntitle: Grounds\nweights: {price: 60, social_value: 20, quality: 20}\nbids: [{bidder: A, price: 100, promised: 40, quality: 70}, {bidder: B, price: 110, promised: 65, quality: 70}]\n"
BIDS = "bidder,price,promised,quality\nA,100,40,70\nB,110,65,70\n"
PROMISES = {"commitments.csv": "commitment_id;contract_ref;measure;target_qty;due_date\nC1;K1;Trees;10;2027-03-31\n",
            "deliveries.csv": "delivery_id;commitment_id;period_end;qty\nD1;C1;2026-09-30;4\n"}


def test_tenders_are_published_from_a_file_of_any_kind_and_from_the_lab(work):
    from svtrain.apps.scoring_lab.state import ScoringLab

    (work / "tender.yaml").write_text(TENDER, encoding="utf-8")
    (work / "bids.csv").write_text(BIDS, encoding="utf-8")
    SavedWork("scoring-lab").save(ScoringLab().to_dict())
    for given in (work / "tender.yaml", work / "bids.csv", "scoring-lab"):
        done = run(given, "--to", work / "out", "--yes", "--title", f"T {str(given)[-4:]}")
        assert done.returncode == 0 and "Bids are confidential before the award" in done.stdout, done.stderr
    page = (work / "out" / "t-yaml.html").read_text(encoding="utf-8")
    assert "B comes first under P1 and V1." in page and "confidential" not in page
    assert "60, social value 20, quality 20 are assumed" in (work / "out" / "t-csv.html").read_text(encoding="utf-8")


def test_promises_are_published_from_a_folder_and_from_their_page(work):
    from svtrain.apps.promise_to_delivery.state import Delivering

    (work / "ours").mkdir()
    for name, text in PROMISES.items():
        (work / "ours" / name).write_text(text, encoding="utf-8")
    SavedWork("promise-to-delivery").save(Delivering().to_dict())
    assert run(work / "ours", "--to", work / "out", "--yes").returncode == 0
    assert run("promise-to-delivery", "--to", work / "out", "--yes").returncode == 0
    record = json.loads((work / "out" / "ours.json").read_text(encoding="utf-8"))
    assert record["kind"] == "delivery" and record["sections"][1]["tables"][0]["rows"][0][0] == "C1: Trees"
    page = (work / "out" / "practice-contracts-promise-and-delivery-invented.html").read_text(encoding="utf-8")
    assert "Contract manager (invented)" not in page and "50 promises" in page


def test_specifications_and_suppliers_plans_are_published_from_their_pages(work):
    from svtrain.apps.specification_helper.state import SpecificationHelper
    from svtrain.apps.supplier_plan.buyer import BuyerView
    from svtrain.apps.supplier_plan.state import SupplierPlan

    helper, firms, buyer = SpecificationHelper(), [SupplierPlan(name=f"Firm {n}", sector="care", people="3", operations=["employs"], named="yes") for n in range(5)], BuyerView()
    helper.begin_with_practice("grounds-maintenance")
    for firm in firms:
        assert firm.make() == ""
        firm.set(firm.entries[0]["action_id"], "note", "Only for us")
        assert buyer.take("plan.json", firm.handed().encode())
    for app, state in (("specification-helper", helper), ("supplier-plan", firms[0]), ("supplier-plans-read", buyer)):
        SavedWork(app).save(state.to_dict())
        done = run(app, "--to", work / "out", "--yes", "--title", app)
        assert done.returncode == 0, done.stderr
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (work / "out").glob("*.html")}
    assert "The question to bidders" in pages["specification-helper"] and "Only for us" not in pages["supplier-plan"]
    assert "5 suppliers with" in pages["supplier-plans-read"] and "Firm 1" not in pages["supplier-plans-read"]
    buyer.plans = buyer.plans[:4]
    SavedWork("supplier-plans-read").replace(buyer.to_dict())
    assert "4 of at least 5 suppliers so far" in run("supplier-plans-read", "--to", work / "out", "--yes").stderr


@pytest.mark.parametrize(("words", "said"), [
    (("no-such-thing",), "There is no file, folder, app or resume code of that name."), (("ABCD-2345",), "There is no saved work under that code."),
    (("empty",), "The portfolio has no contracts.csv."), (("tender.yaml",), "tender.yaml"), (("map.yaml", "--date", "soon"), '"soon" is not a date'),
    (("map.yaml", "--to", "map.yaml"), "This is a file; name a folder.")])
def test_what_cannot_be_published_is_said_in_a_sentence(work, words, said, monkeypatch):
    monkeypatch.chdir(work)
    (work / "empty").mkdir()
    (work / "tender.yaml").write_text("svtrain: tender/1\ntitle: X\n", encoding="utf-8")
    to = () if "--to" in words else ("--to", "out")
    done = run(*words, *to, "--yes")
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
    assert not (work / "out").exists()


def test_licensed_values_stay(work, monkeypatch):
    (work / "private").mkdir()
    (work / "private" / "my_licensed_proxies.csv").write_text(PRIVATE, encoding="utf-8")
    (work / "map.yaml").write_text(MAP.replace("gmca-ee1-0-fiscal", "our-job"), encoding="utf-8")
    # Reading the bank is remembered within a process, so this one has its own.
    done = subprocess.run([sys.executable, "-m", "svtrain", "publish", "map.yaml", "--to", "out", "--yes"], cwd=work, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "our-job" in done.stderr and not (work / "out").exists()


def test_other_work_under_the_same_name_is_not_overwritten(work):
    assert run(content("datasets") / "practice", "--to", work / "out", "--yes", "--title", "Home care").returncode == 0
    done = run(work / "map.yaml", "--to", work / "out", "--yes")
    assert done.returncode == 2 and "Other work is published there under this name" in done.stderr


def test_all_the_files_are_written_or_none(work):
    (work / "out").mkdir()
    (work / "out" / "home-care.xlsx").mkdir()  # stands in the way of the second file
    done = run(work / "map.yaml", "--to", work / "out", "--yes")
    assert done.returncode == 2 and "home-care.xlsx: The file cannot be written: Is a directory." in done.stderr
    assert [path.name for path in (work / "out").iterdir()] == ["home-care.xlsx"]


def test_work_of_another_version_is_refused_by_its_file(work):
    kept = {"svtrain": "saved-work/1", "app": "value-builder", "version": 7, "saved_at": "2026-01-01T00:00:00+00:00", "mark": "x", "state": ValueBuilder().to_dict()}
    (work / "value-builder.json").write_text(json.dumps(kept), encoding="utf-8")
    done = run(work / "value-builder.json", "--to", work / "out", "--yes")
    assert done.returncode == 2 and "value-builder.json: version: This work was saved by another version" in done.stderr
