"""`svtrain pack` as a person types it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from svtrain.serve.browsers import find_browser


def run(folder, *words: str, **more: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "pack", *words], capture_output=True, text=True, encoding="utf-8", check=False,
                          cwd=folder, env={**os.environ, "SVTRAIN_WORK": str(folder / "work"), **more})


def test_a_pack_is_written_for_a_plan_that_was_changed_by_hand(tmp_path):
    made = run(tmp_path, "60", "--people", "7", "--out", "first")
    assert made.returncode == 0 and "7 people" in made.stdout
    plan = (tmp_path / "first" / "plan.yaml").read_text(encoding="utf-8").replace("Welcome, and five statements", "Good morning")
    (tmp_path / "mine.yaml").write_text(plan, encoding="utf-8")
    again = run(tmp_path, "mine.yaml", "--people", "7", "--out", "second", "--start", "13:15", "--online", "--proxies", "loneliness")
    assert again.returncode == 0
    guide = (tmp_path / "second" / "guide.html").read_text(encoding="utf-8")
    assert "Good morning" in guide and "13:20" in guide and "Do, online" in guide
    assert "loneliness" in (tmp_path / "second" / "proxy-cards.html").read_text(encoding="utf-8")


@pytest.mark.skipif(find_browser() is None, reason="No Chromium, Chrome or Edge to print with.")
def test_with_a_browser_the_pages_become_pdf_files(tmp_path):
    from svtrain.serve.printing import print_pages

    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>One</title><p>One</p>", encoding="utf-8")
    (made,) = print_pages(find_browser(), [page], tmp_path / "pdf")
    assert made.name == "page.pdf" and made.read_bytes().startswith(b"%PDF-") and [made] == list((tmp_path / "pdf").iterdir())


@pytest.mark.parametrize(("words", "sentence"), [
    (["dayy"], "Did you mean 'day'?"), (["60", "--start", "noon"], "not a time of day"), (["60", "--people", "0"], "1 to 1,000 people"),
    (["60", "--proxies", "lonelines"], "loneliness"), (["60", "--proxies", "zzz"], "Its questions are "), (["60", "--out", "taken"], "cannot be made"),
])
def test_what_cannot_be_packed_is_said(words, sentence, tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    told = run(tmp_path, *words)
    assert told.returncode == 2 and sentence in told.stderr and "Traceback" not in told.stderr


def test_without_a_browser_the_way_round_is_said(tmp_path):
    told = run(tmp_path, "60", "--pdf", SVTRAIN_BROWSER=str(tmp_path / "none"))
    assert told.returncode == 2 and "print the pages from any browser" in told.stderr and not (tmp_path / "pack").exists()
