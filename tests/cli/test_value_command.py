"""`svtrain value`, `sensitivity` and `switch` as a person at a terminal meets them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from svtrain.cli import main
from svtrain.data.cases import open_case
from svtrain.data.documents import yaml_text
from svtrain.data.places import content
from svtrain.data.value_map import write_value_map

CASE = str(content("datasets") / "cases" / "lwtc-westbank-2015.yaml")


def run(*words: str) -> SimpleNamespace:
    """The command as installed, in this process: a new one takes most of a second to start."""
    out, error = io.StringIO(), io.StringIO()
    with patch.object(sys, "argv", ["svtrain", *words]), patch.dict(os.environ, COLUMNS="120"), redirect_stdout(out), redirect_stderr(error):
        with pytest.raises(SystemExit) as left:
            main()
    return SimpleNamespace(returncode=left.value.code, stdout=out.getvalue(), stderr=error.getvalue())


def start(*words: str, **options) -> subprocess.CompletedProcess:
    """The command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "svtrain", *words], capture_output=True, check=False, **options)


@pytest.fixture
def uncertain(tmp_path):
    """The published case with two ranges in it."""
    plain = open_case("lwtc-westbank-2015").as_dict()
    plain["outcomes"][5]["quantity"] = {"low": 5, "likely": 22, "high": 40}
    plain["outcomes"][14]["attribution"] = {"low": 0, "likely": 0.1, "high": 0.6}
    path = tmp_path / "map.yaml"
    path.write_text(yaml_text(plain), encoding="utf-8")
    return str(path)


def test_the_published_case_as_a_table():
    done = start("value", CASE, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"})
    assert done.returncode == 0 and done.stderr == ""
    assert "5.80" in done.stdout and "301,156" in done.stdout and "Conventions: sroi_report." in done.stdout


def test_the_published_case_as_json():
    done = run("value", CASE, "--json")
    found = json.loads(done.stdout)
    assert found["sroi_ratio"] == pytest.approx(5.8017, abs=5e-5)
    assert [year["present_value"] for year in found["by_year"]] == pytest.approx([301155.56, 226957.81, 171040.67], abs=0.01)
    assert found["conventions"]["timing"] == "end_of_year" and found["vintage"][0]["dataset"] == "discount-schedules"
    assert len(found["vintage"][0]["sha256"]) == 64


def test_the_other_mode_is_one_option_away():
    assert json.loads(run("value", CASE, "--mode", "green_book", "--json").stdout)["sroi_ratio"] == pytest.approx(6.0047, abs=5e-5)


def test_draws_add_a_range_and_its_drivers(uncertain):
    done = run("value", uncertain, "--draws", "2000", "--seed", "7", "--json")
    found = json.loads(done.stdout)["uncertainty"]
    assert found["draws"] == 2000 and found["seed"] == 7
    assert found["ratio_p5"] < found["ratio_median"] < found["ratio_p95"] and 0 <= found["p_above_1"] <= 1
    assert {driver["field"] for driver in found["drivers"]} == {"f.quantity", "o.attribution"}
    assert {"first_order", "total"} <= found["drivers"][0].keys()
    assert run("value", uncertain, "--draws", "2000", "--seed", "7", "--json").stdout == done.stdout


def test_draws_in_words(uncertain):
    done = run("value", uncertain, "--draws", "500")
    assert "mostly driven by how much there is of 'Lower risk of developing type 2 diabetes'" in done.stdout and "500 draws, seed 0" in done.stdout


def test_a_plain_valuation_loads_no_heavy_library():
    code = ("import sys; sys.argv = ['svtrain', 'value', sys.argv[1]]\nfrom svtrain.cli import main\ntry: main()\nexcept SystemExit: pass\n"
            "print(sorted({'pandas', 'scipy', 'plotly', 'ipywidgets', 'matplotlib'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code, CASE], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(("words", "ratio"), [
    (["--set", "deadweight=0.5"], 3.2314), (["--set", "deadweight=0.5", "--set", "drop_off=0.5"], 2.3892), (["--drop", "f"], 3.2435),
    (["--drop", "l", "--drop", "m"], 5.2636), (["--set", "inputs.1=105369.65"], 6.569), (["--preset", "all_three_50"], 1.2953),
    (["--set", "a.quantity=62", "--set", "b.quantity=29", "--set", "c.quantity=27", "--set", "d.quantity=7", "--set", "e.quantity=22"], 4.6376),
])
def test_sensitivity_gives_the_printed_rows(words, ratio):
    found = json.loads(run("sensitivity", CASE, *words, "--json").stdout)
    assert found["sroi_ratio"] == pytest.approx(ratio, abs=5e-5)
    assert found["before"]["sroi_ratio"] == pytest.approx(5.8017, abs=5e-5)


def test_sensitivity_in_words_and_alone(uncertain):
    assert "5.80 before, 3.23 now" in run("sensitivity", CASE, "--set", "deadweight=0.5").stdout
    everything = run("sensitivity", uncertain)
    assert "f.quantity" in everything.stdout and "Every proxy halved" in everything.stdout
    found = json.loads(run("sensitivity", uncertain, "--json").stdout)
    assert found["tornado"][0]["field"] == "f.quantity" and len(found["presets"]) > 20


def test_switch_prints_the_value_or_that_none_does():
    assert "at 12.48% a year the ratio is 5; at 3.5% it is 5.80" in run("switch", CASE, "discount_rate", "--target", "5").stdout
    assert "at 0.845268 the ratio is 1" in run("switch", CASE, "deadweight").stdout
    done = run("switch", CASE, "f.deadweight")
    assert done.returncode == 0 and "no value does" in done.stdout
    found = json.loads(run("switch", CASE, "f.proxy", "--target", "3", "--json").stdout)
    assert found["value"] == pytest.approx(-734.235, abs=5e-4)


@pytest.mark.parametrize(("words", "said"), [
    (["value", "none.yaml"], "none.yaml: The file cannot be read"), (["value", CASE, "--draws", "0"], "draws: The number of draws must be"),
    (["sensitivity", CASE, "--set", "dedweight=0.5"], "Did you mean 'deadweight'?"), (["sensitivity", CASE, "--set", "deadweight"], "--set: Write the change as"),
    (["sensitivity", CASE, "--set", "deadweight=half"], "deadweight: This must be a number, not 'half'."),
    (["sensitivity", CASE, "--set", "deadweight=50"], "50% is written 0.5 or 50%."), (["sensitivity", CASE, "--set", "quantity=-1"], "This must be at least 0, not -1."),
    (["value", CASE, "--mode", "greenbook"], "Invalid value for '--mode': 'greenbook' is not one of"), (["value", CASE, "--draws", "x"], "this is not a whole number. Ask"),
    (["valu", CASE], "Did you mean 'value'? Ask for help"), (["switch", CASE, "nope"], "lwtc-westbank-2015.yaml: nope: There is no number"),
    (["sensitivity", CASE, "--drop", "zz"], "--drop: The map has no outcome 'zz'."), (["sensitivity", CASE, "--preset", "halve_proxy"], "Did you mean 'halve_proxies'?"),
    (["sensitivity", CASE, "--set", "conventions.price_index=x"], "--set conventions.price_index: There is no price index 'x'."),
    (["sensitivity", CASE, "--set", "conventions.price_index=uk-cpi"], "--set conventions.price_index: The map sets no price year"),
    (["sensitivity", CASE, "--set", "conventions.timing=noon"], "--set conventions.timing: Input should be"),
    (["switch", CASE, "f.dedweight"], "Did you mean 'deadweight'?"), (["switch", CASE, "deadweight", "--target", "nan"], "must be a finite number"),
])
def test_what_cannot_be_done_is_one_sentence_and_exit_2(words, said):
    done = run(*words)
    assert done.returncode == 2 and done.stdout == ""
    assert said in done.stderr and "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_share_may_be_typed_as_a_percentage_or_as_a_program_prints_it():
    half = [json.loads(run("sensitivity", CASE, "--set", f"deadweight={typed}", "--json").stdout)["sroi_ratio"] for typed in ("0.5", "50%", "5e-1")]
    assert half[0] == half[1] == half[2]


def test_an_index_may_be_set_together_with_the_year_that_it_moves_prices_to(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("outcomes:\n- {id: a, quantity: 1, proxy: {value: 100, price_year: 2015}}\n", encoding="utf-8")
    done = run("sensitivity", str(path), "--set", "conventions.price_index=uk-cpi", "--set", "price_year=2023", "--json")
    assert done.stderr == "" and json.loads(done.stdout)["conventions"]["price_index"] == "uk-cpi"


def test_what_only_the_sum_can_refuse_names_the_file(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("price_year: 2030\noutcomes:\n- {id: a, quantity: 1, proxy: {value: 1, price_year: 2019}}\n"
                    "- {id: b, quantity: 1, proxy: {value: 1, price_year: 2018}}\n", encoding="utf-8")
    done = run("value", str(path))
    assert done.returncode == 2 and done.stderr.splitlines() == [
        f"{path}: price_year: UK GDP deflator, 2024 = 100 covers 1990 to 2024; the price year 2030 is outside it."]


def test_every_fault_of_a_map_on_a_line_of_its_own(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("outcomes:\n  - {id: a, quantity: x, proxy: none-such, deadweight: 40}\n", encoding="utf-8")
    done = run("value", str(path))
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 2
    assert all(line.startswith(str(path)) for line in done.stderr.splitlines())


def test_an_error_found_by_a_check_is_exit_1(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("stakeholders: {Leavers: 3}\noutcomes:\n  - {id: a, stakeholder: Leavers, quantity: 4, unit: person, proxy: {value: 1}}\n", encoding="utf-8")
    done = run("value", str(path))
    assert done.returncode == 1 and "Error [more-than-there-are] a.quantity" in done.stdout


def test_no_inputs_is_said_and_null(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("outcomes:\n  - {id: a, quantity: 4, proxy: {value: 1}}\n", encoding="utf-8")
    found = json.loads(run("value", str(path), "--json").stdout)
    assert found["sroi_ratio"] is None and "nothing to divide by" in found["note"]
    assert "nothing to divide by" in run("value", str(path)).stdout


def test_what_a_person_typed_cannot_paint_the_terminal(tmp_path):
    path = tmp_path / "map.json"
    line = {"id": "a", "outcome": "[red]x[/red] \u001b[2J \u202e", "quantity": 1, "proxy": {"value": 1}}
    path.write_text(json.dumps({"title": "[bold]\u001b]0;x\u0007", "outcomes": [line]}), encoding="utf-8")
    done = run("value", str(path))
    assert done.returncode == 0 and "\x1b" not in done.stdout and "\x07" not in done.stdout and "[red]x[/red]" in done.stdout


def test_thousands_of_outcomes_of_four_hundred_years(tmp_path):
    path = tmp_path / "map.json"
    lines = [{"id": str(n), "quantity": 1, "proxy": {"value": 1}, "duration_years": 400} for n in range(2000)]
    path.write_text(json.dumps({"conventions": {"discount_rate": 0}, "outcomes": lines}), encoding="utf-8")
    assert json.loads(run("value", str(path), "--json").stdout)["present_value"] == pytest.approx(800_000)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another signal there")
def test_ctrl_c_stops_without_a_traceback(uncertain, tmp_path):
    done = subprocess.Popen([sys.executable, "-m", "svtrain", "value", uncertain, "--draws", "90000000"], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, encoding="utf-8")
    time.sleep(4)
    done.send_signal(signal.SIGINT)
    _, said = done.communicate(timeout=60)
    assert done.returncode == 130 and "Traceback" not in said and "Stopped" in said
    assert [each.name for each in tmp_path.iterdir()] == ["map.yaml"]


def test_a_written_case_values_the_same(tmp_path):
    write_value_map(open_case("lwtc-westbank-2015"), tmp_path / "map.json")
    ours, theirs = (json.loads(run("value", path, "--json").stdout) for path in (str(tmp_path / "map.json"), CASE))
    assert ours == theirs


def test_a_terminal_without_a_pound_sign_still_gets_its_answer(uncertain):
    old = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    for words in (["value", uncertain, "--draws", "50"], ["value", uncertain, "--draws", "50", "--json"], ["sensitivity", uncertain]):
        done = start(*words, env=old)
        assert done.returncode == 0 and done.stderr == b""
        if "--json" in words:
            assert "£" in json.loads(done.stdout)["uncertainty"]["headline"]
