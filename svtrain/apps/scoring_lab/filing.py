"""What goes into the file: the scored tender with its reasons, marks and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svtrain import __version__
from svtrain.apps.scoring_lab.rows import DRAWS, OUT, SAME, SEED, SILLY, share_typed
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.scoring import TenderRecord

if TYPE_CHECKING:
    from svtrain.apps.scoring_lab.state import ScoringLab


def record_of(app: ScoringLab) -> TenderRecord:
    """The record of what the lab shows now; see `ScoringLab.record`."""
    if app.result is None:
        raise CannotDo([Problem(sentence, field) for field, sentence in app.problems.items()])
    if app.licensed:
        raise CannotDo([Problem(f"Nothing was exported: {why}") for why in app.licensed])
    doubt = ""
    if share_typed(app.doubt)[0]:
        doubt = f"Prices of promises may be off by {app.doubt.strip()}, {'all alike' if app.doubt_kind == SAME else 'each bid on its own'}."
    notes = [f"{row.get('bidder', '').strip()} is made up by the lab." for row in app.bids if row.get(SILLY) == "yes" and row.get(OUT) != "yes"]
    notes += [f"{row.get('bidder', '').strip()} is left out." for row in app.bids if row.get(OUT) == "yes"]
    moderated = tuple(one for one in app.panel.moderated() if one.bidder in app.bidders() and one.spread)
    return TenderRecord(app.tender, app.result, tuple(app.pairs), tuple(app.skipped), app.reason, doubt, moderated,
                        (*app.notes, *notes), (f"svtrain {__version__}", f"{DRAWS:,} draws, seed {SEED}"))
