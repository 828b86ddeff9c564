"""Whether everything that was typed is there, once, and nobody saw it early: a sentence for each thing that is not so."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from svtrain.core.problems import CannotDo
from svtrain.serve.rehearsal.heard import Ear
from svtrain.serve.rehearsal.script import Given

FIGURES = 1e-9
CHANGED = ("deadweight", "duration_years")  # what everybody changes in the value builder


def same(wanted: object, found: object) -> bool:
    """Equal; figures to the ninth digit.

    Examples
    --------
    >>> same(0.3, 0.1 + 0.2), same({"a": 1.0}, {"a": 1, "b": 2}), same("a", "b")
    (True, True, False)
    """
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(name in found and same(value, found[name]) for name, value in wanted.items())
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        return math.isclose(wanted, found, rel_tol=FIGURES, abs_tol=FIGURES)
    return wanted == found


def room_export(folder: Path, given: Sequence[Given], names: Mapping[str, str]) -> list[str]:
    """The export of a room against what the script typed.

    Parameters
    ----------
    folder
        As ``svtrain room export`` writes it.
    given
        What the room acknowledged.
    names
        Pseudonyms in the export, to the names of the script.

    Returns
    -------
    list of str
        A sentence for each answer that is lost, doubled, changed, or that nobody typed.
    """
    events = json.loads((folder / "room.json").read_text(encoding="utf-8"))["events"]
    answers: dict[tuple[str, str, int], list[dict]] = {}
    for event in events:
        if event["kind"] == "answer":
            answers.setdefault((names.get(event["person"], event["person"]), event["item"], event["round"]), []).append(event["payload"])
    found = []
    for one in given:
        there = answers.pop((one.who, one.item, one.round), [])
        if not there:
            found.append(f"Lost: the answer of {one.who} to {one.what} is not in the room's export.")
        elif len(there) > 1:
            found.append(f"Doubled: the answer of {one.who} to {one.what} is in the room's export {len(there)} times.")
        elif not same(one.payload, there[0]):
            wrong = [name for name, value in one.payload.items() if not same(value, there[0].get(name))]
            found.append(f"Changed: in the answer of {one.who} to {one.what}, {', '.join(wrong)} is not what was typed.")
    found += [f"Not typed: the room's export has an answer of {who} to {item}, round {round}, that nobody gave." for who, item, round in answers]
    return found


def revealed(shown: Mapping[str, Sequence[Mapping]], given: Sequence[Given]) -> list[str]:
    """What the room was shown of each activity and round, against what was typed for it: each answer once, none besides."""
    found = []
    for what, answers in shown.items():
        wanted = [one for one in given if one.what == what]
        left = list(answers)
        for one in wanted:
            at = next((number for number, answer in enumerate(left) if same(one.payload, answer)), None)
            if at is None:
                found.append(f"Lost: the answer of {one.who} to {what} was not among those that the room was shown.")
            else:
                left.pop(at)
        if left:
            found.append(f"Not typed, or doubled: the room was shown {len(left)} more answers to {what} than were given.")
    return found


def shown_early(ear: Ear) -> list[str]:
    """Who saw what before the reveal."""
    return [f"Shown early: {who} was sent the answer of {whose} to {what} before it was revealed." if what in ear.revealed
            else f"Shown: {who} was sent what {whose} typed into {what}, which is nobody else's." for who, whose, what in ear.early()]


def policies(files: Mapping[str, bytes], given: Sequence[Given]) -> list[str]:
    """Each person's proxy policy, as they took it along, against their judgement."""
    from svtrain.data.proxy_policy import policy_from_bytes

    found = []
    for one in given:
        if one.who not in files or not one.item.startswith("proxy-explorer:"):
            continue
        try:
            judged = {each.proxy: each.verdict for each in policy_from_bytes("policy.yaml", files[one.who]).proxies}
        except CannotDo as error:
            found.append(f"The proxy policy of {one.who} cannot be read: {error}")
            continue
        verdict = judged.get(one.payload["proxy"])
        if verdict is None or len(judged) != 1 or any(getattr(verdict, name) != one.payload[name] for name in ("decision", "reason", "grade")):
            found.append(f"Changed: the proxy policy of {one.who} does not hold the judgement that was typed.")
    return found


def valuations(maps: Mapping[str, bytes], headlines: Mapping[str, str], typed: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Each person's value map and ratio, against the numbers that they changed and the sum of the package itself."""
    from svtrain.apps.value_builder.state import ValueBuilder
    from svtrain.apps.value_builder.view import START
    from svtrain.core.typed_fields import LINE

    found, start = [], ValueBuilder()
    start.open_start(START)
    for who, said in typed.items():
        mine = ValueBuilder()
        if who not in maps or not mine.open_file("value-map.yaml", maps[who]):
            found.append(f"Lost: the value map of {who} cannot be read. {' '.join(mine.refused)}")
            continue
        for line, _ in start.lines():
            wanted = {field.key: start.shown(line, field.key) for field in LINE} | ({key: said[key] for key in CHANGED} if line == said["line"] else {})
            if wrong := [key for key, text in wanted.items() if mine.shown(line, key) != text]:
                found.append(f"Changed: in the value map of {who}, line {line}, {', '.join(wrong)} is not as it was typed.")
        ratio = f"£{mine.result.sroi_ratio:.2f}" if mine.result else "a result"
        if ratio not in headlines.get(who, ""):
            found.append(f"Changed: the page of {who} did not show {ratio}, which their value map comes to.")
    return found


def tenders(files: Mapping[str, bytes], typed: Mapping[str, Mapping]) -> list[str]:
    """Each person's tender, as they took it along, against the weights that they settled."""
    from svtrain.data.documents import parse_document

    found = []
    for who, said in typed.items():
        try:
            held = parse_document(files.get(who, b""), "tender.yaml")
        except CannotDo as error:
            found.append(f"Lost: the tender of {who} cannot be read. {error}")
            continue
        if not isinstance(held, dict) or not same(said["weights"], held.get("weights", {})):
            found.append(f"Changed: the tender of {who} does not hold the weights that were typed.")
    return found


def approaches(files: Mapping[str, bytes], typed: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Each person's page of their approach, as they took it along, against what they wrote."""
    from svtrain.data.approach import approach_from_bytes

    found = []
    for who, said in typed.items():
        try:
            held = approach_from_bytes("our-approach.yaml", files.get(who, b""))
        except CannotDo as error:
            found.append(f"Lost: the approach of {who} cannot be read. {error}")
            continue
        steps = [(one.step, one.owner) for one in held.steps_within(30)]
        there = {"team": held.team, "about": held.boxes.about.words, "learning": held.boxes.learning.words}
        wrong = [name for name, words in there.items() if words.strip() != said[name].strip()]
        wrong += [] if steps == [(said["step"], said["owner"])] else ["next step"]
        if wrong:
            found.append(f"Changed: in the approach of {who}, {', '.join(wrong)} is not what was typed.")
    return found


def kept_work(folders: Mapping[str, Path], typed: Mapping[str, Mapping[str, Mapping]]) -> list[str]:
    """What the server keeps for each person, against what they typed into the apps; and that no second copy was set apart."""
    found = []
    for who, apps in typed.items():
        for app, said in apps.items():
            path = folders[who] / f"{app}.json"
            try:
                state = json.loads(path.read_text(encoding="utf-8"))["state"]
            except (OSError, ValueError, KeyError):
                found.append(f"Lost: the work of {who} in {app} was not kept.")
                continue
            if not _holds(app, said, state):
                found.append(f"Changed: what is kept of {who} in {app} is not what was typed.")
            if list(folders[who].glob(f"{app}@*.json")):
                found.append(f"Doubled: the work of {who} in {app} is kept twice.")
    return found


def _holds(app: str, said: Mapping, state: Mapping) -> bool:
    if app == "value-builder":
        from svtrain.apps.value_builder.state import ValueBuilder

        kept = ValueBuilder()
        kept.from_dict(dict(state))
        return all(kept.shown(said["line"], name) == said[name] for name in CHANGED)
    if app == "our-approach":
        return all(state["boxes"].get(name) == said[name] for name in ("about", "learning"))
    return state["reason"] == said["reason"] and all(state["weights"][name] == str(weight) for name, weight in said["weights"].items())


def report(folder: Path, given: Sequence[Given]) -> list[str]:
    """The training report by Kirkpatrick's levels, worked out from the export, against the marks that were typed."""
    from svtrain.learn.measuring import read_room, training_report
    from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, REACTION, measures
    from svtrain.room import SMALLEST

    made = training_report(read_room(folder))
    marks = {item: {one.who: one.payload for one in given if one.item == item} for item in (BEFORE, AFTER, REACTION, COMMITMENT)}
    wanted: dict[str, tuple[int, float | None]] = {}
    for each in measures().statements:
        both = sorted(set(marks[BEFORE]) & set(marks[AFTER]))
        steps = [marks[AFTER][who][each.id] - marks[BEFORE][who][each.id] for who in both]
        wanted[f"statement.{each.id}"] = (len(steps), sum(steps) / len(steps) if len(steps) >= SMALLEST else None)
    for each in measures().reaction:
        given_marks = [payload[each.id] for payload in marks[REACTION].values()]
        wanted[f"reaction.{each.id}"] = (len(given_marks), sum(given_marks) / len(given_marks) if len(given_marks) >= SMALLEST else None)
    wanted["commitments"] = (len(marks[COMMITMENT]), float(len(marks[COMMITMENT])) if len(marks[COMMITMENT]) >= SMALLEST else None)
    found = []
    for name, (people, value) in wanted.items():
        figure = made.figure(name)
        if figure is None or figure.people != people or not same(value, figure.value):
            found.append(f"Changed: the training report's figure {name} is not what the marks come to.")
    return found


def counted(sentences: Iterable[str]) -> dict[str, int]:
    """How many of each kind.

    Examples
    --------
    >>> counted(["Lost: a.", "Lost: b.", "Shown early: c."])
    {'Lost': 2, 'Shown early': 1}
    """
    return dict(Counter(sentence.partition(":")[0] for sentence in sentences))
