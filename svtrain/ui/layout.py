"""How a page is put together: page, section, columns, row, results, steps. All of it fits a width of 320 px."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets
import traitlets
from markupsafe import Markup

from svtrain.ui.element import Element
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph


def _box(kind: str, children: Sequence[ipywidgets.Widget]) -> Stack:
    return Stack(list(children), _dom_classes=(kind,))


def page(title: str, intro: str = "", *children: ipywidgets.Widget) -> Stack:
    """A whole page: its one main heading, what it is for in a sentence, and what follows.

    Examples
    --------
    >>> from svtrain.ui import Button
    >>> len(page("Value builder", "Price what a contract changes.", Button("Start")).children)
    2
    """
    head = heading(title, 1) + (paragraph(intro) if intro else Markup(""))
    return _box("sv-page", [Words(head), *children])


def section(title: str, *children: ipywidgets.Widget, intro: str = "") -> Stack:
    """A part of a page under its own heading."""
    head = heading(title, 2) + (paragraph(intro) if intro else Markup(""))
    return _box("sv-section", [Words(head), *children])


def columns(*children: ipywidgets.Widget, narrowest: str = "18rem") -> Stack:
    """Side by side while each keeps ``narrowest``; below one another where the page is narrow."""
    box = _box("sv-columns", children)
    if narrowest != "18rem":
        box.layout = {"grid_template_columns": f"repeat(auto-fit, minmax(min(100%, {narrowest}), 1fr))"}
    return box


def row(*children: ipywidgets.Widget) -> Stack:
    """In one line, wrapping where the page is narrow: a field and its button."""
    return _box("sv-row", children)


def results(*children: ipywidgets.Widget) -> Stack:
    """The panel that holds what was worked out."""
    return _box("sv-results", children)


class StepBar(Element):
    """Where a person is: ``titles``, and ``current`` counted from 0."""

    script = "steps.js"
    from_page = ("current",)
    label = traitlets.Unicode("Steps").tag(sync=True)
    titles = traitlets.List(traitlets.Unicode()).tag(sync=True)
    current = traitlets.Int(0).tag(sync=True)


def steps(parts: Sequence[tuple[str, Callable[[], ipywidgets.Widget]]], label: str = "Steps") -> Stack:
    """Steps that a person moves through; each is built when it is first opened and keeps what was typed.

    Parameters
    ----------
    parts : sequence of (title, build)
        ``build()`` makes the step's widgets.

    Examples
    --------
    >>> box = steps([("Explore", lambda: Words("one")), ("Apply", lambda: Words("two"))])
    >>> box.bar.current = 1
    >>> box.holder.children[0].html
    'two'
    """
    built: dict[int, ipywidgets.Widget] = {}
    bar = StepBar(titles=[title for title, _ in parts], label=label)
    holder = Stack(_dom_classes=("sv-section",))

    def show(number: int) -> None:
        if number not in built:
            built[number] = parts[number][1]()
        holder.children = [built[number]]

    bar.observe(lambda change: show(change["new"]), "current")
    show(0)
    box = _box("sv-section", [bar, holder])
    box.bar, box.holder = bar, holder
    return box
