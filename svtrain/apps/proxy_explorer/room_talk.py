"""A judgement in a room: handed in through the seat, and what the room may see after its reveal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svtrain.apps.proxy_explorer.listing import group_of
from svtrain.core.challenge import DECISIONS
from svtrain.core.problems import CannotDo
from svtrain.core.small_groups import SMALLEST

if TYPE_CHECKING:
    from svtrain.apps.proxy_explorer.state import ProxyExplorer
    from svtrain.room import Seat


@dataclass(frozen=True, slots=True)
class RoomView:
    """What one person may see of the room's judgements of one proxy.

    ``said`` is a sentence about where the room stands. ``counts`` and ``reasons`` (decision and reason) are empty before the
    reveal, before one's own judgement, and where fewer than five people judged this proxy.
    """

    state: str
    said: str
    asked: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()


def item_of(app: ProxyExplorer, name: str) -> str:
    """The activity of a proxy's contested group, or of the proxy alone where nothing is contested.

    Examples
    --------
    >>> from svtrain.apps.proxy_explorer.state import ProxyExplorer
    >>> item_of(ProxyExplorer(), "gmca-ee1-0-fiscal")
    'proxy-explorer:job'
    """
    proxy = app.proxy(name)
    return f"proxy-explorer:{(group_of(proxy) if proxy else '') or name}"[:80]


def give(app: ProxyExplorer, seat: Seat, name: str) -> str:
    """Hand the judgement in force to the room, without a name; says what came of it."""
    one = app.verdicts(name)
    if one is None:
        return "Record your own judgement first; then it can be handed in."
    try:
        activity = seat.activities().get(item_of(app, name))
        if activity is None:
            return "The room has not opened this question yet. Your judgement is kept here; hand it in when it has."
        said = {"proxy": name, "decision": one.verdict.decision, "reason": one.verdict.reason, "grade": one.verdict.grade}
        seat.answer(activity.item, said, round=activity.round)
    except CannotDo as error:
        return " ".join(problem.message for problem in error.problems)
    return "Your judgement is with the room. Others see it without your name, once the facilitator reveals it."


def room_view(app: ProxyExplorer, seat: Seat, name: str) -> RoomView:
    """Where the room stands with this proxy's question, and its judgements where they may be seen."""
    item = item_of(app, name)
    try:
        activity = seat.activities().get(item)
        if activity is None:
            return RoomView("", "The room has not opened this question yet.")
        asked = str(activity.payload.get("proxy", ""))
        people = "1 person has" if activity.answered == 1 else f"{activity.answered} people have"
        if activity.state != "revealed" and activity.round == 1:
            return RoomView(activity.state, f"{people} answered. What they said is shown once the facilitator reveals it.", asked)
        if name not in app.judged:
            return RoomView(activity.state, "The room has revealed its judgements. Record your own first; then you see them.", asked)
        shared = seat.shared(item)
    except CannotDo as error:
        return RoomView("", " ".join(problem.message for problem in error.problems))
    answers = [answer.payload for answer in shared.answers if answer.payload.get("proxy") == name and answer.payload.get("decision") in DECISIONS]
    others = len(shared.answers) - len(answers)
    if len(answers) < SMALLEST:
        return RoomView(activity.state, shared.why_not or f"Fewer than {SMALLEST} people judged this proxy, so their judgements are not shown.", asked)
    found = Counter(answer["decision"] for answer in answers)
    reasons = sorted((answer["decision"], str(answer.get("reason", ""))) for answer in answers)
    said = f"{len(answers)} people judged this proxy in round {shared.round}." + (f" {others} judged another of the group." if others else "")
    said += " A second round is open: record a second judgement and hand it in." if activity.state == "opened" else ""
    return RoomView(activity.state, said, asked, tuple((one, found[one]) for one in DECISIONS), tuple(reasons))


def lead(app: ProxyExplorer, seat: Seat, name: str, verb: str) -> str:
    """What a facilitator may do: ``open``, ``reveal`` or ``again`` (a second round) for the question of one proxy."""
    item, proxy = item_of(app, name), app.proxy(name)
    about = {"title": f"Is this proxy any good? {proxy.outcome}"[:200], "page": "proxy-explorer", "proxy": name}
    try:
        {"open": lambda: seat.open(item, about), "reveal": lambda: seat.reveal(item), "again": lambda: seat.second_round(item, about)}[verb]()
    except CannotDo as error:
        return " ".join(problem.message for problem in error.problems)
    return {"open": "The question is open to the room.", "reveal": "The judgements are revealed.", "again": "A second round is open."}[verb]
