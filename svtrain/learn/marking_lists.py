"""Marks a hunt for wrong claims, and rows put in their places."""

from __future__ import annotations

from svtrain.learn.answers import names_in, parts_in
from svtrain.learn.feedback import Feedback
from svtrain.learn.list_exercises import BugHuntExercise, TableExercise


def mark_bug_hunt(exercise: BugHuntExercise, answer: object) -> Feedback:
    """Found, missed and wrongly accused; what was missed is counted but not given away.

    The misconception is that of the first claim that was believed.
    """
    ticked = set(names_in(answer, [claim.id for claim in exercise.claims], "claims"))
    found = [claim for claim in exercise.claims if claim.wrong and claim.id in ticked]
    missed = [claim for claim in exercise.claims if claim.wrong and claim.id not in ticked]
    accused = [claim for claim in exercise.claims if not claim.wrong and claim.id in ticked]
    details = [f"Wrong, as you say: “{claim.text}” {claim.feedback}" for claim in found]
    details += [f"This one is sound: “{claim.text}” {claim.feedback}" for claim in accused]
    wrong = len(found) + len(missed)
    if not missed and not accused:
        return Feedback("correct", f"All {wrong} wrong claims are found, and nothing sound is accused.", details=tuple(details))
    message = f"You found {len(found)} of {wrong} wrong claims{_accused(len(accused))}."
    believed = missed[0].misconception if missed else "sound-claim-doubted"
    return Feedback("partly" if found else "incorrect", message, believed, tuple(details))


def _accused(count: int) -> str:
    return f" and ticked {count} that {'is' if count == 1 else 'are'} sound" if count else ""


def mark_table(exercise: TableExercise, answer: object) -> Feedback:
    """Each wrong row is explained; rows left empty are counted."""
    given = parts_in(answer, [row.id for row in exercise.rows])
    details, misconceptions, right, empty = [], [], 0, 0
    for row in exercise.rows:
        if not given[row.id]:
            empty += 1
        elif given[row.id] == row.place:
            right += 1
        else:
            wrong = next((wrong for wrong in row.wrong if wrong.place == given[row.id]), None)
            if wrong is None:
                return Feedback("invalid", f"Choose one of: {', '.join(place.id for place in exercise.places)}.")
            details.append(f"“{row.text}” {wrong.feedback}")
            misconceptions.append(wrong.misconception)
    if right == len(exercise.rows):
        return Feedback("correct", f"All {right} are in their place.", details=tuple(row.why for row in exercise.rows))
    left = f" {empty} still {'has' if empty == 1 else 'have'} no place." if empty else ""
    message = f"{right} of {len(exercise.rows)} are in their place.{left}"
    return Feedback("partly" if right else "incorrect", message, misconceptions[0] if misconceptions else "", tuple(details))
