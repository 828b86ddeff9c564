"""Scripts and styles: read once, compressed once, kept by the browser for a year because each address names its version."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tornado.web import HTTPError

from svtrain.serve.guard import Guarded

YEAR = 31_536_000
COMPRESSED = {".js", ".css", ".svg", ".json", ".html", ".mjs"}
KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
         ".woff": "font/woff", ".woff2": "font/woff2", ".json": "application/json"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    packed: bytes | None
    kind: str
    etag: str


@lru_cache(maxsize=512)
def _read(path: Path, changed: int) -> Asset:
    body = path.read_bytes()
    packed = gzip.compress(body, 6, mtime=0) if path.suffix in COMPRESSED and len(body) > 500 else None
    kind = KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(body, packed, kind, f'"{hashlib.sha256(body).hexdigest()[:24]}"')


def read(path: Path) -> Asset:
    return _read(path, path.stat().st_mtime_ns)


def find(roots: list[Path], name: str) -> Path:
    """The first file of that name under the roots, and never one outside them.

    Raises
    ------
    HTTPError
        404 when there is none.
    """
    for root in roots:
        with suppress(OSError, RuntimeError):  # a name longer than a file can have, or links that lead round in a circle
            path = (root / name).resolve()
            if path.is_file() and path.is_relative_to(root.resolve()):
                return path
    raise HTTPError(404)


class AssetHandler(Guarded):
    """Sends a file from one of the given folders, compressed where the browser takes that.

    ``versioned`` says that the first part of the path is the version, so that the address may be kept for ever;
    ``open_to_strangers`` that the page with the way in needs these files.
    """

    def initialize(self, roots: list[Path], versioned: bool = False, open_to_strangers: bool = False):
        self.roots = roots
        self.open_to_strangers = open_to_strangers
        self.versioned = versioned

    def get(self, name: str) -> None:
        if self.versioned:
            _, _, name = name.partition("/")
        if "\0" in name or "\\" in name:
            raise HTTPError(404)
        for_ever = self.versioned or bool(self.get_query_argument("v", "")) or _names_its_version(name)
        self.send_asset(read(find(self.roots, name)), for_ever)

    def send_asset(self, asset: Asset, for_ever: bool) -> None:
        self.set_header("Cache-Control", f"public, max-age={YEAR}, immutable" if for_ever else "no-cache")
        self.set_header("Etag", asset.etag)
        self.set_header("Vary", "Accept-Encoding")
        if self.check_etag_header():
            self.set_status(304)
            return
        self.set_header("Content-Type", asset.kind)
        if asset.packed and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(asset.packed)
        else:
            self.finish(asset.body)

    head = get

    def compute_etag(self):
        return None  # the handler sets its own


class OneFile(AssetHandler):
    """One file under a name that tells its version."""

    def initialize(self, path: Path):
        self.path = path

    def get(self, name: str) -> None:
        self.send_asset(read(self.path), for_ever=True)

    head = get


def _names_its_version(name: str) -> bool:
    """True for ``remoteEntry.c8c9eed2cdefdeac.js``: a build tool wrote the content's hash into the name.

    Examples
    --------
    >>> _names_its_version("static/remoteEntry.c8c9eed2cdefdeac.js"), _names_its_version("static/style.js")
    (True, False)
    """
    parts = name.rsplit("/", 1)[-1].split(".")
    return any(len(part) >= 8 and all(c in "0123456789abcdef" for c in part) for part in parts[1:-1] + parts[:1])
