"""The sentences and tables of the team mirror."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.team_mirror.facts import ALIKE_WITHIN, COMPARED, FAR_BEYOND, KINDS, PER_HEAD, Difference, Fact
from svtrain.apps.team_mirror.state import Beside, TeamMirror
from svtrain.data.teams_data import HEADINGS, Team
from svtrain.ui.figures import Picture, beside
from svtrain.ui.words import heading, paragraph, table

CHARTED = tuple(fact for fact in COMPARED if fact.key in {"staff", "spend", "per_head"})
HOW_COMPARED = (
    f"Alike means that the larger is at most {ALIKE_WITHIN:g} times the smaller; far apart means over {FAR_BEYOND:g} times. "
    "Levels are alike when they are equal, years when they are at most 3 apart. These bounds are ours."
)


def sides(mirror: TeamMirror) -> Markup:
    """All eight teams, a row each."""
    columns = ["Team", "Kind", *(fact.short for fact in COMPARED)]
    mine = [mirror.mine, KINDS.get(mirror.kind, "not given"), *(_mine(mirror, fact) for fact in COMPARED)]
    rows = [[one.team.short_name, KINDS[one.team.kind], *(_theirs(d, one.team) for d in one.differences)] for one in mirror.beside]
    return table(f"{mirror.mine} and the seven teams of the report (2020)", columns, [mine, *rows], numbers=range(2, len(columns)))


def _mine(mirror: TeamMirror, fact: Fact) -> str:
    return fact.shown(mirror.facts[fact.key]) if fact.key in mirror.facts else "not given"


def _theirs(one: Difference, team: Team) -> str:
    if one.theirs is not None:
        return one.fact.shown(one.theirs)
    if one.fact.key == "threshold" and team.threshold_status.startswith("doubtful"):
        return "doubtful"
    return "not stated"


def nearest_note(mirror: TeamMirror) -> Markup:
    """Which team is most like yours: an answer for each fact, and that they need not agree."""
    nearest = mirror.nearest()
    if not nearest:
        return paragraph("Give at least one number above, and the nearest team on it is named here.", "note")
    names = {fact.key: fact.name for fact in COMPARED}
    rows = [(names[key], _joined([team.short_name for team in found]), _how_near(mirror, key, found[0])) for key, found in nearest.items()]
    return paragraph(_who(nearest)) + table("Nearest on each fact", ["Fact", "Nearest team", "How near"], rows)


def _how_near(mirror: TeamMirror, key: str, team: Team) -> str:
    one = next(d for d in mirror.of(team.id).differences if d.fact.key == key)
    return f"{one.verdict}: {one.words}"


def _who(nearest: dict[str, tuple[Team, ...]]) -> str:
    counts: dict[str, int] = {}
    for found in nearest.values():
        for team in found:
            counts[team.short_name] = counts.get(team.short_name, 0) + 1
    most = max(counts.values())
    leaders = [name for name, count in counts.items() if count == most]
    if len(nearest) == 1:
        return "One fact is not enough to call any team like yours."
    if most == len(nearest) and len(leaders) == 1:
        return f"{leaders[0]} is nearest on all {most} facts you gave. Look below at what the numbers do not show."
    if len(leaders) > 1:
        return f"No one team is most like yours: on {len(nearest)} facts, {len(counts)} different teams come nearest."
    return f"{leaders[0]} is nearest on {most} of {len(nearest)} facts; on the rest it is another team. So the answer depends on what you ask."


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def chart(mirror: TeamMirror, key: str) -> Picture:
    """One fact as bars, yours in its own colour."""
    fact = next(one for one in CHARTED if one.key == key)
    rows = [(one.team.short_name, fact.of(one.team)) for one in mirror.beside]
    if key in mirror.facts:
        rows.append((mirror.mine, mirror.facts[key]))
    return beside(rows, yours=mirror.mine, shown=fact.shown, title=fact.name, column=fact.unit or "Pounds")


def close_look(mirror: TeamMirror) -> Markup:
    """One team beside yours: every difference in words, then what the report says of it."""
    one = mirror.of(mirror.chosen)
    rows = [(d.fact.name, _mine(mirror, d.fact), _theirs(d, one.team), d.words) for d in one.differences]
    facts = table(f"{mirror.mine} and {one.team.name}", ["Fact", mirror.mine, one.team.short_name, "Difference"], rows)
    return facts + _weighed(one) + _tools(one, mirror) + _report(one.team)


def _weighed(one: Beside) -> Markup:
    items = []
    if one.same_kind is not None:
        kind = KINDS[one.team.kind].lower()
        items.append(f"Both are the same kind of body ({kind})." if one.same_kind else f"It is another kind of body ({kind}).")
    if one.alike:
        items.append(f"Alike: {_facts(one.alike)}.")
    if one.different:
        items.append(f"Different: {_facts(one.different)}.")
    silent = tuple(d for d in one.unknown if d.theirs is None)
    if silent:
        items.append(f"Cannot be compared, as their page does not settle it: {_facts(silent)}.")
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))


def _facts(found: tuple[Difference, ...]) -> str:
    return _joined([d.fact.name[0].lower() + d.fact.name[1:] for d in found])


def _tools(one: Beside, mirror: TeamMirror) -> Markup:
    if not mirror.uses:
        return paragraph(f"{one.team.short_name} used: {_joined(list(one.only_theirs))}." if one.only_theirs else
                         f"The report names no tool that {one.team.short_name} used, from the list above.")
    parts = [(found, words) for found, words in (
        (one.shared, "Both of you use"), (one.only_theirs, "Only they use"), (one.only_yours, "Only you use")) if found]
    return Markup("").join(paragraph(f"{words}: {_joined(list(found))}.") for found, words in parts)


def _report(team: Team) -> Markup:
    parts = [heading(f"What the report says of {team.name}", 3)]
    for key, title in HEADINGS.items():
        said = team.about(key)
        if said:
            items = Markup("").join(Markup("<li>{}</li>").format(text) for text in said)
            parts.append(heading(title, 4) + Markup("<ul>{}</ul>").format(items))
    notes = [team.spend_note, team.threshold_note, team.flexible_framework_note]
    if team.staff_basis == "not stated":
        notes.append("The page does not say whether its staff are full-time.")
    parts.append(paragraph(f"{' '.join(note for note in notes if note)} Source: {team.passport.citation}, page {team.page}.".strip(), "note"))
    return Markup("").join(parts)


NOT_SHOWN = (
    "There is no total score here. A score would hide the one difference that decides whether their way can be yours.",
    f"{PER_HEAD.name} is a sum of ours, from two figures of the report. It counts neither buyers outside the team nor what they buy.",
    "The figures are of about 2020, and one is doubtful as printed. Ask the team before you build on them.",
)
