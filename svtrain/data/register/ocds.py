"""OCDS JSON: releases and record packages, one row an award; contact points and addresses are never looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.columns import KNOWN, OUTPUT, ColumnUse, Mapping
from svtrain.data.register.json_file import BROKEN, NOT_JSON
from svtrain.data.register.ocds_amounts import worth
from svtrain.data.register.ocds_process import keys, parts, processes, text, together
from svtrain.data.register.tables import AT_A_TIME, Piece, Progress, from_rows

_FIELDS = tuple(name for name in OUTPUT if name not in ("suppliers_count", "source_row"))
_PATHS = {"reference": "ocid", "title": "awards/title or tender/title", "description": "awards/description or tender/description",
          "buyer": "buyer/name", "supplier": "awards/suppliers/name", "value": "awards/value/amount", "value_basis": "awards/value",
          "start": "contractPeriod/startDate", "end": "contractPeriod/endDate", "cpv": "items/classification/id",
          "category": "tender/mainProcurementCategory", "place": "items/deliveryAddresses", "sme": "parties/details/scale",
          "vcse": "parties/details/vcse"}
NOT_A_RELEASE = "it is not a release"
_NOT_AWARDED = {"cancelled", "unsuccessful", "withdrawn"}
_PACKED = ("releases", "records", "results")  # lists that a package holds
_CATEGORY = {"goods": "Goods", "services": "Services", "works": "Works"}


_RELEASE = frozenset("ocid id date tag initiationType language buyer tender awards contracts parties planning bids relatedProcesses links".split())


def is_ocds(whole: Any) -> bool:
    """Whether JSON holds releases or records of open contracting, rather than flat records that may borrow a name from them.

    Examples
    --------
    >>> is_ocds([{"ocid": "a", "tender": {"title": "Lifts"}}]), is_ocds([{"ocid": "a", "title": "Lifts", "supplier": "Acme"}])
    (True, False)
    """
    if isinstance(whole, dict) and any(isinstance(whole.get(key), list) for key in _PACKED[:2]):
        return True
    some = [one for one in packed(whole)[:200] if isinstance(one, dict) and one is not BROKEN]
    return any(map(_is_release, some)) or any("ocid" in one and set(one) <= _RELEASE for one in some)


def _is_release(one: dict) -> bool:
    if any(isinstance(one.get(key), dict) for key in ("tender", "planning")) or (isinstance(one.get("buyer"), dict) and "ocid" in one):
        return True
    return any(isinstance(part.get("suppliers"), list) or isinstance(part.get("value"), dict) for key in ("awards", "contracts") for part in parts(one.get(key)))


class OcdsTable:
    """Releases or records, as rows of a register.

    A row's number is the number of its release or record in the file; a release with several awards gives a row for each.
    """

    delimiter = ""
    shift = 0
    header_row = 0

    def __init__(self, whole: Any, encoding: str, place: str):
        self.place, self.notes, self.sheets, self.encoding = place, [], [], encoding
        found = packed(whole)
        releases = list(enumerate(found, start=1))
        self._rows, self._numbers, self._faults = [], [], []
        self._process, reused = keys(releases)
        if reused:
            self.notes.append(f"Notices of several buyers share an identifier, and were told apart by buyer and title: {', '.join(one[:60] for one in reused[:5])}.")
        several = processes(releases, self._process)
        self._together = {ocid: together(one for _, one in those) for ocid, those in several.items()}
        self._last = {ocid: max(those, key=lambda one: (text(one[1].get("date")), one[0]))[0] for ocid, those in several.items()}
        newest = _newest_awards(releases, self._process)
        for number, release in releases:
            self._add(number, release, newest)
        if all(reason in (NOT_A_RELEASE, NOT_JSON) for _, reason in self._faults) and len(self._faults) == len(self._rows):
            raise CannotDo(Problem("The JSON holds no OCDS releases or records.", place=place))
        uses = [ColumnUse(_PATHS[name], index, name, KNOWN, 100, rank=1) for index, name in enumerate(_FIELDS)]
        self.mapping = Mapping(uses, "ocds-records" if isinstance(whole, dict) and isinstance(whole.get("records"), list) else "ocds-releases")

    def _add(self, number: int, release: Any, newest: dict[tuple[str, str], tuple[str, int]]) -> None:
        if release is BROKEN:
            self._fault(number, NOT_JSON)
            return
        if not isinstance(release, dict) or not any(key in release for key in ("ocid", "tender", "awards", "contracts", "buyer", "planning")):
            self._fault(number, NOT_A_RELEASE)
            return
        ocid, process = text(release.get("ocid")), self._process[number]
        whole = self._together.get(process, release)  # what all releases of the process say together
        if parts(release.get("awards")):
            self._add_awards(number, ocid, release, whole, newest)
        elif parts(whole.get("awards")):
            self._fault(number, f"release {newest[process, ''][1]} of the same process ({ocid[:60]}) holds its award")
        elif self._last.get(process, number) != number:
            self._fault(number, f"release {self._last[process]} of the same process ({ocid[:60]}) is newer")
        elif not self._add_contracts(number, whole, parts(whole.get("contracts"))):
            status = text(_dict(whole.get("tender")).get("status")).lower()
            if status in _NOT_AWARDED:
                self._fault(number, f"its tender is {status}")
            else:
                self._row(number, whole, {}, [])

    def _add_awards(self, number: int, ocid: str, release: dict, whole: dict, newest: dict[tuple[str, str], tuple[str, int]]) -> None:
        standing = {text(one.get("id")): one for one in parts(whole.get("awards"))}
        process = self._process[number]
        contracts = parts(whole.get("contracts"))
        live = [one for one in parts(whole.get("awards")) if text(one.get("status")).lower() not in _NOT_AWARDED]
        for award in parts(release.get("awards")):
            name = text(award.get("id"))
            award = standing.get(name, award) if name and len(standing) == len(parts(whole.get("awards"))) else award
            later = newest.get((process, name))
            status = text(award.get("status")).lower()
            if ocid and later and later[1] != number:
                self._fault(number, f"release {later[1]} of the same process ({ocid[:60]}) holds a newer version of this award")
            elif status in _NOT_AWARDED:
                self._fault(number, f"its award is {status}")
            else:
                own = [one for one in contracts if text(one.get("awardID")) == name or (len(standing) == 1 and not text(one.get("awardID")))]
                self._row(number, whole, award, own, len(live))
        if not ocid or newest.get((process, ""), ("", number))[1] == number:
            self._add_contracts(number, whole, [one for one in contracts if text(one.get("awardID")) not in standing
                                                and (text(one.get("awardID")) or len(standing) > 1)])

    def _add_contracts(self, number: int, whole: dict, contracts: list[dict]) -> bool:
        """A row for each contract that belongs to no award in the file; whether there was any."""
        for contract in contracts:
            status = text(contract.get("status")).lower()
            if status in _NOT_AWARDED:
                self._fault(number, f"its contract is {status}")
            else:
                self._row(number, whole, {}, [contract], len(contracts))
        return bool(contracts)

    def _fault(self, number: int, reason: str) -> None:
        self._faults.append((len(self._rows), reason))
        self._rows.append([""] * len(_FIELDS))
        self._numbers.append(number)

    def _row(self, number: int, release: dict, award: dict, contracts: list[dict], awards: int = 1) -> None:
        found = _register_row(release, award, contracts, awards)
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


def packed(whole: Any) -> list[Any]:
    """The releases and records in a package, in a list of packages, or in a package one level down.

    Examples
    --------
    >>> len(packed({"data": {"releases": [{"ocid": "a"}, {"ocid": "b"}]}})), len(packed([{"ocid": "a"}, {"records": [{"ocid": "b"}]}]))
    (2, 2)
    """
    if isinstance(whole, list):
        return [one for item in whole for one in (_packed(item) or [_of_record(item)])]
    if not isinstance(whole, dict):
        return []
    if found := _packed(whole):
        return found
    if "ocid" in whole or "compiledRelease" in whole:
        return [_of_record(whole)]
    return next((found for inner in whole.values() if isinstance(inner, dict) and (found := _packed(inner))), [])


def _packed(item: Any) -> list[Any]:
    """What a package holds; nothing where it is a record of one process, or no package."""
    if not isinstance(item, dict) or "ocid" in item or item is BROKEN:
        return []
    for key in _PACKED:
        if isinstance(item.get(key), list):
            return [one for inner in item[key] for one in (_packed(inner) or [_of_record(inner)])]
    return []


def _of_record(record: Any) -> Any:
    """What a record says now: its compiled release, else its releases together; a release stays as it is."""
    if not isinstance(record, dict):
        return record
    for key in ("compiledRelease", "release"):
        if isinstance(record.get(key), dict):
            return {"ocid": record.get("ocid"), **record[key]}
    releases = parts(record.get("releases"))
    return {"ocid": record.get("ocid"), **together(releases)} if releases else record


def _newest_awards(releases: list[tuple[int, Any]], named: dict[int, str]) -> dict[tuple[str, str], tuple[str, int]]:
    """For each process and award, and for each process with an award at all, the newest release that holds it."""
    newest: dict[tuple[str, str], tuple[str, int]] = {}
    for number, release in releases:
        if not isinstance(release, dict):
            continue
        process, day = named[number], text(release.get("date"))
        for award in _list(release.get("awards")):
            if isinstance(award, dict) and process:
                for name in {text(award.get("id")), ""}:
                    newest[process, name] = max(newest.get((process, name), ("", 0)), (day, number))
    return newest


def _register_row(release: dict, award: dict, contracts: list[dict], awards: int) -> dict[str, Any]:
    tender = _dict(release.get("tender"))
    parties = {text(one.get("id")): one for one in parts(release.get("parties"))}
    names, people = _suppliers(release, award, parties, awards)
    lots = _lots(tender, award, contracts)
    value, basis = worth(award, contracts, lots, release, awards)
    start, end = _period(award, contracts, lots, tender)
    items = [_dict(item) for part in (award, *contracts, tender) for item in _list(part.get("items"))]
    return {
        "reference": text(release.get("ocid")) or text(tender.get("id")) or text(release.get("id")),
        "title": _first(award.get("title"), *[one.get("title") for one in contracts], _of_lots(tender, lots), tender.get("title")),
        "description": _first(award.get("description"), *[one.get("description") for one in contracts], tender.get("description")),
        "buyer": _buyer(release, parties), "supplier": "; ".join(names), "value": value, "value_basis": basis, "start": start, "end": end,
        "cpv": " ".join(_codes(tender, items)),
        "category": _category(_first(tender.get("mainProcurementCategory"), award.get("mainProcurementCategory"))),
        "place": _place(tender, items), "sme": _agreed([_scale(one) for one in people]), "vcse": _agreed([_vcse(one) for one in people]),
    }


def _lots(tender: dict, award: dict, contracts: list[dict]) -> list[dict]:
    """The lots that an award, or its contracts, say they are for."""
    named = {text(name) for part in (award, *contracts) for name in _list(part.get("relatedLots"))}
    return [lot for lot in parts(tender.get("lots")) if text(lot.get("id")) in named]


def _of_lots(tender: dict, lots: list[dict]) -> str:
    titles = [text(lot.get("title")) for lot in lots if text(lot.get("title"))]
    whole = text(tender.get("title"))
    return f"{whole}: {', '.join(titles)}" if titles and whole and titles != [whole] else ""


def _period(award: dict, contracts: list[dict], lots: list[dict], tender: dict) -> tuple[str, str]:
    """First and last day, each from the first part that tells it; of several contracts or lots, the earliest and the latest."""
    told = ([award.get("contractPeriod")], [one.get("period") for one in contracts], [one.get("contractPeriod") for one in lots],
            [tender.get("contractPeriod")], [one.get("contractPeriod") for one in parts(tender.get("lots"))])
    starts = ([text(_dict(one).get("startDate")) for one in several] for several in told)
    ends = ([text(_dict(one).get("endDate")) for one in several] for several in told)
    return (next((min(filter(None, days)) for days in starts if any(days)), ""), next((max(days) for days in ends if any(days)), ""))


def _suppliers(release: dict, award: dict, parties: dict[str, dict], awards: int) -> tuple[list[str], list[dict]]:
    named = parts(award.get("suppliers"))
    if not named and awards == 1 and (award or parts(release.get("contracts"))):
        named = [one for one in parties.values() if "supplier" in _list(one.get("roles"))]
    people = [{**one, **{key: value for key, value in parties.get(text(one.get("id")), {}).items() if key in ("details", "identifier")},
               "name": text(one.get("name")) or text(parties.get(text(one.get("id")), {}).get("name"))} for one in named]
    return [text(one["name"]).replace(";", ",") for one in people if text(one["name"])], people


def _buyer(release: dict, parties: dict[str, dict]) -> str:
    buyer = _dict(release.get("buyer"))
    named = [text(one.get("name")) for one in parties.values() if {"buyer", "procuringEntity"} & set(map(str, _list(one.get("roles"))))]
    return text(buyer.get("name")) or text(parties.get(text(buyer.get("id")), {}).get("name")) or (named[0] if named else "")


def _category(word: str) -> str:
    return _CATEGORY.get(word, word)


def _codes(tender: dict, items: list[dict]) -> list[str]:
    groups = [tender.get("classification"), *_list(tender.get("additionalClassifications"))]
    for item in items:
        groups += [item.get("classification"), *_list(item.get("additionalClassifications"))]
    found = [text(one.get("id")) for one in map(_dict, groups) if text(one.get("scheme")).upper() in ("CPV", "")]
    return list(dict.fromkeys(code for code in found if code))


def _place(tender: dict, items: list[dict]) -> str:
    addresses = [_dict(one) for item in items for one in [*_list(item.get("deliveryAddresses")), item.get("deliveryAddress"), item.get("deliveryLocation")]]
    addresses += [_dict(one) for one in _list(tender.get("deliveryAddresses"))]
    for key in ("region", "postalCode", "locality", "countryName"):
        found = list(dict.fromkeys(text(one.get(key)) for one in addresses if text(one.get(key))))
        if found:
            return ", ".join(found)
    return ""


def _scale(party: dict) -> str:
    details = _dict(party.get("details"))
    scale = text(details.get("scale")).lower()
    return {"sme": "yes", "micro": "yes", "small": "yes", "medium": "yes", "large": "no"}.get(scale, _yes_no(details.get("sme")))


def _vcse(party: dict) -> str:
    return _yes_no(_dict(party.get("details")).get("vcse"))


def _yes_no(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return text(value) if text(value).lower() in ("yes", "no") else ""


def _agreed(answers: list[str]) -> str:
    said = {answer for answer in answers if answer}
    return "mixed" if len(said) > 1 else next(iter(said), "")


def _first(*values: Any) -> str:
    return next((found for value in values if (found := text(value))), "")


def _dict(value: Any) -> dict:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []
