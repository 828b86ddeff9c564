"""What the other pages kept, as offers for the boxes: read, never changed, and never in the way where it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from svtrain.core.approach import Taken
from svtrain.core.problems import CannotDo
from svtrain.core.proxy_policy import UsedData
from svtrain.core.value_map import ValueMap
from svtrain.data.saved_work import Kept, SavedWork, kept_of

DOES_NOT_FIT = "What was saved there does not fit this page."


@dataclass(frozen=True, slots=True)
class Draft:
    """What one page offers for one box. ``value_map`` gives the map behind a result, which is worked out when it is taken."""

    box: str
    about: str
    text: str
    value_map: Callable[[], ValueMap] | None = None
    vintage: tuple[UsedData, ...] = ()


@dataclass(frozen=True)
class Source:
    """A page whose saved work can fill boxes: where it is, what it fills, and how its work is read.

    ``app`` and ``version`` name the saved work. ``read`` turns it into drafts; it may raise whatever it likes.
    """

    app: str
    name: str
    page: str
    feeds: tuple[str, ...]
    read: Callable[[dict], list[Draft]]
    version: int = 1


@dataclass(frozen=True)
class Offer:
    """A draft with where it comes from."""

    source: Source
    draft: Draft
    kept: Kept

    @property
    def key(self) -> str:
        """A name for it that stays the same as long as it is about the same thing."""
        return f"{self.source.app}|{self.draft.box}|{self.draft.about}"

    @cached_property
    def taken(self) -> Taken:
        """What the page says of it once it has been taken."""
        about = f": {self.draft.about}" if self.draft.about else ""
        return Taken(item=f"{self.source.name}{about}"[:200], app=self.source.app, saved_at=self.kept.saved_at)


@dataclass(frozen=True)
class Looked:
    """One look at everything that was kept: offers, and a sentence by source where its work cannot be read."""

    offers: tuple[Offer, ...] = ()
    problems: tuple[tuple[Source, str], ...] = ()

    def of(self, box: str) -> tuple[Offer, ...]:
        """The offers for one box."""
        return tuple(offer for offer in self.offers if offer.draft.box == box)


def look(sources: tuple[Source, ...]) -> Looked:
    """Look at what was kept for this person by each source; a fault in one of them stays with it."""
    kept = {one.app: one for one in kept_of() if not one.tab}
    offers, problems = [], []
    for source in sources:
        try:
            saved = SavedWork(source.app, source.version).load()
            if saved is None or source.app not in kept:
                continue
            offers += [Offer(source, draft, kept[source.app]) for draft in source.read(saved) if draft.text.strip()]
        except CannotDo as error:
            problems.append((source, " ".join(problem.message for problem in error.problems)))
        except Exception:  # whatever was in the file, this page must open
            problems.append((source, DOES_NOT_FIT))
    return Looked(tuple(offers), tuple(problems))
