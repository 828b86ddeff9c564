"""Pages printed to PDF files by a browser that is installed; nothing is fetched."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem

LONGEST = 120  # seconds for one page
QUIET = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-extensions", "--no-pdf-header-footer")


def print_pages(browser: str, pages: Sequence[Path], folder: Path, progress: Callable[[int, int], None] | None = None) -> list[Path]:
    """Print each page of HTML to a PDF file of the same name.

    Parameters
    ----------
    browser
        The path of a browser of the Chromium family.
    pages, folder
        What to print, and where the files go; the folder is made when it is not there.

    Raises
    ------
    CannotDo
        When the browser does not make a file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(Problem(f"The folder cannot be made: {error.strerror or error}.", "--pdf", str(folder))) from None
    made = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for page in pages:
            made.append(_print(browser, profile, page, folder / f"{page.stem}.pdf"))
            if progress:
                progress(len(made), len(pages))
    return made


def _print(browser: str, profile: str, page: Path, pdf: Path) -> Path:
    as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()  # root has no other way to run it
    beside = pdf.with_suffix(".part")
    beside.unlink(missing_ok=True)
    command = [browser, *QUIET, *as_root, f"--user-data-dir={profile}", f"--print-to-pdf={beside.resolve()}", page.resolve().as_uri()]
    try:
        subprocess.run(command, capture_output=True, timeout=LONGEST, check=False, stdin=subprocess.DEVNULL)
        beside.replace(pdf)
    except (OSError, subprocess.SubprocessError):
        beside.unlink(missing_ok=True)
        raise CannotDo(Problem("The browser could not print this page. The page itself is whole; print it by hand.", "--pdf", str(page))) from None
    return pdf
