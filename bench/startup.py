"""How long things take to start: the package, one valuation as a process, a second start of the workshop.

    python bench/startup.py

Each line prints seconds (the median of several runs) and, where it says so, the ratio to a floor measured in the same run.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "datasets" / "cases" / "lwtc-westbank-2015.yaml"


def seconds(*command: str, runs: int = 7) -> float:
    """Median wall time of a process; the first run warms the disk and is not counted."""
    times = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begin)
    return statistics.median(times[1:])


def second_start(runs: int = 3) -> float:
    """Median time from the command to a page that answers, with .venv already made."""
    return statistics.median(_one_start() for _ in range(runs))


def _one_start() -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as work:
        begin = time.perf_counter()
        process = subprocess.Popen([sys.executable, "workshop.py", "start", "--no-browser", "--port", str(port)], cwd=ROOT,
                                   env={**os.environ, "SVTRAIN_WORK": work}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while process.poll() is None:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                    return time.perf_counter() - begin
                except urllib.error.HTTPError:
                    raise
                except OSError:
                    time.sleep(0.02)
            raise SystemExit("the workshop stopped before it answered")
        finally:
            process.terminate()
            process.wait(20)


def main() -> None:
    python = sys.executable
    bare = seconds(python, "-c", "pass")
    package = seconds(python, "-c", "import svtrain")
    floor = seconds(python, "-c", "import numpy, pydantic, yaml, typer")
    valuation = seconds(python, "-m", "svtrain", "value", str(CASE))
    print(f"python -c pass                      {bare:6.2f} s")
    print(f"import svtrain                      {package - bare:6.2f} s over it")
    print(f"its libraries alone                 {floor:6.2f} s")
    print(f"svtrain value, the real case        {valuation:6.2f} s   {valuation / floor:.2f} times its libraries alone")
    print(f"workshop.py, second start to a page {second_start():6.2f} s")


if __name__ == "__main__":
    main()
