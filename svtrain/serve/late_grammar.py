"""A grammar that nobody asks for is not compiled at each start.

The schema library under Jupyter compiles a grammar of internationalised web addresses as it is
imported, which takes longer than all the rest of a start. No page of ours checks such an address.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType

NAME = "rfc3987_syntax"


def put_off() -> None:
    """Stand in for the grammar's module until somebody checks an address with it.

    Examples
    --------
    >>> put_off()
    >>> sys.modules[NAME].is_valid_syntax("iri", "https://example.org/straße")
    True
    """
    if NAME not in sys.modules and find_spec(NAME) is not None:
        sys.modules[NAME] = _stand_in()


def _stand_in() -> ModuleType:
    late = ModuleType(NAME, "Compiled when it is first asked.")

    def is_valid_syntax(term: str, value: str) -> bool:
        if sys.modules.get(NAME) is late:
            del sys.modules[NAME]
        return importlib.import_module(NAME).is_valid_syntax(term, value)

    late.is_valid_syntax = is_valid_syntax
    return late
