"""A start does not compile what nobody asked for; whoever asks gets the true answer."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import svtrain.serve.voila_server
print("lark" in sys.modules)
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
checked = Draft202012Validator({"format": "iri"}, format_checker=Draft202012Validator.FORMAT_CHECKER)
print(checked.is_valid("https://example.org/straße"), checked.is_valid("no address"), "lark" in sys.modules)
"""


def test_the_grammar_is_compiled_when_an_address_is_checked():
    said = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=120, check=True).stdout
    assert said.split() == ["False", "True", "False", "True"]
