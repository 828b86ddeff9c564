"""The specification helper without a screen: from a valued map to papers that can be followed, vague words, law, and what is held back."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document

from svtrain.apps.contract_valuer.state import ContractValuer
from svtrain.apps.specification_helper.state import MOST, SpecificationHelper
from svtrain.apps.specification_helper.view import View
from svtrain.apps.specification_helper.words import as_written, flags, question, relevance_source
from svtrain.core.problems import CannotDo
from svtrain.core.specification import DESCRIPTORS, marking_guide, vague_words
from svtrain.data import practice
from svtrain.data.commitments import monitor_files
from svtrain.data.saved_work import SavedWork


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    return tmp_path


def begun() -> SpecificationHelper:
    app = SpecificationHelper()
    app.begin_with_practice("grounds-maintenance")
    return app


def words_of(data: bytes) -> str:
    paper = Document(io.BytesIO(data))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_the_valuers_contract_becomes_requirements():
    valuer = ContractValuer()
    valuer.take_practice("home-care")
    valuer.accept("jobs")
    valuer.type("jobs", "quantity.likely", "7")
    SavedWork("contract-valuer", 1).save(valuer.to_dict())
    app = SpecificationHelper()
    app.begin_with(app.maps()[0])
    one = app.requirements[0]
    assert (one.outcome, one.target, one.unit) == ("Are in work for a year", 7, "claimant per year")
    assert one.due == practice().contract("home-care").end
    assert one.missing == ("how it is counted", "what shows it", "who answers for it")


def test_a_whole_requirement_is_followed_by_the_monitor(tmp_path):
    app = begun()
    for name, text in (("indicator", "Starters on the payroll"), ("evidence", "Payroll, by quarter"), ("owner", "Contract manager"), ("due", "31/03/2027")):
        app.type(name, text)
    assert app.requirements[0].missing == () and "Every part is decided." in flags(app)
    promised, done = tmp_path / "commitments.csv", tmp_path / "deliveries.csv"
    promised.write_text(app.files.commitments(), encoding="utf-8")
    done.write_text("delivery_id,commitment_id,period_end,qty\nD1,PC01-1,2026-03-31,4\n", encoding="utf-8")
    found = monitor_files(promised, done)
    assert found.problems == [] and len(found.found) == 5
    assert found.found[0].commitment.target == 6 and found.found[0].commitment.owner == "Contract manager"


def test_papers_hold_the_requirement_the_question_and_the_guide():
    app = begun()
    app.say("scale", "100")
    for text in (words_of(app.files.word()), app.files.page()):
        assert "Are in work for a year" in text and "Still to be decided" in text
        assert "Describe how you will bring about" in text and DESCRIPTORS[5] in text
        assert "The size of a promise earns no marks here" in text
    assert [mark for mark, _ in marking_guide(100)] == [0, 20, 40, 60, 80, 100]


def test_the_guide_rewards_method_and_evidence_not_size():
    top, low = DESCRIPTORS[5].lower(), DESCRIPTORS[1].lower()
    assert "measured" in top and "done before" in top and "falls behind" in top
    assert "promises only" in low
    assert not [words for words in DESCRIPTORS if any(word in words.lower() for word in ("largest", "highest", "more than", "most "))]


@pytest.mark.parametrize("text, expected", [
    ("Maximise jobs where possible", ["Maximise", "where possible"]), ("use best endeavours to hire", ["best endeavours"]),
    ("a number of apprentices, regularly", ["a number of", "regularly"]), ("Six residents are in work on 31 March 2028", []),
    ("Promote wellbeing", ["Promote"]), ("moreover", []), ("", []),
])
def test_vague_words_are_found(text, expected):
    assert [word for word, _ in vague_words(text)] == expected


@pytest.mark.parametrize("name, text, said", [("target", "lots", "is not a number"), ("target", "0", "above zero"), ("due", "soon", "Type a day"),
                                             ("owner", "ann@council.gov.uk", "Name a role"), ("evidence", "Ring 0113 496 0000", "Name a role")])
def test_bad_input_is_said_and_stays(name, text, said):
    app = begun()
    app.type(name, text)
    assert said in app.problem(name) and app.shown(name) == text


def test_contact_data_and_formulas_do_not_leave():
    app = begun()
    for name, text in (("owner", "Ann, ann@council.gov.uk"), ("evidence", "=1+1"), ("indicator", "@SUM(A1)"), ("outcome", "<script>x</script>")):
        app.type(name, text)
    every = app.files.commitments() + app.files.page() + words_of(app.files.word())
    assert "ann@council" not in every and "<script>" not in app.files.page()
    assert "'=1+1" in app.files.commitments() and "'@SUM" in app.files.commitments()


@pytest.mark.parametrize("name, text, kept, gone", [
    ("evidence", "Payroll, signed by Priya Shah each quarter", "each quarter", "Priya"), ("owner", "Sarah Jones, contract manager", "contract manager", "Jones"),
    ("outcome", "Ask Cllr Patel first", "first", "Patel"), ("stakeholder", "Residents, told by Mr T. Okafor", "Residents", "Okafor")])
def test_a_name_in_prose_is_said_and_goes_into_no_file(name, text, kept, gone):
    app = begun()
    app.type(name, text)
    app.type("due", "1 January 2031")
    every = app.files.page() + words_of(app.files.word()) + app.files.commitments()
    assert "Name a role" in app.problem(name) and app.shown(name) == text
    assert gone not in as_written(app.files.printed()[0]) + question(app) and kept in as_written(app.files.printed()[0])
    assert gone not in every and kept in app.files.page() and "[name removed]" in app.files.page()


def test_a_name_in_the_title_is_in_no_file_and_in_no_files_name():
    app = begun()
    app.say("title", "Grounds for Sarah Jones, sarah@council.gov.uk")
    assert "Name a role" in app.problem(".title")
    assert app.files.name(".csv") == "grounds-for-name-removed-e-mail-removed-outcomes.csv"
    assert "Jones" not in app.files.page() + words_of(app.files.word()) + app.files.commitments()
    app.say("title", "Greenway Community Trust, Victoria Park")
    assert app.problem(".title") == "" and "Greenway Community Trust, Victoria Park" in app.files.page()


def test_proportion_asks_and_late_outcomes_are_said():
    app = begun()
    app.type("due", "1 January 2030")
    app.say("market", "few")
    app.say("small", "yes")
    said = " ".join(app.prompts)
    assert "5 requirements for £1,260,000: one for each £252,000" in said
    assert "Due after the contract ends: Are in work for a year" in said and "Few can bid" in said and "Small firms or charities" in said
    app.say("end", "1 January 2000")
    assert app.problem(".end") == "The contract ends before it starts."


def test_only_confirmed_rules_that_apply_go_into_the_papers():
    app = begun()
    for key, text in (("buyer", "central-government"), ("nation", "england"), ("kind", "services"), ("value", "2m"), ("start", "1 February 2027"), ("form", "contract"),
                      ("light_touch", "no")):
        app.rule.type(key, text)
    names = [verdict.rule.id for verdict in app.specification().rules]
    assert "social-value-act" in names and not [name for name in names if name.startswith("ppn-026")]
    page = app.files.page()
    assert "Public Services (Social Value) Act 2012" in page and re.search(r"Last checked \d+ \w+ 2026", page) and "unconfirmed" not in page
    assert "Each award criterion must relate to the subject matter of the contract" in page and "/section/23" not in page
    law = relevance_source(app)
    assert "relevant and proportionate" in law and "Last checked" in law and "Procurement Act 2023, section 23" in law and "regulation 67" not in law
    app.rule.type("start", "1 February 2024")
    assert "regulation 67" in relevance_source(app) and "section 23" not in relevance_source(app)


def test_what_is_not_about_the_contract_is_said_on_the_page_and_in_the_papers():
    app = begun()
    app.type("subject", "no")
    assert "An award criterion has to be" in flags(app)
    assert "Not about what the contract buys: Are in work for a year." in app.files.page()


def test_nothing_is_made_of_nothing_and_twelve_are_enough():
    app = SpecificationHelper()
    for make in (app.files.word, app.files.page, app.files.commitments):
        with pytest.raises(CannotDo):
            make()
    for _ in range(MOST + 1):
        app.add()
    assert len(app.rows) == MOST and "has to answer" in app.notice
    app.drop()
    assert len(app.rows) == MOST - 1


def test_the_screen_follows_and_work_comes_back():
    app = SpecificationHelper()
    view = View(app)
    view.render()
    for step in range(5):
        view.steps.bar.current = step
    app.begin_with_practice("home-care")
    view.steps.bar.current = 1
    view.fields["outcome"].value = "Raise awareness"
    assert app.requirements[0].outcome == "Raise awareness" and app.vague(0)
    view.relevance["subject"].value = "yes"
    assert dict(app.requirements[0].answers) == {"subject": "yes"}
    other = SpecificationHelper()
    other.from_dict(app.to_dict())
    assert other.requirements == app.requirements


def test_what_delivery_taught_becomes_requirements():
    from svtrain.apps.promise_to_delivery.state import Delivering

    app = SpecificationHelper()
    assert app.learned() == ""
    followed = Delivering()
    followed.look_at("PC10")
    followed.hand_over()
    assert app.learned() == "PC10: Business travel"
    app.begin_with_learned()
    carbon, hours, _ = app.requirements
    assert carbon.outcome.startswith("Carbon saved") and carbon.target == 267 and "checked by the buyer" in carbon.evidence
    assert hours.outcome == "" and hours.indicator == "Hours of mentoring for students", "the change is left to be written"


def test_a_percentage_as_a_number_is_asked_about():
    app = SpecificationHelper()
    app.add()
    app.type("target", "40%")
    assert "per cent" in app.problem("target") and app.requirements[0].target is None


def test_text_that_comes_late_goes_to_the_requirement_it_was_typed_for():
    app = SpecificationHelper()
    app.begin_with_practice("grounds-maintenance")
    view = View(app)
    view.render()
    view.steps.bar.current = 1
    box = view.fields["evidence"]
    typed_for = box.about
    app.go(1)
    box.set_state({"value": "Payroll", "typed_about": typed_for})
    assert app.rows[0]["evidence"] == "Payroll" and "evidence" not in app.rows[1] and box.value == ""


@pytest.mark.parametrize("step", range(5))
def test_the_page_says_once_when_it_was_saved(step):
    app = begun()
    view = View(app)
    page = view.render()
    view.steps.bar.current = step
    app.rule.type("buyer", "council")
    app.say("reference", "GM-17")
    assert "".join(getattr(child, "html", "") for child in walk(page)).count("Saved at") == 1


def walk(box):
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)
