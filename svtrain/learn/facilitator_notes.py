"""What a facilitator reads beside an exercise: the parts of its ``facilitator.md``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.data.places import content

_PART = re.compile(r"^\*\*(?P<name>[^*]+?)\.?\*\*\.?\s*", re.MULTILINE)
_NAMES = {"Purpose": "purpose", "Minutes": "minutes", "Sticky points": "sticky_points", "What the spread means": "spread", "Cut first": "cut_first"}


@dataclass(frozen=True, slots=True)
class FacilitatorNotes:
    """The parts in Markdown, as they were written; what a file lacks is empty."""

    title: str = ""
    purpose: str = ""
    minutes: str = ""
    sticky_points: str = ""
    spread: str = ""
    cut_first: str = ""


@cache
def facilitator_notes(exercise_id: str) -> FacilitatorNotes:
    """Read the notes of one exercise.

    Raises
    ------
    CannotDo
        When the exercise has no notes.

    Examples
    --------
    >>> facilitator_notes("who-sets-the-weights").cut_first
    'The reading out.'
    """
    path = content("exercises") / exercise_id / "facilitator.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        known = [one.parent.name for one in content("exercises").glob("*/facilitator.md")]
        raise CannotDo(Problem(f'There are no notes for the exercise "{exercise_id}".{did_you_mean(exercise_id, known)}', "exercise")) from None
    return read_notes(text)


def read_notes(text: str) -> FacilitatorNotes:
    """The parts of notes in Markdown.

    Examples
    --------
    >>> read_notes("# One\\n\\n**Purpose.** To see.\\n\\n**Cut first.** The rest.").purpose
    'To see.'
    """
    heading, *rest = re.split(r"^# (.+)$", text, maxsplit=1, flags=re.MULTILINE)
    title, body = (rest[0].strip(), rest[1]) if rest else ("", heading)
    found = list(_PART.finditer(body))
    ends = [each.start() for each in found[1:]] + [len(body)]
    parts = {_NAMES[each["name"]]: body[each.end():end].strip() for each, end in zip(found, ends, strict=True) if each["name"] in _NAMES}
    return FacilitatorNotes(title, **parts)
