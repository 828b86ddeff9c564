"""What is true in the scoring lab. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from traitlets import Dict, HasTraits, Instance, Int, List, Unicode

from svtrain.apps.scoring_lab.files import open_bytes
from svtrain.apps.scoring_lab.filing import record_of
from svtrain.apps.scoring_lab.panel import Panel
from svtrain.apps.scoring_lab.rows import DRAWS, FIRST, MOST_BIDS, OUT, PARTS, SAME, SEED, SETTINGS, SILLY, WEIGHTS, is_blank, new_row, row_of, share_typed, tender_of, typed_rules
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, Pair, Scoring, Skipped, Tender, TenderRecord
from svtrain.core.scoring import every_pair, score, silly_bid, with_doubt
from svtrain.data import practice



class ScoringLab(HasTraits):
    """A tender being tried every way.

    ``bids`` are rows of raw text (`rows.PARTS`), ``weights`` and ``settings`` raw text by name. Only `recalc` reads them; it
    leaves ``result`` (None while something stands in the way), ``pairs`` under every formula, ``before`` (the winner among
    all bids but silly ones), and ``problems`` (a sentence by field). The marks of evaluators are in ``panel``.

    Examples
    --------
    >>> app = ScoringLab()
    >>> app.result.winner
    'B'
    >>> app.add_silly()
    >>> app.before, app.result.winner
    (('B',), 'A')
    >>> app.type(app.bids[0]["id"], "price", "")
    >>> app.problems
    {...: 'The price of A is blank; every bid needs a price above zero.'}
    """

    version = 1

    title = Unicode()
    bids = List()
    weights = Dict()
    settings = Dict()
    price = Unicode("P1")
    social_value = Unicode("V1")
    doubt = Unicode("", help="how far prices of promises may be off, as typed")
    doubt_kind = Unicode(SAME)
    reason = Unicode("", help="why these weights and formulae, for the file")
    result = Instance(Scoring, allow_none=True)
    pairs = List()
    skipped = List()
    before = Instance(tuple, allow_none=True)
    problems = Dict()
    notes = List(help="what to know about the file that was opened")
    licensed = List(help="why this tender may not be exported")
    refused = List(help="why a file was not opened, a sentence each")
    marked = Unicode("", help="whose answer is marked; blank for the first")
    ranged = Unicode("", help="the row of the bid whose promise has its range on the screen; blank for the first")
    drafts = Dict(help="what is typed and not given yet, by bidder: of the mark, the agreed mark and their reasons")
    turn = Int(help="goes up when what was being typed for a mark is given or put away")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.tender: Tender | None = None
        self.panel = Panel(self.recalc)
        if not self.bids:
            self.open_first()

    # -- opening

    @staticmethod
    def practice() -> tuple[tuple[str, str], ...]:
        """The invented tenders, as (id, title)."""
        return tuple((one.slug, one.title) for one in practice().contracts)

    def open_first(self) -> None:
        """Start from two serious bids."""
        self.open_tender(FIRST)

    def open_practice(self, contract: str) -> None:
        """Start from an invented tender."""
        self.open_tender(practice().contract(contract).tender())

    def open_tender(self, tender: Tender, *, bids_alone: bool = False) -> None:
        """Start from a tender; of bids alone, keep weights, formulae and settings. Bids of one's own have no title yet."""
        with self.hold_trait_notifications():
            self.title = "" if bids_alone else tender.title
            self.bids, self.notes, self.licensed, self.refused = [row_of(bid) for bid in tender.bids], [], [], []
            self.marked, self.ranged, self.drafts, self.turn = "", "", {}, self.turn + 1
            if not bids_alone:
                self.weights, self.settings = typed_rules(tender)
                self.price = tender.price.formula if tender.price.formula in PRICE_FORMULAE else "P1"
                self.social_value = tender.social_value.formula if tender.social_value.formula in SOCIAL_VALUE_FORMULAE else "V1"
                self.reason = ""
            self.panel = Panel(self.recalc)
            self.recalc()

    def open_file(self, name: str, content: bytes) -> bool:
        """Open a person's own tender or bids; if it cannot be read, say why and keep what was open."""
        try:
            opened = open_bytes(name, content)
            if len(opened.tender.bids) > MOST_BIDS:
                raise CannotDo(Problem(f"The file has {len(opened.tender.bids)} bids; this page takes at most {MOST_BIDS}.", place=name))
        except CannotDo as error:
            self.refused = [str(problem) for problem in error.problems]
            return False
        self.open_tender(opened.tender, bids_alone=opened.bids_alone)
        self.notes, self.licensed = list(opened.said), list(opened.licensed)
        return True

    # -- changing

    def type(self, row: str, part: str, text: str) -> None:
        """What stands in a field of a bid."""
        if part not in PARTS:
            raise ValueError(f"a bid has no {part}")
        if any(one["id"] == row and one.get(part, "") != text for one in self.bids):
            self._set(row, part, text)

    def _set(self, row: str, part: str, text: str) -> None:
        self.bids = [{**one, part: text} if one["id"] == row else one for one in self.bids]
        self.recalc()

    def call(self, title: str) -> None:
        """What the tender is called; it stands on everything that is taken along."""
        if title != self.title:
            self.title = title
            if self.tender is not None:  # a name moves no score
                self.tender = replace(self.tender, title=title)
            self.revision += 1

    def weigh(self, name: str, text: str) -> None:
        """What stands in the field of a weight."""
        if name in WEIGHTS and text != self.weights.get(name, ""):
            self.weights = {**self.weights, name: text}
            self.recalc()

    def set(self, name: str, text: str) -> None:
        """What stands in the field of a setting that a formula needs."""
        if name in SETTINGS and text != self.settings.get(name, ""):
            self.settings = {**self.settings, name: text}
            self.recalc()

    def choose(self, price: str = "", social_value: str = "") -> None:
        """Choose how price or social value is scored."""
        wanted = price if price in PRICE_FORMULAE else self.price, social_value if social_value in SOCIAL_VALUE_FORMULAE else self.social_value
        if wanted != (self.price, self.social_value):
            self.price, self.social_value = wanted
            self.recalc()

    def doubt_prices(self, text: str | None = None, kind: str = "") -> None:
        """How far the prices of promises may be off, and whether all are off alike."""
        now = (self.doubt if text is None else text, kind or self.doubt_kind)
        if now != (self.doubt, self.doubt_kind):
            self.doubt, self.doubt_kind = now
            self.recalc()

    def add(self) -> bool:
        """One more row to type in; False when the page is full."""
        if len(self.bids) >= MOST_BIDS:
            return False
        self.bids = [*self.bids, new_row()]
        self.recalc()
        return True

    def add_silly(self) -> None:
        """One bid that nobody would accept; typed over like any other."""
        if self.tender is not None and len(self.bids) < MOST_BIDS:
            self.bids = [*self.bids, {**row_of(silly_bid(self.tender.bids)), SILLY: "yes"}]
            self.recalc()

    def remove(self, row: str) -> None:
        """Take a bid away for good."""
        self.bids = [one for one in self.bids if one["id"] != row]
        self.recalc()

    def leave_out(self, row: str, out: bool = True) -> None:
        """Score without a bid for now, or with it again."""
        self._set(row, OUT, "yes" if out else "")

    def draft(self, bidder: str, part: str, text: str) -> None:
        """What stands in a field of the marking of one answer; it counts for nothing until it is given."""
        if text != self.drafts.get(bidder, {}).get(part, ""):
            self.drafts = {**self.drafts, bidder: {**self.drafts.get(bidder, {}), part: text}}

    def put_down(self, parts: tuple[str, ...], bidder: str = "") -> None:
        """Forget what was being typed in these parts: of one bidder, or of all."""
        drafts = {one: {part: text for part, text in typed.items() if part not in parts} if bidder in ("", one) else typed
                  for one, typed in self.drafts.items()}
        if drafts != self.drafts:  # else what is typed by now is the next evaluator's already
            self.drafts, self.turn = drafts, self.turn + 1

    def agree(self, bidder: str, mark: str, reason: str) -> str:
        """Record the moderated mark, and score with it; says what is in the way, or nothing."""
        said = self.panel.agree(bidder, mark, reason)
        row = next((one for one in self.bids if one.get("bidder", "").strip() == bidder), None)
        if not said and row is not None:
            self.type(row["id"], "qualitative", mark.strip())
        return said

    # -- working out

    def bidders(self) -> tuple[str, ...]:
        """Everybody who bids, those left out too."""
        return tuple(dict.fromkeys(row["bidder"].strip() for row in self.bids if row.get("bidder", "").strip()))

    def problem(self, field: str) -> str:
        """The sentence for one field, or nothing."""
        return self.problems.get(field, "")

    def recalc(self) -> None:
        """Read what was typed; score it every way, or say what stands in the way."""
        counted = [row for row in self.bids if row.get(OUT) != "yes"]
        tender, problems = self._tender(counted)
        share, problem = share_typed(self.doubt)
        if problem:
            problems["doubt"] = problem
        result, pairs, skipped, before = None, [], [], None
        if not problems:
            doubtful = with_doubt(tender, share, shared=self.doubt_kind == SAME)
            pairs, skipped = _first_pairs() if doubtful == FIRST else every_pair(doubtful, draws=DRAWS, seed=SEED)
            result = _with_chances(score(doubtful, draws=1), pairs)
            before = self._before(counted)
        with self.hold_trait_notifications():
            self.tender, self.problems, self.result = tender, problems, result
            self.pairs, self.skipped, self.before = list(pairs), list(skipped), before
            self.revision += 1

    def _tender(self, rows: list) -> tuple[Tender, dict[str, str]]:
        return tender_of(self.title, rows, self.weights, (self.price, self.social_value), self.settings)

    def _before(self, counted: list) -> tuple[str, ...] | None:
        """Who comes first among all bids but silly ones; None where that is what is scored."""
        everybody = [row for row in self.bids if row.get(SILLY) != "yes"]
        if [row["id"] for row in everybody if not is_blank(row)] == [row["id"] for row in counted if not is_blank(row)]:
            return None
        tender, problems = self._tender(everybody)
        if problems:
            return None
        found = score(tender, draws=1)
        return (found.winner,) if found.winner else found.tied

    def own_pair(self, social_value: str = "") -> Pair | None:
        """The chosen pair of formulae among all; or the same price formula with another side for social value."""
        wanted = self.price, social_value or self.social_value
        return next((pair for pair in self.pairs if (pair.price, pair.social_value) == wanted), None)

    # -- handing on

    def record(self) -> TenderRecord:
        """What goes into the file.

        Raises
        ------
        CannotDo
            While the tender cannot be scored, or where it holds prices that may not leave this machine.
        """
        return record_of(self)

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        names = ("title", "bids", "weights", "settings", "price", "social_value", "doubt", "doubt_kind", "reason", "notes", "licensed", "marked", "ranged", "drafts")
        return {**{name: getattr(self, name) for name in names}, "panel": self.panel.to_dict()}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        panel = Panel(self.recalc)
        panel.from_dict(saved["panel"])
        saved = {"marked": "", "ranged": "", "drafts": {}, **saved}  # work of before has none of these
        if saved["price"] not in PRICE_FORMULAE or saved["social_value"] not in SOCIAL_VALUE_FORMULAE:
            raise ValueError("an unknown formula")
        with self.hold_trait_notifications():
            for name in self.to_dict().keys() - {"panel"}:
                setattr(self, name, saved[name])
            self.panel = panel
            self.turn += 1
            self.recalc()


@cache
def _first_pairs() -> tuple[list[Pair], list[Skipped]]:
    """Everybody opens the page with these bids, so they are scored once for all."""
    return every_pair(FIRST, draws=DRAWS, seed=SEED)


def _with_chances(result: Scoring, pairs: list[Pair]) -> Scoring:
    """The scoring with the chances that were drawn for its pair among all pairs: the draws are made once."""
    own = (result.tender.price.formula, result.tender.social_value.formula)
    p_win = next(pair.p_win for pair in pairs if (pair.price, pair.social_value) == own)
    return replace(result, ranking=tuple(replace(row, p_win=p_win[row.bidder]) for row in result.ranking))
