"""The front page: the three steps, what there is to open in each, and where this person left off."""

from __future__ import annotations

from pathlib import Path

from svtrain.learn.contents import STEPS, pages
from svtrain.serve.guard import Guarded

WORDS = {
    "explore": ("Explore", "See what social value is, who it reaches and where its numbers come from."),
    "challenge": ("Challenge", "Question a claim: what would have happened anyway, and who else helped?"),
    "apply": ("Apply", "Value a real contract, score a tender and follow up what was promised."),
}


class GalleryHandler(Guarded):
    """Rendered on the server; needs no kernel and no script."""

    def initialize(self, notebooks: Path):
        self.notebooks = notebooks

    def get(self) -> None:
        self.settings["people"].greet(self)
        found = pages(self.notebooks)
        steps = [{
            "id": step, "name": WORDS[step][0], "purpose": WORDS[step][1],
            "lessons": [page for page in found if page.step == step and page.kind == "lesson"],
            "apps": [page for page in found if page.step == step and page.kind == "app"],
        } for step in STEPS]
        last = self.get_cookie("svtrain-last", "")
        self.show("gallery.html", steps=steps, resume=next((page for page in found if page.path == last), None))

    head = get
