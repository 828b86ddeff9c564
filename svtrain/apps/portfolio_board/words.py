"""The sentences, tables and charts of the portfolio board, and of a portfolio that is published."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from svtrain.core.portfolio import Range, Sums, small
from svtrain.core.reference import Proxy
from svtrain.data.portfolio import Portfolio
from svtrain.ui.amounts import money, share, short_money
from svtrain.ui.figures import Picture, in_order, ranges
from svtrain.ui.words import paragraph, table

INTRO = "What many contracts promised, what is due, what was delivered and what was checked. Everything here is for reading only."
HIDDEN = "Hidden: fewer than five people"
NAMES = {"committed": "Promised", "due": "Due by now", "delivered": "Reported as delivered", "verified": "Delivered and checked"}
GROUPS = {"theme": "Priority", "place": "Place", "category": "Category"}
FILTER_LABELS = {"theme": "Priority", "place": "Place", "category": "Category", "rating": "Rating"}
MEANINGS = (
    "Promised is the worth of everything in the contracts over their whole lives.",
    "Due by now is the part of it that should have come by the day named above.",
    "Reported as delivered is what suppliers say they did.",
    "Delivered and checked is the part of it that somebody other than the supplier sampled or verified.",
)


def span(found: Range | None, short: bool = True) -> str:
    """A range of pounds in words.

    Examples
    --------
    >>> span(Range(1200, 2000, 3400)), span(Range(0, 0, 0)), span(None)
    ('£1.2k to £3.4k', '£0', 'Hidden: fewer than five people')
    """
    if found is None:
        return HIDDEN
    shown = short_money if short else money
    low, high = shown(found.low), shown(found.high)
    return low if low == high else f"{low} to {high}"


def amounts(found: Sums) -> list[tuple[str, Range | None]]:
    """The four amounts of a sum by the names that people read."""
    return [(name, getattr(found, key)) for key, name in NAMES.items()]


def day(portfolio: Portfolio) -> str:
    return f"{portfolio.as_of.day} {portfolio.as_of:%B %Y}"


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def headline(portfolio: Portfolio, whole: Sums, contracts: int) -> list[str]:
    """What the chosen part comes to, in sentences."""
    if not whole.promises:
        return ["Nothing in this portfolio fits all of these filters."]
    said = [f"{counted(contracts, 'contract')} with {counted(whole.promises, 'promise')}, as of {day(portfolio)}."]
    said.append(f"Promised: {span(whole.committed)}. Due by now: {span(whole.due)}.")
    if whole.hidden:
        return [*said, "What was delivered is hidden here, because fewer than five people stand behind it."]
    said.append(f"Reported as delivered: {span(whole.delivered)}. Delivered and checked: {span(whole.verified)}.")
    part = whole.verified_share
    if part is not None:
        said.append(f"Of every £1 reported as delivered, {round(100 * part)}p was checked by somebody other than the supplier.")
    return said


def rated_words(rated: dict[str, int]) -> str:
    """How many promises have each of the Act's words."""
    found = ", ".join(f"{count:,} {word}" for word, count in rated.items() if count)
    return f"Promises by the Procurement Act's words: {found}." if found else ""


def whole_picture(whole: Sums) -> Picture:
    """The four amounts as ranges on one scale."""
    rows = [(name, found.low, found.mid, found.high) for name, found in amounts(whole) if found is not None]
    return _money_axis(ranges(rows, shown=short_money, title="From promise to proof", names=("Amount", "Low", "Middle", "High"),
                              sentence=f"From {span(whole.committed)} promised to {span(whole.verified)} delivered and checked."))


def group_picture(groups: Sequence[tuple[str, Sums]], group: str, measure: str) -> Picture:
    """One amount for each group, as ranges; a hidden one is left out and said."""
    rows = [(name, found.low, found.mid, found.high) for name, whole in groups if (found := getattr(whole, measure)) is not None][:25]
    title = f"{NAMES[measure]}, by {GROUPS[group].lower()}"
    left = sum(getattr(whole, measure) is None for _, whole in groups)
    most = max(rows, key=lambda row: row[2])[0] if rows else ""
    said = f"{most} has the most." if most else "There is nothing to show."
    if left:
        said += f" {counted(left, 'group')} left out, with fewer than five people behind {'it' if left == 1 else 'them'}."
    return _money_axis(ranges(rows, shown=short_money, title=title, sentence=said, names=(GROUPS[group], "Low", "Middle", "High")))


def _money_axis(picture: Picture) -> Picture:
    picture.figure["layout"]["xaxis"]["tickprefix"] = "£"
    return picture


def ratings_picture(rated: dict[str, int]) -> Picture:
    return in_order([(word, count, str(count)) for word, count in rated.items()], columns=("Rating", "Promises"), title="Promises by rating",
                    sentence=rated_words(rated))


def group_rows(groups: Sequence[tuple[str, Sums]]) -> list[tuple[str, ...]]:
    return [(name, f"{found.promises:,}", *(span(each) for _, each in amounts(found))) for name, found in groups]


def group_columns(group: str) -> tuple[str, ...]:
    return (GROUPS[group], "Promises", *NAMES.values())


def group_table(groups: Sequence[tuple[str, Sums]], group: str) -> Markup:
    return table(f"By {GROUPS[group].lower()}: pounds, from low to high", group_columns(group), group_rows(groups), numbers=(1,))


CONTRACT_COLUMNS = ("Contract", "Supplier", "Price", "Promised", "Due by now", "Reported as delivered", "Delivered and checked")


def contract_rows(portfolio: Portfolio, listed: Sequence[tuple[int, Sums]]) -> list[tuple[str, ...]]:
    return [(f"{portfolio.references[n]}: {portfolio.contract_titles[n]}", portfolio.suppliers[n],
             money(portfolio.values[n]) if portfolio.values[n] == portfolio.values[n] else "not given", *(span(each) for _, each in amounts(found)))
            for n, found in listed]


def contract_table(portfolio: Portfolio, listed: Sequence[tuple[int, Sums]], page: int, pages: int, count: int) -> Markup:
    caption = f"{counted(count, 'contract')}, the largest promise first; page {page + 1} of {pages}"
    return table(caption, CONTRACT_COLUMNS, contract_rows(portfolio, listed), numbers=(2,))


def lines_table(portfolio: Portfolio, rows) -> Markup:
    """Every promise of one contract; what few people stand behind is hidden."""
    return table("Its promises", ("Promise", "Promised", "Due by now", "Delivered", "Checked", "Rating", "Worth"),
                 [line(portfolio, int(n)) for n in rows])


def line(portfolio: Portfolio, n: int) -> tuple[str, ...]:
    lines, target, unit = portfolio.lines, portfolio.targets[n], portfolio.units[n]
    hide = small(float(lines.people[n]))
    due = lines.due[n]
    low, _, high = lines.worth[n]
    worth = span(Range(low, low, high)) if high == high else (portfolio.reasons[n] or "It has no price.")
    shown = [HIDDEN, HIDDEN, HIDDEN] if hide else [_amount(lines.delivered[n] * target), _amount(lines.verified[n] * target), str(portfolio.ratings[n])]
    return (portfolio.measures[n] or portfolio.ids[n], f"{_amount(target)} ({unit})" if unit else _amount(target),
            _amount(due * target) if due == due else "not known", *shown, worth)


def _amount(number: float) -> str:
    return f"{number:,.1f}".removesuffix(".0") if number == number else "not known"


def gaps(portfolio: Portfolio, whole: Sums) -> list[str]:
    """What is missing, in plain sentences; the part that is chosen, then the files as a whole."""
    import numpy as np

    said = []
    if whole.unchecked:
        said.append(f"{counted(whole.unchecked, 'promise')} reported something of which nothing was checked.")
    if whole.unpriced:
        said.append(f"{counted(whole.unpriced, 'promise')} could not be priced, so {'it is' if whole.unpriced == 1 else 'they are'} in none of the pounds.")
    if whole.undated:
        said.append(f"{counted(whole.undated, 'promise')} {'has' if whole.undated == 1 else 'have'} no start or no due date: what is due is not known.")
    over = int((portfolio.own_contract & (portfolio.lines.delivered > 1)).sum())
    if over:
        said.append(f"{counted(over, 'promise')} reported more than was promised. What is over stands in the sums, and may hide what is short elsewhere.")
    silent = int((portfolio.own_contract & (portfolio.lines.delivered == 0)).sum())
    if silent:
        said.append(f"For {counted(silent, 'promise')} nothing has been reported at all.")
    without = len(portfolio.references) - len(np.unique(portfolio.lines.contract[portfolio.own_contract]))
    if without:
        said.append(f"{counted(without, 'contract')} {'makes' if without == 1 else 'make'} no promise in these files. That is a gap, and not a nought.")
    stray = int((~portfolio.own_contract).sum())
    if stray:
        said.append(f"{counted(stray, 'promise')} {'names' if stray == 1 else 'name'} a contract that is not in the register, and {'is' if stray == 1 else 'are'} left out.")
    if portfolio.problems:
        said.append(f"The files hold {counted(len(portfolio.problems), 'fault')} of other kinds. The first: {portfolio.problems[0]}")
    return said or ["No gap was found by the checks made here. What nobody wrote down cannot be found."]


def assumptions(portfolio: Portfolio) -> list[str]:
    """What the pounds rest on, in plain English."""
    low, mid, high = portfolio.left
    said = []
    plain = int((~portfolio.deducted).sum())
    if plain and mid < 1:
        said += [
            f"For {plain:,} of {len(portfolio.deducted):,} promises nobody said what would have happened anyway, or what is due to others.",
            "For those, published reports stand in for both shares. "
            f"The middle keeps {share(round(mid, 3))} of each £1, the low end {share(round(low, 3))}, the high end {share(round(high, 3))}.",
            "Those are what report writers put in, and not what was measured."]
    said += [
        "Where the source of a price printed a range, its ends widen ours.",
        "The low ends are added as if every promise were low at once, and the high ends likewise. The truth is likely to lie well inside.",
        "A delivery is worth the same for each unit as the promise it belongs to.",
        "What is due follows the spending where it is known, and otherwise the calendar." if portfolio.by_spend else
        "What is due follows the calendar, evenly from start to due date.",
        f"Prices are counted {portfolio.prices}.",
        "Nothing here is money in a budget. It is the worth to people, put in pounds.",
    ]
    if (portfolio.lines.people > 0).any():
        said.append("What was delivered is hidden wherever fewer than five people stand behind it.")
    return said


def origin(portfolio: Portfolio) -> list[str]:
    """The passport of every sum on the page: the files, the day, and the editions of the data."""
    said = [f"Counted from {name}: {rows:,} rows, check sum {mark}." for name, rows, mark in portfolio.files]
    said.append(f"As of {day(portfolio)}, the last day that anything was reported for.")
    said += [f"Data: {used.dataset} {used.version} ({used.sha256[:12]})." for used in portfolio.vintage]
    return said


def passport(proxy: Proxy | None, name: str) -> Markup:
    """Everything known about where one price comes from."""
    if proxy is None:
        return paragraph(f"The bank has no price called {name}." if name else "Choose a price to see where it comes from.", "note")
    spread = f"{money(proxy.low)} to {money(proxy.high)}, " if proxy.low is not None and proxy.high is not None else ""
    rows = [("Outcome", proxy.outcome), ("Value", f"{spread}{proxy.value:,.2f} {proxy.currency} {proxy.unit}"),
            ("Price year", proxy.price_year or proxy.price_year_note or "not stated"), ("Place", proxy.geography), ("Whose money", proxy.perspective),
            ("Source", f"{proxy.source}. {proxy.locator}"), ("Licence", proxy.licence), ("Last checked", proxy.last_checked), ("Beware", proxy.caveat)]
    return table(f"Where this price comes from: {proxy.id}", ("Field", "What it says"), [(key, said or "not stated") for key, said in rows])


def bullets(said: Sequence[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(each) for each in said))


def close_words(board) -> Markup:
    """One contract closely: its promises, and the range of its value map where there is one."""
    if not board.contract:
        return paragraph("Choose a contract to see its promises one by one.", "note")
    portfolio = board.portfolio
    place = portfolio.references.index(board.contract)
    made = paragraph(f"{portfolio.contract_titles[place]}, with {portfolio.suppliers[place] or 'a supplier who is not named'}.")
    made += lines_table(portfolio, board.rows_of(board.contract))
    return made + map_words(board)


def map_words(board) -> Markup:
    """What the contract's value map says, as a range."""
    found = board.spread_of(board.contract)
    if found is None:
        return paragraph("This contract has no value map here. Give one below, and its range is shown too.", "note")
    result, spread = found
    if spread.ratio_p5 is None or result.sroi_ratio is None:
        return paragraph(result.note, "note")
    return paragraph(f"Its value map: £{spread.ratio_p5:.2f} to £{spread.ratio_p95:.2f} for each £1 put in, nine times in ten.") + paragraph(
        "The map is a forecast with ranges of its own. The table above is what was promised and reported.", "note")
