"""The tools that can be chosen from: those of the source report, and ours. The tags are our own reading of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from svtrain.data.systems_data import systems

NEEDS = {
    "priorities": "Decide what matters, before we buy",
    "law": "Know what the law or policy asks of us",
    "price": "Put outcomes in pounds",
    "bids": "Set bids side by side",
    "promises": "Follow whether promises are kept",
    "suppliers": "Help suppliers to do more",
    "team": "See how ready our own team is",
    "report": "Tell leaders or residents what came of it",
    "question": "Question a number that somebody gives us",
}
HAVE = {
    "outcomes": "The outcomes that we want, in writing",
    "counts": "How many people or things each outcome reaches",
    "prices": "A price for each outcome, with its source",
    "deductions": "Judgements on what would have happened anyway",
    "bids": "Bids on paper",
    "records": "Records of what was delivered",
    "spend": "Figures on where our money goes",
    "suppliers": "Suppliers who answer our questions",
    "leaders": "An hour of our leaders",
    "evidence": "Evidence of how our team works",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool as it is compared. ``serves`` and ``wants`` are keys of NEEDS and HAVE; ``helps_at`` are stages."""

    id: str
    name: str
    kind: str
    ours: bool
    asks_for: str
    gives: str
    hides: str
    helps_at: tuple[str, ...]
    best_at: str
    why_there: str
    prices: bool
    serves: frozenset[str]
    wants: tuple[str, ...]
    unsure: str = ""
    source: str = ""
    licence: str = ""
    where: str = field(default="")


_TAGS = {
    "social-value-engine": ("price report", "outcomes counts prices deductions"),
    "social-value-portal": ("price bids promises", "bids"),
    "national-toms": ("price bids promises", "outcomes counts"),
    "netpositive-tool": ("suppliers promises", "suppliers"),
    "newcastle-model": ("priorities report", "spend leaders"),
    "flexible-framework": ("team", "evidence"),
    "iso-14001": ("promises", "records leaders"),
    "iso-20400": ("priorities team", "leaders"),
    "social-value-act": ("law priorities", ""),
    "barnsley-toolkit": ("priorities suppliers", "leaders"),
    "police-statement": ("priorities suppliers", "leaders"),
    "category-management": ("priorities suppliers", "spend suppliers"),
    "economic-impact-studies": ("report", "spend"),
}

OURS = (
    Tool("value-builder", "Value builder", "measuring tool", True, "A value map: outcomes, counts, prices and deductions with reasons.",
         "A value for each pound under two conventions, and a picture of what was taken off.",
         "Whether anybody affected was asked. A full map can still rest on guesses, and the ratio looks exact either way.",
         ("design", "specification", "delivery", "review"), "design", "Outcomes and people can be named there, and much can still be changed.",
         True, frozenset({"price", "report", "question"}), ("outcomes", "counts", "prices", "deductions"), where="the page Value builder"),
    Tool("which-rule", "Which rule applies", "guide to rules", True, "Six facts about a purchase: buyer, nation, day, value, sort and form.",
         "Each rule held here with its answer, its reasons, and the facts still missing.",
         "Advice: it reads rules and dates, and knows nothing of your policies or your case.",
         ("need", "design", "specification"), "need", "Some duties fall before a procurement starts, so ask before it does.",
         False, frozenset({"law"}), (), where="the first lesson"),
    Tool("team-mirror", "Team mirror", "comparison", True, "A few facts about your team.", "Your team beside seven others, fact by fact.",
         "What you buy and for whom. The seven were chosen for being strong, and the facts are of about 2020.",
         ("need", "review"), "review", "It looks at the team and not at a contract, so it fits between contracts.",
         False, frozenset({"team"}), (), where="the page Team mirror"),
    Tool("tender-scoring", "Tender scoring (command line)", "scoring check", True, "Bids with prices, promises and marks, and your weights.",
         "The ranking under several formulas, and where the winner changes.",
         "Whether any promise is true. It shows what a formula does with promises, and takes each as given.",
         ("specification", "tender"), "specification", "Weights and formulas can still be changed before the documents go out.",
         False, frozenset({"bids", "question"}), ("bids",), where="svtrain score"),
)


def tools() -> tuple[Tool, ...]:
    """Every tool, by name: an order that says nothing about worth.

    Examples
    --------
    >>> [tool.name for tool in tools()][:2]
    ["Barnsley's social value toolkit", 'Category management']
    """
    reported = []
    for one in systems():
        serves, wants = _TAGS[one.id]
        unsure = "" if one.check == "checked" else (one.check_note or "Parts of this entry still need checking by a person.")
        reported.append(Tool(
            one.id, one.name, one.kind, False, one.asks_for, one.gives, one.hides, one.helps_at, one.best_at, one.why_there, one.prices,
            frozenset(serves.split()), tuple(wants.split()), unsure, f"{one.passport.citation}", one.licence_note))
    return tuple(sorted((*reported, *OURS), key=lambda tool: tool.name.casefold()))
