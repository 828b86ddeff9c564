"""What every widget of the house is made of: the look, and the scripts that it is drawn with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import anywidget

_HERE = Path(__file__).resolve().parent / "front"


@cache
def source(*names: str) -> str:
    """The text of one or more files of ``ui/front``, in the order given, as one module.

    Examples
    --------
    >>> "export default" in source("theme.js", "chart.js")
    True
    """
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


class Element(anywidget.AnyWidget):
    """A widget in the house style: it follows the page's light or dark theme and names nothing outside the machine.

    A child class gives ``_esm`` the scripts it needs: ``source("theme.js", "button.js")``.
    """

    _css = source("house.css")
