"""How long the spend explorer takes over a register, against reading the same file alone.

    python bench/spend_explorer.py                 10,000 and 100,000 rows
    python bench/spend_explorer.py --rows 300000

For each size: reading (which includes mapping and cleaning), adding everything up and drawing it, and what each later
change costs (a word typed, a buyer chosen). The ratio is adding up and drawing to reading, both measured in this run.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import tempfile
import time
from pathlib import Path

HEAD = ["Contract Ref", "Contract Title", "Procurement Category", "Contracting Body", "Supplier", "Supplier Town", "Total Contract Value", "Start Date",
        "End Date", "SME?", "VCSE?"]
WORK = ["Home care", "Road repairs", "School meals", "Software support", "Legal advice", "Grounds upkeep", "Agency staff", "Furniture"]


def register(count: int, seed: int = 1) -> bytes:
    """An invented register as a file: money in many dresses, suppliers in two spellings, some blanks."""
    chance, words = random.Random(seed), io.StringIO()
    writer = csv.writer(words)
    writer.writerow(HEAD)
    for number in range(count):
        kind, who = chance.choice(WORK), chance.randint(1, max(20, count // 12))
        value = chance.lognormvariate(11, 1.6)
        start = chance.randint(2021, 2026)
        writer.writerow([f"C{number:06d}", f"{kind}, lot {number % 97}", kind if number % 11 else "", f"Body {number % 5}",
                         f"Supplier {who} {'Ltd' if number % 3 else 'LIMITED'}", f"Town {who % 40}" if number % 9 else "",
                         f"£{value:,.2f} " if number % 4 else f"{value:.0f}", f"01/04/{start}", f"31/03/{start + chance.randint(1, 6)}",
                         chance.choice(["Yes", "No", ""]), chance.choice(["Y", "N", ""])])
    return words.getvalue().encode()


def clocked(work) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure(count: int) -> None:
    from svtrain.apps.spend_explorer.reading import read
    from svtrain.apps.spend_explorer.state import SpendExplorer
    from svtrain.apps.spend_explorer.view import View

    data = register(count)
    alone = min(clocked(lambda: read(data, "register.csv")) for _ in range(2))
    app = SpendExplorer()
    View(app).render()
    whole = clocked(lambda: app.take("register.csv", data))
    print(f"{count:,} rows, {len(data) / 1e6:.1f} MB")
    print(f"  read, mapped, cleaned        {alone:7.2f} s")
    print(f"  added up, drawn and kept     {whole - alone:7.2f} s   ratio {(whole - alone) / alone:.2f}")
    for said, work in (("places typed", lambda: app.type("local", "Town 3, Town 5")), ("day typed", lambda: app.type("as_of", "1 October 2026")),
                       ("search typed", lambda: app.type("search", "care lot 9")), ("one buyer chosen", lambda: app.choose_part(buyer="Body 2")),
                       ("all buyers again", lambda: app.choose_part(buyer=""))):
        took = clocked(work)
        print(f"  {said:28s} {took:7.2f} s   ratio {took / alone:.2f}")
    kept = sum(path.stat().st_size for path in Path(os.environ["SVTRAIN_WORK"]).rglob("*") if path.is_file())
    again = SpendExplorer()
    took = clocked(lambda: again.from_dict(app.to_dict()))
    print(f"  a refresh takes it up        {took:7.2f} s   ratio {took / alone:.2f}")
    print(f"  kept: {kept / 1e6:.2f} MB in files; the saved work itself {len(json.dumps(app.to_dict())) / 1e3:.1f} kB")


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000])
    for count in wanted.parse_args().rows:
        with tempfile.TemporaryDirectory() as work:
            os.environ["SVTRAIN_WORK"] = work
            measure(count)


if __name__ == "__main__":
    main()
