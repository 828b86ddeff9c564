"""How fast a register is read: a million spend lines against pandas alone, and a workbook of 50 MB.

    python bench/register_read.py                 the million lines
    python bench/register_read.py --workbook      the workbook too (making it takes longer than reading it)
    python bench/register_read.py --fuzz 1000000  that many mutated rows through the reader; any traceback ends the run

The ratio is against `pandas.read_csv` of the same file with the same dtypes (text, days, a float where the file allows one),
both measured in this run, each in a process of its own, processor time and peak memory.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEAD = ["Body Name", "Payment Date", "Transaction Number", "Directorate", "Service Area", "Expense Type", "Supplier Name", "Supplier ID",
        "Net Amount", "VAT", "Description", "Procurement Category"]
WORK = ["agency staff", "home to school transport", "repairs and maintenance", "consultancy fees", "residential care", "software licences"]

PANDAS = """
import pandas as pd
text = {name: "str" for name in %r if name != "Payment Date"}
frame = pd.read_csv(%r, dtype=text, parse_dates=["Payment Date"], dayfirst=True)
"""
TEXT = """
import pandas as pd
frame = pd.read_csv(%r, dtype="str")
"""
OURS = """
from svtrain.data.register import read_register
frame = read_register(%r, remember=False).frame
"""
MEASURED = """
import json, resource, sys, time
import pandas, numpy, svtrain.data.register.reader, svtrain.data.register.workbook
best, wall = 9e9, 9e9
for _ in range(%d):
    begin, clock = time.process_time(), time.perf_counter()
    exec(%r)
    best, wall = min(best, time.process_time() - begin), min(wall, time.perf_counter() - clock)
    rows = len(frame)
    del frame
print(json.dumps([best, wall, rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6]))
"""


def rows(count: int, seed: int = 1):
    """Spend lines as councils publish them: every fifth amount with a pound sign and commas."""
    chance = random.Random(seed)
    for number in range(count):
        amount = chance.lognormvariate(7, 1.5)
        yield ["Ourtown Council", f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/2024", f"TX{number:08d}", f"Directorate {number % 7}",
               f"Service {chance.randint(1, 60)}", chance.choice(WORK), f"Supplier {chance.randint(1, 8000)} Services Ltd",
               str(chance.randint(100000, 999999)), f"{amount:.2f}" if number % 5 else f"£{amount:,.2f} ", f"{amount / 5:.2f}",
               f"Invoice {number} for {chance.choice(WORK)}", "Services"]


def measured(code: str, times: int = 2) -> tuple[float, float, int, float]:
    """Processor seconds, clock seconds, rows and peak memory in GB of a snippet in a process of its own."""
    done = subprocess.run([sys.executable, "-c", MEASURED % (times, code)], capture_output=True, text=True, check=True)
    return tuple(json.loads(done.stdout))


def lines(folder: Path, count: int) -> None:
    path = folder / "spend.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(rows(count))
    text, alone, ours = measured(TEXT % str(path)), measured(PANDAS % (HEAD, str(path))), measured(OURS % str(path))
    assert ours[2] == alone[2] == count
    print(f"{count:,} spend lines, {path.stat().st_size / 1e6:.0f} MB")
    for name, found in (("pandas.read_csv, all text", text), ("pandas.read_csv, same dtypes", alone), ("read, mapped, cleaned", ours)):
        print(f"  {name:30s} {found[0]:6.2f} s of processor, {found[1]:6.2f} s of clock, {found[3]:.2f} GB")
    print(f"  ratio to the same dtypes       {ours[0] / alone[0]:6.2f}   (to text alone {ours[0] / text[0]:.2f})")


def workbook(folder: Path, megabytes: int) -> None:
    import xlsxwriter

    path = folder / "spend.xlsx"
    count = megabytes * 17_500
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Spend")
        for at, row in enumerate([HEAD, *rows(min(count, 1_048_000))]):
            for beside, cell in enumerate(row):
                sheet.write_string(at, beside, cell) if beside != 9 or not at else sheet.write_number(at, beside, float(cell))
    found = measured(OURS % str(path), times=1)
    print(f"workbook of {path.stat().st_size / 1e6:.0f} MB, {found[2]:,} rows: {found[0]:.1f} s of processor, {found[1]:.1f} s of clock, {found[3]:.2f} GB")


def fuzz(count: int) -> None:
    """Mutated files until so many rows have been through; a CannotDo is fine, anything else is not."""
    from svtrain.core.problems import CannotDo
    from svtrain.data.register import read_register

    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "fuzz"))
    from register_mutations import mutated

    begin, done, files, refused = time.perf_counter(), 0, 0, 0
    chance = random.Random(time.time_ns())
    seed = chance.randrange(2**32)
    chance.seed(seed)
    print(f"seed {seed}")
    while done < count:
        data = mutated(chance, chance.randint(1, 2000))
        files += 1
        try:
            report = read_register(data, remember=False).report
            assert report.rows == report.read + report.skipped
            done += report.rows + report.blank_rows
        except CannotDo:
            refused += 1
            done += data.count(b"\n")
        except BaseException:
            Path("fuzz-failure.bin").write_bytes(data)
            raise
    print(f"{done:,} rows in {files:,} files, {refused:,} refused in a sentence, no traceback, {time.perf_counter() - begin:.0f} s")


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--lines", type=int, default=1_000_000)
    wanted.add_argument("--workbook", action="store_true")
    wanted.add_argument("--fuzz", type=int, default=0)
    asked = wanted.parse_args()
    if asked.fuzz:
        fuzz(asked.fuzz)
        return
    with tempfile.TemporaryDirectory() as folder:
        lines(Path(folder), asked.lines)
        if asked.workbook:
            workbook(Path(folder), 50)


if __name__ == "__main__":
    main()
