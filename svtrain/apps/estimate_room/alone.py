"""What is true when one person estimates alone: a first range, the mirror, a second range, and what that moved."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Dict, HasTraits, Int, Unicode

from svtrain.apps.estimate_room.question import START, Question, questions
from svtrain.apps.estimate_room.ranges import NUMBERS, PARTS, problems_now, read_range
from svtrain.core.changes import Change, apply
from svtrain.core.fields import estimate_at, find_spot
from svtrain.core.valuation import value
from svtrain.core.value_map import DEDUCTIONS
from svtrain.data import reference
from svtrain.data.starts import open_start
from svtrain.room.spread import Judgement, judgement

LINE = "f"  # of the first map: fewer people who fall ill, the line that people argue about most
WORTH_ASKING = (*DEDUCTIONS, "drop_off", "duration_years")
TWICE = (1, 2)


class Alone(HasTraits):
    """A private exercise on the published contract: each judgement is committed before any figure is shown.

    ``typed`` holds raw text and ``given`` what was committed, both by ``"<field> <round>"``.

    Examples
    --------
    >>> alone = Alone()
    >>> for part, text in {"low": "20%", "likely": "40%", "high": "60%", "reason": "some would have changed"}.items():
    ...     alone.type(part, text)
    >>> alone.commit(), alone.round
    (True, 2)
    """

    version = 1

    field = Unicode(f"{LINE}.deadweight")
    typed = Dict()
    given = Dict()
    tried = Bool(False)
    revision = Int(help="goes up when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.map = open_start(START)
        self.questions = {field: one for field, one in questions(self.map, START).items() if one.assumption in WORTH_ASKING}

    # -- reading

    @property
    def question(self) -> Question:
        return self.questions[self.field]

    @property
    def round(self) -> int:
        """1 or 2 while that range is asked for; 3 when both are given."""
        return self._round(self.field)

    def _round(self, field: str) -> int:
        return 1 + sum(self.range(number, field) is not None for number in TWICE)

    def range(self, number: int, field: str = "") -> Judgement | None:
        """What was committed."""
        return judgement(self.given.get(f"{field or self.field} {number}", {}))

    def mark(self, number: int = 0) -> str:
        """Under what name the text of a range is kept; of the one that is asked for, unless ``number`` says another."""
        return f"{self.field} {number or self.round}"

    def shown(self, number: int, part: str, field: str = "") -> str:
        """What stands in a field; the second range starts from the first."""
        typed = self.typed.get(f"{field or self.field} {number}", {})
        return typed.get(part, "") if part in typed or number == 1 else self.shown(1, part, field)

    def problem(self, number: int, part: str) -> str:
        """The sentence for one part of the range that is asked for, or nothing."""
        return problems_now(self.question, self._whole(number), self.tried).get(part, "") if number == self.round else ""

    def lines(self) -> list[tuple[str, str]]:
        """The lines of the contract as (id, words)."""
        return [(outcome.id, outcome.outcome) for outcome in self.map.outcomes]

    def assumptions(self) -> list[tuple[str, str]]:
        """The assumptions as (name, words)."""
        line = self.line
        return [(name, self.questions[f"{line}.{name}"].label) for name in WORTH_ASKING]

    @property
    def line(self) -> str:
        return self.field.rpartition(".")[0]

    def in_the_map(self) -> float:
        """What the published evaluation put there; only shown after the first range."""
        return estimate_at(self.map, find_spot(self.map, self.field)).likely

    def ratios(self) -> tuple[float, float, float]:
        """The ratio as published, with the first likely figure, and with the second."""
        first, second = (self.range(number) for number in TWICE)
        if first is None or second is None:
            raise ValueError("both ranges are needed")
        return (self._ratio(self.in_the_map()), self._ratio(first.likely), self._ratio(second.likely))

    def _ratio(self, amount: float) -> float:
        changed, _ = apply(self.map, reference(), [Change("set", self.field, amount)])
        return value(changed, reference()).sroi_ratio

    def done(self) -> list[str]:
        """The fields for which both ranges are given."""
        return [field for field in self.questions if all(self.range(number, field) for number in TWICE)]

    # -- changing

    def choose(self, line: str = "", assumption: str = "") -> None:
        """Estimate another number."""
        now_line, _, now = self.field.rpartition(".")
        field = f"{line or now_line}.{assumption or now}"
        if field in self.questions and field != self.field:
            self.field, self.tried = field, False
            self.revision += 1

    def type(self, part: str, text: str, mark: str = "") -> None:
        """Take what a person typed into a field of the range that is asked for, as it is; ``mark`` may name that of another number."""
        mark = mark or self.mark()
        field, _, number = mark.rpartition(" ")
        number = int(number)
        if number in TWICE and number == self._round(field) and text != self.shown(number, part, field):
            self.typed = {**self.typed, mark: {**self.typed.get(mark, {}), part: text}}
            self.revision += 1

    def commit(self) -> bool:
        """Commit the range that is asked for; False while something is missing."""
        number = self.round
        if number not in TWICE:
            return False
        found, problems = read_range(self.question, self._whole(number))
        self.tried = bool(problems)
        if found is not None:
            self.given = {**self.given, f"{self.field} {number}": found.payload()}
        self.revision += 1
        return found is not None

    def begin_again(self) -> None:
        """Take back both ranges of this number; the text stays in the fields."""
        self.given = {mark: one for mark, one in self.given.items() if mark.rpartition(" ")[0] != self.field}
        self.revision += 1

    def _whole(self, number: int) -> dict[str, str]:
        return {part: self.shown(number, part) for part in PARTS}

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"field": self.field, "typed": self.typed, "given": self.given}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        with self.hold_trait_notifications():
            self.typed = {str(mark): {part: str(text) for part, text in typed.items() if part in PARTS} for mark, typed in saved["typed"].items()}
            self.given = {str(mark): one for mark, one in saved["given"].items() if judgement(one) and all(part in one for part in NUMBERS)}
            self.field = saved["field"] if saved["field"] in self.questions else self.field
            self.revision += 1
