"""How long blocks really took, kept so that the next plan is better."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem

FILE = "minutes-taken.jsonl"
ENOUGH = 2  # runs of a block before they count
LEAST, MOST = 0.5, 2.0  # one bad afternoon does not turn a plan over
LONGEST = 1440  # minutes


@dataclass(frozen=True)
class MinutesTaken:
    """Planned and real minutes of past blocks.

    Examples
    --------
    >>> taken = MinutesTaken({"1-explore/one": [(20, 30), (20, 26)]})
    >>> taken.stretch("1-explore/one")
    1.4
    >>> taken.stretch("1-explore/two")
    1.0
    """

    runs: dict[str, list[tuple[int, float]]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> MinutesTaken:
        """What the file in a work folder holds; lines that cannot be read are left out."""
        runs: dict[str, list[tuple[int, float]]] = {}
        try:
            lines = (folder / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return cls()
        for line in lines:
            try:
                kept = json.loads(line)
                planned, took = int(kept["planned"]), float(kept["took"])
            except (ValueError, KeyError, TypeError, OverflowError):
                continue
            if planned > 0 and 0 < took <= LONGEST:
                runs.setdefault(str(kept["block"]), []).append((planned, took))
        return cls(runs)

    def count(self, block: str) -> int:
        """How many runs of a block are known."""
        return len(self.runs.get(block, ()))

    def stretch(self, block: str) -> float:
        """By how much a block's planned minutes are to be multiplied: the middle of its past runs, from half to double."""
        known = self.runs.get(block, ())
        if len(known) < ENOUGH:
            return 1.0
        return min(MOST, max(LEAST, round(statistics.median(took / planned for planned, took in known), 4)))


def record_minutes(folder: Path, block: str, planned: int, took: float) -> None:
    """Keep how long a block took.

    Parameters
    ----------
    folder
        The work folder.
    block
        The block's id.
    planned, took
        Minutes, above zero.

    Raises
    ------
    CannotDo
        When a number makes no sense, or the file cannot be written.
    """
    if planned <= 0 or not 0 < took <= LONGEST:
        raise CannotDo(Problem("Minutes are above 0 and at most 1440.", block))
    line = json.dumps({"block": block, "planned": planned, "took": round(took, 2)})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / FILE).open("a", encoding="utf-8") as kept:
            kept.write(line + "\n")
    except OSError as error:
        raise CannotDo(Problem(f"The minutes could not be kept: {error.strerror or error}.", place=FILE)) from None
