"""A room's address as people get it: in words, as a QR code in a terminal, and as a picture for the wall."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterable
from pathlib import Path

from tornado.web import RequestHandler

LOOPBACK = ("localhost", "127.0.0.1", "::1")
WHITE_ON_BLACK, AS_BEFORE = "\x1b[97;40m", "\x1b[0m"
ELSEWHERE = "192.0.2.1"  # an address for documents; nothing is sent there, the system only says which way it would go


def in_address(host: str) -> str:
    """A host as it stands in a web address.

    Examples
    --------
    >>> in_address("::1"), in_address("127.0.0.1")
    ('[::1]', '127.0.0.1')
    """
    return f"[{host}]" if ":" in host else host


def address_note(work: Path) -> Path:
    """Where a running server notes its address."""
    return work / "server" / "address"


def own_addresses() -> list[str]:
    """The IPv4 addresses under which others may reach this machine, the likeliest first."""
    import psutil

    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [each.address for name, all_of_it in psutil.net_if_addrs().items() if name in up
             for each in all_of_it if each.family == socket.AF_INET and not each.address.startswith(("127.", "169.254."))]
    first = _way_out()
    return list(dict.fromkeys([first, *found] if first in found else found))


def _way_out() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((ELSEWHERE, 9))
            return probe.getsockname()[0]
        except OSError:
            return ""


def address_of(handler: RequestHandler) -> str:
    """The address that others have to open: as the visitor has it, unless theirs leads to their own machine only."""
    name = handler.request.host_name.strip("[]")
    if name in LOOPBACK and handler.settings["shown_address"]:
        return handler.settings["shown_address"]
    return f"{handler.request.protocol}://{handler.request.host}{handler.settings['base_url']}"


def svg(address: str, alone: bool = False) -> str:
    """The picture, black on white in every theme; ``alone`` for an image of its own."""
    import segno

    made = segno.make(address, error="m")
    if alone:
        picture = io.BytesIO()
        made.save(picture, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, xmldecl=False)
        return picture.getvalue().decode()
    return made.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)


def in_terminal(address: str, encoding: str | None, colours: bool = False) -> str:
    """The same as text, two squares to a letter; empty where the terminal has no such letters.

    Parameters
    ----------
    address
        What the code leads to.
    encoding
        The terminal's.
    colours
        Whether to set white on black: a terminal of other colours would show the code the wrong way round.

    Examples
    --------
    >>> in_terminal("http://example", "ascii")
    ''
    >>> len(set(map(len, in_terminal("http://example", "utf-8").splitlines())))
    1
    """
    import segno

    picture = io.StringIO()
    segno.make(address, error="m").terminal(picture, compact=True, border=2)
    text = picture.getvalue()
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ""
    return "\n".join(f"{WHITE_ON_BLACK}{line}{AS_BEFORE}" for line in text.splitlines()) + "\n" if colours else text


def listed(addresses: Iterable[str]) -> str:
    """Addresses in a sentence.

    Examples
    --------
    >>> listed(["http://a/", "http://b/"])
    'http://a/ or http://b/'
    """
    return " or ".join(addresses)
