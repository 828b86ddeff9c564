"""The words of the field: one place for labels, help and glossary, so that a word means the same on every page."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means.

    ``word`` is the term itself; ``label`` is what a field or column is called; ``meaning`` is one to three plain
    sentences; ``also`` lists other spellings that count as the same word.
    """

    id: str
    word: str
    label: str
    meaning: str
    also: tuple[str, ...] = ()


def _t(id: str, word: str, label: str, meaning: str, *also: str) -> Term:
    return Term(id, word, label or word[:1].upper() + word[1:], meaning, also)


_ALL = (
    # what is valued
    _t("social_value", "social value", "", "The wider good that buying something does for people, the local economy and the environment."),
    _t("value_map", "value map", "", "A list of what a contract changes, for whom, how much each change is worth, and how that was judged.", "value maps"),
    _t("contract", "contract", "", "An agreement in which a buyer pays a supplier for goods, works or a service."),
    _t("stakeholder", "stakeholder", "Who is affected", "A person or group that the contract changes something for, for better or worse.", "stakeholders"),
    _t("outcome", "outcome", "What changes", "A change that people live with, such as a lasting job. It is not the activity that led to it.", "outcomes"),
    _t("output", "output", "What was done", "Something delivered and counted, such as a training day. It does not yet say what changed for anyone.", "outputs"),
    _t("quantity", "quantity", "How many", "How many people, homes or other units the change happens to."),
    _t("unit", "unit", "Unit", "What is counted: a person, a home, a tonne, a working year."),
    _t("input", "input", "What was put in", "What is spent to bring the change about: money, staff time or gifts in kind.", "inputs", "total inputs"),
    _t("theory_of_change", "theory of change", "", "The story of how an activity is thought to lead to a change, step by step, so that each step can be checked."),
    _t("materiality", "materiality", "", "Whether leaving something out would change a decision. What would not change any decision may be left out.", "material"),
    # pricing
    _t("proxy", "proxy", "Price of one (proxy)", "A price that stands in for a change that has no market price. Somebody chose it, and its source says how.", "proxies", "financial proxy"),
    _t("unit_cost", "unit cost", "", "What one case costs the public purse on average, such as one hospital visit.", "unit costs"),
    _t("price_year", "price year", "Price year", "The year whose prices a value is stated in. A pound of 2012 bought more than a pound of today.", "price years"),
    _t("rebase", "rebase", "", "To restate a price in the prices of another year, with a published index.", "rebased", "rebasing"),
    _t("deflator", "deflator", "", "A published index of how prices moved from year to year. It turns one year's pounds into another's.", "GDP deflator", "deflators"),
    _t("inflation", "inflation", "", "How much prices rise from year to year."),
    _t("perspective", "perspective", "Whose money", "Whose gain or saving a price counts: the public purse, the economy, or people's own well-being.", "perspectives"),
    _t("fiscal", "fiscal", "Saving to the public purse", "Money that public bodies spend less or receive more.", "fiscal value"),
    _t("economic", "economic value", "Value to the economy", "Gains in earnings and output, whoever receives them."),
    _t("wellbeing", "well-being value", "Value to people's lives", "A price put on how people say their own lives have changed.", "wellbeing"),
    _t("willingness_to_pay", "willingness to pay", "", "The most that people would give up to have something. It is found by asking, or by watching what they buy.", "WTP"),
    _t("transfer", "transfer", "", "Money that moves from one person to another. One side's gain is the other's cost, so the whole gains nothing.", "transfers"),
    _t("double_counting", "double counting", "", "Counting one change twice, for example as a saving to the state and again as the same person's wage.", "counted twice"),
    # deductions
    _t("gross_value", "gross value", "", "How many times the price of one, before anything is taken off."),
    _t("deduction", "deduction", "", "A share taken off because the contract did not bring it about, or not for good.", "deductions"),
    _t("additionality", "additionality", "", "What would not have happened without the contract.", "additional"),
    _t("deadweight", "deadweight", "Would have happened anyway (deadweight)", "The share of the change that would have come about without the contract. It is taken away."),
    _t("counterfactual", "counterfactual", "", "What would have happened without the contract. It cannot be seen, so it is judged from people who had no such help."),
    _t("displacement", "displacement", "Moved from elsewhere (displacement)", "The share of the change that only pushed something out elsewhere, such as another person's job. It is taken away."),
    _t("substitution", "substitution", "", "Swapping one person or activity for another to gain from a scheme, so that nothing is added."),
    _t("attribution", "attribution", "Due to others (attribution)", "The share of the change that other people or services brought about. It is taken away; some reports print the share kept."),
    _t("leakage", "leakage", "Goes to people outside the area (leakage)", "The share of the gain that reaches people outside the place or group it was meant for. It is taken away."),
    _t("drop_off", "drop-off", "Fades each year (drop-off)", "The share of last year's value that is lost each following year, as a change fades or others take it over.", "drop off"),
    _t("duration", "duration", "Lasts how many years (duration)", "For how many years the change goes on having value."),
    # time and results
    _t("first_year_value", "first year's value", "First year's value", "What is left of the gross value when every deduction has been taken off."),
    _t("later_years", "later years", "", "What the change is still worth after its first year, with its fading taken off."),
    _t("discounting", "discounting", "", "Counting later pounds for less, because people would rather have a gain now than later.", "discounted", "discount"),
    _t("discount_rate", "discount rate", "", "How much less a pound counts for each year that it comes later. The Treasury's standard rate is 3.5%."),
    _t("discount_factor", "discount factor", "", "What a pound in a given year is worth today: at 3.5% a year, a pound in one year is worth about 97p.", "discount factors"),
    _t("present_value", "present value", "Worth today (present value)", "What all the years' value is worth today, with later years counted for less."),
    _t("net_present_value", "net present value", "", "Present value less what was put in. Below zero, more was put in than came out.", "NPV"),
    _t("sroi", "SROI", "Social return on investment (SROI)", "Social return on investment: a way of pricing what changes for people and comparing it with what was put in.", "social return on investment"),
    _t("sroi_ratio", "SROI ratio", "Pounds of value per pound put in (SROI ratio)", "Present value divided by what was put in. A ratio of 3 says £3 of value for each £1.", "ratio", "SROI ratios"),
    _t("net_ratio", "net ratio", "", "The SROI ratio less 1: what is gained beyond the pound put in."),
    _t("payback", "payback", "Payback", "How many years pass until the value has made up for what was put in."),
    _t("green_book", "Green Book", "", "The Treasury's guide to weighing up public spending. It says how to discount and how to treat uncertainty."),
    _t("convention", "convention", "", "A choice of method, such as when in the year a value counts. It is printed with every result.", "conventions"),
    # uncertainty
    _t("assumption", "assumption", "", "Something taken as true without proof, such as how long a change lasts.", "assumptions"),
    _t("pert", "PERT", "Low, likely and high (PERT)", "A way to turn a low, a likely and a high figure into chances: most near the likely one, fewest at the ends."),
    _t("sensitivity", "sensitivity test", "", "Changing one assumption to see how far the result moves.", "sensitivity analysis", "sensitivity"),
    _t("switching_value", "switching value", "", "How far one assumption must move before the answer changes, for example until the ratio falls to 1."),
    _t("tornado", "tornado chart", "", "A chart with one bar for each assumption, the widest on top: it shows what moves the result most."),
    _t("monte_carlo", "Monte Carlo", "", "Working the sum out many times, each time with figures drawn by chance from their ranges, to see how results spread."),
    _t("median", "median", "", "The middle result: half are lower and half are higher."),
    _t("percentile", "percentile", "", "The 5th percentile is the result that only 5 in 100 fall below; the 95th is the one that only 5 in 100 pass.", "percentiles"),
    _t("base_rate", "base rate", "", "What usually happens in similar cases. It is the first thing to compare a judgement with.", "base rates"),
    _t("optimism_bias", "optimism bias", "", "The habit of expecting too much, too cheaply and too soon. The Green Book asks for an allowance against it."),
    _t("vintage", "vintage", "", "Which edition of the data a result was made with, so that it can be made again.", "vintages"),
    # buying
    _t("procurement", "procurement", "", "How a public body buys: from the need, through the choice of supplier, to the end of the contract.", "public procurement"),
    _t("commissioning", "commissioning", "", "Deciding what a place needs and how to bring it about, of which buying is one part."),
    _t("tender", "tender", "", "A call for offers on published terms, or the offer itself.", "tenders"),
    _t("bid", "bid", "", "A supplier's offer in answer to a tender.", "bids"),
    _t("bidder", "bidder", "", "A supplier that makes an offer.", "bidders"),
    _t("award_criteria", "award criteria", "", "The published points by which offers are compared.", "award criterion"),
    _t("price_per_quality_point", "price per quality point", "", "A bid's price divided by its quality points. The lowest comes first.", "PQP"),
    _t("quality_price_ratio", "quality-price ratio", "", "A bid's quality points divided by its price. The highest comes first.", "QPR"),
    _t("weighting", "weighting", "", "How much of the total mark a point can earn, such as 20 of 100 for social value.", "weightings", "weights"),
    _t("commitment", "commitment", "Promised", "What a supplier has promised to do, in numbers and by a date.", "commitments"),
    _t("delivery", "delivery", "Delivered", "What a supplier has done towards a promise, with evidence.", "deliveries"),
    _t("kpi", "KPI", "Key performance indicator (KPI)", "Key performance indicator: a number agreed in the contract that shows how well it goes.", "KPIs", "key performance indicator"),
    _t("toms", "TOMs", "Themes, outcomes and measures (TOMs)", "Themes, outcomes and measures: a list of promises with a price for each, used in many tenders.", "National TOMs"),
    _t("ppn", "PPN", "Procurement policy note (PPN)", "Procurement policy note: an instruction from the Cabinet Office. It binds central government, not councils.", "PPNs"),
    _t("framework", "framework", "", "An agreement that sets terms with suppliers in advance, so that later orders are quicker.", "frameworks"),
    _t("sme", "SME", "Small or medium-sized business (SME)", "A business with fewer than 250 staff, under limits of turnover.", "SMEs"),
    _t("vcse", "VCSE", "Charity or social enterprise (VCSE)", "Voluntary, community and social enterprise: charities, community groups and firms that exist for a social purpose.", "VCSEs"),
    _t("fte", "FTE", "Full-time equivalent (FTE)", "Full-time equivalent: one person working full time, or two working half time.", "FTEs", "FTE-years"),
    _t("cpv", "CPV", "Kind of purchase (CPV code)", "A European code for what is being bought, such as 77310000 for planting and looking after green areas.", "CPV code"),
    _t("ocds", "OCDS", "Open contracting data (OCDS)", "Open Contracting Data Standard: a common form for publishing data about contracts."),
    # reading a group
    _t("calibration", "calibration", "", "How well a person's ranges hold: of ranges meant to be right nine times in ten, nine in ten should be."),
    _t("challenge", "challenge", "", "A reasoned question to a figure, with what it should be instead and why.", "challenges"),
)

TERMS: dict[str, Term] = {one.id: one for one in _ALL}


def term(id: str) -> Term:
    """Look up a term by its id.

    Raises
    ------
    CannotDo
        When there is none; the nearest is named.

    Examples
    --------
    >>> term("deadweight").label
    'Would have happened anyway (deadweight)'
    """
    if id not in TERMS:
        raise CannotDo(Problem(f"There is no term '{id}' in the glossary.{did_you_mean(id, TERMS)}"))
    return TERMS[id]


def label(id: str) -> str:
    """What a field or column is called.

    Examples
    --------
    >>> label("present_value")
    'Worth today (present value)'
    """
    return term(id).label


def meaning(id: str) -> str:
    """What a word means, in plain sentences."""
    return term(id).meaning
