"""What participants do at their pages, step by step, as people do it: they look, type, press, and wait for an answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from svtrain.apps.estimate_room.question import item_of
from svtrain.apps.proxy_explorer.words import BEGIN
from svtrain.apps.scoring_lab.panel import activity
from svtrain.apps.value_builder.view import START
from svtrain.data.starts import open_start
from svtrain.learn.measuring.measures import AFTER, BEFORE, REACTION, measures
from svtrain.serve.rehearsal.heard import Ear
from svtrain.serve.rehearsal.script import DECISIONS, LOSES_LINE, REFRESHES, Given, Part, named, signs
from svtrain.serve.rehearsal.wire import NotSeen, WirePage

SAVED = 1.0  # seconds after the last keystroke by which a page has saved it
ESTIMATE, PROXY, MARKS = item_of("a.deadweight"), "proxy-explorer", activity("A")
LEARNING, NEXT_STEPS, TAKE_ALONG = 3, 4, 5  # steps of the page for our approach
CHOSEN = next(iter(BEGIN))  # the proxy that everybody judges
READY = {"five-statements": "standing", "estimate-room": "standing", "proxy-explorer": "policy", "value-builder": "headline", "scoring-lab": "headline", "our-approach": "about-told"}


def page_of(app: str) -> str:
    return f"apps/{app}.ipynb"


@dataclass
class Participant:
    """A part of the script, at a page. ``given`` is what the room acknowledged, ``files`` what was taken along, ``lost`` what did not come back."""

    part: Part
    page: WirePage
    ear: Ear
    given: list[Given] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    typed: dict[str, dict] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    person: str = ""  # the server's name for them
    work: str = ""  # where the server keeps their work
    gone: bool = False

    async def open(self, app: str) -> None:
        """Open an app's page."""
        await self.page.open(page_of(app), READY[app])

    # -- the five statements

    async def fill_form(self, form: str) -> None:
        """Fill in one form of the five statements, and send it."""
        page, short, payload = self.page, form.partition(":")[2], self._answer_to(form)
        if page.path != page_of("five-statements"):
            await self.open("five-statements")
        for part, said in payload.items():
            await (page.choose if isinstance(said, int) else page.type)(f"{short}.{part}", str(said))
        await page.press(f"send-{short}")
        await page.says(f"note-{short}", "The room has it", 30)
        self.given.append(Given(self.part.name, form, 1, payload))

    def _answer_to(self, form: str) -> dict:
        """What this person marks and writes; words are unmistakable, and marks have none."""
        asked, dice = measures(), self.part.dice
        if form in (BEFORE, AFTER):
            low = 1 if form == BEFORE else 2
            return {each.id: dice.randint(low, low + 3) for each in asked.statements}
        (keep, word), (change, other) = self.part.reason(), self.part.reason()
        self.ear.own(self.part.name, named(form, 1), [word, other])
        if form == REACTION:
            return {**{each.id: self.part.mark() for each in asked.reaction}, "keep": keep.strip(), "change": change.strip()}
        return {"what": keep.strip(), "contract": f"Grounds maintenance, lot {dice.randint(1, 9)} ({other})", "by": "31 May"}

    # -- estimating

    async def estimate(self, round: int) -> None:
        """Give a range and a reason; who has a habit shows it."""
        page, (low, likely, high), (reason, word) = self.page, self.part.share(), self.part.reason()
        self.ear.own(self.part.name, named(ESTIMATE, round), (word, *signs(likely)))
        await page.says("standing", f"Round {round} is open")
        wanted = {"low": f"{low:.0%}", "likely": signs(likely)[1], "high": f"{high:.0%}"}
        for name, text in wanted.items():
            await page.type(name, text)
        if round == 1:
            await self._mishap(wanted)
        await page.type("reason", reason)
        if round == 2 and self.part.habit == LOSES_LINE:
            await page.press("send")  # and the line goes before an answer comes
            await self._away_after_press()
        else:
            await page.press("send")
        await self._acknowledged("sent", "The room has your estimate")
        if round == 2 and page.relay is not None:
            page.address = page.relay.server  # a better network from the next page on
        self.given.append(Given(self.part.name, ESTIMATE, round, {"low": low, "likely": likely, "high": high, "reason": reason}))

    async def _mishap(self, wanted: dict[str, str]) -> None:
        """A refresh, or a lost line, in the middle of typing; what was typed must come back."""
        if self.part.habit not in (REFRESHES, LOSES_LINE):
            return
        await asyncio.sleep(SAVED)
        if self.part.habit == REFRESHES:
            await self.page.reload("standing")
        else:
            await self._away()
        for name, text in wanted.items():
            if (found := await self.page.value(name)) != text:
                self.lost.append(f'{self.part.name} typed "{text}" into {name}; after it {self.part.habit.replace("loses", "lost").replace("refreshes", "was refreshed")} "{found}" stood there.')
                await self.page.type(name, text)

    async def _away(self) -> None:
        """Lose the network for a moment. In a browser one can go on typing meanwhile, and it must arrive afterwards."""
        await self.page.cut()
        if self.page.kind == "browser":
            await self.page.type("reason", "Typed while away")
        await asyncio.sleep(SAVED)
        await self.page.mend()

    async def _away_after_press(self) -> None:
        await self.page.cut()
        await asyncio.sleep(SAVED)
        await self.page.mend()

    async def _acknowledged(self, words: str, text: str) -> None:
        """Wait for the page to say so; else load it again and look once more."""
        try:
            await self.page.says(words, text, 20)
        except NotSeen:
            await self.page.reload(READY["estimate-room"])
            await self.page.says(words, text, 20)

    async def argue(self, round: int) -> None:
        """Read what the two ends of the room said."""
        await self.page.says("standing", f"Round {round} is over")
        await self.page.says("ends", "", 30)

    # -- judging a proxy

    async def judge(self, item: str) -> None:
        """Judge the proxy, and hand it in."""
        page, (reason, word), decision = self.page, self.part.reason(), self.part.dice.choice(DECISIONS)
        grade = self.part.dice.choice(("green", "amber", "red"))
        self.ear.own(self.part.name, named(item, 1), [word])
        await self.open("proxy-explorer")
        await page.press(f"begin-{CHOSEN}")
        await page.choose("first.decision", decision)
        await page.type("first.reason", reason)
        await page.choose("first.grade", grade)
        if decision == "adapt":
            await page.type("first.value", f"{self.part.dice.randint(100, 9000)}")
            await page.type("first.source", "Our own payroll")
        await page.press("first.record")
        await page.says("judged", "Your first judgement")
        await page.press("give")
        await page.says("room-told", "Your judgement is with the room")
        self.given.append(Given(self.part.name, item, 1, {"proxy": CHOSEN, "decision": decision, "reason": reason.strip(), "grade": grade}))

    async def take_policy(self) -> None:
        """Take the policy along, once the room has shown its judgements."""
        await self.page.says("room", "judged this proxy", 30)
        self.files["policy.yaml"] = await self.page.download("yaml")

    # -- valuing

    async def value(self) -> None:
        """Change two numbers of a real contract, and take the map along."""
        page, (_, share, _), years = self.page, self.part.share(), self.part.dice.randint(1, 4)
        line = self.part.dice.choice([one.id for one in open_start(START).outcomes])
        self.ear.own(self.part.name, "value-builder", signs(share))
        await self.open("value-builder")
        await page.choose("line", line)
        await page.type("deadweight", signs(share)[1])
        await page.type("duration_years", str(years))
        await asyncio.sleep(SAVED)
        self.typed["value-builder"] = {"line": line, "deadweight": signs(share)[1], "duration_years": str(years)}
        self.files["value-map.yaml"] = await page.download("download")
        self.files["headline"] = (await page.says("headline", "put in")).encode()

    # -- scoring a tender

    async def score(self) -> None:
        """Settle weights with a reason, mark an answer, and hand the mark in."""
        page, (reason, word), (why, private) = self.page, self.part.reason(), self.part.reason()
        mark, price = self.part.dice.randint(5, 95), self.part.dice.randint(30, 60)
        self.ear.own(self.part.name, named(MARKS, 1), [word])
        self.ear.own(self.part.name, "scoring-lab", [private])
        weights = {"price": price, "quality": 90 - price, "social_value": 10}
        await self.open("scoring-lab")
        for name, weight in weights.items():
            await page.type(f"weight.{name}", str(weight))
        await page.type("reason", why)
        await page.choose("marked", "A")
        await page.type("mark", str(mark))
        await page.type("mark.reason", reason)
        await page.press("commit")
        await page.says("told", "Your mark is in")
        await page.press("give")
        await page.says("handed", "Your marks are with the room")
        self.given.append(Given(self.part.name, MARKS, 1, {"bidder": "A", "mark": mark, "reason": reason.strip()}))
        self.typed["scoring-lab"] = {"weights": weights, "reason": why}
        self.files["tender.yaml"] = await page.download("yaml")

    async def take_marks(self) -> None:
        """Take in what the room has shown."""
        await self.page.press("from-room")
        await self.page.says("handed", "Taken in from the room")
        await asyncio.sleep(SAVED)  # a page that is closed sooner takes its last change along

    # -- writing the approach

    async def write_approach(self) -> None:
        """Say who we are, what we learned and what comes next, and take the page along."""
        page, (about, one), (learning, two) = self.page, self.part.reason(), self.part.reason()
        self.ear.own(self.part.name, "our-approach", [one, two])
        said = {"team": f"Team {self.part.name}", "about": about, "learning": learning, "step": "Ask three suppliers for their records", "owner": "The category lead"}
        await self.open("our-approach")
        await page.type("team", said["team"])
        await page.type("about", about)
        await page.step(LEARNING)
        await page.type("learning", learning)
        await page.step(NEXT_STEPS)
        await page.press("add-30")
        await page.type("step-0", said["step"])
        await page.type("owner-0", said["owner"])
        await page.step(TAKE_ALONG)
        self.typed["our-approach"] = said
        self.files["our-approach.yaml"] = await page.download("yaml")
        await asyncio.sleep(SAVED)
