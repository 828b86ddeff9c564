"""The contracts that a person chose, kept where their other pages find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from svtrain.core.problems import CannotDo
from svtrain.data.saved_work import SavedWork

APP = "chosen-contracts"  # people/<person>/chosen-contracts.json in the work folder
VERSION = 1


@dataclass(frozen=True, slots=True)
class ChosenContract:
    """One contract as the register gave it, and why it was chosen.

    Days are written 2026-04-01 and are empty where not known; ``value`` is pounds, or None. ``marks`` are the person's own, 1 to
    5, by name: value, influence, relevance.
    """

    title: str
    supplier: str = ""
    reference: str = ""
    description: str = ""
    buyer: str = ""
    value: float | None = None
    value_basis: str = ""
    start: str = ""
    end: str = ""
    cpv: str = ""
    category: str = ""
    place: str = ""
    sme: str = ""
    vcse: str = ""
    reason: str = ""
    marks: dict | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, and from which register (a file's name)."""

    contracts: tuple[ChosenContract, ...] = ()
    register: str = ""


def save_chosen(contracts: Sequence[ChosenContract], register: str, *, folder: Path | None = None, owner: str | None = None) -> None:
    """Keep what was chosen, in place of what was chosen before.

    Raises
    ------
    CannotDo
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as work:
    ...     save_chosen([ChosenContract("Grounds", value=5e5, reason="It ends soon")], "register.csv", folder=work)
    ...     load_chosen(folder=work).contracts[0].reason
    'It ends soon'
    """
    SavedWork(APP, VERSION, folder=folder, owner=owner).replace({"register": register, "contracts": [asdict(one) for one in contracts]})


def load_chosen(*, folder: Path | None = None, owner: str | None = None) -> Chosen:
    """What this person chose last; nothing when nothing was, or it cannot be read."""
    known = {one.name for one in fields(ChosenContract)}
    try:
        saved = SavedWork(APP, VERSION, folder=folder, owner=owner).load()
        contracts = tuple(ChosenContract(**{key: value for key, value in one.items() if key in known}) for one in (saved or {}).get("contracts", ()))
        return Chosen(contracts, str((saved or {}).get("register", "")))
    except (CannotDo, TypeError, AttributeError):
        return Chosen()
