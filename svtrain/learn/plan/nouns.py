"""What a run sheet is made of."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Noun(BaseModel):
    """Every part refuses keys that it does not know, so a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(_Noun):
    """One exercise inside a block; ``minutes`` is the time to plan for."""

    exercise: str
    title: str
    minutes: int = Field(ge=1, le=600)


class Block(_Noun):
    """A stretch of a session with one purpose.

    ``minutes`` is what the block takes, ``starts`` the minute of the session in which it begins. ``page`` is the
    notebook to open, ``cut_first`` what to leave out when late, in that order.
    """

    id: str = Field(pattern=r"^[a-z0-9]+([-/][a-z0-9]+)*$")
    kind: Literal["opening", "lesson", "break", "lunch", "closing"]
    title: str
    starts: int = Field(ge=0, le=1440)
    minutes: int = Field(ge=1, le=600)
    step: Literal["", "explore", "challenge", "apply"] = ""
    page: str = ""
    purpose: str = ""
    checkpoint: str = ""
    parts: tuple[Part, ...] = ()
    cut_first: tuple[str, ...] = ()
    in_room: str = ""
    online: str = ""
    homework: str = ""
    planned_from: str = ""


class Session(_Noun):
    """What is done in one sitting, in order; ``homework`` is what people take on until the next."""

    title: str
    minutes: int = Field(ge=1, le=1440)
    blocks: tuple[Block, ...] = Field(min_length=1)
    homework: tuple[str, ...] = ()


class RunSheet(_Noun):
    """A whole plan: one session, or several with homework between them."""

    title: str
    name: str = ""
    steps: tuple[Literal["explore", "challenge", "apply"], ...]
    sessions: tuple[Session, ...] = Field(min_length=1)

    @property
    def minutes(self) -> int:
        """All sessions together, in minutes."""
        return sum(session.minutes for session in self.sessions)

    def blocks(self) -> tuple[Block, ...]:
        """Every block of every session, in order."""
        return tuple(block for session in self.sessions for block in session.blocks)

    def pages(self) -> tuple[str, ...]:
        """The notebooks that the plan opens, each once."""
        return tuple(dict.fromkeys(block.page for block in self.blocks() if block.page))
