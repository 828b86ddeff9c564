"""Data Packages under ``datasets/``: found, read, named by edition. Standard library only, so that it is quick."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Vintage
from svtrain.data.places import content

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Package:
    """One collection: one folder with its ``datapackage.json``."""

    folder: Path

    @cached_property
    def descriptor(self) -> Mapping:
        """What ``datapackage.json`` says.

        Raises
        ------
        CannotDo
            When the file is missing or is not JSON.
        """
        path = self.folder / DESCRIPTOR
        try:
            return json.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise CannotDo(Problem(f"The folder has no {DESCRIPTOR}.", place=str(self.folder))) from None
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise CannotDo(Problem("The file is not valid JSON.", place=str(path))) from None

    @property
    def name(self) -> str:
        return self.descriptor["name"]

    @property
    def kind(self) -> str:
        """What the folder holds: ``proxies``, ``series``, ``schedules``, ``benchmarks`` and so on."""
        return self.descriptor.get("kind", "")

    @property
    def version(self) -> str:
        return str(self.descriptor.get("version", ""))

    @property
    def resources(self) -> dict[str, Path]:
        """Table name to file."""
        return {resource["name"]: self.folder / resource["path"]
                for resource in self.descriptor.get("resources", ()) if isinstance(resource.get("path"), str)}

    @property
    def tables(self) -> dict[str, Path]:
        """The resources that are CSV tables."""
        return {name: path for name, path in self.resources.items() if path.suffix == ".csv"}

    def rows(self, resource: str) -> list[dict[str, str]]:
        """One table as text, reviewed corrections applied.

        Raises
        ------
        CannotDo
            When the table is unknown or unreadable, or a correction no longer fits it.
        """
        path = self.tables.get(resource)
        if path is None:
            raise CannotDo(Problem(f'There is no table "{resource}" in this collection.', place=str(self.folder)))
        rows = read_csv(path)
        if resource != "corrections" and "corrections" in self.resources:
            from svtrain.data.corrections import apply_corrections, read_corrections

            keys = self.primary_key(resource)
            return apply_corrections(rows, read_corrections(self), resource, keys, str(path))
        return rows

    def primary_key(self, resource: str) -> tuple[str, ...]:
        """The columns that name a row of a table."""
        for found in self.descriptor.get("resources", ()):
            if found["name"] == resource:
                key = found.get("schema", {}).get("primaryKey", ())
                return (key,) if isinstance(key, str) else tuple(key)
        return ()

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of every file that the collection lists, the same whatever the line endings."""
        total = hashlib.sha256()
        for path in sorted({self.folder / DESCRIPTOR, *self.resources.values()}):
            total.update(path.relative_to(self.folder).as_posix().encode())
            total.update(b"\0")
            total.update(path.read_bytes().replace(b"\r\n", b"\n"))
            total.update(b"\0")
        return total.hexdigest()

    @property
    def vintage(self) -> Vintage:
        return Vintage(self.name, self.version, self.sha256)


def read_csv(path: Path) -> list[dict[str, str]]:
    """A CSV file as rows of stripped text.

    Raises
    ------
    CannotDo
        When the file is missing, is not UTF-8, or a row has more or fewer cells than the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_cells(csv.reader(file), path))
    except FileNotFoundError:
        raise CannotDo(Problem("The file is missing.", place=str(path))) from None
    except UnicodeDecodeError:
        raise CannotDo(Problem("The file is not UTF-8 text; save it as CSV UTF-8.", place=str(path))) from None


def _cells(reader: Iterator[list[str]], path: Path) -> Iterator[dict[str, str]]:
    header = [name.strip() for name in next(reader, [])]
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise CannotDo(Problem(f"The row has {len(cells)} cells; the header has {len(header)}.", place=f"{path}, row {number}"))
        yield {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def packages(root: Path | None = None) -> list[Package]:
    """Every collection under ``datasets/``, by folder name, however deep.

    Examples
    --------
    >>> "discount-schedules" in [package.name for package in packages()]
    True
    """
    root = root or content("datasets")
    return [Package(path.parent) for path in sorted(root.rglob(DESCRIPTOR))]


def package(name: str, root: Path | None = None) -> Package:
    """One collection by its name.

    Raises
    ------
    CannotDo
        When no collection has that name; the sentence names the nearest one.
    """
    from svtrain.data.reference_data import nearest

    found = {item.name: item for item in packages(root)}
    return nearest(name, found, "collection")
