"""Links into a room: signed by this server, good for one role, and for a limited time."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from itsdangerous import BadSignature

from svtrain.serve.seal import seal

ROLES = ("participant", "facilitator", "projector")
HOURS = 12
BAD_TRIES = 20
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link gives: a place in a room, in one role, until a time (seconds since 1970)."""

    room: str
    role: str
    team: str
    until: int


class RoomLinks:
    """Makes and reads the links.

    Examples
    --------
    >>> links = RoomLinks(b"a secret that only the server knows")
    >>> token = links.token("north", "participant", team="A")
    >>> links.read(token).room, links.read(token).role
    ('north', 'participant')
    >>> links.read(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    True
    """

    def __init__(self, secret: bytes):
        self._seal = seal(secret, "room link")

    def token(self, room: str, role: str = "participant", team: str = "", hours: float = HOURS) -> str:
        """The last part of the address ``/join/<token>``.

        Parameters
        ----------
        room, team
            As the room's store knows them.
        role
            ``participant``, ``facilitator`` or ``projector``.
        hours
            How long the link, and the place that it gives, last.

        Raises
        ------
        ValueError
            When there is no such role.
        """
        if role not in ROLES:
            raise ValueError(f"There is no role {role!r}; it is one of {', '.join(ROLES)}.")
        return self._seal.dumps([room, role, team, int(time.time() + hours * 3600)])

    def read(self, token: str) -> Invitation | None:
        """What a link gives, or None when it is forged or has run out."""
        try:
            room, role, team, until = self._seal.loads(token)
            found = Invitation(str(room), str(role), str(team), int(until))
        except (BadSignature, ValueError, TypeError):
            return None
        return found if found.role in ROLES and found.until > time.time() else None


class BadTries:
    """Counts tries by address, for a minute.

    Examples
    --------
    >>> tries = BadTries(most=2)
    >>> [tries.too_many("somewhere", at) for at in (0, 1, 2, 100)]
    [False, False, True, False]
    >>> tries.held_up("somewhere", 101), tries.held_up("elsewhere", 101)
    (False, False)
    """

    def __init__(self, most: int = BAD_TRIES, seconds: float = SECONDS):
        self._most, self._seconds = most, seconds
        self._seen: dict[str, deque[float]] = {}

    def too_many(self, address: str, now: float | None = None) -> bool:
        """Count a try; True when there were too many."""
        now = time.monotonic() if now is None else now
        if len(self._seen) > 10_000:  # somebody who changes address at every try must not fill the memory
            self._seen.clear()
        seen = self._seen.setdefault(address, deque(maxlen=self._most + 1))
        seen.append(now)
        return self._count(address, now) > self._most

    def held_up(self, address: str, now: float | None = None) -> bool:
        """True when no more tries are taken from there for now; nothing is counted."""
        return self._count(address, time.monotonic() if now is None else now) >= self._most

    def _count(self, address: str, now: float) -> int:
        seen = self._seen.get(address, deque())
        while seen and now - seen[0] > self._seconds:
            seen.popleft()
        return len(seen)
