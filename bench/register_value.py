"""A register of a million commitment lines: the pass against a hand-written numpy floor, the engine and a plain loop.

    python bench/register_value.py [--lines 1000000]

Prints ratios measured in this one run. The floor is the same arithmetic written out with numpy for this one table: no checks,
no names, no other conventions. The two loops are timed on fewer lines and scaled up.
"""

from __future__ import annotations

import argparse
import math
import resource
import time

import numpy as np
import pandas

from svtrain.core.register_valuation import value_lines
from svtrain.core.value_map import ValueMap
from svtrain.core.valuation import value
from svtrain.core.years import discount_factors
from svtrain.data import reference
from svtrain.data.register_value import terms_for, value_table

NAMES = ("deadweight", "displacement", "attribution", "leakage")


def register(count: int) -> dict[str, np.ndarray]:
    """Mixed durations to 25 years, three in ten of them part years; starts in years 1 to 3; one in ten drops off at once."""
    rng = np.random.default_rng(20261122)
    whole = rng.integers(1, 26, count).astype(float)
    return {"quantity": rng.integers(1, 500, count).astype(float), "proxy_value": rng.uniform(10, 20_000, count).round(2),
            **{name: rng.uniform(0, 0.6, count).round(2) for name in NAMES}, "drop_off": rng.uniform(0, 0.5, count).round(2),
            "duration_years": np.where(rng.random(count) < 0.3, rng.uniform(0.2, 25, count).round(1), whole),
            "starts_year": rng.integers(1, 4, count).astype(float), "drop_off_from_year": np.where(rng.random(count) < 0.1, 1.0, 2.0)}


def floor(lines: dict[str, np.ndarray], factors: np.ndarray) -> np.ndarray:
    """The same sum, year by year over blocks that fit the cache, and nothing else."""
    total = np.empty(lines["quantity"].size)
    for start in range(0, total.size, 16_384):
        q, p, dw, di, at, le, drop, years, begin, since = (lines[name][start:start + 16_384] for name in (
            "quantity", "proxy_value", *NAMES, "drop_off", "duration_years", "starts_year", "drop_off_from_year"))
        first = q * p * (1 - dw) * (1 - di) * (1 - at) * (1 - le)
        kept, at_year = 1 - drop, begin.astype(int) - 1
        left = np.where(since <= 1, kept, 1.0)
        worth = np.zeros(first.size)
        for year in range(math.ceil(years.max())):
            worth += left * np.clip(years - year, 0, 1) * factors[at_year + year]
            left = left * kept
        total[start:start + 16_384] = first * worth
    return total


def plain_loop(rows: list[dict], factors: list[float]) -> list[float]:
    """One line after another with Python's own numbers."""
    found = []
    for row in rows:
        value_of_year = row["quantity"] * row["proxy_value"]
        for name in NAMES:
            value_of_year *= 1 - row[name]
        total = 0.0
        for year in range(1, math.ceil(row["duration_years"]) + 1):
            if year >= row["drop_off_from_year"]:
                value_of_year *= 1 - row["drop_off"]
            part = min(1.0, row["duration_years"] - (year - 1))
            total += value_of_year * part * factors[int(row["starts_year"]) - 1 + year - 1]
        found.append(total)
    return found


def engine_loop(rows: list[dict]) -> list[float]:
    """One line after another through `svtrain.core.valuation.value`."""
    known = reference()
    return [value(ValueMap.model_validate({"outcomes": [
        {"id": "line", "proxy": {"value": row["proxy_value"]}, "quantity": row["quantity"], "drop_off": row["drop_off"],
         "duration_years": row["duration_years"], "starts_year": int(row["starts_year"]),
         "drop_off_from_year": int(row["drop_off_from_year"]), **{name: row[name] for name in NAMES}}]}), known).present_value
        for row in rows]


def best(work, repeats: int = 5):
    """The shortest of several runs, and the result."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begin)
    return min(times), result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=1_000_000)
    count = parser.parse_args().lines
    lines = register(count)
    factors = discount_factors(terms_for(pandas.DataFrame({"proxy_id": []}), reference()).conventions,
                               reference().schedules["green-book-standard"], 60)
    ours, found = best(lambda: value_lines(lines, factors)["present_value"])
    lowest, expected = best(lambda: floor(lines, factors), 3)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    few, fewer = min(count, 20_000), min(count, 300)
    rows = [{name: float(column[i]) for name, column in lines.items()} for i in range(few)]
    plain, by_hand = best(lambda: plain_loop(rows, factors.tolist()), 2)
    np.testing.assert_allclose(found[:few], by_hand, rtol=1e-9)
    engine, one_by_one = best(lambda: engine_loop(rows[:fewer]), 1)
    np.testing.assert_allclose(found[:fewer], one_by_one, rtol=1e-9)
    table = pandas.DataFrame({"commitment_id": "C", "contract_ref": "K", "target_qty": lines["quantity"],
                              **{name: column for name, column in lines.items() if name != "quantity"}})
    terms = terms_for(table, reference())
    whole, valued = best(lambda: value_table(table, terms), 2)
    np.testing.assert_allclose(valued["present_value"], expected, rtol=1e-9)
    print(f"{count:,} lines: {ours:.3f} s; {ours / lowest:.2f} times the numpy floor ({lowest:.3f} s)")
    print(f"{plain / few * count / ours:,.0f} times as fast as a bare Python loop; "
          f"{engine / fewer * count / ours:,.0f} times as fast as the engine line by line")
    print(f"with every check of the table: {whole:.3f} s, {whole / lowest:.2f} times the floor")
    print(f"peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
