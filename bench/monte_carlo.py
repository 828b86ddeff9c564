"""What a simulation costs beyond drawing its numbers, and what the live figures cost, in one run.

    python bench/monte_carlo.py [--draws 100000] [--rounds 5] [--memory]

A map of 60 outcomes with 300 uncertain numbers is simulated; the same numbers are drawn with numpy alone. Rounds take
turns, so that a busy machine slows both alike; the ratios are the result. Work is counted in processor seconds.

- simulation: every draw valued and summed up, against the draws alone (wanted: at most 2)
- variance shares of the 300, from cold (wanted: under 5 s)
- live: 2,000 draws, drivers and headline of a map of 20 outcomes, as on a key press (wanted: under 50 ms)
- with --memory: 10 million draws of the large map in a process of its own, and its peak memory (wanted: under 1 GB)
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

import numpy as np

from svtrain.core.draws import assumptions_of, pert_parameters, shape_of, spread
from svtrain.core.model import BLOCK, Model
from svtrain.core.uncertainty import simulate, uncertainty
from svtrain.core.value_map import ValueMap
from svtrain.core.variance import base_sample, variance_shares
from svtrain.data import reference


def example(outcomes: int) -> ValueMap:
    """A map with five uncertain numbers an outcome."""
    rng = np.random.default_rng(3)

    def between(low: float, high: float) -> dict:
        return dict(zip(("low", "likely", "high"), map(float, np.sort(rng.uniform(low, high, 3))), strict=True))

    return ValueMap.model_validate({"inputs": [{"name": "Price", "value": 1e6}], "outcomes": [
        {"id": f"o{number}", "quantity": between(5, 50), "proxy": {"value": between(100, 9000)}, "deadweight": between(0, 0.6),
         "attribution": between(0, 0.5), "displacement": 0.1, "drop_off": between(0.1, 0.5), "duration_years": int(rng.integers(1, 6))}
        for number in range(outcomes)]})


def seconds(work) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def only_draw(model: Model, draws: int) -> None:
    """The floor: the same numbers from numpy, block by block, and nothing done with them."""
    rng = np.random.default_rng(1)
    for begin in range(0, draws, BLOCK):
        count = min(BLOCK, draws - begin)
        for estimate in model.estimates:
            low, high = estimate.ends
            rng.beta(*pert_parameters(shape_of(estimate)[1]), count) * (high - low) + low


def from_cold(model: Model) -> None:
    base_sample.cache_clear()
    spread.cache_clear()
    variance_shares(model, 2048)


def peak_of_ten_million() -> float:
    """Peak memory, in GB, of 10 million draws of the large map."""
    code = ("import resource, runpy; bench = runpy.run_path('bench/monte_carlo.py')\n"
            "from svtrain.core.uncertainty import uncertainty\nfrom svtrain.data import reference\n"
            "uncertainty(bench['example'](60), reference(), 10_000_000, 1)\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)")
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--draws", type=int, default=100_000)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--memory", action="store_true")
    asked = words.parse_args()
    large, small = example(60), example(20)
    model = Model(large, reference())
    groups = len(assumptions_of(model.fields, model.estimates))
    ratios = []
    for _ in range(asked.rounds):
        floor = seconds(lambda: only_draw(model, asked.draws))
        ours = seconds(lambda: simulate(model, asked.draws, 1))
        ratios.append(ours / floor)
    print(f"{groups} uncertain numbers, {asked.draws:,} draws: {ours:.2f} s; numbers alone {floor:.2f} s; "
          f"ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")
    print(f"variance shares of {groups}: {seconds(lambda: from_cold(model)):.2f} s from cold, {seconds(lambda: variance_shares(model, 2048)):.3f} s again")
    uncertainty(small, reference(), 2000)
    live = [seconds(lambda: uncertainty(small, reference(), 2000)) for _ in range(4 * asked.rounds)]
    print(f"live, 2,000 draws of 100 uncertain numbers with drivers: {1000 * statistics.median(live):.0f} ms")
    if asked.memory:
        print(f"10 million draws of the large map: peak {peak_of_ten_million():.2f} GB")


if __name__ == "__main__":
    main()
