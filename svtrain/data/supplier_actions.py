"""The suggested actions for suppliers: the toolkit's own words."""

from __future__ import annotations

from functools import lru_cache

from svtrain.core.reference import Vintage
from svtrain.core.supplier_plan import Action
from svtrain.data.packages import package
from svtrain.data.passports import split


@lru_cache(maxsize=1)
def actions() -> dict[str, Action]:
    """Every action by its name, in the order of the file.

    Examples
    --------
    >>> len(actions()) >= 40, actions()["fewer-miles"].operations
    (True, ('vehicles',))
    """
    return {row["action_id"]: Action(row["action_id"], operations=split(row["operations"]), sectors=split(row["sectors"]), months=int(row["months"]),
                                     **{name: row[name] for name in ("theme", "action", "why", "first_step", "evidence", "indicator", "unit", "effort", "from_size")})
            for row in package("supplier-actions").rows("actions")}


def edition() -> Vintage:
    """Which edition of the suggestions is in use."""
    return package("supplier-actions").vintage
