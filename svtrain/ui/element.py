"""What every widget of the house is made of: the look, and the script that draws it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from functools import cache
from pathlib import Path

import anywidget
import traitlets

from svtrain.ui.stack import Bare

FRONT = Path(__file__).resolve().parent / "front"
_THEME, _LOOK = "theme.js", "house.css"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./theme\.js";\n', re.MULTILINE)

# The look is fetched once, and no widget is drawn before it is there.
_SERVED = """const at = new URL(%s, document.baseURI);
const script = import(at + %s);
await (window.svtrainLook ??= new Promise((ready) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: at + "house.css", onload: ready, onerror: ready });
  document.head.append(link);
}));
export default (await script).default;
"""


class Element(Bare, anywidget.AnyWidget):
    """A widget in the house style: it follows the page's light or dark theme and names nothing outside the machine.

    A child class names its file of ``ui/front`` in ``script``, and in ``from_page`` what a person can change there: a page
    that has been tampered with changes nothing else. Where a server offers that folder (``SVTRAIN_STATIC``), a
    page loads each file once and every widget points to it; elsewhere each widget carries its script and look along.
    """

    script = ""
    from_page: tuple[str, ...] = ()
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    _anywidget_id = traitlets.Unicode().tag(sync=True)

    @traitlets.default("_esm")
    def _script(self) -> str:
        return served(self.script) if os.environ.get("SVTRAIN_STATIC") else whole(self.script)

    @traitlets.default("_css")
    def _look(self) -> str:
        return "" if os.environ.get("SVTRAIN_STATIC") else _text(_LOOK)

    @traitlets.default("_anywidget_id")
    def _kind(self) -> str:
        return f"{type(self).__module__}.{type(self).__name__}"

    def set_state(self, sync_data: dict) -> None:
        """Take from the page what a person can change there."""
        super().set_state({name: value for name, value in sync_data.items() if name in self.from_page})

    def add_traits(self, **traits: traitlets.TraitType) -> None:
        """Add the traits that the class has not: anywidget adds its own to each widget, and each would get a class of its own."""
        missing = {name: trait for name, trait in traits.items() if not self.has_trait(name)}
        if missing:
            super().add_traits(**missing)


def served(script: str) -> str:
    """The few lines that load a script from the server.

    ``SVTRAIN_STATIC`` is a path from the server's root, such as ``/svtrain/static/``; the folder lies under it as
    ``front/<version>/``, and the version changes with the content, so it may be cached for ever.
    """
    at = f"{os.environ['SVTRAIN_STATIC'].rstrip('/')}/front/{version()}/"
    return _SERVED % (json.dumps(at), json.dumps(script))


@cache
def whole(script: str) -> str:
    """A script as one module that imports nothing.

    Examples
    --------
    >>> "import {" in whole("chart.js"), "function followTheme" in whole("chart.js")
    (False, True)
    """
    return _text(_THEME).replace("\nexport ", "\n") + _IMPORT.sub("", _text(script))


@cache
def version() -> str:
    """Changes with any file of ``ui/front``."""
    whole_text = b"".join(path.read_bytes() for path in sorted(FRONT.iterdir()) if path.is_file())
    return hashlib.sha256(whole_text).hexdigest()[:12]


@cache
def _text(name: str) -> str:
    return (FRONT / name).read_text(encoding="utf-8")
