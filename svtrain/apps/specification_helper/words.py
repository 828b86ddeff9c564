"""The sentences of the specification helper."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.specification_helper.state import SpecificationHelper
from svtrain.apps.which_rule.words import NOT_ADVICE, held
from svtrain.core.rules import AWARD_CRITERIA, DOES_NOT
from svtrain.core.specification import NOT_SIZE, Requirement, marking_guide, question_lines, requirement_words
from svtrain.data.rules_data import rules_on
from svtrain.ui.words import paragraph, table

INTRO = "Turn an outcome into something that you can ask for, mark and follow."
NONE_VALUED = "The contract valuer has no finished contract yet. Take a practice contract, or write your own requirement."
NOTHING = "There is no requirement yet. Take the outcomes of a contract in the first step, or add one here."
TARGET = "What you ask for, not what you hope for. Ask the market what is possible first."
PROPORTION = "These are questions to settle before the papers are published. None of them is a verdict."
RULES = "Give what you know of the purchase. What is not confirmed is never shown as law, and never goes into the papers."
SAVED = "The CSV is for following delivery later. It holds each requirement that has a number."
BURDEN = ("A study of 2014 held one post for people out of work for each £1m of works or services to be achievable.",
          "Macfarlane, R. (2014), Tackling poverty through public procurement, Joseph Rowntree Foundation; executive summary.")
WHY_RELEVANT = "What the law asks: award criteria relate to what the contract buys"
DUTY = "duty"


def flags(app: SpecificationHelper) -> Markup:
    """What is missing in the requirement in hand, and which of its words are vague."""
    if app.current >= len(app.requirements):
        return Markup("")
    one, vague = app.requirements[app.current], app.vague(app.current)
    said = paragraph(f"Still to be decided: {', '.join(one.missing)}.", "problem") if one.missing else paragraph("Every part is decided.", "good")
    said += Markup("").join(paragraph(words, "problem") for words in one.not_relevant)
    if not vague:
        return said
    items = Markup("").join(Markup("<li><strong>{}</strong>: {}</li>").format(word, ask) for word, ask in vague)
    return said + Markup("<p>Words that bind nobody:</p><ul>{}</ul>").format(items)


def as_written(one: Requirement) -> Markup:
    """A requirement as it will stand in the papers."""
    parts = [words.partition(". ")[::2] for words in requirement_words(one)]
    return Markup("").join(Markup("<p><strong>{}.</strong> {}</p>").format(name, words) for name, words in parts)


def every(app: SpecificationHelper) -> Markup:
    """All requirements in one table: who has which gaps."""
    if not app.requirements:
        return paragraph(NOTHING, "note")
    rows = [(f"{one.id}. {one.outcome or 'no words yet'}", "none" if not one.missing else ", ".join(one.missing),
             ", ".join(word for word, _ in app.vague(place)) or "none") for place, one in enumerate(app.requirements)]
    return table("Your requirements", ("Outcome", "Still to be decided", "Vague words"), rows)


def question(app: SpecificationHelper) -> Markup:
    """The model question."""
    if not app.requirements:
        return paragraph(NOTHING, "note")
    return Markup("").join(paragraph(line) for line in question_lines(app.files.printed()))


def guide(app: SpecificationHelper) -> Markup:
    """The marking guide on the scale that was chosen."""
    return paragraph(NOT_SIZE) + table("The marking guide", ("Mark", "What earns it"), marking_guide(app.specification().scale), numbers=(0,))


def prompts(app: SpecificationHelper) -> Markup:
    """What to think of, and the one published measure that we know of."""
    items = Markup("").join(Markup("<li>{}</li>").format(said) for said in app.prompts)
    return paragraph(PROPORTION) + Markup("<ul>{}</ul>").format(items) + paragraph(BURDEN[0]) + paragraph(f"Source: {BURDEN[1]}", "note")


def relevance_source(app: SpecificationHelper) -> Markup:
    """Why relevance matters, as the rules held here say it, with their passports; a law that this purchase is not under is left out."""
    on_criteria = [verdict for verdict in app.rule.verdicts if verdict.rule.family == AWARD_CRITERIA]
    chosen = [one for one in on_criteria if one.answer != DOES_NOT] or on_criteria
    law = Markup("").join(held(one.rule) for one in reversed(chosen))  # the law of today comes first
    act = Markup("").join(held(rule) for rule in rules_on(DUTY))
    return Markup("<details><summary>{}</summary>{}</details>").format(WHY_RELEVANT, law + act + paragraph(NOT_ADVICE, "note"))


def gaps(app: SpecificationHelper) -> Markup:
    """What was left out of the files, or is not decided in them."""
    return Markup("").join(paragraph(said, "note") for said in app.files.notes())
