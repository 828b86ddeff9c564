"""Who comes to a rehearsal and what each of them types: the same people with the same views for the same seed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from svtrain.serve.rehearsal.heard import new_word

STEADY, REFRESHES, LOSES_LINE, LATE, LEAVES = "steady", "refreshes in the middle of typing", "loses the network", "comes late", "leaves early"
HABITS = (REFRESHES, LOSES_LINE, STEADY, LATE, STEADY, LEAVES, STEADY)
FEWEST = 5  # who answer everything: a room reveals nothing of fewer
REASONS = (  # what people type is hostile: it must come back letter for letter and run nowhere
    "Half of them had started before we came, {}.", "=1+1 {} is what our finance team would ask", "<img src=x onerror=alert(1)> {}",
    "“Some,” they said: {} 🙂", "It's O'Neill's figure & nobody checked it \\ {}", "Nobody counted. {}\nA second line.",
)
VIEWS = {"believes in it": (0.08, 0.25), "is not sure": (0.3, 0.55), "doubts it": (0.6, 0.85)}
DECISIONS = ("accept", "adapt", "park", "reject")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that the room acknowledged: whose, to what, in which round, and what must be in the room of it."""

    who: str
    item: str
    round: int
    payload: dict

    @property
    def what(self) -> str:
        """The activity and the round, as one name."""
        return named(self.item, self.round)


def named(item: str, round: int) -> str:
    """An activity and a round.

    Examples
    --------
    >>> named("scoring-lab:a", 1)
    'scoring-lab:a, round 1'
    """
    return f"{item}, round {round}"


@dataclass
class Part:
    """One participant: a view, a habit, and dice of their own."""

    name: str
    view: str
    habit: str
    dice: Random = field(repr=False)

    def reason(self) -> tuple[str, str]:
        """A reason, and the word in it that nobody else writes."""
        word = new_word(self.dice)
        return self.dice.choice(REASONS).format(word), word

    def share(self) -> tuple[float, float, float]:
        """Low, likely and high; the likely one has figures that nobody else types."""
        low, high = VIEWS[self.view]
        likely = round(self.dice.uniform(low, high), 5) + self.dice.randint(1, 9) / 1e6
        return round(max(0.01, likely - self.dice.uniform(0.03, 0.1)), 2), round(likely, 6), round(min(0.99, likely + self.dice.uniform(0.05, 0.2)), 2)

    def mark(self, most: int = 5) -> int:
        """A mark from 1."""
        return self.dice.randint(1, most)


def signs(likely: float) -> tuple[str, str]:
    """A share as it may stand in a message.

    Examples
    --------
    >>> signs(0.370413)
    ('0.370413', '37.0413%')
    """
    return f"{likely:.6f}", f"{likely * 100:.4f}%"


def cast(people: int, seed: int = 1) -> list[Part]:
    """Everybody who comes. So many stay from the first minute to the last that the room has something to reveal.

    Examples
    --------
    >>> [part.habit for part in cast(8)][:4]
    ['refreshes in the middle of typing', 'loses the network', 'steady', 'comes late']
    >>> sum(part.habit not in (LATE, LEAVES) for part in cast(5))
    5
    """
    found, dice = [], Random(seed)
    views = list(VIEWS)
    for number in range(people):
        habit = HABITS[number % len(HABITS)]
        spare = people - FEWEST - sum(part.habit in (LATE, LEAVES) for part in found)
        if habit in (LATE, LEAVES) and spare <= 0:
            habit = STEADY
        found.append(Part(f"P{number + 1:02d}", views[number % len(views)], habit, Random(dice.getrandbits(64))))
    return found


def staying(parts: Iterable[Part], step: int, late_until: int, leave_after: int) -> list[Part]:
    """Who is in the room at a step."""
    return [part for part in parts if not (part.habit == LATE and step < late_until) and not (part.habit == LEAVES and step > leave_after)]
