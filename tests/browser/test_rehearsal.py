"""A short rehearsal of a whole workshop: eight scripted people, two of them and the facilitator in a real browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from svtrain.serve.rehearsal.browser import why_not

STEPS = ["everybody comes in at once", "first estimate", "second estimate", "a proxy is judged", "a contract is valued", "a tender is scored",
         "an approach is written", "what changed, and what people will do"]


def test_eight_people_lose_nothing_and_see_nothing_early():
    if (why := why_not()):
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    done = subprocess.run([sys.executable, "-m", "svtrain", "rehearse", "--people", "8", "--browser", "2", "--speed", "1000000", "--json"],
                          capture_output=True, text=True, timeout=600)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert found["findings"] == [] and done.returncode == 0
    # six answer every one of seven activities; who comes late misses two of them, who leaves early four
    assert found["answers"] == 6 * 8 + 6 + 4 and found["artefacts"] == 7 * 5 + 1
    assert list(found["memory"]) == STEPS
    assert any(name.endswith(", browser") for name in found["times"])
