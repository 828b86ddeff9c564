"""What the ratio becomes when assumptions change: tornado, presets, two-way grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from svtrain.core.changes import Change, apply, fields_named
from svtrain.core.draws import Assumption, assumptions_of
from svtrain.core.model import Model, ratio_of
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a tornado: an assumption at its low and at its high end, all others at likely.

    The results are ratios; present values where nothing is put in. A result is None where this end leaves nothing
    put in, so that there is no ratio.
    """

    field: str
    fields: tuple[str, ...]
    low: float
    high: float
    at_low: float | None
    at_high: float | None

    @property
    def swing(self) -> float:
        """How far apart the two results are; 0 where one of them is not known."""
        return 0.0 if None in (self.at_low, self.at_high) else abs(self.at_high - self.at_low)

    def as_dict(self) -> dict:
        """Plain values."""
        return {"field": self.field, "low": self.low, "high": self.high, "at_low": self.at_low,
                "at_high": self.at_high, "swing": self.swing}


def tornado(value_map: ValueMap, reference: Reference) -> list[Bar]:
    """Every assumption that has a range, one at a time at its ends; the widest swing first.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0},
    ...     "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": {"low": 1, "likely": 2, "high": 4}, "proxy": {"value": 50}}]})
    >>> [(bar.field, bar.at_low, bar.at_high) for bar in tornado(example, Reference())]
    [('jobs.quantity', 0.5, 2.0)]
    """
    model = Model(value_map, reference)
    groups = assumptions_of(model.fields, model.estimates)
    likely = model.likely()
    value_now, inputs_now = float(model.present_values(likely)[0]), float(model.total_inputs(likely)[0])
    moved = _moved(model, groups, likely)
    result = ratio_of(value_now + moved[0], inputs_now + moved[1]) if inputs_now > 0 else value_now + moved[0]
    bars = [Bar(group.field, group.fields, *model.estimates[group.rows[0]].ends,
                *(float(each) if np.isfinite(each) else None for each in ends)) for group, ends in zip(groups, result, strict=True)]
    return sorted(bars, key=lambda bar: (-bar.swing, bar.field))


def _moved(model: Model, groups: Sequence[Assumption], likely: np.ndarray) -> np.ndarray:
    """How far value and inputs move at both ends of each assumption: one sum a line, for all assumptions that touch it."""
    touched: dict[int, tuple] = {}
    for number, group in enumerate(groups):
        for kind, lines in enumerate(model.lines_of(group.rows)):
            for line in lines:
                touched.setdefault(id(line), (line, kind, []))[2].append(number)
    moved = np.zeros((2, len(groups), 2))
    for line, kind, numbers in touched.values():
        matrix = np.repeat(likely, 2 * len(numbers) + 1, axis=1)
        for column, number in enumerate(numbers):
            rows = list(groups[number].rows)
            matrix[rows, 2 * column:2 * column + 2] = [model.estimates[row].ends for row in rows]
        values = model.line_values(line, matrix)
        moved[kind, numbers] += (values[:-1] - values[-1]).reshape(-1, 2)
    return moved


@dataclass(frozen=True, slots=True)
class Preset:
    """A what-if that published reports use."""

    name: str
    title: str
    changes: tuple[Change, ...]


_HALF = {"deadweight": "Deadweight", "displacement": "Displacement", "attribution": "Attribution",
         "drop_off": "Drop-off"}


def presets(value_map: ValueMap) -> list[Preset]:
    """Every preset that fits the map, leaving out each outcome in turn among them.

    Examples
    --------
    >>> [each.name for each in presets(ValueMap())][:3]
    ['deadweight_50', 'displacement_50', 'attribution_50']
    """
    found = [Preset(f"{name}_50", f"{title} at 50% for every outcome", (Change("set", name, 0.5),))
             for name, title in _HALF.items()]
    for first, second in (("deadweight", "drop_off"), ("deadweight", "attribution"), ("attribution", "drop_off")):
        found.append(Preset(f"{first}_{second}_50", f"{_HALF[first]} and {_HALF[second].lower()} at 50%",
                            (Change("set", first, 0.5), Change("set", second, 0.5))))
    found.append(Preset("all_three_50", "Deadweight, attribution and drop-off at 50%",
                        tuple(Change("set", name, 0.5) for name in ("deadweight", "attribution", "drop_off"))))
    found += [Preset(f"{name}_plus_10", f"{title} 10 percentage points higher", (Change("add", name, 0.1),))
              for name, title in _HALF.items()]
    found += [
        Preset("drop_off_floor_20", "Drop-off at least 20% a year", (Change("floor", "drop_off", 0.2),)),
        Preset("duration_plus_1", "Every outcome lasts a year longer", (Change("add", "duration_years", 1),)),
        Preset("duration_minus_1", "Every outcome lasts a year less", (Change("add", "duration_years", -1),)),
        Preset("halve_proxies", "Every proxy halved", (Change("multiply", "proxy", 0.5),)),
        Preset("halve_quantities", "Every quantity halved", (Change("multiply", "quantity", 0.5),)),
    ]
    if len(value_map.outcomes) > 1:
        found += [Preset(f"without:{outcome.id}", f"Without '{outcome.outcome or outcome.id}'",
                         (Change("drop", outcome.id),)) for outcome in value_map.outcomes]
    return found


def preset(value_map: ValueMap, name: str) -> Preset:
    """One preset by its name.

    Raises
    ------
    CannotDo
        When there is none; the nearest is named.
    """
    from svtrain.core.nearest import did_you_mean

    known = {each.name: each for each in presets(value_map)}
    if name not in known:
        raise CannotDo(Problem(f"There is no preset '{name[:80]}'.{did_you_mean(name, known)}", "--preset"))
    return known[name]


@dataclass(frozen=True, slots=True)
class PresetResult:
    """What a preset makes of the map."""

    preset: Preset
    sroi_ratio: float | None
    present_value: float

    def as_dict(self) -> dict:
        """Plain values."""
        return {"name": self.preset.name, "title": self.preset.title, "sroi_ratio": self.sroi_ratio,
                "present_value": self.present_value}


def try_presets(value_map: ValueMap, reference: Reference,
                progress: Callable[[int, int], None] | None = None) -> list[PresetResult]:
    """Every preset, tried on the map; `progress` is told how many of how many are done."""
    base = value(value_map, reference, check=False)
    nothing = np.empty((0, 1))
    worth = {line.id: line.present_value for line in base.by_outcome}
    found = []
    wanted = presets(value_map)
    for each in wanted:
        if each.changes[0].how == "drop":  # what is left is the total without that line
            present_value = base.present_value - worth[each.changes[0].field]
        else:
            changed, _ = apply(value_map, reference, each.changes)
            present_value = float(Model(changed, reference, []).present_values(nothing)[0])
        ratio = present_value / base.total_inputs if base.total_inputs > 0 else None
        found.append(PresetResult(each, ratio, present_value))
        if progress is not None:
            progress(len(found), len(wanted))
    return found


def grid(value_map: ValueMap, reference: Reference, across: str, across_values: Sequence[float],
         down: str, down_values: Sequence[float]) -> np.ndarray:
    """The ratio for every pair of values of two numbers: a row for each of `down_values`.

    `across` and `down` name one number (``jobs.deadweight``) or every outcome's (``deadweight``).

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0},
    ...     "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 50}}]})
    >>> grid(example, Reference(), "deadweight", [0, 0.5], "quantity", [1, 2]).tolist()
    [[0.5, 0.25], [1.0, 0.5]]
    """
    columns, rows = fields_named(value_map, across), fields_named(value_map, down)
    if set(columns) & set(rows):
        raise CannotDo(Problem("The two sides of a grid must be different numbers.", across))
    model = Model(value_map, reference, [*columns, *rows])
    x, y = np.meshgrid(np.asarray(across_values, float), np.asarray(down_values, float))
    matrix = np.empty((len(model.fields), x.size))
    matrix[:len(columns)] = x.ravel()
    matrix[len(columns):] = y.ravel()
    return model.ratios(matrix).reshape(x.shape)
