"""One contract by four methods, side by side. Each answers another question, so nothing here adds or compares their totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svtrain.core.found_proxies import find_proxies
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.valuation import Valuation, value
from svtrain.core.value_map import ValueMap


@dataclass(frozen=True, slots=True)
class Principle:
    """One thing that a buyer stands for, and whether the contract meets it (None: nobody has looked yet)."""

    name: str
    met: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Spend:
    """Pounds spent with one supplier or subcontractor, and what kind of supplier it is (None: nobody has said)."""

    supplier: str
    amount: float
    local: bool | None = False
    sme: bool | None = False
    vcse: bool | None = False


@dataclass(frozen=True, slots=True)
class MeasurePrice:
    """What one unit of a measure is said to be worth in somebody's price list."""

    measure: str
    unit: str
    price: float


@dataclass(frozen=True, slots=True)
class PriceList:
    """A list of measures with their prices, keyed by the id of the outcome that each one counts.

    ``synthetic`` lists are invented for training; anybody who has the right to a real one brings their own.
    """

    title: str
    prices: Mapping[str, MeasurePrice]
    licence: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class PrinciplesView:
    """Principles and spend shares, without a pound of value.

    Shares are of the spend that was given; None without any, or where nobody has said it of some supplier.
    """

    principles: tuple[Principle, ...]
    spend: float
    local_share: float | None
    sme_share: float | None
    vcse_share: float | None
    hides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One measure: how many, at what price, and the product."""

    outcome: str
    measure: str
    unit: str
    quantity: float
    price: float
    counted_value: float


@dataclass(frozen=True, slots=True)
class CountedView:
    """Counted and priced: quantities times a list's prices, nothing taken away. ``unpriced`` lines are not on the list."""

    price_list: str
    licence: str
    synthetic: bool
    lines: tuple[CountedLine, ...]
    unpriced: tuple[str, ...]
    counted_value: float
    hides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Change in lives after deductions, leakage included, for each pound put in."""

    valuation: Valuation
    deducted: float
    hides: tuple[str, ...]

    @property
    def sroi_ratio(self) -> float | None:
        return self.valuation.sroi_ratio


@dataclass(frozen=True, slots=True)
class GreenBookView:
    """Present value of benefits and costs on one axis of years, and the benefit-cost ratio (None without costs)."""

    valuation: Valuation
    benefits: float
    costs: float
    benefit_cost_ratio: float | None
    hides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The four views of one contract. There is no total over them: they measure different things in different units."""

    title: str
    principles: PrinciplesView
    counted: CountedView
    change_in_lives: ChangeView
    green_book: GreenBookView
    asks: Mapping[str, str] = field(default_factory=lambda: dict(ASKS))

    def as_dict(self) -> dict:
        """Plain values; one entry a method, each in its own words."""
        principles, counted, lives, book = self.principles, self.counted, self.change_in_lives, self.green_book
        return {"title": self.title, "methods": [
            {"id": "principles", "asks": self.asks["principles"],
             "principles": [{"name": each.name, "met": each.met, "note": each.note} for each in principles.principles],
             "spend": principles.spend, "local_share": principles.local_share, "sme_share": principles.sme_share,
             "vcse_share": principles.vcse_share, "hides": list(principles.hides)},
            {"id": "counted", "asks": self.asks["counted"], "price_list": counted.price_list, "licence": counted.licence,
             "synthetic": counted.synthetic, "counted_value": counted.counted_value, "unpriced": list(counted.unpriced),
             "lines": [{name: getattr(line, name) for name in line.__slots__} for line in counted.lines], "hides": list(counted.hides)},
            {"id": "change_in_lives", "asks": self.asks["change_in_lives"], "present_value": lives.valuation.present_value,
             "total_inputs": lives.valuation.total_inputs, "sroi_ratio": lives.sroi_ratio, "deducted": lives.deducted,
             "hides": list(lives.hides)},
            {"id": "green_book", "asks": self.asks["green_book"], "benefits": book.benefits, "costs": book.costs,
             "net_present_value": book.benefits - book.costs, "benefit_cost_ratio": book.benefit_cost_ratio, "hides": list(book.hides)},
        ]}


ASKS = {
    "principles": "Do we buy in the way that we say we stand for, and who gets the money?",
    "counted": "How much was promised, at one list's prices?",
    "change_in_lives": "What changed for people because of this contract, for each pound put in?",
    "green_book": "Is society better off for spending this, next to other uses of the money?",
}
HIDES_PRINCIPLES = ("How much changed for anybody: a share of spend is not an outcome.",
                    "What the money would have done anyway: local spend may only have moved.",
                    "Trade-offs: principles cannot be weighed against a price.")
HIDES_COUNTED = ("What would have happened anyway, and who else deserves the credit: nothing is taken away.",
                 "How long a change lasts: an hour and a lasting job each count once.",
                 "Whose pound it is: savings, incomes and well-being stand in one sum.",
                 "What is not on the list: it counts as nothing.")
HIDES_LIVES = ("How far each deduction is a guess: they look as exact as the counts.",
               "Whose outcomes were left out: the ratio grows with what is counted in.",
               "Other contracts: ratios of different maps cannot be ranked.")
HIDES_GREEN_BOOK = ("Who gains and who loses: a pound counts the same whoever gets it, unless weights are added.",
                    "What has no price: it belongs beside the ratio, in words.",
                    "Transfers: money that only changes hands should be left out of the benefits first.")


def synthetic_price_list(value_map: ValueMap, reference: Reference) -> PriceList:
    """An invented price list for training: the map's own proxies, rounded to one figure so that nobody takes it for a real one.

    Examples
    --------
    >>> example = ValueMap.model_validate({"outcomes": [{"id": "jobs", "quantity": 2, "unit": "person", "proxy": {"value": 9800}}]})
    >>> synthetic_price_list(example, Reference()).prices["jobs"].price
    10000.0
    """
    prices = {outcome.id: MeasurePrice(outcome.outcome or outcome.id, outcome.unit or proxy.passport.unit, _one_figure(proxy.at_map_prices))
              for outcome, proxy in zip(value_map.outcomes, find_proxies(value_map, reference), strict=True)}
    return PriceList("Invented price list, for training only", prices, "Invented; no licence needed", synthetic=True)


def _one_figure(price: float) -> float:
    return float(f"{price:.1g}")


def side_by_side(value_map: ValueMap, reference: Reference, *, prices: PriceList | None = None, spend: Sequence[Spend] = (),
                 principles: Sequence[Principle] = (), today: str | None = None) -> SideBySide:
    """The same contract by four methods, each with what it hides.

    Parameters
    ----------
    value_map : ValueMap
        The contract's value map; its inputs are the costs.
    prices : PriceList, optional
        A measure list of the user's own; an invented one by default.
    spend, principles : sequence
        Who gets the money, and what the buyer stands for.

    Raises
    ------
    CannotDo
        When the map cannot be valued, a price is for an outcome that the map does not have, or spend is below zero.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}, "deadweight": 0.5, "leakage": 0.2}]})
    >>> from svtrain.core.reference import Schedule
    >>> known = Reference(schedules={"green-book-standard": Schedule("green-book-standard", "Green Book", ((0, 0.035),))})
    >>> found = side_by_side(example, known, spend=[Spend("Us", 75, local=True), Spend("Them", 25)])
    >>> found.principles.local_share, found.counted.counted_value, found.change_in_lives.sroi_ratio
    (0.75, 180.0, 0.72)
    >>> hasattr(found, "total")
    False
    """
    lives = value(value_map, reference, today=today)
    book = value(value_map.in_mode("green_book"), reference, today=today)
    chosen = prices or synthetic_price_list(value_map, reference)
    gross = sum(each.gross for each in lives.by_outcome)
    kept = sum(each.first_year for each in lives.by_outcome)
    return SideBySide(value_map.title, _principles(spend, principles), _counted(value_map, chosen),
                      ChangeView(lives, gross - kept, HIDES_LIVES),
                      GreenBookView(book, book.present_value, book.total_inputs, book.sroi_ratio, HIDES_GREEN_BOOK))


def _principles(spend: Sequence[Spend], principles: Sequence[Principle]) -> PrinciplesView:
    for each in spend:
        if not 0 <= each.amount < float("inf"):
            raise CannotDo(Problem(f"The spend with {each.supplier} must be zero or more.", f"spend.{each.supplier}"))
    whole = float(sum(each.amount for each in spend))

    def share(kind: str) -> float | None:
        if whole <= 0 or any(getattr(each, kind) is None for each in spend):
            return None
        return sum(each.amount for each in spend if getattr(each, kind)) / whole

    return PrinciplesView(tuple(principles), whole, share("local"), share("sme"), share("vcse"), HIDES_PRINCIPLES)


def _counted(value_map: ValueMap, prices: PriceList) -> CountedView:
    known = {outcome.id: outcome for outcome in value_map.outcomes}
    strays = [name for name in prices.prices if name not in known]
    if strays:
        raise CannotDo([Problem(f"The price list prices '{name[:80]}', an outcome that the map does not have.", f"prices.{name[:80]}")
                        for name in strays])
    lines = tuple(CountedLine(name, price.measure, price.unit, known[name].quantity.likely, price.price,
                              known[name].quantity.likely * price.price) for name, price in prices.prices.items())
    unpriced = tuple(name for name in known if name not in prices.prices)
    return CountedView(prices.title, prices.licence, prices.synthetic, lines, unpriced, float(sum(line.counted_value for line in lines)),
                       HIDES_COUNTED)
