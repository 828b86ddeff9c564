"""Promises being followed, as stakeholders read them: what was promised, what is due, what was delivered, and the Act's word with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from svtrain.apps.promise_to_delivery.words import BOUNDS, RULES
from svtrain.apps.published.value_map_content import HIDDEN, drawing
from svtrain.core.monitoring import RATINGS, Progress, amount
from svtrain.core.portfolio import counts_people, small
from svtrain.core.typed_days import day_words
from svtrain.data.commitments import Monitored
from svtrain.report.publish.record import Section, Table
from svtrain.ui.figures import in_order

MOST_PROMISES = 3_000
STAYS = ("Owners, notes, evidence references, who checked and every person in the reports are never published.",
         "What was delivered is hidden wherever fewer than five people stand behind it.")


@dataclass(frozen=True)
class Followed:
    """Promises on one day, and what each contract is called."""

    title: str
    found: Monitored
    titles: dict[str, str] = field(default_factory=dict)


def delivery_content(followed: Followed) -> tuple[Section, ...]:
    """Everything that is published of promises being followed; what few people stand behind is hidden, its rating too."""
    rows = followed.found.found
    shown = [each for each in rows if not few(each)]
    rated = {word: sum(each.rating == word for each in shown) for word in RATINGS}
    said = ", ".join(f"{count:,} {word}" for word, count in rated.items() if count)
    contracts = len({each.commitment.contract_ref for each in rows})
    first = f"{_counted(contracts, 'contract')} with {_counted(len(rows), 'promise')}, as of {day_words(followed.found.as_of)}."
    chart = in_order([(word, count, str(count)) for word, count in rated.items()], columns=("Rating", "Promises"), title="Promises by rating",
                     sentence=f"By the Procurement Act's words: {said}." if said else "No promise can be shown with a rating.")
    return (Section("In short", (first, *([f"By the Procurement Act's words: {said}."] if said else [])), (drawing(chart),), points=(BOUNDS,)),
            _promises(followed, rows), Section("What is missing", points=tuple(_missing(followed.found))),
            Section("How it is counted", points=(*RULES, *_phased(rows))))


def few(each: Progress) -> bool:
    """Whether one to four people stand behind what was delivered."""
    return counts_people(each.commitment.unit) and small(each.delivered)


def _promises(followed: Followed, rows: list[Progress]) -> Section:
    said = () if len(rows) <= MOST_PROMISES else (f"The first {MOST_PROMISES:,} of {len(rows):,} promises are listed.",)
    cells = tuple(_row(each, followed.titles) for each in rows[:MOST_PROMISES])
    return Section("Every promise", said, tables=(Table("Every promise with its rating and the reason",
                   ("Promise", "Contract", "Promised", "Due by now", "Delivered", "Checked by others", "Rating", "Why"), cells),))


def _row(each: Progress, titles: dict[str, str]) -> tuple[str, ...]:
    promise = each.commitment
    unit = f" ({promise.unit})" if promise.unit else ""
    contract = f"{promise.contract_ref}: {titles[promise.contract_ref]}" if titles.get(promise.contract_ref) else promise.contract_ref or "no reference"
    due = "not known" if each.committed_to_date is None else amount(each.committed_to_date)
    known = (HIDDEN, HIDDEN, HIDDEN, "Fewer than five people stand behind it.") if few(each) else (
        amount(each.delivered), "none reported" if each.verified_share is None else f"{each.verified_share:.0%}", each.rating, each.reason)
    return (f"{promise.id}: {promise.measure}" if promise.measure else promise.id, contract, f"{amount(promise.target)}{unit}", due, *known)


def _missing(found: Monitored) -> list[str]:
    rows = found.found
    counts = (
        (sum(not each.delivered for each in rows), "Nothing was delivered yet for {}."),
        (sum(each.verified_share == 0 for each in rows), "Nobody but the supplier checked any of what was delivered for {}."),
        (sum(each.phase is None for each in rows), "There is no start or no due date for {}, so what is due is not known."),
        (sum(not each.commitment.evidence_required for each in rows), "No evidence was asked for with {}."))
    said = [sentence.format(_counted(count, "promise")) for count, sentence in counts if count]
    if found.problems:
        said.append(f"{_counted(len(found.problems), 'cell')} of the files could not be read, and {'its row is' if len(found.problems) == 1 else 'their rows are'} left out.")
    return said or ["No gap was found by the checks made here. What nobody wrote down cannot be found."]


def _phased(rows: list[Progress]) -> list[str]:
    ways = {each.phased_by for each in rows}
    if ways == {"spend"}:
        return ["What is due follows the spending."]
    return ["What is due follows the spending where it is known, and otherwise the calendar." if "spend" in ways else
            "What is due follows the calendar, evenly from start to due date."]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
