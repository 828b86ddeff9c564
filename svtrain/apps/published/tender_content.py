"""A scored tender as stakeholders read it: the rules, the ranking, and who would come first under every other rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from svtrain.apps.published.value_map_content import drawing
from svtrain.apps.scoring_lab.files import open_bytes
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, Pair, Scoring, TenderRecord, every_pair, score
from svtrain.report.publish.record import Section, Table
from svtrain.report.tender_page import UNITS, settings_said, total_said
from svtrain.ui.figures import in_order

CONFIDENTIAL = "Every bid's price and marks are in it. Bids are confidential before the award, and parts of them after it: publish only what you may."
MARKS_STAY = "Single evaluators' marks and their reasons stay here; the mark that was agreed is published."


def tender_file(name: str, content: bytes) -> TenderRecord:
    """The tender, or the bids alone, in a file, scored every way.

    Raises
    ------
    CannotDo
        When it cannot be read or scored, or holds prices whose licence keeps them here.
    """
    opened = open_bytes(name, content)
    if opened.licensed:
        raise CannotDo([Problem(f"Nothing was exported: {why}", "proxies") for why in opened.licensed])
    tender = opened.tender if opened.tender.title else replace(opened.tender, title=Path(name).stem.replace("-", " ").replace("_", " ").capitalize())
    pairs, skipped = every_pair(tender)
    assumed = ("The file gives no weights; price 60, social value 20, quality 20 are assumed.",) if opened.bids_alone else ()
    notes = tuple(line for line in opened.said if "stay as they are here" not in line)
    return TenderRecord(tender, score(tender), tuple(pairs), tuple(skipped), notes=(*notes, *assumed))


def tender_content(record: TenderRecord) -> tuple[Section, ...]:
    """Everything that a published tender shows. Evaluators' single marks are not in it.

    Examples
    --------
    >>> from svtrain.core.scoring import Bid, Tender, Weights
    >>> tender = Tender(Weights(60, 20, 20), (Bid("A", 100, 40, 70), Bid("B", 110, 65, 70)))
    >>> found = tender_content(TenderRecord(tender, score(tender), tuple(every_pair(tender)[0])))
    >>> found[0].sentences[0]
    'B comes first under P1 and V1.'
    """
    result = record.result
    sections = [_short(record), _rules(record),
                Section("The ranking", tables=(_ranking(result),)), Section("The bids", tables=(_bids(record),))]
    if record.moderated:
        rows = tuple((one.bidder, f"{one.mark:g}", one.reason) for one in record.moderated)
        sections.append(Section("Marks that were agreed", tables=(Table("After moderation", ("Bidder", "Mark", "Reason"), rows),)))
    return (*sections, _every(record))


def _short(record: TenderRecord) -> Section:
    result, rules = record.result, record.tender
    first = f"{result.winner} comes first" if result.winner else f"{' and '.join(result.tied)} tie for the first place"
    bars = [(row.bidder, row.total, total_said(row.total, rules.price.formula)) for row in result.ranking if row.total is not None]
    chart = in_order(bars, columns=("Bidder", result.measure.capitalize()), title=f"Each bid, in {result.measure}",
                     sentence=f"{'The lowest' if result.lowest_wins else 'The highest'} comes first.")
    return Section("In short", (f"{first} under {rules.price.formula} and {rules.social_value.formula}.", *result.exchange_rate.words), (drawing(chart),),
                   points=tuple(dict.fromkeys((*result.warnings, *record.notes))))


def _rules(record: TenderRecord) -> Section:
    tender, weights = record.tender, record.tender.weights
    price, social = PRICE_FORMULAE[tender.price.formula], SOCIAL_VALUE_FORMULAE[tender.social_value.formula]
    return Section("The rules", points=(
        f"Weights: price {weights.price:g}, social value {weights.social_value:g}, other quality {weights.quality:g}.",
        f"Price, {price.id}, {price.title}: {price.words}.", f"Social value, {social.id}, {social.title}: {social.words}.",
        *(f"{name}: {value}." for name, value in settings_said(tender)), f"Why: {record.reason.strip() or 'no reason was written.'}",
        "W is the weight. Award criteria must relate to the subject of the contract and be published before bids are made."))


def _ranking(result: Scoring) -> Table:
    rows = tuple((row.bidder, str(row.rank), _points(row.price), _points(row.social_value), _points(row.quality),
                  total_said(row.total, result.tender.price.formula), "" if row.p_win is None else f"{row.p_win:.0%}") for row in result.ranking)
    caption = "Each bid under the chosen rules" + ("" if result.measure == "points" else f"; the total is in {result.measure}")
    return Table(caption, ("Bidder", "Place", "Price points", "Social value points", "Quality points", "Total", "How often first"), rows)


def _bids(record: TenderRecord) -> Table:
    rows = tuple((bid.bidder, _pounds(bid.price), _spread(bid.promised, _pounds), _spread(bid.quality, "{:g}".format), _spread(bid.qualitative, "{:g}".format),
                  _spread(bid.delivery, "{:.0%}".format)) for bid in record.tender.bids)
    return Table("What each bid says; a range is given from least to most", ("Bidder", "Price", "Promised", "Quality mark", "Social value mark", "Chance of delivery"), rows)


def _every(record: TenderRecord) -> Section:
    pairs = record.pairs
    flips = sum(pair.flips for pair in pairs)
    said = f"Another bid comes first under {flips} of {len(pairs)} pairs of formulae." if flips else f"The same comes first under all {len(pairs)} pairs of formulae."
    rows = tuple((f"{pair.price}+{pair.social_value}", pair.winner or f"A tie of {' and '.join(pair.tied)}", "yes" if pair.flips else "no", _margin(pair),
                  " ".join(flip.sentence for flip in pair.decided_by_losers) or "none found") for pair in pairs)
    return Section("Every formula", (said,), tables=(Table("Who would come first", ("Formulae", "First", "Another than now", "Margin", "A losing bid decides"), rows),),
                   points=tuple(f"{left.formula} is left out. {left.reason}" for left in record.skipped))


def _margin(pair: Pair) -> str:
    return "" if pair.margin is None else f"{total_said(pair.margin, pair.price)} {UNITS.get(pair.price, 'points')}"


def _spread(given, shown) -> str:
    if given is None:
        return ""
    return f"{shown(given.likely)} ({shown(given.low)} to {shown(given.high)})" if given.low is not None else shown(given.likely)


def _pounds(number: float | None) -> str:
    return "" if number is None else f"£{number:,.0f}"


def _points(number: float | None) -> str:
    return "" if number is None else f"{number:,.2f}"
