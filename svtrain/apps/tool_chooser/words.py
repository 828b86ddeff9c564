"""The sentences and tables of the tool chooser."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.tool_chooser.state import Fit, ToolChooser
from svtrain.apps.tool_chooser.tools import HAVE, NEEDS, Tool
from svtrain.ui.words import heading, paragraph, table

INTRO = "Say what you need and when. You get the tools that could serve, what each asks of you, and what each hides."
NO_WINNER = "Tools stand in order of name, never of worth. Which tool serves what is our own reading of each; disagree with it."


def found(chooser: ToolChooser) -> Markup:
    """The tools that could serve, then the others in one line each."""
    if not chooser.asked:
        return paragraph("Choose at least one thing above. Until then, every tool is listed below.", "note") + _others(chooser)
    right = chooser.findings.looks_right
    head = paragraph(f"{len(right)} tools to compare. Each hides something, so none of them is the answer by itself.")
    if chooser.findings.widened:
        head += paragraph(chooser.findings.widened, "note")
    return head + Markup("").join(_card(fit, bool(chooser.have)) for fit in right) + _others(chooser)


def _card(fit: Fit, said_what_is_there: bool) -> Markup:
    tool = fit.tool
    lines = [("Speaks for it", " ".join(fit.for_it)), ("Speaks against it", " ".join(fit.against_it)), ("Asks for", tool.asks_for),
             ("Gives", tool.gives), ("Hides", tool.hides)]
    if tool.wants and said_what_is_there:
        lines.append(("You still lack", f"{'; '.join(fit.missing)}." if fit.missing else "Nothing that it asks for."))
    if tool.where:
        lines.append(("Where it is", f"In this workshop: {tool.where}."))
    if tool.unsure:
        lines.append(("Not fully checked", tool.unsure))
    items = Markup("").join(Markup("<li><strong>{}.</strong> {}</li>").format(*line) for line in lines if line[1])
    return heading(f"{tool.name}{' (ours)' if tool.ours else ''}", 3) + Markup("<ul>{}</ul>").format(items)


def _others(chooser: ToolChooser) -> Markup:
    rest = chooser.findings.looks_right + chooser.findings.not_now if not chooser.asked else chooser.findings.not_now
    if not rest:
        return Markup("")
    rest = sorted(rest, key=lambda fit: fit.tool.name.casefold())
    rows = [(fit.tool.name, fit.tool.kind, " ".join(fit.against_it) or f"Helps most at: {chooser.stage_name(fit.tool.best_at)}.") for fit in rest]
    title = "Every tool" if not chooser.asked else "The others, and why not now"
    return Markup("<details><summary>{} ({})</summary>{}</details>").format(
        title, len(rows), table(title, ["Tool", "What it is", "Note"], rows))


def moment(chooser: ToolChooser) -> Markup:
    """What can be known at the chosen stage: the reason that a good tool may fail there."""
    stage = next((stage for stage in chooser.stages if stage.id == chooser.stage), None)
    return paragraph(f"What can be known then: {stage.known[0].lower()}{stage.known[1:]}", "note") if stage else Markup("")


def pair(chooser: ToolChooser) -> Markup:
    """Two tools on the same lines."""
    two = chooser.pair()
    if len(two) < 2:
        return paragraph("Choose two different tools to see them side by side.", "note")
    rows = [(name, *(of(chooser, tool) for tool in two)) for name, of in _LINES]
    return table(f"{two[0].name} and {two[1].name}", ["Point", *(tool.name for tool in two)], rows)


_LINES = (
    ("What it is", lambda _, tool: tool.kind),
    ("Asks for", lambda _, tool: tool.asks_for),
    ("Gives", lambda _, tool: tool.gives),
    ("Hides", lambda _, tool: tool.hides),
    ("Helps at", lambda chooser, tool: ", ".join(chooser.stage_name(stage) for stage in tool.helps_at)),
    ("Helps most at", lambda chooser, tool: f"{chooser.stage_name(tool.best_at)}. {tool.why_there}"),
    ("Values in pounds", lambda _, tool: "yes" if tool.prices else "no"),
    ("Serves to", lambda _, tool: "; ".join(NEEDS[need] for need in NEEDS if need in tool.serves)),
    ("You still lack", lambda chooser, tool: "; ".join(HAVE[one] for one in tool.wants if one not in chooser.have) or "nothing"),
    ("Licence and source", lambda _, tool: f"{tool.licence} Source: {tool.source}." if tool.source else "Part of this workshop."),
    ("Checked", lambda _, tool: tool.unsure or "yes"),
)


def tool_options(tools: tuple[Tool, ...]) -> list[tuple[str, str]]:
    return [("", "Choose"), *((tool.id, tool.name) for tool in tools)]
