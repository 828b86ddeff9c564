"""Short codes into a workshop: six letters that people can read from a screen and type into a telephone."""

from __future__ import annotations

import hashlib
import hmac
import re

LETTERS = "ACDEFGHJKMNPQRTVWXY"  # none that is taken for another: no B, I, L, O, S, U, Z
LENGTH = 6


def code_from(secret: bytes, room: str, n: int) -> str:
    """The code of the workshop that was opened by event ``n`` of a room; 47 million are possible.

    Examples
    --------
    >>> code_from(b"a secret", "north", 1) == code_from(b"a secret", "north", 1) != code_from(b"a secret", "north", 2)
    True
    >>> len(code_from(b"a secret", "north", 1))
    6
    """
    number = int.from_bytes(hmac.new(secret, f"svtrain join code\n{room}\n{n}".encode(), hashlib.sha256).digest())
    letters = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)


def read_code(typed: str) -> str:
    """A code as it was meant: without spaces and hyphens, in capitals; empty when it cannot be one.

    Examples
    --------
    >>> read_code(" kdt-hmx "), read_code("KDT HM"), read_code("12")
    ('KDTHMX', '', '')
    """
    code = re.sub(r"[\s-]", "", typed).upper()
    return code if re.fullmatch(f"[{LETTERS}]{{{LENGTH}}}", code) else ""


def spaced(code: str) -> str:
    """A code as it is shown.

    Examples
    --------
    >>> spaced("KDTHMX")
    'KDT HMX'
    """
    return f"{code[:3]} {code[3:]}"
