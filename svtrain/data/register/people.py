"""Columns that hold the names of people, whatever their heading says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from svtrain.data.register.columns import DROPPED, ColumnUse
from svtrain.data.register.words import is_blank

LOOK_AT = 400  # rows
LEAST = 0.5    # share of the filled cells that read as people's names before the column is dropped
REASON = "its cells read as people's names; never kept"

_TITLE = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|cllr|councillor|sir|rev)\.?\s+\S", re.IGNORECASE)
_TWO_OR_THREE = re.compile(r"[A-Z][A-Za-z'\u2019-]+(?:\s+[A-Z]\.?)?\s+[A-Z][A-Za-z'\u2019-]+")
_SURNAME_FIRST = re.compile(r"[A-Z][A-Za-z'\u2019-]+,\s*([A-Z][a-z'\u2019-]+)(?:\s+[A-Z]\.?)?")

# First names common in the United Kingdom, of all ages; enough that a column of staff shows itself.
_FIRST_NAMES = """aaron abdul abigail adam adrian ahmed aisha alan alex alexander alexandra ali alice alison amanda amy andrea andrew angela anita anna
anne annette anthony antony arthur ashley barbara barry ben benjamin bernard beth bethany beverley brenda brian bridget bruce callum carl carol
caroline catherine charles charlotte chloe chris christian christina christine christopher claire clare clive colin craig daniel danielle darren
david dawn dean debbie deborah debra denise dennis derek diana diane dominic donna dorothy douglas duncan edward eileen elaine eleanor elizabeth
ellen emily emma eric fatima fiona frances francis frank gail gareth gary gavin gemma geoff geoffrey george georgia gerald gillian glen gordon
graham grace gregory hannah harry hayley heather heidi helen henry hilary holly howard hugh ian imran isaac isabel jack jackie jacqueline jade
jake james jamie jan jane janet janice jason jasmine jean jeffrey jennifer jenny jeremy jessica jill jim joan joanna joanne joe joel john
jonathan jordan joseph josephine joshua joyce judith julia julian julie june justin karen karl kate katherine kathleen kathryn katie keith kelly
kenneth kerry kevin kim kirsty kyle laura lauren lee leanne leon lesley leslie lewis liam linda lindsay lisa liz louis louise lucy luke lynn lynne
malcolm marc marcus margaret maria marian marie marilyn mark martin mary matthew maureen megan melanie melissa michael michelle mike mohammad
mohammed molly muhammad nadia naomi natalie natasha nathan neil nicholas nicola nigel nina noel oliver olivia omar owen pamela patricia patrick
paul paula pauline penelope peter philip philippa phillip rachael rachel raj ray raymond rebecca richard rita robert robin roger ronald rosemary
ross roy russell ruth ryan sally sam samantha samuel sandra sanjay sara sarah scott sean shane sharon sheila shirley simon sophie stacey stephanie
stephen steve steven stewart stuart susan suzanne sylvia tania tanya tara teresa terence terry thomas tim timothy tina toby tom tony tracey tracy
trevor valerie vanessa veronica victor victoria vincent virginia walter wayne wendy william yasmin yvonne zoe aditya amit anil arjun ayesha deepak farah hassan hussain ibrahim javed khalid kiran krishna manjit mehmet mustafa
neha nikhil nisha pooja pradeep priya rahul rajesh ravi rekha rizwan sadia salma samir sanjeev shabana shah shazia suresh sunita syed tariq uma usman
vijay vikram yusuf zahra zainab agnieszka andrzej ewa katarzyna krzysztof magdalena malgorzata marcin piotr tomasz aled bethan carys dafydd dylan
elin emyr ffion gethin gwen huw ieuan lowri megan nia owain rhian rhys sian sioned aoife ciara conor declan eoin niamh oisin roisin siobhan
ailsa alasdair calum eilidh fergus hamish iain kirsten mairi morag""".split()


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(_FIRST_NAMES)


def is_a_person(text: str) -> bool:
    """Whether a cell reads as one person's name and nothing else.

    Examples
    --------
    >>> is_a_person("Jane Smith"), is_a_person("Dr J Patel"), is_a_person("Smith, Jane"), is_a_person("Mark Group Ltd")
    (True, True, True, False)
    >>> is_a_person("Westmere Council"), is_a_person("Northshire CC")
    (False, False)
    """
    text = " ".join(text.split())
    if len(text) > 60 or any(letter.isdigit() for letter in text):
        return False
    if _TITLE.match(text) and len(text.split()) <= 4:
        return True
    last_first = _SURNAME_FIRST.fullmatch(text)
    if last_first:
        return last_first[1].casefold() in _first_names()
    return _TWO_OR_THREE.fullmatch(text) is not None and text.split()[0].casefold() in _first_names()


def drop_people(uses: Sequence[ColumnUse], sample: Sequence[Sequence]) -> None:
    """Leave out columns taken for a buyer, a category or a place whose cells are people's names."""
    for use in uses:
        if use.field not in ("buyer", "category", "place", "reference"):
            continue
        cells = [row[use.index] for row in sample[:LOOK_AT] if use.index < len(row)]
        filled = [cell for cell in cells if isinstance(cell, str) and not is_blank(cell)]
        if filled and sum(map(is_a_person, filled)) >= LEAST * len(filled):
            use.field, use.how, use.reason = "", DROPPED, REASON
