"""Our approach without a screen: what the other pages kept, taken over or not, and what comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from svtrain.apps.our_approach.offers import DOES_NOT_FIT
from svtrain.apps.our_approach.sources import SOURCES
from svtrain.apps.our_approach.state import OurApproach
from svtrain.core.approach import BY_ID
from svtrain.core.problems import CannotDo
from svtrain.data.saved_work import SavedWork
from svtrain.learn import exercise

PAGES = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    monkeypatch.delenv("SVTRAIN_PERSON", raising=False)
    return tmp_path


def save(app: str, state) -> None:
    store = SavedWork(app, state.version)
    store.load()  # as the page does, which then saves over its own work
    store.save(state.to_dict())


def looked() -> OurApproach:
    app = OurApproach()
    app.look_again()
    return app


def lab(reason: str):
    from svtrain.apps.scoring_lab.state import ScoringLab

    found = ScoringLab()
    found.title, found.reason = "Grounds", reason
    return found


def texts(app: OurApproach, box: str) -> list[str]:
    return [offer.draft.text for offer in app.offers(box)]


# -- each page's own work, from its real state


def test_team_mirror():
    from svtrain.apps.team_mirror.state import TeamMirror

    mirror = TeamMirror(lesson="Their toolkit, not their size")
    mirror.choose_kind("council")
    for name, text in {"staff": "9", "spend": "195m", "threshold": "£70,000", "level": "3", "since": "2016"}.items():
        mirror.type(name, text)
    mirror.tick("own-resources", True)
    save("team-mirror", mirror)
    app = looked()
    said = texts(app, "about")[0]
    assert said.startswith("We buy for a council. The procurement team has 9 people. Procurements from £70k are ours.") and "2016" in said
    assert texts(app, "framework") == ["We stand at level 3, by our own account."]
    assert texts(app, "learning") == ["Their toolkit, not their size"] and texts(app, "valuation") == ["Today we use: A toolkit or statement of our own."]


def test_framework_raters_say_nothing_before_the_rating_is_finished():
    from svtrain.apps.framework_raters.state import FrameworkRaters

    raters = FrameworkRaters(when="2026-11")
    raters.rate("people-1", "said", "yes")
    raters.rate("people-1", "evidence", "The champion is named in the policy")
    save("framework-raters", raters)
    assert texts(looked(), "framework") == []
    raters.finish()
    save("framework-raters", raters)
    said = texts(looked(), "framework")[0]
    assert "one rating, 2026-11; 1 of 25 steps were rated" in said and "Next: " in said and "champion is named" not in said


def test_place_weights():
    from svtrain.apps.place_weights.state import PlaceWeights

    places = PlaceWeights()
    places.type("west", "fly-tips", "10")
    places.say("east", "The ward forum")
    save("place-weights", places)
    east, west = texts(looked(), "place")
    assert "Eastgate, an invented place" in east and "Who says so: The ward forum" in east
    assert "fly" in west.lower() and "Nobody was named" in west


def test_proxy_policy_with_its_editions():
    from svtrain.apps.proxy_explorer.state import ProxyExplorer

    explorer = ProxyExplorer()
    for name, text in {"decision": "reject", "reason": "It counts wages as a gain.", "grade": "amber"}.items():
        explorer.type("gmca-ee1-0-fiscal", "first", name, text)
    assert explorer.commit("gmca-ee1-0-fiscal", "first")
    save("proxy-explorer", explorer)
    app = looked()
    assert texts(app, "proxies")[0].startswith("We have judged 1 proxy: 1 refused.") and "Why: It counts wages as a gain." in texts(app, "proxies")[0]
    assert app.take(app.offers("proxies")[0]) and app.approach.vintage[0].version


def test_a_licensed_proxy_is_not_named():
    from svtrain.apps.proxy_explorer.state import ProxyExplorer

    verdict = {"decision": "reject", "reason": "Too high.", "grade": "red", "on": "2026-11-22"}
    judged = {name: {"proxy": name, "was": {"value": 4321, "licence": licence}, "first": verdict, **({"private": True} if name == "ours" else {})}
              for name, licence in (("ours", "Licensed"), ("open", "OGL v3.0"))}
    SavedWork("proxy-explorer", 1).save({**ProxyExplorer().to_dict(), "judged": judged})
    said = texts(looked(), "proxies")[0]
    assert "We have judged 1 proxy" in said and "1 judgement of licensed values cannot be shown here." in said and "4321" not in said and "ours" not in said


def test_scoring_lab_gives_rules_and_no_bidder():
    scoring = lab("No other bid moves a bid's marks")
    scoring.choose(social_value="V3")
    scoring.type(scoring.bids[0]["id"], "bidder", "Secret Ltd")
    save("scoring-lab", scoring)
    said = texts(looked(), "scoring")[0]
    assert "Weights: price " in said and "Why: No other bid" in said and "Secret" not in said


@pytest.mark.parametrize("page", ["value-builder", "assumption-lab"])
def test_a_map_becomes_a_figure_only_when_it_is_taken(page):
    from svtrain.apps.assumption_lab.state import AssumptionLab
    from svtrain.apps.value_builder.state import ValueBuilder

    made = ValueBuilder() if page == "value-builder" else AssumptionLab()
    made.open_start("practice:grounds-maintenance")
    save(page, made)
    app = looked()
    offer = app.offers("valuation")[0]
    assert app.figures == [] and app.take(offer)
    figure = app.approach.figures[0]
    assert figure.likely == pytest.approx(made.result.sroi_ratio, abs=1e-4) and figure.low < figure.likely < figure.high
    assert figure.vintage and figure.taken.item.startswith(offer.source.name) and app.state_of(offer) == "taken"
    app.drop_figure(offer.key)
    assert app.approach.figures == () and app.state_of(offer) == "open"


def test_contract_valuer():
    from svtrain.apps.contract_valuer.state import ContractValuer

    valuer = ContractValuer()
    valuer.take_start("practice:grounds-maintenance")
    valuer.take_blank()
    save("contract-valuer", valuer)
    app = looked()
    assert len(app.offers("valuation")) == 1 and app.take(app.offers("valuation")[0])
    assert app.approach.figures[0].likely == pytest.approx(valuer._valued[0][1].result.sroi_ratio, abs=1e-4)


def test_a_map_that_is_not_finished_gives_no_figure_and_says_why():
    from svtrain.apps.value_builder.state import ValueBuilder

    builder = ValueBuilder()
    builder.open_start("practice:grounds-maintenance")
    builder.type(builder.line, "deadweight", "lots")
    save("value-builder", builder)
    app = looked()
    assert not app.take(app.offers("valuation")[0]) and app.figures == [] and app.said("valuation") == ""
    assert app.told["valuation"] == "No figure was taken over. Its map has something left to put right; open it there first."


def test_a_map_with_a_licensed_value_gives_no_figure(tmp_path, monkeypatch):
    from svtrain.apps.value_builder.state import ValueBuilder

    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "my_licensed_proxies.csv").write_text(
        "proxy_id,outcome,unit,value,price_year,perspective,geography,source,locator,licence,last_checked,contested_group\n"
        "our-job,A person finds work,per person,4321,2024,economic,UK,Our licensed list,row 7,CC BY-NC-ND 4.0,2026-01-05,job\n")
    monkeypatch.setenv("SVTRAIN_PRIVATE", str(tmp_path / "private"))
    builder = ValueBuilder()
    builder.open_start("practice:grounds-maintenance")
    builder.choose_proxy(builder.line, "our-job")
    assert builder.result is not None
    save("value-builder", builder)
    app = looked()
    assert not app.take(app.offers("valuation")[0]) and app.figures == [] and app.said("valuation") == ""
    assert "our-job" in app.told["valuation"] and "4,321" not in json.dumps(app.to_dict())


def test_specification_helper():
    from svtrain.apps.specification_helper.state import SpecificationHelper

    helper = SpecificationHelper()
    helper.say("title", "Grounds")
    helper.add()
    for name, text in {"outcome": "Six people keep a job for a year", "indicator": "People on the payroll twelve months on",
                       "evidence": "Payroll each quarter", "owner": "the contract manager"}.items():
        helper.type(name, text)
    helper.add()
    save("specification-helper", helper)
    app = looked()
    assert texts(app, "asks") == ["Six people keep a job for a year: People on the payroll twelve months on."]
    assert texts(app, "delivery") == ["Payroll each quarter; the contract manager answers for it."]


def test_promise_to_delivery():
    from svtrain.apps.promise_to_delivery.state import Delivering

    save("promise-to-delivery", Delivering())
    said = texts(looked(), "delivery")[0]
    assert said.startswith("We follow ") and "What is due follows time." in said and said.endswith("This is a practice contract.")


def test_other_pages_words():
    from svtrain.apps.lifecycle_lens.state import LifecycleLens
    from svtrain.apps.tool_chooser.state import ToolChooser
    from svtrain.data.chosen_contracts import ChosenContract, save_chosen

    save("lifecycle-lens", LifecycleLens(lesson="Ask for records, not for promises"))
    save("tool-chooser", ToolChooser(reason="We need it at design"))
    save_chosen([ChosenContract("Grounds", reason="It ends soon"), ChosenContract("Meals")], "register.csv")
    app = looked()
    assert texts(app, "learning") == ["Ask for records, not for promises"]
    assert texts(app, "valuation") == ["We start with these contracts.\nGrounds: It ends soon\nMeals", "We need it at design"]


@pytest.mark.parametrize("source", [one for one in SOURCES if one.app.startswith("exercise-")], ids=lambda one: one.app)
def test_lesson_notes_go_into_their_boxes(source):
    task = exercise(source.app.removeprefix("exercise-"))
    task.answer = json.dumps({note.id: f"<note> {note.id}" for note in task.exercise.notes})
    save(source.app, task)
    app = looked()
    assert all("<note>" in texts(app, box)[0] for box in source.feeds) and app.looked.problems == ()


# -- every source keeps the bargain


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.app)
@pytest.mark.parametrize("broken", ["odd shape", "newer", "damaged"])
def test_work_that_cannot_be_read_stays_its_own_matter(source, broken, work):
    if broken == "odd shape":
        SavedWork(source.app, source.version).save({"contracts": 3, "plain": [1], "answer": "[", "typed": 7})
    elif broken == "newer":
        SavedWork(source.app, source.version + 1).save({})
    else:
        (work / "people" / "me").mkdir(parents=True)
        (work / "people" / "me" / f"{source.app}.json").write_text("{")
    app = looked()
    assert app.looked.offers == () and [one for one, _ in app.looked.problems] == [source]
    sentence = app.unreadable(source.feeds[0])[0][2]
    assert sentence == DOES_NOT_FIT if broken == "odd shape" else "kept as it is" in sentence
    assert app.approach is not None and all(source.name not in dict(app.missing(box)) for box in source.feeds)


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.app)
def test_a_source_feeds_boxes_that_there_are_and_has_a_page(source):
    assert set(source.feeds) <= set(BY_ID)
    assert (PAGES / f"{source.page}.ipynb").exists()


def test_with_nothing_saved_each_box_names_where_to_make_something():
    app = looked()
    assert ("Scoring lab", "apps/scoring-lab") in app.missing("scoring") and app.missing("words") == ()
    assert app.looked.offers == () and app.boxes == {}


# -- writing


@pytest.fixture
def offered():
    save("scoring-lab", lab("Simple"))
    return looked()


def test_nothing_is_copied_before_it_is_taken(offered):
    offer = offered.offers("scoring")[0]
    assert offered.said("scoring") == "" and offered.state_of(offer) == "open"
    offered.write("scoring", "Our own words")
    assert offered.take(offer) and offered.said("scoring") == f"Our own words\n{offer.draft.text}"
    assert offered.approach.boxes.scoring.taken == (offer.taken,) and offer.taken.item == "Scoring lab: Grounds"
    offered.take(offer)
    assert offered.said("scoring").count("Why: Simple") == 1, "taken twice, it stands there once"


def test_what_changed_since_is_said(offered):
    offered.take(offered.offers("scoring")[0])
    save("scoring-lab", lab("We thought again"))
    assert offered.state_of(offered.offers("scoring")[0]) == "taken", "nothing is looked at unasked"
    offered.look_again()
    assert offered.state_of(offered.offers("scoring")[0]) == "changed" and "thought again" not in offered.said("scoring")


def test_an_emptied_box_forgets_where_its_words_came_from(offered):
    offered.take(offered.offers("scoring")[0])
    offered.write("scoring", " ")
    assert offered.approach.boxes.scoring.taken == () and offered.state_of(offered.offers("scoring")[0]) == "open"


def test_a_step_without_words_is_asked_for_and_one_without_owner_is_kept():
    app = OurApproach()
    app.add_step(30)
    app.add_step(90)
    app.type_step(0, "owner", "The lead")
    assert app.problems == {"steps.0.step": "Say what is to be done."} and app.approach.next_steps == ()
    app.type_step(0, "step", "Ask")
    app.type_step(1, "step", "Look")
    assert app.problems == {} and [(one.within, one.owner) for one in app.approach.next_steps] == [(30, "The lead"), (90, "")]
    app.drop_step(0)
    assert [one.step for one in app.approach.next_steps] == ["Look"]


def test_words_that_are_too_long_are_named_and_kept():
    app = OurApproach()
    app.write("lead", "x" * 5_000)
    assert app.approach is None and list(app.problems) == ["lead"] and len(app.said("lead")) == 5_000
    with pytest.raises(CannotDo):
        app.text()


@pytest.mark.parametrize("as_json", [False, True])
def test_a_file_comes_back_as_it_was(offered, as_json):
    offered.take(offered.offers("scoring")[0])
    offered.name("team", "North")
    offered.add_step(90)
    offered.type_step(0, "step", "Look")
    text = offered.text(as_json=as_json)
    other = OurApproach()
    assert other.take_file("ours.json" if as_json else "ours.yaml", text.encode())
    assert other.finished() == offered.finished()


def test_a_file_that_cannot_be_read_changes_nothing():
    app = OurApproach()
    app.write("lead", "Us")
    assert not app.take_file("ours.yaml", b"svtrain: approach/1\ntame: x\n")
    assert app.refused == ["ours.yaml: tame: There is no 'tame' here. Did you mean 'team'?"] and app.said("lead") == "Us"


def test_saved_work_comes_back(offered):
    offered.take(offered.offers("scoring")[0])
    offered.add_step(30)
    again = OurApproach()
    again.from_dict(json.loads(json.dumps(offered.to_dict())))
    assert again.to_dict() == offered.to_dict() and again.approach == offered.approach


def test_what_does_not_exist_is_refused():
    app = OurApproach()
    for call in (lambda: app.write("nobox", "x"), lambda: app.name("noname", "x"), lambda: app.type_step(0, "nopart", "x")):
        with pytest.raises(ValueError):
            call()
