"""All that a pack is made from, put together once: the plan with its clock times, exercises, notes, words and cards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.terms import Term
from svtrain.learn.facilitator_notes import FacilitatorNotes, facilitator_notes
from svtrain.learn.library import exercise
from svtrain.learn.measuring import Measures, measures
from svtrain.learn.parts import Exercise
from svtrain.learn.plan import Block, RunSheet
from svtrain.report.pack.clock import clock
from svtrain.report.pack.glossary import terms_used
from svtrain.report.pack.proxy_cards import USUAL, ProxyGroup, proxy_groups
from svtrain.report.pack.tender_cards import TenderSet, tender_cards, tender_set
from svtrain.report.pack.words import Words, words
from svtrain.report.sheet import sheet_sections

MOST_PEOPLE = 1000
LETTERS = "ACDEFGHJKMNPQRTVWXY"  # none that is taken for another when it is written by hand


@dataclass(frozen=True, slots=True)
class TimedSession:
    """A session with the time of day of each block; ``ends`` maps a block's id to when it is over."""

    number: int
    title: str
    timed: tuple[tuple[str, Block], ...]
    ends: dict[str, str]
    homework: tuple[str, ...]

    @property
    def starts(self) -> str:
        return self.timed[0][0]

    @property
    def over(self) -> str:
        return self.ends[self.timed[-1][1].id]


@dataclass(frozen=True)
class Pack:
    """What is printed for one plan and so many people; ``start`` is the minute of the day."""

    plan: RunSheet
    people: int
    start: int
    online: bool = False
    groups: tuple[str, ...] = USUAL

    def __post_init__(self) -> None:
        if not 1 <= self.people <= MOST_PEOPLE:
            raise CannotDo(Problem(f"A pack is for 1 to {MOST_PEOPLE:,} people.", "--people"))

    @property
    def starts(self) -> str:
        return clock(self.start, 0)

    @property
    def words(self) -> Words:
        return words()

    @property
    def measures(self) -> Measures:
        return measures()

    @property
    def days(self) -> tuple[int, ...]:
        return measures().followup.days

    @cached_property
    def sessions(self) -> tuple[TimedSession, ...]:
        return tuple(TimedSession(
            number, session.title, tuple((clock(self.start, block.starts), block) for block in session.blocks),
            {block.id: clock(self.start, block.starts + block.minutes) for block in session.blocks}, session.homework,
        ) for number, session in enumerate(self.plan.sessions, start=1))

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """Every exercise of the plan once, in the plan's order; a plan may have been changed by hand.

        Raises
        ------
        CannotDo
            When a plan names an exercise that there is not.
        """
        ids = dict.fromkeys(part.exercise for block in self.plan.blocks() for part in block.parts)
        return {id: exercise(id).exercise for id in ids}

    @cached_property
    def notes(self) -> dict[str, FacilitatorNotes]:
        return {id: facilitator_notes(id) for id in self.exercises}

    @property
    def objectives(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(said.rstrip(".") for one in self.exercises.values() for said in one.objectives))

    @cached_property
    def sheets(self) -> tuple[tuple[str, Markup], ...]:
        """The sheets of each block that has any, under its title; an exercise that comes twice is printed once."""
        seen: set[str] = set()
        found = []
        for block in self.plan.blocks():
            new = [part.exercise for part in block.parts if part.exercise not in seen]
            seen.update(new)
            if new:
                found.append((block.title, sheet_sections([self.exercises[id] for id in new], heading=block.title)))
        return tuple(found)

    @property
    def homework(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(block.homework for block in self.plan.blocks() if block.homework))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words of the field that the booklet's sheets use."""
        texts = [str(section) for _, section in self.sheets]
        return terms_used([Markup(text).striptags() for text in texts])

    @property
    def slips(self) -> tuple[Exercise, ...]:
        """The exercises whose answers can be collected; notes on one's own contract are kept by their writer."""
        return tuple(one for one in self.exercises.values() if one.kind != "own_contract")

    @property
    def numbers(self) -> range:
        return range(1, self.people + 1)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return commitment_codes(self.people)

    @cached_property
    def proxies(self) -> tuple[ProxyGroup, ...]:
        return proxy_groups(self.groups)

    @property
    def proxy_cards(self) -> tuple:
        return tuple(card for group in self.proxies for card in group.cards)

    @cached_property
    def tender(self) -> TenderSet:
        return tender_set()

    @property
    def tender_cards(self) -> tuple:
        return tender_cards(self.tender)


def commitment_codes(people: int) -> tuple[str, ...]:
    """A code for each card; the same in every pack, since a code need only be its owner's own within one room.

    Examples
    --------
    >>> commitment_codes(2)
    ('PV1', 'PA2')
    """
    return tuple(f"{_letters(number)}{number}" for number in range(1, people + 1))


def _letters(number: int) -> str:
    digest = hashlib.sha256(f"commitment card {number}".encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:2])


def groups_of(people: int, size: int) -> int:
    """How many groups of at most a size so many people make.

    Examples
    --------
    >>> groups_of(20, 5), groups_of(21, 5)
    (4, 5)
    """
    return -(-people // size)
