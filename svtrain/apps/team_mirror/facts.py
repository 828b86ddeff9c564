"""The facts on which teams are set side by side: how each is read, shown and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.data.teams_data import Team
from svtrain.ui.amounts import short_money

ALIKE, SOMEWHAT, FAR, NOT_KNOWN = "alike", "somewhat different", "far apart", "not known"
ALIKE_WITHIN, FAR_BEYOND = 1.5, 3.0  # times as large: our own bounds, said on the page

KINDS = {"university": "University", "council": "Council", "police": "Police", "other": "Another public body"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a team; ``of`` takes it from the report (None where its page does not say)."""

    key: str
    name: str
    short: str
    of: Callable[[Team], float | None]
    shown: Callable[[float], str]
    read: Callable[[str], float | None]
    hint: str = ""
    unit: str = ""
    by_steps: bool = False  # compared by how many steps apart, not by how many times as large
    gap: Callable[[Team], str] = lambda team: "their page does not say"


@dataclass(frozen=True, slots=True)
class Difference:
    """How one team's fact stands to yours, in words; ``size`` is how far apart, for finding the nearest (None: not known)."""

    fact: Fact
    yours: float | None
    theirs: float | None
    verdict: str
    words: str
    size: float | None


def plain(value: float) -> str:
    """A count without needless digits.

    Examples
    --------
    >>> plain(19.0), plain(4.5)
    ('19', '4.5')
    """
    return f"{value:g}"


def above_zero(text: str) -> float:
    value = number_from(text)
    if value <= 0:
        raise NotANumber("Type a number above 0.")
    return value


def threshold(text: str) -> float:
    """Read the value from which procurements are the team's; ``all`` is 0.

    Examples
    --------
    >>> threshold("all"), threshold("£50k")
    (0.0, 50000.0)
    """
    if text.strip().casefold() in {"all", "everything"}:
        return 0.0
    value = number_from(text)
    if value < 0:
        raise NotANumber("Type an amount in pounds, or: all.")
    return value


def level(text: str) -> float:
    value = number_from(text)
    if value not in {0, 1, 2, 3, 4, 5}:
        raise NotANumber("A level is a whole number from 0 to 5.")
    return value


def year(text: str) -> float:
    value = number_from(text)
    if value != int(value) or not 1990 <= value <= 2100:
        raise NotANumber("Type a year, such as 2016.")
    return value


def _threshold_of(team: Team) -> float | None:
    return None if team.threshold_status.startswith("doubtful") else team.threshold


def _threshold_gap(team: Team) -> str:
    return "their page prints a figure that is doubtful" if team.threshold_status.startswith("doubtful") else "their page does not say"


def _level_gap(team: Team) -> str:
    return "not on their page; the report says level 4 or more for all seven"


def _threshold_words(value: float) -> str:
    return short_money(value) if value else "all of it"


FACTS = (
    Fact("staff", "People in the procurement team", "People", lambda team: team.staff, plain, above_zero, "Full-time posts; halves are fine.", "people"),
    Fact("spend", "Spending a year, without staff", "Spending", lambda team: team.spend, short_money, above_zero, "Of the whole organisation, such as 67m.", "£"),
    Fact("threshold", "A procurement is the team's from", "Theirs from", _threshold_of, _threshold_words, threshold,
         "Contract value in pounds. Type: all, if every procurement is yours.", "£", gap=_threshold_gap),
    Fact("level", "Level on the Flexible Framework", "Level", lambda team: team.flexible_framework_level, plain, level,
         "0 to 5. Leave it empty if you have never looked.", by_steps=True, gap=_level_gap),
    Fact("since", "Working on this since", "Since", lambda team: float(team.focus_since) if team.focus_since else None, plain, year,
         "The year in which it became somebody's job.", by_steps=True),
)
BY_KEY = {fact.key: fact for fact in FACTS}
PER_HEAD = Fact("per_head", "Spending for each person in the team", "Spending a person", lambda team: team.spend / team.staff, short_money, above_zero)
COMPARED = (FACTS[0], FACTS[1], PER_HEAD, *FACTS[2:])


def difference(fact: Fact, yours: float | None, team: Team) -> Difference:
    """Set one fact of yours beside a team's.

    Examples
    --------
    >>> from svtrain.data import teams
    >>> small = teams()[0]
    >>> difference(BY_KEY["staff"], 9, small).words
    'half of yours'
    >>> difference(BY_KEY["level"], 4, small).verdict
    'alike'
    >>> difference(BY_KEY["since"], None, small).words
    'you have not given yours'
    """
    theirs = fact.of(team)
    if theirs is None:
        return Difference(fact, yours, None, NOT_KNOWN, fact.gap(team), None)
    if yours is None:
        return Difference(fact, None, theirs, NOT_KNOWN, "you have not given yours", None)
    if fact.by_steps:
        return _by_steps(fact, yours, theirs)
    if not yours or not theirs:
        same = yours == theirs
        words = "the same" if same else ("only part of it is theirs" if theirs else "all of it is theirs")
        return Difference(fact, yours, theirs, ALIKE if same else FAR, words, 1.0 if same else float("inf"))
    times = max(yours, theirs) / min(yours, theirs)
    verdict = ALIKE if times <= ALIKE_WITHIN else FAR if times > FAR_BEYOND else SOMEWHAT
    return Difference(fact, yours, theirs, verdict, _times(theirs / yours), times)


def _by_steps(fact: Fact, yours: float, theirs: float) -> Difference:
    steps = abs(theirs - yours)
    near, far = (0, 2) if fact.key == "level" else (3, 10)
    verdict = ALIKE if steps <= near else FAR if steps >= far else SOMEWHAT
    if not steps:
        words = "the same"
    elif fact.key == "level":
        words = f"{steps:g} {'level' if steps == 1 else 'levels'} {'above' if theirs > yours else 'below'} yours"
    else:
        words = f"{steps:g} {'year' if steps == 1 else 'years'} {'later' if theirs > yours else 'earlier'} than you"
    return Difference(fact, yours, theirs, verdict, words, 1 + steps)


def _times(ratio: float) -> str:
    if 0.95 <= ratio <= 1.05:
        return "about the same"
    if 0.48 <= ratio <= 0.52:
        return "half of yours"
    if ratio < 1:
        return f"{ratio:.0%} of yours" if ratio >= 0.1 else f"{ratio:.1%} of yours"
    return f"{ratio:.1f} times yours"
