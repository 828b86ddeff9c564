"""Exercises on paper: every kind can be printed, the sheet gives nothing away, the key gives everything."""

from __future__ import annotations

import re
from html import unescape

import pytest

from svtrain.core.problems import CannotDo
from svtrain.learn import exercise, exercises
from svtrain.learn.exercise import ChoiceExercise, NumberExercise
from svtrain.learn.list_exercises import BugHuntExercise, TableExercise
from svtrain.learn.open_exercises import EstimateExercise, JudgementExercise, OwnContractExercise
from svtrain.report.sheet import sheet_page, write_sheets

ALL = {one.id: one for one in exercises()}
HOSTILE = "<script>alert(1)</script>\"'&"


def text_of(page: str) -> str:
    body = re.sub(r"<style>.*?</style>", " ", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def plain(text: str) -> str:
    return " ".join(text.split())


def asked(one) -> list[str]:
    """What a person has to see to be able to answer."""
    shown = {ChoiceExercise: "options", BugHuntExercise: "claims", JudgementExercise: "views", TableExercise: "rows"}.get(type(one))
    if shown:
        return [part.text for part in getattr(one, shown)] + [place.text for place in getattr(one, "places", ())]
    return [note.label for note in one.notes] if isinstance(one, OwnContractExercise) else []


def kept_back(one) -> list[str]:
    """Every sentence that would give something away."""
    said = [one.solution, *one.hints]
    if isinstance(one, NumberExercise | EstimateExercise):
        said.append(one.answer.why)
    if isinstance(one, NumberExercise):
        said += [wrong.feedback for wrong in one.misconceptions]
    if isinstance(one, EstimateExercise):
        said += [one.too_low.feedback, one.too_high.feedback]
    for part in (*getattr(one, "options", ()), *getattr(one, "claims", ()), *getattr(one, "views", ())):
        said.append(part.feedback)
    for row in getattr(one, "rows", ()):
        said += [row.why, *(wrong.feedback for wrong in row.wrong)]
    return said


def slips(one) -> list[str]:
    """The misconceptions that an exercise names."""
    named = [wrong.id for wrong in getattr(one, "misconceptions", ())]
    named += [part.misconception for part in (*getattr(one, "options", ()), *getattr(one, "claims", ())) if part.misconception]
    named += [wrong.misconception for row in getattr(one, "rows", ()) for wrong in row.wrong]
    return named + [getattr(one, side).misconception for side in ("too_low", "too_high") if hasattr(one, side)]


def test_every_kind_is_among_the_exercises():
    assert {one.kind for one in ALL.values()} == {"number", "choice", "estimate", "judgement", "bug_hunt", "table", "own_contract"}


@pytest.mark.parametrize("one", ALL.values(), ids=ALL.keys())
def test_a_sheet_asks_everything_and_gives_nothing_away(one):
    page = sheet_page([one])
    shown = text_of(page)
    for said in (one.title, one.prompt, *asked(one)):
        assert plain(said) in shown
    for said in kept_back(one):
        assert plain(said) not in shown
    for slip in slips(one):
        assert slip not in page and slip.replace("-", " ").capitalize() not in shown
    room = page.count("<div></div>") + page.count('class="mark')
    assert room >= 3, "there is nowhere to write"


@pytest.mark.parametrize("one", ALL.values(), ids=ALL.keys())
def test_a_key_gives_the_answer_and_every_misconception(one):
    shown = text_of(sheet_page([one], key=True))
    for said in kept_back(one):
        assert plain(said) in shown
    for slip in slips(one):
        assert f"{slip.replace('-', ' ').capitalize()}." in shown


@pytest.mark.parametrize("one", [one for one in ALL.values() if isinstance(one, EstimateExercise)], ids=lambda one: one.id)
def test_a_range_has_a_scale_that_gives_nothing_away(one):
    page = sheet_page([one])
    scale = page[page.index("<svg"):page.index("</svg>")]
    assert scale.count("<line") == 12
    labels = re.findall(r"<text[^>]*>([^<]*)", scale)
    assert labels == ([f"{mark}%" for mark in range(0, 101, 10)] if one.answer.unit == "%" else [])


def test_a_map_is_printed_with_its_question():
    shown = text_of(sheet_page([exercise("past-the-red-line").exercise]))
    assert shown.index("Lights and wardens") < shown.index("The map above") and "The red line is at least 60." in shown
    assert "Lights and wardens" not in text_of(sheet_page([exercise("past-the-red-line").exercise], key=True))


@pytest.mark.parametrize("key", [False, True])
@pytest.mark.parametrize("kind", ["number", "choice", "estimate", "judgement", "bug_hunt", "table", "own_contract"])
def test_every_word_is_escaped(kind, key):
    def spoil(value):
        if isinstance(value, dict):
            kept = {"id", "kind", "step", "unit", "place", "map", "misconception"}
            return {name: part if name in kept else spoil(part) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [spoil(part) for part in value]
        return HOSTILE if isinstance(value, str) and value else value

    one = next(one for one in ALL.values() if one.kind == kind)
    page = sheet_page([type(one).model_validate(spoil(one.model_dump()))], key=key, heading=HOSTILE)
    assert "<script" not in page and page.count("&lt;script&gt;") >= 4


def test_it_stands_alone_and_is_set_for_a4():
    page = sheet_page(list(ALL.values()), heading="A lesson")
    assert not re.search(r"<(script|img|link|iframe|object)\b|@import|url\(|\bsrc=", page)
    assert "size: A4" in page and page.count("<h1") == len(ALL) == page.count('<section class="sheet"')


def test_files_and_their_names(tmp_path):
    some = [ALL["count-once"], ALL["myth-hunt"]]
    seen = []
    written = write_sheets(some, tmp_path / "new", key=True, progress=lambda done, whole: seen.append((done, whole)))
    assert [path.name for path in written] == ["count-once.html", "myth-hunt.html", "all-sheets.html", "count-once-key.html", "myth-hunt-key.html",
                                               "all-keys.html"]
    assert seen[-1] == (6, 6) and all(path.stat().st_size > 2000 for path in written)
    assert [path.name for path in write_sheets(some[:1], tmp_path)] == ["count-once.html"]
    assert write_sheets(some[:1], tmp_path)[0].read_bytes() == sheet_page(some[:1]).encode()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(CannotDo, match="cannot be"):
        write_sheets([ALL["count-once"]], tmp_path / "file" / "sheets")


# -- the verb

def run(capsys, *words) -> tuple[int, str, str]:
    from svtrain.cli import main

    import sys
    sys.argv = ["svtrain", "sheet", *words]
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr()
    return left.value.code, told.out, told.err


@pytest.mark.parametrize("slug", ["06-bug-hunt", "bug-hunt", "2-challenge/06-bug-hunt"])
def test_a_lesson_is_found_by_its_name(capsys, tmp_path, monkeypatch, slug):
    monkeypatch.setattr("sys.argv", [])
    code, out, _ = run(capsys, "--lesson", slug, "--out", str(tmp_path), "--key")
    assert code == 0 and "4 exercises in 10 pages" in out
    first = (tmp_path / "all-sheets.html").read_text(encoding="utf-8")
    assert "Bug hunt" in first and first.index("hunt-the-training-bid") < first.index("published-slips")


@pytest.mark.parametrize(("words", "says"), [
    ((), "one of these three"), (("--all", "--lesson", "x"), "one of these three"), (("--lesson", "06-bug-hant"), "Did you mean '06-bug-hunt'"),
    (("count-onse", "nothing"), "Did you mean 'count-once'"),
])
def test_what_cannot_be_done_is_said_and_nothing_is_written(capsys, tmp_path, monkeypatch, words, says):
    monkeypatch.setattr("sys.argv", [])
    code, _, err = run(capsys, *words, "--out", str(tmp_path / "out"))
    assert code == 2 and says in err and "Traceback" not in err and not (tmp_path / "out").exists()
