"""What is seen of the team mirror. It reads the state and calls its verbs; it holds nothing and adds nothing up."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.team_mirror.facts import FACTS, KINDS
from svtrain.apps.team_mirror.state import TeamMirror
from svtrain.apps.team_mirror.words import CHARTED, HOW_COMPARED, NOT_SHOWN, chart, close_look, nearest_note, sides
from svtrain.data.teams_data import teams
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, LongTextField, NumberField, TextField, TickField
from svtrain.ui.layout import columns, page, results, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph


class View:
    """The screen of one `TeamMirror`."""

    def __init__(self, mirror: TeamMirror):
        self.mirror = mirror
        self.name = TextField("What to call your team", hint="For example: Our team.", name="name")
        self.kind = ChoiceField("What kind of body you buy for", "", [("", "Choose"), *KINDS.items()], name="kind")
        self.fields = {fact.key: (NumberField if fact.key != "threshold" else TextField)(fact.name, unit=fact.unit, hint=fact.hint, name=fact.key)
                       for fact in FACTS}
        self.ticks = {tool: TickField(name, "no", name=f"uses-{tool}") for tool, name in mirror.tools()}
        self.fact = ChoiceField("Show as bars", CHARTED[0].key, [(fact.key, fact.name) for fact in CHARTED], name="fact")
        self.team = ChoiceField("The team to look at", mirror.chosen, [(team.id, team.name) for team in teams()], name="team")
        self.lesson = LongTextField("What could you take from them, and what does not carry over?", rows=3, name="lesson",
                                    hint="Write it before you talk with others.")
        self.table, self.nearest, self.close = Words(name="sides"), Words(live=True, name="nearest"), Words(name="close")
        self.chart = Chart(name="beside")

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the state; ``whole`` gives it the heading of a page of its own."""
        self.kept = keep(self.mirror, "team-mirror", on_loaded=self._opened)
        self._listen()
        self._opened()
        parts = self._parts()
        if not whole:
            return Stack([*parts, self.kept])
        return page("Team mirror", "See your team beside the seven teams of the Social Value Project 2020, on facts.", *parts, your_work(self.kept))

    def _parts(self) -> list[Stack]:
        tools = section("What you use today", columns(*self.ticks.values(), narrowest="16rem"))
        return [
            section("Your team", columns(self.name, self.kind, *self.fields.values(), narrowest="15rem"),
                    intro="Give what you know and leave the rest empty. What you leave empty is never guessed."),
            tools,
            section("Side by side", self.table, self.fact, self.chart),
            section("Which team is most like yours?", results(self.nearest), Words(paragraph(HOW_COMPARED, "note"))),
            section("One team, closely", self.team, self.close, self.lesson),
            section("What this does not show", *(Words(paragraph(text)) for text in NOT_SHOWN)),
        ]

    def _listen(self) -> None:
        mirror = self.mirror
        self.name.on_value(lambda text: self._named(text))
        self.kind.on_value(mirror.choose_kind)
        for key, field in self.fields.items():
            field.on_value(lambda text, key=key: mirror.type(key, text))
        for tool, field in self.ticks.items():
            field.on_value(lambda text, tool=tool: mirror.tick(tool, text == "yes"))
        self.fact.on_value(lambda _: self._show_chart())
        self.team.on_value(lambda team: setattr(mirror, "chosen", team) if team else None)
        self.lesson.on_value(lambda text: setattr(mirror, "lesson", text))
        mirror.observe(lambda _: self._show(), "revision")
        mirror.observe(lambda _: self.close.say(close_look(mirror)), "chosen")

    def _named(self, text: str) -> None:
        self.mirror.name = text
        self._show()

    def _opened(self) -> None:
        mirror = self.mirror
        self.name.value, self.kind.value, self.lesson.value, self.team.value = mirror.name, mirror.kind, mirror.lesson, mirror.chosen
        for tool, field in self.ticks.items():
            field.value = "yes" if tool in mirror.uses else "no"
        self._show()

    def _show(self) -> None:
        mirror = self.mirror
        for key, field in self.fields.items():
            field.value, field.problem = mirror.shown(key), mirror.problem(key)
        self.table.say(sides(mirror))
        self.nearest.say(nearest_note(mirror))
        self.close.say(close_look(mirror))
        self._show_chart()

    def _show_chart(self) -> None:
        self.chart.show(chart(self.mirror, self.fact.value or CHARTED[0].key))


def show(whole: bool = True) -> None:
    """Show the team mirror, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(TeamMirror()).render(whole))
