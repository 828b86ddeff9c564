"""The plotly.js inside the installed plotly package: found without importing plotly, which is slow."""

from __future__ import annotations

import os
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path


def path() -> Path:
    """The file itself.

    Examples
    --------
    >>> path().name
    'plotly.min.js'
    """
    return Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"


@cache
def file_name() -> str:
    """The name to serve it under; it changes with the version, so it may be cached for ever.

    Examples
    --------
    >>> file_name().startswith("plotly-") and file_name().endswith(".min.js")
    True
    """
    return f"plotly-{version('plotly')}.min.js"


def url() -> str:
    """Where the page finds it, or "" when no server offers it and the kernel has to send it.

    A server that serves the file tells its kernels so in ``SVTRAIN_STATIC``: a path from the server's root, such as
    ``/base/svtrain/static/``.
    """
    static = os.environ.get("SVTRAIN_STATIC", "")
    return f"{static.rstrip('/')}/{file_name()}" if static else ""
