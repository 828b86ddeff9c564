import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    from sums import figure, rows, sentence
    return figure, mo, rows, sentence


@app.cell
def _(mo):
    slider = mo.ui.slider(0, 100, value=10, label="Deadweight %")
    mo.vstack([mo.md("# Small app"), slider])
    return (slider,)


@app.cell
def _(figure, mo, rows, sentence, slider):
    mo.vstack([mo.md(sentence(slider.value)), figure(slider.value), mo.plain_text(rows(slider.value).to_string())])
    return


if __name__ == "__main__":
    app.run()
