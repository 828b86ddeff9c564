"""Which pages there are, and how many of each to print."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.report.pack.gather import Pack, groups_of

TABLE = 5  # people who share a set of cards
TALK = 8  # people who share a set of roles


@dataclass(frozen=True, slots=True)
class Print:
    """One page of the pack; ``copies`` is 0 for what is not printed, ``paper`` marks what only a room without laptops needs."""

    file: str
    title: str
    copies: int
    how: str
    paper: bool = False


def prints(pack: Pack) -> tuple[Print, ...]:
    """Every page but the index, in the order in which people meet them."""
    people, tables = pack.people, groups_of(pack.people, TABLE)
    return (
        Print("booklet.html", "Participant's booklet", people, "On both sides, stapled at the corner. One for each person."),
        Print("guide.html", "Guide for whoever leads", 1, "One for each person who leads. It holds answers, so keep it to yourself."),
        Print("slides.pptx", "Slides for the projector", 0, "A slide for each block. What to say is in the notes under it."),
        Print("data-sheet.html", "Data and consent sheet", people, "Fill in the date and the name first, then copy. Hand it out before anything is answered."),
        Print("questions.html", "Five statements twice, and the reaction sheet", people, "On one side. The first sheet at the welcome, the other two at the end."),
        Print("commitment-cards.html", "Commitment cards with codes", 1, "A card for each person is in it. Cut along the lines; one half is handed in.", True),
        Print("estimate-cards.html", "Numbered estimate cards", 1,
              "A card for each person is in it. Print it again for each question. The numbers let you type the cards into the room.", True),
        Print("answer-slips.html", "Numbered answer slips", 1,
              "Slips for each person are in it, one for each exercise. Cut them beforehand, and collect them before you show anything.", True),
        Print("proxy-cards.html", "Proxy cards", tables, f"A set for each table of {TABLE}. Cut them, and deal one question at a time.", True),
        Print("tender-cards.html", "Tender cards", tables, f"A set for each table of {TABLE}. Deal the rules first, and the bids when formulae are chosen.", True),
        Print("role-cards.html", "Role cards", groups_of(people, TALK), f"A set for each {TALK} people. Each draws one for a talk that has become too cosy.", True),
        Print("keys.html", "Answer keys", 1, "Keep them face down until the room has answered."),
        Print("checklists.html", "Checklists", 1, "Four weeks before, one week before, on the day, and afterwards."),
    )
