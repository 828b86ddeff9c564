"""What is true while somebody gives ten ranges. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Dict, HasTraits, Int, Unicode

from svtrain.core.problems import CannotDo
from svtrain.learn.calibration import Calibration, Marked, calibration, marked
from svtrain.learn.calibration_questions import SETS, Question

ENDS = ("low", "high")


class Ranges(HasTraits):
    """Ranges for one set of questions. No true value is shown before all are committed, and then none can be changed.

    ``typed`` holds raw text by question and end.

    Examples
    --------
    >>> ranges = Ranges()
    >>> ranges.commit(), ranges.problem("fss-year")
    (False, 'Give both ends of this range.')
    """

    version = 1

    typed = Dict()
    committed = Bool(False)
    tried = Bool(False)
    which = Unicode("first")
    revision = Int(help="goes up when everything else is in place")

    def __init__(self, which: str = "first", **traits: Any):
        super().__init__(which=which, **traits)

    @property
    def questions(self) -> tuple[Question, ...]:
        return SETS[self.which]

    def shown(self, id: str, end: str) -> str:
        """What stands in a field."""
        return self.typed.get(id, {}).get(end, "")

    def problem(self, id: str) -> str:
        """What is wrong with one range, or nothing; one that is not finished is only missed after a press."""
        texts = [self.shown(id, end).strip() for end in ENDS]
        if not all(texts):
            return "Give both ends of this range." if self.tried else ""
        try:
            marked({id: texts})
        except CannotDo as error:
            return error.problems[0].message
        return ""

    def left(self) -> int:
        """How many ranges are still missing or wrong."""
        return sum(not all(self.shown(one.id, end).strip() for end in ENDS) or bool(self.problem(one.id)) for one in self.questions)

    def type(self, id: str, end: str, text: str) -> None:
        """Take what a person typed into a field, as it is; after the commit nothing is taken any more."""
        if not self.committed and text != self.shown(id, end):
            self.typed = {**self.typed, id: {**self.typed.get(id, {}), end: text}}
            self.revision += 1

    def commit(self) -> bool:
        """Commit all ranges; False while one is missing or wrong."""
        self.tried = True
        self.committed = self.committed or not self.left()
        self.revision += 1
        return self.committed

    def score(self) -> Calibration | None:
        """How the ranges did, once they are committed."""
        return calibration(self._answers()) if self.committed else None

    def marked(self) -> list[Marked]:
        """Each range beside its truth, once they are committed."""
        return marked(self._answers()) if self.committed else []

    def _answers(self) -> dict[str, list[str]]:
        return {one.id: [self.shown(one.id, end) for end in ENDS] for one in self.questions}

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"typed": self.typed, "committed": self.committed}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        known = {one.id for one in self.questions}
        with self.hold_trait_notifications():
            self.typed = {id: {end: str(ends.get(end, "")) for end in ENDS} for id, ends in saved["typed"].items() if id in known}
            self.committed = bool(saved["committed"]) and not self.left()
            self.revision += 1
