"""Everything to print and to project for one plan: booklet, guide, cards, keys, questions, data sheet, checklists, slides.

Each page is HTML that stands alone, set for A4. The same plan and people give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.documents import write_text
from svtrain.learn.plan import write_plan
from svtrain.report.pack.gather import Pack
from svtrain.report.pack.prints import prints
from svtrain.report.pack.prose import prose
from svtrain.report.sheet import sheet_page, sheet_style

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX, PLAN, SLIDES, KEYS = "index.html", "plan.yaml", "slides.pptx", "keys.html"
# Estimates of a room as ranges: wide at first, then closer. A drawing, not data.
COVER_RANGES = ((20, 330, 620), (90, 180, 520), (40, 260, 470), (180, 420, 600), (150, 300, 480), (210, 330, 500), (190, 350, 450), (250, 320, 420), (290, 340, 400))

__all__ = ["INDEX", "Pack", "followup_page", "pack_page", "write_pack"]


def pack_page(pack: Pack, file: str) -> str:
    """One page of the pack as HTML; all that a person may have typed into a plan is escaped.

    Examples
    --------
    >>> from svtrain.learn.plan import named_plan
    >>> page = pack_page(Pack(named_plan("60"), 12, 570), "guide.html")
    >>> "09:35" in page, "What the spread means" in page
    (True, True)
    """
    if file == KEYS:
        return sheet_page(list(pack.exercises.values()), key=True, heading=pack.plan.title)
    return _pages().get_template(f"{file}.j2").render(pack=pack, prints=prints(pack))


def write_pack(pack: Pack, folder: Path | str, progress: Callable[[int, int], None] | None = None) -> list[Path]:
    """Write the whole pack into a folder, which is made when it is not there.

    Returns
    -------
    list of Path
        The index first.

    Raises
    ------
    CannotDo
        When a plan names what there is not, or a file cannot be written.
    """
    from svtrain.report.pack.deck import deck

    folder = Path(folder)
    names = [INDEX, *(one.file for one in prints(pack) if one.file != SLIDES)]
    pages = {name: pack_page(pack, name) for name in names}  # all are made before one is written
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(Problem(f"The folder cannot be made: {error.strerror or error}.", "--out", str(folder))) from None
    for done, (name, text) in enumerate(pages.items(), start=1):
        write_text(folder / name, text)
        if progress:
            progress(done, len(pages) + 2)
    write_plan(pack.plan, folder / PLAN)
    deck(pack).save(folder / SLIDES)
    if progress:
        progress(len(pages) + 2, len(pages) + 2)
    return [folder / name for name in (*names, PLAN, SLIDES)]


def followup_page(title: str, commitments: dict[str, dict[str, str]], day: int, questions: tuple) -> str:
    """Strips to cut out and hand round, one a commitment, each known by its code alone.

    Parameters
    ----------
    commitments
        What was promised, by code: ``what``, ``contract`` and ``by``.
    questions
        What is asked, as in the measures.
    """
    return _pages().get_template("followup.html.j2").render(title=title, commitments=dict(sorted(commitments.items())), day=day, questions=questions)


@cache
def _pages() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(loader=PackageLoader("svtrain.report.pack", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.filters |= {"prose": prose, "pounds": lambda amount: f"£{amount:,.0f}", "letter": lambda place: chr(64 + place),
                      "lower_first": lambda text: text[:1].lower() + text[1:]}
    pages.globals |= {"sheet_style": sheet_style(), "cover_ranges": COVER_RANGES}
    return pages
