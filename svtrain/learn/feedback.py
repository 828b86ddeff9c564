"""What a learner hears back, in one small object."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

Result = Literal["correct", "partly", "incorrect", "unattempted", "invalid", "recorded", "checker_error"]

HEADING: dict[str, str] = {
    "correct": "Right",
    "partly": "Partly right",
    "incorrect": "Not yet",
    "unattempted": "No answer yet",
    "invalid": "That answer cannot be read",
    "recorded": "Recorded",
    "checker_error": "Our checker failed, not you",
}


@dataclass(frozen=True, slots=True)
class Feedback:
    """The result of one attempt.

    ``misconception`` names the likely slip behind a wrong answer, or is empty. ``details`` are sentences about single
    parts of an answer that has several.

    Examples
    --------
    >>> Feedback("correct", "Both shares are taken away in turn.")
    Right. Both shares are taken away in turn.
    """

    result: Result
    message: str
    misconception: str = ""
    details: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return HEADING[self.result]

    def __repr__(self) -> str:
        return "\n".join((f"{self.heading}. {self.message}", *(f"- {detail}" for detail in self.details)))

    def _repr_html_(self) -> str:
        first = f'<p class="sv-feedback sv-{self.result}"><strong>{escape(self.heading)}.</strong> {escape(self.message)}</p>'
        items = "".join(f"<li>{escape(detail)}</li>" for detail in self.details)
        return f"{first}<ul>{items}</ul>" if items else first
