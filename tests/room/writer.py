"""A process that answers as one person or several, and says on standard output what was confirmed."""

from __future__ import annotations

import sys
import threading

from svtrain.room import Seat


def answers(address: str, token: str, count: int) -> None:
    seat = Seat(token, address, connections=1)
    for number in range(count):
        done = seat.answer("a", {"likely": number}, key=f"press-{number}")
        sys.stdout.write(f"{number} {done.n}\n")  # one write a line: several threads share the stream
        sys.stdout.flush()
    seat.close()


if __name__ == "__main__":
    address, count, *tokens = sys.argv[1:]
    threads = [threading.Thread(target=answers, args=(address, token, int(count))) for token in tokens]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
