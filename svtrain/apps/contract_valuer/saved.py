"""The contracts that a person valued, for the pages that come after."""

from __future__ import annotations

from pathlib import Path

from svtrain.apps.contract_valuer.valuing import value_desk
from svtrain.core.problems import CannotDo
from svtrain.core.value_map import ValueMap
from svtrain.data.saved_work import SavedWork

APP, VERSION = "contract-valuer", 1


def valued_maps(*, folder: Path | None = None, owner: str | None = None) -> list[ValueMap]:
    """The finished maps in the saved work of the contract valuer, in its order; none where there is none.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     valued_maps(folder=empty)
    []
    """
    try:
        saved = SavedWork(APP, VERSION, folder=folder, owner=owner).load() or {}
        found = [value_desk(desk).map for desk in saved.get("contracts", ())]
    except (CannotDo, KeyError, TypeError, AttributeError):
        return []
    return [one for one in found if one is not None]
