import solara
from sums import figure, rows, sentence

percent = solara.reactive(10)


@solara.component
def Page():
    solara.Markdown("# Small app")
    solara.SliderInt("Deadweight %", value=percent, min=0, max=100)
    solara.Markdown(sentence(percent.value))
    solara.FigurePlotly(figure(percent.value))
    solara.DataFrame(rows(percent.value))
