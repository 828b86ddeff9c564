"""A person's own portfolio, kept in their folder so that a refresh finds it: only the columns that the sums need."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.delivery_tables import from_workbook
from svtrain.data.portfolio import FILES
from svtrain.data.register_value import NUMBERS
from svtrain.data.saved_work import SavedWork
from svtrain.data.text_bytes import text_of

MOST_BYTES = 60_000_000
# Left behind on purpose: owners, notes and who checked, which name people and which no sum needs.
COLUMNS = {
    "contracts.csv": ("reference", "title", "buyer", "supplier", "value", "start", "end", "cpv", "category", "place"),
    "commitments.csv": ("commitment_id", "contract_ref", "measure", "unit", "proxy_id", "start_date", "due_date", "price_year", *NUMBERS),
    "deliveries.csv": ("delivery_id", "commitment_id", "period_end", "qty", "verification", "share", "person", "disadvantage", "started"),
    "spend.csv": ("contract_ref", "period_end", "spent"),
}
_START, _END = "portfolio-", ".zip"


def trimmed(name: str, content: bytes) -> bytes:
    """A table with the columns that the sums need and no other, as UTF-8 CSV.

    Raises
    ------
    CannotDo
        When it is no table: a CSV, or a workbook saved as .xlsx.

    Examples
    --------
    >>> trimmed("spend.csv", b"Contract Ref;Spent;Note;period_end\\nK1;5;ring Jo;2026-03-31\\n")
    b'contract_ref,spent,period_end\\nK1,5,2026-03-31\\n'
    """
    if len(content) > MOST_BYTES:
        raise CannotDo(Problem(f"The file is over {MOST_BYTES // 1_000_000} MB, the most that is read here.", name))
    rows = _from_workbook(name, content) if content.startswith(b"PK\x03\x04") else _from_text(content)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    try:
        header = [cell.strip().lower().replace(" ", "_") for cell in next((row for row in rows if any(row)), [])]
        keep = [at for at, key in enumerate(header) if key in COLUMNS[name] and header.index(key) == at]
        if not keep:
            raise CannotDo(Problem(f"This does not look like {name}: none of its columns is known.", name))
        writer.writerow([header[at] for at in keep])
        writer.writerows([row[at] if at < len(row) else "" for at in keep] for row in rows if any(row))
    except csv.Error as error:
        raise CannotDo(Problem(f"This is not a CSV: {error}.", name)) from None
    return out.getvalue().encode()


def _from_text(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    return csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))


def _from_workbook(name: str, content: bytes) -> Iterator[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(name).stem}.xlsx"
        path.write_bytes(content)
        try:
            header, rows = from_workbook(path, path.stem)
        except CannotDo as error:
            raise CannotDo([Problem(one.message, name) for one in error.problems]) from None
    return iter([header, *([cells.get(key, "") for key in header] for _, cells in rows)])


def _decoded(content: bytes) -> str:
    with suppress(UnicodeDecodeError):
        return text_of(content, "utf-8", "cp1252")
    return content.decode("cp1252", "replace")


def keep_portfolio(tables: Mapping[str, bytes], *, folder: Path | None = None, owner: str | None = None) -> str:
    """Keep the tables in place of those before; gives the mark by which they are found again.

    Raises
    ------
    CannotDo
        When they cannot be written.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in FILES:
            if name in tables:
                archive.writestr(zipfile.ZipInfo(name), tables[name], zipfile.ZIP_DEFLATED, 1)
    mark = hashlib.sha256(whole.getvalue()).hexdigest()[:16]
    home = SavedWork("portfolio-board", folder=folder, owner=owner).home
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=home, prefix=".portfolio-", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(whole.getvalue())
        path = home / f"{_START}{mark}{_END}"
        os.replace(beside, path)
        for other in home.glob(f"{_START}*{_END}"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError as error:
        raise CannotDo(Problem(f"The portfolio could not be kept: {error.strerror or error}. Give the files again when you come back.")) from None
    return mark


def kept_portfolio(mark: str, into: Path, *, folder: Path | None = None, owner: str | None = None) -> dict[str, Path]:
    """Lay the kept tables out in a folder; empty when they are gone or damaged."""
    if not mark.isalnum():
        return {}
    home = SavedWork("portfolio-board", folder=folder, owner=owner).home
    try:
        with zipfile.ZipFile(home / f"{_START}{mark}{_END}") as archive:
            for name in FILES:
                if name in archive.namelist():
                    (into / name).write_bytes(archive.read(name))
    except (OSError, zipfile.BadZipFile, RuntimeError):
        return {}
    return {name: into / name for name in FILES if (into / name).is_file()}


def forget_portfolio(*, folder: Path | None = None, owner: str | None = None) -> None:
    """Delete what is kept."""
    with suppress(OSError):
        for path in SavedWork("portfolio-board", folder=folder, owner=owner).home.glob(f"{_START}*{_END}"):
            path.unlink(missing_ok=True)
