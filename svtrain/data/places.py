"""Where the shipped content lies: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def content(name: str) -> Path:
    """The folder of shipped ``notebooks``, ``exercises`` or ``datasets``.

    Examples
    --------
    >>> content("datasets").name
    'datasets'
    """
    packed = _PACKAGE / "content" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
