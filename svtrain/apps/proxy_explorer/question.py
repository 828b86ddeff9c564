"""One proxy on the screen: passport, four cards, a first judgement, then its rivals, a second judgement and the room."""

from __future__ import annotations

from collections.abc import Callable

from svtrain.apps.proxy_explorer.form import Form
from svtrain.apps.proxy_explorer.judging import FIRST, NOW
from svtrain.apps.proxy_explorer.room_talk import give, lead, room_view
from svtrain.apps.proxy_explorer.state import ProxyExplorer
from svtrain.apps.proxy_explorer.words import CHOOSE, COMMIT, SECOND, apart_table, axis_picture, cards, passport, rivals_note, room_words, verdict_words
from svtrain.core.problems import CannotDo
from svtrain.room import Seat
from svtrain.ui.button import Button
from svtrain.ui.chart import Chart
from svtrain.ui.layout import columns, results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph


class Question(Stack):
    """Everything about the proxy that ``of`` names, kept true to the state by `refresh`.

    ``mark`` goes before the names of fields, where several proxies stand on one page.
    """

    def __init__(self, app: ProxyExplorer, of: Callable[[], str], seat: Seat | None = None, mark: str = ""):
        self.app, self.of, self.seat = app, of, seat
        self._asked = None
        self.passport, self.cards, self.none = Words(name=f"{mark}passport"), tuple(Words() for _ in range(4)), Words()
        self.card_row = columns(*self.cards, narrowest="15.8rem")
        self.judged = Words(live=True, name=f"{mark}judged")
        self.forms = {FIRST: Form(app, FIRST, of, mark), NOW: Form(app, NOW, of, mark)}
        self.first = section("Your first judgement", self.forms[FIRST], intro=COMMIT)
        self.rivals, self.apart, self.chart = Words(live=True, name=f"{mark}rivals"), Words(name=f"{mark}apart"), Chart(name=f"{mark}axis")
        self.second = section("Judge again", self.forms[NOW], row(Button("Take it out of our policy", on_click=lambda: app.withdraw(of()), name=f"{mark}withdraw")), intro=SECOND)
        self.chart_box = Stack([self.chart])
        self.reveal = section("What others say it is worth", results(self.rivals), self.chart_box, self.apart)
        self.room = self._room(mark) if seat else None
        super().__init__(_dom_classes=("sv-section",))
        self.refresh()

    def _room(self, mark: str) -> Stack:
        self.told, self.room_said = Words(live=True, name=f"{mark}room-told"), Words(live=True, name=f"{mark}room")
        hand_in = Button("Hand my judgement to the room", kind="main", on_click=self._give, name=f"{mark}give")
        try:
            leads = self.seat.place().role == "facilitator"
        except CannotDo:
            leads = False
        verbs = {"open": "Open this question to the room", "reveal": "Reveal the judgements", "again": "Open a second round"}
        buttons = [Button(text, on_click=lambda verb=verb: self._tell(lead(self.app, self.seat, self.of(), verb)), name=f"{mark}{verb}") for verb, text in verbs.items()]
        return section("In the room", row(*(buttons if leads else [hand_in])), self.told, self.room_said)

    def _give(self) -> None:
        self._tell(give(self.app, self.seat, self.of()))

    def _tell(self, text: str) -> None:
        self.told.say(paragraph(text))
        self.refresh_room()

    def refresh(self) -> None:
        """Show the state as it is now."""
        app, name = self.app, self.of()
        proxy = app.proxy(name)
        if proxy is None:
            self.none.say(paragraph(f"This bank does not hold {name}." if name else CHOOSE, "note"))
            self.children = (self.none,)
            return
        app.see(name)
        self.passport.say(passport(app, proxy))
        for card, words in zip(self.cards, cards(app, proxy), strict=True):
            card.say(words)
        one = app.verdicts(name)
        self.judged.say(verdict_words(one))
        for form in self.forms.values():
            form.show()
        found = app.rivals(name)
        self.rivals.say(rivals_note(app, name, found))
        self.apart.say(apart_table(found))
        picture = axis_picture(found)
        hide(self.chart_box, picture is None)
        if picture is not None:
            self.chart.show(picture)
        if (name, one) != self._asked:  # not at each keystroke: the room's store is asked
            self._asked = (name, one)
            self.refresh_room()
        hide(self.first, one is not None)
        # Always in this order: a browser draws again what has moved, and a press meanwhile would be lost.
        room, second = [self.room] if self.room else [], [self.second] if one else []
        wanted = (self.passport, self.card_row, self.first, self.judged, self.reveal, *room, *second)
        if self.children != wanted:
            self.children = wanted

    def refresh_room(self) -> None:
        """Show where the room stands."""
        if self.room is not None:
            self.room_said.say(room_words(room_view(self.app, self.seat, self.of())))
