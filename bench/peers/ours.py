"""The same app with the house's widgets."""

from IPython.display import display
from sums import sentence, years

from svtrain.ui.chart import Chart
from svtrain.ui.field import NumberField
from svtrain.ui.figures import yearly
from svtrain.ui.layout import page
from svtrain.ui.words import Words, paragraph, table

field, words, chart, rows = NumberField("Deadweight %", 10, step=1, name="deadweight"), Words(paragraph(sentence(10))), Chart(yearly([1, 2, 3], years(10)), name="years"), Words()


def draw(text):
    percent = float(text or 0)
    words.say(paragraph(sentence(percent)))
    chart.show(yearly([1, 2, 3], years(percent)))
    rows.say(table("Value by year", ["Year", "Value"], [[i, f"{value:.2f}"] for i, value in enumerate(years(percent), 1)]))


field.on_value(draw)
draw("10")
display(page("Small app", "", field, words, chart, rows))
