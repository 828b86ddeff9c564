"""The whole-register pass against the engine, hostile tables, and two worker processes."""

from __future__ import annotations

import numpy as np
import pandas
import pytest

from svtrain.core.conventions import Conventions
from svtrain.core.prices import rebase_or_assume
from svtrain.core.problems import CannotDo
from svtrain.core.reference import PriceIndex, Proxy, Reference, Schedule
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data.register_cluster import value_parquet
from svtrain.data.register_files import read_table, value_register
from svtrain.data.register_value import RESULTS, terms_for, value_table

KNOWN = Reference(
    proxies={"job": Proxy("job", 9800, "person", price_year="2012/13"), "tree": Proxy("tree", 40, "tree", price_year="2019"),
             "undated": Proxy("undated", 5, "hour")},
    schedules={"green-book-standard": Schedule("green-book-standard", "Green Book", ((0, 0.035), (31, 0.03)))},
    indices={"uk-gdp-deflator": PriceIndex("uk-gdp-deflator", "GDP deflator", {"2012": 71.9, "2013": 73.5, "2019": 81.1, "2024": 100.0})})


def many(count: int = 400, seed: int = 5) -> pandas.DataFrame:
    rng = np.random.default_rng(seed)
    return pandas.DataFrame({
        "commitment_id": [f"C{number}" for number in range(count)], "contract_ref": [f"K{number % 7}" for number in range(count)],
        "target_qty": rng.integers(0, 500, count).astype(str), "proxy_id": rng.choice(["job", "tree"], count),
        **{name: rng.uniform(0, 1, count).round(3).astype(str) for name in ("deadweight", "displacement", "attribution", "leakage", "drop_off")},
        "duration_years": rng.choice(["1", "2.1", "25", "40", ""], count), "starts_year": rng.choice(["1", "3", ""], count),
        "drop_off_from_year": rng.choice(["1", "2", "4", ""], count)})


def engine(row: dict, price_year: str | None, conventions: dict):
    def number(name: str, usual: float) -> float:
        return float(row[name]) if row[name] else usual

    outcome = {name: number(name, 0) for name in ("deadweight", "displacement", "attribution", "leakage", "drop_off")}
    return value(ValueMap.model_validate({"price_year": price_year, "conventions": conventions, "outcomes": [
        {"id": "line", "quantity": float(row["target_qty"]), "proxy": row["proxy_id"], "duration_years": number("duration_years", 1),
         "starts_year": int(number("starts_year", 1)), "drop_off_from_year": int(number("drop_off_from_year", 2)), **outcome}]}), KNOWN)


@pytest.mark.parametrize(("price_year", "conventions"), [("2024", {}), ("2019", {"mode": "green_book"}), ("2012/13", {"discount_rate": 0.0105})])
def test_every_line_equals_the_engine(price_year, conventions):
    frame = many(120)
    found = value_table(frame, terms_for(frame, KNOWN, price_year=price_year, conventions=Conventions(**conventions)))
    assert (found["problem"] == "").all()
    for row, line in zip(frame.to_dict("records"), found.to_dict("records"), strict=True):
        expected = engine(row, price_year, conventions).by_outcome[0]
        for name in RESULTS:
            assert line[name] == pytest.approx(getattr(expected, name), rel=1e-9, abs=1e-9)


def test_any_part_of_the_table_gives_the_same_lines():
    frame = many()
    terms = terms_for(frame, KNOWN)
    whole = value_table(frame, terms)
    parts = pandas.concat([value_table(frame.iloc[start:start + 33], terms) for start in range(0, len(frame), 33)])
    pandas.testing.assert_frame_equal(parts, whole)


def test_mixed_price_years_are_moved_to_the_newest_and_said():
    mixed = many(10)
    assert terms_for(mixed, KNOWN).price_year == "2024"
    assert terms_for(mixed[mixed["proxy_id"] == "job"], KNOWN).price_year is None


def test_the_financial_year_in_which_the_index_ends_is_moved_with_one_assumed_year_and_said():
    known = Reference(proxies={"new": Proxy("new", 100, "person", price_year="2024/25"), "newer": Proxy("newer", 100, "person", price_year="2025/26")},
                      schedules=KNOWN.schedules, indices={"uk-gdp-deflator": PriceIndex("uk-gdp-deflator", "GDP deflator, 2024 = 100", {"2023": 80.0, "2024": 100.0})})
    frame = pandas.concat([table(proxy_id="new"), table(proxy_id="newer"), table(proxy_value="100", price_year="2024/25"), table(proxy_value="100", price_year="2023")],
                          ignore_index=True)
    terms = terms_for(frame, known)
    found = value_table(frame, terms)
    assert terms.price_year == "2024" and found["gross"].tolist()[::2] == pytest.approx([200 / 1.0625] * 2) and found["gross"][3] == pytest.approx(250)
    assert "the price year 2025/26 is outside it" in found["problem"][1]
    assert terms.assumed == ("GDP deflator ends in 2024. For 2025 the same rise as in 2024 is assumed, 25.0%. It was needed for 2024/25 prices.",)
    assert terms_for(frame.iloc[3:], known, price_year="2024").assumed == ()
    with pytest.raises(CannotDo):
        rebase_or_assume(known.indices["uk-gdp-deflator"], "2024", "2025")


def table(**columns) -> pandas.DataFrame:
    return pandas.DataFrame({"commitment_id": ["C1"], "contract_ref": ["K1"], "target_qty": ["2"], "proxy_id": ["job"],
                             **{name: [cell] for name, cell in columns.items()}})


@pytest.mark.parametrize(("columns", "said"), [
    ({"target_qty": "about ten"}, 'target_qty: "about ten" is not a number'), ({"target_qty": ""}, "The target_qty is blank."),
    ({"target_qty": "-4"}, "The target_qty is below zero."), ({"target_qty": "inf"}, "A number is not finite."),
    ({"target_qty": "nan"}, "is not a number"),
    ({"proxy_id": "jbo"}, "The bank has no proxy 'jbo'. Did you mean 'job'?"), ({"proxy_id": ""}, "neither a proxy_id nor a proxy_value"),
    ({"deadweight": "40"}, "deadweight is a share from 0 to 1."), ({"drop_off": "-0.1"}, "drop_off is a share from 0 to 1."),
    ({"duration_years": "0"}, "duration_years is above 0"), ({"duration_years": "4000"}, "duration_years is above 0"),
    ({"starts_year": "1.5"}, "starts_year is a whole year"), ({"proxy_value": "1e308", "target_qty": "1e308"}, "too large"),
])
def test_a_line_that_cannot_be_valued_says_why_and_has_no_number(columns, said):
    frame = table(**columns)
    found = value_table(frame, terms_for(frame, KNOWN))
    assert said in found["problem"][0]
    assert found[list(RESULTS)].isna().all(axis=None)


def test_numbers_as_people_type_them():
    frame = table(target_qty="1,200", proxy_value="£2.50", deadweight="40%", price_year="2024")
    found = value_table(frame, terms_for(frame, KNOWN, price_year="2024"))
    assert found["first_year"][0] == pytest.approx(1200 * 2.5 * 0.6)


def test_an_own_price_is_moved_from_its_own_year_or_refused():
    frame = pandas.concat([table(proxy_value="100", price_year=year) for year in ("2019", "2024", "", "1066")], ignore_index=True)
    found = value_table(frame, terms_for(frame, KNOWN, price_year="2024"))
    assert found["gross"].tolist()[:2] == pytest.approx([200 * 100 / 81.1, 200])
    assert [bool(said) for said in found["problem"]] == [False, False, True, True]


def test_a_proxy_without_a_price_year_is_not_moved_silently():
    frame = table(proxy_id="undated")
    assert value_table(frame, terms_for(frame, KNOWN))["gross"][0] == 10
    assert "has no price year" in value_table(frame, terms_for(frame, KNOWN, price_year="2024"))["problem"][0]


def test_lines_are_added_up_by_contract_and_strays_are_listed():
    contracts = pandas.DataFrame({"reference": ["K1", "K2"], "title": ["A", "=B"], "value": ["1000", ""]})
    commitments = pandas.concat([table(), table(), table(contract_ref="K9"), table(target_qty="x")], ignore_index=True)
    found = value_register(contracts, commitments, KNOWN, conventions=Conventions(discount_rate=0)).as_dict()
    assert (found["rows"], found["read"], found["skipped"]) == (4, 3, 1)
    first, second = found["contracts"]
    assert (first["lines"], first["present_value"], first["per_pound"]) == (2, 39200, 39.2)
    assert (second["lines"], second["present_value"], second["per_pound"]) == (0, 0, None)
    assert [(each["row"], each["reason"]) for each in found["problems"]] == [
        (4, "The register has no contract 'K9'."), (5, 'target_qty: "x" is not a number; type digits, such as 1200 or 0.4.')]


def test_files_that_cannot_be_read_are_sentences(tmp_path):
    for name, raw in {"a.csv": b"", "b.csv": b"commitment_id,contract_ref,qty\n1,2,3\n", "c.csv": b'a,"b\n1,2', "d.parquet": b"no",
                      "e.csv": b"commitment_id,contract_ref,target_qty,target_qty\n1,2,3,4\n"}.items():
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(CannotDo) as error:
            read_table(tmp_path / name, ("commitment_id", "contract_ref", "target_qty"))
        assert name in str(error.value)


def test_windows_letters_and_a_mark(tmp_path):
    for encoding in ("cp1252", "utf-8-sig"):
        (tmp_path / "a.csv").write_bytes("Commitment ID,contract_ref,target_qty\nCafé,K1,£2\n".encode(encoding))
        frame = read_table(tmp_path / "a.csv", ("commitment_id",))
        assert frame["commitment_id"][0] == "Café"


def test_two_worker_processes_give_the_same_answer(tmp_path):
    distributed = pytest.importorskip("distributed")
    frame = many(600)
    source = tmp_path / "commitments"
    source.mkdir()
    for part in range(4):
        frame.iloc[part * 150:(part + 1) * 150].to_parquet(source / f"part-{part}.parquet", index=False)
    alone = value_table(frame, terms_for(frame, KNOWN))
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
                                       local_directory=str(tmp_path / "scratch"))
    with cluster, distributed.Client(cluster) as client:
        assert len({worker["pid"] if "pid" in worker else address for address, worker in client.scheduler_info()["workers"].items()}) == 2
        totals = value_parquet(source, tmp_path / "valued", KNOWN)
    together = pandas.read_parquet(tmp_path / "valued")
    pandas.testing.assert_frame_equal(together.sort_values("commitment_id", ignore_index=True),
                                      alone.sort_values("commitment_id", ignore_index=True), check_dtype=False)
    assert totals["present_value"] == pytest.approx(alone["present_value"].sum())


def test_a_folder_without_parquet_is_a_sentence(tmp_path):
    with pytest.raises(CannotDo, match="no Parquet file"):
        value_parquet(tmp_path, tmp_path / "out", KNOWN)
