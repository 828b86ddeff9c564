"""What is seen of ranges and chances."""

from __future__ import annotations

from svtrain.apps.scoring_lab.rows import EACH, SAME
from svtrain.apps.scoring_lab.state import ScoringLab
from svtrain.apps.scoring_lab.words import chance_picture, chance_words
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, Field, NumberField, TickField
from svtrain.ui.layout import columns, results, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words

INTRO = "A promise is a range, and so is the price of what is promised. How often would each bid come first?"


class DoubtView:
    """Ranges on one bid's promise at a time, doubt about the prices, and how often each bid comes first."""

    def __init__(self, app: ScoringLab):
        self.app = app
        self.bid = ChoiceField("Whose promise", name="ranged", turns=True)
        self.low = NumberField("At the least, £", step=10_000, name="promised_low")
        self.high = NumberField("At the most, £", step=10_000, name="promised_high")
        self.passed = TickField("Meets the pass-or-fail question (V6)", name="passed")
        self.doubt = NumberField("Prices of promises may be off by", hint="Such as 20%. Leave it empty for no doubt.", step=0.05, name="doubt")
        self.kind = ChoiceField("Who is off", SAME, [(SAME, "All alike: they promise the same things"), (EACH, "Each on its own: they promise different things")], name="doubt_kind")
        self.words, self.chart = Words(live=True, name="chances"), Chart(name="chances")

    def render(self) -> Stack:
        """Build this part of the page."""
        app = self.app
        self.bid.on_value(lambda _: self._filling or self._moved())
        for part, field in (("promised_low", self.low), ("promised_high", self.high), ("passed", self.passed)):
            field.on_value(lambda text, part=part, field=field: self._typed(field, part, text))
        self.doubt.on_value(lambda text: app.doubt_prices(text))
        self.kind.on_value(lambda kind: app.doubt_prices(kind=kind))
        return section("How sure is the winner?", columns(
            Stack([self.bid, columns(self.low, self.high, narrowest="9rem"), self.passed, self.doubt, self.kind], _dom_classes=("sv-section",)),
            Stack([results(self.words), self.chart], _dom_classes=("sv-section",)), narrowest="20rem"), intro=INTRO)

    _filling = False

    def _moved(self) -> None:
        self.app.ranged = self.bid.value
        self.show()

    def _typed(self, field: Field, part: str, text: str) -> None:
        """Take text to the bid that it was typed for, which may be in hand no more when it comes."""
        if self._filling or not self.bid.value:
            return
        bid = field.typed_about or self.bid.value
        self.app.type(bid, part, text)
        if bid != self.bid.value:
            self.show()

    def show(self) -> None:
        """The chosen bid's range, the doubt, and what comes of them."""
        app = self.app
        names = [[row["id"], row.get("bidder", "").strip() or f"bid {number}"] for number, row in enumerate(app.bids, 1)]
        self._filling = True  # another bid's range must not be taken for this one's
        if self.bid.options != names:
            self.bid.options = names
        ids = [one for one, _ in names]
        self.bid.value = app.ranged if app.ranged in ids else ids[0] if ids else ""
        given = next((row for row in app.bids if row["id"] == self.bid.value), {})
        self.low.fill(given.get("promised_low", ""), self.bid.value)
        self.high.fill(given.get("promised_high", ""), self.bid.value)
        self.passed.fill("no" if given.get("passed") == "no" else "yes", self.bid.value)
        self._filling = False
        self.low.problem = app.problem(f"{self.bid.value}.promised") if self.low.value or self.high.value else ""
        self.doubt.value, self.doubt.problem, self.kind.value = app.doubt, app.problem("doubt"), app.doubt_kind
        self.words.say(chance_words(app))
        picture = chance_picture(app)
        if picture is None:
            self.chart.show(None, sentence="No chart while something is in the way.")
        else:
            self.chart.show(picture)
