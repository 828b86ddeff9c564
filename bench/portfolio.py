"""How long the portfolio board takes to open 2,000 contracts with 20,000 commitments, and to filter them.

    python bench/portfolio.py

Measured in one run, in seconds of the processor so that a busy machine does not change them: opening the board as a page does
(kept files read, valued and shown), one filter as a person sets it, and reading the same files alone. The ratios are to reading
the files alone.
"""

from __future__ import annotations

import argparse
import csv
import os
import tempfile
import time
from pathlib import Path


def make(folder: Path, contracts: int, commitments: int) -> dict[str, Path]:
    """An invented portfolio: enough practice contracts for the commitments wanted, folded onto the number of contracts."""
    from svtrain.data.practice_making import make_practice

    made = make_practice(commitments // 4 + 50, 1, folder / "made")
    paths = {name: folder / name for name in ("contracts.csv", "commitments.csv", "deliveries.csv")}
    rows = {name: list(csv.reader((made / name).open(encoding="utf-8", newline=""))) for name in paths}
    keep = {row[0] for row in rows["contracts.csv"][1: contracts + 1]}
    folded = [f"MK{(int(row[1][2:]) - 1) % contracts + 1:06d}" for row in rows["commitments.csv"][1:]]
    promised = [[row[0], reference, *row[2:]] for row, reference in zip(rows["commitments.csv"][1:], folded, strict=True)][:commitments]
    names = {row[0] for row in promised}
    done = [row for row in rows["deliveries.csv"][1:] if row[1] in names]
    for name, kept in (("contracts.csv", [row for row in rows["contracts.csv"][1:] if row[0] in keep]), ("commitments.csv", promised), ("deliveries.csv", done)):
        with paths[name].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([rows[name][0], *kept])
    return paths


def clocked(work, times: int = 3) -> float:
    found = []
    for _ in range(times):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return min(found)


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--contracts", type=int, default=2_000)
    wanted.add_argument("--commitments", type=int, default=20_000)
    asked = wanted.parse_args()
    with tempfile.TemporaryDirectory() as work:
        os.environ["SVTRAIN_WORK"] = str(Path(work) / "work")
        paths = make(Path(work), asked.contracts, asked.commitments)
        measure(paths)


def measure(paths: dict[str, Path]) -> None:
    from svtrain.apps.portfolio_board.state import PortfolioBoard
    from svtrain.apps.portfolio_board.view import View
    from svtrain.data.register_files import read_table

    first = PortfolioBoard()
    View(first).render()
    for name, path in paths.items():
        first.take(name, path.read_bytes())
    assert first.problems == {}, first.problems

    def open_it() -> PortfolioBoard:
        board = PortfolioBoard()
        View(board).render()
        return board

    alone = clocked(lambda: [read_table(path, ()) for path in paths.values()])
    opened = clocked(open_it)
    os.environ["SVTRAIN_PERSON"] = "nobody-yet"
    practice = clocked(open_it)
    del os.environ["SVTRAIN_PERSON"]
    board = open_it()
    portfolio = board.portfolio
    rows = [row for _, row, _ in portfolio.files]
    choices = [("theme", name) for name in (*portfolio.themes[:3], "")] + [("category", name) for name in (*portfolio.categories[:3], "")]

    def filter_all() -> None:
        for kind, name in choices:
            board.choose(kind, name)

    filtered = clocked(filter_all) / len(choices)
    print(f"{len(portfolio.references):,} contracts, {len(portfolio.lines):,} commitments, {rows[2]:,} deliveries")
    print(f"  the three files read alone         {alone:7.3f} s")
    print(f"  opened: kept files, valued, shown  {opened:7.3f} s   ratio {opened / alone:.2f}")
    print(f"  the practice set opened            {practice:7.3f} s   ratio {practice / alone:.2f}")
    print(f"  one filter                         {filtered * 1000:7.1f} ms  ratio {filtered / alone:.3f}")


if __name__ == "__main__":
    main()
