"""What is seen of the supplier action plan. It reads the states and calls their verbs; it holds nothing."""

from __future__ import annotations

from datetime import date

from IPython.display import display

from svtrain.apps.supplier_plan import words
from svtrain.apps.supplier_plan.buyer import GROUPS, BuyerView
from svtrain.apps.supplier_plan.state import SupplierPlan
from svtrain.apps.supplier_plan.words import BUYER, INTRO, action_words, picture, plan_head, standing
from svtrain.core.supplier_plan import OPERATIONS, SECTORS, STATUSES
from svtrain.ui.autosave import keep, your_work
from svtrain.ui.button import Button, Download, made_or_told
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField, LongTextField, NumberField, TextField, TickField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import columns, page, results, row, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ActionFields(Stack):
    """One action of the plan, with the fields that its owner fills."""

    def __init__(self, app: SupplierPlan, action: str, number: int):
        self.app, self.action, self.number = app, action, number
        self.head = Words()
        self.fields = {"status": ChoiceField(f"Status ({number})", "todo", STATUSES.items(), name=f"status.{number}"), "due": TextField(f"Due ({number})", name=f"due.{number}"),
                       "owner": TextField(f"Who ({number})", name=f"owner.{number}")}
        self.note = LongTextField(f"Progress ({number})", rows=2, name=f"note.{number}")
        for part, field in (*self.fields.items(), ("note", self.note)):
            field.on_value(lambda text, part=part: app.set(action, part, text))
        super().__init__([self.head, columns(*self.fields.values(), narrowest="10rem"), self.note], _dom_classes=("sv-section",))

    def show(self) -> None:
        """What stands in each field, and what is wrong with it."""
        given = next(row for row in self.app.entries if row["action_id"] == self.action)
        self.head.say(action_words(self.app, self.action, self.number))
        for part, field in self.fields.items():
            field.value, field.problem = given[part], self.app.problems.get(f"{self.action}.{part}", "")
        self.note.value = given["note"]


class View:
    """The screen of one `SupplierPlan` and one `BuyerView`."""

    def __init__(self, app: SupplierPlan, buyer: BuyerView):
        self.app, self.buyer = app, buyer
        self.name = TextField("Name of the firm", name="name")
        self.sector = ChoiceField("Trade", "", [("", "Choose"), *SECTORS.items()], name="sector")
        self.people = NumberField("People who work here", step=1, hint="You too. Part-time people count.", name="people")
        self.ticks = {one: TickField(f"We {said}", name=f"does.{one}") for one, said in OPERATIONS.items()}
        self.may_name = TickField(words.MAY_NAME, name="may-name")
        self.file = FileField("A plan saved before", accept=".json,.xlsx", limit=500_000, on_file=self._open, hint="JSON, or the workbook from this page.")
        self.told, self.head, self.said = Words(live=True, name="told"), Words(live=True, name="plan"), Words(live=True, name="exports")
        self.holder, self.rows = Stack(_dom_classes=("sv-section",)), {}
        self.plans = FileField("A supplier's plan", accept=".json,.xlsx", limit=500_000, on_file=self._take, hint="One file for each supplier; a newer one replaces the older.")
        self.asked = LongTextField("Suppliers that you asked, one a line", rows=3, name="asked")
        self.named, self.taken = Words(name="named"), Words(live=True, name="taken")
        self.by = ChoiceField("Order by", buyer.by, GROUPS.items(), name="by")
        self.standing, self.chart, self.buyer_said = Words(live=True, name="standing"), Chart(name="by-group"), Words(live=True, name="buyer-told")

    def render(self, whole: bool = True) -> Stack:
        """Build the screen and keep it true to the states; ``whole`` gives it the heading of a page of its own."""
        self.kept = keep(self.app, "supplier-plan", on_loaded=self._show)
        self.kept_plans = keep(self.buyer, "supplier-plans-read", on_loaded=self._show_buyer, beside=self.kept)
        self._listen()
        self._show()
        self._show_buyer()
        parts = [section("The firm", columns(self.name, self.sector, self.people, narrowest="14rem"), Words(heading("What we do", 3)), columns(*self.ticks.values(), narrowest="16rem"),
                         Words(heading("Your name", 3)), self.may_name,
                         row(Button("Make the plan", kind="main", on_click=self._make, name="make")), self.told, self.file),
                 section("The plan", results(self.head), self.holder, row(Button("One more suggestion", on_click=self._more, name="more")))]
        if not whole:
            return Stack([*parts, self.kept], _dom_classes=("sv-section",))
        return page("Supplier action plan", INTRO, *parts, self._exports(), self._buyers(), your_work(self.kept))

    def _exports(self) -> Stack:
        return section("Take the plan along", row(
            Download("Download the workbook", "action-plan.xlsx", lambda: made_or_told(self.app.workbook, self.said), mime=XLSX, kind="main", name="xlsx"),
            Download("Download the plan as a page", "action-plan.html", lambda: made_or_told(self.app.page, self.said), mime="text/html", name="html"),
            Download("Download the plan for the buyer", "action-plan.json", lambda: made_or_told(self.app.handed, self.said), mime="application/json", name="json")), self.said,
            intro=words.HANDED)

    def _buyers(self) -> Stack:
        named = Stack([Words(heading("Suppliers by name", 3) + paragraph(words.NAMED_INTRO)), self.asked, self.named], _dom_classes=("sv-section",))
        return section("For the buyer: many plans together", self.plans, self.taken, self.by, results(self.standing), self.chart, named, row(
            Download("Download these sums as CSV", "plans-together.csv", self._sums, mime="text/csv", name="sums"),
            Download("Download named suppliers as CSV", "suppliers-named.csv", self._named, mime="text/csv", name="named-csv"),
            Button("Forget all plans", kind="danger", on_click=self.buyer.clear, name="forget")), self.buyer_said, self.kept_plans, intro=BUYER)

    # -- from the screen to the state

    def _listen(self) -> None:
        app = self.app
        for part in ("name", "sector", "people"):
            getattr(self, part).on_value(lambda text, part=part: app.describe(part, text))
        for one, field in self.ticks.items():
            field.on_value(lambda text, one=one: app.does(one, text == "yes"))
        self.may_name.on_value(app.allow_name)
        self.by.on_value(self.buyer.group_by)
        self.asked.on_value(self.buyer.ask)
        app.observe(lambda _: self._show(), "revision")
        self.buyer.observe(lambda _: self._show_buyer(), "revision")

    def _make(self) -> None:
        said = self.app.make()
        self.told.say(paragraph(said, "problem") if said else paragraph("The plan is below.", "good"))

    def _more(self) -> None:
        if not self.app.more():
            self.told.say(paragraph("No other suggestion fits this firm.", "note"))

    def _open(self, name: str, content: bytes) -> None:
        self.file.problem = "" if self.app.open_file(name, content) else self.app.refused

    def _take(self, name: str, content: bytes) -> None:
        taken = self.buyer.take(name, content)
        self.plans.problem = "" if taken else self.buyer.refused
        self.taken.say(paragraph(self.buyer.told, "good") if taken else "")

    def _sums(self) -> str | None:
        return made_or_told(self.buyer.table, self.buyer_said)

    def _named(self) -> str | None:
        return made_or_told(self.buyer.named_table, self.buyer_said)

    # -- from the state to the screen

    def _show(self) -> None:
        app = self.app
        for part in ("name", "sector", "people"):
            field = getattr(self, part)
            field.value = getattr(app, part)
            field.problem = app.problems.get(part, "") if field.value else ""
        for one, field in self.ticks.items():
            field.value = "yes" if one in app.operations else "no"
        self.may_name.value = app.named
        self.head.say(plan_head(app))
        ids = [given["action_id"] for given in app.entries]
        for number, one in enumerate(ids, 1):
            if one not in self.rows or self.rows[one][0] != number:
                self.rows[one] = number, ActionFields(app, one, number)
            self.rows[one][1].show()
        wanted = tuple(self.rows[one][1] for one in ids)
        if self.holder.children != wanted:
            self.holder.children = wanted

    def _show_buyer(self) -> None:
        today = date.today()
        self.by.value, self.asked.value = self.buyer.by, self.buyer.asked
        self.named.say(words.named(self.buyer, today))
        self.standing.say(standing(self.buyer, today))
        shown = picture(self.buyer, today)
        self.chart.show(shown, sentence="" if shown else "No chart before five suppliers stand behind a group.")


def show(whole: bool = True) -> None:
    """Show the page, where this person left off; ``whole=False`` for a place inside a lesson."""
    display(View(SupplierPlan(), BuyerView()).render(whole))
