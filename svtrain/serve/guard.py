"""What every answer of the server has in common: its headers, its error pages and what its log leaves out."""

from __future__ import annotations

import logging
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

import jinja2
from tornado.web import HTTPError, RequestHandler

SHARE = Path(__file__).parent / "share" / "jupyter"
TEMPLATES = SHARE / "voila" / "templates"
log = logging.getLogger("svtrain.serve")

# No host but our own is named. Widgets style themselves inline, and anywidget imports its script from a blob.
POLICY = "; ".join((
    "default-src 'none'", "script-src 'self' blob:", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:",
    "font-src 'self' data:", "connect-src 'self' blob: data:", "media-src 'self' data: blob:", "worker-src 'self' blob:",
    "manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'", "object-src 'none'",
))
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
SENTENCES = {
    400: ("This address cannot be read", "Go back to the front page and choose again."),
    403: ("This is not open to you", "It may belong to somebody else, or your link may have run out."),
    404: ("There is no such page", "The address may be mistyped, or the page may have moved."),
    405: ("This page cannot do that", "Go back to the front page and choose again."),
    429: ("Too many tries", "Wait a minute, then try again."),
    503: ("The room is full", "You are in the queue. This page opens by itself when a place is free."),
}
OTHERWISE = ("Something went wrong here", "Your work is saved. Go back to the front page and open the page again.")


def static_url(name: str, base_url: str = "/") -> str:
    """The address of a file of the template, with its version."""
    from svtrain.serve.assets import read

    version = read(TEMPLATES / "svtrain" / name).etag.strip('"')[:12]
    return f"{base_url}voila/templates/svtrain/{name}?v={version}"


def pages_of_the_house() -> jinja2.Environment:
    """The templates of the gallery and the error pages."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)


class Guarded(RequestHandler):
    """A handler with the house's headers and error pages, closed to strangers where the server is a room's own."""

    open_to_strangers = False
    sends_to_join = False  # a page shows a stranger the way in; anything else refuses

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        if from_within_another_site(self):
            raise HTTPError(403)
        if self.open_to_strangers or admitted(self):
            return
        if self.sends_to_join and self.request.method in ("GET", "HEAD"):
            self.redirect(f"{self.settings['base_url']}join")
        else:
            raise HTTPError(403)

    def write_error(self, status_code: int, **kwargs) -> None:
        write_error(self, status_code)

    def log_exception(self, kind, value, traceback) -> None:
        log_failure(self, kind, traceback)

    def show(self, template: str, **told) -> None:
        """Answer with a page of the house."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(rendered(self, template, **told))


def from_within_another_site(handler: RequestHandler) -> bool:
    """True when a page of somebody else's makes a visitor's browser ask, as a picture or a frame does; a link that a person follows is no such thing.

    Browsers say so since 2023; where one does not, the cookie's own rule and the check of origins still hold.
    """
    told = handler.request.headers
    if told.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
        return False
    return told.get("Sec-Fetch-Mode") != "navigate" or told.get("Sec-Fetch-Dest") != "document"


def admitted(handler: RequestHandler) -> bool:
    """False for a stranger at a server that is a room's own: whoever has no place in the room, or no longer."""
    if not handler.settings["room_only"]:
        return True
    person = handler.settings["people"].known(handler)
    return person is not None and bool(person.room)


def rendered(handler: RequestHandler, template: str, **told) -> str:
    base_url = handler.settings["base_url"]
    page = handler.settings["house"].get_template(f"svtrain/{template}")
    return page.render(base_url=base_url, url=lambda name: static_url(name, base_url), **told)


def write_error(handler: RequestHandler, status_code: int) -> None:
    """An error page that says what to do; never what the server was doing."""
    title, advice = SENTENCES.get(status_code, OTHERWISE)
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.set_header("Cache-Control", "no-store")
    handler.finish(rendered(handler, "error.html", title=title, advice=advice, status=status_code))


class NotFound(Guarded):
    """Whatever has no handler, and whatever names a host that is not ours."""

    def prepare(self) -> None:
        raise HTTPError(404)


def log_failure(handler: RequestHandler, kind: type[BaseException], traceback: TracebackType | None) -> None:
    """What went wrong and in which line of code; never what was asked, by whom, or the words of the error, which may hold both."""
    if issubclass(kind, HTTPError):
        return
    at = extract_tb(traceback)[-1:]
    log.error("%s in %s%s", kind.__name__, type(handler).__name__, "".join(f", {Path(each.filename).name} line {each.lineno}" for each in at))


def log_request(handler: RequestHandler) -> None:
    """Only failures are logged, with neither address, nor query, nor person."""
    if handler.get_status() >= 500 and handler.get_status() != 503:
        log.error("%d %s %s", handler.get_status(), handler.request.method, type(handler).__name__)
