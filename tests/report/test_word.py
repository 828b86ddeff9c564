"""The profile and the draft statement, as pages and as Word read back by python-docx."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest
from docx import Document

from svtrain.core.approach import Approach
from svtrain.core.specification import RELEVANCE, Requirement, Specification
from svtrain.report.approach_page import approach_page, statement_of, statement_page
from svtrain.report.approach_page.statement import GAP
from svtrain.report.specification_page import specification_page
from svtrain.report.word.approach import approach_word, statement_word
from svtrain.report.word.document import Paper
from svtrain.report.word.specification import checked_on, specification_word

HOSTILE = "<script>alert(1)</script> & \x0b\ud800 =cmd"
APPROACH = Approach.model_validate({
    "title": "How we buy", "team": "North team", "organisation": "Our council", "decides": "the board", "made": "2026-11-22",
    "boxes": {"lead": {"words": "The category lead\nEight hours a month", "taken": [{"item": "Lesson notes", "saved_at": "2026-11-20T10:00:00+00:00"}]},
              "limits": "Loneliness stays without a price.", "words": "We ask for less, earlier."},
    "figures": [{"of": "Grounds", "likely": 3.1, "low": 2, "high": 4.4, "basis": "Green Book", "vintage": [{"dataset": "proxies", "version": "7"}]},
                {"of": "Shelter", "likely": 2.2}],
    "next_steps": [{"step": "Ask three suppliers", "within": 30, "owner": "The lead"}, {"step": "Look again", "within": 90}],
})


def read(content: bytes):
    return Document(io.BytesIO(content))


def words(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_profile_in_word_holds_all_and_says_what_is_open():
    document = read(approach_word(APPROACH))
    said = words(document)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["About the team", "About the organisation", "Procurement process and practice", "Key learning", "Next steps"]
    assert document.paragraphs[0].style.name == "Title" and document.core_properties.title == "How we buy"
    assert "Lead and time. The category lead" in said and "Grounds: £3.10 for each £1 (£2.00 to £4.40)" in said
    assert "Shelter: £2.20 for each £1 (no range yet)" in said and "Still open: Who we are; Flexible Framework level" in said
    assert "Where our words began: Lesson notes, saved 20 November 2026." in said and "Data: proxies 7." in said
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][1:] == [
        ["30 days", "Ask three suppliers", "The lead"], ["90 days", "Look again", "Still open"]]


def test_it_is_a4_in_english_and_its_table_heads_come_again():
    document = read(approach_word(APPROACH))
    page = document.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    assert 'w:lang w:val="en-GB"' in document.styles["Normal"].element.xml
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml and "w:tblHeader" not in document.tables[0].rows[1]._tr.xml


def test_the_statement_is_marked_as_a_draft_and_shows_its_gaps():
    document = read(statement_word(APPROACH))
    said = words(document)
    assert document.sections[0].header.paragraphs[0].text == "DRAFT"
    assert "To be decided by the board: How far may the result of Shelter be off? It has no range yet." in said
    assert "To be decided by the board: Which formulae and weights do we use, and why?" in said
    assert f"Points still to be decided: {statement_of(APPROACH).gaps}" in said
    assert "It is not money saved" in said and "Loneliness stays without a price." in said and "proxies 7" in said
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["Grounds", "£3.10", "£2.00 to £4.40", "Green Book"]


def test_page_and_word_of_a_statement_have_the_same_gaps():
    page, said = statement_page(APPROACH), words(read(statement_word(APPROACH)))
    gaps = [text for section in statement_of(APPROACH).sections for kind, text in section.sentences if kind == GAP]
    assert len(gaps) == 9 and all(gap in page and gap in said for gap in gaps)


def test_a_gap_without_anybody_to_decide_says_so():
    assert "and by whom is open too: Which formulae" in statement_page(Approach())


def test_a_statement_without_data_says_which_is_missing():
    bare = Approach.model_validate({"figures": [{"of": "A", "likely": 1, "low": 0.5, "high": 2}]})
    assert "Which data are behind these figures" in statement_page(bare)
    assert "No figure in this draft rests on a data collection." in statement_page(Approach())


@pytest.mark.parametrize("make", [approach_page, statement_page], ids=["profile", "statement"])
def test_pages_stand_alone_and_escape_what_was_typed(make):
    hostile = Approach.model_validate({"title": HOSTILE[:30], "team": HOSTILE[:40], "boxes": {"lead": HOSTILE[:40], "words": HOSTILE[:40]},
                                       "next_steps": [{"step": HOSTILE[:40], "within": 30, "owner": HOSTILE[:40]}], "figures": [{"of": HOSTILE[:40], "likely": 1}]})
    page = make(hostile)
    assert "<script" not in page and "&lt;script&gt;" in page and "http" not in page.replace("http-equiv", "")
    assert make(hostile) == page


@pytest.mark.parametrize("make", [approach_word, statement_word], ids=["profile", "statement"])
def test_word_holds_hostile_text_as_text_and_is_the_same_each_time(make):
    hostile = Approach(title=HOSTILE, organisation=HOSTILE, boxes={"lead": HOSTILE, "priorities": HOSTILE})
    made = make(hostile)
    assert "<script>alert(1)</script> &" in words(read(made)) and make(hostile) == made


def test_widths_are_shares_of_the_page():
    paper = Paper("Widths")
    paper.table(["a", "b"], [["1", "2"]], widths=(1, 3))
    one, three = (cell.width.cm for cell in read(paper.bytes()).tables[0].rows[1].cells)
    assert round(one, 2) == 4.25 and round(three, 2) == 12.75


def test_relevance_has_a_row_a_requirement_so_columns_stay_wide():
    asked = tuple(Requirement(str(n), f"Outcome {n}", answers=(("subject", "yes"),) if n == 7 else ()) for n in range(1, 9))
    found = Specification("Grounds", requirements=asked)
    table = read(specification_word(found)).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["No.", *RELEVANCE.values()] and len(rows) == 9
    assert rows[7] == ["7", "yes", "not answered", "not answered", "not answered"]
    assert '<th scope="row" class="number">7</th><td>yes</td>' in specification_page(found)
    assert len(read(specification_word(Specification("Grounds"))).tables) == 1  # nothing to ask of: the marking guide alone
    assert checked_on("2026-11-22") == "22 November 2026"


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Specifications that grow line by line, as LibreOffice prints them: the lines of each one's last page."""
    office, reader = shutil.which("soffice") or shutil.which("libreoffice"), shutil.which("pdftotext")
    if not office or not reader:
        pytest.skip("LibreOffice and pdftotext are needed to see pages.")
    folder = tmp_path_factory.mktemp("printed")
    asked = tuple(Requirement(f"r{number}", f"Outcome {number}") for number in range(3))
    for count in range(28, 46):
        found = Specification("Grounds maintenance", requirements=asked, prompts=tuple(f"Prompt {number}." for number in range(count)))
        (folder / f"{count:02}.docx").write_bytes(specification_word(found))
    subprocess.run([office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", str(folder),
                    *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True, timeout=300)
    pages = [subprocess.run([reader, "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout.rstrip("\f").split("\f")
             for path in sorted(folder.glob("*.pdf"))]
    return [[line for line in each[-1].splitlines() if line.strip() and "| Page" not in " ".join(line.split())] for each in pages], [len(each) for each in pages]


def test_the_last_line_of_a_specification_never_has_a_page_of_its_own(printed):
    last, counts = printed
    assert len(set(counts)) > 1, "one of them spilled over"
    assert min(map(len, last)) > 1, [lines for lines in last if len(lines) < 2]


def test_a_note_stays_with_what_it_is_about():
    *_, before, note = read(specification_word(Specification("Grounds maintenance"))).paragraphs
    assert "legal advice" in note.text and before.paragraph_format.keep_with_next
