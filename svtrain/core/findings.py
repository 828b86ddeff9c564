"""What a check has to say about a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: how serious, which rule, which field, and one plain sentence."""

    level: Level
    rule: str
    field: str
    message: str

    def as_dict(self) -> dict:
        """Plain values."""
        return {"level": self.level, "rule": self.rule, "field": self.field, "message": self.message}
