"""Exercises on paper, for a room without laptops: a sheet to write on, and a key for whoever leads.

One page of HTML that stands alone: no script, no picture or style from elsewhere, set for A4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.documents import write_text
from svtrain.learn.exhibit import Exhibit, exhibit
from svtrain.learn.library import map_of
from svtrain.learn.parts import Exercise
from svtrain.report.sheet.scale import scale

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

ALL = "all-sheets.html"
ALL_KEYS = "all-keys.html"


def sheet_page(exercises: Sequence[Exercise], *, key: bool = False, heading: str = "") -> str:
    """The sheets of some exercises, each beginning on a page of its own.

    Parameters
    ----------
    exercises
        In the order of the pages.
    key : bool
        The key instead: answers, the misconception behind each wrong one, hints, and where to count the room's answers.
    heading : str
        What the sheets belong to, such as a lesson's title; shown small at the head of each.

    Returns
    -------
    str
        One HTML page; every word of an exercise is escaped.

    Examples
    --------
    >>> from svtrain.learn import exercise
    >>> "8,702" in sheet_page([exercise("take-off-both-shares").exercise])
    False
    """
    name = exercises[0].title if len(exercises) == 1 else heading or "Exercises"
    return _template("page.html.j2").render(exercises=exercises, key=key, heading=heading, title=f"{name}: key" if key else name)


def sheet_sections(exercises: Sequence[Exercise], *, key: bool = False, heading: str = "") -> Markup:
    """The same sheets as parts of a larger page, which has ``sheet.css`` in its style.

    Examples
    --------
    >>> from svtrain.learn import exercise
    >>> sheet_sections([exercise("myth-hunt").exercise]).startswith('<section class="sheet"')
    True
    """
    from markupsafe import Markup

    return Markup(_template("sections.html.j2").render(exercises=exercises, key=key, heading=heading))


def sheet_style() -> Markup:
    """The style that the sections need, for A4."""
    from markupsafe import Markup

    return Markup(_template("sheet.css").render())


def write_sheets(exercises: Sequence[Exercise], folder: Path | str, *, key: bool = False, heading: str = "",
                 progress: Callable[[int, int], None] | None = None) -> list[Path]:
    """Write one file an exercise, and one with all of them where there are several.

    Returns
    -------
    list of Path
        What was written: sheets first, then keys if asked for.

    Raises
    ------
    CannotDo
        When a file cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(Problem(f"The folder cannot be made: {error.strerror or error}.", place=str(folder))) from None
    plan = [(f"{one.id}.html", [one], False) for one in exercises]
    plan += [(ALL, list(exercises), False)] if len(exercises) > 1 else []
    if key:
        plan += [(f"{one.id}-key.html", [one], True) for one in exercises]
        plan += [(ALL_KEYS, list(exercises), True)] if len(exercises) > 1 else []
    written = []
    for name, some, is_key in plan:
        write_text(folder / name, sheet_page(some, key=is_key, heading=heading))
        written.append(folder / name)
        if progress:
            progress(len(written), len(plan))
    return written


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(loader=PackageLoader("svtrain.report.sheet", "."), autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)
    pages.filters |= {"words": lambda slip: slip.replace("-", " "), "letter": _letter, "amount": _amount}
    pages.globals |= {"map_shown": _map_shown, "scale": scale}
    return pages.get_template(name)


def _map_shown(one: Exercise) -> Exhibit | None:
    found = map_of(one)
    return exhibit(found) if found else None


def _letter(position: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position - 1] if position <= 26 else str(position)


def _amount(number: float, unit: str = "") -> str:
    """A number with its unit, as people write it.

    Examples
    --------
    >>> _amount(8702, "GBP"), _amount(25, "%"), _amount(17, "full-time years")
    ('£8,702', '25%', '17 full-time years')
    """
    text = f"{number:,.10g}"
    if unit == "GBP":
        return f"−£{text[1:]}" if number < 0 else f"£{text}"
    return f"{text}%" if unit == "%" else f"{text} {unit}".strip()
