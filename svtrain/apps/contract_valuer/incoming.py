"""Contracts from a file: a register in any of its forms, or the contracts.csv that the toolkit writes."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.data import practice
from svtrain.data.chosen_contracts import ChosenContract

if TYPE_CHECKING:
    import pandas as pd

MOST = 300  # rows that a drop-down list can bear
ELSEWHERE = "The spend explorer lets you say which row and which columns to read."


def contracts_in(name: str, content: bytes) -> pd.DataFrame:
    """The contracts of a file.

    Raises
    ------
    CannotDo
        When it is not a register, or no row of it is a contract.
    """
    from svtrain.apps.spend_explorer.reading import read

    try:
        table = read(content, name).table
    except CannotDo as error:
        raise CannotDo([replace(one, message=f"{_words_of(one)} {ELSEWHERE}") if "--" in one.message else one for one in error.problems]) from None
    if not len(table):
        raise CannotDo(Problem("No row of this file could be read as a contract. The spend explorer says why, row by row.", place=name))
    return table


def _words_of(problem: Problem) -> str:
    """What the reader says, without its advice on switches that only the command line has."""
    return f"{problem.message.split(';')[0].rstrip('.')}."


def offer(table: pd.DataFrame, words: str = "") -> list[dict]:
    """The contracts that hold all of some words, the largest first, at most `MOST`."""
    from svtrain.apps.spend_explorer.choice import as_chosen
    from svtrain.data.spend.contracts import find

    return [asdict(as_chosen(row, "", {})) for _, row in find(table, words, MOST).iterrows()]


def practice_row(slug: str) -> ChosenContract:
    """A practice contract as a register would give it, with nothing valued."""
    one = practice().contract(slug)
    return ChosenContract(one.title, one.supplier, one.reference, one.description, one.buyer, one.value, "whole life", one.start.isoformat(),
                          one.end.isoformat(), one.cpv, one.category, one.place, "yes" if one.sme else "no", "yes" if one.vcse else "no")
