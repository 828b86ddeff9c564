"""The proxy explorer's screen in a room: what comes from others arrives by itself, and not before it may."""

from __future__ import annotations

import asyncio

import pytest

from svtrain.apps.proxy_explorer.view import Desk
from svtrain.room import Seat, Store
from svtrain.ui.button import Button
from svtrain.ui.field import Field

JOB = "jrf-living-wage-job-gov"


@pytest.fixture
def sit(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path / "work"))
    store, address = Store(tmp_path / "room.sqlite", make=True), tmp_path / "room.sqlite"
    room, seats = store.new("North"), []

    def one(person: str, role: str = "participant") -> Seat:
        seats.append(Seat(store.seat(room, person, role), address))
        return seats[-1]

    yield one
    for seat in seats:
        seat.close()


def buttons(widget) -> dict[str, Button]:
    found = {widget.text: widget} if isinstance(widget, Button) else {}
    for child in getattr(widget, "children", ()):
        found |= buttons(child)
    return found


def judge(desk: Desk, reason: str) -> None:
    for name, text in {"decision": "park", "reason": reason, "grade": "red"}.items():
        desk.app.type(JOB, "first", name, text)
    buttons(desk.questions[0])["Record my first judgement"].click()


async def until(true) -> None:
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come")


def test_the_rooms_judgements_arrive_by_themselves_once_they_are_revealed(sit):
    async def in_the_room():
        desks = [Desk(seat=sit(f"p{number}")) for number in range(5)]
        leader = Desk(seat=sit("leader", "facilitator"))
        for desk in (*desks, leader):
            desk.question(JOB)
        lead = buttons(leader.questions[0])
        assert "Hand my judgement to the room" not in lead and "Reveal the judgements" not in buttons(desks[0].questions[0])
        lead["Open this question to the room"].click()
        await until(lambda: "0 people have answered" in desks[0].questions[0].room_said.html)
        for number, desk in enumerate(desks):
            judge(desk, f"Reason {number}")
            buttons(desk.questions[0])["Hand my judgement to the room"].click()
        await until(lambda: "5 people have answered" in desks[0].questions[0].room_said.html)
        assert "Reason 4" not in desks[0].questions[0].room_said.html
        lead["Reveal the judgements"].click()
        await until(lambda: "Reason 4" in desks[0].questions[0].room_said.html)
        assert "Reason" not in leader.questions[0].room_said.html, "who has not judged sees nobody's reasons"
        for desk in (*desks, leader):
            desk._task.cancel()

    asyncio.run(in_the_room())


def test_alone_there_is_no_room_on_the_screen(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    desk = Desk()
    assert desk.seat is None and desk.question(JOB).room is None
    judge(desk, "Whose pound?")
    assert "Whose pound?" in desk.questions[0].judged.html and "sv-hidden" not in desk.questions[0].chart_box._dom_classes


def test_a_proxy_that_this_bank_does_not_hold_is_said():
    desk = Desk()
    assert "does not hold no-such-proxy" in desk.question("no-such-proxy").none.html


def test_text_that_comes_late_goes_to_the_proxy_it_was_typed_for(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    desk = Desk()
    app, form = desk.app, desk.question().forms["first"]
    app.choose(JOB)
    box = form.fields["reason"]
    typed_for = box.about
    app.choose("gmca-ee1-0-fiscal")
    box.set_state({"value": "Whose pound is it?", "typed_about": typed_for})
    assert app.shown(JOB, "first", "reason") == "Whose pound is it?" and app.shown(app.chosen, "first", "reason") == "" == box.value


def test_the_search_its_filters_and_its_page_come_back_after_a_refresh(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    desk = Desk()
    fields = {field.name: field for field in fields_of(desk.finder())}
    fields["search"].value, fields["year"].value = "job", "stated"
    desk.app.turn(1)
    listed = desk.app.listed()
    assert desk.app.page == 1 and 0 < len(listed.proxies) < listed.found
    again = Desk()
    back = {field.name: field for field in fields_of(again.finder())}
    assert (back["search"].value, back["year"].value, back["theme"].value, again.app.page) == ("job", "stated", "", 1)
    assert [name for name, _ in back["found"].options] == [proxy.id for proxy in listed.proxies]
    other = Desk()
    shown = {field.name: field for field in fields_of(other.finder())}
    other.app.search(text="", year="")
    assert (shown["search"].value, shown["year"].value) == ("", "")
    other.app.from_dict(desk.app.to_dict())  # as with a resume code, on a page that is open
    assert (shown["search"].value, shown["year"].value, other.app.page) == ("job", "stated", 1)


def test_a_search_that_was_kept_and_fits_this_bank_no_more_is_left_out():
    app = Desk().app
    saved = app.to_dict()
    app.from_dict({name: kept for name, kept in saved.items() if name not in ("text", "filters", "page")})
    assert (app.text, app.filters, app.page) == ("", {}, 0), "work of before knows no search"
    app.from_dict({**saved, "filters": {"theme": "A theme of before", "year": "stated", "colour": "red"}, "page": 999})
    assert app.filters == {"year": "stated"} and app.page == app.listed().pages - 1


def fields_of(widget) -> list[Field]:
    found = [widget] if isinstance(widget, Field) else []
    for child in getattr(widget, "children", ()):
        found += fields_of(child)
    return found
