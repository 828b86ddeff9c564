"""What the facilitator does: begins blocks, opens, counts, reveals and begins second rounds in the cockpit."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.apps.cockpit.words import STANDS
from svtrain.learn.plan import RunSheet
from svtrain.room.rules import OPENED, REVEALED
from svtrain.serve.rehearsal.heard import Ear
from svtrain.serve.rehearsal.people import CHOSEN, page_of
from svtrain.serve.rehearsal.script import named
from svtrain.serve.rehearsal.wire import WirePage


@dataclass
class Leader:
    """The facilitator: one page for the cockpit, which stays open, and one for the apps in which activities are first opened."""

    cockpit: WirePage
    desk: WirePage
    ear: Ear
    sheet: RunSheet

    async def begin(self, kind: str) -> None:
        """Begin the first block of a kind (``opening``, ``closing``) or step of the run sheet; None such, none begins."""
        blocks = self.sheet.blocks()
        index = next((number for number, block in enumerate(blocks) if kind in (block.kind, block.step)), None)
        if index is None:
            return
        await self.cockpit.choose("block", str(index))
        await self.cockpit.press("begin")
        await self.cockpit.says("where", blocks[index].title)

    async def open_form(self, item: str) -> None:
        """Open an activity of the block that goes on."""
        await self.cockpit.choose("activity", item)
        await self.cockpit.press("open")
        await self.cockpit.says("count", _stands(OPENED, 1))

    async def open_estimate(self) -> None:
        """Open the room's first estimate."""
        await self.desk.open(page_of("estimate-room"), "count")
        await self.desk.press("open")
        await self.desk.says("standing", "Round 1 is open")

    async def open_proxy(self) -> None:
        """Open the question of one proxy."""
        await self.desk.open(page_of("proxy-explorer"), "policy")
        await self.desk.press(f"begin-{CHOSEN}")
        await self.desk.press("open")
        await self.desk.says("room-told", "The question is open")

    async def open_marks(self) -> None:
        """Let the room mark one bidder's answer."""
        await self.desk.open(page_of("scoring-lab"), "headline")
        await self.desk.choose("marked", "A")
        await self.desk.press("room-open")
        await self.desk.says("handed", "can mark A now")

    async def reveal(self, item: str, round: int, answers: int) -> None:
        """Wait until the count is full, and reveal."""
        await self.cockpit.choose("activity", item)
        await self.cockpit.says("count", f"{answers} of", 60)
        await self.cockpit.says("count", _stands(OPENED, round))
        self.ear.reveal(named(item, round))
        await self.cockpit.press("reveal")
        await self.cockpit.says("count", _stands(REVEALED, round))

    async def again(self, item: str, round: int) -> None:
        """Let people answer once more."""
        await self.cockpit.choose("activity", item)
        await self.cockpit.press("second")
        await self.cockpit.says("count", _stands(OPENED, round))


def _stands(state: str, round: int) -> str:
    """How the cockpit says that an activity stands."""
    return f"{STANDS[state]}, round {round}"
