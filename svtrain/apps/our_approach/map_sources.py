"""Value maps that were made on the other pages: offered by name, worked out only when one is taken."""

from __future__ import annotations

from functools import partial

from svtrain.apps.our_approach.offers import Draft, Source
from svtrain.core.approach import Figure, Taken
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.proxy_policy import UsedData
from svtrain.core.value_map import ValueMap

DRAWS, SEED = 2000, 1
NOT_FINISHED = "Its map has something left to put right; open it there first."
MODES = {"sroi_report": "as most published reports count", "green_book": "as the Green Book counts", "custom": "with counting rules of our own"}


def value_builder(saved: dict) -> list[Draft]:
    """The map in the value builder."""
    return [_draft(saved["plain"], partial(_built, saved))] if saved["plain"] else []


def _built(saved: dict) -> ValueMap:
    from svtrain.apps.value_builder.state import ValueBuilder

    app = ValueBuilder()
    app.from_dict(saved)
    return _finished(app.map)


def assumption_lab(saved: dict) -> list[Draft]:
    """The map in the assumption lab, with the judgements in force."""
    return [_draft(saved["plain"], partial(_judged, saved))] if saved["plain"] else []


def _judged(saved: dict) -> ValueMap:
    from svtrain.apps.assumption_lab.state import AssumptionLab

    app = AssumptionLab()
    app.from_dict(saved)
    return _finished(app.map)


def contract_valuer(saved: dict) -> list[Draft]:
    """Each contract in hand."""
    found = []
    for place, desk in enumerate(saved["contracts"]):
        if desk["plain"].get("outcomes") or desk["plain"].get("unpriced"):
            found.append(_draft(desk["plain"], partial(_of_desk, desk), f"Contract {place + 1}"))
    return found


def _of_desk(desk: dict) -> ValueMap:
    from svtrain.apps.contract_valuer.valuing import value_desk

    return _finished(value_desk(desk).map)


def _finished(found: ValueMap | None) -> ValueMap:
    if found is None:
        raise CannotDo(Problem(NOT_FINISHED))
    return found


def _draft(plain: dict, make, otherwise: str = "A value map") -> Draft:
    title = str(plain.get("title") or "").strip()[:120] or otherwise
    lines = len(plain.get("outcomes", ()))
    counted = "1 priced outcome" if lines == 1 else f"{lines} priced outcomes"
    return Draft("valuation", title, f"We valued {title}, with {counted}.", value_map=make)


def figure_of(name: str, found: ValueMap, taken: Taken) -> Figure:
    """A map's result with its range and the editions of its data.

    Raises
    ------
    CannotDo
        When it cannot be valued, has nothing put in, or rests on licensed values, which may not be published.
    """
    from svtrain.core.uncertainty import uncertainty
    from svtrain.core.valuation import value
    from svtrain.data import reference
    from svtrain.report.licence_guard import hold_back

    hold_back(found)
    result = value(found, reference())
    if result.sroi_ratio is None:
        raise CannotDo(Problem("Nothing is put in there, so there is no value for each pound."))
    spread = uncertainty(found, reference(), DRAWS, SEED, shares=False)
    wide = spread.ratio_p5 is not None and spread.ratio_p95 > spread.ratio_p5
    mode = MODES[found.conventions.resolved().mode]
    basis = f"Counted {mode}" + (f"; nine in ten of {DRAWS:,} draws lie in the range." if wide else "; no number in it has a range.")
    return Figure(of=name, likely=round(result.sroi_ratio, 4), low=round(spread.ratio_p5, 4) if wide else None,
                  high=round(spread.ratio_p95, 4) if wide else None, basis=basis, taken=taken,
                  vintage=tuple(UsedData(dataset=one.dataset, version=one.version, sha256=one.sha256) for one in result.vintage))


MAPS = (
    Source("contract-valuer", "Contract valuer", "apps/contract-valuer", ("valuation",), contract_valuer),
    Source("value-builder", "Value builder", "apps/value-builder", ("valuation",), value_builder),
    Source("assumption-lab", "Assumption lab", "apps/assumption-lab", ("valuation",), assumption_lab),
)
