import panel as pn
from sums import figure, rows, sentence

pn.extension("plotly")
slider = pn.widgets.IntSlider(name="Deadweight %", start=0, end=100, value=10)
words, chart, table = pn.pane.Markdown(sentence(10)), pn.pane.Plotly(figure(10), config={"responsive": False}), pn.pane.DataFrame(rows(10), index=False)


def changed(event):
    words.object, chart.object, table.object = sentence(event.new), figure(event.new), rows(event.new)


slider.param.watch(changed, "value")
pn.Column("# Small app", slider, words, chart, table).servable()
