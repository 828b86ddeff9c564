"""What leaves the page holds no person: names, addresses and numbers are taken out of the evidence file and of next time's promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from svtrain.core.delivery_gaps import NextTime
from svtrain.data.evidence_files import EvidenceFile
from svtrain.report.publish.personal import cleaned

PROMISE = ("measure", "owner", "evidence_required")
REPORT = ("evidence_type", "evidence_ref", "verified_by", "note")
NEXT = ("measure", "owner", "evidence_required", "why")


def nameless(found: EvidenceFile) -> EvidenceFile:
    """The evidence file as it is handed on."""
    progress = found.progress
    return replace(
        found, progress=replace(progress, commitment=_clean(progress.commitment, PROMISE), left_out=tuple(map(_text, progress.left_out))),
        lines=tuple((_clean(row, REPORT), counts) for row, counts in found.lines), gaps=tuple(_clean(gap, ("what", "ask")) for gap in found.gaps))


def nameless_next(asked: list[tuple[str, str, NextTime]]) -> list[tuple[str, str, NextTime]]:
    """Next time's promises as they are handed on."""
    return [(name, contract, _clean(one, NEXT)) for name, contract, one in asked]


def _clean(one: Any, fields: tuple[str, ...]) -> Any:
    return replace(one, **{name: _text(getattr(one, name)) for name in fields})


def _text(text: str) -> str:
    return cleaned(text)[0]
