"""How anything is shown: fields, charts, tables, steps. Import from here; each part loads when it is first used.

Examples
--------
>>> from svtrain.ui import NumberField, page
>>> view = page("First year's value", "", NumberField(term="deadweight", value="10%"))
"""

from __future__ import annotations

_WHERE = {
    "Chart": "chart", "Picture": "figures", "Clock": "clock",
    "TextField": "field", "LongTextField": "field", "NumberField": "field", "ChoiceField": "field",
    "ListField": "field", "TickField": "field", "FileField": "file_field",
    "Button": "button", "Download": "button",
    "Words": "words", "paragraph": "words", "heading": "words", "table": "words",
    "Stack": "stack", "hide": "stack",
    "page": "layout", "section": "layout", "columns": "layout", "row": "layout", "results": "layout", "steps": "layout",
    "money": "amounts", "short_money": "amounts", "share": "amounts", "ratio": "amounts",
    "Autosave": "autosave",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"svtrain.ui has no {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"svtrain.ui.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
