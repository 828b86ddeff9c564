"""The contract valuer without a screen: from a register row to a range, bad input, files in and out, and what is kept."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from svtrain.apps.contract_valuer.reading import OWN
from svtrain.apps.contract_valuer.saved import valued_maps
from svtrain.apps.contract_valuer.state import MOST, ContractValuer
from svtrain.apps.contract_valuer.view import View
from svtrain.core.problems import CannotDo
from svtrain.core.valuation import value
from svtrain.data import practice, reference
from svtrain.data.chosen_contracts import ChosenContract, save_chosen
from svtrain.data.outcome_suggestions import suggestions_for
from svtrain.data.saved_work import SavedWork
from svtrain.data.spend.table import cpv_words
from svtrain.report.map_files import open_bytes

ROW = ChosenContract("Grounds", "Green CIC", "C1", value=5e5, cpv="77310000", start="2026-04-01", end="2029-03-31")


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    return tmp_path


def valued(row=ROW, **numbers) -> ContractValuer:
    app = ContractValuer()
    app.take(row)
    app.accept("jobs")
    for name, text in ({"quantity.low": "3", "quantity.likely": "5", "quantity.high": "8", "deadweight.likely": "40%"} | numbers).items():
        app.type("jobs", name, text)
    return app


def test_the_sum_is_the_engines_own():
    app = valued()
    factor = value(app.found.map, reference()).by_outcome[0].gross / 5
    assert app.result.by_outcome[0].first_year == pytest.approx(5 * factor * 0.6)
    assert app.result.sroi_ratio == pytest.approx(app.result.present_value / 5e5)
    assert app.spread.ratio_p5 < app.result.sroi_ratio < app.spread.ratio_p95


def test_three_chosen_contracts_side_by_side_keep_their_own_numbers():
    save_chosen([ROW, ChosenContract("Care", value=2e6, cpv="85000000", reason="Many people"), ChosenContract("Roof", value=1e5, cpv="45000000")], "r.csv")
    app = ContractValuer()
    app.take_all_chosen()
    app.take_all_chosen()  # again changes nothing
    assert [app.name(place) for place in range(3)] == ["Grounds", "Care", "Roof"] and app.current == 0
    for place in range(3):
        app.go(place)
        app.accept("jobs")
        app.type("jobs", "quantity.likely", str(place + 1))
    assert [one.map.outcomes[0].quantity.likely for one in app.every] == [1, 2, 3]
    assert [one.map.contract.value for one in app.every] == [5e5, 2e6, 1e5]
    app.go(1)
    app.put_away()
    assert [app.name(place) for place in range(2)] == ["Grounds", "Roof"]


def test_a_suggestion_says_why_and_can_be_refused_and_taken_after_all():
    app = ContractValuer()
    app.take(ROW)
    assert all(offer.suggestion.why and offer.state == "open" for offer in app.offers()) and len(app.offers()) > 3
    app.refuse("carbon", "The fleet is electric")
    assert [(one.state, one.reason) for one in app.offers() if one.suggestion.id == "carbon"] == [("refused", "The fleet is electric")]
    app.accept("carbon")
    assert app.line == "carbon" and "carbon" not in app.desk["refused"]
    app.type("", "division", "85")
    assert "hospital" in [one.suggestion.id for one in app.offers()]


def test_an_unfinished_line_is_left_out_and_said():
    app = valued()
    app.own_line()
    assert app.found.unfinished == ("own",) and app.result is not None
    for name, text in (("outcome", "Feel at home"), ("quantity.likely", "10"), ("proxy.likely", "120"), ("proxy.price_year", "2023"), ("proxy.source", "Our survey")):
        app.type("own", name, text)
    assert app.found.unfinished == () and app.found.map.outcomes[1].proxy.source == "Our survey"
    assert app.shown("own", "proxy") == OWN
    app.drop_line()
    assert [one for one, _ in app.lines()] == ["jobs"]


@pytest.mark.parametrize("name, text, field, said", [
    ("quantity.likely", "about ten", "quantity.likely", "is not a number"),
    ("quantity.likely", "40%", "quantity.likely", "not a share"),
    ("deadweight.likely", "140", "deadweight.likely", "between 0% and 100%"),
    ("deadweight.low", "20%", "deadweight.high", "Type the high end too"),
    ("quantity.low", "9", "quantity.likely", "must rise"),
    ("duration_years.likely", "0", "duration_years.likely", "above 0"),
    ("quantity.likely", "", "quantity.likely", "Type the likely figure too"),
])
def test_bad_input_is_said_beside_its_field_and_stays(name, text, field, said):
    app = valued(**{name: text})
    assert said in app.problem("jobs", field)
    assert app.shown("jobs", name) == text
    assert app.result is None
    with pytest.raises(CannotDo):
        app.files.workbook()


@pytest.mark.parametrize("name, text, said", [("start", "soon", "Type a day"), ("value", "-5", "below zero"), ("end", "1/1/2020", "before it starts")])
def test_bad_facts_of_the_contract_are_said(name, text, said):
    app = valued()
    app.type("", name, text)
    assert said in " ".join(app.problems.values())


def test_a_licensed_or_own_price_is_chosen_and_its_words_go_with_it():
    app = valued()
    app.choose_proxy("gmca-ee1-0-economic")
    assert app.found.map.outcomes[0].proxy == "gmca-ee1-0-economic"
    app.type("jobs", "proxy.likely", "10,000")
    assert app.found.map.outcomes[0].proxy.id == "gmca-ee1-0-economic" and app.found.map.outcomes[0].proxy.value.likely == 10_000
    app.choose_proxy("gmca-ee1-0-fiscal")
    assert app.found.map.outcomes[0].proxy == "gmca-ee1-0-fiscal"


def test_a_workbook_goes_out_and_comes_in_again():
    app = valued(**{"deadweight.reason": "=1+1 leave anyway"})
    made = app.files.workbook()
    cells = [cell for sheet in load_workbook(io.BytesIO(made)) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" and "leave anyway" in str(cell.value)] and [cell for cell in cells if cell.data_type == "f"]
    other = ContractValuer()
    assert other.take_file("back.xlsx", made) is not False
    assert other.result.sroi_ratio == pytest.approx(app.result.sroi_ratio)
    assert other.spread.ratio_p5 == pytest.approx(app.spread.ratio_p5)
    again = open_bytes("map.yaml", app.files.map().encode())
    assert again.as_dict() == app.found.map.as_dict()


def test_page_and_deck_tell_the_same_story():
    app = valued()
    page = app.files.page()
    assert f"£{app.spread.ratio_p5:.2f} to £{app.spread.ratio_p95:.2f}" in page and "The same contract by other methods" in page and "<svg" in page
    assert "1 April 2026 to 31 March 2029" in page and "3 to 8" in page
    assert app.files.deck()[:2] == b"PK" and app.files.name(".pptx") == "grounds.pptx"


def test_reasons_stand_in_the_report_and_names_do_not():
    app = valued(**{"quantity.reason": "The supplier's plan, agreed with Priya Shah, priya@council.gov.uk", "duration_years.likely": "2", "duration_years.reason": "A two-year post"})
    page = app.files.page()
    assert "The supplier&#39;s plan, agreed with [name removed], [e-mail removed]" in page and "from 3 to 8" in page and "A two-year post" in page
    assert app.files.taken_out() and "Priya" not in page and "riya" not in app.files.page()
    assert "Priya Shah" in app.files.map(), "a person's own file is as it was typed"


def test_rows_of_a_file_are_offered():
    app = ContractValuer()
    assert app.take_file("contracts.csv", b"reference,title,supplier,value,cpv,start,end\nA,Small,One Ltd,10,45000000,2026-01-01,2027-01-01\nB,=Large,Two Ltd,900,85000000,,\n")
    assert app.offered_from == "contracts.csv: 2 contracts."
    place = next(number for number, row in enumerate(app.offered) if row["value"] == 900)
    app.take_offered(place)
    assert app.shown("", "title") == "=Large" and app.shown("", "division") == "85"
    assert not app.take_file("x.csv", b"%PDF-1.7") and app.refused
    assert not app.take_file("map.xlsm", b"PK") and "macros" in app.refused[0]


def test_a_row_of_a_long_register_is_found_by_its_words():
    rows = "".join(f"R{n},{'Falconry' if n == 5 else 'Service'} {n},Firm {n % 7} Ltd,{1000 + n}\n" for n in range(900))
    app = ContractValuer()
    assert app.take_file("long.csv", f"Reference,Title,Supplier,Contract value\n{rows}".encode())
    assert "R5" not in [one["reference"] for one in app.offered], "the smallest are not among those listed"
    app.find("falconry firm")
    assert [one["reference"] for one in app.offered] == ["R5"] and app.offered_from == "long.csv: 1 of 900 contracts, with these words."
    app.find("nothing of that kind")
    assert app.offered == [] and app.offered_from.startswith("long.csv: 0 of 900")
    app.find("")
    assert len(app.offered) == 300


@pytest.mark.parametrize("row, price, said", [
    ("Care,A,£5k pa,01/04/2026,31/03/2029", "15,000", "£5,000 a year. From 1 April 2026 to 31 March 2029 that is 3 years"),
    ("Care,A,£5k pa,,31/03/2029", "", "not for how many years"),
    ("Framework for care,A,1000000,,", "1,000,000", "may be a ceiling"),
    ("Care,A,0,,", "", "which is no price"),
    ("Care,A,900,,", "900", ""),
    ("Care,A,,,", "", ""),
])
def test_what_a_registers_amount_is_stands_beside_it_and_in_the_report(row, price, said):
    app = ContractValuer()
    app.take_file("r.csv", f"Title,Supplier,Contract value,Start date,End date\n{row}\n".encode())
    app.take_offered(0)
    assert app.shown("", "value") == price and said in app.desk.get("price", "")
    app.own_line()
    for name, text in (("quantity.likely", "10"), ("proxy.likely", "120"), ("proxy.price_year", "2024")):
        app.type("own", name, text)
    assert bool(said and price) == bool(app.found.map.notes)
    app.type("", "value", "2000")
    assert app.found.map.notes == () and app.result.total_inputs == 2000


def test_every_suggested_price_can_be_used_as_it_stands():
    """A price newer than the index is moved with years that are assumed and said, so that taking a suggestion is never a mistake."""
    for division in cpv_words():
        for suggestion in suggestions_for(division):
            app = ContractValuer()
            app.take(ChosenContract("Any", value=1e5, cpv=f"{division}000000"))
            app.accept(suggestion.id)
            app.type(suggestion.id, "quantity.likely", "10")
            assert app.result is not None, (suggestion.id, app.problems)
    app = ContractValuer()
    app.take(ChosenContract("Waste", value=1e5, cpv="90000000"))
    app.accept("less-waste")
    app.type("less-waste", "quantity.likely", "100")
    index, bank = reference().indices["uk-gdp-deflator"].calendar, reference().proxies["landfill-tax-2025-26"]
    rise = index["2024"] / index["2023"]
    factor = 1 / (0.75 * rise + 0.25 * rise**2)  # ¾ of 2025 and ¼ of 2026, each a year's rise on
    assert app.result.by_outcome[0].gross == pytest.approx(100 * bank.value * factor)
    assert "the same rise as in 2024 is assumed" in app.files.page()
    app.type("less-waste", "proxy.likely", "50")
    assert app.result.by_outcome[0].gross == pytest.approx(100 * 50 * factor)


def test_a_workbook_of_ours_with_a_slip_says_which_cell_and_is_no_register():
    book = load_workbook(io.BytesIO(valued().files.workbook()))
    sheet = book["Outcomes"]
    head = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row}
    line = next(cell.row for cell in sheet["A"] if cell.value == "jobs")
    sheet.cell(line, head["Deadweight"]).value = "lots"
    out = io.BytesIO()
    book.save(out)
    app = ContractValuer()
    assert not app.take_file("map.xlsx", out.getvalue()) and not app.offered
    assert '"lots" is not a number' in app.refused[0]


def test_what_only_the_command_line_has_is_not_advised():
    app = ContractValuer()
    assert not app.take_file("odd.csv", "Our ref;What;Who\n1;2;3\n".encode())
    assert "--" not in app.refused[0] and "spend explorer" in app.refused[0]


@pytest.mark.parametrize("contract", practice().contracts, ids=lambda one: one.slug)
def test_every_practice_contract_opens_filled_and_empty(contract):
    app = ContractValuer()
    app.take_start(f"practice:{contract.slug}")
    assert app.result.sroi_ratio == pytest.approx(value(contract.value_map(), reference()).sroi_ratio)
    app.take_practice(contract.slug)
    assert app.offers() and app.lines() == []


def test_too_many_contracts_are_refused():
    app = ContractValuer()
    for _ in range(MOST + 1):
        app.take_blank()
    assert len(app.contracts) == MOST and "Put one away" in app.notice


def test_work_comes_back_and_later_pages_find_it():
    app = valued()
    other = ContractValuer()
    other.from_dict(app.to_dict())
    assert other.result.sroi_ratio == app.result.sroi_ratio and other.line == "jobs"
    SavedWork("contract-valuer", 1).save(app.to_dict())
    assert [one.title for one in valued_maps()] == ["Grounds"]
    SavedWork("contract-valuer", 1).path.write_text("broken")
    assert valued_maps() == []


def test_the_screen_shows_each_step_and_follows():
    app = ContractValuer()
    view = View(app)
    view.render()
    assert list(view.built) == [0]  # a step is built when it is opened
    app.take(ROW)
    for step in range(5):
        view.steps.bar.current = step
    app.accept("jobs")
    view.steps.bar.current = 2
    numbers = view.built[2]
    for part, text in (("low", "3"), ("likely", "5"), ("high", "8")):
        numbers.parts[part].value = text
    numbers.key.value = "deadweight"
    assert numbers.parts["likely"].value == ""
    assert 'data-result="range"' in numbers.headline.html and "deadweight" in numbers.result_line.html
    assert "£0." in view.summary.html
    app.type("jobs", "outcome", "<script>x</script>")
    view.steps.bar.current = 1
    assert "<script>" not in view.summary.html + view.built[2].said.html


def test_text_that_comes_late_goes_to_the_line_and_assumption_it_was_typed_for():
    app = valued()
    app.accept("carbon")
    view = View(app)
    view.render()
    view.steps.bar.current = 2
    box = view.built[2].parts["reason"]
    typed_for = box.about
    app.go_line("jobs", "deadweight")
    box.set_state({"value": "The plan", "typed_about": typed_for})
    assert app.shown("carbon", "quantity.reason") == "The plan" and app.shown("jobs", "deadweight.reason") == "" and box.value == ""
    app.take(ChosenContract("Another", value=1, cpv="85000000"))
    box.set_state({"value": "The plan of the other contract", "typed_about": typed_for})
    assert "other contract" not in str(app.desk)
