"""Reads the two tables that a register is valued from, and adds the lines up by contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from svtrain.core.conventions import Conventions
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.data.register_value import COLUMNS, NEEDED, NUMBERS, RESULTS, Terms, terms_for, value_table
from svtrain.data.whole_file import refuse_what_is_no_file

if TYPE_CHECKING:
    import pandas

CHUNK = 100_000  # rows
SAID = 1000  # problems listed; the count says how many more there are


@dataclass(frozen=True)
class ValuedRegister:
    """A register with its commitments valued: by line, by contract, and what could not be read."""

    lines: pandas.DataFrame
    contracts: pandas.DataFrame
    problems: list[dict]
    terms: Terms
    unread_columns: tuple[str, ...]

    @property
    def read(self) -> int:
        return int((self.lines["problem"] == "").sum())

    def as_dict(self) -> dict:
        """Plain values that JSON can hold."""
        valued = self.lines[list(RESULTS)].sum()
        return {"rows": len(self.lines), "read": self.read, "skipped": len(self.lines) - self.read,
                "conventions": self.terms.conventions.as_dict(), "price_year": self.terms.price_year, "assumed": list(self.terms.assumed),
                **{name: float(valued[name]) for name in RESULTS},
                "contracts": [{key: _plain(cell) for key, cell in row.items()} for row in self.contracts.to_dict("records")],
                "problems": self.problems[:SAID], "problems_in_all": len(self.problems), "unread_columns": list(self.unread_columns),
                "vintage": [{"dataset": used.dataset, "version": used.version, "sha256": used.sha256} for used in self.terms.vintage]}


def _plain(cell: object) -> object:
    if isinstance(cell, float | np.floating):
        return float(cell) if np.isfinite(cell) else None
    return int(cell) if isinstance(cell, np.integer) else cell


Report = Callable[[int, int], None]


def read_table(path: Path | str, needed: tuple[str, ...], *, numbers: tuple[str, ...] = (),
               progress: Report | None = None) -> pandas.DataFrame:
    """A CSV or Parquet file as a table of text; headers in lower case with underscores.

    Columns in `numbers` are read as numbers where all their cells are. `progress` is told bytes read and bytes in all.

    Raises
    ------
    CannotDo
        When the file cannot be read, or a needed column is missing: the nearest one is named.
    """
    path, place = Path(path), str(path)
    frame = _parquet(path, place) if path.suffix.lower() == ".parquet" else _csv(path, place, numbers, progress)
    frame.columns = [_key(name) for name in frame.columns]
    problems = [Problem(f"The file has no column '{name}'.{did_you_mean(name, frame.columns)}", name, place)
                for name in needed if name not in frame.columns]
    problems += [Problem(f"The column '{name}' is there twice.", name, place)
                 for name in dict.fromkeys(frame.columns[frame.columns.duplicated()])]
    if problems:
        raise CannotDo(problems)
    return frame


def _parquet(path: Path, place: str) -> pandas.DataFrame:
    import pandas

    if not path.is_dir():  # a table of Parquet may be a folder of parts
        refuse_what_is_no_file(path, may_be_piped=False)
    try:
        return pandas.read_parquet(path)
    except Exception:  # a damaged one fails in its library's own ways
        raise CannotDo(Problem("This is not a Parquet file that can be read.", place=place)) from None


def _csv(path: Path, place: str, numbers: tuple[str, ...], progress: Report | None) -> pandas.DataFrame:
    import pandas

    refuse_what_is_no_file(path, may_be_piped=False)
    try:
        reading = {"index_col": False, "keep_default_na": False, "na_values": [""], "encoding": _encoding(path)}
        reading["sep"] = _delimiter(path, reading["encoding"])
        header = pandas.read_csv(path, header=None, nrows=1, dtype="str", **reading).iloc[0].tolist()
        frame = _in_chunks(path, {name: "str" for name in header if _key(name) not in numbers}, reading, progress)
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be read: {error.strerror or 'it is damaged'}.", place=place)) from None
    except pandas.errors.EmptyDataError:
        raise CannotDo(Problem("The file is empty.", place=place)) from None
    except UnicodeDecodeError:
        raise CannotDo(Problem("The file is not UTF-8 text; save it as CSV UTF-8.", place=place)) from None
    except (ValueError, pandas.errors.ParserError) as error:
        raise CannotDo(Problem(f"The file cannot be read as a table: {str(error).splitlines()[0][:120].rstrip('.')}.", place=place)) from None
    if len(header) == frame.shape[1]:
        frame.columns = header  # the reader would rename a column that is there twice
    return frame


def _key(name: object) -> str:
    return str(name).strip().lower().replace(" ", "_")


def _in_chunks(path: Path, texts: dict[str, str], reading: dict, progress: Report | None) -> pandas.DataFrame:
    """The whole table, read a part at a time so that somebody can be told how far it is."""
    import pandas

    size = path.stat().st_size
    chunks = []
    with path.open("rb") as file:
        for chunk in pandas.read_csv(file, dtype=texts, chunksize=CHUNK, low_memory=False, **reading):
            chunks.append(chunk)
            if progress:
                progress(file.tell(), size)
    return pandas.concat(chunks, ignore_index=True)


def _delimiter(path: Path, encoding: str) -> str:
    """What parts the cells of the first line that is not blank; a comma where nothing tells."""
    with path.open(encoding=encoding, newline="") as file:
        first = next((line for line in (file.readline(1 << 16) for _ in range(50)) if line.strip()), "")
    return max(",;\t", key=first.count)


def _encoding(path: Path) -> str:
    """UTF-8 with or without a mark; Windows letters where it is neither."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while part := file.read(1 << 20):
                decoder.decode(part)
            return "utf-8-sig"
        except UnicodeDecodeError:
            return "cp1252"


def value_register(contracts: pandas.DataFrame, commitments: pandas.DataFrame, reference: Reference, *,
                   price_year: str | None = None, conventions: Conventions | None = None) -> ValuedRegister:
    """Value every commitment in one pass and add the lines up by contract.

    A line whose contract is not in the register is valued, listed among the problems, and left out of the contracts.
    """
    terms = terms_for(commitments, reference, price_year=price_year, conventions=conventions)
    lines = value_table(commitments, terms)
    problems = [{"row": int(row) + 2, "field": lines["commitment_id"].iloc[row], "reason": lines["problem"].iloc[row]}
                for row in np.flatnonzero((lines["problem"] != "").to_numpy())]
    # A register keeps text that starts like a formula behind an apostrophe; the reference is what follows it.
    known = contracts["reference"].fillna("").astype(str).str.strip().str.replace(r"^'(?=[=+\-@])", "", regex=True)
    stray = ~lines["contract_ref"].isin(known).to_numpy() & (lines["problem"] == "").to_numpy()
    for row in np.flatnonzero(stray):
        name = lines["contract_ref"].iloc[row]
        hint = did_you_mean(name, known.iloc[:5000]) if len(problems) < SAID else ""
        problems.append({"row": int(row) + 2, "field": lines["commitment_id"].iloc[row],
                         "reason": f"The register has no contract '{name[:80]}'.{hint}" if name else "The line names no contract."})
    unread = tuple(name for name in commitments.columns if name not in COLUMNS)
    return ValuedRegister(lines, _by_contract(contracts, known, lines), sorted(problems, key=lambda each: each["row"]), terms, unread)


def _by_contract(contracts: pandas.DataFrame, known: pandas.Series, lines: pandas.DataFrame) -> pandas.DataFrame:
    """One row a contract, in the register's order; the ratio is pounds of present value per pound of contract value."""
    import pandas

    read = lines[lines["problem"] == ""]
    sums = read.groupby("contract_ref", sort=False)[list(RESULTS)].sum()
    found = pandas.DataFrame({"reference": known})
    for name in ("title", "buyer", "supplier"):
        found[name] = contracts[name].fillna("").astype(str) if name in contracts else ""
    value = pandas.to_numeric(contracts["value"], errors="coerce") if "value" in contracts else np.nan
    found["value"] = value
    found["lines"] = known.map(read["contract_ref"].value_counts()).fillna(0).astype(int)
    for name in RESULTS:
        found[name] = known.map(sums[name]).fillna(0.0)
    found["per_pound"] = np.where(found["value"] > 0, found["present_value"] / found["value"].where(found["value"] > 0), np.nan)
    return found


def value_files(contracts: Path, commitments: Path, reference: Reference, *, price_year: str | None = None,
                conventions: Conventions | None = None, progress: Report | None = None) -> ValuedRegister:
    """`value_register` on two files; `progress` is told how much of the commitments is read.

    Raises
    ------
    CannotDo
        When a file or a column is missing.
    """
    register = read_table(contracts, ("reference",))
    promised = read_table(commitments, NEEDED, numbers=NUMBERS, progress=progress)
    return value_register(register, promised, reference, price_year=price_year, conventions=conventions)
