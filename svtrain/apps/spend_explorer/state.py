"""What is true in the spend explorer. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import Bool, Dict, Int, Unicode

from svtrain.apps.spend_explorer import reading
from svtrain.apps.spend_explorer.choosing import Choosing
from svtrain.core.problems import CannotDo
from svtrain.core.typed_days import day_from, day_words
from svtrain.data import practice_register
from svtrain.data.kept_register import keep_register, kept_register
from svtrain.data.spend.contracts import Ending, ending, things, value_marks
from svtrain.data.spend.sums import Category, Concentration, Slice, categories, concentration, kinds, local_share, size_bands
from svtrain.data.spend.table import KEPT, ready, spellings

if TYPE_CHECKING:
    import pandas as pd

_BETWEEN = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the chosen part of the register adds up to."""

    rows: int
    value: float
    no_value: int
    repeats: int
    repeats_value: float
    spellings: int
    categories: tuple[Category, ...]
    concentration: Concentration
    sizes: tuple[Slice, ...]
    sme: tuple[Slice, ...]
    vcse: tuple[Slice, ...]
    bases: tuple[str, ...]


class SpendExplorer(Choosing):
    """One register, what it adds up to, and three contracts chosen from it.

    Raw text stays as typed; only `recalc` reads it. The file itself is never kept: the cleaned columns are, in the
    person's own folder, and a short ``account`` of how the file was read.

    Examples
    --------
    >>> app = SpendExplorer()
    >>> app.practise()
    True
    >>> app.account["read"], app.sums.concentration.reach[1]
    (242, (0.8, 25))
    >>> app.type("local", "Calderbrook, Westmere")
    >>> [(one.name, one.rows) for one in app.local]
    [('Local', 43), ('Elsewhere', 173), ('Unknown', 26)]
    """

    version = 1

    source = Unicode(help="the file's name")
    practice = Bool(False)
    mark = Unicode(help="under which the cleaned register is kept")
    account = Dict()
    typed = Dict(help="raw text: as_of, local, search, header_row, and the sheet chosen")
    buyer = Unicode()
    once = Bool(False, help="whether exact repeats are counted once")
    problems = Dict()
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.table: pd.DataFrame | None = None
        self.things: pd.DataFrame | None = None
        self.sums: Sums | None = None
        self.ending: Ending | None = None
        self.local: tuple[Slice, ...] = ()
        self._given: tuple[bytes | Path, str] | None = None
        self._report = None
        self._worked_out: dict[str, tuple] = {}
        self.recalc()

    # -- taking a register

    def take(self, name: str, data: bytes | Path, columns: dict[str, str] | None = None) -> bool:
        """Read a register, put in place of the one before; on trouble the one before stays and ``problems`` says why."""
        if name != (self._given or ("", self.source))[1]:
            self.typed = {**self.typed, "header_row": "", "sheet": "", "as_of": day_words(practice_register.AS_OF) if name == practice_register.NAME else ""}
        self._given = (data, name)
        row = self.typed.get("header_row", "").strip()
        if row and not row.isdigit():
            return self._refuse("header_row", "Type the number of a row, such as 3.")
        try:
            found = reading.read(data, name, columns, int(row) if row else None, self.typed.get("sheet", ""))
        except CannotDo as error:
            return self._refuse("column" if columns else "file", " ".join(reading.for_the_page(problem.message) for problem in error.problems))
        same = name == self.source
        self.table, self._report = found.table, found.report
        with self.hold_trait_notifications():
            self.account, self.source, self.practice = found.account, name, data == practice_register.practice_register()
            self.problems, self.mark = {}, ""
            if not same:
                self._forget_choices()
            self._keep()
            self._add_up()
            self.recalc()
        return True

    def read_again(self) -> bool:
        """Read the same file once more, with the row of headings that was typed and the sheet that was chosen."""
        return self._given is not None and self.take(self._given[1], self._given[0])

    def practise(self) -> bool:
        """Take the practice register."""
        return self.take(practice_register.NAME, practice_register.practice_register())

    def correct(self, heading: str, field: str) -> bool:
        """Say what a column of the file means (``ignore``: nothing); remembered for files of this shape."""
        if self._given is None:
            return self._refuse("column", "Give the file again; then its columns can be corrected.")
        taken = self.take(self._given[1], self._given[0], {heading: field})
        if taken:
            reading.remember(self.account, {heading: field})
        return taken

    def forget_corrections(self) -> bool:
        """Read the file afresh, without what was remembered for files of this shape."""
        there = bool(self.account) and reading.forget(self.account)
        if self._given is not None:
            self.take(self._given[1], self._given[0])
        return there

    @property
    def can_correct(self) -> bool:
        """Whether the file is at hand; after a refresh only the cleaned columns are."""
        return self._given is not None

    def faults(self) -> list[tuple[str, str, str]]:
        """Each thing that could not be read: row, field and reason; none after a refresh."""
        return [(str(one.row), one.field or "whole row", one.reason) for one in self._report.problems] if self._report else []

    def _keep(self) -> None:
        if self.practice:
            return
        try:
            self.mark = keep_register(self.table[list(KEPT)])
        except CannotDo as error:
            self.problems = {**self.problems, "kept": error.problems[0].message}

    def _refuse(self, place: str, sentence: str) -> bool:
        self.problems = {**self.problems, place: sentence}
        self.revision += 1
        return False

    def _forget_choices(self) -> None:
        self.buyer, self.once, self.committed = "", False, False
        self.mine, self.candidates, self.chosen, self.marks = [], [], [], {}

    # -- what it adds up to

    def type(self, key: str, text: str) -> None:
        """Take what was typed into ``as_of``, ``local``, ``search``, ``header_row`` or ``sheet``."""
        if text != self.typed.get(key, ""):
            self.typed = {**self.typed, key: text}
            self.recalc()

    def choose_part(self, *, buyer: str | None = None, once: bool | None = None) -> None:
        """Look at one buyer's rows only (empty: all), or count exact repeats once."""
        self.buyer = self.buyer if buyer is None else buyer
        self.once = self.once if once is None else once
        self._add_up()
        self.recalc()

    def buyers(self) -> list[str]:
        """Who buys, those with most rows first, where the register names more than one."""
        if self.table is None:
            return []
        counts = self.table["buyer"].value_counts()
        names = [name for name in counts.index if name]
        return names[:200] if len(names) > 1 else []

    @property
    def local_words(self) -> list[str]:
        """The places that a person calls local."""
        return [word.strip() for word in _BETWEEN.split(self.typed.get("local", "")) if word.strip()]

    @property
    def as_of(self) -> date:
        """The day from which contracts count as ending soon: as typed, else today."""
        try:
            return day_from(self.typed.get("as_of", ""))
        except ValueError:
            return date.today()

    @property
    def is_spend(self) -> bool:
        """Whether the rows are payments, not contracts."""
        return self.account.get("kind") == "spend"

    def _part(self) -> pd.DataFrame:
        part = self.table if not self.buyer else self.table[self.table["buyer"] == self.buyer]
        return part[~part["repeat"]] if self.once else part

    def _add_up(self) -> None:
        whole = self.table if not self.buyer else self.table[self.table["buyer"] == self.buyer]
        part = self._part()
        repeats = whole[whole["repeat"]]
        self.things = things(part, self.account["kind"])
        self._value_marks = value_marks(self.things["value"])
        self.sums = Sums(
            len(part), float(part["value"].sum()), int(part["value"].isna().sum()), len(repeats), float(repeats["value"].sum()), spellings(part),
            categories(part), concentration(part), size_bands(part), kinds(part, "sme"), kinds(part, "vcse"),
            tuple(part.loc[part["value"].notna(), "value_basis"].value_counts().index[:4]))

    def recalc(self) -> None:
        """Read what was typed; what is unread leaves its sentence in ``problems``."""
        problems = {place: said for place, said in self.problems.items() if place in ("file", "column", "kept")}
        if self.typed.get("as_of", "").strip():
            try:
                day_from(self.typed["as_of"])
            except ValueError as error:
                problems["as_of"] = f"{error} Until then today counts."
        if self.table is not None:
            self.ending = self._once("ending", self.as_of, lambda: ending(self.things, self.as_of))
            self.local = self._once("local", self.local_words, lambda: local_share(self._part(), self.local_words) if self.local_words else ())
        with self.hold_trait_notifications():
            self.problems = problems
            self.revision += 1

    def _once(self, name: str, asked: object, work):
        """Work something out again only when what was asked, or what it is worked out from, has changed."""
        before = self._worked_out.get(name)
        if before is None or before[0] is not self.sums or before[1] != asked:
            before = self._worked_out[name] = (self.sums, asked, work())
        return before[2]

    def tells_supplier_places(self) -> bool:
        """Whether the register says where any supplier is."""
        return self.table is not None and bool((self.table["supplier_place"] != "").any())

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh; the register itself is kept beside it, under its mark."""
        return {name: getattr(self, name) for name in
                ("source", "practice", "mark", "account", "typed", "buyer", "once", "mine", "committed", "candidates", "marks", "chosen")}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        if saved["source"] and not saved["practice"]:
            table = kept_register(saved["mark"])
            self.table = None if table is None else ready(table)
        elif saved["practice"]:
            self.table = reading.read(practice_register.practice_register(), practice_register.NAME).table
            self._given = (practice_register.practice_register(), practice_register.NAME)
        with self.hold_trait_notifications():
            for name, value in saved.items():
                if name in self.to_dict():
                    setattr(self, name, value)
            if self.table is not None:
                self._add_up()
            elif self.source:
                self.problems = {"file": "The register itself is not here any more. Give the file again; your choices are kept."}
            self.recalc()
