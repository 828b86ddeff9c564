"""Contracts from a file: a register in any of its forms, or the contracts.csv that the toolkit writes."""

from __future__ import annotations

from dataclasses import asdict

from svtrain.core.problems import CannotDo, Problem
from svtrain.data import practice
from svtrain.data.chosen_contracts import ChosenContract

MOST = 300  # rows that a drop-down list can bear


def contracts_in(name: str, content: bytes) -> tuple[list[dict], int]:
    """The contracts of a file, the largest first, at most `MOST`; and how many there were.

    Raises
    ------
    CannotDo
        When it is not a register, or no row of it is a contract.
    """
    from svtrain.apps.spend_explorer.choice import as_chosen
    from svtrain.apps.spend_explorer.reading import read

    table = read(content, name).table
    if not len(table):
        raise CannotDo(Problem("No row of this file could be read as a contract. The spend explorer says why, row by row.", place=name))
    largest = table.nlargest(MOST, "value", keep="first") if len(table) > MOST else table
    return [asdict(as_chosen(row, "", {})) for _, row in largest.iterrows()], len(table)


def practice_row(slug: str) -> ChosenContract:
    """A practice contract as a register would give it, with nothing valued."""
    one = practice().contract(slug)
    return ChosenContract(one.title, one.supplier, one.reference, one.description, one.buyer, one.value, "whole life", one.start.isoformat(),
                          one.end.isoformat(), one.cpv, one.category, one.place, "yes" if one.sme else "no", "yes" if one.vcse else "no")
