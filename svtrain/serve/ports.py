"""Whether a port is free to listen on."""

from __future__ import annotations

import socket
import sys

from svtrain.core.problems import CannotDo, Problem

HOST = "127.0.0.1"


def port_is_free(port: int, host: str = HOST) -> bool:
    """True when nothing listens there and we may.

    Examples
    --------
    >>> with socket.socket() as other:
    ...     other.bind((HOST, 0))
    ...     other.listen()
    ...     port_is_free(other.getsockname()[1])
    False
    """
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def check_port(port: int, host: str = HOST) -> None:
    """Raise a sentence that says what to do when a port is taken.

    Raises
    ------
    CannotDo
        When the port is in use or not allowed.
    """
    if not port_is_free(port, host):
        other = port + 1 if port < 65535 else port - 1
        raise CannotDo(Problem(
            f"Port {port} is in use or not allowed; close the other program (perhaps a workshop that is still open) "
            f"or choose another with --port {other}."
        ))
