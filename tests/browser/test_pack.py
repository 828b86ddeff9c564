"""The printed pack and the training's report in a real browser, as files: readable on a phone, and axe finds nothing."""

from __future__ import annotations

import pytest

from svtrain.learn.measuring import RoomAnswers, measures, training_report
from svtrain.learn.measuring.measures import AFTER, BEFORE
from svtrain.learn.plan import named_plan
from svtrain.report.pack import Pack, followup_page, write_pack
from svtrain.report.training_page import training_page


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    written = [path for path in write_pack(Pack(named_plan("60"), 2, 570), folder) if path.suffix == ".html"]
    said = {item: {f"P-{n}": {each.id: mark for each in measures().statements} for n in range(5)} for item, mark in ((BEFORE, 2), (AFTER, 4))}
    reports = [training_report(RoomAnswers(name, name, made, said)) for name, made in (("north", "2026-01-05"), ("south", "2026-03-05"))]
    more = {"training.html": training_page(reports), "followup.html": followup_page("North", {"PV1": {"what": "Ask", "contract": "Grounds", "by": "May"}}, 30,
                                                                                     measures().followup.questions)}
    for name, text in more.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [*written, *(folder / name for name in more)]


SEVERAL = {"booklet.html", "proxy-cards.html", "questions.html", "training.html"}  # a page of each build; axe takes its time


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (320, "dark")])
def test_every_page_is_readable(chromium, violations, pages, width, colours):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=colours, bypass_csp=True)  # axe is a script
    tab = context.new_page()
    outside = []
    tab.on("request", lambda request: None if request.url.startswith("file:") else outside.append(request.url))
    for path in pages:
        tab.goto(path.as_uri())
        if width == 1280 or path.name in SEVERAL:
            assert violations(tab) == [], path.name
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, f"{path.name} scrolls sideways"
    context.close()
    assert not outside


def test_printed_every_page_is_whole(chromium, pages):
    """Four cards a page, cut in the middle: no page more than is needed, and the text of a card stays inside it."""
    tab = chromium.new_page()
    tab.emulate_media(media="print")
    for name, pages_needed in (("estimate-cards.html", 1), ("proxy-cards.html", 5), ("tender-cards.html", 2), ("role-cards.html", 2), ("commitment-cards.html", 1),
                               ("data-sheet.html", 1), ("index.html", 1), ("questions.html", 3)):
        tab.goto(next(path for path in pages if path.name == name).as_uri())
        tab.set_viewport_size({"width": 794, "height": 1123})
        too_long = tab.evaluate("[...document.querySelectorAll('.card')].filter(card => card.scrollHeight > card.clientHeight + 1).map(card => card.ariaLabel)")
        assert too_long == [], name
        assert tab.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == pages_needed, name
    tab.close()
