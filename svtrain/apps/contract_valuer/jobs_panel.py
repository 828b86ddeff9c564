"""Jobs entered one by one under a line's number, counted as full-time years."""

from __future__ import annotations

from svtrain.apps.contract_valuer import words
from svtrain.apps.contract_valuer.jobs import EVERY, FIRST, MOST
from svtrain.apps.contract_valuer.state import ContractValuer
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, NumberField, TextField
from svtrain.ui.layout import columns, results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words

LABELS = {"title": "What job", "persons": "Persons", "hours": "Hours a week", "weeks": "Weeks each"}
STEPS = {"persons": 1, "hours": 0.5, "weeks": 1}


class JobsPanel:
    """Shown under the quantity of a line; only the button puts its number into the line."""

    def __init__(self, app: ContractValuer):
        self.app, self.jobs = app, app.jobs
        self.rows: dict[tuple[str, str], _JobRow] = {}
        self._filling = False

    def build(self) -> Stack:
        """The panel's widgets."""
        self.whole = NumberField("Full time is", unit="hours a week", name="jobs.whole", step=0.5, hint=words.WHOLE_TIME)
        self.count = ChoiceField("What counts", name="jobs.count", hint=words.COUNTS_WHY, options=[(FIRST, words.COUNTS[FIRST]), (EVERY, words.COUNTS[EVERY])])
        for part, field in (("whole", self.whole), ("count", self.count)):
            field.on_value(lambda text, part=part: self._filling or self.jobs.type("", part, text))
        self.holder, self.said = Stack(_dom_classes=("sv-section",)), Words(live=True, name="jobs")
        self.add = Button("Add a job", on_click=self._add, name="add-job")
        self.use = Button("Put this number into the line", kind="main", on_click=self.jobs.use, name="use-jobs")
        self.more = Stack([columns(self.whole, self.count, narrowest="13rem"), results(self.said), row(self.use)], _dom_classes=("sv-section",))
        self.box = section("Jobs, counted as full-time years", self.holder, row(self.add), self.more, intro=words.JOBS)
        return self.box

    def _add(self) -> None:
        self.jobs.add()
        last = self.rows.get((self.app.line, self.jobs.kept["rows"][-1]["id"])) if self.jobs.kept["rows"] else None
        if last:
            last.fields["title"].send({"do": "focus"})

    def show(self) -> None:
        """Show the state again; a job's row stays where it is, so that nobody's place is lost."""
        app, kept = self.app, self.jobs.kept
        wanted = app.key == "quantity" and (self.jobs.fits or bool(kept["rows"]))
        hide(self.box, not wanted)
        if not wanted:
            return
        self._filling = True
        names = [(app.line, one["id"]) for one in kept["rows"]]
        self.rows = {name: self.rows.get(name) or _JobRow(self, name[1]) for name in names}
        for number, (name, one) in enumerate(zip(names, kept["rows"], strict=True), 1):
            self.rows[name].show(one, number, self.jobs.problems)
        children = tuple(self.rows[name].box for name in names)
        if self.holder.children != children:
            self.holder.children = children
        self.add.disabled = len(names) >= MOST
        hide(self.more, not names)
        self.whole.value, self.whole.problem, self.count.value = kept["whole"], self.jobs.problems.get("whole", ""), kept["count"]
        self.use.disabled = self.jobs.found is None or not self.jobs.fits
        self.said.say(words.jobs_words(app))
        self._filling = False


class _JobRow:
    """One job."""

    def __init__(self, panel: JobsPanel, job: str):
        jobs = panel.jobs
        self.fields = {"title": TextField(), **{part: NumberField(step=step) for part, step in STEPS.items()}}
        for part, field in self.fields.items():
            field.on_value(lambda text, part=part: panel._filling or jobs.type(job, part, text))
        self.gone = Button("Remove", on_click=lambda: jobs.drop(job))
        self.box = Stack([columns(*self.fields.values(), narrowest="7rem"), row(self.gone)], _dom_classes=("sv-section",))

    def show(self, given: dict[str, str], number: int, problems: dict[str, str]) -> None:
        for part, field in self.fields.items():
            field.label, field.name = f"{LABELS[part]} ({number})", f"job.{part}.{number}"
            field.value = given.get(part, "")
            typed = any(given.get(each, "").strip() for each in ("persons", "hours", "weeks"))
            field.problem = problems.get(f"{given['id']}.{part}", "") if typed else ""
        self.gone.name, self.gone.long_name = f"job.remove.{number}", f"Remove job {number}"
