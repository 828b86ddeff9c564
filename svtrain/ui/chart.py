"""The chart widget: a figure, its sentence and its table, updated in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets

from svtrain.ui import plotly_js
from svtrain.ui.drawing import FILE_STYLE, NARROW, WIDE, draw, height_of, standalone
from svtrain.ui.element import Element

if TYPE_CHECKING:
    from svtrain.ui.figures import Picture


class Chart(Element):
    """A chart that is read as well as seen.

    Bars of any kind are drawn here, in a few thousand characters that need no library. Every other figure is drawn by
    plotly.js (4.8 MB), which is fetched once a page, when the first such chart comes into view, and from this machine:
    from the workshop's server where ``SVTRAIN_STATIC`` names it, else from the kernel.

    The keyboard reaches the chart; the arrow keys go from mark to mark and each is said in words. Below it, two buttons hand
    it over as SVG and as PNG, both made in the browser; not where an organisation's licensed values are in use.
    On the page: ``[data-chart=<name>] figure`` carries ``data-drawn`` (``svg``, ``plotly``, ``waiting`` or ``nothing``) and
    ``data-change``, a count of what was shown.

    Parameters
    ----------
    figure : Picture, plotly figure or dict
        A `Picture` brings its own sentence, table and title.
    sentence : str
        What the chart shows, in one sentence. Needed with a bare figure.
    table : dict
        ``{"caption", "columns", "rows"}``: the same numbers, to be read.
    engine : str
        ``plotly`` has plotly.js draw the bars as well.

    Examples
    --------
    >>> from svtrain.ui.figures import yearly
    >>> chart = Chart(yearly([1, 2], [100, 50]))
    >>> chart.sentence
    'The value adds up to £150 over 2 years.'
    >>> chart.show(yearly([1, 2], [100, 80]))
    >>> chart.sentence
    'The value adds up to £180 over 2 years.'
    """

    script = "chart.js"
    figure = traitlets.Dict().tag(sync=True)
    drawing = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)
    table = traitlets.Dict().tag(sync=True)
    height = traitlets.Int(320).tag(sync=True)
    engine = traitlets.Enum(("", "plotly"), "").tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    file_style = traitlets.Unicode(FILE_STYLE).tag(sync=True)
    plotly_url = traitlets.Unicode().tag(sync=True)
    may_be_taken = traitlets.Bool().tag(sync=True)

    @traitlets.default("may_be_taken")
    def _nothing_licensed(self) -> bool:
        """A picture of one line tells its price, so where licensed values are in use no chart is handed over as a file."""
        from svtrain.data.private import private_folder

        return private_folder() is None

    def __init__(self, figure: Picture | object = None, *, sentence: str = "", table: dict | None = None, title: str = "", **more):
        more.setdefault("plotly_url", plotly_js.url())
        super().__init__(**more)
        self.show(figure, sentence=sentence, table=table, title=title)
        self.on_msg(self._heard)

    def show(self, figure: Picture | object, *, sentence: str = "", table: dict | None = None, title: str = "") -> None:
        """Show other numbers in place: one message to the page, whatever changes."""
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in self._parts(figure, sentence, table, title).items():
                setattr(self, name, value)

    def svg(self, width: int = WIDE) -> str:
        """The chart as an SVG file of its own, for a report or print; made without a browser.

        Raises
        ------
        ValueError
            When the figure is of a kind that only plotly.js can draw.
        """
        return standalone(self.figure, width, self.title, self.sentence)

    def _parts(self, figure, sentence, table, title) -> dict:
        if hasattr(figure, "figure"):
            sentence, table, title, figure = sentence or figure.sentence, table or figure.table, title or figure.title, figure.figure
        plain = plain_figure(figure)
        wide = "" if self.engine == "plotly" else draw(plain, WIDE)
        drawing = {"wide": wide, "narrow": draw(plain, NARROW)} if wide else {}
        return {"figure": plain, "drawing": drawing, "sentence": sentence, "table": table or {}, "title": title, "height": height_of(plain)}

    def _heard(self, _widget, message, _buffers):
        if message.get("do") == "send plotly":
            self.send({"did": "plotly"}, buffers=[plotly_js.path().read_bytes()])


def plain_figure(figure: object) -> dict:
    """A figure as plain dicts and lists, from a dict, a plotly figure or nothing."""
    if figure is None:
        return {"data": [], "layout": {}}
    if hasattr(figure, "to_plotly_json"):
        import json

        return json.loads(figure.to_json())
    return {"data": list(figure.get("data", [])), "layout": dict(figure.get("layout", {}))}
