"""Contract registers and spend files as they come: read, mapped, cleaned, without contact data.

Names are fetched from their modules when first asked for, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module

_WHERE = {
    "FIELDS": "columns", "OUTPUT": "columns", "read_register": "reader", "Reading": "reader", "Options": "reader",
    "Register": "reader", "write_register": "output", "remember_columns": "remembered", "forget_columns": "remembered",
    "Report": "report",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
