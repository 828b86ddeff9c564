"""Value maps as people write them: read, checked, written, and what is said of a broken one."""

from __future__ import annotations

import json
import stat

import pytest

from svtrain.core.problems import CannotDo
from svtrain.core.value_map import ValueMap
from svtrain.data.documents import LARGEST, parse_document, write_text, yaml_text
from svtrain.data.value_map import read_value_map, value_map_from, write_value_map

FORMAT = """
svtrain: value-map/1
title: Community grounds maintenance
contract: {reference: GM-17, buyer: Our council, supplier: Greenway CIC, value: 410000, start: 2026-04-01, end: 2029-03-31, cpv: "77310000", place: E08000016}
currency: GBP
price_year: 2024                  # optional: rebase every proxy to this year
conventions: {mode: sroi_report}
inputs:
  - {name: Contract price, value: 410000}
  - {name: Volunteer time, value: 1062.75, year: 1}
outcomes:
  - id: jobs
    stakeholder: People out of work
    outcome: Moves into lasting work
    quantity: {low: 4, likely: 6, high: 8}
    unit: person
    proxy: gmca-ee1-0-fiscal
    deadweight: {low: 0.2, likely: 0.4, high: 0.6, grade: amber, reason: "Half of leavers find work within a year anyway"}
    displacement: 0.1
    attribution: 0.25             # share due to others
    leakage: 0
    drop_off: 0.5
    duration_years: 2
    starts_year: 1
    drop_off_from_year: 2
    notes: free text
"""


def line(**fields) -> dict:
    return {"outcomes": [{"id": "jobs", "quantity": 1, "proxy": {"value": 1}, **fields}]}


def said(given) -> list[str]:
    found, problems = value_map_from(given)
    assert found is None
    return [str(problem) for problem in problems]


def test_the_documented_example_reads():
    found, problems = value_map_from(parse_document(FORMAT))
    assert problems == []
    assert found.contract.end.isoformat() == "2029-03-31" and found.price_year == "2024"
    assert found.outcomes[0].deadweight.grade == "amber"


@pytest.mark.parametrize("name", ["map.yaml", "map.json"])
def test_a_written_map_reads_back_equal(tmp_path, name):
    found, _ = value_map_from(parse_document(FORMAT) | {"notes": ["1e6", "010", "yes", "~", "£ — ✓\u2028"], "stakeholders": {"People out of work": 40}})
    write_value_map(found, tmp_path / name)
    assert read_value_map(tmp_path / name) == found


def test_ranges_shares_and_written_proxies_survive(tmp_path):
    given = line(quantity={"low": 1, "high": 3, "distribution": "uniform", "shared": "take-up"}, attribution=[0.1, {"value": 0.2, "reason": "asked"}],
                 proxy={"id": "job", "value": {"low": -3, "likely": 1e-7, "high": 1e21}, "price_year": "2012/13"})
    found, _ = value_map_from(given)
    write_value_map(found, tmp_path / "map.yaml")
    assert read_value_map(tmp_path / "map.yaml") == found
    assert found.outcomes[0].quantity.likely == 2


@pytest.mark.parametrize(("given", "wanted"), [
    (line(dedweight=0.1), "outcomes.jobs.dedweight: There is no 'dedweight' here. Did you mean 'deadweight'?"),
    ({"outcome": []}, "outcome: There is no 'outcome' here. Did you mean 'outcomes'?"),
    ({"contract": {"byer": "x"}}, "contract.byer: There is no 'byer' here. Did you mean 'buyer'?"),
    (line(quantity={"low": 1, "likly": 2, "high": 3}), "outcomes.jobs.quantity.likly: There is no 'likly' here. Did you mean 'likely'?"),
    (line(deadweight=40), "outcomes.jobs.deadweight: This is a share from 0 to 1; 40 is not: 40% is written 0.4."),
    (line(deadweight=-0.1), "outcomes.jobs.deadweight: This is a share from 0 to 1; -0.1 is not."),
    (line(deadweight={"low": 0.1, "likely": 0.2, "high": 1.2}), "outcomes.jobs.deadweight: This is a share from 0 to 1; 1.2 is not."),
    (line(attribution=[0.1, 2]), "outcomes.jobs.attribution.2: This is a share from 0 to 1; 2 is not: 2% is written 0.02."),
    (line(quantity="twelve"), "outcomes.jobs.quantity: This must be a number, not 'twelve'."),
    (line(quantity=True), "outcomes.jobs.quantity: This must be a number, not 'True'."),
    (line(quantity=None), "outcomes.jobs.quantity: Nothing is given here: write a number."),
    (line(quantity=float("nan")), "outcomes.jobs.quantity: This must be a finite number, not 'nan'."),
    (line(quantity=float("inf")), "outcomes.jobs.quantity: This must be a finite number, not 'inf'."),
    (line(quantity=-1), "outcomes.jobs.quantity: This cannot be below zero; for a loss, give the proxy a minus sign."),
    (line(quantity={"low": 3, "likely": 2, "high": 4}), "outcomes.jobs.quantity: Low, likely and high must rise: 3, 2, 4 do not."),
    (line(quantity={"low": 3, "high": 4}), "outcomes.jobs.quantity: A range needs low, likely and high."),
    (line(duration_years=0), "outcomes.jobs.duration_years: A duration must be above 0 years; an effect felt only during the activity lasts 1 year."),
    (line(duration_years=1001), "outcomes.jobs.duration_years: A duration of more than 1000 years cannot be valued here."),
    (line(starts_year=0), "outcomes.jobs.starts_year: This must be at least 1, not '0'."),
    (line(proxy=9800), "outcomes.jobs.proxy: A proxy is the id of one in the bank, or {value: 9800, unit: ...}."),
    (line(proxy={"unit": "person"}), "outcomes.jobs.proxy: A proxy needs a value, or the id of a proxy in the bank."),
    (line(proxy={"value": 1, "price_year": "2012/14"}), "outcomes.jobs.proxy.price_year: A price year is written 2019 or 2012/13, not '2012/14'."),
    ({"outcomes": [{"id": "a", "proxy": "x"}]}, "outcomes.a.quantity: The quantity is missing."),
    ({"outcomes": [{"quantity": 1, "proxy": "x"}]}, "outcomes.1.id: The id is missing."),
    ({"outcomes": [{"id": "a", "quantity": 1, "proxy": "x"}] * 2}, "outcomes: The id 'a' is used twice (outcomes 1 and 2); each needs its own."),
    ({"inputs": [{"name": "Price", "value": -5}]}, "inputs.Price.value: This cannot be below zero; for a loss, give the proxy a minus sign."),
    ({"contract": {"start": "2026-04-02", "end": "2026-04-01"}}, "contract: The contract ends (2026-04-01) before it starts (2026-04-02)."),
    ({"contract": {"start": "soon"}}, "contract.start: This must be a date such as 2026-04-01, not 'soon'."),
    ({"conventions": {"mode": "green-book"}}, "conventions.mode: This must be 'sroi_report', 'green_book' or 'custom', not 'green-book'."),
    ({"svtrain": "value-map/2"}, "svtrain: This must be 'value-map/1', not 'value-map/2'."),
    ([1], "A value map is written as names and values; this file holds a list."),
    (None, "A value map is written as names and values; this file holds nothing."),
])
def test_one_sentence_that_names_the_field(given, wanted):
    assert wanted in said(given)


def test_every_field_is_told_at_once():
    assert len(said({"outcomes": [{"id": str(n), "quantity": "x", "proxy": 3, "deadweight": 9} for n in range(5)]})) == 15


def test_a_thousand_faults_are_cut_short_and_counted():
    lines = said({"outcomes": [{"id": str(n), "quantity": "x", "proxy": {"value": 1}} for n in range(1000)]})
    assert len(lines) == 201 and lines[-1] == "And 800 more like these."


@pytest.mark.parametrize(("text", "wanted"), [
    ("", "The file is empty."), ("# only a remark", "The file is empty."),
    ("a: &x [1]\nb: *x", "line 1: Anchors (&x) are not read here; write the value out."),
    ("a: *x", "line 1: Aliases (*x) are not read here; write the value out."),
    ("a: !!python/object/apply:os.system ['true']", "Tags (tag:yaml.org,2002:python/object/apply:os.system) are not read here"),
    ("a: 1\na: 2", "line 2: The key 'a' is given twice."), ("a: [1", "This is not YAML"),
    ("a: 1\n---\nb: 2", "more than one document"), ("a: \x00", "a character that is not text"),
    ("[" * 5000, "nested too deeply"), ("- " * 5000 + "1", "nested too deeply"), ("? [1]\n: 2", "A key must be a word"),
    ("a: " + "9" * 5000, "too many digits"),
])
def test_hostile_yaml(text, wanted):
    with pytest.raises(CannotDo) as error:
        parse_document(text, "map.yaml")
    assert wanted in str(error.value)


def test_a_bomb_of_aliases_is_refused_at_its_first_line():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9))
    with pytest.raises(CannotDo, match="line 1: Anchors"):
        parse_document(bomb, "bomb.yaml")


@pytest.mark.parametrize(("text", "wanted"), [
    ('{"a": 1, "a": 2}', "The key 'a' is given twice."), ("{a: 1}", "This is not JSON"), ("[" * 100_000, "nested too deeply"),
    ('{"a": ' + "9" * 5000 + "}", "too many digits"),
])
def test_hostile_json(text, wanted):
    with pytest.raises(CannotDo) as error:
        parse_document(text, "map.json", json_text=True)
    assert wanted in str(error.value)


def test_json_infinity_is_caught_at_its_field():
    found, problems = value_map_from(parse_document('{"inputs": [{"name": "P", "value": Infinity}]}', json_text=True))
    assert found is None and problems[0].field == "inputs.P.value"


def test_half_a_letter_becomes_a_mark_and_two_halves_a_letter():
    found = parse_document(r'{"a \ud83d": ["\ud83d\ude80", "half \ud83d", "\\ud83d"]}', json_text=True)
    assert found == {"a \ufffd": ["\U0001f680", "half \ufffd", "\\ud83d"]}


def test_words_that_older_yaml_would_turn_into_something_else():
    assert parse_document("a: no\nb: 010\nc: 12:30\nd: 2026-04-01\ne: 1e3\nf: 1_000\ng: 0x1F\nh: '5'") == {
        "a": "no", "b": "010", "c": "12:30", "d": "2026-04-01", "e": 1000.0, "f": "1_000", "g": "0x1F", "h": "5"}


def test_text_that_looks_like_something_else_is_quoted_when_written():
    plain = {"a": ["no", "010", "1e6", "12:30", "2026-04-01", "1.5", "null", "", "= 1", "&x", "*x", "!t", "- a", "a: b", "#"]}
    assert parse_document(yaml_text(plain)) == plain


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # sparse: takes no room
    with pytest.raises(CannotDo, match="The file is over 20 MB, the most that is read"):
        read_value_map(path)
    assert path.stat().st_size > LARGEST


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"a: \xe9"])
def test_a_file_that_is_not_utf8(tmp_path, raw):
    (tmp_path / "map.yaml").write_bytes(raw)
    with pytest.raises(CannotDo, match="not UTF-8"):
        read_value_map(tmp_path / "map.yaml")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(("name", "text"), [("map.yaml", "title: Café £5\r\ninputs: []\r\n"), ("map.json", '{"title": "Café £5", "inputs": []}')])
def test_a_file_as_windows_notepad_saves_it(tmp_path, name, text, encoding):
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / name).write_bytes((mark + text).encode(encoding))
    assert read_value_map(tmp_path / name) == ValueMap(title="Café £5")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    (tmp_path / "map.yaml").write_bytes(b"\xef\xbb\xbftitle: x\r\ninputs: []\r\n")
    assert read_value_map(tmp_path / "map.yaml") == ValueMap(title="x")


def test_a_folder_or_nothing_is_said_plainly(tmp_path):
    with pytest.raises(CannotDo, match="This is a folder"):
        read_value_map(tmp_path)
    with pytest.raises(CannotDo, match="cannot be read"):
        read_value_map(tmp_path / "none.yaml")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "map.yaml"
    path.write_text("old", encoding="utf-8")

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["map.yaml"]


def test_a_rewritten_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CannotDo, match="cannot be written"):
        write_text(tmp_path / "none" / "map.yaml", "x")


def test_the_plain_form_is_what_a_person_would_write():
    found, _ = value_map_from(line(deadweight={"value": 0.2}, attribution=[0.3]))
    assert found.as_dict()["outcomes"] == [{"id": "jobs", "quantity": 1.0, "proxy": {"value": 1.0}, "deadweight": 0.2, "attribution": 0.3}]
    json.dumps(found.as_dict(), allow_nan=False)


def test_a_key_with_nothing_after_it_is_a_blank():
    found, problems = value_map_from(parse_document(
        "title:\nprice_year:\nconventions:\ncontract:\ninputs:\nnotes:\noutcomes:\n  - {id: a, quantity: 1, proxy: {value: 1, unit: , price_year: }, stakeholder: }\n"))
    assert problems == [] and found.outcomes[0].stakeholder == "" and found.price_year is None and found.notes == ()


@pytest.mark.parametrize(("given", "wanted"), [
    ({"conventions": {"discount_rate": 3.5}}, "conventions.discount_rate: A discount rate is a share between -1 and 1, not 3.5; 3.5% is written 0.035."),
    ({"notes": 3.5}, "notes.1: This must be text, not '3.5'; put it in quotes."), ({"outcomes": [{"id": None}]}, "outcomes.1.id: This is empty; write something here."),
    (line(deadweight="25%"), "outcomes.jobs.deadweight: This must be a number, not '25%'; 25% is written 0.25."),
    (line(quantity="5"), "outcomes.jobs.quantity: This must be a number, not '5'; write it without quotes."),
    ({"inputs": [{"name": "Price", "value": "£24,375"}]}, "inputs.Price.value: This must be a number, not '£24,375'; £24,375 is written 24375."),
    ({"conventions": {"discount_rate": "3.5%"}}, "conventions.discount_rate: This must be a number, not '3.5%'; 3.5% is written 0.035."),
    (line(attribution={"low": 0, "likly": 0.1, "high": 0.2}), "outcomes.jobs.attribution.likly: There is no 'likly' here. Did you mean 'likely'?"),
    (line(attribution=[0.1, {"value": 0.2, "grad": "red"}]), "outcomes.jobs.attribution.2.grad: There is no 'grad' here. Did you mean 'grade'?"),
    (line(notes="x" * 20_001), "outcomes.jobs.notes: This is too long: 20,000 characters are the most."),
    ({"outcomes": [{"id": 1.1, "quantity": 1, "proxy": {"value": 1}}]}, "outcomes.1.id: This must be text, not '1.1'; put it in quotes."),
    ({"price_year": 2024.5}, "price_year: A price year is written 2019 or 2012/13, not '2024.5'."),
])
def test_sentences_for_the_smaller_fields(given, wanted):
    assert wanted in said(given)


@pytest.mark.parametrize(("typed", "meant"), [("2012-13", "2012/13"), ("2012\u201313", "2012/13"), ("2012/2013", "2012/13"), ("12/13", "2012/13"),
                                              ("FY 2019/20", "2019/20"), ("98/99", "1998/99"), ("2012/14", ""), ("last year", "")])
def test_a_financial_year_in_another_dress_is_told_its_own(typed, meant):
    hint = f"; write {meant}" if meant else ""
    assert said(line(proxy={"value": 1, "price_year": typed})) == [
        f"outcomes.jobs.proxy.price_year: A price year is written 2019 or 2012/13, not '{typed}'{hint}."]


def test_a_tab_and_a_workbook_under_another_name_are_said(tmp_path):
    with pytest.raises(CannotDo, match="line 2: A tab stands where YAML wants spaces"):
        parse_document("inputs:\n\t- {name: a}\n", "map.yaml")
    (tmp_path / "map.yaml").write_bytes(b"PK\x03\x04\x14\x00\xff")
    with pytest.raises(CannotDo, match="This is a workbook or another packed file"):
        read_value_map(tmp_path / "map.yaml")


def test_one_note_or_several():
    assert value_map_from({"notes": "one"})[0].as_dict()["notes"] == "one"
    assert value_map_from({"notes": ["one", "two"]})[0].as_dict()["notes"] == ["one", "two"]
