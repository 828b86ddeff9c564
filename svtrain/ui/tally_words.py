"""How many gave each answer, as a list that is read as well as seen: each line has its count in words and a bar under it."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.learn.tally import RIGHT, WRONG, Tally
from svtrain.ui.words import paragraph


def tally_words(found: Tally, *, advice: bool = False, why: bool = False) -> Markup:
    """The lines of a tally.

    Parameters
    ----------
    advice
        With what to do about the spread: for whoever runs the room.
    why
        With the slip behind each wrong answer.

    Examples
    --------
    >>> from svtrain.learn.tally import Line
    >>> "3 of 4" in tally_words(Tally((Line("Yes", 3, RIGHT), Line("No", 1, WRONG)), 4, ""))
    True
    """
    items = Markup("").join(_line(line, found.people, why) for line in found.lines)
    said = paragraph(found.advice, "headline") if advice and found.advice else Markup("")
    return said + Markup('<ul class="sv-tally">{}</ul>').format(items)


def _line(line, people: int, why: bool) -> Markup:
    part = line.count / people
    right = Markup(' <b class="sv-good">Right</b>') if line.kind == RIGHT else Markup("")
    slip = Markup('<span class="sv-note">{}</span>').format(line.why.replace("-", " ") if " " not in line.why else line.why) if why and line.why and line.kind == WRONG else Markup("")
    return Markup(
        '<li data-kind="{}"><span class="sv-tally-text">{}{}</span> <span class="sv-tally-count">{} of {}, {:.0%}</span>'
        '<span class="sv-tally-bar" aria-hidden="true" style="width:{:.0f}%"></span>{}</li>'
    ).format(line.kind or "open", line.text, right, line.count, people, part, 100 * part, slip)
