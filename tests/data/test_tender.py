from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtrain.core.problems import CannotDo
from svtrain.core.reference import Proxy, Reference
from svtrain.core.scoring import score
from svtrain.data.tender import read_tender, tender_from

PLAIN = {"svtrain": "tender/1", "title": "Grounds", "weights": {"price": 60, "social_value": 20, "quality": 20},
         "price": {"formula": "P1"}, "social_value": {"formula": "V1"},
         "bids": [{"bidder": "A", "price": 1000000, "promised": 400000, "quality": 70},
                  {"bidder": "B", "price": "£1,080,000", "promised": "650k", "quality": "70%"}]}


def said(given, **more) -> list[str]:
    tender, problems = tender_from(given, **more)
    assert (tender is None) == bool(problems)
    return [str(problem) for problem in problems]


def test_reads_numbers_as_people_type_them():
    tender, problems = tender_from(PLAIN)
    assert not problems
    assert tender.bids[1].price == 1_080_000
    assert tender.bids[1].promised.likely == 650_000
    assert tender.bids[1].quality.likely == 70
    assert score(tender).winner == "B"


@pytest.mark.parametrize(("change", "sentence"), [
    ({"wieghts": {}}, "wieghts: There is no 'wieghts' here. Did you mean 'weights'?"),
    ({"svtrain": "value-map/1"}, "svtrain: This is written as 'value-map/1'; a tender starts with svtrain: tender/1."),
    ({"weights": None}, "weights: The weights are missing: give price, social_value and quality."),
    ({"weights": {"price": 60, "social_value": 40}},
     "weights.quality: The quality weight is missing; write 0 where it has none."),
    ({"price": {"formula": "P4", "scale_lo": 5}}, "price.scale_lo: There is no 'scale_lo' here. Did you mean 'scale_low'?"),
    ({"social_value": ["V1"]}, "social_value: The social_value side is written {formula: ...} with what the formula needs."),
    ({"bids": {"A": 1}}, "bids: The bids are missing: list each with its bidder and price."),
    ({"bids": ["A"]}, "bids.1: A bid is written as names and values."),
    ({"bids": [{"price": 5}]}, "bids.1.bidder: The bidder's name is missing."),
    ({"bids": [{"bidder": "A", "price": {"low": 1, "likely": 2, "high": 3}}]},
     "bids.A.price: The price of A is one number, not a range."),
    ({"bids": [{"bidder": "A", "price": "TBC"}]}, 'bids.A.price: "TBC" is not a number; type digits, such as 1200 or 0.4.'),
    ({"bids": [{"bidder": "A", "price": 5, "promised": {"low": 3, "high": 9}}]},
     "bids.A.promised: A range needs low, likely and high."),
    ({"bids": [{"bidder": "A", "price": 5, "promised": {"low": 3, "likely": 1, "high": 9}}]},
     "bids.A.promised: Low, likely and high must rise: 3, 1, 9 do not."),
    ({"bids": [{"bidder": "A", "price": 5, "promised": {"low": 3, "most": 4, "high": 9}}]},
     "bids.A.promised.most: There is no 'most' here."),
    ({"bids": [{"bidder": "A", "price": 5, "passed": "perhaps"}]}, "bids.A.passed: This must be yes or no, not 'perhaps'."),
    ({"bids": [{"bidder": "A", "price": float("nan")}]}, "bids.A.price: The number must be finite."),
    ({"bids": [{"bidder": "A", "price": 10**400}]}, "bids.A.price: The number is too large."),
    ({"bids": [{"bidder": "A", "price": True}]}, "bids.A.price: Type a number, not yes or no."),
    ({"proxies": {"jobs": "gmca-ee1-0-fiscl"}},
     "proxies.jobs: The bank has no proxy 'gmca-ee1-0-fiscl'. Did you mean 'gmca-ee1-0-fiscal'?"),
])
def test_says_what_cannot_be_read(change, sentence):
    bank = Reference(proxies={"gmca-ee1-0-fiscal": Proxy("gmca-ee1-0-fiscal", 9800, "person")})
    assert said(PLAIN | change, reference=bank) == [sentence]


def test_a_proxy_of_the_bank_prices_a_promise():
    bank = Reference(proxies={"job": Proxy("job", 9800, "person", low=5000, high=20000)})
    tender, _ = tender_from(PLAIN | {"proxies": {"jobs": "job", "trees": 40}, "bids": [
        {"bidder": "A", "price": 5, "quality": 1, "promises": {"jobs": 2, "trees": "1,000"}}]}, reference=bank)
    assert tender.proxies["jobs"].ends == (5000, 20000)
    assert tender.bids[0].promises["trees"].likely == 1000


def bids_csv(tmp_path, text: str | bytes):
    path = tmp_path / "bids.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("raw", [
    "bidder,price,promised,quality\nA,1000000,400000,70\nB,1080000,650000,70\n".encode("utf-8-sig"),
    "Bidder;Price;Promised;Quality\r\n\r\nA;£1,000,000;£400,000;70%\r\n;;;\r\nB;£1,080,000;650k;70\r\n".encode("cp1252"),
    "bidder\tprice\tpromised\tquality\nA\t1000000\t400000\t70\nB\t1080000\t650000\t70\n".encode("utf-16"),
    b'bidder,price,promised,quality,,\nA,"1,000,000","400,000",70,,\nB,"1,080,000","650,000",70,,\n',
])
def test_bids_in_any_csv_that_a_spreadsheet_saves(tmp_path, raw):
    tender, assumed = read_tender(bids_csv(tmp_path, raw))
    assert assumed == ["The file gives no weights; price 60, social value 20, quality 20 are assumed."]
    assert {row.bidder: round(row.total, 2) for row in score(tender).ranking} == {"A": 86.31, "B": 89.56}


def test_csv_ranges_and_columns_that_are_not_read(tmp_path):
    tender, assumed = read_tender(bids_csv(
        tmp_path, "bidder,price,promised_low,promised,promised_high,quality,colour\nA,5,1,2,3,70,red\n"))
    assert tender.bids[0].promised.ends == (1, 3)
    assert assumed[0] == "colour is not a column of bids and was not read."


@pytest.mark.parametrize(("raw", "sentence"), [
    ("bidder,price,promsed\nA,1,2\n", "promsed: There is no column 'promsed'. Did you mean 'promised'?"),
    ("name,cost\nA,1\n", "bidder: The file has no column 'bidder'."),
    ("bidder,price,price\nA,1,2\n", "price: The column 'price' is there twice."),
    ("bidder,price\nA,1,000\n", "row 2: The row has 3 cells; the header has 2. Put text that holds a comma in quotes."),
    ("bidder,price\n", "The file has no rows below its header."),
    ("", "The file has no rows below its header."),
    (b"PK\x03\x04\0\0\0\0", "The file is not text; save it as CSV UTF-8."),
    ("bidder,price\nA,=1+1\n", 'bids.A.price: "=1+1" is not a number; type digits, such as 1200 or 0.4.'),
    ("bidder,price\n,5\n", "bids.row 2.bidder: The bidder's name is missing."),
])
def test_broken_csv_is_a_sentence(tmp_path, raw, sentence):
    with pytest.raises(CannotDo) as error:
        read_tender(bids_csv(tmp_path, raw))
    assert any(str(problem).endswith(sentence) for problem in error.value.problems), error.value


def test_a_missing_file_and_a_folder(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path / "none.yaml", tmp_path):
        with pytest.raises(CannotDo):
            read_tender(path)


def test_json_reads_as_yaml_does(tmp_path):
    path = tmp_path / "tender.json"
    path.write_text(json.dumps(PLAIN), encoding="utf-8")
    assert read_tender(path)[0] == tender_from(PLAIN)[0]


anything = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
                        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                            st.sampled_from(["bidder", "price", "promised", "low", "likely", "high", "x", "formula"]), inner),
                        max_leaves=12)


@given(st.dictionaries(st.sampled_from([*PLAIN, "proxies", "y"]), anything))
def test_anything_at_all_is_a_tender_or_sentences(given):
    tender, problems = tender_from(PLAIN | given)
    if tender is None:
        assert all(problem.message for problem in problems)
        return
    try:
        score(tender, draws=2)
    except CannotDo as error:
        assert error.problems
