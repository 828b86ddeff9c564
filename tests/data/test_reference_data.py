from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

import svtrain.data
from svtrain.core.problems import CannotDo
from svtrain.data.packages import Package, packages
from svtrain.data.places import content
from svtrain.data.reference_data import build, price_index, schedule

PRINTED = {
    "green-book-standard": (3.5, 3.0, 2.5, 2.0, 1.5, 1.0),
    "green-book-health": (1.5, 1.29, 1.07, 0.86, 0.64, 0.43),
    "green-book-reduced": (3.0, 2.57, 2.14, 1.71, 1.29, 0.86),
}


def test_schedules_are_the_printed_ones():
    known = svtrain.data.reference().schedules
    assert set(known) == set(PRINTED)
    for name, rates in PRINTED.items():
        assert [first for first, _ in known[name].bands] == [0, 31, 76, 126, 201, 301]
        assert [rate for _, rate in known[name].bands] == [pytest.approx(rate / 100, abs=1e-15) for rate in rates]


def test_only_schedules_in_force_may_be_defaults():
    assert {name: item.status for name, item in svtrain.data.reference().schedules.items()} == {
        "green-book-standard": "in force", "green-book-health": "in force", "green-book-reduced": "sensitivity only"}


def test_deflator_of_the_contract():
    calendar = price_index("uk-gdp-deflator").calendar
    assert calendar["2024"] / calendar["2019"] == pytest.approx(1.2329, abs=5e-5)


def test_joined_deflator_keeps_printed_ratios_and_one_base():
    joined, printed = price_index("uk-gdp-deflator"), price_index("uk-gdp-deflator-2015-03")
    assert joined.financial["2012/13"] / joined.financial["2008/09"] == pytest.approx(186.0829 / 170.6499, rel=1e-12)
    assert printed.financial["2012/13"] == 186.0829
    for year in ("1995/96", "2005/06", "2012/13"):
        first = int(year[:4])
        blend = 0.75 * joined.calendar[str(first)] + 0.25 * joined.calendar[str(first + 1)]
        assert joined.financial[year] == pytest.approx(blend, rel=0.06), "one base, although the past was revised"


def test_replaced_forecasts_stay_out_of_the_default_deflator():
    assert max(price_index("uk-gdp-deflator").financial) == "2013/14"
    assert max(price_index("uk-gdp-deflator-2015-03").financial) == "2019/20"


def test_unknown_names_are_met_with_the_nearest_known():
    with pytest.raises(CannotDo, match='Did you mean "green-book-standard"'):
        schedule("green book standard")
    with pytest.raises(CannotDo, match='Did you mean "uk-cpi"'):
        price_index("uk-cpih")
    with pytest.raises(CannotDo, match='There is no price index "xyzzy".$'):
        price_index("xyzzy")


def test_reference_is_read_once_whatever_was_imported_before():
    assert svtrain.data.reference() is svtrain.data.reference()


def test_every_package_has_an_edition():
    vintages = svtrain.data.reference().vintages
    assert set(vintages) == {item.name for item in packages()}
    for name, vintage in vintages.items():
        assert vintage.dataset == name
        assert vintage.version
        assert len(vintage.sha256) == 64


def test_edition_changes_with_a_digit_and_not_with_line_endings(tmp_path):
    source = content("datasets") / "price-indices"
    copy = shutil.copytree(source, tmp_path / "price-indices")
    before = Package(source).sha256
    values = copy / "values.csv"
    values.write_bytes(values.read_bytes().replace(b"\n", b"\r\n"))
    assert Package(copy).sha256 == before
    values.write_bytes(values.read_bytes().replace(b"81.1085", b"81.1086"))
    assert Package(copy).sha256 != before


def test_same_id_in_two_collections_is_refused(tmp_path):
    source = content("datasets") / "discount-schedules"
    copy = shutil.copytree(source, tmp_path / "again")
    descriptor = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    (copy / "datapackage.json").write_text(json.dumps(descriptor | {"name": "again"}), encoding="utf-8")
    with pytest.raises(CannotDo, match="used twice"):
        build([Package(source), Package(copy)])


def test_torn_files_are_named(tmp_path):
    copy = shutil.copytree(content("datasets") / "discount-schedules", tmp_path / "torn")
    with (copy / "values.csv").open("a", encoding="utf-8") as file:
        file.write("green-book-standard,400\n")
    with pytest.raises(CannotDo, match="row 20.*2 cells; the header has 4"):
        build([Package(copy)])
    (copy / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(CannotDo, match="not valid JSON"):
        build([Package(copy)])


def test_importing_data_pulls_in_no_table_library():
    code = ("import sys, svtrain.data; svtrain.data.reference(); "
            "print([m for m in ('pandas', 'numpy', 'yaml', 'rapidfuzz', 'pydantic') if m in sys.modules])")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
