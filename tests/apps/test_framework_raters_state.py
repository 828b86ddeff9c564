"""The Flexible Framework with many raters, done without its screen."""

from __future__ import annotations

import json

import pytest

from svtrain.apps.framework_raters.rating import cells_of
from svtrain.apps.framework_raters.state import ITEM, FrameworkRaters
from svtrain.apps.framework_raters.view import View
from svtrain.apps.framework_raters.words import actions, history, picture, result
from svtrain.core.problems import CannotDo
from svtrain.data.framework_data import framework_themes
from svtrain.room import Seat, Store

THEMES = [theme.id for theme in framework_themes()]


def rated(levels, when="2026-11"):
    """Somebody who evidenced each theme up to a level."""
    app = FrameworkRaters(when=when)
    for theme, level in zip(THEMES, levels, strict=True):
        for cell in cells_of(theme):
            app.rate(cell.id, "said", "yes" if cell.level <= level else "not-yet")
            if cell.level <= level:
                app.rate(cell.id, "evidence", f"Shown for {cell.id}")
    assert app.finish()
    return app


def handed(*people):
    first = people[0]
    for other in people[1:]:
        assert first.take("rating.json", other.text().encode())
    return first


def test_yes_without_evidence_does_not_count():
    app = FrameworkRaters()
    app.rate("people-1", "said", "yes")
    assert "does not count" in app.problem("people-1") and app.mine.grid() == {"people": {1: False}}
    app.rate("people-1", "evidence", "  ")
    assert app.problem("people-1")
    app.rate("people-1", "evidence", "Named in the policy")
    assert app.problem("people-1") == "" and app.mine.grid() == {"people": {1: True}}


def test_an_empty_rating_and_a_wrong_month_cannot_be_finished():
    app = FrameworkRaters(when="soon")
    app.rate("people-1", "said", "not-yet")
    assert not app.finish() and app.problem("when")
    app.date("2026-11")
    assert app.finish()
    assert not FrameworkRaters().finish()


def test_others_are_shown_only_after_ones_own_is_finished():
    people = [rated([1, 1, 1, 1, 1]), rated([4, 1, 1, 1, 1])]
    app = FrameworkRaters(when="2026-11")
    for one in people:
        app.take("rating.json", one.text().encode())
    assert app.rounds == [] and app.latest is None and picture(app) is None
    assert "Finish your own rating first" in result(app)
    with pytest.raises(CannotDo):
        app.text()
    app.rate("people-1", "said", "not-yet")
    app.finish()
    assert app.latest.raters == 3


def test_a_finished_rating_does_not_drift_to_the_others():
    app = handed(rated([1] * 5), rated([3] * 5), rated([3] * 5))
    app.rate("people-2", "said", "yes")
    assert app.shown("people-2", "said") == "not-yet"
    app.begin_again()
    assert app.rounds == []
    app.rate("people-2", "said", "yes")
    assert app.shown("people-2", "said") == "yes"


def test_disagreement_is_the_finding_and_the_lowest_theme_is_the_level():
    app = handed(rated([1, 2, 3, 2, 2]), rated([4, 2, 3, 2, 2]), rated([4, 2, 3, 3, 2]))
    spreads = {one.theme: one for one in app.latest.spreads}
    assert spreads["people"].disagreed and not spreads["suppliers"].disagreed
    assert app.latest.overall == 2
    said = result(app)
    assert "disagree on 1 of 5 themes" in said and "People: from level 1 to level 4." in said and "level 2 together first: 2 of 3" in said
    assert "Raters lie 2 or more levels apart on 1 of 5: People." == picture(app).sentence


def test_the_next_three_steps_are_of_the_lowest_themes():
    app = rated([1, 2, 0, 5, 3])
    assert [(name, cell.id) for name, cell in app.next_actions()] == [
        ("Procurement process", "process-1"), ("People", "people-2"), ("Policy, strategy and communications", "policy-3")]
    assert "Spending has been analysed" in actions(app)
    assert rated([5] * 5).next_actions() == ()


def test_two_ratings_do_not_show_each_other():
    app = handed(rated([1] * 5), rated([4] * 5))
    assert (app.latest.raters, app.latest.waiting) == (1, 1)
    assert "1 rating waits" in result(app) and app.latest.overall == 1


def test_months_are_kept_apart():
    app = handed(rated([3] * 5), rated([3] * 5), rated([2] * 5), *(rated([1] * 5, "2025-05") for _ in range(3)))
    assert [(one.when, one.raters, one.overall) for one in app.rounds] == [("2025-05", 3, 1), ("2026-11", 3, 3)]
    assert "<td>3</td>" in history(app)


def test_the_next_month_keeps_the_last():
    app = rated([2] * 5, "2025-05")
    app.begin_again()
    assert app.when != "2025-05" and not app.done
    app.finish()
    assert [one.when for one in app.rounds] == ["2025-05", app.when] and len(app.own_before) == 1
    app.forget_others()
    assert len(app.rounds) == 2  # one's own history is not somebody else's


def test_the_same_file_twice_counts_once_and_ones_own_not_again():
    other = rated([2] * 5)
    app = handed(rated([1] * 5), other, other)
    assert len(app.others) == 1
    assert not app.take("mine.json", app.text().encode()) and "your own" in app.refused[0]


@pytest.mark.parametrize("content", [
    b"", b"{", b"\xff\xfe", b"[]", b'{"svtrain": "framework-rating/1"}', b"x" * 300_000, b"[" * 20_000,
    b'{"svtrain": "framework-rating/1", "rater": "../../etc", "when": "2026-11", "cells": {}}',
    b'{"svtrain": "framework-rating/1", "rater": "0123456789ab", "when": "2026-11", "cells": {"people-9": {}}}',
    b'{"svtrain": "framework-rating/1", "rater": "0123456789ab", "when": "2026-11", "cells": {"people-1": {"said": "maybe"}}}',
])
def test_what_is_no_rating_is_refused_by_name(content):
    app = rated([1] * 5)
    assert not app.take("odd.json", content)
    assert "odd.json" in app.refused[0] and app.others == []


def test_a_file_holds_no_name_and_what_is_typed_is_escaped():
    app = rated([1] * 5)
    assert set(json.loads(app.text())) == {"svtrain", "rater", "when", "cells"}
    app.begin_again()
    app.rate("people-1", "evidence", "<script>")
    app.finish()
    assert "<script>" not in result(app) + actions(app)


def test_work_comes_back_after_a_refresh():
    app = handed(rated([1] * 5), rated([3] * 5), rated([3] * 5))
    again = FrameworkRaters()
    again.from_dict(json.loads(json.dumps(app.to_dict())))
    assert again.to_dict() == app.to_dict() and again.rounds == app.rounds


def test_ratings_travel_through_a_room(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_STORE", f"sqlite:///{tmp_path}/room.db")
    store = Store(make=True)
    room = store.new("North team")
    lead = Seat(store.seat(room, "lead", role="facilitator"))
    seats = [Seat(store.seat(room, f"person{i}")) for i in range(5)]
    people = [rated([level] * 5) for level in (1, 2, 2, 3, 4)]
    assert "not been opened" in people[0].give_to_room(seats[0])
    lead.open(ITEM)
    assert all("with the room" in person.give_to_room(seat) for person, seat in zip(people, seats, strict=True))
    assert people[0].take_from_room(seats[0]) == "The answers are shown once the facilitator reveals them."
    lead.reveal(ITEM)
    assert people[0].take_from_room(seats[0]) == "Taken in from the room: 4 ratings besides your own."
    assert people[0].latest.raters == 5 and people[0].latest.overall == 2
    late = FrameworkRaters()
    assert "once your own rating is finished" in late.look_at_room(seats[0]) and late.rounds == []
    board = FrameworkRaters()
    assert "5 of 5 people" in board.look_at_room(lead) and board.latest.raters == 5 and "5 ratings" in result(board)
    store.close()


def test_in_a_room_nothing_is_seen_before_the_reveal_and_the_map_comes_by_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_STORE", f"sqlite:///{tmp_path}/room.db")
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path / "work"))
    store = Store(make=True)
    room = store.new("North team")
    lead = Seat(store.seat(room, "lead", role="facilitator"))
    lead.open(ITEM)
    for number, level in enumerate((1, 2, 4, 4), start=1):
        rated([level] * 5).give_to_room(Seat(store.seat(room, f"person{number}")))
    view = View(FrameworkRaters(when="2026-11"), Seat(store.seat(room, "me")))
    view.render()
    assert "4 of 5 people" in view.room.html
    view.app.rate("people-1", "said", "yes")
    view.app.rate("people-1", "evidence", "Seen")
    view._finish()
    assert "5 of 5 people" in view.room.html and view.app.latest.raters == 1
    lead.reveal(ITEM)
    view._look()
    assert view.app.latest.raters == 5 and "from level 1 to level 4" in view.result.html
    store.close()


def test_a_facilitator_opens_closes_and_reveals_on_the_page_and_nobody_else_can(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_STORE", f"sqlite:///{tmp_path}/room.db")
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path / "work"))
    store = Store(make=True)
    room = store.new("North team")
    lead, other = Seat(store.seat(room, "lead", role="facilitator")), Seat(store.seat(room, "me"))
    view, theirs = View(FrameworkRaters(), lead), View(FrameworkRaters(), other)
    view.render()
    theirs.render()

    def offered(one):
        return [button.name for button in one.lead_row.children]

    assert offered(view) == ["room-open"] and offered(theirs) == []
    view.leads["open"].click()
    assert offered(view) == ["room-close", "room-reveal"] and "open" in view.led.html
    view.leads["close"].click()
    assert offered(view) == ["room-open", "room-reveal"]
    assert "with the room" not in rated([1] * 5).give_to_room(other)
    view.leads["open"].click()
    for number, level in enumerate((1, 2, 3, 4, 4)):
        if number == 4:
            view.leads["reveal"].click()
            assert "from 5 ratings on, and 4 came in" in view.led.html and offered(view) == ["room-close", "room-reveal"]
        assert "with the room" in rated([level] * 5).give_to_room(Seat(store.seat(room, f"person{number}")))
    view.leads["reveal"].click()
    assert offered(view) == [] and "from level 1 to level 4" in view.result.html
    assert "does not include this" in theirs.app.lead_room(other, "close")
    store.close()


def test_text_that_comes_late_goes_to_the_cell_it_was_typed_for(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    app = FrameworkRaters(when="2026-11")
    view = View(app)
    view.render()
    box, cell = view.fields[1]["evidence"], cells_of(app.theme)[0].id
    typed_for = box.about
    app.theme = THEMES[2]
    box.set_state({"value": "Named in the policy", "typed_about": typed_for})
    assert app.cells == {cell: {"evidence": "Named in the policy"}} and box.value == ""
