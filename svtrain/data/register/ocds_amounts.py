"""What an award is worth, as OCDS says it: awarded, contracted, or only estimated."""

from __future__ import annotations

from typing import Any

from svtrain.data.register.ocds_process import parts, text


def money(value: Any) -> tuple[Any, str]:
    """An amount as it stands, and what more is known of it; another currency is said, so that it is not counted as pounds.

    Examples
    --------
    >>> money({"amount": 5, "currency": "GBP"}), money({"amountGross": 6, "currency": "GBP"}), money({"amount": 5, "currency": "EUR"})
    ((5, ''), (6, 'with VAT'), ('EUR 5', ''))
    """
    value = value if isinstance(value, dict) else {}
    for key, aside in (("amount", ""), ("amountGross", "with VAT")):
        amount = value.get(key)
        if amount is None or amount == "" or isinstance(amount, (dict, list)):
            continue
        currency = text(value.get("currency")).upper()
        return (amount, aside) if currency in ("", "GBP") else (f"{currency[:3]} {amount}", aside)
    return None, ""


def worth(award: dict, contracts: list[dict], lots: list[dict], release: dict, awards: int) -> tuple[Any, str]:
    """An amount and what it is, from the first part that states one.

    Parameters
    ----------
    award, contracts, lots : objects
        The award, its own contracts, and the lots that it is for.
    release : dict
        The process, whose tender may have an estimate for all of its awards.
    awards : int
        How many awards share that estimate; with more than one it is the worth of none of them.
    """
    for found, basis in ((money(award.get("value")), "awarded"), (_sum(contracts), "contract"), (_sum(lots), "value_high")):
        if found[0] is not None:
            return found[0], ", ".join(filter(None, (basis, found[1])))
    tender = release.get("tender") if isinstance(release.get("tender"), dict) else {}
    planning = release.get("planning") if isinstance(release.get("planning"), dict) else {}
    budget = planning.get("budget") if isinstance(planning.get("budget"), dict) else {}
    lotted = [lot for lot in parts(tender.get("lots")) if money(lot.get("value"))[0] is not None]
    for found, basis in ((money(tender.get("value")), "value_high"), (_sum(lotted), "value_high"), (money(budget.get("amount") or budget.get("value")), "estimate")):
        if found[0] is not None:
            return (found[0], ", ".join(filter(None, (basis, found[1])))) if awards < 2 else (f"{found[0]} for {awards} awards together", basis)
    return "", ""


def _sum(several: list[dict]) -> tuple[Any, str]:
    """The amounts of some contracts or lots added up, where all that are stated are numbers of pounds; else the odd one as it stands."""
    found = [one for one in (money(part.get("value")) for part in several) if one[0] is not None]
    odd = [one for one in found if isinstance(one[0], (str, bool))]
    if not found or odd or len(found) == 1:
        return odd[0] if odd else found[0] if found else (None, "")
    asides = [f"{len(found)} added up", *dict.fromkeys(aside for _, aside in found if aside)]
    return sum(amount for amount, _ in found), ", ".join(asides)
