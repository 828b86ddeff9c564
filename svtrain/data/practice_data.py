"""The twelve practice contracts: invented, with promises, two years of deliveries, spend, tenders and value maps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from svtrain.core.monitoring import Commitment, Delivery, Spent
from svtrain.data.packages import Package, package
from svtrain.data.passports import split
from svtrain.data.reference_data import nearest

if TYPE_CHECKING:
    from svtrain.core.scoring.tender import Tender
    from svtrain.core.value_map import ValueMap


@dataclass(frozen=True, slots=True)
class Trap:
    """A mistake planted on purpose, for a learner to find."""

    id: str
    contract_ref: str
    trap: str
    commitment_ids: tuple[str, ...]
    what_to_look_for: str
    question: str
    lesson: str


@dataclass(frozen=True, slots=True)
class Need:
    """What was known of one outcome while the service was designed: a range, what it was read from, and who holds that.

    ``anyway_known_at`` is the stage (design or delivery) at which the map's judgements of what would have happened anyway
    could first be made.
    """

    contract_ref: str
    outcome_id: str
    low: float
    likely: float
    high: float
    found_in: str
    held_by: str
    anyway_known_at: str


@dataclass(frozen=True, slots=True)
class PracticeContract:
    """One invented contract with all that hangs on it. ``value`` is pounds over its whole life, including VAT."""

    reference: str
    slug: str
    title: str
    description: str
    buyer: str
    buyer_kind: str
    supplier: str
    value: float
    start: date
    end: date
    cpv: str
    category: str
    place: str
    form: str
    sme: bool
    vcse: bool
    commitments: tuple[Commitment, ...]
    deliveries: tuple[Delivery, ...]
    spend: tuple[Spent, ...]
    traps: tuple[Trap, ...]
    tender_path: Path
    value_map_path: Path
    needs: tuple[Need, ...] = ()

    def tender(self) -> Tender:
        """The tender that it came from."""
        from svtrain.data.tender import read_tender

        return read_tender(self.tender_path)[0]

    def value_map(self) -> ValueMap:
        """Its value map."""
        from svtrain.data.value_map import read_value_map

        return read_value_map(self.value_map_path)


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice set, and the folder of its tables for tools that read files."""

    contracts: tuple[PracticeContract, ...]
    folder: Path

    @property
    def traps(self) -> tuple[Trap, ...]:
        return tuple(trap for contract in self.contracts for trap in contract.traps)

    def contract(self, name: str) -> PracticeContract:
        """One contract by its reference (``PC01``) or its slug (``grounds-maintenance``).

        Raises
        ------
        CannotDo
            When there is none; the sentence names the nearest.
        """
        known = {contract.reference: contract for contract in self.contracts}
        known |= {contract.slug: contract for contract in self.contracts}
        return nearest(name, known, "practice contract")


@lru_cache(maxsize=1)
def practice() -> Practice:
    """The twelve practice contracts. Nothing in them is real.

    Examples
    --------
    >>> found = practice()
    >>> len(found.contracts), found.contract("home-care").supplier
    (12, 'Hearthside Care Co-operative (invented)')
    """
    collection = package("practice")
    commitments = _grouped(collection, "commitments", "contract_ref", _commitment)
    of_commitment = {item.id: item.contract_ref for items in commitments.values() for item in items}
    deliveries: dict[str, list[Delivery]] = {}
    for row in collection.rows("deliveries"):
        deliveries.setdefault(of_commitment[row["commitment_id"]], []).append(_delivery(row))
    spend = _grouped(collection, "spend", "contract_ref", _spent)
    traps = _grouped(collection, "traps", "contract_ref", _trap)
    needs = _grouped(collection, "needs", "contract_ref", _need)
    contracts = []
    for row in collection.rows("contracts"):
        name, slug = row["reference"], row["slug"]
        contracts.append(PracticeContract(
            value=float(row["value"]), start=date.fromisoformat(row["start"]), end=date.fromisoformat(row["end"]),
            sme=row["sme"] == "yes", vcse=row["vcse"] == "yes", commitments=tuple(commitments[name]),
            deliveries=tuple(deliveries.get(name, ())), spend=tuple(spend[name]), traps=tuple(traps.get(name, ())),
            needs=tuple(needs.get(name, ())),
            tender_path=collection.resources[f"tender-{slug}"], value_map_path=collection.resources[f"value-map-{slug}"],
            **{key: row[key] for key in ("reference", "slug", "title", "description", "buyer", "buyer_kind", "supplier", "cpv",
                                         "category", "place", "form")}))
    return Practice(tuple(contracts), collection.folder)


def _grouped(collection: Package, table: str, key: str, make) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in collection.rows(table):
        found.setdefault(row[key], []).append(make(row))
    return found


def _commitment(row) -> Commitment:
    return Commitment(row["commitment_id"], row["contract_ref"], row["measure"], row["unit"], float(row["target_qty"]),
                      date.fromisoformat(row["due_date"]), proxy_id=row["proxy_id"], owner=row["owner"], evidence_required=row["evidence_required"])


def _delivery(row) -> Delivery:
    return Delivery(row["delivery_id"], row["commitment_id"], date.fromisoformat(row["period_end"]), float(row["qty"]), row["verification"],
                    row["evidence_ref"], evidence_type=row["evidence_type"], verified_by=row["verified_by"],
                    verified_on=date.fromisoformat(row["verified_on"]), note=row["note"])


def _spent(row) -> Spent:
    return Spent(row["contract_ref"], date.fromisoformat(row["period_end"]), float(row["spent"]))


def _need(row) -> Need:
    return Need(row["contract_ref"], row["outcome_id"], float(row["low"]), float(row["likely"]), float(row["high"]), row["found_in"],
                row["held_by"], row["anyway_known_at"])


def _trap(row) -> Trap:
    return Trap(row["trap_id"], row["contract_ref"], row["trap"], split(row["commitment_ids"]), row["what_to_look_for"],
                row["question"], row["lesson"])
