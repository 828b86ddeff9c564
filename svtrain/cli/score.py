"""`svtrain score`: who wins a tender under a pair of formulae, and what would change the winner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.core.scoring import Pair, Scoring, Tender

TenderFile = Annotated[Path, typer.Argument(metavar="TENDER", help="A tender (YAML or JSON), or bids alone (CSV or Excel).")]
Price = Annotated[str | None, typer.Option("--price", help="Score price by another formula: P1 to P5, PQP, QPR or WTP.")]
SocialValue = Annotated[str | None, typer.Option("--social-value", help="Score social value by another formula: V1 to V7, or V9.")]
Without = Annotated[list[str] | None, typer.Option("--without", metavar="BIDDER", help="Leave a bidder out; may be given again.")]
All = Annotated[bool, typer.Option("--all", help="Every pair of formulae, and where the winner flips.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON with the documented names.")]
WeightsOption = Annotated[str | None, typer.Option("--weights", metavar="P/V/Q", help="Weights of price, social value and quality, such as 60/20/20.")]
Target = Annotated[float | None, typer.Option("--target", help="V3: the published amount in pounds that earns full marks.")]
Split = Annotated[float | None, typer.Option("--split", help="V2: the share of the marks given to pounds.")]
ScaleLow = Annotated[float | None, typer.Option("--scale-low", help="P4: the price that earns full marks.")]
ScaleHigh = Annotated[float | None, typer.Option("--scale-high", help="P4: the price that earns none.")]
Multiple = Annotated[float | None, typer.Option("--multiple", help="P5: the multiple of the lowest price that earns none.")]
Worth = Annotated[float | None, typer.Option("--willingness-to-pay", help="WTP: pounds that one quality point is worth.")]
Draws = Annotated[int, typer.Option("--draws", min=1, max=1_000_000, help="Draws from the ranges.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same draws.")]


def score(
    tender_file: TenderFile, price: Price = None, social_value: SocialValue = None, without: Without = None,
    every: All = False, as_json: AsJson = False, weights: WeightsOption = None, target: Target = None, split: Split = None,
    scale_low: ScaleLow = None, scale_high: ScaleHigh = None, multiple: Multiple = None, willingness_to_pay: Worth = None,
    draws: Draws = 10_000, seed: Seed = 1,
) -> None:
    """Score a tender: the ranking, the winner, what social value is worth in price, and how sure the result is."""
    from svtrain.cli.naming import in_file
    from svtrain.core.scoring import every_pair, score as score_tender
    from svtrain.data import reference
    from svtrain.data.tender import read_tender

    tender, said = read_tender(tender_file, reference())
    if weights is not None:
        tender, said = replace(tender, weights=_weights(weights)), [line for line in said if "assumed" not in line]
    settings = {"price": {"scale_low": scale_low, "scale_high": scale_high, "multiple": multiple, "willingness_to_pay": willingness_to_pay},
                "social_value": {"target": target, "split": split}}
    tender = _with_settings(tender, **settings)
    typed = _typed({"weights": weights, "price.formula": price, "social_value.formula": social_value, "without": without}, settings)
    with in_file(tender_file, typed):
        tender = tender.using(price and price.upper(), social_value and social_value.upper()).without(*(without or ()))
        result = score_tender(tender, draws=draws, seed=seed)
        result = replace(result, warnings=(*said, *result.warnings))
        pairs, skipped = every_pair(tender, draws=draws, seed=seed) if every else ([], [])
    if as_json:
        from svtrain.cli.value import print_json

        print_json(result.as_dict() | ({} if not every else {
            "pairs": [pair.as_dict() for pair in pairs], "skipped": [left.as_dict() for left in skipped],
            "flips": [f"{pair.price}+{pair.social_value}" for pair in pairs if pair.flips]}))
        return
    _show(result)
    if every:
        _show_pairs(pairs, result)
        for left in skipped:
            print(f"{left.formula} is left out. {left.reason}")


def _weights(given: str):
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.core.scoring import Weights
    from svtrain.core.typed_numbers import NotANumber, number_from

    try:
        return Weights(*(number_from(part) for part in given.split("/")))
    except (NotANumber, TypeError):
        raise CannotDo(Problem("Write three weights with slashes, such as 60/20/20.", "--weights")) from None


def _typed(options: dict, settings: dict[str, dict]) -> dict[str, str]:
    """The fields that the command line gave, each with its option: what is wrong with them is not the file's fault."""
    given = options | {f"{side}.{name}": value for side, values in settings.items() for name, value in values.items()}
    return {field: _option(field) for field, value in given.items() if value is not None}


def _option(field: str) -> str:
    return f"--{field.removesuffix('.formula').rpartition('.')[2].replace('_', '-')}"


def _with_settings(tender: Tender, price: dict, social_value: dict) -> Tender:
    """The tender with the settings that were given on the command line."""
    given = {name: number for name, number in price.items() if number is not None}
    social = {name: number for name, number in social_value.items() if number is not None}
    return replace(tender, price=replace(tender.price, **given), social_value=replace(tender.social_value, **social))


def _show(result: Scoring) -> None:
    from svtrain.cli.tables import page, printable, table
    from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE

    out = page()
    rules = result.tender.price.formula, result.tender.social_value.formula
    out.print(printable(result.tender.title) or "Tender")
    out.print(f"{rules[0]} {PRICE_FORMULAE[rules[0]].title}; {rules[1]} {SOCIAL_VALUE_FORMULAE[rules[1]].title}.")
    out.print(table(["Bidder", "Place", "Price", "Social value", "Quality", result.measure.capitalize(), "Chance"],
                    [(row.bidder, str(row.rank), _points(row.price), _points(row.social_value), _points(row.quality),
                      _total(row.total), f"{100 * row.p_win:.0f}%") for row in result.ranking]))
    for line in (_winner(result), *result.exchange_rate.words, *(f"Note: {warning}" for warning in result.warnings)):
        out.print(printable(line))


def _winner(result: Scoring) -> str:
    return f"{result.winner} wins." if result.winner else f"No winner: {' and '.join(result.tied)} tie for the first place."


def _points(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"


def _total(number: float | None) -> str:
    if number is None:
        return "no end"
    return f"{number:,.2f}" if abs(number) >= 0.01 or number == 0 else f"{number:.3g}"


def _show_pairs(pairs: list[Pair], result: Scoring) -> None:
    from svtrain.cli.tables import page, table

    rows = []
    for pair in pairs:
        losers = ", ".join(dict.fromkeys(_decides(flip) for flip in pair.decided_by_losers)) or "nobody"
        first = pair.winner or " and ".join(pair.tied)
        rows.append((f"{pair.price}+{pair.social_value}", first, f"{100 * max(pair.p_win.values()):.0f}%",
                     "flips" if pair.flips else "", losers))
    out = page()
    out.print()
    out.print(table(["Formulae", "Winner", "Chance", "", "A losing bid that decides"], rows, text=(1, 3, 4)))
    flipped = sum(pair.flips for pair in pairs)
    out.print(f"The winner flips under {flipped} of {len(pairs)} pairs.")


def _decides(flip) -> str:
    return {"removed": f"{flip.bid.bidder} by being there", "promise": "a bid that promises more",
            "dear": "an empty dear bid", "cheap": "an empty cheap bid"}[flip.kind]


def register(app: typer.Typer) -> None:
    app.command()(score)
