"""The part of the explorer's state in which three contracts are chosen. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traitlets import Bool, Dict, HasTraits, List

from svtrain.apps.spend_explorer.choice import FACTORS, MOST, WANTED, Marked, as_chosen, ranking, suggested
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.chosen_contracts import ChosenContract, save_chosen
from svtrain.data.spend.contracts import find

if TYPE_CHECKING:
    import pandas as pd


class Choosing(HasTraits):
    """One's own first three, then marks, then the three in the end.

    What it chooses from are the ``things`` of the explorer that it is part of, which also has ``recalc``, ``as_of`` and the rest.
    """

    mine = List(help="one's own first three, as key and reason")
    committed = Bool(False)
    candidates = List(help="keys, fixed when one's own three are committed")
    marks = Dict(help="key to influence and relevance, as chosen")
    chosen = List(help="the three in the end, as key and reason")

    def found(self) -> pd.DataFrame | None:
        """What the search words find, the largest first."""
        words = self.typed.get("search", "").strip()
        return self._once("found", words, lambda: find(self.things, words)) if self.things is not None and words else None

    def row(self, key: str) -> pd.Series | None:
        """One contract by its key; None when the register does not hold it."""
        if self.things is None:
            return None
        rows = self.things[self.things["key"] == key]
        return rows.iloc[0] if len(rows) else None

    def pick(self, key: str) -> str:
        """Add one to one's own first three; after they are committed, to those that can be marked. Gives why not, or nothing."""
        taken, most = (self.candidates, MOST) if self.committed else ([one["key"] for one in self.mine], WANTED)
        if self.row(key) is None:
            return "Choose one that was found first."
        if key in taken:
            return "That one is already taken."
        if len(taken) >= most:
            return f"There is room for {most}, and all are taken." + ("" if self.committed else " Take one back first.")
        if self.committed:
            self.candidates = [*self.candidates, key]
        else:
            self.mine = [*self.mine, {"key": key, "reason": ""}]
        self.recalc()
        return ""

    def unpick(self, place: int) -> None:
        """Take one of one's own first three back, before they are committed."""
        if not self.committed and place < len(self.mine):
            self.mine = [one for at, one in enumerate(self.mine) if at != place]
            self.recalc()

    def say_why(self, place: int, reason: str) -> None:
        """Write the reason for one of one's own first three."""
        if not self.committed and place < len(self.mine) and self.mine[place]["reason"] != reason:
            self.mine = [{**one, "reason": reason} if at == place else one for at, one in enumerate(self.mine)]

    def commit(self) -> bool:
        """Commit one's own first three; only then can anything be ranked."""
        if len(self.mine) < WANTED or not all(one["reason"].strip() for one in self.mine):
            return self._refuse("mine", f"Choose {WANTED} and write why for each; then they count as yours.")
        self.candidates = suggested(self.things, [one["key"] for one in self.mine], self.as_of)
        self.committed = True
        self.recalc()
        return True

    def give_mark(self, key: str, factor: str, mark: str) -> None:
        """Give a candidate a mark from 1 to 5 for ``influence`` or ``relevance``; nothing takes it back."""
        if factor in FACTORS and self.marks.get(key, {}).get(factor, "") != mark:
            self.marks = {**self.marks, key: {**self.marks.get(key, {}), factor: mark}}
            self.recalc()

    def ranking(self) -> list[Marked]:
        """The candidates by value x influence x relevance; none before one's own three are committed."""
        if not self.committed or self.things is None:
            return []
        rows = {key: row for key in self.candidates if (row := self.row(key)) is not None}
        return ranking(rows, self.marks, {key: self._value_marks.loc[row.name] for key, row in rows.items()})

    def choose(self, place: int, *, key: str | None = None, reason: str | None = None) -> None:
        """Say which contract comes in a place (from 0), or why."""
        now = [*self.chosen, *({"key": "", "reason": ""} for _ in range(WANTED - len(self.chosen)))]
        changed = {**now[place], **({} if key is None else {"key": key}), **({} if reason is None else {"reason": reason})}
        if changed != now[place]:
            self.chosen = [changed if at == place else one for at, one in enumerate(now)]
            if key is not None:
                self.recalc()

    def chosen_contracts(self) -> tuple[ChosenContract, ...]:
        """The three in the end, with reasons and marks.

        Raises
        ------
        CannotDo
            While there are not three different ones with a reason each.
        """
        keys = [one["key"] for one in self.chosen if one["key"]]
        if len(set(keys)) < WANTED or not all(one["reason"].strip() for one in self.chosen):
            raise CannotDo(Problem(f"Choose {WANTED} different contracts and write why for each.", "chosen"))
        marked = {one.key: one for one in self.ranking()}
        return tuple(as_chosen(marked[one["key"]].row, one["reason"].strip(), {name: getattr(marked[one["key"]], name) for name in ("value", *FACTORS)})
                     for one in self.chosen)

    def hand_over(self) -> bool:
        """Keep the three where the other pages find them."""
        try:
            save_chosen(self.chosen_contracts(), self.source)
        except CannotDo as error:
            return self._refuse("chosen", error.problems[0].message)
        self.recalc()
        return True
