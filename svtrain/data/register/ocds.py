"""OCDS JSON: releases and record packages, one row an award; contact points and addresses are never looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.columns import KNOWN, OUTPUT, ColumnUse, Mapping
from svtrain.data.register.tables import AT_A_TIME, Piece, Progress, from_rows

_FIELDS = tuple(name for name in OUTPUT if name not in ("suppliers_count", "source_row"))
_PATHS = {"reference": "ocid", "title": "awards/title or tender/title", "description": "awards/description or tender/description",
          "buyer": "buyer/name", "supplier": "awards/suppliers/name", "value": "awards/value/amount", "value_basis": "awards/value",
          "start": "contractPeriod/startDate", "end": "contractPeriod/endDate", "cpv": "items/classification/id",
          "category": "tender/mainProcurementCategory", "place": "items/deliveryAddresses", "sme": "parties/details/scale",
          "vcse": "parties/details/vcse"}
NOT_A_RELEASE = "it is not a release"
NOT_JSON = "the line is not valid JSON"
_BROKEN = {"": NOT_JSON}  # stands for a line that cannot be read
_NOT_AWARDED = {"cancelled", "unsuccessful"}
_CATEGORY = {"goods": "Goods", "services": "Services", "works": "Works"}


def is_json(opening: bytes) -> bool:
    """Whether a file that begins with a bracket is JSON rather than a table whose first cell begins so.

    Examples
    --------
    >>> is_json(b'[{"ocid"'), is_json(b"[removed],Supplier")
    (True, False)
    """
    return opening[:1] == b"{" or (opening[:1] == b"[" and opening[1:].lstrip()[:1] in (b"{", b"]"))


class OcdsTable:
    """Releases or records, as rows of a register.

    A row's number is the number of its release or record in the file; a release with several awards gives a row for each.
    """

    delimiter = ""
    shift = 0
    encoding = "utf-8"
    header_row = 0

    def __init__(self, source: Path | bytes, place: str):
        self.place, self.notes, self.sheets = place, [], []
        releases, kind = self._releases(_load(source, place))
        self._rows, self._numbers, self._faults = [], [], []
        newest = _newest_awards(releases)
        for number, release in releases:
            self._add(number, release, newest)
        if all(reason in (NOT_A_RELEASE, NOT_JSON) for _, reason in self._faults) and len(self._faults) == len(self._rows):
            raise CannotDo(Problem("The JSON holds no OCDS releases or records.", place=place))
        uses = [ColumnUse(_PATHS[name], index, name, KNOWN, 100, rank=1) for index, name in enumerate(_FIELDS)]
        self.mapping = Mapping(uses, kind)

    def _releases(self, whole: Any) -> tuple[list[tuple[int, Any]], str]:
        if isinstance(whole, dict) and isinstance(whole.get("records"), list):
            return [(at, _of_record(record)) for at, record in enumerate(whole["records"], start=1)], "ocds-records"
        if isinstance(whole, dict) and isinstance(whole.get("releases"), list):
            return list(enumerate(whole["releases"], start=1)), "ocds-releases"
        if isinstance(whole, dict) and isinstance(whole.get("results"), list):
            return [(at, _of_record(item)) for at, item in enumerate(whole["results"], start=1)], "ocds-releases"
        if isinstance(whole, dict) and ("ocid" in whole or "compiledRelease" in whole):
            return [(1, _of_record(whole))], "ocds-releases"
        if isinstance(whole, list) and whole:
            found: list[Any] = []
            for item in whole:
                inner = item.get("releases") if isinstance(item, dict) else None
                found += inner if isinstance(inner, list) else [_of_record(item)]
            return list(enumerate(found, start=1)), "ocds-releases"
        raise CannotDo(Problem("The JSON holds no OCDS releases or records.", place=self.place))

    def _add(self, number: int, release: Any, newest: dict[tuple[str, str], tuple[str, int]]) -> None:
        if release is _BROKEN:
            self._fault(number, NOT_JSON)
            return
        if not isinstance(release, dict) or not any(key in release for key in ("ocid", "tender", "awards", "contracts", "buyer", "planning")):
            self._fault(number, NOT_A_RELEASE)
            return
        ocid = _text(release.get("ocid"))
        awards = [award for award in _list(release.get("awards")) if isinstance(award, dict)]
        if not awards:
            later = newest.get((ocid, ""))
            if ocid and later and later[1] != number:
                self._fault(number, f"release {later[1]} of the same process ({ocid[:60]}) holds its award")
            else:
                self._row(number, release, {})
            return
        for award in awards:
            later = newest.get((ocid, _text(award.get("id"))))
            status = _text(award.get("status")).lower()
            if ocid and later and later[1] != number:
                self._fault(number, f"release {later[1]} of the same process ({ocid[:60]}) holds a newer version of this award")
            elif status in _NOT_AWARDED:
                self._fault(number, f"its award is {status}")
            else:
                self._row(number, release, award)

    def _fault(self, number: int, reason: str) -> None:
        self._faults.append((len(self._rows), reason))
        self._rows.append([""] * len(_FIELDS))
        self._numbers.append(number)

    def _row(self, number: int, release: dict, award: dict) -> None:
        found = _register_row(release, award)
        self._rows.append([found[name] for name in _FIELDS])
        self._numbers.append(number)
        if not any(found[name] not in ("", None) for name in ("title", "supplier", "description", "value")):
            self._faults.append((len(self._rows) - 1, "it has no supplier, no title and no amount"))

    def top(self) -> list[list]:
        """The names of the fields, then the rows."""
        return [list(_PATHS[name] for name in _FIELDS), *self._rows[:400]]

    def pieces(self, width: int, first: int, progress: Progress | None = None) -> Iterator[Piece]:
        """The rows; `first` is of no concern here, because there is no row of headings in JSON."""
        faults = dict(self._faults)
        for begin in range(0, len(self._rows), AT_A_TIME):
            rows = self._rows[begin: begin + AT_A_TIME]
            marked = [row if begin + at not in faults else ["-", *row[1:]] for at, row in enumerate(rows)]  # so that it is not blank
            piece = from_rows(marked, self._numbers[begin: begin + AT_A_TIME], len(_FIELDS), typed=True)
            piece.faults.update({at - begin: reason for at, reason in faults.items() if begin <= at < begin + len(rows)})
            yield piece
            if progress:
                progress(begin + len(rows), len(self._rows))

    patient_pieces = pieces


def _load(source: Path | bytes, place: str) -> Any:
    try:
        raw = source if isinstance(source, bytes) else source.read_bytes()
        text = raw.decode(json.detect_encoding(raw), "replace")
        try:
            return json.loads(text.lstrip("\ufeff"))
        except json.JSONDecodeError:
            lines = _lines(text)
            if lines is None:
                raise
            return lines
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be read: {error.strerror or error}.", place=place)) from None
    except json.JSONDecodeError as error:
        raise CannotDo(Problem(f"The file is not valid JSON: line {error.lineno}, column {error.colno}.", place=place)) from None
    except (RecursionError, ValueError, MemoryError):
        raise CannotDo(Problem("The JSON cannot be read: it is nested too deeply or holds impossible numbers.", place=place)) from None


def _lines(text: str) -> list | None:
    """One JSON object a line, as bulk downloads come; a spoilt line stands as broken, a file of none is nothing.

    Examples
    --------
    >>> len(_lines('{"ocid": "a"}\\n{"ocid": "b')), _lines('{"ocid":\\n "a') is None
    (2, True)
    """
    found: list[Any] = []
    for line in text.split("\n"):
        if line.strip():
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError:
                found.append(_BROKEN)
    return found if any(isinstance(one, dict) and one is not _BROKEN for one in found) else None


def _of_record(record: Any) -> Any:
    """What a record says now: its compiled release, else its newest release; a release stays as it is."""
    if not isinstance(record, dict):
        return record
    for key in ("compiledRelease", "release"):
        if isinstance(record.get(key), dict):
            return {"ocid": record.get("ocid"), **record[key]}
    releases = [one for one in _list(record.get("releases")) if isinstance(one, dict)]
    if not releases:
        return record
    newest = max(releases, key=lambda one: _text(one.get("date")))
    return {"ocid": record.get("ocid"), **newest}


def _newest_awards(releases: list[tuple[int, Any]]) -> dict[tuple[str, str], tuple[str, int]]:
    """For each process and award, and for each process with an award at all, the newest release that holds it."""
    newest: dict[tuple[str, str], tuple[str, int]] = {}
    for number, release in releases:
        if not isinstance(release, dict):
            continue
        ocid, day = _text(release.get("ocid")), _text(release.get("date"))
        for award in _list(release.get("awards")):
            if isinstance(award, dict) and ocid:
                for name in {_text(award.get("id")), ""}:
                    newest[ocid, name] = max(newest.get((ocid, name), ("", 0)), (day, number))
    return newest


def _register_row(release: dict, award: dict) -> dict[str, Any]:
    tender = _dict(release.get("tender"))
    contracts = [one for one in _list(release.get("contracts")) if isinstance(one, dict)]
    contracts = [one for one in contracts if not award or _text(one.get("awardID")) in ("", _text(award.get("id")))]
    parties = {_text(one.get("id")): one for one in _list(release.get("parties")) if isinstance(one, dict)}
    names, people = _suppliers(release, award, parties)
    value, basis = _value(award, contracts, tender, release)
    period = [_dict(award.get("contractPeriod")), *[_dict(one.get("period")) for one in contracts], _dict(tender.get("contractPeriod"))]
    for lot in _list(tender.get("lots")):
        period.append(_dict(_dict(lot).get("contractPeriod")))
    items = [_dict(item) for part in (award, *contracts, tender) for item in _list(part.get("items"))]
    return {
        "reference": _text(release.get("ocid")) or _text(tender.get("id")) or _text(release.get("id")),
        "title": _first(award.get("title"), *[one.get("title") for one in contracts], tender.get("title")),
        "description": _first(award.get("description"), *[one.get("description") for one in contracts], tender.get("description")),
        "buyer": _buyer(release, parties), "supplier": "; ".join(names), "value": value, "value_basis": basis,
        "start": _first(*[one.get("startDate") for one in period]), "end": _first(*[one.get("endDate") for one in period]),
        "cpv": " ".join(_codes(tender, items)),
        "category": _category(_first(tender.get("mainProcurementCategory"), award.get("mainProcurementCategory"))),
        "place": _place(tender, items), "sme": _agreed([_scale(one) for one in people]), "vcse": _agreed([_vcse(one) for one in people]),
    }


def _suppliers(release: dict, award: dict, parties: dict[str, dict]) -> tuple[list[str], list[dict]]:
    named = [one for one in _list(award.get("suppliers")) if isinstance(one, dict)]
    if award and not named:
        related = [one for one in parties.values() if "supplier" in _list(one.get("roles"))]
        named = related if len(_list(release.get("awards"))) == 1 else []
    people = [{**one, **{key: value for key, value in parties.get(_text(one.get("id")), {}).items() if key in ("details", "identifier")},
               "name": _text(one.get("name")) or _text(parties.get(_text(one.get("id")), {}).get("name"))} for one in named]
    return [_text(one["name"]).replace(";", ",") for one in people if _text(one["name"])], people


def _value(award: dict, contracts: list[dict], tender: dict, release: dict) -> tuple[Any, str]:
    """The first amount that is stated: awarded, contracted, then estimated. Another currency is said, and not counted as pounds."""
    for part, basis in ((award, "awarded"), *[(one, "contract") for one in contracts[:1]], (tender, "value_high"),
                        (_dict(_dict(release.get("planning")).get("budget")), "estimate")):
        money = _dict(part.get("value") or (part.get("amount") if basis == "estimate" else None))
        amount = money.get("amount")
        if amount is None or amount == "" or isinstance(amount, (dict, list)):
            continue
        currency = _text(money.get("currency")).upper()
        if currency not in ("", "GBP"):
            return f"{currency[:3]} {amount}", basis
        return amount, basis
    return "", ""


def _buyer(release: dict, parties: dict[str, dict]) -> str:
    buyer = _dict(release.get("buyer"))
    named = [_text(one.get("name")) for one in parties.values() if {"buyer", "procuringEntity"} & set(map(str, _list(one.get("roles"))))]
    return _text(buyer.get("name")) or _text(parties.get(_text(buyer.get("id")), {}).get("name")) or (named[0] if named else "")


def _category(word: str) -> str:
    return _CATEGORY.get(word, word)


def _codes(tender: dict, items: list[dict]) -> list[str]:
    groups = [tender.get("classification"), *_list(tender.get("additionalClassifications"))]
    for item in items:
        groups += [item.get("classification"), *_list(item.get("additionalClassifications"))]
    found = [_text(one.get("id")) for one in map(_dict, groups) if _text(one.get("scheme")).upper() in ("CPV", "")]
    return list(dict.fromkeys(code for code in found if code))


def _place(tender: dict, items: list[dict]) -> str:
    addresses = [_dict(one) for item in items for one in [*_list(item.get("deliveryAddresses")), item.get("deliveryAddress"), item.get("deliveryLocation")]]
    addresses += [_dict(one) for one in _list(tender.get("deliveryAddresses"))]
    for key in ("region", "postalCode", "locality", "countryName"):
        found = list(dict.fromkeys(_text(one.get(key)) for one in addresses if _text(one.get(key))))
        if found:
            return ", ".join(found)
    return ""


def _scale(party: dict) -> str:
    details = _dict(party.get("details"))
    scale = _text(details.get("scale")).lower()
    return {"sme": "yes", "micro": "yes", "small": "yes", "medium": "yes", "large": "no"}.get(scale, _yes_no(details.get("sme")))


def _vcse(party: dict) -> str:
    return _yes_no(_dict(party.get("details")).get("vcse"))


def _yes_no(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _text(value) if _text(value).lower() in ("yes", "no") else ""


def _agreed(answers: list[str]) -> str:
    said = {answer for answer in answers if answer}
    return "mixed" if len(said) > 1 else next(iter(said), "")


def _first(*values: Any) -> str:
    return next((text for value in values if (text := _text(value))), "")


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else (str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else "")


def _dict(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []
