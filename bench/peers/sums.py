"""The arithmetic that every peer shows: one line of a published evaluation, three years."""

GROSS = 237 * 45.33
INPUTS = 1500.0


def years(percent: float) -> list[float]:
    """Value by year when ``percent`` of a hundred would have happened anyway."""
    first = GROSS * (1 - percent / 100) * 0.9
    return [first * 0.78**year / 1.035 ** (year + 1) for year in range(3)]


def sentence(percent: float) -> str:
    return f"Ratio: {sum(years(percent)) / INPUTS:.3f}"


def figure(percent: float):
    import plotly.graph_objects as go

    return go.Figure(go.Bar(x=["Year 1", "Year 2", "Year 3"], y=years(percent)), layout={"height": 320, "yaxis": {"range": [0, 10000]}})


def rows(percent: float):
    import pandas as pd

    return pd.DataFrame({"Year": [1, 2, 3], "Value": [round(value, 2) for value in years(percent)]})
