"""Checks on a valued map: three levels, one small function a rule.

An *error* is something that cannot be so, a *warning* something that a reader should ask about, a *note* something
worth knowing. A rule never changes the sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from svtrain.core.findings import Finding
from svtrain.core.found_proxies import FoundProxy
from svtrain.core.lint_context import Context
from svtrain.core.lint_counting import COUNTING
from svtrain.core.lint_evidence import EVIDENCE
from svtrain.core.lint_proxies import PROXIES
from svtrain.core.lint_unpriced import UNPRICED
from svtrain.core.lint_words import WORDS
from svtrain.core.reference import Reference
from svtrain.core.value_map import ValueMap

if TYPE_CHECKING:
    from svtrain.core.valuation import Valuation

RULES = {**UNPRICED, **PROXIES, **COUNTING, **WORDS, **EVIDENCE}
_ORDER = {"error": 0, "warning": 1, "note": 2}


def lint(value_map: ValueMap, found: Sequence[FoundProxy], result: Valuation, reference: Reference, *,
         today: str | None = None) -> tuple[Finding, ...]:
    """Every finding, errors first.

    Parameters
    ----------
    value_map, found, result
        The map, its proxies as found, and its valuation.
    reference : Reference
        For what is usual in published reports.
    today : str, optional
        ISO date; the day of the call by default.

    Examples
    --------
    >>> from svtrain.core.valuation import value
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "stakeholders": {"Leavers": 3},
    ...     "outcomes": [{"id": "jobs", "stakeholder": "Leavers", "quantity": 4, "unit": "person", "proxy": {"value": 5}}]})
    >>> value(example, Reference()).lint[0].rule
    'more-than-there-are'
    """
    context = Context(value_map, found, result, reference, date.fromisoformat(today) if today else date.today())
    told = [Finding(rule.level, name, field, message) for name, rule in RULES.items()
            for field, message in rule.check(context)]
    return tuple(sorted(told, key=lambda finding: _ORDER[finding.level]))
