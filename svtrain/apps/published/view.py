"""What stakeholders see of published work: words, charts and tables to read. There is nothing to type and nothing to press but to read on."""

from __future__ import annotations

from IPython.display import display
from markupsafe import Markup

from svtrain.apps.published.state import PublishedPage
from svtrain.report.publish.record import KINDS, Drawing, Published, Section
from svtrain.ui.chart import Chart
from svtrain.ui.figures import Picture
from svtrain.ui.layout import page, section
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, paragraph, table

NOTHING = "No published work is open here. Its address comes from the team that published it."


class View:
    """The screen of one `PublishedPage`."""

    def __init__(self, shown: PublishedPage):
        self.shown = shown

    def render(self, whole: bool = True) -> Stack:
        """Build the page; ``whole`` gives it the heading of a page of its own."""
        record = self.shown.record
        if record is None:
            parts = [section("Published for everybody", Words(self._list(), name="published"))]
            return page("Published work", NOTHING, *parts) if whole else Stack(parts)
        parts = [Words(paragraph(f"{KINDS[record.kind]}. Published on {record.day}. For reading only.", "note"), name="published"),
                 *(self._section(each, n) for n, each in enumerate(record.sections)), self._data(record)]
        return page(record.title, record.intro, *parts) if whole else Stack(parts)

    def _list(self) -> Markup:
        if not self.shown.listed:
            return paragraph("Nothing is listed for everybody on this server.")
        items = (Markup('<li><a href="{}">{}</a>, published on {}</li>').format(each.address, each.title, each.day) for each in self.shown.listed)
        return Markup("<ul>{}</ul>").format(Markup("").join(items))

    def _section(self, said: Section, number: int) -> Stack:
        sentences = Markup("").join(paragraph(each, "headline" if number == 0 and not n else "") for n, each in enumerate(said.sentences))
        tables = Markup("").join(table(each.caption, each.columns, each.rows) for each in said.tables)
        points = Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(each) for each in said.points)) if said.points else Markup("")
        parts = [Words(sentences)] if sentences else []
        parts += [Chart(_picture(each), name=f"chart-{number}-{n}") for n, each in enumerate(said.drawings)]
        return section(said.heading, *parts, *([Words(tables + points)] if tables or points else []))

    def _data(self, record: Published) -> Stack:
        left = Markup("").join(Markup("<li>{}</li>").format(each) for each in record.left_out)
        data = Markup("").join(Markup("<li>{} {} ({})</li>").format(name, version, mark[:12]) for name, version, mark in record.vintage)
        parts = [section("What was left out", Words(Markup("<ul>{}</ul>").format(left)))] if left else []
        return Stack([*parts, section("Editions of the data", Words(Markup("<ul>{}</ul>").format(data) if data else paragraph("No dataset of the toolkit was used.")))],
                    _dom_classes=("sv-section",))


def _picture(drawing: Drawing) -> Picture:
    return Picture(drawing.figure, drawing.sentence, drawing.table, drawing.title)


def show(whole: bool = True) -> None:
    """Show the published work that this page's address names; ``whole=False`` for a place inside a lesson."""
    shown = PublishedPage()
    shown.open_asked()
    display(View(shown).render(whole))
