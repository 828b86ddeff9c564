"""What was read, what was not, and what each column was taken for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from svtrain.data.register.clean import Cleaned, RowProblem
from svtrain.data.register.columns import DROPPED, NOT_USED, REMEMBERED, TAKEN_FOR, UNKNOWN, Mapping

MOST_KEPT = 500_000  # problems listed one by one; beyond it they are only counted by reason


@dataclass(slots=True)
class Report:
    """The account of one reading: ``rows = read + skipped``; wholly blank rows are counted apart."""

    mapping: Mapping
    encoding: str
    header_row: int = 0
    sheets: list[str] = field(default_factory=list)
    rows: int = 0
    read: int = 0
    skipped: int = 0
    blank_rows: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    not_listed: Counter = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    end_before_start: int = 0
    all_sheets: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.mapping.kind

    @property
    def findings(self) -> int:
        """How many things could not be read."""
        return len(self.problems) + sum(self.not_listed.values())

    def add(self, piece: Cleaned) -> None:
        """Count a piece in."""
        self.read += len(piece)
        self.skipped += piece.skipped
        self.rows += len(piece) + piece.skipped
        self.blank_rows += piece.blanks
        self.end_before_start += piece.end_before_start
        room = MOST_KEPT - len(self.problems)
        self.problems += piece.problems[:room]
        self.not_listed.update((problem.field, problem.reason) for problem in piece.problems[room:])

    def as_json(self) -> dict:
        """The keys that other tools rely on, and more."""
        return {
            "rows": self.rows, "read": self.read, "skipped": self.skipped, "blank_rows": self.blank_rows,
            "columns": self.mapping.fields,
            "mapping": [use.as_json() for use in self.mapping.uses],
            "ignored": [use.header for use in self.mapping.uses if not use.field and use.how != DROPPED and use.header],
            "dropped": [use.header for use in self.mapping.uses if use.how == DROPPED],
            "problems": [problem.as_json() for problem in self.problems],
            "problems_not_listed": [{"field": name or None, "reason": reason, "rows": count}
                                    for (name, reason), count in self.not_listed.most_common()],
            "encoding": self.encoding, "kind": self.kind, "header_row": self.header_row, "sheets": self.sheets,
            "shape": self.mapping.shape, "notes": self.all_notes,
        }

    @property
    def all_notes(self) -> list[str]:
        """Sentences about the whole file."""
        found = list(dict.fromkeys([*self.notes, *self.mapping.notes]))
        if not self.rows:
            found.append("No row stands below the headings.")
        if self.end_before_start:
            found.append(f"{self.end_before_start:,} {'row ends before it starts' if self.end_before_start == 1 else 'rows end before they start'}.")
        return found

    def mapping_sentences(self) -> list[str]:
        """What was taken for what, in words; likenesses first, because a person should look at them."""
        uses = self.mapping.uses
        found = [f'"{use.header}" is taken for {use.field}: it is like "{use.like}" ({use.score:.0f} of 100). Correct it with --map.'
                 for use in uses if use.how == TAKEN_FOR]
        found += [f'"{use.header}" is {use.field or "left out"}, as you said {"before" if use.how == REMEMBERED else "now"}.'
                  for use in uses if use.how in ("corrected", REMEMBERED)]
        for name in self.mapping.fields:
            headers = [self.mapping.called(use) for use in self.mapping.columns(name)]
            more = ", or where that is blank " + ", ".join(headers[1:]) if len(headers) > 1 else ""
            found.append(f"{name}: {headers[0]}{more}")
        dropped = [use.header for use in uses if use.how == DROPPED]
        ignored = [use.header for use in uses if use.how in (UNKNOWN, NOT_USED) and use.header]
        if dropped:
            found.append(f"Dropped, because they hold contact data: {', '.join(dropped)}.")
        if ignored:
            found.append(f"Not used: {', '.join(ignored)}.")
        return found
