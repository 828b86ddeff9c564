"""The columns of a register, and what a file's own columns were taken for."""

from __future__ import annotations

from dataclasses import dataclass, field

OUTPUT = ("reference", "title", "description", "buyer", "supplier", "suppliers_count", "value", "value_basis", "start", "end",
          "cpv", "category", "place", "sme", "vcse", "source_row")
TEXT = ("reference", "title", "description", "buyer", "cpv", "category", "place", "sme", "vcse", "supplier")
SUPPLIER_PLACE = "supplier_place"  # beside OUTPUT: where the supplier is, never finer than a town or the first half of a postcode
CURRENCY = "currency"  # beside OUTPUT too: in which money a row's amount is; an amount that is not in pounds is never counted
WORKED_OUT = ("suppliers_count", "value_basis", "source_row")  # never mapped from another file's column by a person
FIELDS = (*(name for name in OUTPUT if name not in WORKED_OUT), SUPPLIER_PLACE, CURRENCY)  # what a column of a file can be mapped to
SEVERAL = ("value", "start", "end", "place", "category", SUPPLIER_PLACE)  # a blank here is filled from the next column in rank
MOST_COLUMNS = 5_000  # no register has more

CONTACT, IGNORED = "contact", "ignored"

KNOWN = "known"            # the heading is in the reviewed list
TAKEN_FOR = "taken for"    # the heading is only like one in the list; the score says how like
CORRECTED = "corrected"    # a person said so, now
REMEMBERED = "remembered"  # a person said so for an earlier file of this shape
NOT_USED = "not used"      # known, but another column is better for its field
DROPPED = "dropped"        # contact data
UNKNOWN = "unknown"        # nothing like it is in the list


@dataclass(slots=True)
class ColumnUse:
    """One column of a file and what is done with it.

    ``score`` is 100 for a heading in the list, else how like one it is (0 to 100). ``basis`` says what an amount is, and
    ``scale`` what it is multiplied by, where the heading says that it is in thousands or millions of pounds.
    """

    header: str
    index: int
    field: str = ""
    how: str = UNKNOWN
    score: float = 0
    basis: str = ""
    rank: int = 99
    like: str = ""
    reason: str = ""
    scale: float = 1

    def as_json(self) -> dict:
        found = {"header": self.header, "column": self.index + 1, "field": self.field or None, "how": self.how}
        if self.how == TAKEN_FOR:
            found |= {"like": self.like, "score": round(self.score)}
        if self.reason:
            found["reason"] = self.reason
        return found


@dataclass(slots=True)
class Mapping:
    """What every column of one file is taken for."""

    uses: list[ColumnUse]
    kind: str = ""
    shape: str = ""
    notes: list[str] = field(default_factory=list)

    def columns(self, name: str) -> list[ColumnUse]:
        """The columns that fill one field, the best first."""
        return sorted((use for use in self.uses if use.field == name), key=lambda use: (use.rank, use.index))

    def called(self, use: ColumnUse) -> str:
        """A column's heading in quotation marks, with its number where another column has the same heading."""
        twice = sum(1 for other in self.uses if other.header == use.header) > 1
        return f'"{use.header}" (column {use.index + 1})' if twice else f'"{use.header}"'

    @property
    def fields(self) -> dict[str, str]:
        """Field to the heading that fills it first."""
        return {name: found[0].header for name in (*OUTPUT, SUPPLIER_PLACE, CURRENCY) if (found := self.columns(name))}
