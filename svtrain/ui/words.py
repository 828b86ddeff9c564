"""Words on a page. Plain text is escaped; markup has to say that it is markup."""

from __future__ import annotations

from collections.abc import Sequence

import traitlets
from markupsafe import Markup, escape

from svtrain.ui.element import Element


class Words(Element):
    """A piece of text or markup.

    A plain string is escaped, whatever stands in it. Markup is made with ``Markup(...).format(...)``, which escapes
    every value put into it. With ``live=True`` a screen reader says each change when it is done speaking.

    Examples
    --------
    >>> Words("<script>").html
    '&lt;script&gt;'
    >>> Words(Markup("<p>{}</p>").format("a < b")).html
    '<p>a &lt; b</p>'
    """

    script = "words.js"
    html = traitlets.Unicode().tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, text: str | Markup = "", *, live: bool = False, name: str = "", **more):
        super().__init__(html=text, live=live, name=name, **more)

    def say(self, text: str | Markup) -> None:
        """Show other words; the same escaping holds."""
        self.html = text

    @traitlets.validate("html")
    def _escaped(self, proposal):
        return str(escape(proposal["value"]))


def paragraph(text: str, kind: str = "") -> Markup:
    """One paragraph; ``kind`` may be ``headline``, ``big``, ``note``, ``problem`` or ``good``.

    Examples
    --------
    >>> paragraph("5 < 6", "note")
    Markup('<p class="sv-note">5 &lt; 6</p>')
    """
    return Markup('<p class="sv-{}">{}</p>').format(kind, text) if kind else Markup("<p>{}</p>").format(text)


def link(text: str, address: str) -> Markup:
    """A link in a line of its own, which opens beside the page so that nothing on it is lost.

    Examples
    --------
    >>> link("More", "a.html")
    Markup('<p><a href="a.html" target="_blank" rel="noopener">More<span class="sv-out"> (opens in a new tab)</span></a></p>')
    """
    return Markup('<p><a href="{}" target="_blank" rel="noopener">{}<span class="sv-out"> (opens in a new tab)</span></a></p>').format(address, text)


def heading(text: str, level: int = 2) -> Markup:
    """A heading, ``level`` 1 to 6."""
    return Markup("<h{0}>{1}</h{0}>").format(int(level), text)


def bullets(points: Sequence[str]) -> Markup:
    """A list of points.

    Examples
    --------
    >>> bullets(["a < b"])
    Markup('<ul><li>a &lt; b</li></ul>')
    """
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(point) for point in points))


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[int] = ()) -> Markup:
    """A real table: caption, column headings, and the first cell of each row as that row's heading.

    Parameters
    ----------
    numbers : sequence of int
        Which columns (from 0) are numbers, to be set to the right.

    Examples
    --------
    >>> "<caption>Years</caption>" in table("Years", ["Year", "Value"], [[1, "£10"]], numbers=[1])
    True
    """
    def mark(i: int, cell: object) -> Markup:
        kind = "sv-number" if i in numbers else _shape(str(cell))
        return Markup(' class="{}"').format(kind) if kind else Markup("")

    head = Markup("").join(Markup('<th scope="col"{}>{}</th>').format(mark(i, name), name) for i, name in enumerate(columns))
    body = Markup("").join(_row(row, mark) for row in rows)
    return Markup(
        '<div class="sv-scroll"><table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(caption, head, body)


def _shape(text: str) -> str:
    """How a cell may be broken: a date or a reference not at its hyphens, a sentence not after each word."""
    if "-" in text and len(text) <= 16 and not any(one.isspace() for one in text):
        return "sv-whole"
    return "sv-long" if len(text) > 40 else ""


def _row(row: Sequence[object], mark) -> Markup:
    first = Markup('<th scope="row"{}>{}</th>').format(mark(0, row[0]), row[0])
    rest = Markup("").join(Markup("<td{}>{}</td>").format(mark(i, cell), cell) for i, cell in enumerate(row[1:], 1))
    return Markup("<tr>{}{}</tr>").format(first, rest)
