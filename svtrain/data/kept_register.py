"""A cleaned register kept in a person's own folder, so that a refresh finds it; no column beyond the cleaned ones is in it."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.formula_cells import as_text
from svtrain.data.saved_work import SavedWork

if TYPE_CHECKING:
    import pandas as pd

_START, _END = "register-", ".csv.gz"
MOST_BYTES = 30_000_000  # packed; a register of several hundred thousand rows
_DAYS = ("start", "end")
_MARKED = ("'=", "'+", "'-", "'@")


def _home(folder: Path | None, owner: str | None) -> Path:
    return SavedWork("register", folder=folder, owner=owner).home


def keep_register(table: pd.DataFrame, *, folder: Path | None = None, owner: str | None = None) -> str:
    """Keep a register in place of the one before; gives the mark by which it is found again.

    Raises
    ------
    CannotDo
        When it cannot be written, or is too large to be kept.
    """
    made = table.assign(**{name: table[name].astype("datetime64[s]").dt.strftime("%Y-%m-%d").fillna("") for name in _DAYS})
    for name in made.select_dtypes("str").columns:
        risky = made[name].str.startswith(("=", "+", "-", "@", "\t", "\r"))
        if risky.any():
            made[name] = made[name].mask(risky, made.loc[risky, name].map(as_text))
    words = io.StringIO()
    made.to_csv(words, index=False, lineterminator="\n")
    data = gzip.compress(words.getvalue().encode("utf-8", "surrogatepass"), compresslevel=1, mtime=0)
    if len(data) > MOST_BYTES:
        raise CannotDo(Problem("This register is too large to be kept here; give the file again when you come back."))
    mark = hashlib.sha256(data).hexdigest()[:16]
    home = _home(folder, owner)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = home / f"{_START}{mark}{_END}"
        handle, beside = tempfile.mkstemp(dir=home, prefix=".register-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(beside, path)
        for other in home.glob(f"{_START}*{_END}"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError as error:
        raise CannotDo(Problem(f"The register could not be kept: {error.strerror or error}. Give the file again when you come back.")) from None
    return mark


def kept_register(mark: str, *, folder: Path | None = None, owner: str | None = None) -> pd.DataFrame | None:
    """The register kept under a mark; None when it is gone or cannot be read."""
    import pandas as pd

    if not mark.isalnum():
        return None
    try:
        with gzip.open(_home(folder, owner) / f"{_START}{mark}{_END}", "rt", encoding="utf-8", errors="surrogatepass", newline="") as file:
            table = pd.read_csv(file, dtype="str", keep_default_na=False)
        for name in table.columns:
            marked = table[name].str.startswith(_MARKED)
            if marked.any():
                table[name] = table[name].mask(marked, table[name].str.slice(1))
        table["value"] = pd.to_numeric(table["value"], errors="coerce")
        table["suppliers_count"] = pd.to_numeric(table["suppliers_count"]).astype("int64")
        for name in _DAYS:
            table[name] = pd.to_datetime(table[name], errors="coerce").astype("datetime64[s]")
        numbers = pd.to_numeric(table["source_row"], errors="coerce")
        if not numbers.isna().any():
            table["source_row"] = numbers.astype("int64")
        return table
    except (OSError, EOFError, ValueError, KeyError):
        return None


def forget_register(*, folder: Path | None = None, owner: str | None = None) -> None:
    """Delete what is kept."""
    with suppress(OSError):
        for path in _home(folder, owner).glob(f"{_START}*{_END}"):
            path.unlink(missing_ok=True)
