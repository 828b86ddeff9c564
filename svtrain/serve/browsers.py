"""Finds a browser of the Chromium family, for the tests and for `svtrain doctor`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome", "chromium-headless-shell")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"Chromium\Application\chrome.exe",
)


def find_browser() -> str | None:
    """The path of an installed Chromium, Chrome or Edge, or None.

    ``SVTRAIN_BROWSER`` names one by hand and is believed only if it exists.
    """
    by_hand = os.environ.get("SVTRAIN_BROWSER")
    if by_hand:
        return by_hand if Path(by_hand).exists() else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    candidates: list[Path] = []
    if sys.platform == "darwin":
        candidates = [Path(path) for path in MAC]
    elif sys.platform == "win32":
        roots = [os.environ.get(key) for key in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        candidates = [Path(root) / tail for root in roots if root for tail in WINDOWS]
    return next((str(path) for path in candidates if path.exists()), None)
