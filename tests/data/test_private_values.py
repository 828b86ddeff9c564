from __future__ import annotations

import subprocess

import pytest

import svtrain.data
from svtrain.core.problems import CannotDo
from svtrain.core.reference import Proxy, Reference
from svtrain.data.catalogue import catalog
from svtrain.data.private import COLUMNS, HOW_TO, PASSPORT, held_back, private_files, private_folder, publishable, write_template
from svtrain.data.reference_data import shipped

HEADER = ("proxy_id,outcome,unit,value,price_year,perspective,geography,source,locator,licence,last_checked,contested_group")
ROW = 'our-job,A person finds work,per person,"£12,345.60",2024,economic,UK,Our licensed list,row 7,CC BY-NC-ND 4.0,2026-01-05,job'


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A folder of work with nobody's private values in it."""
    monkeypatch.delenv("SVTRAIN_PRIVATE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(work, *rows: str, header: str = HEADER):
    (work / "private").mkdir(exist_ok=True)
    path = work / "private" / "my_licensed_proxies.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_without_a_private_folder_there_is_only_what_is_shipped(work):
    assert private_folder() is None
    assert svtrain.data.reference() is shipped()


def test_private_values_join_the_bank_and_are_marked(work):
    put(work, ROW)
    item = svtrain.data.reference().proxies["our-job"]
    assert (item.value, item.price_year, item.private) == (12345.6, "2024", True)
    assert svtrain.data.reference().vintages["private-my_licensed_proxies"].version == "2026-01-05"
    assert "our-job" in [each.id for each in catalog().contested("job").proxies]
    assert catalog().frame().loc["our-job", "private"]
    assert not any(each.private for each in shipped().proxies.values())


def test_found_from_a_folder_inside_the_work(work, monkeypatch):
    put(work, ROW)
    inside = work / "notebooks" / "1-explore"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert private_folder() == (work / "private").resolve()


def test_some_other_folder_called_private_is_left_alone(work):
    (work / "private").mkdir()
    (work / "private" / "letters.csv").write_text("a\n1\n", encoding="utf-8")
    assert private_folder() is None


def test_the_variable_moves_the_folder_or_shuts_it(work, monkeypatch, tmp_path_factory):
    put(work, ROW)
    monkeypatch.setenv("SVTRAIN_PRIVATE", "")
    assert "our-job" not in svtrain.data.reference().proxies
    elsewhere = tmp_path_factory.mktemp("licensed")
    (elsewhere / "toms_proxies.csv").write_text(f"{HEADER}\n{ROW.replace('our-job', 'their-job')}\n", encoding="utf-8")
    monkeypatch.setenv("SVTRAIN_PRIVATE", str(elsewhere))
    assert {"their-job"} == {item.id for item in svtrain.data.reference().proxies.values() if item.private}
    monkeypatch.setenv("SVTRAIN_PRIVATE", str(elsewhere / "gone"))
    with pytest.raises(CannotDo, match="no such folder"):
        svtrain.data.reference()


def test_a_changed_file_is_read_again(work):
    put(work, ROW)
    assert svtrain.data.reference().proxies["our-job"].value == 12345.6
    put(work, ROW.replace("£12,345.60", "£99,999.00 "))
    assert svtrain.data.reference().proxies["our-job"].value == 99999


@pytest.mark.parametrize("column", PASSPORT)
def test_each_part_of_the_passport_is_needed(work, column):
    names = HEADER.split(",")
    cells = ["our-job", "A person finds work", "per person", "5", "2024", "economic", "UK", "Ours", "row 7", "ours", "2026-01-05", "job"]
    cells[names.index(column)] = ""
    path = put(work, ",".join(cells))
    with pytest.raises(CannotDo) as error:
        svtrain.data.reference()
    assert [(problem.field, problem.place) for problem in error.value.problems] == [(column, f"{path.resolve()}, row 2")]
    without = [name for name in names if name != column]
    put(work, ",".join(cell for name, cell in zip(names, cells, strict=True) if name != column), header=",".join(without))
    with pytest.raises(CannotDo, match="The column is missing"):
        svtrain.data.reference()


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ("£12,345.60", "about ten", "is not a number"), ("2024", "12", "Write the price year as"), ("2026-01-05", "5/1/26", "Write the day as"),
    ("our-job", "gmca-ee1-0-fiscal", "This id is used twice"),
])
def test_faults_are_named(work, old, new, sentence):
    put(work, ROW.replace(old, new))
    with pytest.raises(CannotDo, match=sentence):
        svtrain.data.reference()


def test_one_id_twice_and_an_unknown_column(work):
    put(work, ROW, ROW)
    with pytest.raises(CannotDo, match="row 3: our-job: This id is used twice"):
        svtrain.data.reference()
    put(work, ROW, header=HEADER.replace("contested_group", "contested_grup"))
    with pytest.raises(CannotDo, match='no such column. Did you mean "contested_group"'):
        svtrain.data.reference()


def test_an_unclear_price_year_stays_unclear(work):
    put(work, ROW.replace("2024", "unclear"))
    assert svtrain.data.reference().proxies["our-job"].price_year is None


def test_guard_names_what_it_holds_back(work):
    put(work, ROW)
    held = held_back(["gmca-ee1-0-fiscal", "our-job", "our-job"])
    assert [item.proxy_id for item in held] == ["our-job"]
    assert '"our-job" is left out' in held[0].reason
    assert "CC BY-NC-ND 4.0" in held[0].reason
    assert publishable(["our-job", "gmca-ee1-0-fiscal", "no-such"]) == ["gmca-ee1-0-fiscal"]


@pytest.mark.parametrize("licence", ["CC BY-NC-ND 4.0", "CC BY-NC 4.0", "CC-BY-ND-4.0", "Non-commercial use only", "no derivatives"])
def test_guard_reads_the_licence_too(licence):
    known = Reference(proxies={"x": Proxy("x", 1.0, "each", licence=licence), "y": Proxy("y", 1.0, "each", licence="CC BY 4.0")})
    assert [item.proxy_id for item in held_back(["x", "y"], known)] == ["x"]


def test_everything_shipped_may_be_published():
    assert publishable(shipped().proxies, shipped()) == list(shipped().proxies)


def test_template_is_empty_ignored_by_git_and_readable(work):
    path = write_template(work / "private")
    assert path.read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"
    assert private_files(work / "private")[0].proxies == ()
    assert (work / "private" / "HOW-TO.txt").read_text(encoding="utf-8") == HOW_TO
    assert all(name in HOW_TO for name in PASSPORT)
    subprocess.run(["git", "init", "-q", "."], check=True)
    assert subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=True).stdout == ""
    with pytest.raises(CannotDo, match="already there"):
        write_template(work / "private")
