"""What goes into the file about how a tender was scored."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.core.scoring.marking import Moderated
from svtrain.core.scoring.pairs import Pair, Skipped
from svtrain.core.scoring.score import Scoring
from svtrain.core.scoring.tender import Tender


@dataclass(frozen=True)
class TenderRecord:
    """A scored tender with the reasons behind it.

    ``tender`` has the bids as they were given; ``result`` and ``pairs`` were worked out from it, with the doubt that
    ``doubt`` says. ``reason`` is why these weights and formulae. ``versions`` says what it was made with.
    """

    tender: Tender
    result: Scoring
    pairs: tuple[Pair, ...]
    skipped: tuple[Skipped, ...] = ()
    reason: str = ""
    doubt: str = ""
    moderated: tuple[Moderated, ...] = ()
    notes: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
