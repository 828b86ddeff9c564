"""What a chart hands over."""

from __future__ import annotations

from svtrain.ui.chart import Chart


def test_a_chart_is_not_handed_over_where_licensed_values_are_in_use(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_PRIVATE", "")
    assert Chart(None).may_be_taken
    monkeypatch.setenv("SVTRAIN_PRIVATE", str(tmp_path))
    assert not Chart(None).may_be_taken
