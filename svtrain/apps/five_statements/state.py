"""What is true on the page of the five statements, alone or in a room."""

from __future__ import annotations

import secrets
from typing import Any

from traitlets import Dict, Unicode

from svtrain.core.problems import CannotDo
from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, REACTION, measures
from svtrain.room import Event, Seat
from svtrain.room.follower import Follower
from svtrain.room.rules import ANSWER, OPENED
from svtrain.room.seat import REFUSED

FORMS = (BEFORE, COMMITMENT, AFTER, REACTION)
NEEDED = {BEFORE: "Give a mark to each of the five statements.", AFTER: "Give a mark to each of the five statements.",
          REACTION: "Give at least one mark, or write a sentence.", COMMITMENT: "Write what you will do."}
LETTERS = "ABCDEFGHJKMNPQRTUVWXY"  # none that is taken for another, or for a digit
CODE_LETTERS, CODE_DIGITS = 4, 3
LONGEST = 1500
PARTS_OF_COMMITMENT = ("what", "contract", "by")


class FiveStatements(Follower):
    """The four forms of one person.

    ``typed`` holds raw text by ``"<form> <part>"``, ``given`` what was recorded, by form. In a room a form is sent when its
    activity is open; alone it is only kept. `press` makes one answer of a form, which stays in ``pending`` under one key
    until the room has it.
    """

    version = 1
    counts = False

    typed = Dict()
    given = Dict()
    problems = Dict(help="a sentence by form")
    pending = Dict(help="the answer that is on its way, or nothing")
    code = Unicode(help="the follow-up code of a commitment that was made just now")
    erased = Unicode(help="what became of a wish to be forgotten")

    def __init__(self, seat: Seat | None = None, **traits: Any):
        super().__init__(seat, **traits)

    @property
    def alone(self) -> bool:
        return self.seat is None

    # -- reading

    def parts(self, form: str) -> tuple[str, ...]:
        """The names of a form's fields."""
        asked = measures()
        if form in (BEFORE, AFTER):
            return tuple(each.id for each in asked.statements)
        if form == REACTION:
            return tuple(each.id for each in (*asked.reaction, *asked.open_questions))
        return PARTS_OF_COMMITMENT

    def shown(self, form: str, part: str) -> str:
        """What stands in a field: what was typed, else what was recorded."""
        typed = self.typed.get(f"{form} {part}")
        return str(self.given.get(form, {}).get(part, "")) if typed is None else typed

    def may_answer(self, form: str) -> bool:
        """Whether a form takes an answer now."""
        one = self.activities.get(form)
        return self.alone or (one is not None and one.state == OPENED)

    def is_shown(self, form: str) -> bool:
        """Whether a form stands on the page: alone they come one after another, in a room when they are opened."""
        if not self.alone:
            return form in self.activities
        return form == BEFORE or BEFORE in self.given

    def moved(self) -> list[tuple[str, int, int]]:
        """Each statement with its mark before and after, once both are given."""
        before, after = self.given.get(BEFORE), self.given.get(AFTER)
        if not before or not after:
            return []
        return [(each.text, before[each.id], after[each.id]) for each in measures().statements if each.id in before and each.id in after]

    # -- changing

    def type(self, form: str, part: str, text: str) -> None:
        """Take what a person typed or chose, as it is."""
        if text != self.shown(form, part):
            self.typed = {**self.typed, f"{form} {part}": text}
            self.revision += 1

    def press(self, form: str) -> bool:
        """Record a form, or make an answer for the room of it; False while something is missing."""
        answer, problem = self._answer(form)
        self.problems = {**self.problems, form: problem}
        if problem or not self.may_answer(form):
            self.revision += 1
            return False
        if form == COMMITMENT:
            self.code = answer["code"] = self.given.get(COMMITMENT, {}).get("code") or new_code()
        if self.alone:
            self.given = {**self.given, form: answer}
        else:
            self.pending = {"item": form, "round": self.activities[form].round, "key": secrets.token_hex(16), "payload": answer}
        self.revision += 1
        return True

    def _answer(self, form: str) -> tuple[dict, str]:
        """A form as the room takes it, or what is missing."""
        typed = {part: self.shown(form, part).strip() for part in self.parts(form)}
        long = next((part for part, text in typed.items() if len(text) > LONGEST), "")
        if long:
            return {}, f"One answer has {len(typed[long]):,} characters; the room takes {LONGEST:,}."
        marks = {part: int(text) for part, text in typed.items() if text in set("12345") and self._is_mark(form, part)}
        words = {part: text for part, text in typed.items() if text and not self._is_mark(form, part)}
        missing = {BEFORE: len(marks) < 5, AFTER: len(marks) < 5, REACTION: not marks and not words, COMMITMENT: "what" not in words}[form]
        return {**marks, **words}, NEEDED[form] if missing else ""

    def _is_mark(self, form: str, part: str) -> bool:
        return form in (BEFORE, AFTER) or (form == REACTION and any(each.id == part for each in measures().reaction))

    def settle(self, going: dict, error: CannotDo | None) -> None:
        """Take up what became of an attempt; unless it was recorded or refused for good, it stays pending."""
        message = error.problems[0].message if error else ""
        if error is None:
            self.given = {**self.given, going["item"]: going["payload"]}
        if (error is None or message in REFUSED.values()) and self.pending.get("key") == going["key"]:
            self.pending = {}
        self.problems = {**self.problems, going["item"]: message}
        self.revision += 1

    def forget_me(self) -> None:
        """Erase all that I sent to this room, and my seat in it."""
        self.seat.forget_me()

    def forgotten(self, error: str) -> None:
        """Take up what became of it."""
        if not error:
            self.given, self.typed, self.pending, self.code = {}, {}, {}, ""
        self.erased = error or "All that you sent to this room is erased, and your place in it is gone."
        self.revision += 1

    def _taken(self, fresh: tuple[Event, ...]) -> None:
        mine = {event.item: event.payload for event in fresh if event.kind == ANSWER and event.mine and event.item in FORMS}
        if mine:
            self.given = {**self.given, **mine}

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh; in a room, what was recorded is in the room."""
        return {"typed": self.typed, "given": self.given if self.alone else {}, "pending": self.pending}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        pending = saved["pending"]
        with self.hold_trait_notifications():
            self.typed = {str(name): str(text) for name, text in saved["typed"].items()}
            if self.alone:
                self.given = {form: answer for form, answer in saved["given"].items() if form in FORMS and isinstance(answer, dict)}
            self.pending = pending if {"item", "round", "key", "payload"} <= set(pending) and not self.alone else {}
            self.revision += 1


def new_code() -> str:
    """A code that says nothing about who it is, short enough to be written down.

    Examples
    --------
    >>> len(new_code()), new_code() != new_code()
    (8, True)
    """
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
    return f"{letters}-{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
