"""A long rehearsal: a whole workshop sped up, with many people, and how long each thing took.

    python bench/rehearsal.py [--people 20] [--plan 180] [--speed 60] [--browser 3] [--servers 1] [--store ADDRESS --people-store ADDRESS]

Prints each step as it is done, then how long things took, then a ratio of the same run: the time to open a page in a real
browser to that over the bare HTTP and websocket path. Ends with 1 when anything that was typed is lost, doubled, changed
or shown early.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from svtrain.serve.rehearsal import Options, Rehearsal


def ratio(times: dict[str, list[float]]) -> float | None:
    """How much longer a page takes in a browser than over the wire, over the pages that were opened both ways."""
    found = [statistics.median(taken) / statistics.median(times[wire]) for name, taken in times.items()
             if name.endswith(", browser") and (wire := name.replace(", browser", ", wire")) in times]
    return statistics.median(found) if found else None


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--people", type=int, default=20)
    ask.add_argument("--plan", default="180")
    ask.add_argument("--speed", type=float, default=60)
    ask.add_argument("--browser", type=int)
    ask.add_argument("--servers", type=int, default=1)
    ask.add_argument("--store", default="")
    ask.add_argument("--people-store", default="")
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    options = Options(given.people, given.plan, given.speed, given.browser, given.store, given.people_store, given.servers, given.seed)
    with tempfile.TemporaryDirectory(prefix="rehearsal", ignore_cleanup_errors=True) as folder:
        rehearsal = Rehearsal(options, Path(folder), lambda said: print(said, flush=True))
        found = asyncio.run(rehearsal.run())
    for what, row in found.times.items():
        print(f"{what:40} {row['count']:5}   p50 {row['p50']:7.3f} s   p95 {row['p95']:7.3f} s")
    if (more := ratio(rehearsal.times.taken)) is not None:
        print(f"a page in a browser to the same page over the wire: ratio {more:.2f}")
    print("\n".join(found.findings) or f"{given.people} people, {found.answers} answers, {found.artefacts} files, {found.seconds:.0f} s: nothing lost, doubled or shown early")
    sys.exit(1 if found.findings else 0)


if __name__ == "__main__":
    main()
