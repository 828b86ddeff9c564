"""The reviewed list of headings, and how like them an unknown heading is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from svtrain.data.register.columns import CONTACT, IGNORED, WORKED_OUT
from svtrain.data.register.scales import without_scale
from svtrain.data.register.trimmings import WITH_VAT, is_with_extensions, letter_may_be_a_scale, says_supplier, shorter, without_vat

LIKE_ENOUGH = 82      # 0 to 100; below this a heading is unknown
CLEAR_BY = 3          # the best field must beat the next one by this much
HALF_KNOWN = 90       # 0 to 100; a heading in two languages, one of which is in the list
SAME_WORD = 80        # 0 to 100; words of two headings that differ more are different words: a "decision" is no "description"
SAME_SHORT = 70       # of words of four letters and fewer, where one slip weighs more
ALMOST = 90           # 0 to 100; words that begin with different letters must be more alike
SHORTEST = 6          # letters; a shorter heading is like too many ("Award" and "Ward"), so it is in the list or unknown
COLLECTION = "header-aliases"

_HARMLESS = frozenset("name of the a and in for to sap".split())  # change nothing when they are added
_HARMLESS_IN_MONEY = _HARMLESS | frozenset("paid total sum pounds value".split())  # but a purchase order's value is no purchase order

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_POUNDS = re.compile(r"£|\ufffd|(?<![a-z])gbp(?![a-z])|\(t\)", re.IGNORECASE)
_BETWEEN_LANGUAGES = re.compile(r"\s+[/|]\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_CONTACT_WORD = re.compile(r"\b(contact|contacts|e ?mails?|phones?|telephones?|tel|fax|mobiles?|address|addresses|forename|surname"
                           r"|first name|last name|firstname|lastname|cardholder|date of birth|dob|national insurance)\b")
_A_POST = re.compile(r"\b(?:" + "|".join((  # that one person holds, at the end of a heading
    r"officer|manager|mgr|owner|sponsor|administrator|approver|requisitioner|requestor|requester",
    r"authori[sz]er|director|employee|purchaser|initiator|signatory|representative|cllr|councillor",
    r"post ?holder|budget holder|social worker|service user|head of service|responsible person|sro|ddi",
    r"(?:signed|entered|created|approved|raised|requested|authorised|processed|ordered) by|who to ask|enquiries to",
)) + r")(?: full)?(?: names?)?$")
_MISSPELT_CONTRACT = re.compile(r"\bcontact (?=(total )?(value|amount|start|end|expiry|commencement)\b)")


@dataclass(frozen=True, slots=True)
class Alias:
    """One reviewed heading."""

    alias: str
    field: str
    rank: int
    basis: str
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a heading means, and how sure that is."""

    alias: Alias
    score: float


def normal(header: str) -> str:
    """A heading without case, punctuation, pound signs and line breaks; joined words parted.

    Examples
    --------
    >>> normal(" Net\\nAmount (£) "), normal("ContractReference"), normal("Supplier_Name")
    ('net amount', 'contract reference', 'supplier name')
    """
    parted = _CAMEL.sub(" ", _POUNDS.sub(" ", header[:300]))
    return _NOT_WORD.sub(" ", parted.replace("'s", "s").replace("’s", "s").lower()).strip()


@lru_cache(maxsize=1)
def aliases() -> dict[str, Alias]:
    """Every reviewed heading by its normal form; of two that look alike the first stands."""
    from svtrain.data.packages import package

    found: dict[str, Alias] = {}
    for row in package(COLLECTION).rows("headings"):
        if row["status"] == "reviewed":
            found.setdefault(normal(row["alias"]), Alias(row["alias"], row["field"], int(row["rank"]), row["basis"], row["reason"]))
    return found


def holds_contact_data(header: str) -> bool:
    """Whether a heading announces personal contact data, such as a name to write to or a telephone number.

    Examples
    --------
    >>> holds_contact_data("Supplier's contact name"), holds_contact_data("Contact Value"), holds_contact_data("E-mail")
    (True, False, True)
    """
    name = normal(header)
    known = aliases().get(name)
    if known is not None:
        return known.field == CONTACT
    name = _MISSPELT_CONTRACT.sub("contract ", name)
    return bool(_CONTACT_WORD.search(name) or _A_POST.search(name))


@lru_cache(maxsize=4096)
def match(header: str) -> Match | None:
    """The reviewed heading that this one is, or is clearly like; None when nothing is.

    Examples
    --------
    >>> match("NET AMOUNT").alias.field, match("Suplier Nmae").alias.field, match("Zzz") is None
    ('value', 'supplier', True)
    """
    name = normal(header)
    if not name:
        return None
    known = aliases()
    if name in known:
        return Match(known[name], 100)
    if holds_contact_data(header):
        return Match(Alias(header, CONTACT, 1, "", "personal contact data; never kept"), 100)
    short, scale = without_scale(header)
    if scale != 1:
        return match(short)
    return _of_vat(header) or _in_two_languages(header, known) or _less_its_trimmings(header, known) or _nearest(name, known)


def _less_its_trimmings(header: str, known: dict[str, Alias]) -> Match | None:
    """A heading with the name of its table before it, with one word twice, or with harmless words in brackets after it.

    Examples
    --------
    >>> match("Contract: Contract Title").alias.alias, match("Contract end (exc. extensions)").alias.alias
    ('ContractTitle', 'Contract End')
    >>> match("Contract end (inc. extensions)").alias.field, match("Supplier (parent group)") is None
    ('ignored', True)
    """
    words = normal(header).split()
    once = " ".join(word for at, word in enumerate(words) if not at or word != words[at - 1])
    found = next((known[short] for short in (once, *map(normal, shorter(header))) if short in known), None)
    if found is None or (found.field == "value" and letter_may_be_a_scale(header)):
        return None
    if says_supplier(header) and found.field not in ("supplier", "sme", "vcse"):  # "Postcode (Supplier)" is not where the work is done
        return None
    if found.field == "end" and is_with_extensions(header):
        return Match(Alias(header, IGNORED, 5, "", "the last day if every extension is taken up"), 100)
    return Match(found, HALF_KNOWN)


def _of_vat(header: str) -> Match | None:
    """An amount whose heading says that VAT is in it or not: the amount's basis says so too, and one without VAT is better.

    Examples
    --------
    >>> match("Award value (ex VAT)").alias.basis, match("Award value (inc VAT)").alias.basis, match("Service (ex VAT)") is None
    ('awarded, without VAT', 'awarded, with VAT', True)
    """
    short, said = without_vat(header)
    found = match(short) if said else None
    if found is None or found.alias.field != "value" or found.alias.basis in ("spend_net", "spend_gross", "credit"):
        return None
    alias, rank = found.alias, found.alias.rank + (said == WITH_VAT)
    basis = ("spend_gross" if said == WITH_VAT else "spend_net") if alias.basis == "spend" else f"{alias.basis}, {said}"
    return Match(Alias(alias.alias, alias.field, rank, basis, alias.reason), min(found.score, HALF_KNOWN))


def _in_two_languages(header: str, known: dict[str, Alias]) -> Match | None:
    """A heading given twice, as Welsh councils do: one half is in the list, and the halves do not contradict each other.

    Examples
    --------
    >>> match("Cyflenwr / Supplier").alias.field, match("Swm | Amount").score
    ('supplier', 90)
    """
    halves = [normal(half) for half in _BETWEEN_LANGUAGES.split(header)]
    found = [known[half] for half in halves if half in known]
    return Match(found[0], HALF_KNOWN) if len(halves) == 2 and len({one.field for one in found}) == 1 else None


def _nearest(name: str, known: dict[str, Alias]) -> Match | None:
    from rapidfuzz import fuzz, process

    if len(name) < SHORTEST:
        return None
    best: dict[str, tuple[float, str]] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for found, score, _ in process.extract(name, known.keys(), scorer=scorer, limit=8, score_cutoff=LIKE_ENOUGH - CLEAR_BY):
            field = known[found].field
            if field in WORKED_OUT or (field == CONTACT and "contract" in name) or not _same_words(name, found, _HARMLESS_IN_MONEY if field == "value" else _HARMLESS):
                continue
            best[field] = max(best.get(field, (0, "")), (score, found))
    if not best:
        return None
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    field, (score, found) = ranked[0]
    if score < LIKE_ENOUGH or (len(ranked) > 1 and score - ranked[1][1][0] < CLEAR_BY):
        return None
    if score < {CONTACT: 94, IGNORED: 90}.get(field, 0):  # "Office" is no "Officer"
        return None
    return Match(known[found], score)


def _same_words(name: str, found: str, harmless: frozenset[str] = _HARMLESS) -> bool:
    """Whether two headings differ in spelling, not in a word that changes the meaning.

    Examples
    --------
    >>> _same_words("suplier nmae", "supplier name"), _same_words("transaction purpose", "transaction ref"), _same_words("notice date", "invoice date")
    (True, False, False)
    """
    from rapidfuzz import fuzz

    theirs, ours = name.split(), found.split()
    if name.replace(" ", "") == found.replace(" ", ""):
        return True
    # who mistypes a word hardly mistypes its first letter: "notice" is no "invoice"
    def like(word: str, words: list[str]) -> bool:
        least = SAME_SHORT if len(word) < 5 else SAME_WORD
        return any(fuzz.ratio(word, other) >= (least if word[0] == other[0] else ALMOST) for other in words)

    return all(like(word, theirs) for word in ours) and all(like(word, ours) or word in harmless for word in theirs)
