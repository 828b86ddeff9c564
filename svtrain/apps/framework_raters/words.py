"""The sentences and tables of the Flexible Framework with many raters."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.framework_raters.state import SMALLEST, FrameworkRaters, Round
from svtrain.core.framework import TOP_LEVEL
from svtrain.core.raters import DISAGREEMENT, ThemeSpread
from svtrain.data.framework_data import Cell, framework_cells, framework_levels, framework_themes
from svtrain.ui.figures import Picture, level_spread
from svtrain.ui.words import heading, paragraph, table

INTRO = "Rate your organisation alone, cell by cell, with what shows it. Then see where others agree, and where they do not."
LEADING = "Open the rating, let everybody rate alone, and reveal the map when enough have handed theirs in. You need no rating of your own."
PRIVATE = (
    f"Your rating is yours alone until you hand it in. It is handed in without a name. With fewer than {SMALLEST} ratings for a month, only your own is "
    "shown, as two people could each tell what the other said."
)
BY_FILE = "Everybody saves a rating as a file and sends it to one person, who takes them all in. The file holds no name."
BY_ROOM = "A finished rating goes to the room by itself, without your name. Who is not in the room can send theirs as a file."
CONVENTION = (
    "How levels are counted: a cell counts when all of it is so and something shows it. A theme stands at the highest level below which nothing is "
    "missing. The whole stands at its lowest theme. Practitioners count so; the original guidance should be read for it. "
    "The wording of the cells is ours, and the level names are those commonly printed."
)
NAMES = {theme.id: theme.name for theme in framework_themes()}


def progress(app: FrameworkRaters) -> str:
    return f"You have rated {app.rated} of {len(framework_cells())} cells; {sum(app.mine.grid().get(theme, {}) != {} for theme in NAMES)} of {len(NAMES)} themes are begun."


def about_theme(app: FrameworkRaters) -> Markup:
    theme = next(theme for theme in framework_themes() if theme.id == app.theme)
    return paragraph(theme.about, "note")


def about_cell(cell: Cell) -> Markup:
    """What one cell asks for, and how far its wording has been checked."""
    level = next(level for level in framework_levels() if level.level == cell.level)
    items = Markup("").join(Markup("<li>{}</li>").format(one.text) for one in cell.criteria)
    note = Markup("") if cell.check == "checked" else paragraph(f"Not fully checked. {cell.check_note}", "note")
    return heading(f"Level {cell.level}, {level.name}: {cell.summary}", 3) + Markup("<ul>{}</ul>").format(items) + note


def result(app: FrameworkRaters) -> Markup:
    """The map of the latest month: what to settle first, then levels, then the whole."""
    if not (app.done or app.latest):
        return paragraph("Finish your own rating first. What others said is shown after that, and not before.", "note")
    found = app.latest
    return _waiting(found) + _findings(found) + _overall(found) + _map(found)


def _waiting(found: Round) -> Markup:
    if not found.waiting:
        return Markup("")
    more = "rating waits" if found.waiting == 1 else "ratings wait"
    return paragraph(f"{found.waiting} {more} beside yours: others are shown from {SMALLEST} ratings on. Below is yours alone.", "note")


def _findings(found: Round) -> Markup:
    if found.raters == 1:
        return paragraph("One rating shows no disagreement. Ask others to rate, and take their files in below.")
    apart = [one for one in found.spreads if one.disagreed]
    if not apart:
        return paragraph(f"No theme has raters {DISAGREEMENT} or more levels apart. {found.raters} people see it much alike.", "headline")
    items = Markup("").join(Markup("<li>{}</li>").format(_apart(one, found.raters)) for one in sorted(apart, key=lambda one: -one.spread))
    return paragraph(f"The finding is the spread: people disagree on {len(apart)} of {len(found.spreads)} themes.", "headline") + Markup("<ul>{}</ul>").format(items)


def _apart(one: ThemeSpread, raters: int) -> str:
    text = f"{NAMES[one.theme]}: from level {one.levels[0]} to level {one.levels[-1]}."
    at = one.split_at
    if at is not None:
        text += f" Look at level {at} together first: {one.said_yes[at]} of {len(one.levels)} found it shown."
    return text


def _overall(found: Round) -> Markup:
    if found.overall is None:
        missing = [NAMES[one.theme] for one in found.spreads if not one.levels]
        return paragraph(f"No level for the whole yet: nobody has rated {', '.join(missing)}.")
    lowest = [NAMES[one.theme] for one in found.spreads if one.agreed == found.overall]
    return paragraph(f"The whole stands at level {found.overall}, as its lowest theme does: {', '.join(lowest)}.")


def _map(found: Round) -> Markup:
    columns = ["Theme", *(f"Level {level}" for level in range(1, TOP_LEVEL + 1)), "Agreed", "Lowest to highest", "Finding"]
    rows = [(NAMES[one.theme], *(_cell(one, level) for level in range(1, TOP_LEVEL + 1)), *_levels(one)) for one in found.spreads]
    raters = "1 rating" if found.raters == 1 else f"{found.raters} ratings"
    return table(f"{found.when}, {raters}: how many found each cell shown", columns, rows)


def _cell(one: ThemeSpread, level: int) -> str:
    return f"{one.said_yes[level]} of {len(one.levels)}" if one.levels else "not rated"


def _levels(one: ThemeSpread) -> tuple[str, str, str]:
    if not one.levels:
        return "none", "not rated", "rate it"
    if len(one.levels) == 1:
        return str(one.agreed), str(one.levels[0]), "one rating only"
    return str(one.agreed), f"{one.levels[0]} to {one.levels[-1]}", "disagreement: settle this first" if one.disagreed else "much alike"


def actions(app: FrameworkRaters) -> Markup:
    """The next three steps up."""
    found = app.next_actions()
    if not found:
        return paragraph("The next steps are named once your rating is finished.", "note")
    items = Markup("").join(
        Markup("<li><strong>{}, level {}</strong>: {} What it asks for: {}</li>").format(name, cell.level, cell.summary, " ".join(one.text for one in cell.criteria))
        for name, cell in found)
    return paragraph("The lowest themes hold the whole back, so begin there. Each step wants something that shows it.") + Markup("<ol>{}</ol>").format(items)


def history(app: FrameworkRaters) -> Markup:
    """Month by month, what was agreed."""
    if len(app.rounds) < 2:
        return paragraph("One month is no history yet. Rate again in half a year, or take in ratings of an earlier month.", "note")
    rows = [(one.when, one.raters, "none" if one.overall is None else one.overall, *(each.agreed if each.levels else "none" for each in one.spreads)) for one in app.rounds]
    note = "Compare with care: other people may have rated, and their number may differ."
    return table("Agreed levels by month", ["Month", "Ratings", "Whole", *(NAMES[one.theme] for one in app.rounds[0].spreads)], rows) + paragraph(note, "note")


def picture(app: FrameworkRaters) -> Picture | None:
    """The spread by theme, for the latest month."""
    found = app.latest
    rows = [(NAMES[one.theme], one.levels[0], one.agreed, one.levels[-1]) for one in found.spreads if one.levels] if found else []
    sentence = "One rating: there is no spread to see yet." if found and found.raters == 1 else ""
    return level_spread(rows, far=DISAGREEMENT, title="From the lowest to the highest rater; the ring is what was agreed", sentence=sentence) if rows else None
