"""The training's own measures, from a real room's export to the report; nothing of fewer than five people."""

from __future__ import annotations

import csv
import zipfile

import pytest

from svtrain.core.problems import CannotDo
from svtrain.learn.measuring import RoomAnswers, compare, measures, questions_csv, read_followup, read_room, training_report
from svtrain.learn.measuring.measures import AFTER, BEFORE, CALIBRATION_AFTER, CALIBRATION_BEFORE, COMMITMENT, REACTION
from svtrain.learn.measuring.reasons import reasons_of
from svtrain.room import Store, export_room
from svtrain.room.seat import Seat


def hold(tmp_path, people: int, name: str = "North team"):
    """A training in a real store: everybody marks lower before than after and commits to something; then its export, read."""
    store = Store(tmp_path / f"{name}.sqlite", make=True)
    room = store.new(name)
    lead = Seat(store.seat(room, "lead", "facilitator"), store_path(store))
    seats = [Seat(store.seat(room, f"person-{n}"), store_path(store)) for n in range(people)]
    asked = measures()
    for item in (BEFORE, CALIBRATION_BEFORE, AFTER, CALIBRATION_AFTER, REACTION, COMMITMENT):
        lead.open(item)
    for n, seat in enumerate(seats):
        seat.answer(BEFORE, {each.id: 2 for each in asked.statements})
        seat.answer(AFTER, {each.id: 4 if n else 1 for each in asked.statements})
        seat.answer(CALIBRATION_BEFORE, {"hits": 3, "n": 10, "reason": f"Because of {n}"})
        seat.answer(CALIBRATION_AFTER, {"hits": 6, "n": 10})
        seat.answer(REACTION, {"useful": 4, "heard": 5, "pace": 2, "keep": f"The estimates, says {n}", "change": ""})
        seat.answer(COMMITMENT, {"code": f"CODE{n}", "what": "=ask the supplier", "contract": "Grounds", "by": "2027-01-15"})
    export_room(store, room, tmp_path / f"export-{name}", key=b"a key for the test")
    return read_room(tmp_path / f"export-{name}")


def store_path(store):
    return store._line.url.database


def answered(tmp_path, room, day, done):
    sheet = tmp_path / f"{day}.csv"
    rows = list(csv.DictReader(questions_csv(room, day).splitlines()))
    for row, said in zip(rows, done, strict=False):
        row |= {"done": said, "changed": "A clause in the contract" if said.lower() == "yes" else ""}
    with sheet.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return sheet


def test_the_four_levels_say_of_how_many(tmp_path):
    room = hold(tmp_path, 6)
    sheet = answered(tmp_path, room, 30, ["yes", "yes", "In part", "not yet", "Yes"])
    report = training_report(room, [read_followup(sheet, room, 30)], dict.fromkeys(reasons_of(room), ["who", "evidence", "unknown"]))
    said = {figure.id: figure.sentence for level in report.levels for figure in level.figures}
    assert said["reaction.useful"] == "6 of 6 mostly or fully agree." and said["reaction.pace"] == "0 of 6 mostly or fully agree."
    assert said["statement.own-words"] == "From 2.0 to 3.5 of 5: 5 of 6 went up, 0 stayed, 1 went down."
    assert said["calibration"] == "From 30% to 60%; 90% would be right."
    assert said["reasons"] == "2.0 of 4 on average, over 6 reasons."
    assert said["done.30"] == "Of 6 commitments: yes 3, in part 1, not yet 1, no longer wanted 0, no answer 1."
    assert report.figure("done.30").value == 0.5
    assert report.levels[3].said == ("A clause in the contract",) * 3
    assert len(report.levels[0].said) == 6


def test_nothing_of_fewer_than_five_is_shown(tmp_path):
    report = training_report(hold(tmp_path, 4))
    assert all(figure.value is None for level in report.levels for figure in level.figures)
    assert not any(level.said for level in report.levels)
    assert "4 people" not in str(report.as_dict())


def test_cohorts_stand_side_by_side(tmp_path):
    reports = [training_report(hold(tmp_path, people, name)) for people, name in ((6, "First"), (3, "Second"), (5, "Third"))]
    trends = {trend.id: trend for trend in compare(reports)}
    moved = trends["statement.delivery"]
    assert moved.cohorts == ("First", "Second", "Third") and moved.people == (6, 3, 5)
    assert moved.values[0] == pytest.approx(1.5) and moved.values[1] is None


def test_the_sheet_holds_no_formula_and_no_person(tmp_path):
    text = questions_csv(hold(tmp_path, 5), 90)
    assert "'=ask the supplier" in text and "P-" not in text and "person" not in text


@pytest.mark.parametrize(("change", "sentence"), [
    (lambda text: text.replace("CODE0", "CODE9"), "Did you mean"), (lambda text: text.replace(",done,", ",did,"), 'The heading "done" is missing'),
    (lambda text: text.replace("Yes", "Perhaps"), 'row 2: done: "Perhaps" is none of the answers'),
])
def test_a_sheet_that_came_back_wrong_is_told(tmp_path, change, sentence):
    room = hold(tmp_path, 5)
    sheet = answered(tmp_path, room, 30, ["Yes"] * 5)
    sheet.write_text(change(sheet.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CannotDo) as told:
        read_followup(sheet, room, 30)
    assert sentence in str(told.value)


def test_marks_that_are_none_are_left_out(tmp_path):
    (tmp_path / "room.json").write_text(
        '{"svtrain": "room-export/1", "room": "r", "title": "R", "made": "", "events": [{"kind": "answer", "item": "five-statements:before",'
        '"person": "P-1", "payload": {"own-words": 9, "question": true, "anyway": 3}}, "nonsense", {"kind": "answer", "payload": []}]}')
    room = read_room(tmp_path)
    assert room.marks(BEFORE, "own-words") == room.marks(BEFORE, "question") == {} and room.marks(BEFORE, "anyway") == {"P-1": 3}
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(CannotDo, match="not a room's export"):
        read_room(tmp_path / "other.json")


def test_two_commitments_with_one_code_are_two(tmp_path):
    room = RoomAnswers("north", "North", "", {COMMITMENT: {f"P-{n}": {"code": "PV1" if n < 3 else f"X{n}", "what": f"Ask {n}"} for n in range(5)}})
    assert sorted(said["what"] for said in room.commitments().values()) == [f"Ask {n}" for n in range(5)]
    assert training_report(room).figure("commitments").value == 5
    sheet = answered(tmp_path, room, 30, ["Yes"] * 5)
    assert read_followup(sheet, room, 30).counts()["Yes"] == 5
    sheet.write_text(sheet.read_text(encoding="utf-8") + "PV1-2,Ask,,,No longer wanted,,,,\n", encoding="utf-8")
    with pytest.raises(CannotDo, match='row 7: code: The code "PV1-2" is answered twice'):
        read_followup(sheet, room, 30)


def test_reasons_of_few_people_make_no_figure_however_many_they_are():
    def mean_of(people):
        room = RoomAnswers("north", "North", "", {f"item-{n}": {f"P-{n % people}": {"reason": f"Because of {n}"}} for n in range(10)})
        return training_report(room, reasons=dict.fromkeys(reasons_of(room), ("who", "doubt"))).figure("reasons").value

    assert (mean_of(4), mean_of(5)) == (None, 2)


def test_ranges_that_most_gave_only_once_are_measured_where_most_gave_them():
    scores = {f"P-{n}": {"hits": 4, "n": 10} for n in range(7)}
    room = RoomAnswers("north", "North", "", {CALIBRATION_BEFORE: scores, CALIBRATION_AFTER: {"P-9": {"hits": 9, "n": 10}}})
    assert "Measured once: 40%" in training_report(room).figure("calibration").sentence


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_sheet_that_comes_back_as_a_workbook_is_read_as_it_is(tmp_path, kind):
    room = hold(tmp_path, 5)
    sheet = answered(tmp_path, room, 30, ["Yes", "yes", "In part", "Not yet", "YES"])
    workbook(sheet, tmp_path / f"back.{kind}")
    assert read_followup(tmp_path / f"back.{kind}", room, 30) == read_followup(sheet, room, 30)
    (tmp_path / f"not.{kind}").write_bytes(b"nothing of the kind")
    with pytest.raises(CannotDo):
        read_followup(tmp_path / f"not.{kind}", room, 30)


def workbook(sheet, path):
    """The same table as a workbook, as a person's own program keeps it."""
    rows = list(csv.reader(sheet.open(encoding="utf-8-sig", newline="")))
    if path.suffix == ".xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(["\u2019" + cell if cell.startswith("=") else cell or None for cell in row])
        book.save(path)
        return
    from xml.sax.saxutils import escape
    cells = "".join("<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                                                   if cell else "<table:table-cell/>" for cell in row) + "</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Sheet1">'
                                     f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>")
        file.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
                      '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>')
