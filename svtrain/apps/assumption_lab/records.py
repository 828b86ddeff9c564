"""Judgements as challenge records and back, so that another team, the command line or a spreadsheet can read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from svtrain.apps.assumption_lab.judgement import IDLE, NUMBERS, in_force, in_map, is_every, key_of, shown
from svtrain.core.challenge import Challenge
from svtrain.core.estimate import Estimate
from svtrain.core.typed_fields import plain
from svtrain.data.challenges import FORMAT

_SAID = {"question": "question", "reason": "reason", "evidence": "evidence", "grade": "evidence_grade", "decision": "decision",
         "would_change_if": "would_change_if"}


def records_of(judgements: Mapping[str, Mapping[str, str]], now: Mapping[str, Estimate], by: str = "", on: str = "") -> list[Challenge]:
    """One record for each number that a judgement changes; what is locked or cannot be read is left out.

    Examples
    --------
    >>> typed = {"reason": "Half of them leave anyway.", "likely": "50%"}
    >>> [one.as_dict()["set"] for one in records_of({"a.deadweight": typed}, {"a.deadweight": Estimate(likely=0.2)})]
    [0.5]
    """
    found = []
    for place, estimates in in_map(judgements, now)[0].items():
        typed = judgements[place]
        said = {name: typed.get(part, "").strip() for part, name in _SAID.items()}
        found += [Challenge(id=f"{place}: {field}" if field != place else place, target="assumption", field=_field(field),
                            expect=now[field].likely, set=_set(estimate), by=by.strip(), on=on, **said)
                  for field, estimate in estimates.items()]
    return found


def _field(field: str) -> str:
    """A price is changed in its value, so that it keeps its passport."""
    return f"{field}.value" if field.endswith(".proxy") else field


def _set(estimate: Estimate) -> Any:
    """The number alone, or the whole range; what was said stands in the record itself as well."""
    return estimate.likely if estimate.low is None and not estimate.shared else estimate.model_dump(mode="json")


def document(records: Sequence[Challenge], title: str) -> dict:
    """A whole file of records."""
    return {"svtrain": FORMAT, "title": title, "challenges": [record.as_dict() for record in records]}


def judgements_of(records: Sequence[Challenge], now: Mapping[str, Estimate]) -> tuple[dict[str, dict[str, str]], list[Challenge]]:
    """Records as they would have been typed, by place; and those that the fields of the page cannot show."""
    found, rest, groups = {}, [], {}
    for record in records:
        place = record.id.partition(": ")[0]
        if is_every(place):
            groups.setdefault(place, []).append(record)
        elif (known := judgement_of(record, now)) is not None:
            found[known[0]] = known[1]
        else:
            rest.append(record)
    for place, group in groups.items():
        typed = _every(place, group, now)
        if typed is None:
            rest += group
        else:
            found[place] = typed
    return found, rest


def _every(place: str, group: Sequence[Challenge], now: Mapping[str, Estimate]) -> dict[str, str] | None:
    """One judgement about every outcome from its records, where reading it again gives exactly those records."""
    key, one = key_of(place), group[0]
    shifts: dict[str, float] = {}
    for record in group:
        if not isinstance(record.set, dict) or not isinstance(record.expect, int | float) or not {"likely"} <= set(record.set):
            return None
        for part in set(NUMBERS) & set(record.set):
            by = record.set[part] - record.expect
            by = by / record.expect if key in ("quantity", "proxy") and record.expect else by
            shifts[part] = max(shifts.get(part, 0.0), by, key=abs)  # a line that stopped at a limit moved less
    typed = {part: plain(round(by if key == "duration_years" else 100 * by, 8)) for part, by in shifts.items() if by or part != "likely"}
    typed |= {part: getattr(one, name) for part, name in _SAID.items() if getattr(one, name)}
    fields = {record.field.removesuffix(".value") for record in group}
    if not fields <= set(now):
        return None
    again = {record.id: record for record in records_of({place: typed}, {field: now[field] for field in fields})}
    same = len(again) == len(group) and all(record.id in again and _alike(record.set, again[record.id].set) for record in group)
    return typed if same else None


def _alike(one: Mapping, other: Mapping) -> bool:
    return set(one) == set(other) and all(
        abs(one[name] - other[name]) < 1e-9 * max(1, abs(one[name])) if isinstance(other[name], float) else one[name] == other[name] for name in other)


def judgement_of(record: Challenge, now: Mapping[str, Estimate]) -> tuple[str, dict[str, str]] | None:
    """A record as it would have been typed; None for one that the fields of the page cannot show.

    Examples
    --------
    >>> record = Challenge("c", "assumption", "a.deadweight", 0.2, 0.5, reason="Half of them leave anyway.")
    >>> judgement_of(record, {"a.deadweight": Estimate(likely=0.2)})
    ('a.deadweight', {'reason': 'Half of them leave anyway.', 'likely': '50%'})
    """
    place = _place(record, now)
    if place is None or abs(now[place].likely - record.expect) > 1e-9 * max(1, abs(record.expect)):
        return None
    given = {"value": record.set} if isinstance(record.set, int | float) else dict(record.set)
    given = {"likely" if name == "value" else name: said for name, said in given.items()}
    if given.get("shared") or given.get("distribution", "pert") != "pert" or set(given) - {*NUMBERS, "reason", "grade", "evidence", "distribution"}:
        return None
    try:
        estimate = Estimate.model_validate(given)
    except ValueError:
        return None
    said = {part: getattr(record, name) or given.get(part, "") for part, name in _SAID.items()}
    typed = {part: text for part, text in {**said, **shown(place, estimate)}.items() if text}
    return (place, typed) if in_force(typed) or typed.get("decision") in IDLE else None


def _place(record: Challenge, now: Mapping[str, Estimate]) -> str | None:
    field = record.field.removeprefix("outcomes.")
    for name in (field, f"{record.target}.{field}", field.removesuffix(".value"), f"{record.target}.{field}".removesuffix(".value")):
        if name in now and key_of(name) and isinstance(record.expect, int | float) and not isinstance(record.expect, bool) \
                and isinstance(record.set, int | float | dict) and not isinstance(record.set, bool):
            return name
    return None
