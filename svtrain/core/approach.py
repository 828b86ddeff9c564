"""A team's own approach to social value, on one page: its words, where they come from, its figures and its next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from svtrain.core.estimate import Number, refuse
from svtrain.core.noun import Name, Noun, Text
from svtrain.core.proxy_policy import UsedData

FORMAT = "approach/1"
LONGEST = 4_000  # characters in one box
MOST_FIGURES, MOST_STEPS = 12, 20
DAYS = (30, 90)
Words = Annotated[Text, Field(max_length=LONGEST)]


@dataclass(frozen=True, slots=True)
class BoxKind:
    """One box of the page: under which heading it stands, what it is called, and what it asks."""

    id: str
    part: str
    title: str
    asks: str


PARTS = {"team": "About the team", "organisation": "About the organisation", "practice": "Procurement process and practice", "learning": "Key learning"}
BOXES = (
    BoxKind("about", "team", "Who we are", "How many people, which procurements, how much the organisation spends?"),
    BoxKind("lead", "team", "Lead and time", "Who leads, by role, and how many hours a month do they have for it?"),
    BoxKind("framework", "team", "Flexible Framework level", "Which level has evidence today, and what comes next?"),
    BoxKind("priorities", "organisation", "What we are for", "Which aims of the organisation does our buying serve?"),
    BoxKind("place", "organisation", "Our place", "What do people here value most, and who said so?"),
    BoxKind("asks", "practice", "What we ask, and when", "What do we put into the need, the specification and the tender?"),
    BoxKind("proxies", "practice", "Prices we use", "Which proxies do we use, change or refuse?"),
    BoxKind("valuation", "practice", "How we value", "Which contracts do we value, how, and how sure are we?"),
    BoxKind("scoring", "practice", "How we score", "Which formulae and weights do we use, and why?"),
    BoxKind("delivery", "practice", "How we follow delivery", "Who checks promises, how, and how often?"),
    BoxKind("limits", "practice", "What we do not claim", "What do we leave without a price, and what do our figures not show?"),
    BoxKind("learning", "learning", "What we learned", "What will we do differently, and what would we tell another team?"),
    BoxKind("words", "learning", "In one sentence", "What would you say to somebody who has one minute?"),
)
BY_ID = {box.id: box for box in BOXES}


class Taken(Noun):
    """Work that something was taken from: its name, the page where it was made, and when it was saved."""

    item: Name
    app: Text = ""
    saved_at: Text = ""


class Box(Noun):
    """What a team says in one box. Text alone, without ``words:``, is read too."""

    words: Words = ""
    taken: tuple[Taken, ...] = Field(default=(), max_length=40)

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, given: Any) -> Any:
        return {"words": given} if isinstance(given, str) or given is None else given


class Boxes(Noun):
    """The boxes of the page, by id; see `BOXES` for what each asks."""

    about: Box = Box()
    lead: Box = Box()
    framework: Box = Box()
    priorities: Box = Box()
    place: Box = Box()
    asks: Box = Box()
    proxies: Box = Box()
    valuation: Box = Box()
    scoring: Box = Box()
    delivery: Box = Box()
    limits: Box = Box()
    learning: Box = Box()
    words: Box = Box()


class Figure(Noun):
    """A result that the team stands by: pounds of value for each pound put in, with its range where the map has one.

    ``low`` and ``high`` are the 5th and 95th of 100 simulated results; both are blank where nothing in the map has a range.
    """

    of: Name
    likely: Number
    low: Number | None = None
    high: Number | None = None
    basis: Text = ""
    taken: Taken | None = None
    vintage: tuple[UsedData, ...] = ()

    @model_validator(mode="after")
    def _both_ends(self) -> Figure:
        if (self.low is None) != (self.high is None):
            raise refuse("A range needs both low and high; give the other one, or leave both out.")
        if self.low is not None and self.low > self.high:
            raise refuse("The low end lies above the high end.")
        return self


class NextStep(Noun):
    """One thing to be done within 30 or 90 days, and the role or person that does it; a blank owner is a visible gap."""

    step: Annotated[Name, Field(max_length=500)]
    within: Literal[30, 90]
    owner: Annotated[Text, Field(max_length=200)] = ""


class Approach(Noun):
    """A team's own approach.

    Raises
    ------
    pydantic.ValidationError
        Naming every field that is missing, unknown, of the wrong type or out of range.

    Examples
    --------
    >>> approach = Approach.model_validate({"team": "North team", "boxes": {"lead": "The category lead, eight hours a month"}})
    >>> approach.boxes.lead.words
    'The category lead, eight hours a month'
    """

    svtrain: Literal["approach/1"] = FORMAT
    title: Annotated[Text, Field(max_length=200)] = ""
    team: Annotated[Text, Field(max_length=200)] = ""
    organisation: Annotated[Text, Field(max_length=200)] = ""
    decides: Annotated[Text, Field(max_length=200)] = ""  # who decides what is still open
    made: date | None = None
    boxes: Boxes = Boxes()
    figures: tuple[Figure, ...] = Field(default=(), max_length=MOST_FIGURES)
    next_steps: tuple[NextStep, ...] = Field(default=(), max_length=MOST_STEPS)
    vintage: tuple[UsedData, ...] = ()

    @field_validator("figures", mode="after")
    @classmethod
    def _each_once(cls, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        names = [(one.of, one.taken) for one in figures]
        twice = next((one.of for one in figures if names.count((one.of, one.taken)) > 1), None)
        if twice is not None:
            raise refuse(f"The figure of '{twice[:80]}' stands here twice.")
        return figures

    def box(self, name: str) -> Box:
        """One box."""
        return getattr(self.boxes, name)

    def steps_within(self, days: int) -> tuple[NextStep, ...]:
        """The next steps at 30, or at 90 days."""
        return tuple(one for one in self.next_steps if one.within == days)

    def used(self) -> tuple[UsedData, ...]:
        """Every edition of the data that words or figures rest on, each once."""
        return tuple(dict.fromkeys([*self.vintage, *(used for figure in self.figures for used in figure.vintage)]))

    def as_dict(self) -> dict:
        """The approach as a person would write it, in the order of the format."""
        plain = super().as_dict()
        return {"svtrain": FORMAT, **{name: plain[name] for name in type(self).model_fields if name in plain and name != "svtrain"}}
