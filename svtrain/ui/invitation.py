"""How to join, as the server shows it to those who may see it: the address, the short code and a picture for phones."""

from __future__ import annotations

import traitlets

from svtrain.ui.element import Element


class Invitation(Element):
    """Asks the page's own server how people come into the room; where there is none, it says so.

    On the page: ``[data-invitation=<name>]`` carries ``data-state`` (``waiting``, ``shown``, ``nothing``).
    """

    script = "invitation.js"
    name = traitlets.Unicode().tag(sync=True)
    address = traitlets.Unicode("room/invite.json").tag(sync=True)
