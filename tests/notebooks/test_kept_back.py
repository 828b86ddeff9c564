"""Commit before reveal in the lessons: what gives an answer away is kept back, can be made, and stands nowhere else on the page."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from ipywidgets.widgets.widget import _instances

from svtrain.ui import reveal

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
GIVES_AWAY = {  # by lesson, words that would answer an exercise or an estimate on the same page
    "1-explore/01-what-is-social-value": ("It sets no weighting", "Central government, its agencies"),
    "1-explore/02-our-context-and-place": ("do not belong in a figure",),
    "1-explore/03-what-we-already-do": ("£65.5m", "not a new contract's gain"),
    "1-explore/04-where-in-the-cycle": ("too little information", "Promises on paper", "1 of 13", "fits design and delivery"),
    "1-explore/05-where-the-money-goes": ("It is never a no",),
    "2-challenge/01-is-this-proxy-any-good": ("£64,000", "£397.54", "£42,000", "£14,044", "a gain and a loss at once"),
    "2-challenge/02-what-would-have-happened-anyway": ("25.5%", "57%", "154 reports", "each is taken from what is left"),
    "2-challenge/03-how-sure-are-we": ("how long things last, often counts", "Most of the doubt is how long", "Question a number"),
    "2-challenge/04-counting-rules": ("It should come to what was done", "A head is not a year"),
    "2-challenge/05-tools-and-methods": ("too little information", "At the tender there are promises", "A narrow range is not knowledge"),
    "2-challenge/06-bug-hunt": ("One ratio with two meanings", "happen to agree", "inside a price or a count"),
    "2-challenge/07-when-pounds-are-the-wrong-unit": ("fourteen families",),
}


def words_of(widget) -> str:
    """All that a widget and those inside it say."""
    said = [str(getattr(widget, name, "")) for name in ("html", "label", "options")]
    return " ".join([*said, *map(words_of, getattr(widget, "children", ()))])


@pytest.mark.parametrize("lesson", GIVES_AWAY)
def test_what_gives_an_answer_away_is_kept_back_and_nowhere_else(lesson, tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    kept, begin = [], reveal.KeptUntil.__init__

    def noted(part, needs, build):
        begin(part, needs, build)
        kept.append(part)

    monkeypatch.setattr(reveal.KeptUntil, "__init__", noted)
    there = set(_instances)
    cells, known = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4).cells, {}
    for cell in cells:
        if cell.cell_type == "code":
            exec(cell.source, known)
    told = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown") + str([cell.get("outputs") for cell in cells])
    assert kept and not any(part.opened for part in kept)
    sent = " ".join(str(one.get_state()) for name, one in _instances.items() if name not in there)  # what a browser is told
    made = [part.build() for part in kept]
    inside = " ".join(one if isinstance(one, str) else words_of(one) for one in made).replace("&#39;", "'")
    for words in GIVES_AWAY[lesson]:
        assert words in inside, f"nothing keeps back: {words}"
        assert words not in told, f"the page gives away: {words}"
        assert words not in sent, f"what is sent to the browser gives away: {words}"
