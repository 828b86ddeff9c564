"""Widgets below one another, and what makes every widget of the house light: it opens no second widget for its layout."""

from __future__ import annotations

import ipywidgets
import traitlets


class Bare(ipywidgets.DOMWidget):
    """A widget whose ``layout`` is None until one is given: the house style sheet says where things go.

    ipywidgets makes a `Layout` for each widget, which is a widget of its own: as many again to make, to send, and to draw.
    ``widget.layout = {"width": "50%"}`` gives one a layout.

    Examples
    --------
    >>> stack = Stack()
    >>> stack.layout is None
    True
    >>> stack.layout = {"width": "50%"}
    >>> stack.layout.width
    '50%'
    """

    layout = ipywidgets.widgets.trait_types.InstanceDict(ipywidgets.Layout, allow_none=True).tag(sync=True, **ipywidgets.widget_serialization)

    @traitlets.default("layout")
    def _no_layout(self) -> None:
        return None

    @traitlets.default("keys")
    def _keys_of_its_kind(self) -> list[str]:
        """The traits that a page knows, worked out once for each class; a widget with traits of its own has a class of its own."""
        kind = type(self)
        if "_known_to_page" not in kind.__dict__:
            kind._known_to_page = list(self.traits(sync=True))
        return list(kind._known_to_page)


class Stack(Bare, ipywidgets.VBox):
    """Widgets below one another.

    Examples
    --------
    >>> len(Stack([Stack(), Stack()]).children)
    2
    """


def hide(box: ipywidgets.Box, hidden: bool) -> None:
    """Take a box from the page, or put it back.

    Raises
    ------
    TypeError
        For a widget that is no box: one that draws itself does not hear it, so it is put into a box of its own.

    Examples
    --------
    >>> stack = Stack(_dom_classes=("sv-row",))
    >>> hide(stack, True)
    >>> stack._dom_classes
    ('sv-row', 'sv-hidden')
    """
    if not isinstance(box, ipywidgets.Box):
        raise TypeError(f"only a box can be hidden, not a {type(box).__name__}")
    classes = tuple(one for one in box._dom_classes if one != "sv-hidden") + (("sv-hidden",) if hidden else ())
    if classes != box._dom_classes:
        box._dom_classes = classes
