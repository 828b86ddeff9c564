"""The first two steps of the contract valuer: taking a contract in hand, and what it may change."""

from __future__ import annotations

from svtrain.apps.contract_valuer import words
from svtrain.apps.contract_valuer.state import ContractValuer, Offer
from svtrain.data import practice
from svtrain.data.chosen_contracts import ChosenContract
from svtrain.data.outcome_suggestions import Suggestion
from svtrain.data.spend.table import cpv_words
from svtrain.data.starts import PRACTICE, starts
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, Field, NumberField, TextField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph

EMPTY = "empty:"


class ContractPanel:
    """Where a contract comes from, and its facts."""

    def __init__(self, app: ContractValuer):
        self.app = app

    def build(self) -> Stack:
        """The step's widgets."""
        app = self.app
        self.handed = Words(name="handed")
        self.all = Button("Take all of these in hand", kind="main", on_click=app.take_all_chosen, name="take-chosen")
        self.file = FileField("A file of contracts, or a value map", accept=".csv,.xlsx,.json,.yaml,.yml", on_file=self._take, limit=30_000_000,
                              hint="A register, contracts.csv, a map, or the workbook from here. It stays on this machine.")
        self.find = TextField("Find a contract in the file", name="find", hint="Words from its title, supplier, reference or category.")
        self.find.on_value(self._find)
        self.offered = ChoiceField("A contract from the file", name="offered")
        self.offer = Stack([self.find, row(self.offered, Button("Take this one", on_click=self._take_offered, name="take-offered"))])
        self.practice = ChoiceField("A practice contract", name="practice", options=_practice_options())
        self.facts = {"title": TextField("What the contract is called", name="title"), "supplier": TextField("Supplier", name="supplier"),
                      "buyer": TextField("Buyer", name="buyer"), "reference": TextField("Its reference", name="reference"),
                      "value": NumberField("Price over its whole life", unit="£", name="value", hint="It is what is put in."),
                      "division": ChoiceField(term="cpv", name="division", options=[("", "Choose"), *cpv_words().items()]),
                      "start": TextField("Starts", name="start", hint="Such as 1 April 2026."), "end": TextField("Ends", name="end"),
                      "place": TextField("Place", name="place")}
        for name, field in self.facts.items():
            field.on_value(lambda text, field=field, name=name: self._type(field, name, text))
        self.form = section("The contract in hand", columns(*self.facts.values(), narrowest="14rem"),
                            row(Button("Put this contract away", kind="danger", on_click=app.put_away, name="put-away")), intro=words.SUM_NOTE)
        take = section("Take a contract in hand", self.handed, row(self.all), self.file, self.offer,
                       row(self.practice, Button("Take it", on_click=self._take_practice, name="take-practice"),
                           Button("Begin with an empty form", on_click=app.take_blank, name="take-blank")))
        return Stack([take, self.form], _dom_classes=("sv-section",))

    _filling = False

    def _type(self, field: Field, name: str, text: str) -> None:
        """Take what was typed to the contract that it was typed for."""
        if self._filling:
            return
        if field.typed_about in ("", str(self.app.current)):
            self.app.type("", name, text)
        self.show()

    def _take(self, name: str, content: bytes) -> None:
        self.find.value = ""
        self.file.problem = "" if self.app.take_file(name, content) else " ".join(self.app.refused[:5])
        self.show()

    def _find(self, words: str) -> None:
        self.app.find(words)
        self.show()

    def _take_offered(self) -> None:
        if self.offered.value.isdecimal():
            self.app.take_offered(int(self.offered.value))

    def _take_practice(self) -> None:
        if self.practice.value.startswith(EMPTY):
            self.app.take_practice(self.practice.value.removeprefix(EMPTY))
        elif self.practice.value:
            self.app.take_start(self.practice.value)

    def show(self) -> None:
        """Show the state again."""
        app = self.app
        chosen = app.chosen()
        self.handed.say(paragraph(f"From the spend explorer: {'; '.join(one.title or 'no title' for one in chosen)}.") if chosen
                        else paragraph(words.NOTHING_CHOSEN, "note"))
        self.all.disabled = not chosen
        hide(self.offer, not app.offered_from)
        self.offered.hint = app.offered_from
        options = [("", "Choose"), *((str(place), words.option_words(ChosenContract(**one))) for place, one in enumerate(app.offered))]
        if [list(one) for one in options] != self.offered.options:
            with self.offered.hold_sync():
                self.offered.value, self.offered.options = "", options
        hide(self.form, not app.desk)
        self.facts["value"].hint = words.price_hint(app)
        self._filling = True
        for name, field in self.facts.items():
            field.fill(app.shown("", name), str(app.current))
            field.problem = app.problem("", name)
        self._filling = False


def _practice_options() -> list[tuple[str, ...]]:
    empty = [(f"{EMPTY}{one.slug}", one.title, "As a register gives it, nothing valued") for one in practice().contracts]
    return [("", "Choose"), *empty, *((start, title, "With its map filled in") for start, title, _ in starts() if start.startswith(PRACTICE))]


class OffersPanel:
    """What such a contract often changes: each suggestion with its reason, to be taken or refused."""

    def __init__(self, app: ContractValuer):
        self.app = app
        self._cards: dict[str, _Card] = {}
        self._place = -1

    def build(self) -> Stack:
        """The step's widgets."""
        self.note, self.cards = Words(name="offers"), Stack(_dom_classes=("sv-section",))
        own = Button("Add a line of our own", on_click=self.app.own_line, name="own-line")
        return section("What may it change?", self.note, self.cards, row(own))

    def show(self) -> None:
        """Show the state again; a card stays where it is, so that nobody's place on the page is lost."""
        app = self.app
        offers = app.offers()
        said = words.NO_CONTRACT if app.desk is None else words.WHY if offers else words.NO_KIND
        self.note.say(paragraph(said, "" if offers else "note"))
        if self._place != app.current or [offer.suggestion for offer in offers] != [card.suggestion for card in self._cards.values()]:
            self._place = app.current
            self._cards = {offer.suggestion.id: _Card(app, offer.suggestion) for offer in offers}
            self.cards.children = [columns(*(card.box for card in self._cards.values()), narrowest="20rem")] if offers else []
        for offer in offers:
            self._cards[offer.suggestion.id].show(offer)


class _Card:
    """One suggestion."""

    def __init__(self, app: ContractValuer, suggestion: Suggestion):
        name, self.suggestion = suggestion.id, suggestion
        self.words, self.reason = Words(name=f"offer-{name}"), TextField("Why not?", name=f"refuse-{name}.reason")
        self.reason.on_value(lambda text: app.reword(name, text))
        self.ways = Stack([
            row(Button("Take it", long_name=f"Take it: {suggestion.outcome}", kind="main", on_click=lambda: app.accept(name), name=f"accept-{name}")),
            row(self.reason, Button("Refuse it", long_name=f"Refuse it: {suggestion.outcome}", on_click=lambda: app.refuse(name, self.reason.value),
                                    name=f"refuse-{name}"))])
        self.box = Stack([self.words, self.ways])

    def show(self, offer: Offer) -> None:
        self.words.say(words.offer_words(offer))
        hide(self.ways, offer.state == "taken")
        if offer.state == "refused" and not self.reason.value:
            self.reason.value = offer.reason
