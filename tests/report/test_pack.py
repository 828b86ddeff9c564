"""The printed pack: everything of the plan is in it, answers only where they belong, and the same plan gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import re
from html import unescape

import pytest

from svtrain.core.problems import CannotDo
from svtrain.core.terms import TERMS
from svtrain.learn.plan import NAMES, named_plan, open_plan, read_plan, write_plan
from svtrain.report.pack import Pack, followup_page, pack_page, write_pack
from svtrain.report.pack.clock import minute_of_day
from svtrain.report.pack.deck import deck
from svtrain.report.pack.glossary import terms_used
from svtrain.report.pack.prints import prints
from svtrain.report.pack.prose import prose
from svtrain.report.pack.proxy_cards import MOST, proxy_groups

HOSTILE = "<script>alert(1)</script>\"'&"
PAGES = [one.file for one in prints(Pack(named_plan("60"), 1, 0)) if one.file.endswith(".html")]


def text_of(page: str) -> str:
    body = re.sub(r"<style>.*?</style>", " ", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(params=NAMES)
def pack(request):
    return Pack(named_plan(request.param), 12, minute_of_day("09:30"))


def test_the_booklet_has_every_exercise_and_gives_no_answer_away(pack):
    shown = text_of(pack_page(pack, "booklet.html"))
    for one in pack.exercises.values():
        assert plain(one.title) in shown and plain(one.prompt) in shown and plain(one.solution) not in shown
        assert all(plain(hint) not in shown for hint in one.hints)
    for block in pack.plan.blocks():
        assert plain(block.homework) in shown
    assert pack.exercises and len(pack.terms) > 5


def test_the_guide_has_every_block_at_its_time_with_all_its_notes(pack):
    page = pack_page(pack, "guide.html")
    shown = text_of(page)
    for session in pack.sessions:
        for at, block in session.timed:
            assert f"{at} {block.title}" in shown
            for said in (block.purpose, block.checkpoint, block.in_room, *block.cut_first):
                assert plain(said) in shown or block.kind in ("break", "lunch")
    for note in pack.notes.values():
        for part in (note.purpose, note.sticky_points, note.spread, note.cut_first):
            assert prose(part) in page


def test_online_the_guide_says_what_to_do_online():
    plan = named_plan("180")
    there, here = (text_of(pack_page(Pack(plan, 12, 570, online), "guide.html")) for online in (True, False))
    lessons = [block for block in plan.blocks() if block.kind == "lesson"]
    assert all(block.online in there and block.in_room in here for block in lessons)
    assert not any(block.online in here for block in lessons)


def test_the_keys_hold_every_solution(pack):
    shown = text_of(pack_page(pack, "keys.html"))
    assert all(plain(one.solution) in shown for one in pack.exercises.values())


def test_everybody_has_a_card_of_their_own():
    pack = Pack(named_plan("180"), 37, 570)
    cards, slips, promises = (pack_page(pack, name) for name in ("estimate-cards.html", "answer-slips.html", "commitment-cards.html"))
    assert [int(found) for found in re.findall(r'<span class="no">(\d+)</span></div>', cards)] == list(range(1, 38))
    assert slips.count('class="strip"') == 37 * len(pack.slips)
    assert len(set(pack.codes)) == 37 and all(promises.count(f">{code}<") == 2 for code in pack.codes)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,40}", code) for code in pack.codes), "a code can be typed into the room"


def test_a_proxy_card_has_its_passport_and_no_rival_on_it():
    for group in proxy_groups(["volunteering", "homelessness", "job"]):
        assert 2 <= len(group.cards) <= MOST and group.reasons
        for card in group.cards:
            assert all(said for _, said in card.facts) and {"Source", "Licence", "Prices of"} <= {name for name, _ in card.facts}
            others = [other.price for other in group.cards if other.price != card.price and abs(other.proxy.value) >= 100]
            assert not any(other in card.caveat for other in others)
    with pytest.raises(CannotDo, match="volunteering"):
        proxy_groups(["voluntering"])


def test_licensed_values_are_on_no_card(tmp_path, monkeypatch):
    (tmp_path / "my_licensed_proxies.csv").write_text(
        "proxy_id,outcome,unit,value,price_year,perspective,geography,source,locator,licence,last_checked,contested_group\n"
        "our-hour,An hour of ours,per hour,77.77,2024,secret side,UK,Our licensed list,row 7,CC BY-NC-ND 4.0,2026-01-05,local-spend\n", encoding="utf-8")
    monkeypatch.setenv("SVTRAIN_PRIVATE", str(tmp_path))
    import svtrain.data

    assert "our-hour" in svtrain.data.reference().proxies
    pack = Pack(named_plan("60"), 5, 570)
    said = pack_page(pack, "proxy-cards.html") + pack_page(pack, "guide.html")
    assert "77.77" not in said and "secret side" not in said


def test_tender_cards_hold_back_who_wins_and_the_guide_says_it():
    pack = Pack(named_plan("180"), 12, 570)
    cards, guide = (text_of(pack_page(pack, name)) for name in ("tender-cards.html", "guide.html"))
    assert all(bid.bidder in cards for bid in pack.tender.tender.bids) and "Comes first" not in cards
    assert len(pack.tender.winners) > 1 and all(bidder in guide for bidder in pack.tender.winners)


def test_the_questions_are_those_that_are_measured():
    pack = Pack(named_plan("60"), 12, 570)
    shown = text_of(pack_page(pack, "questions.html"))
    assert all(shown.count(one.text) == 2 for one in pack.measures.statements)
    assert all(one.text in shown for one in (*pack.measures.reaction, *pack.measures.open_questions))


def test_the_index_says_how_many_and_names_every_file(tmp_path):
    pack = Pack(named_plan("90"), 21, 570)
    written = {path.name for path in write_pack(pack, tmp_path / "pack")}
    page = pack_page(pack, "index.html")
    assert {*re.findall(r'href="([^"]+)"', page), "index.html"} == written
    copies = {one.file: one.copies for one in prints(pack)}
    assert copies["booklet.html"] == 21 and copies["proxy-cards.html"] == 5 and copies["guide.html"] == 1
    assert read_plan(tmp_path / "pack" / "plan.yaml") == pack.plan


def test_the_same_plan_gives_the_same_bytes(tmp_path):
    def sums(folder):
        pack = Pack(named_plan("60"), 8, 570)
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in write_pack(pack, folder)}

    assert sums(tmp_path / "one") == sums(tmp_path / "two")


@pytest.mark.parametrize("file", ["index.html", *PAGES])
def test_a_page_stands_alone_and_what_was_typed_is_escaped(file, tmp_path):
    plan = named_plan("60")
    first, *rest = plan.sessions[0].blocks
    session = plan.sessions[0].model_copy(update={"title": HOSTILE, "blocks": (first.model_copy(update={"title": HOSTILE, "in_room": HOSTILE}), *rest)})
    write_plan(plan.model_copy(update={"title": HOSTILE, "sessions": (session,)}), tmp_path / "mine.yaml")
    page = pack_page(Pack(open_plan(str(tmp_path / "mine.yaml")), 3, 570), file)
    assert "<script" not in page and "http-equiv=\"Content-Security-Policy\"" in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_slides_are_one_a_block_large_and_with_what_to_say():
    from pptx import Presentation

    pack = Pack(named_plan("180"), 12, 570)
    slides = list(Presentation(io.BytesIO(deck(pack).bytes())).slides)
    assert [slide.shapes.title.text for slide in slides[2:]] == [block.title for block in pack.plan.blocks()]
    for slide, block in zip(slides[2:], pack.plan.blocks(), strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert block.purpose in notes and all(part.title in notes for part in block.parts) and "**" not in notes
        sizes = [run.font.size.pt for shape in slide.shapes if shape.has_text_frame for line in shape.text_frame.paragraphs for run in line.runs]
        assert min(sizes) >= 24, "the last row must be able to read it"


def test_the_glossary_takes_the_words_that_are_used():
    assert [one.id for one in terms_used(["The SROI ratios, and what is rebased. An input-output table is none."])] == ["rebase", "sroi_ratio"]
    pack = Pack(named_plan("180"), 3, 570)
    shown = text_of(" ".join(str(section) for _, section in pack.sheets)).casefold()
    used = {one.id for one in TERMS.values() if any(re.search(rf"(?<![\w-]){re.escape(word.casefold())}(?![\w-])", shown) for word in (one.word, *one.also))}
    assert {one.id for one in pack.terms} <= used and len(pack.terms) >= len(used) - 3, "a shorter term inside a longer one may be left out"


@pytest.mark.parametrize(("typed", "minutes"), [("09:30", 570), ("0:00", 0), ("23.59", 1439)])
def test_a_start_is_read(typed, minutes):
    assert minute_of_day(typed) == minutes


@pytest.mark.parametrize("typed", ["", "24:00", "9", "09:60", "half past nine"])
def test_a_start_that_is_none_is_said(typed):
    with pytest.raises(CannotDo, match="not a time of day"):
        minute_of_day(typed)


def test_what_cannot_be_packed_is_said(tmp_path):
    with pytest.raises(CannotDo, match="1 to 1,000 people"):
        Pack(named_plan("60"), 0, 570)
    plan = named_plan("60")
    text = tmp_path / "plan.yaml"
    write_plan(plan, text)
    known = next(part.exercise for block in plan.blocks() for part in block.parts)
    text.write_text(text.read_text(encoding="utf-8").replace(known, f"{known}s"), encoding="utf-8")
    with pytest.raises(CannotDo, match=f"Did you mean '{known}'"):
        write_pack(Pack(read_plan(text), 3, 570), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_followup_page_has_a_sheet_for_each_code():
    from svtrain.learn.measuring import measures

    page = followup_page("North", {"B2": {"what": HOSTILE, "contract": "", "by": "May"}, "A1": {"what": "Ask", "contract": "Grounds", "by": ""}}, 30,
                         measures().followup.questions)
    assert page.index("A1") < page.index("B2") and "<script" not in page
    assert all(text_of(page).count(one.text) == 2 for one in measures().followup.questions)
