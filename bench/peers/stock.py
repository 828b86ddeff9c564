"""The stock way in Voila: an ipywidgets slider, and a figure shown in an Output widget."""

import ipywidgets as widgets
from IPython.display import HTML, display
from sums import figure, rows, sentence

slider, words, out = widgets.IntSlider(value=10, max=100, description="Deadweight"), widgets.HTML(sentence(10)), widgets.Output()


def draw(percent):
    words.value = sentence(percent)
    with out:
        out.clear_output(wait=True)
        display(figure(percent), HTML(rows(percent).to_html(index=False)))


slider.observe(lambda change: draw(change["new"]), "value")
draw(10)
display(widgets.VBox([widgets.HTML("<h1>Small app</h1>"), slider, words, out]))
