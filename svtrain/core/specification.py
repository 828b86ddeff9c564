"""An outcome written so that it can be asked for, marked and followed: requirement, question, marking guide, and what to think of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svtrain.core.rules import Verdict
from svtrain.core.typed_days import day_words
from svtrain.core.typed_fields import plain

PARTS = {"outcome": "what changes", "indicator": "how it is counted", "target": "how many", "evidence": "what shows it", "owner": "who answers for it", "due": "by when"}
# Words that promise without binding, and what to write in their place.
VAGUE = {
    r"maximis\w+|maximiz\w+|optimis\w+|optimiz\w+": "Say how many, and by when.",
    r"where(ver)? (possible|practicable|appropriate|feasible)|as (far|much) as possible|if possible": "Say in which cases it holds, and in which it does not.",
    r"(best|reasonable|all reasonable) endeavours": "Say what has to be done, and what shows that it was.",
    r"seek to|aim to|strive to|look to|try to|endeavour to": "Say what is to be delivered.",
    r"world[- ]class|best[- ]in[- ]class|innovative|robust|holistic|meaningful|significant(ly)?|appropriate": "Say what somebody would see.",
    r"as many as|a number of|some|several|various|many|more": "Give a number.",
    r"regular(ly)?|periodic(ally)?|timely|in due course|as soon as": "Give the days or the months.",
    r"support(s|ed|ing)?|promot\w+|encourag\w+|rais\w+ awareness|engag\w+": "Say what is different afterwards, and for whom.",
    r"local(ly)?": "Say which place; and ask whether bidders from elsewhere can meet it.",
    r"etc\.?|and so on|and/or": "List what is meant.",
}
DESCRIPTORS = (
    "No answer, or nothing about this contract.",
    "Promises only. It does not say who does what, how it is measured, or where it was done before.",
    "Some steps, but gaps: an outcome is left out, or nobody could check the measure.",
    "A plan for each outcome with people, dates and the indicator asked for. Evidence of past work is thin, or risks are not named.",
    "A sound plan for each outcome, with partners named and evidence that something like it was done before. One matter is left open.",
    "A plan that would work here: who does what, with whom and by when. It shows how it is measured, that it was done before, and what happens if it falls behind.",
)
NOT_SIZE = "The size of a promise earns no marks here. A smaller promise with a sound plan and evidence comes before a large one without."
RELEVANCE = {
    "subject": "Is it about what this contract buys, or how it is done?",
    "open": "Could a bidder from elsewhere, or a small one, meet it?",
    "checkable": "Can it be checked without anybody's personal data?",
    "burden": "Is the work of proving it small beside the work of doing it?",
}
NOT_RELEVANT = {
    "subject": "You say that it is not about what this contract buys. An award criterion has to be: change it, or take it out.",
    "open": "You say that a bidder from elsewhere, or a small one, could not meet it. Ask for something that each can meet.",
    "checkable": "You say that checking it needs somebody's personal data. Ask for a count that the supplier keeps without names.",
    "burden": "You say that proving it is too much work. Ask for less, or for what the supplier keeps anyway.",
}
MARKETS = {"": "Nobody has asked yet", "few": "One to three could bid", "some": "Four to ten could bid", "many": "More than ten could bid"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One outcome, asked for so that it can be followed. ``target`` is in ``unit``; an empty part is not decided yet.

    ``answers`` holds yes or no by id of `RELEVANCE`.
    """

    id: str
    outcome: str = ""
    stakeholder: str = ""
    indicator: str = ""
    target: float | None = None
    unit: str = ""
    evidence: str = ""
    owner: str = ""
    due: date | None = None
    proxy_id: str = ""
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """Everything that a bidder would read of it."""
        return " ".join(filter(None, (self.outcome, self.stakeholder, self.indicator, self.evidence)))

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are not decided yet, in words.

        Examples
        --------
        >>> Requirement("a", outcome="Are in work", target=5).missing
        ('how it is counted', 'what shows it', 'who answers for it', 'by when')
        """
        return tuple(words for name, words in PARTS.items() if getattr(self, name) in (None, ""))

    @property
    def not_relevant(self) -> tuple[str, ...]:
        """What each answer of "no" on relevance asks for.

        Examples
        --------
        >>> Requirement("a", answers=(("subject", "no"), ("open", "yes"))).not_relevant[0][-33:]
        'to be: change it, or take it out.'
        """
        given = dict(self.answers)
        return tuple(words for name, words in NOT_RELEVANT.items() if given.get(name) == "no")


@dataclass(frozen=True, slots=True)
class Specification:
    """What goes into the papers: the requirements, the scale of the marking guide, what to think of, and the rules that apply for sure."""

    title: str
    reference: str = ""
    requirements: tuple[Requirement, ...] = ()
    scale: int = 5
    prompts: tuple[str, ...] = ()
    rules: tuple[Verdict, ...] = ()


def requirement_words(one: Requirement) -> list[str]:
    """The requirement as sentences for a specification; what is missing is said in brackets.

    Examples
    --------
    >>> found = Requirement("a", "are in work for a year", "People out of work", "Starters on the payroll", 5, "person", "Payroll, by quarter", "Site manager", date(2028, 3, 31))
    >>> requirement_words(found)[0]
    'Outcome. People out of work: are in work for a year.'
    >>> requirement_words(found)[1]
    'Indicator. Starters on the payroll: 5 (person) by 31 March 2028.'
    """
    gap = {name: f"[{words}: still to be decided]" for name, words in PARTS.items()}
    target = gap["target"] if one.target is None else f"{plain(one.target)}{f' ({one.unit})' if one.unit else ''}"
    due = f"by {day_words(one.due)}" if one.due else gap["due"]
    who = f"{one.stakeholder}: " if one.stakeholder else ""
    return [_sentence(f"Outcome. {who}{one.outcome or gap['outcome']}"), _sentence(f"Indicator. {one.indicator or gap['indicator']}: {target} {due}"),
            _sentence(f"Evidence. {one.evidence or gap['evidence']}"), _sentence(f"Owner. {one.owner or gap['owner']}")]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def vague_words(text: str) -> list[tuple[str, str]]:
    """Each vague word in a text, once, with what to write in its place.

    Examples
    --------
    >>> [word for word, _ in vague_words("Maximise local jobs where possible, using best endeavours")]
    ['Maximise', 'where possible', 'best endeavours', 'local']
    >>> vague_words("Six people are in work on 31 March 2028")
    []
    """
    found = {}
    for pattern, ask in VAGUE.items():
        for match in re.finditer(rf"\b(?:{pattern})(?!\w)", text, re.IGNORECASE):
            found.setdefault(match[0].lower(), (match[0], ask))
    return list(found.values())


def question_lines(requirements: Sequence[Requirement]) -> list[str]:
    """The model question: the outcomes, and what an answer has to say of each."""
    asked = [_sentence(f"{number}. {f'{one.stakeholder}: ' if one.stakeholder else ''}{one.outcome or 'An outcome that is still to be written'}")
             for number, one in enumerate(requirements, 1)]
    return ["Describe how you will bring about these outcomes in this contract, and how we shall both know.", *asked,
            "For each, say what you will do, with whom and by when.",
            "Say how you will measure it with our indicator, and which of our evidence you will give.",
            "Say where you did something like it before, what came of it, and who can confirm it.",
            "Say what may go wrong, and what you will do if it falls behind.",
            f"Use at most {words_allowed(len(requirements)):,} words."]


def words_allowed(count: int) -> int:
    """How long an answer may be: 300 words an outcome, at least 300 and at most 1,500."""
    return min(1500, max(300, 300 * count))


def marking_guide(scale: int) -> list[tuple[int, str]]:
    """Marks and what earns them, from 0 to 5 or from 0 to 100; the same words either way.

    Examples
    --------
    >>> [mark for mark, _ in marking_guide(5)], [mark for mark, _ in marking_guide(100)]
    ([0, 1, 2, 3, 4, 5], [0, 20, 40, 60, 80, 100])
    """
    return [(mark * scale // 5, words) for mark, words in enumerate(DESCRIPTORS)]


def proportion_prompts(requirements: Sequence[Requirement], value: float | None, start: date | None, end: date | None, market: str, small: str) -> list[str]:
    """What to think of, from the contract's value, length and market: questions, never a verdict."""
    count, said = len(requirements), []
    if value is None:
        said.append("The contract's value is not known, so nobody can say whether this is proportionate.")
    elif count:
        said.append(f"{count} requirement{'' if count == 1 else 's'} for £{value:,.0f}: one for each £{value / count:,.0f}. What does proving each cost a bidder?")
    outside = [one.outcome or one.id for one in requirements if ("subject", "no") in one.answers]
    if outside:
        said.append(f"Not about what the contract buys: {'; '.join(outside)}. What is not about it may not be scored.")
    if count > 6:
        said.append("More than six requirements: some councils cap the number in one tender. Which of them would you miss?")
    if start and end:
        late = [one.outcome or one.id for one in requirements if one.due and one.due > end]
        if late:
            said.append(f"Due after the contract ends: {'; '.join(late)}. Who follows it then?")
        if (end - start).days < 365:
            said.append("The contract runs for less than a year. Which outcome can show in that time?")
    if market == "few":
        said.append("Few can bid. Ask them first whether each requirement can be met, and at what price.")
    if not market:
        said.append("Nobody has asked the market yet. A short talk before the tender shows what is possible.")
    if small == "yes":
        said.append("Small firms or charities may bid. Let them give evidence that they keep anyway, and pay no third party to check it.")
    elif small == "no":
        said.append("No small firm is expected. Could a smaller lot, or a lighter requirement, change that?")
    elif not small:
        said.append("Could small firms or charities bid? If nobody knows, find out before the requirement is fixed.")
    return said
