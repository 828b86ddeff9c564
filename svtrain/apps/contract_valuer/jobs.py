"""Jobs behind a line's number: what was typed of each, read and counted as full-time years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svtrain.core.job_years import WHOLE_TIME, Job, JobYears, job_years
from svtrain.core.monitoring import in_years
from svtrain.core.typed_fields import plain
from svtrain.core.typed_numbers import NotANumber, number_from

if TYPE_CHECKING:
    from svtrain.apps.contract_valuer.state import ContractValuer

MOST = 12  # jobs behind one line
PARTS = ("title", "persons", "hours", "weeks")
LIMITS = {"persons": 100_000, "hours": 100, "weeks": 1_040, "whole": 100}
FIRST, EVERY = "first", "every"
COUNTED = "Counted from jobs: "  # how a reason begins that was written here
UNIT = "FTE year"


class Jobs:
    """The jobs behind the line in hand. Nothing here changes the line until `use` is called.

    Examples
    --------
    >>> from svtrain.apps.contract_valuer.state import ContractValuer
    >>> app = ContractValuer()
    >>> app.take_blank()
    >>> app.own_line()
    >>> app.jobs.add()
    >>> for part, text in (("persons", "4"), ("hours", "18.5"), ("weeks", "26")):
    ...     app.jobs.type("1", part, text)
    >>> app.jobs.found.fte_years
    1.0
    >>> app.jobs.use()
    >>> app.shown("own", "quantity.likely")
    '1'
    """

    def __init__(self, app: ContractValuer):
        self.app = app

    # -- reading

    @property
    def kept(self) -> dict[str, Any]:
        """What was typed for the line in hand: ``rows``, ``whole`` (hours of a full-time week) and ``count``."""
        desk = self.app.desk
        typed = desk.get("jobs", {}).get(self.app.line, {}) if desk else {}
        return {"rows": [], "whole": plain(WHOLE_TIME), "count": FIRST, **typed}

    @property
    def problems(self) -> dict[str, str]:
        """A sentence by field: ``1.hours`` for a job, ``whole`` for the full-time week."""
        return self._read()[1]

    @property
    def found(self) -> JobYears | None:
        """The jobs counted; None while one of them is unfinished or wrong, or there is none."""
        jobs, problems, whole = self._read()
        return None if problems or not jobs else job_years(jobs, whole, self.kept["count"] == FIRST)

    @property
    def fits(self) -> bool:
        """Whether the line in hand counts years of people, or does not say yet what it counts."""
        unit = self.app.shown(self.app.line, "unit").strip()
        return not unit or in_years(unit)

    def _read(self) -> tuple[list[Job], dict[str, str], float]:
        kept, problems, jobs = self.kept, {}, []
        whole = _number(kept["whole"], "whole", "whole", problems)
        for row in kept["rows"]:
            if any(row.get(part, "").strip() for part in PARTS):
                numbers = [_number(row.get(part, ""), part, f"{row['id']}.{part}", problems) for part in PARTS[1:]]
                jobs.append(Job(row.get("title", "").strip(), *numbers))
        return jobs, problems, whole

    # -- changing

    def add(self) -> None:
        """One more job, with everything still to be typed."""
        kept = self.kept
        if len(kept["rows"]) < MOST:
            new = str(1 + max((int(row["id"]) for row in kept["rows"]), default=0))
            self._keep({**kept, "rows": [*kept["rows"], {"id": new}]})

    def drop(self, job: str) -> None:
        """Take a job out."""
        kept = self.kept
        self._keep({**kept, "rows": [row for row in kept["rows"] if row["id"] != job]})

    def type(self, job: str, part: str, text: str) -> None:
        """Take what a person typed: into a job, or (job "") ``whole`` or ``count``."""
        kept = self.kept
        if not job and part in ("whole", "count") and kept[part] != text:
            self._keep({**kept, part: text})
        elif part in PARTS and any(row["id"] == job and row.get(part, "") != text for row in kept["rows"]):
            self._keep({**kept, "rows": [{**row, part: text} if row["id"] == job else row for row in kept["rows"]]})

    def _keep(self, kept: dict[str, Any]) -> None:
        if self.app.desk and self.app.line:
            desk = self.app.desk
            self.app.change({**desk, "jobs": {**desk.get("jobs", {}), self.app.line: kept}})

    def use(self) -> None:
        """Put the full-time years into the line as its number, and say there how they were counted."""
        app, found = self.app, self.found
        if found is None or not self.fits:
            return
        line = app.line
        app.type(line, "quantity.likely", plain(round(found.fte_years, 4)))
        if not app.shown(line, "unit").strip():
            app.type(line, "unit", UNIT)
        reason = app.shown(line, "quantity.reason").strip()
        if not reason or reason.startswith(COUNTED):
            app.type(line, "quantity.reason", reason_words(found))


def reason_words(found: JobYears) -> str:
    """How the number was counted, for the reason of the line."""
    rows = "; ".join(f"{one.job.title or 'a job'}, {plain(one.job.persons)} × {plain(one.job.hours)} hours × {plain(one.job.weeks)} weeks" for one in found.jobs)
    rule = "the first 12 months of each person" if found.first_year_only else "every year of the job"
    return f"{COUNTED}{rows}. Full time is {plain(found.whole_time)} hours; {rule}."


def _number(text: str, part: str, field: str, problems: dict[str, str]) -> float:
    try:
        value = number_from(text)
        if not 0 < value <= LIMITS[part]:
            raise NotANumber(f"Type a number above zero, and at most {LIMITS[part]:,}.")
        if part == "persons" and value != int(value):
            raise NotANumber("Type whole persons; part-time work shows in the hours.")
    except NotANumber as error:
        problems[field] = str(error)
        return 1.0
    return value
