"""The bank's proxies as choices, and the passport of the one that was chosen."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.value_builder.document import OWN
from svtrain.core.reference import Proxy
from svtrain.data import reference
from svtrain.data.private import WATERMARK
from svtrain.ui.amounts import money


def proxy_options() -> list[tuple[str, str] | tuple[str, str, str]]:
    """The map's own value first, then the bank by theme."""
    bank = sorted(reference().proxies.values(), key=lambda proxy: (proxy.theme, proxy.outcome, proxy.value))
    return [(OWN, "A value of this map's own"), *((proxy.id, _words(proxy), proxy.theme or "other") for proxy in bank)]


def _words(proxy: Proxy) -> str:
    mark = "[private] " if proxy.private else ""
    return f"{mark}{proxy.outcome}: {amount(proxy.value)} {proxy.unit}, {proxy.price_year or 'price year unclear'}"


def amount(value: float) -> str:
    """Pounds, with pence where they say something.

    Examples
    --------
    >>> amount(8.21), amount(9800.0)
    ('£8.21', '£9,800')
    """
    return f"£{value:,.2f}" if 0 < abs(value) < 100 and value != round(value) else money(value)


def passport(choice: str) -> Markup:
    """Where the bank's number comes from, and the question to ask of it."""
    proxy = reference().proxies.get(choice)
    if proxy is None:
        return Markup("")
    year = f"{proxy.price_year} prices" if proxy.price_year else "price year unclear"
    rows = (("Source", proxy.source), ("Where in it", proxy.locator), ("Prices and place", f"{year}; {proxy.geography}"),
            ("Whose pound", proxy.perspective), ("Licence", proxy.licence), ("Last checked", proxy.last_checked), ("Ask", proxy.question))
    items = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, said) for name, said in rows if said)
    warning = Markup("<p class='sv-problem'>{}</p>").format(WATERMARK) if proxy.private else Markup("")
    return warning + Markup("<details><summary>Passport of this number</summary><dl>{}</dl></details>").format(items)
