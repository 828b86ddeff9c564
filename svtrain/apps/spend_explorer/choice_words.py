"""The sentences and tables of choosing three contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from svtrain.apps.spend_explorer.choice import WANTED, Marked
from svtrain.apps.spend_explorer.state import SpendExplorer
from svtrain.ui.amounts import money
from svtrain.ui.words import paragraph, table

if TYPE_CHECKING:
    import pandas as pd

FIRST = "Before anything is ranked, choose three yourself and write why. What you write now cannot be changed after the ranking is shown."
SCALE = (
    "Value: all contracts of this register are put in order of size and cut into fifths. The largest fifth gets 5, the smallest 1. "
    "Influence and relevance are your own marks. The product runs from 1 to 125."
)
NOT_A_VERDICT = "The order only follows from the marks. If it surprises you, ask which mark is wrong, or what the three marks leave out."
HANDED = "The three are kept with your work. The pages of the next steps can open them, and nobody else can."


def one_line(row: pd.Series) -> str:
    """A contract in one line."""
    title = row["title"] or row["reference"] or "No title"
    worth = "amount not known" if row["value"] != row["value"] else money(row["value"])
    ends = "" if row["end"] != row["end"] or row["end"] is None else f", ends {row['end']:%d/%m/%Y}"
    return f"{title}, {row['who']}: {worth}{ends}"


def found_options(app: SpendExplorer) -> list[tuple[str, str]]:
    """What the search found, as choices."""
    found = app.found()
    if found is None:
        return [("", "Type a word above first")]
    if not len(found):
        return [("", "Nothing holds those words")]
    return [("", f"{len(found)} found; choose" if len(found) < 30 else "The 30 largest; choose"), *((row["key"], one_line(row)) for _, row in found.iterrows())]


def candidate_options(app: SpendExplorer) -> list[tuple[str, str]]:
    """The candidates, for the last choice."""
    return [("", "Choose"), *((one.key, one_line(one.row)) for one in app.ranking())]


def mine_words(app: SpendExplorer, place: int) -> Markup:
    """One of one's own first three."""
    if place >= len(app.mine):
        return paragraph(f"{_NUMBER[place]}: not chosen yet.", "note")
    row = app.row(app.mine[place]["key"])
    return paragraph(f"{_NUMBER[place]}: {one_line(row) if row is not None else 'not in this register any more'}.")


_NUMBER = ("First", "Second", "Third")


def ranking_words(app: SpendExplorer) -> Markup:
    """The order that follows from the marks."""
    if not app.committed:
        return paragraph("The ranking is shown once your own three are committed and candidates have their marks.", "note")
    found = app.ranking()
    done = [one for one in found if one.rank]
    rows = [(one.rank or "–", one.row["title"] or one.row["reference"], one.row["who"], _text(one.value), _text(one.influence), _text(one.relevance), _text(one.product))
            for one in found]
    listed = table("Candidates by value x influence x relevance", ["Place", "Contract", "Supplier", "Value", "Influence", "Relevance", "Product"], rows, [0, 3, 4, 5, 6])
    return _headline(app, found, done) + listed + paragraph(SCALE, "note") + paragraph(NOT_A_VERDICT, "note")


def _headline(app: SpendExplorer, found: list[Marked], done: list[Marked]) -> Markup:
    if len(done) < len(found):
        return paragraph(f"{len(done)} of {len(found)} candidates have all their marks.", "headline")
    top = [one for one in done if one.rank <= WANTED]
    mine = {one["key"] for one in app.mine}
    both = sum(one.key in mine for one in top)
    tied = " Some share a place." if len(top) > WANTED else ""
    return paragraph(f"{both} of your own first three {'is' if both == 1 else 'are'} among the highest {WANTED} by the marks.{tied}", "headline")


def _text(mark: int | None) -> str:
    return "–" if mark is None else str(mark)
