"""A published record as one HTML file that works from a memory stick with the network off: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from svtrain.report.publish.record import KINDS, Published

WIDE, NARROW = 640, 290  # the two widths of a drawing; the page shows the one that fits


def page_text(record: Published, draw: Callable[[dict, int], str]) -> str:
    """The page as text; everything that a person typed is escaped. The same record gives the same bytes.

    Parameters
    ----------
    record : Published
        What is shown, all of it.
    draw : callable
        Makes an SVG element of a figure and a width; what it gives is put in as it is, so it must escape its own labels.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    pages = Environment(loader=PackageLoader("svtrain.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.globals["drawn"] = lambda figure: Markup(draw(figure, WIDE) + draw(figure, NARROW))
    return pages.get_template("publish/page.html.j2").render(record=record, kind=KINDS[record.kind])
