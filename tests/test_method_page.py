"""The method page says what the engine does."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from svtrain.core.conventions import Mode, Timing
from svtrain.core.lint import RULES
from svtrain.core.value_map import DEDUCTIONS

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "method.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RULES)
def test_every_check_is_on_the_page(name):
    assert f"| `{name}` | {RULES[name].level} | {RULES[name].looks_for} |" in PAGE


def test_no_check_is_on_the_page_that_is_not_made():
    table = PAGE.partition("## Checks")[2].partition("##")[0]
    assert table.count("\n| `") == len(RULES)


@pytest.mark.parametrize("word", [*DEDUCTIONS, *get_args(Mode), *get_args(Timing), "discount_rate", "discount_inputs", "part_year", "round_up", "round_down", "shared"])
def test_every_choice_is_on_the_page(word):
    assert word in PAGE
