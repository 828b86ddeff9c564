"""Walks the whole of datasets/: no number without a passport, no licence that forbids, no sentence too long."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import frictionless
import pytest

from svtrain.data.packages import Package, packages
from svtrain.data.staleness import check_data, passport_rows

ROOT = Path(__file__).resolve().parents[1]
NOTICE = re.sub(r"\s+", " ", (ROOT / "NOTICE").read_text(encoding="utf-8"))
COLLECTIONS = packages(ROOT / "datasets")
NAMES = {"base-rates", "benchmarks-measured", "benchmarks-opinions", "carbon-values", "cases", "discount-schedules",
         "flexible-framework", "header-aliases", "landfill-tax", "optimism-bias", "practice", "price-indices", "proxies-cited-facts",
         "proxies-gmca", "proxies-parliament", "proxies-uk-government", "real-living-wage", "rules", "supplier-actions", "systems", "teams", "wages"}
OPEN = {"CC-BY-4.0", "OGL-UK-3.0", "OPL-UK-3.0", "MIT", "cited-facts"}
FORBIDDEN = re.compile(r"\b(NC|ND)\b|non-?commercial|no-?derivative|share-?alike", re.IGNORECASE)
SOURCE = ("source_id", "title", "publisher", "date_published", "path", "citation", "date_accessed", "last_checked", "licence",
          "confidence")
VALUES = {"base-rates": 5, "benchmarks-measured": 61, "benchmarks-opinions": 51, "carbon-values": 129, "discount-schedules": 18,
          "landfill-tax": 50, "optimism-bias": 5, "price-indices": 80, "proxies-cited-facts": 45, "proxies-gmca": 90,
          "proxies-parliament": 7, "proxies-uk-government": 82, "real-living-wage": 6, "wages": 16}
PROSE = {"outcome", "caveat", "question", "note", "finding", "price_year_note"}

every = pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda item: item.name)
with_values = pytest.mark.parametrize("collection", [item for item in COLLECTIONS if "values" in item.tables],
                                      ids=lambda item: item.name)


def test_every_folder_is_a_collection_under_its_own_name():
    assert {item.name for item in COLLECTIONS} >= NAMES
    assert {item.name for item in COLLECTIONS} == {path.name for path in (ROOT / "datasets").iterdir() if path.is_dir()}
    assert all(item.name == item.folder.name for item in COLLECTIONS)


@every
def test_is_a_valid_data_package(collection):
    report = frictionless.validate(str(collection.folder / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]


@every
def test_lists_every_file_and_says_what_it_is(collection):
    listed = {path.resolve() for path in collection.resources.values()}
    held = {path.resolve() for path in collection.folder.rglob("*") if path.is_file() and path.name != "datapackage.json"}
    assert held == listed
    assert collection.kind
    assert collection.version
    assert collection.descriptor["description"]


@every
def test_licences_are_open(collection):
    licences = collection.descriptor["licenses"]
    assert licences
    assert {licence["name"] for licence in licences} <= OPEN
    said = [licence["name"] + licence["title"] for licence in licences] + [row["licence"] for row in collection.rows("sources")]
    assert not [words for words in said if FORBIDDEN.search(words)]


@every
def test_sources_are_whole(collection):
    for row in collection.rows("sources"):
        assert all(row[name] for name in SOURCE), row["source_id"]
        assert date.fromisoformat(row["last_checked"]) >= date.fromisoformat(row["date_accessed"])
        address = row["path"].startswith(("http://", "https://")) or (ROOT / row["path"]).exists()
        assert address or (row["path"] == "unclear" and row["read_in"]), row["source_id"]


@every
def test_notice_names_what_the_licences_ask_for(collection):
    asks = [row for row in collection.rows("sources")
            if row["publisher"] != "svtrain" and row["licence"] in ("OGL v3.0", "Open Parliament Licence v3.0", "CC BY 4.0", "MIT")]
    attribution = collection.descriptor.get("attribution", "")
    assert attribution or not asks
    assert re.sub(r"\s+", " ", attribution) in NOTICE
    for licence, words in (("OGL v3.0", "Open Government Licence v3.0"), ("Open Parliament Licence v3.0", "Open Parliament Licence v3.0"),
                           ("CC BY 4.0", "CC BY 4.0"), ("MIT", "MIT")):
        if any(row["licence"] == licence for row in asks):
            assert words in attribution, licence


def test_exact_numbers_of_values():
    assert {item.name: len(item.rows("values")) for item in COLLECTIONS if "values" in item.tables} == VALUES


@with_values
def test_every_value_has_its_whole_passport(collection):
    sources = {row["source_id"]: row for row in collection.rows("sources")}
    for key, row in passport_rows(collection):
        source = sources[row["source_id"]]
        for name in ("locator", "unit", "price_year", "geography", "perspective"):
            assert row.get(name), (key, name)
        assert source["licence"], key
        assert source["last_checked"], key
        assert re.fullmatch(r"\d{4}|\d{4}/\d{2}|unclear|not a price|each period", row["price_year"]), key


def test_parts_of_the_discount_rate_have_their_passport_too():
    collection = next(item for item in COLLECTIONS if item.name == "discount-schedules")
    for row in collection.rows("parts"):
        assert all(row[name] for name in ("source_id", "locator", "unit", "price_year", "geography", "perspective"))


@with_values
def test_every_source_is_used(collection):
    used = {row.get("source_id") for name in collection.tables if name != "sources" for row in collection.rows(name)}
    assert {row["source_id"] for row in collection.rows("sources")} <= used


def sentences(collection: Package):
    for name in collection.tables:
        if name in ("values", "series", "schedules"):
            for row in collection.rows(name):
                for column in PROSE & set(row):
                    yield from ((f"{name}.{column}", text) for text in re.split(r"(?<=[.?!])\s+", row[column]) if text)


@with_values
def test_sentences_are_short(collection):
    long = [(where, text) for where, text in sentences(collection) if len(text.split()) > 25]
    assert not long


@with_values
def test_no_person_can_be_written_to(collection):
    assert not [text for _, text in sentences(collection) if "@" in text]


def test_every_proxy_has_a_question_of_its_own():
    questions = [row["question"] for item in COLLECTIONS if item.kind == "proxies" for row in item.rows("values")]
    assert len(questions) == len(set(questions)) == 224
    assert all(question.endswith("?") or "? " in question for question in questions)


def test_restricted_lists_are_not_here():
    ids = [row["proxy_id"] for item in COLLECTIONS if item.kind == "proxies" for row in item.rows("values")]
    assert not [name for name in ids if re.match(r"(nt|toms|hact|sve|uksvb|measureup)\d*(-|$)", name)]
    publishers = [row["publisher"] for item in COLLECTIONS if item.kind == "proxies" for row in item.rows("sources")]
    assert not [name for name in publishers if re.search(r"HACT|Social Value Engine|National TOMs|MeasureUp", name)]


def test_nothing_shipped_asks_for_work_on_the_day_it_was_checked():
    newest = max(date.fromisoformat(row["last_checked"]) for item in COLLECTIONS for row in item.rows("sources"))
    assert [item for item in check_data(newest, COLLECTIONS) if item.level == "warning"] == []
