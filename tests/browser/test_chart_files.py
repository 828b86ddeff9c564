"""A chart taken along as a file: with the keyboard, as SVG and as PNG, and nothing is fetched for it."""

from __future__ import annotations

import struct
from pathlib import Path
from xml.etree import ElementTree

from svtrain.ui.drawing import FILE_STYLE

LESSON = "/voila/render/1-explore/01-what-is-social-value.ipynb"


def test_a_chart_can_be_taken_along(page, server):
    page.goto(server + LESSON)
    page.wait_for_selector("[data-chart=waterfall] figure[data-drawn=svg]")
    files = {}
    for kind in ("SVG", "PNG"):
        page.get_by_role("button", name=f"Download {kind}: From gross value to present value").focus()
        with page.expect_download() as taken:
            page.keyboard.press("Enter")
        assert taken.value.suggested_filename == f"waterfall.{kind.lower()}"
        files[kind] = Path(taken.value.path()).read_bytes()
    root = ElementTree.fromstring(files["SVG"])
    assert root.find("{*}style").text == FILE_STYLE
    assert root.find("{*}title").text == "From gross value to present value"
    assert files["PNG"].startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", files["PNG"][16:24])
    assert (width, height) == (2 * int(root.get("width")), 2 * int(root.get("height")))
