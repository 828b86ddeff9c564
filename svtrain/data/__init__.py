"""Reads and checks datasets, value maps, registers and tenders.

Names are fetched from their modules when first asked for, so that importing this package costs nothing. No module here
shares its name with a function listed below: importing the one would hide the other.
"""

from __future__ import annotations

from importlib import import_module

_WHERE = {
    "reference": "svtrain.data.reference_data",
    "proxy": "svtrain.data.reference_data",
    "schedule": "svtrain.data.reference_data",
    "price_index": "svtrain.data.reference_data",
    "package": "svtrain.data.packages",
    "catalog": "svtrain.data.catalogue",
    "series": "svtrain.data.series_data",
    "optimism_bias": "svtrain.data.series_data",
    "benchmarks": "svtrain.data.benchmarks_data",
    "base_rates": "svtrain.data.benchmarks_data",
    "held_back": "svtrain.data.private",
    "publishable": "svtrain.data.private",
    "check_data": "svtrain.data.staleness",
    "teams": "svtrain.data.teams_data",
    "learnings": "svtrain.data.teams_data",
    "systems": "svtrain.data.systems_data",
    "stages": "svtrain.data.systems_data",
    "framework_themes": "svtrain.data.framework_data",
    "framework_levels": "svtrain.data.framework_data",
    "framework_cells": "svtrain.data.framework_data",
    "rules": "svtrain.data.rules_data",
    "buyers": "svtrain.data.rules_data",
    "which_rules": "svtrain.data.rules_data",
    "practice": "svtrain.data.practice_data",
    "make_practice": "svtrain.data.practice_making",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
