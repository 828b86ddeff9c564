"""Who is asking: a signed cookie that names a person by a random number, and nothing else about them.

A kernel learns for whom it works from its environment:

``SVTRAIN_PERSON``  the person's random name, stable for this browser
``SVTRAIN_WORK``    the folder for saved work
``SVTRAIN_ROOM``, ``SVTRAIN_TEAM``, ``SVTRAIN_ROLE``  what a room's link gave them; absent outside a room
``SVTRAIN_SEAT``, ``SVTRAIN_STORE``  their seat in the room, and where its store lies for them; absent outside a room
``SVTRAIN_STATIC``  where this server offers the plotly.js that charts are drawn with
``SVTRAIN_PAGE``    the notebook that is being shown, relative to the folder of notebooks
"""

from __future__ import annotations

import os
import re
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from itsdangerous import BadSignature
from tornado.web import RequestHandler

from svtrain.core.problems import CannotDo, Problem
from svtrain.serve.seal import seal

COOKIE = "svtrain-person"
IN_A_ROOM = "svtrain-in-a-room"  # for the page's own script: it asks for the room's news only where there is a room
DAYS = 365  # from the last visit: the cookie is written anew as people come back
WRITTEN_ANEW_AFTER = 7  # days
NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class Person:
    """A visitor; ``id`` is random and says nothing about who they are. What a room's link gave them ends at ``until``."""

    id: str
    room: str = ""
    team: str = ""
    role: str = ""
    until: int = 0
    seat: str = ""  # a random number, from which the server works out the seat's token

    def environment(self) -> dict[str, str]:
        """What their kernel is told about them."""
        told = {"SVTRAIN_PERSON": self.id, "SVTRAIN_ROOM": self.room, "SVTRAIN_TEAM": self.team, "SVTRAIN_ROLE": self.role}
        return {name: value for name, value in told.items() if value}


class People:
    """Reads and writes the cookie.

    Examples
    --------
    >>> people = People(b"a secret that only the server knows")
    >>> person = Person("a-random-name-of-a-person", room="north")
    >>> people.opened(people.sealed(person)) == person
    True
    >>> people.opened("forged") is None
    True
    """

    def __init__(self, secret: bytes):
        self._seal = seal(secret, "person")

    def sealed(self, person: Person) -> str:
        return self._seal.dumps({key: value for key, value in asdict(person).items() if value})

    def opened(self, text: str | None) -> Person | None:
        """The person whom a cookie names, or None when it is missing, old or forged."""
        found = self._read(text)
        return found[0] if found else None

    def _read(self, text: str | None) -> tuple[Person, float] | None:
        """Whom a cookie names, and how many days ago it was written."""
        try:
            said, written = self._seal.loads(text or "", max_age=DAYS * 86400, return_timestamp=True)
            person = Person(**said)
        except (BadSignature, TypeError):
            return None
        if not NAME.fullmatch(person.id):
            return None
        if person.until and person.until < time.time():
            person = Person(person.id)
        return person, (time.time() - written.timestamp()) / 86400

    def known(self, handler: RequestHandler) -> Person | None:
        return self.opened(handler.get_cookie(COOKIE))

    def greet(self, handler: RequestHandler) -> Person:
        """The person who asks; a new one gets a name and a cookie, and who has not come for a while a new cookie for the same name."""
        person, days = self._read(handler.get_cookie(COOKIE)) or (Person(secrets.token_urlsafe(18)), DAYS)
        if days > WRITTEN_ANEW_AFTER:
            self.remember(handler, person)
        return person

    def remember(self, handler: RequestHandler, person: Person) -> None:
        # Lax, not Strict: a link in an e-mail must open the work of the person who follows it, not that of a stranger.
        handler.set_cookie(
            COOKIE, self.sealed(person), path=handler.settings["base_url"], expires_days=DAYS, httponly=True,
            samesite="Lax", secure=handler.request.protocol == "https",
        )
        if person.room:
            handler.set_cookie(IN_A_ROOM, person.role or "yes", path=handler.settings["base_url"], expires_days=DAYS, samesite="Lax")
        elif handler.get_cookie(IN_A_ROOM):
            handler.clear_cookie(IN_A_ROOM, path=handler.settings["base_url"])


def server_secret(work: Path, file: str | os.PathLike | None = None) -> bytes:
    """The key that signs cookies and links: made once, kept with the work, readable by its owner only.

    Parameters
    ----------
    work
        The folder for saved work.
    file
        Where the key lies instead; servers that share a room share it. By default ``SVTRAIN_SECRET_FILE``.

    Raises
    ------
    CannotDo
        When the file cannot be used, or others than its owner may read it.
    """
    file = file or os.environ.get("SVTRAIN_SECRET_FILE")
    path = Path(file) if file else work / "server" / "secret"
    try:
        secret = _made_once(path)
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise CannotDo(Problem(f"Others may read this key. Let its owner alone do so: chmod 600 {path}", "--secret-file", str(path)))
    except OSError as error:
        raise CannotDo(Problem(f"The server's key cannot be used: {(error.strerror or 'it cannot be opened').lower()}.", "--secret-file", str(path))) from None
    return secret


def _made_once(path: Path) -> bytes:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
    except FileExistsError:
        pass
    secret = path.read_bytes().strip()
    if len(secret) < 32:  # a first start that was cut short left half a key
        path.unlink()
        return _made_once(path)
    return secret
