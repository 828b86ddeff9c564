"""What reached whom, and when: every message to every page is searched for words and figures that only one person typed."""

from __future__ import annotations

import re
import secrets
import string
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

SIGN = re.compile(r"zq[a-z]{9}qz|(?<![\d.])0\.\d{6}(?!\d)|(?<![\d.])\d\d\.\d{4}%")
PRIVATE = float("inf")  # when something becomes everybody's that never does


def new_word(dice: Random | None = None) -> str:
    """A word that nobody writes by chance.

    Examples
    --------
    >>> bool(SIGN.fullmatch(new_word(Random(1))))
    True
    """
    return "zq" + "".join((dice or secrets.SystemRandom()).choices(string.ascii_lowercase, k=9)) + "qz"


@dataclass
class Ear:
    """Listens at every page.

    Examples
    --------
    >>> ear = Ear(clock=lambda: 3.0)
    >>> ear.own("P01", "deadweight", ["zqabcdefghiqz"])
    >>> ear.hear("P02", '{"reason": "said zqabcdefghiqz"}')
    >>> ear.early()
    [('P02', 'P01', 'deadweight')]
    >>> ear.reveal("deadweight", at=2.0)
    >>> ear.early()
    []
    """

    clock: Callable[[], float] = time.monotonic
    owners: dict[str, tuple[str, str]] = field(default_factory=dict)  # a sign: whose, and of which activity
    revealed: dict[str, float] = field(default_factory=dict)  # an activity and round: when
    first: dict[tuple[str, str], float] = field(default_factory=dict)  # who heard which sign: when first

    def own(self, who: str, what: str, signs: Iterable[str]) -> None:
        """Say whose some signs are, and what they were typed for."""
        for sign in signs:
            if self.owners.setdefault(sign, (who, what)) != (who, what):
                raise ValueError(f"{sign} is somebody's already")

    def hear(self, who: str, message: str) -> None:
        """Something reached a page."""
        now = self.clock()
        for sign in set(SIGN.findall(message)):
            self.first.setdefault((who, sign), now)

    def reveal(self, what: str, at: float | None = None) -> None:
        """From now on everybody may see what was typed for this."""
        self.revealed.setdefault(what, self.clock() if at is None else at)

    def early(self) -> list[tuple[str, str, str]]:
        """Who heard whose words, about what, before they were to be seen: (who, whose, what), each once."""
        found = set()
        for (who, sign), at in self.first.items():
            whose, what = self.owners.get(sign, (who, ""))
            if whose != who and at < self.revealed.get(what, PRIVATE):
                found.add((who, whose, what))
        return sorted(found)

    def heard(self, who: str, whose: str) -> set[str]:
        """For which activities somebody has heard another's words at all."""
        return {self.owners[sign][1] for listener, sign in self.first if listener == who and self.owners.get(sign, ("",))[0] == whose}
