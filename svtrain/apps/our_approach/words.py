"""The sentences of our approach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from markupsafe import Markup

from svtrain.apps.our_approach.offers import Offer
from svtrain.apps.our_approach.state import OurApproach
from svtrain.core.approach import Figure
from svtrain.report.approach_page.statement import statement_of
from svtrain.report.approach_page.words import pounds_each, range_said
from svtrain.ui.words import paragraph, table

INTRO = "Write your team's own page on social value, from what you did on the other pages and in the lessons."
HOW = "Nothing is filled in by itself. Under each box stands what your other pages hold for it. Take it over if it helps, then put it into your own words."
NAMES_ARE_YOURS = "Whether names of persons stand here is your own choice. A role, such as category lead, lasts longer than a name."
STEPS_INTRO = "What will be done, by whom and by when? A step without an owner is shown as still open."
TAKE_ALONG = ("The page prints on one A4 sheet at the usual length, and flows on if it is longer. "
              "The statement is a draft: what is not known stays in it as a visible gap.")
HELD_BACK = "A result that rests on licensed values is not taken over. What you type yourself is not checked for them, so keep such values out."
DECIDES_HINT = "Such as: the procurement board. The draft says who decides what is still open."
LABEL = {"open": "Take this over", "taken": "Take it over again", "changed": "Take over what it says now"}


def offer_words(offer: Offer, state: str) -> Markup:
    """What one page offers: where it comes from, when it was saved, and its words."""
    said = {"taken": " You have taken it over.", "changed": " It has changed since you took it over."}.get(state, "")
    figure = " Its result and range are worked out when you take it over." if offer.draft.value_map and state != "taken" else ""
    lines = Markup("<br>").join(offer.draft.text.strip().splitlines())
    return Markup('<p class="sv-note"><strong>{}</strong>, saved at {}.{}</p><p>{}{}</p>').format(offer.taken.item, offer.kept.clock, said, lines, figure)


def take_name(offer: Offer, state: str) -> str:
    """The long name of its button, which says what is taken."""
    return f"{LABEL[state]}: {offer.taken.item}"


def missing_words(missing: Iterable[tuple[str, str]], unreadable: Iterable[tuple[str, str, str]]) -> Markup:
    """Where something for a box could be made, and what cannot be read."""
    broken = Markup("").join(Markup('<p class="sv-problem">{}: {}</p>').format(name, why) for name, _, why in unreadable)
    links = Markup(", ").join(Markup('<a href="../{}.ipynb">{}</a>').format(page, name) for name, page in missing)
    return broken + (Markup('<p class="sv-note">Nothing for this box yet in: {}.</p>').format(links) if links else Markup(""))


def own_words(box: str) -> Markup:
    """What to say of a box that no other page fills."""
    return paragraph("This one is yours alone: no other page fills it.", "note") if box == "words" else Markup("")


def figures_words(app: OurApproach) -> Markup:
    """The results that were taken over."""
    if not app.figures:
        return Markup("")
    rows = [(one.of, pounds_each(one.likely), range_said(one), _origin(one)) for one in (Figure.model_validate(kept["figure"]) for kept in app.figures)]
    return table("Results on your page", ["Contract", "Value for each £1", "Range", "Taken from"], rows)


def _origin(figure: Figure) -> str:
    if figure.taken is None:
        return "A file"
    try:
        saved = datetime.fromisoformat(figure.taken.saved_at).astimezone()
    except ValueError:
        return figure.taken.item
    return f"{figure.taken.item}, saved at {saved:%H:%M} on {saved.day} {saved:%B}"


def standing(app: OurApproach) -> Markup:
    """How much of the page is written, and what the draft statement still leaves open."""
    kinds = app.kinds()
    still_open = [box.title for box in kinds if not app.said(box.id).strip()]
    if app.approach is None:
        problems = " ".join(f"{next((box.title for box in kinds if box.id == field), field)}: {said}" for field, said in app.problems.items())
        return paragraph(f"The page cannot be made yet. {problems}", "problem")
    gaps = statement_of(app.approach).gaps
    said = paragraph(f"{len(kinds) - len(still_open)} of {len(kinds)} boxes are written.", "headline")
    said += paragraph(f"Still open: {'; '.join(still_open)}.") if still_open else Markup("")
    return said + paragraph(f"The draft statement shows {gaps} {'gap' if gaps == 1 else 'gaps'} to be decided.")
