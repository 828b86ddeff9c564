"""How many files this process may have open: a room of people needs more than most systems give a program at first."""

from __future__ import annotations

import sys

WANTED = 65_536  # each page that is open takes about twelve: its line, and the sockets between the server and its kernel


def allow_many() -> int:
    """Ask for as many as the system lets a program ask for, up to what is wanted; give how many there may be now.

    Linux gives a program 1,024 and macOS 256, which is 80 pages and 20.

    Examples
    --------
    >>> allow_many() > 0
    True
    """
    if sys.platform == "win32":
        return WANTED  # Windows has no such limit on sockets
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if most == resource.RLIM_INFINITY else min(WANTED, most)
    if now == resource.RLIM_INFINITY or now >= wanted:
        return WANTED if now == resource.RLIM_INFINITY else now
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    except (OSError, ValueError):  # macOS says that there is no limit and has one all the same
        return now
    return wanted
