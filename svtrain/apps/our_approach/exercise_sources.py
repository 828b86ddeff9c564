"""Notes on one's own work from the lessons: which note goes into which box."""

from __future__ import annotations

from functools import partial

from svtrain.apps.our_approach.offers import Draft, Source

# exercise, its name, the lesson where it stands, and for each box the notes that go there
_NOTES = (
    ("our-inventory", "Look next door", "1-explore/03-what-we-already-do",
     {"priorities": ("estates", "people", "communities", "environment", "services")}),
    ("our-priorities", "From priorities to outcomes", "1-explore/02-our-context-and-place", {"priorities": ("first", "second", "third", "none"), "place": ("region",)}),
    ("who-holds-it", "Who holds it", "1-explore/04-where-in-the-cycle", {"lead": ("lead",), "asks": ("need", "specification", "tender"), "delivery": ("delivery", "review")}),
    ("three-moments-of-ours", "Three moments of a contract of ours", "2-challenge/05-tools-and-methods",
     {"asks": ("outcome", "design", "tender", "stop"), "delivery": ("delivery", "back")}),
    ("three-worth-the-effort", "Three worth the effort", "1-explore/05-where-the-money-goes", {"valuation": ("first", "second", "third")}),
    ("anyway-on-our-contract", "Anyway, on our contract", "2-challenge/02-what-would-have-happened-anyway",
     {"limits": ("anyway", "others", "compare"), "delivery": ("ask",)}),
    ("our-red-lines", "Our own lines and weights", "2-challenge/07-when-pounds-are-the-wrong-unit",
     {"limits": ("what", "line", "crossed"), "place": ("who", "weight")}),
    ("read-by-a-stranger", "Read by somebody who was not there", "3-apply/05-our-approach", {"learning": ("change",)}),
)


def notes_of(exercise: str, boxes: dict[str, tuple[str, ...]], saved: dict) -> list[Draft]:
    """What was written down, a line for each note; notes left empty are left out.

    Examples
    --------
    >>> notes_of("who-holds-it", {"lead": ("lead",)}, {"answer": '{"lead": "Eight hours"}'})[0].text
    'Eight hours'
    """
    import json

    given = saved["answer"]
    answer = json.loads(given) if given.strip() else {}
    said = {name: " ".join(str(text).split()) for name, text in answer.items() if text}
    return [Draft(box, "", "\n".join(said[name] for name in names if said.get(name))) for box, names in boxes.items()]


EXERCISES = tuple(
    Source(f"exercise-{exercise}", f'Lesson notes "{title}"', page, tuple(boxes), partial(notes_of, exercise, boxes))
    for exercise, title, page, boxes in _NOTES
)
