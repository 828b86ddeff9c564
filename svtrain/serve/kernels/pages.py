"""Voila builds an exporter and compiles its templates for every page; keep them instead.

An exporter holds no state of a page: the notebook and its resources are given to
`generate_from_notebook_node`. So one exporter serves every page with the same
template, theme and addresses.
"""

from __future__ import annotations

import threading

_exporters: dict[tuple, object] = {}
_lock = threading.Lock()


def remembered(maker):
    """A maker of exporters that returns the same one for the same arguments.

    Parameters
    ----------
    maker : type
        ``VoilaExporter`` or a subclass; its keyword arguments are the key.

    Returns
    -------
    callable
        Takes what `maker` takes.
    """

    def exporter(**options):
        key = (maker, *((name, _identity(value)) for name, value in sorted(options.items())))
        with _lock:
            if key not in _exporters:
                _exporters[key] = maker(**options)
            return _exporters[key]

    exporter.maker = maker
    return exporter


def _identity(value):
    """Strings and switches by value, lists by their items, services by which object they are."""
    if isinstance(value, (str, bool, int, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return id(value)


def remember_templates() -> None:
    """Let Voila's pages in this process share exporters. Calling it again changes nothing."""
    from voila import notebook_renderer

    if not hasattr(notebook_renderer.VoilaExporter, "maker"):
        notebook_renderer.VoilaExporter = remembered(notebook_renderer.VoilaExporter)


def forget() -> None:
    """Drop all exporters, so that changed templates are read again."""
    with _lock:
        _exporters.clear()
