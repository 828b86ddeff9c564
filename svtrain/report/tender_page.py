"""How a tender was scored, as one HTML page that stands alone: no script, no picture or style from elsewhere."""

from __future__ import annotations

from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, Pair, Tender, TenderRecord

UNITS = {"PQP": "£ a quality point", "QPR": "quality points a £", "WTP": "£"}


def tender_page(record: TenderRecord) -> str:
    """The page as text; everything that a person typed is escaped. The same record gives the same bytes.

    Examples
    --------
    >>> from svtrain.core.scoring import Bid, Tender, Weights, every_pair, score
    >>> tender = Tender(Weights(60, 20, 20), (Bid("A & B", 100, 40, 70), Bid("C", 110, 65, 70)))
    >>> page = tender_page(TenderRecord(tender, score(tender), tuple(every_pair(tender)[0])))
    >>> "A &amp; B" in page, "<script" in page
    (True, False)
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(loader=PackageLoader("svtrain.report.page", "."), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    tender, result = record.tender, record.result
    pages.filters["points"] = lambda number: "" if number is None else f"{number:,.2f}"
    pages.filters["total"] = lambda number: total_said(number, tender.price.formula)
    pages.filters["money"] = lambda number: "" if number is None else f"£{number:,.0f}"
    return pages.get_template("tender.html.j2").render(
        record=record, tender=tender, result=result, price=PRICE_FORMULAE[tender.price.formula],
        social=SOCIAL_VALUE_FORMULAE[tender.social_value.formula], settings=settings_said(tender),
        pairs=[_pair(pair) for pair in record.pairs], flips=sum(pair.flips for pair in record.pairs))


def total_said(number: float | None, formula: str) -> str:
    """A total, or how far two lie apart, in as many figures as it bears."""
    if number is None:
        return "no end"
    return f"{number:,.2f}" if abs(number) >= 0.01 or number == 0 else f"{number:.3g}"


def settings_said(tender: Tender) -> list[tuple[str, str]]:
    """What the two chosen formulae need, with the numbers that were given."""
    words = {"scale_low": "The price that earns full marks", "scale_high": "The price that earns none",
             "multiple": "Times the lowest price that earns none", "willingness_to_pay": "Pounds for one quality point",
             "split": "Share of the marks given to pounds", "target": "The published promise that earns full marks"}
    found = []
    for rule, known in ((tender.price, PRICE_FORMULAE), (tender.social_value, SOCIAL_VALUE_FORMULAE)):
        found += [(words[name], f"{getattr(rule, name):,.10g}") for name in known[rule.formula].needs]
    return found


def _pair(pair: Pair) -> dict:
    unit = UNITS.get(pair.price, "points")
    return {"name": f"{pair.price}+{pair.social_value}", "first": pair.winner or f"A tie of {' and '.join(pair.tied)}", "flips": pair.flips,
            "margin": "" if pair.margin is None else f"{total_said(pair.margin, pair.price)} {unit}", "chance": f"{max(pair.p_win.values()):.0%}",
            "deciders": " ".join(flip.sentence for flip in pair.decided_by_losers)}
