"""What people read in the teams, systems, grid, rules and practice collections: short sentences, no loose ends."""

from __future__ import annotations

import re

import pytest

from svtrain.data.packages import package

# Titles, citations and lists are not sentences.
NOT_PROSE = {"citation", "title", "locator", "path", "lessons", "helps_at", "buyers", "more_sources", "read_in"}


def sentences():
    for name in ("teams", "systems", "flexible-framework", "rules", "practice", "supplier-actions"):
        collection = package(name)
        for table, path in collection.resources.items():
            if path.suffix != ".csv":
                continue
            for row in collection.rows(table):
                for column, text in row.items():
                    if column not in NOT_PROSE:
                        yield from ((f"{name}/{table}.{column}", part) for part in re.split(r"(?<=[.!?:])\s+", text) if part)


def test_no_sentence_is_longer_than_twenty_five_words():
    found = list(sentences())
    assert len(found) > 3000
    assert not [(place, text) for place, text in found if len(text.split()) > 25]


@pytest.mark.parametrize("name", ["teams", "systems", "flexible-framework", "rules", "practice", "supplier-actions"])
def test_every_row_with_a_source_has_its_place_in_it(name):
    collection = package(name)
    sources = {row["source_id"]: row for row in collection.rows("sources")}
    seen = 0
    for table, path in collection.resources.items():
        if path.suffix != ".csv" or table == "sources":
            continue
        for row in collection.rows(table):
            if "source_id" in row:
                seen += 1
                assert row["locator"] and sources[row["source_id"]]["licence"] and sources[row["source_id"]]["last_checked"]
            for more in filter(None, row.get("more_sources", "").split(";")):
                assert more in sources
    assert seen >= 12
