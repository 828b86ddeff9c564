"""What the facilitator does: opens, counts and reveals, at the pages that the facilitator has."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.serve.rehearsal.heard import Ear
from svtrain.serve.rehearsal.people import CHOSEN, ESTIMATE, MARKS, page_of
from svtrain.serve.rehearsal.script import named
from svtrain.serve.rehearsal.wire import WirePage


@dataclass
class Leader:
    """The facilitator at a page."""

    page: WirePage
    ear: Ear

    async def open_estimate(self) -> None:
        """Open the room's first estimate."""
        await self.page.open(page_of("estimate-room"), "count")
        await self.page.press("open")
        await self.page.says("standing", "Round 1 is open")

    async def reveal_estimate(self, round: int, answers: int) -> None:
        """Wait until the count is full, and reveal."""
        await self.page.says("count", f"{answers} of", 60)
        self.ear.reveal(named(ESTIMATE, round))
        await self.page.press("reveal")
        await self.page.says("standing", f"Round {round} is over")

    async def second_round(self) -> None:
        """Let people estimate again."""
        await self.page.press("second")
        await self.page.says("standing", "Round 2 is open")

    async def open_proxy(self) -> None:
        """Open the question of one proxy."""
        await self.page.open(page_of("proxy-explorer"), "policy")
        await self.page.press(f"begin-{CHOSEN}")
        await self.page.press("open")
        await self.page.says("room-told", "The question is open")

    async def reveal_proxy(self, item: str, answers: int) -> None:
        """Wait until the count is full, and reveal."""
        await self.page.says("room", f"{answers} people have answered", 60)
        self.ear.reveal(named(item, 1))
        await self.page.press("reveal")
        await self.page.says("room-told", "The judgements are revealed")

    async def open_marks(self) -> None:
        """Let the room mark one bidder's answer."""
        await self.page.open(page_of("scoring-lab"), "headline")
        await self.page.choose("marked", "A")
        await self.page.press("room-open")
        await self.page.says("handed", "can mark A now")

    async def reveal_marks(self) -> None:
        """Show the room its marks."""
        self.ear.reveal(named(MARKS, 1))
        await self.page.press("room-reveal")
        await self.page.says("handed", "are shown to the room")
