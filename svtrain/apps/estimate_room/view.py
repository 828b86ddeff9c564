"""Which page of the estimate room a person sees: their seat says it; without a seat it is a private exercise."""

from __future__ import annotations

import os

from IPython.display import display

from svtrain.apps.estimate_room.alone import Alone
from svtrain.apps.estimate_room.alone_view import AloneView
from svtrain.apps.estimate_room.facilitator import Facilitator
from svtrain.apps.estimate_room.facilitator_view import FacilitatorView
from svtrain.apps.estimate_room.participant_view import ParticipantView
from svtrain.apps.estimate_room.projector_view import ProjectorView
from svtrain.apps.estimate_room.state import Participant, RoomState
from svtrain.core.problems import CannotDo
from svtrain.room import Seat, my_seat
from svtrain.room.rules import FACILITATOR, PARTICIPANT, PROJECTOR
from svtrain.ui.live import Live

PAGES = {FACILITATOR: (Facilitator, FacilitatorView), PARTICIPANT: (Participant, ParticipantView), PROJECTOR: (RoomState, ProjectorView)}


def show(whole: bool = True) -> None:
    """Show the estimate room; ``whole=False`` for a place inside a lesson, where everybody estimates alone."""
    seat = my_seat() if whole else None
    display(AloneView(Alone()).render(whole) if seat is None else room_page(seat))


def room_page(seat: Seat):
    """The page of a seat, which follows its room from now on."""
    state_of, view_of = PAGES[_role(seat)]
    state = state_of(seat)
    state.refresh()
    live = Live(state)
    page = view_of(state, live).render()
    live.start()
    return page


def _role(seat: Seat) -> str:
    """What the seat is for; where the store cannot be asked, what the link said."""
    try:
        role = seat.place().role
    except CannotDo:
        role = os.environ.get("SVTRAIN_ROLE", "")
    return role if role in PAGES else PARTICIPANT
