"""What is true in the tool chooser. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from traitlets import HasTraits, Int, Tuple, Unicode

from svtrain.apps.tool_chooser.tools import HAVE, NEEDS, Tool, tools
from svtrain.data.systems_data import Stage, stages

LEAST = 2  # a list of one would be a winner


@dataclass(frozen=True, slots=True)
class Fit:
    """How one tool stands to a need: what speaks for it, what against it, and what it would still ask of you."""

    tool: Tool
    for_it: tuple[str, ...]
    against_it: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def answers(self) -> bool:
        """It does what was asked for, at the moment that was named."""
        return bool(self.for_it) and not self.against_it


@dataclass(frozen=True, slots=True)
class Findings:
    """Tools in two lists, each by name. ``widened`` says why tools that do not fully fit were let in."""

    looks_right: tuple[Fit, ...]
    not_now: tuple[Fit, ...]
    widened: str = ""


class ToolChooser(HasTraits):
    """A need, a moment and what is at hand, against every tool.

    There is no ranking: tools come by name, each with what it hides, and never fewer than two.

    Examples
    --------
    >>> chooser = ToolChooser(need="price", stage="tender")
    >>> [fit.tool.name for fit in chooser.findings.looks_right]
    ['National TOMs (themes, outcomes, measures)', 'Social Value Portal']
    >>> next(fit for fit in chooser.findings.not_now if fit.tool.id == "social-value-engine").against_it[0]
    'It does not help much at this moment; it helps most at: Design the service.'
    """

    version = 1

    need = Unicode()
    stage = Unicode()
    pounds = Unicode(help="yes, no, or nothing for either")
    have = Tuple()
    first = Unicode()
    second = Unicode()
    reason = Unicode(help="why the person leans to one of the two, and what they give up")
    revision = Int(help="goes up at the end of each recalc, when everything else is in place")

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.tools = tools()
        self.stages: tuple[Stage, ...] = stages()
        self.findings = Findings((), ())
        self.recalc()
        self.observe(lambda _: self.recalc(), ["need", "stage", "pounds", "have"])

    # -- reading

    def tool(self, tool_id: str) -> Tool | None:
        """One tool by its id."""
        return next((tool for tool in self.tools if tool.id == tool_id), None)

    def stage_name(self, stage_id: str) -> str:
        return next((stage.name for stage in self.stages if stage.id == stage_id), "")

    def pair(self) -> tuple[Tool, ...]:
        """The two tools that are looked at closely; fewer while they are not chosen or are the same."""
        found = (self.tool(self.first), self.tool(self.second))
        return tuple(dict.fromkeys(tool for tool in found if tool))

    @property
    def asked(self) -> bool:
        """Whether anything has been asked for yet."""
        return bool(self.need or self.stage or self.pounds)

    # -- changing

    def tick(self, thing: str, there: bool) -> None:
        """Say whether something is at hand."""
        self.have = tuple(one for one in HAVE if (there if one == thing else one in self.have))

    # -- the comparison

    def recalc(self) -> None:
        """Set every tool against the need."""
        fits = [self._fit(tool) for tool in self.tools]
        right = [fit for fit in fits if fit.answers]
        widened = ""
        if self.asked and len(right) < LEAST:
            right = self._widened(fits)
            widened = "Fewer than two tools fit everything you asked, so the nearest are shown too, with what stands against them."
        shown = {fit.tool.id for fit in right}
        self.findings = Findings(
            tuple(sorted(right, key=lambda fit: fit.tool.name.casefold())), tuple(fit for fit in fits if fit.tool.id not in shown), widened)
        self.revision += 1

    def _widened(self, fits: list[Fit]) -> list[Fit]:
        """The nearest tools, at least two: those that serve the need first, then those with the least against them."""
        def distance(fit: Fit) -> tuple[bool, int]:
            return (bool(self.need) and self.need not in fit.tool.serves, len(fit.against_it))

        second = sorted(map(distance, fits))[LEAST - 1]
        return [fit for fit in fits if distance(fit) <= second]

    def _fit(self, tool: Tool) -> Fit:
        for_it, against = [], []
        if self.need:
            (for_it if self.need in tool.serves else against).append(
                f"It serves to: {_low(NEEDS[self.need])}." if self.need in tool.serves else f"It is not made to: {_low(NEEDS[self.need])}.")
        if self.stage:
            best = self.stage_name(tool.best_at)
            if tool.best_at == self.stage:
                for_it.append(f"This is its best moment. {tool.why_there}")
            elif self.stage in tool.helps_at:
                for_it.append(f"It helps at this moment, though most at: {best}.")
            else:
                against.append(f"It does not help much at this moment; it helps most at: {best}.")
        if self.pounds:
            gives = "It gives values in pounds." if tool.prices else "It gives no values in pounds."
            (for_it if tool.prices == (self.pounds == "yes") else against).append(gives)
        missing = tuple(HAVE[thing] for thing in tool.wants if thing not in self.have)
        return Fit(tool, tuple(for_it), tuple(against), missing)

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {"need": self.need, "stage": self.stage, "pounds": self.pounds, "have": list(self.have), "first": self.first,
                "second": self.second, "reason": self.reason}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work; what no longer exists is left out."""
        with self.hold_trait_notifications():
            self.need = saved["need"] if saved["need"] in NEEDS else ""
            self.stage = saved["stage"] if self.stage_name(saved["stage"]) else ""
            self.pounds = saved["pounds"] if saved["pounds"] in {"yes", "no"} else ""
            self.have = tuple(one for one in HAVE if one in saved["have"])
            self.first, self.second = (one if self.tool(one) else "" for one in (saved["first"], saved["second"]))
            self.reason = str(saved["reason"])


def _low(text: str) -> str:
    return text[0].lower() + text[1:]
