"""A register made ready to be added up: one name for each supplier, a category for each row, repeats marked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

KEPT = ("reference", "title", "description", "buyer", "supplier", "suppliers_count", "value", "value_basis", "start", "end", "cpv", "category",
        "place", "sme", "vcse", "source_row", "supplier_place")
NO_CATEGORY, NO_SUPPLIER, SEVERAL, KEPT_BACK = "No category given", "No supplier given", "Several suppliers together", "Names kept back by the publisher"
NO_ONE_FIRM = (SEVERAL, KEPT_BACK, NO_SUPPLIER)  # rows that are no one supplier's
LONGEST_DESCRIPTION = 200  # characters; enough to know a contract by

_NOT_LETTER = re.compile(r"[^a-z0-9]+")
_FORM = re.compile(r" (limited|ltd)$")


def supplier_key(name: str) -> str:
    """One spelling for names that differ only in capitals, punctuation, "and" or "Ltd".

    Examples
    --------
    >>> supplier_key("SMITH & Sons Limited") == supplier_key("Smith and Sons Ltd.") == supplier_key("The Smith and Sons")
    True
    >>> supplier_key("Greenway CIC") == supplier_key("Greenway Ltd")
    False
    """
    plain = _NOT_LETTER.sub(" ", name.casefold().replace("&", " and ").replace("'", "").replace("\u2019", "")).strip()
    return _FORM.sub("", plain.removeprefix("the ")) or name.casefold()


@lru_cache(maxsize=1)
def cpv_words() -> dict[str, str]:
    """What the first two digits of a CPV code stand for, in plain words.

    Examples
    --------
    >>> cpv_words()["77"]
    'Farming, forestry and grounds maintenance'
    """
    from svtrain.data.packages import package

    return {row["division"]: row["words"] for row in package("cpv-divisions").rows("divisions")}


def ready(frame: pd.DataFrame, supplier_place: list[str] | None = None) -> pd.DataFrame:
    """The cleaned register with the columns that everything here adds up by.

    Parameters
    ----------
    frame : DataFrame
        As `svtrain.data.register.read_register` gives it.
    supplier_place : list of str, optional
        Where each row's supplier is, as the same reader gives it.

    Returns
    -------
    DataFrame
        With ``supplier_place``, ``who`` (one name for each supplier), ``what`` (its category), ``key`` (its name, by which a
        choice is found again) and ``repeat`` (an exact repeat of an earlier row).

    Examples
    --------
    >>> from svtrain.data.register import read_register
    >>> found = read_register(b"Supplier,Amount,Date\\nA Ltd,5,1/4/2026\\nA LIMITED,7,1/4/2026\\nA Ltd,5,1/4/2026\\n", remember=False)
    >>> ready(found.frame)[["who", "what", "repeat"]].values.tolist()
    [['A Ltd', 'No category given', False], ['A Ltd', 'No category given', False], ['A Ltd', 'No category given', True]]
    """
    made = frame.copy(deep=False)
    if supplier_place is not None or "supplier_place" not in made:
        made["supplier_place"] = supplier_place or ""
    made["description"] = made["description"].str.slice(0, LONGEST_DESCRIPTION)
    made = made[list(KEPT)].copy(deep=False)
    made["who"] = _who(made)
    made["what"] = _what(made)
    made["key"] = _keys(made["source_row"].astype("str"))
    made["repeat"] = made.duplicated([name for name in KEPT if name not in ("source_row", "supplier_place", "place")])
    return made


def _keys(numbers: pd.Series) -> pd.Series:
    """A name for each row: its number, and with several rows under one number, as awards of one notice have, which of them it is."""
    if numbers.is_unique:
        return numbers
    nth = numbers.groupby(numbers).cumcount()
    return numbers.where(nth == 0, numbers + "/" + (nth + 1).astype("str"))


def _who(frame: pd.DataFrame) -> pd.Series:
    names = _one_spelling(frame["supplier"], supplier_key)
    return names.mask(frame["suppliers_count"] > 1, SEVERAL).mask(frame["suppliers_count"] == 0, KEPT_BACK).mask(frame["supplier"] == "", NO_SUPPLIER)


def _what(frame: pd.DataFrame) -> pd.Series:
    words = cpv_words()
    by_code = frame["cpv"].str.slice(0, 2).map({code: text for code, text in words.items()}).where(frame["cpv"].str.match(r"\d{8}"), "")
    given = _one_spelling(frame["category"], lambda text: " ".join(text.casefold().split()))
    return given.where(given != "", by_code.fillna("")).replace("", NO_CATEGORY)


def _one_spelling(column: pd.Series, key) -> pd.Series:
    """Each text replaced by the commonest spelling of those with the same key; capitals throughout are taken last."""
    counts = column.value_counts()
    best: dict[str, tuple] = {}
    keys = {text: key(text) if text else "" for text in counts.index}
    for text, count in counts.items():
        rank = (not text.isupper(), count, text)
        if rank > best.get(keys[text], (False, 0, "")):
            best[keys[text]] = rank
    return column.map({text: best[keys[text]][2] if text else "" for text in counts.index}).astype("str")


def spellings(frame: pd.DataFrame) -> int:
    """How many suppliers are spelled in more than one way."""
    single = frame[(frame["suppliers_count"] == 1) & (frame["supplier"] != "")]
    return int((single.groupby("who", observed=True)["supplier"].nunique() > 1).sum())
