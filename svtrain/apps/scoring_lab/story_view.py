"""The tender told in steps, as a part of a lesson."""

from __future__ import annotations

from IPython.display import display
from markupsafe import Markup

from svtrain.apps.scoring_lab.story import CHOICES, DELIVERY, OPENED, SETTLE, TARGET, THIRD, Story
from svtrain.core.scoring import SOCIAL_VALUE_FORMULAE, Scoring
from svtrain.ui.autosave import keep
from svtrain.ui.button import Button
from svtrain.ui.field import ListField, LongTextField
from svtrain.ui.layout import results, row
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph, table

NEXT = {OPENED: "A third bid arrives", THIRD: "Score by a published target", TARGET: "Ask what will be delivered"}
RULES = "Price weighs 60, social value 20 and other quality 20. Price is scored against the lowest price (P1). Nobody has opened a bid yet."

ASKED = {
    "V1": "Against the highest promise: it gets all points, and the others their share of it.",
    "V2": "Half against the highest promise, half by marks for the method statement.",
    "V3": "Against a target published in advance: £650,000 or more gets all points.",
    "V4": "By promise per pound of price, against the highest of these.",
    "V5": "By marks for the method statement only. Pounds are not scored.",
}


def headline(result: Scoring) -> str:
    return f"{result.winner} wins" if result.winner else f"{' and '.join(result.tied)} tie"


def scores(result: Scoring, title: str) -> Markup:
    """Every bid with its points."""
    rows = [(one.bidder, f"{one.price:.2f}", f"{one.social_value:.2f}", f"{one.quality:.2f}", f"{one.total:.2f}") for one in result.ranking]
    return table(title, ["Bidder", "For price", "For social value", "For quality", "Points"], rows, numbers=range(1, 5))


def asks(story: Story) -> Markup:
    """What the two serious bids say."""
    items = [f"{bid.bidder} asks £{bid.price:,.0f}, promises £{bid.promised.likely:,.0f}, and has {bid.quality.likely:g} for quality "
             f"and {bid.qualitative.likely:g} for its method statement." for bid in story.tender(OPENED).bids]
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))


def opened(story: Story) -> Markup:
    """Two serious bids under the settled formula."""
    result = story.scored(step=OPENED)
    return heading("Two bids are opened", 3) + asks(story) + paragraph(f"Under {_called(story.formula)}, {headline(result)}.", "headline") + scores(result, "A and B under your formula")


def third(story: Story) -> Markup:
    """The absurd promise arrives."""
    before, after = story.scored(step=OPENED), story.scored(step=THIRD)
    same = before.winner == after.winner
    said = (f"Your formula holds: {headline(after)}, as before. C changed nothing between A and B." if same else
            f"{headline(after)} now. C comes last and yet decides: without it, {before.winner} would win.")
    others = [f"{SOCIAL_VALUE_FORMULAE[name].title} ({name}): {headline(story.scored(name, OPENED))} without C, {headline(story.scored(name, THIRD))} with C." for name in CHOICES]
    return (heading("A third bid arrives", 3) + paragraph("C costs twice as much, is poor, and promises £3 million that nobody believes.")
            + paragraph(said, "good" if same else "problem") + scores(after, "A, B and C under your formula")
            + Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in others)))


def target(story: Story) -> Markup:
    """A published target does not look at other bids."""
    result = story.scored("V3", TARGET)
    return (heading("Score by a published target", 3)
            + paragraph(f"With a target of £650,000 published in advance, {headline(result)}, and C moves nobody else's points.", "headline")
            + scores(result, "A, B and C against a target of £650,000"))


def delivery(story: Story) -> Markup:
    """Promise times chance of delivery."""
    result = story.scored("V9", DELIVERY)
    rows = [(bid.bidder, f"£{bid.promised.likely:,.0f}", f"{bid.delivery.likely:.0%}", f"£{bid.promised.likely * bid.delivery.likely:,.0f}") for bid in result.tender.bids]
    return (heading("Ask what will be delivered", 3)
            + paragraph("Suppose that your records of past contracts say how much of such promises came about.")
            + table("Promise times chance", ["Bidder", "Promised", "Chance", "Likely delivered"], rows, numbers=range(1, 4))
            + paragraph(f"Scored on what is likely to be delivered (V9), {headline(result)}.", "headline")
            + paragraph(f"You had settled on {_called(story.formula)}, because: “{story.reason.strip()}”. Would you settle on it again?"))


def _called(formula: str) -> str:
    return f"{formula} ({SOCIAL_VALUE_FORMULAE[formula].title.lower()})"


PARTS = {OPENED: opened, THIRD: third, TARGET: target, DELIVERY: delivery}


class StoryView:
    """The screen of one `Story`: each step stays on the page when the next one comes."""

    def __init__(self, story: Story):
        self.story = story
        self.formula = ListField("How do you score social value?", story.formula, ASKED.items(), name="story.formula")
        self.reason = LongTextField("Why?", rows=2, name="story.reason")
        self.settle = Button("Settle it and open the bids", kind="main", on_click=self._settle, name="story-settle")
        self.told = Words(live=True, name="story-told")
        self.parts = {step: Words(live=True, name=f"story-{step}") for step in PARTS}
        self.go_on = Button("", kind="main", on_click=story.go_on, name="story-next")
        self.boxes = {step: results(words) for step, words in self.parts.items()}
        self.holder = Stack(_dom_classes=("sv-section",))

    def render(self) -> Stack:
        """Build it and keep it true to the state."""
        kept = keep(self.story, "score-a-tender", on_loaded=self._show)
        self.formula.on_value(lambda text: setattr(self.story, "formula", text) if self.story.step == SETTLE else None)
        self.reason.on_value(lambda text: setattr(self.story, "reason", text) if self.story.step == SETTLE else None)
        self.story.observe(lambda _: self._show(), "step")
        self._show()
        return Stack([Words(paragraph(RULES)), self.formula, self.reason, row(self.settle), self.told, self.holder, kept], _dom_classes=("sv-section",))

    def _settle(self) -> None:
        said = self.story.settle()
        self.told.say(paragraph(said, "problem") if said else "")

    def _show(self) -> None:
        story, settled = self.story, self.story.step > SETTLE
        self.formula.value, self.reason.value = story.formula, story.reason
        self.formula.disabled = self.reason.disabled = self.settle.disabled = settled
        shown = [step for step in PARTS if step <= story.step]
        for step in shown:
            self.parts[step].say(PARTS[step](story))
        self.go_on.text = NEXT.get(story.step, "")
        last = [row(self.go_on)] if story.step in NEXT else []
        self.holder.children = [*(self.boxes[step] for step in shown), *last]


def show_story() -> None:
    """Show the story inside a lesson, where this person left off."""
    display(StoryView(Story()).render())
