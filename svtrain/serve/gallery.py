"""The front page: the room one is in, the three steps, what there is to open in each, and where this person left off."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from svtrain.core.problems import CannotDo
from svtrain.learn.contents import RUN, STEPS, Page, pages
from svtrain.serve.guard import Guarded
from svtrain.serve.joining import AS, AWAY, NO_ROOM, gone, open_line
from svtrain.serve.session import Person

WORDS = {
    "explore": ("Explore", "See what social value is, who it reaches and where its numbers come from."),
    "challenge": ("Challenge", "Question a claim: what would have happened anyway, and who else helped?"),
    "apply": ("Apply", "Value a real contract, score a tender and follow up what was promised."),
}
TOOLS = {"facilitator": ("cockpit", "projector"), "projector": ("projector",)}  # apps for running a room, by who may see them
STATES = {"opened": "Open for answers", "closed": "Closed; the answers are not shown yet", "revealed": "The answers are shown"}


@dataclass(frozen=True, slots=True)
class Offered:
    """An activity of the room as the front page lists it; ``path`` is empty when no page of ours is named."""

    title: str
    path: str
    state: str
    says: str
    answered: int


class GalleryHandler(Guarded):
    """Rendered on the server; needs no kernel. Its one script, in a room only, tells what everybody is asked to open."""

    sends_to_join = True

    def initialize(self, notebooks: Path):
        self.notebooks = notebooks

    async def get(self) -> None:
        person = self.settings["people"].greet(self)
        found = pages(self.notebooks)
        steps = [{
            "id": step, "name": WORDS[step][0], "purpose": WORDS[step][1],
            "lessons": [page for page in found if page.step == step and page.kind == "lesson"],
            "apps": [page for page in found if page.step == step and page.kind == "app"],
        } for step in STEPS]
        last = self.get_cookie("svtrain-last", "")
        self.show("gallery.html", steps=steps, resume=next((page for page in found if page.path == last), None),
                  room=await self._room(person, found) if person.room else None)

    head = get

    async def _room(self, person: Person, found: list[Page]) -> dict:
        """What the page says about the room; when the store is away, that it is."""
        told = {"title": person.room, "part": AS.get(person.role, "a participant"), "team": person.team, "invites": person.role == "facilitator", "open_line": open_line(self),
                "tools": tools(person.role, found)}
        try:
            status = await asyncio.to_thread(self.settings["rooms"].status, person.room)
        except CannotDo as error:
            return told | {"trouble": ". ".join(NO_ROOM if gone(error) else AWAY), "activities": []}
        return told | {"title": status.title, "closed": status.closed > 0, "people": status.people, "activities": [offered(each, found) for each in status.activities]}


def tools(role: str, found: list[Page]) -> list[Page]:
    """The apps for running a room that a role is shown.

    Examples
    --------
    >>> page = Page("apps/cockpit.ipynb", "app", "run", "Cockpit", 5, "")
    >>> len(tools("facilitator", [page])), tools("participant", [page])
    (1, [])
    """
    return [page for page in found if page.step == RUN and Path(page.path).stem in TOOLS.get(role, ())]


def offered(activity: dict, found: list[Page]) -> Offered:
    """An activity with the page it belongs to: an app by its name, a lesson by its place without the ending.

    Examples
    --------
    >>> page = Page("apps/value-builder.ipynb", "app", "apply", "Value builder", 30, "")
    >>> one = offered({"title": "Jobs", "page": "value-builder", "state": "opened", "round": 2, "answered": 3}, [page])
    >>> one.path, one.says
    ('apps/value-builder.ipynb', 'Open for answers, round 2')
    """
    wanted = {f"{activity['page']}.ipynb", f"apps/{activity['page']}.ipynb"}
    path = next((page.path for page in found if page.path in wanted), "")
    later = f", round {activity['round']}" if activity["round"] > 1 else ""
    return Offered(activity["title"], path, activity["state"], STATES[activity["state"]] + later, activity["answered"])
