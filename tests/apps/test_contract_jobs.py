"""Jobs entered one by one in the contract valuer: counted, put into the line, kept, and refused where they do not fit."""

from __future__ import annotations

import pytest

from svtrain.apps.contract_valuer.state import ContractValuer
from svtrain.apps.contract_valuer.view import View
from svtrain.apps.contract_valuer.words import jobs_words
from svtrain.data.chosen_contracts import ChosenContract

ROW = ChosenContract("Grounds", value=5e5, cpv="77310000")


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))


def with_jobs(*jobs, line="jobs") -> ContractValuer:
    app = ContractValuer()
    app.take(ROW)
    app.accept(line)
    for number, job in enumerate(jobs, 1):
        app.jobs.add()
        for part, text in zip(("title", "persons", "hours", "weeks"), job, strict=True):
            app.jobs.type(str(number), part, text)
    return app


def test_jobs_become_the_lines_number_with_its_reason_and_are_valued():
    app = with_jobs(("Gardeners", "10", "37", "104"), ("Office", "5", "18.5", "104"))
    assert app.jobs.found.fte_years == 12.5 and app.shown("jobs", "quantity.likely") == "", "nothing is put in unasked"
    app.jobs.use()
    assert app.found.map.outcomes[0].quantity.likely == 12.5 and app.result.present_value > 0
    assert app.shown("jobs", "quantity.reason") == ("Counted from jobs: Gardeners, 10 × 37 hours × 104 weeks; Office, 5 × 18.5 hours × 104 weeks. "
                                                    "Full time is 37 hours; the first 12 months of each person.")
    assert "The line holds this number." in jobs_words(app) and "would make 25" in jobs_words(app)
    app.jobs.type("", "count", "every")
    app.jobs.type("", "whole", "40")
    assert "The line holds 12.5 now." in jobs_words(app)
    app.jobs.use()
    assert app.shown("jobs", "quantity.likely") == "23.125" and "Full time is 40 hours; every year" in app.shown("jobs", "quantity.reason")
    app.type("jobs", "duration_years.likely", "3")
    assert "count twice" in jobs_words(app)


def test_a_reason_of_ones_own_stays():
    app = with_jobs(("", "2", "37", "52"))
    app.type("jobs", "quantity.reason", "The supplier's plan")
    app.jobs.use()
    assert app.shown("jobs", "quantity.likely") == "2" and app.shown("jobs", "quantity.reason") == "The supplier's plan"


@pytest.mark.parametrize("part, text, said", [("hours", "lots", "is not a number"), ("hours", "0", "above zero"), ("hours", "200", "at most 100"), ("persons", "-1", "above zero"),
                                             ("persons", "2.5", "whole persons"), ("weeks", "", "Type a number"), ("weeks", "1e9", "is not a number")])
def test_bad_input_is_said_beside_its_field_and_nothing_is_counted(part, text, said):
    app = with_jobs(("A", "2", "20", "40"))
    app.jobs.type("1", part, text)
    assert said in app.jobs.problems[f"1.{part}"] and app.jobs.found is None
    app.jobs.use()
    assert app.shown("jobs", "quantity.likely") == ""
    app.jobs.type("1", part, {"persons": "2", "hours": "20", "weeks": "40"}[part])
    app.jobs.type("", "whole", "none")
    assert "is not a number" in app.jobs.problems["whole"] and app.jobs.found is None


def test_full_time_years_do_not_go_into_tonnes():
    app = with_jobs(("A", "2", "20", "40"), line="carbon")
    assert not app.jobs.fits and "counts years of people" in jobs_words(app)
    app.jobs.use()
    assert app.shown("carbon", "quantity.likely") == ""


def test_jobs_come_back_and_go_with_their_line():
    app = with_jobs(("A", "2", "20", "40"), ("B", "1", "37", "52"))
    app.jobs.drop("1")
    other = ContractValuer()
    other.from_dict(app.to_dict())
    assert [row["title"] for row in other.jobs.kept["rows"]] == ["B"]
    other.drop_line()
    other.accept("jobs")
    assert other.jobs.kept["rows"] == []


def test_the_screen_counts_as_a_person_types():
    app = ContractValuer()
    app.take(ROW)
    app.accept("jobs")
    view = View(app)
    view.render()
    view.steps.bar.current = 2
    panel = view.built[2].jobs
    assert "sv-hidden" in panel.more._dom_classes
    panel._add()
    job = panel.rows["jobs", "1"]
    for part, text in (("title", "<script>x</script>"), ("persons", "3"), ("hours", "18.5"), ("weeks", "52")):
        job.fields[part].value = text
    assert "3 persons make 1.5 full-time years" in panel.said.html and "<script>" not in panel.said.html
    view.built[2].key.value = "deadweight"
    assert "sv-hidden" in panel.box._dom_classes
