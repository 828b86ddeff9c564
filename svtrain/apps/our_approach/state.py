"""What is true while a team writes its approach. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from datetime import date
from typing import Any

from traitlets import Dict, HasTraits, Int, List

from svtrain.apps.our_approach.map_sources import figure_of
from svtrain.apps.our_approach.offers import Looked, Offer, look
from svtrain.apps.our_approach.sources import SOURCES
from svtrain.core.approach import BOXES, BY_ID, DAYS, MOST_FIGURES, MOST_STEPS, Approach, BoxKind
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.approach import approach_from, approach_from_bytes, approach_text

NAMES = ("title", "team", "organisation", "decides")
PARTS = ("step", "owner")
TITLE = "Our approach to social value"


class OurApproach(HasTraits):
    """A page of boxes in a team's own words, and what the other pages offer for them.

    ``names`` holds the title, team, organisation and who decides what is open; ``boxes`` the words of each box; ``taken`` what
    was taken into each, as ``{"from": ..., "key": ..., "text": ...}``. Nothing gets into a box but by `take` and `write`.
    `look_again` fills ``looked``; only `recalc` checks what was typed, and leaves ``approach`` (None while something stands in
    the way) and ``problems``.

    Examples
    --------
    >>> app = OurApproach()
    >>> app.write("lead", "The category lead, eight hours a month")
    >>> app.add_step(30)
    >>> app.type_step(0, "step", "Ask three suppliers for their records")
    >>> app.approach.steps_within(30)[0].step
    'Ask three suppliers for their records'
    """

    version = 1

    names = Dict()
    boxes = Dict()
    taken = Dict(help="by box, what was taken into it")
    figures = List(help="results taken over, as plain objects with their key")
    steps = List(help="next steps: step, owner and within")
    editions = List(help="editions of the data that a file named")
    told = Dict(help="by box, what came of the last press there")
    problems = Dict(help="a sentence by field")
    refused = List(help="why a file was not taken in, a sentence each")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.looked: Looked = Looked()
        self.approach: Approach | None = None
        self.recalc()

    # -- reading

    @staticmethod
    def kinds() -> tuple[BoxKind, ...]:
        """Every box, in the order of the page."""
        return BOXES

    def shown(self, name: str) -> str:
        """The title, the team, the organisation, or who decides."""
        return self.names.get(name, TITLE if name == "title" else "")

    def said(self, box: str) -> str:
        """The words in a box."""
        return self.boxes.get(box, "")

    def offers(self, box: str) -> tuple[Offer, ...]:
        """What the other pages offer for a box."""
        return self.looked.of(box)

    def state_of(self, offer: Offer) -> str:
        """``open``; ``taken``; or ``changed`` where its page says something else by now."""
        mine = next((one for one in self.taken.get(offer.draft.box, ()) if one["key"] == offer.key), None)
        if mine is None:
            return "open"
        return "taken" if (mine["text"], mine["saved_at"]) == (offer.draft.text, offer.kept.saved_at) or (
            mine["text"] == offer.draft.text and offer.draft.value_map is None) else "changed"

    def missing(self, box: str) -> tuple[tuple[str, str], ...]:
        """Pages that could fill a box and hold nothing for it yet, as (name, page)."""
        there = {offer.source.app for offer in self.offers(box)} | {source.app for source, _ in self.looked.problems}
        return tuple((source.name, source.page) for source in SOURCES if box in source.feeds and source.app not in there)

    def unreadable(self, box: str) -> tuple[tuple[str, str, str], ...]:
        """Saved work for a box that cannot be read, as (name, page, why)."""
        return tuple((source.name, source.page, why) for source, why in self.looked.problems if box in source.feeds)

    # -- changing

    def look_again(self) -> None:
        """Look at what was saved on the other pages; nothing is copied."""
        self.looked = look(SOURCES)
        self.recalc()

    def name(self, which: str, text: str) -> None:
        """Type the title, the team, the organisation, or who decides."""
        if which not in NAMES:
            raise ValueError(f"there is no {which}")
        if text != self.shown(which):
            self.names = {**self.names, which: text}
            self.recalc()

    def write(self, box: str, text: str) -> None:
        """Write in a box. An emptied box forgets where its words came from."""
        if box not in BY_ID:
            raise ValueError(f"there is no box {box}")
        if text != self.said(box):
            self.boxes = {**self.boxes, box: text}
            if not text.strip():
                self.taken = {name: kept for name, kept in self.taken.items() if name != box}
            self.recalc()

    def take(self, offer: Offer) -> bool:
        """Put an offer into its box, under what stands there; a result goes among the figures. Else say what is in the way."""
        box = offer.draft.box
        try:
            figure = self._figure(offer) if offer.draft.value_map else None
        except CannotDo as error:
            self.told = {**self.told, box: f"No figure was taken over. {' '.join(problem.message for problem in error.problems[:3])}"}
            self.recalc()
            return False
        before, lines = self.said(box).rstrip(), [line.strip() for line in self.said(box).splitlines()]
        new = "\n".join(line for line in offer.draft.text.splitlines() if line.strip() not in lines)
        record = {"key": offer.key, "text": offer.draft.text, "saved_at": offer.kept.saved_at, "from": offer.taken.as_dict(),
                  "vintage": [one.as_dict() for one in offer.draft.vintage]}
        with self.hold_trait_notifications():
            self.boxes = {**self.boxes, box: "\n".join(filter(None, [before, new]))}
            self.taken = {**self.taken, box: [one for one in self.taken.get(box, ()) if one["key"] != offer.key] + [record]}
            if figure is not None:
                self.figures = [one for one in self.figures if one["key"] != offer.key] + [{"key": offer.key, "figure": figure}]
            self.told = {**self.told, box: f"Taken over from: {offer.taken.item}. Now put it into your own words."}
            self.recalc()
        return True

    def _figure(self, offer: Offer) -> dict:
        if len(self.figures) >= MOST_FIGURES and offer.key not in {one["key"] for one in self.figures}:
            raise CannotDo(Problem(f"The page holds {MOST_FIGURES} results at most; take one out first."))
        return figure_of(offer.draft.about, offer.draft.value_map(), offer.taken).as_dict()

    def drop_figure(self, key: str) -> None:
        """Take a result out again; the words in its box stay."""
        self.figures = [one for one in self.figures if one["key"] != key]
        self.taken = {box: [one for one in kept if one["key"] != key] for box, kept in self.taken.items()}
        self.recalc()

    def add_step(self, within: int) -> None:
        """One more next step, empty."""
        if within in DAYS and len(self.steps) < MOST_STEPS:
            self.steps = [*self.steps, {"step": "", "owner": "", "within": within}]
            self.recalc()

    def type_step(self, place: int, part: str, text: str) -> None:
        """Type a next step, or who does it."""
        if part not in PARTS:
            raise ValueError(f"a step has no {part}")
        if text != self.steps[place][part]:
            self.steps = [{**one, part: text} if number == place else one for number, one in enumerate(self.steps)]
            self.recalc()

    def drop_step(self, place: int) -> None:
        """Take a next step away."""
        self.steps = [one for number, one in enumerate(self.steps) if number != place]
        self.recalc()

    def recalc(self) -> None:
        """Put the page together, or say what stands in the way."""
        plain = {
            "svtrain": "approach/1", **{name: self.shown(name).strip() for name in NAMES},
            "boxes": {box.id: {"words": self.said(box.id).strip(), "taken": [one["from"] for one in self.taken.get(box.id, ())]} for box in BOXES},
            "figures": [one["figure"] for one in self.figures],
            "next_steps": [{**one, "step": one["step"].strip(), "owner": one["owner"].strip()} for one in self.steps if one["step"].strip()],
            "vintage": _once([*self.editions, *(used for kept in self.taken.values() for one in kept for used in one["vintage"])]),
        }
        found, problems = approach_from(plain)
        said = {problem.field.removeprefix("boxes.").removesuffix(".words"): problem.message for problem in problems}
        said |= {f"steps.{number}.step": "Say what is to be done." for number, one in enumerate(self.steps) if one["owner"].strip() and not one["step"].strip()}
        with self.hold_trait_notifications():
            self.approach, self.problems = found, said
            self.revision += 1

    # -- handing on

    def finished(self) -> Approach:
        """The approach as of today, for a file.

        Raises
        ------
        CannotDo
            While something typed is too long to be read.
        """
        if self.approach is None:
            raise CannotDo([Problem(message, field) for field, message in self.problems.items()])
        return self.approach.model_copy(update={"made": date.today()})

    def text(self, *, as_json: bool = False) -> str:
        """The approach as YAML or JSON, to be taken in again; raises as `finished` does."""
        return approach_text(self.finished(), as_json=as_json)

    def take_file(self, name: str, content: bytes) -> bool:
        """Take in an approach from a file, in place of what stands here; if it cannot be read, say why and keep what is here."""
        try:
            found = approach_from_bytes(name, content)
        except CannotDo as error:
            self.refused = [str(problem) for problem in error.problems[:5]]
            return False
        plain = found.as_dict()
        keyed = {box.id: [{"key": f"file|{one.item}", "text": "", "saved_at": one.saved_at, "from": one.as_dict(), "vintage": []}
                          for one in found.box(box.id).taken] for box in BOXES}
        with self.hold_trait_notifications():
            self.refused, self.told = [], {}
            self.names = {name: getattr(found, name) for name in NAMES}
            self.boxes = {box.id: found.box(box.id).words for box in BOXES if found.box(box.id).words}
            self.taken = {box: kept for box, kept in keyed.items() if kept}
            self.editions = plain.get("vintage", [])
            self.figures = [{"key": f"file|{number}|{one['of']}", "figure": one} for number, one in enumerate(plain.get("figures", ()))]
            self.steps = [{"step": one.step, "owner": one.owner, "within": one.within} for one in found.next_steps]
            self.recalc()
        return True

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"names": self.names, "boxes": self.boxes, "taken": self.taken, "figures": self.figures, "steps": self.steps,
                "editions": self.editions}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        with self.hold_trait_notifications():
            for name in self.to_dict():
                setattr(self, name, saved[name])
            self.recalc()


def _once(given) -> list[dict]:
    found: list[dict] = []
    for one in given:
        if one not in found:
            found.append(one)
    return found
