"""A workshop rehearsed by machine: a real server, real pages, scripted people, and a check of everything that they typed.

`Rehearsal` runs it. Some people sit at pages in a real browser (`browser`), the others walk the same HTTP and websocket
path without one (`wire`). Each types reasons with a word in them, and figures, that nobody else types; every message that
reaches any page is searched for those (`heard`). At the end the room's export and all that people took along are held
against the script (`check`).
"""

from svtrain.serve.rehearsal.run import Options, Rehearsal, Rehearsed

__all__ = ["Options", "Rehearsal", "Rehearsed"]
