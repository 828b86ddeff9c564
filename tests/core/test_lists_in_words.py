"""One way to list names in a sentence; every sentence that does so stays as it was."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import svtrain.core
from svtrain.core.delivery_doubts import several
from svtrain.core.lists_in_words import listed


@pytest.mark.parametrize(("count", "said"), [
    (0, ""), (1, "A"), (2, "A and B"), (3, "A, B and C"), (5, "A, B, C, D and E"), (6, "A, B, C, D and 2 more"), (9, "A, B, C, D and 5 more")])
def test_promises_are_listed_up_to_five(count, said):
    assert several("ABCDEFGHI"[:count]) == said


@pytest.mark.parametrize(("count", "said"), [(1, "'A'"), (2, "'A', 'B'"), (5, "'A', 'B', 'C', 'D', 'E'"), (6, "'A', 'B', 'C', 'D', 'E' and 1 more")])
def test_what_a_policy_is_silent_about(count, said):
    assert listed("ABCDEF"[:count], quoted=True, last=", ", most=5) == said


@pytest.mark.parametrize(("count", "said"), [(1, "A"), (2, "A and B"), (3, "A and B and C")])
def test_whose_pound_is_joined_by_and_alone(count, said):
    assert listed("ABC"[:count], between=" and ") == said


def test_no_other_module_of_core_lists_names_by_a_rule_of_its_own():
    folder = Path(svtrain.core.__file__).parent
    found = {path.name for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.FunctionDef) and node.name.strip("_") == "listed"}
    assert found == {"lists_in_words.py"}
