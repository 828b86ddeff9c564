from __future__ import annotations

import json
import subprocess
import sys

MAP = """\
svtrain: value-map/1
title: Grounds maintenance
inputs: [{name: Contract price, value: 100}]
outcomes: [{id: jobs, quantity: 2, proxy: {value: 90, unit: person}, deadweight: 0.1}]
"""


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", *words], capture_output=True, text=True, timeout=60)


def test_a_workbook_is_written_and_valued_like_the_map(tmp_path):
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    first = json.loads(run("value", str(tmp_path / "map.yaml"), "--xlsx", str(tmp_path / "map.xlsx"), "--json").stdout)
    again = json.loads(run("value", str(tmp_path / "map.xlsx"), "--json").stdout)
    assert again == first


def test_a_folder_that_is_not_there_leaves_nothing(tmp_path):
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    done = run("value", str(tmp_path / "map.yaml"), "--xlsx", str(tmp_path / "none" / "map.xlsx"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["map.yaml"]
