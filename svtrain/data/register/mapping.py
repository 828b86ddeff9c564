"""Finds the row of headings and says what each column is taken for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.aliases import Alias, holds_contact_data, match, normal
from svtrain.data.register.asking import AGREE, filled, leave_out_what_its_cells_contradict, shares, take_the_only_amount
from svtrain.data.register.by_cells import (
    are_codes, are_currencies, leave_out_codes, leave_out_the_day_of_a_notice, take_the_bare_name, take_the_currency, take_what_amounts_are)
from svtrain.data.register.columns import (
    CONTACT, CORRECTED, CURRENCY, DROPPED, FIELDS, IGNORED, KNOWN, NOT_USED, REMEMBERED, SEVERAL, SUPPLIER_PLACE, TAKEN_FOR, ColumnUse,
    Mapping)
from svtrain.data.register.people import drop_people
from svtrain.data.register.period_columns import names_periods
from svtrain.data.register.personal import removed
from svtrain.data.register.scales import without_scale
from svtrain.data.register.two_rows import joined
from svtrain.data.register.words import without_hidden

LOOK_AT = 60       # rows from the top among which the headings are looked for
LAST_RESORT = 6    # rank from which on a column is used only where there is no better one
NAMES = ("supplier", "title", "description", "buyer")
LEAST_FIELDS = 2   # a row with fewer known headings is not the row of headings


@dataclass(frozen=True, slots=True)
class Header:
    """The row of headings, counted from 0, and how good it is; ``two`` when the row above it is a part of them."""

    row: int
    cells: tuple[str, ...]
    score: float
    two: bool = False


def find_header(rows: Sequence[Sequence], at: int | None = None) -> Header | None:
    """The row among the first that reads most like headings.

    Parameters
    ----------
    rows : sequence of rows
        The top of the file, as it stands.
    at : int, optional
        The row, counted from 0, that a person says it is.

    Examples
    --------
    >>> find_header([["Spend over £500", "", ""], [], ["Supplier", "Amount", "Date"], ["A Ltd", "1", "2"]]).row
    2
    """
    if at is not None:
        cells = _texts(rows[at]) if 0 <= at < len(rows) else ()
        return _with_the_row_above(rows, Header(at, cells, 1)) if any(cells) else None
    best = None
    for number, row in enumerate(rows[:LOOK_AT]):
        cells = _texts(row)
        score, fields = _score(cells)
        if fields >= LEAST_FIELDS and (best is None or score > best.score):
            best = Header(number, cells, score)
    if best is not None:
        below = _with_the_row_above(rows, Header(best.row + 1, _texts(rows[best.row + 1]), 0)) if best.row + 1 < len(rows) else best
        return _better(_with_the_row_above(rows, best), below)
    pairs = [_with_the_row_above(rows, Header(number, _texts(rows[number]), 0)) for number in range(1, min(len(rows), LOOK_AT))]
    return max((one for one in pairs if one.two), key=lambda one: one.score, default=None)


def header_naming(rows: Sequence[Sequence], corrections: Mapped[str, str]) -> Header | None:
    """The first row that holds every heading that a person corrects.

    Examples
    --------
    >>> header_naming([["Register"], ["Who", "What"], ["A Ltd", "x"]], {"Who": "supplier"}).row
    1
    """
    wanted = {normal(name) for name in corrections}
    for number, row in enumerate(rows[:LOOK_AT]) if wanted and "" not in wanted else ():
        cells = _texts(row)
        if wanted <= {normal(cell) for cell in cells}:
            return Header(number, cells, 1)
    return None


def _with_the_row_above(rows: Sequence[Sequence], header: Header) -> Header:
    """The headings that a row makes with the one above it, where together they name more than the better of the two does alone."""
    if header.row < 1 or not any(header.cells):
        return header
    above = _texts(rows[header.row - 1])
    cells = joined(above, header.cells)
    score, fields = _score(cells)
    known = sum(1 for cell in header.cells if cell and match(cell) is not None)
    periods = names_periods(header.cells) and not names_periods(above)
    if fields < LEAST_FIELDS or not (known or periods) or fields < max(_score(header.cells)[1], _score(above)[1]) + (not periods):
        return header
    return Header(header.row, cells, score, True)


def _better(one: Header, other: Header) -> Header:
    return other if other.two and (not one.two or other.score > one.score) else one


def _texts(row: Sequence) -> tuple[str, ...]:
    """A row as headings: on one line, without hidden characters and without contact data, because headings are kept."""
    return tuple(removed(" ".join(without_hidden(str(cell)).split())[:300]) if cell is not None and cell == cell else "" for cell in row)


def _score(cells: Sequence[str]) -> tuple[float, int]:
    """How like headings a row is, and how many fields of a register it names."""
    if sum(1 for cell in cells if cell) < LEAST_FIELDS:
        return 0, 0
    fields, score = set(), 0.0
    for cell in cells[:400]:
        found = match(cell) if cell and len(cell) <= 120 else None
        if found is None:
            continue
        score += 1 if found.score == 100 else 0.5
        if found.alias.field not in (CONTACT, IGNORED):
            fields.add(found.alias.field)
    if names_periods(cells):
        fields.add("periods")  # amounts, although no column of them is a row's amount
    return score + len(fields), len(fields)


def trimmed(cells: Sequence[str]) -> list[str]:
    """Headings without the blank ones at their end.

    Examples
    --------
    >>> trimmed(["Supplier", "", "Amount", "", ""])
    ['Supplier', '', 'Amount']
    """
    found = list(cells)
    while found and not found[-1]:
        found.pop()
    return found


def shape_of(header: Sequence[str]) -> str:
    """A fingerprint of a row of headings: files of the same shape share it."""
    return hashlib.sha256("\x1f".join(normal(cell) for cell in header).encode()).hexdigest()[:16]


def map_columns(header: Sequence[str], sample: Sequence[Sequence], corrections: Mapped[str, str] | None = None,
                remembered: Mapped[str, str] | None = None, place: str = "") -> Mapping:
    """Say what each column is taken for.

    Parameters
    ----------
    header : sequence of str
        The headings as they stand.
    sample : sequence of rows
        Rows below it; a heading that is only like a known one is believed when its cells agree.
    corrections, remembered : mapping
        Heading to field, as a person says now or said for an earlier file of this shape; ``ignore`` for none.

    Raises
    ------
    CannotDo
        When a correction names a heading or a field that is not there, or a column of contact data.

    Examples
    --------
    >>> found = map_columns(["Suplier", "Amt", "E-mail"], [["A Ltd", "1,200", "x@y.z"]], {"Amt": "value"})
    >>> [(use.header, use.field, use.how) for use in found.uses]
    [('Suplier', 'supplier', 'taken for'), ('Amt', 'value', 'corrected'), ('E-mail', '', 'dropped')]
    """
    uses = [_use(name, index, sample) for index, name in enumerate(header)]
    drop_people(uses, sample)
    leave_out_what_its_cells_contradict(uses, sample)
    for source, how in ((remembered, REMEMBERED), (corrections, CORRECTED)):
        _correct(uses, source or {}, how, place)
    leave_out_the_day_of_a_notice(uses)
    take_the_only_amount(uses, sample)
    take_the_bare_name(uses, sample)
    take_the_currency(uses, sample)
    take_what_amounts_are(uses, sample)
    leave_out_codes(uses, sample)
    _one_column_a_field(uses, sample)
    return Mapping(uses, kind_of(uses), shape_of(header))


def _use(name: str, index: int, sample: Sequence[Sequence]) -> ColumnUse:
    if not name:
        return ColumnUse("", index, reason="it has no heading")
    found, scale = match(name), without_scale(name)[1]
    if found is None:
        return ColumnUse(name, index, scale=scale)
    alias = found.alias
    use = ColumnUse(name, index, alias.field, KNOWN if found.score == 100 else TAKEN_FOR, found.score, alias.basis, alias.rank, alias.alias, scale=scale)
    if alias.field == CONTACT:
        use.field, use.how, use.reason = "", DROPPED, alias.reason
    elif alias.field == IGNORED:
        use.field, use.how, use.reason = "", NOT_USED, alias.reason
    elif use.how == TAKEN_FOR and not _agrees(alias, index, sample):
        use.field, use.how, use.reason = "", NOT_USED, f'it is like "{alias.alias}", but its cells are not'
    return use


def _agrees(alias: Alias, index: int, sample: Sequence[Sequence]) -> bool:
    """Whether the cells read as what the heading is like."""
    cells = filled(sample, index)
    if not cells:
        return alias.field not in ("value", "start", "end")
    money, days = shares(cells)
    if alias.field == "value":
        return money >= AGREE
    if alias.field in ("start", "end"):
        return days >= AGREE
    if alias.field == CURRENCY:
        return all(are_currencies(cells))
    if alias.field in ("supplier", "title", "description", "buyer", "category", "place", SUPPLIER_PLACE):
        return money < AGREE and days < AGREE
    return True


def _correct(uses: list[ColumnUse], given: Mapped[str, str], how: str, place: str) -> None:
    problems: list[Problem] = []
    for name, target in given.items():
        name = removed(" ".join(name.split()))
        found = [use for use in uses if use.header == name] or [use for use in uses if normal(use.header) == normal(name) and use.header]
        found = found or [use for use in uses if f"column {use.index + 1}" == name.strip().lower()]
        field = target.strip().lower().replace(" ", "_")
        if not found:
            problems.append(Problem(f"There is no column '{name}'.{did_you_mean(name, [use.header for use in uses if use.header])}", "--map", place))
        elif field not in (*FIELDS, "ignore", ""):
            problems.append(Problem(f"There is no field '{target}'.{did_you_mean(target, [*FIELDS, 'ignore'])}", "--map", place))
        elif field in FIELDS and any(use.how == DROPPED or holds_contact_data(use.header) for use in found):
            problems.append(Problem(f"The column '{name}' holds personal contact data, which is never kept.", "--map", place))
        else:
            _set(found[0], "" if field in ("ignore", "") else field, how)
    if problems and how == CORRECTED:
        raise CannotDo(problems)


def _set(use: ColumnUse, field: str, how: str) -> None:
    alias = match(use.header)
    use.basis = alias.alias.basis if alias and alias.alias.field == field == "value" else ""
    use.field, use.how, use.score, use.rank, use.reason = field, how, 100, 0, "" if field else "a person left it out"


def _one_column_a_field(uses: list[ColumnUse], sample: Sequence[Sequence]) -> None:
    """Leave out the columns that a better one makes needless; say which one. A blank column is never the better one, nor one of bare numbers for a name."""
    for field in {use.field for use in uses if use.field}:
        found = sorted((use for use in uses if use.field == field), key=lambda use: (use.rank, use.how == TAKEN_FOR, use.index))
        if len(found) > 1 and field not in SEVERAL:
            found.sort(key=lambda use: (not filled(sample, use.index), field in NAMES and are_codes(filled(sample, use.index))))
        said = [use for use in found if use.rank == 0]
        kept = said or (found if field in SEVERAL else found[:1])
        if field == "end":  # a day of completion may be the day of signing: it fills no blank of a true end
            kept = [use for use in kept if use.rank < LAST_RESORT] or kept
        for use in found:
            if use not in kept:
                use.field, use.how, use.reason = "", NOT_USED, f'"{kept[0].header}" is used for {field}'


_KINDS = (
    ("contracts-finder-csv", {"notice identifier", "supplier name address ref type ref number is sme is vcse"}),
    ("contracts-finder-page", {"value of contract", "procurement reference"}),
    ("lga-contracts", {"contract reference", "contract title", "organisational unit"}),
    ("svtrain-register", {"suppliers count", "value basis", "source row"}),
)


def kind_of(uses: Sequence[ColumnUse]) -> str:
    """What sort of file it is, from its headings."""
    names = {normal(use.header) for use in uses}
    for kind, wanted in _KINDS:
        if wanted <= names:
            return kind
    bases = Counter(use.basis for use in uses if use.field == "value")
    fields = {use.field for use in uses}
    if "end" not in fields and ("title" not in fields or any(basis.startswith("spend") for basis in bases)):
        return "spend"
    return "contracts"


def refuse_unless_useful(mapping: Mapping, place: str) -> None:
    """A register needs somebody or something bought; say so when no column tells.

    Raises
    ------
    CannotDo
        When neither a supplier, a title, a description nor a value is found.
    """
    if not {"supplier", "title", "description", "value"} & set(mapping.fields):
        raise CannotDo(Problem("No column tells the supplier, the title or the value; name one with --map.", place=place))
