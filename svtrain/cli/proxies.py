"""`svtrain proxies`: the proxy bank: found by words, shown with its passport, set side by side where answers differ."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from svtrain.core.reference import Proxy

app = typer.Typer(help="The proxy bank: find a value, see its passport, compare answers that differ.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def find(text: Annotated[list[str], typer.Argument(help='What you look for, such as "volunteer hour".')],
         limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 10, as_json: Json = False) -> None:
    """Find proxies by words, the best first; a misspelt word is taken for the nearest."""
    from svtrain.data.catalogue import catalog

    words = " ".join(text)
    found = catalog().find(words, limit)
    if as_json:
        print(json.dumps([asdict(item) for item in found], indent=2, ensure_ascii=False))
    elif found:
        _list(found)
    else:
        print(f'No proxy answers to "{words}". Try fewer or other words, such as "apprenticeship" or "hour".')


@app.command()
def show(name: Annotated[str, typer.Argument(metavar="ID", help="Id of the proxy.")], as_json: Json = False) -> None:
    """Show one proxy with its whole passport, and the question that a team should ask of it."""
    from svtrain.cli.tables import page, printable
    from svtrain.data.catalogue import catalog

    bank = catalog()
    item = bank.show(name)
    if as_json:
        print(json.dumps(asdict(item), indent=2, ensure_ascii=False))
        return
    console = page()
    for label, words in _passport(item):
        console.print(f"{label:<16}{printable(words)}", soft_wrap=True)
    if bank.groups().get(item.contested_group):
        console.print(f"\nOthers answer this differently: svtrain proxies contested {item.contested_group}", soft_wrap=True)


@app.command()
def contested(group: Annotated[str | None, typer.Argument(help="Name of the group; without it, all groups are listed.")] = None,
              as_json: Json = False) -> None:
    """Set published answers to one question side by side. They are never averaged."""
    from svtrain.data.catalogue import catalog

    bank = catalog()
    if group is None:
        _list_groups(bank.groups(), as_json)
        return
    found = bank.contested(group)
    if as_json:
        print(json.dumps({"group": found.group, "reasons": found.reasons, "proxies": [asdict(item) for item in found.proxies]},
                         indent=2, ensure_ascii=False))
        return
    _list(sorted(found.proxies, key=lambda item: (item.unit, item.value)))
    print("\nWhy these have no common axis:")
    for reason in found.reasons:
        print(f"- {reason}")


def _list_groups(groups: dict[str, int], as_json: bool) -> None:
    from svtrain.cli.tables import page, table

    if as_json:
        print(json.dumps(groups, indent=2))
    else:
        page().print(table(("Group", "Answers"), [(name, str(count)) for name, count in groups.items()]))


def _list(found: Sequence[Proxy]) -> None:
    """Two lines a proxy, so that an id is never broken and can be copied."""
    from svtrain.cli.tables import page, printable
    from svtrain.data.private import WATERMARK

    console = page()
    for item in found:
        year = f"prices of {item.price_year}" if item.price_year else "price year unclear"
        mark = " [private]" if item.private else ""
        console.print(printable(f"{item.id}{mark}: {priced(item)}; {year}; {item.perspective}"),
                      soft_wrap=True)
        console.print(printable(f"    {item.outcome}"), soft_wrap=True)
    if any(item.private for item in found):
        console.print(f"[private] {WATERMARK}", soft_wrap=True)


def _passport(item: Proxy) -> list[tuple[str, str]]:
    from svtrain.data.private import WATERMARK

    spread = f" (published range {amount(item.low)} to {amount(item.high)})" if item.low is not None and item.high is not None else ""
    year = item.price_year or f"unclear. {item.price_year_note}".strip()
    rows = [
        ("", WATERMARK if item.private else ""),
        ("Id", item.id), ("Outcome", item.outcome), ("Value", priced(item) + spread),
        ("Prices of", year), ("Whose pound", item.perspective), ("Who gains", item.beneficiary), ("Place", item.geography),
        ("Basis", item.value_basis), ("Source", item.source), ("Read at", item.locator), ("Address", item.url),
        ("Licence", item.licence), ("Last checked", item.last_checked),
        ("How sure", " ".join(part for part in (item.status, f"({item.confidence})" if item.confidence else "") if part)),
        ("Caveat", item.caveat), ("Ask", item.question), ("Contested", item.contested_group), ("Collection", item.dataset),
    ]
    return [(label, words) for label, words in rows if words]


def priced(item: Proxy) -> str:
    """The value with its currency and unit, the currency once."""
    said = item.unit.startswith((item.currency, "share"))
    return f"{amount(item.value)} {'' if said else item.currency + ' '}{item.unit}"


def amount(value: float) -> str:
    """A value as published: thousands parted, pence only where there are some.

    Examples
    --------
    >>> amount(9800.0), amount(24.67), amount(-3100.0), amount(82.7)
    ('9,800', '24.67', '-3,100', '82.70')
    """
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def register(main: typer.Typer) -> None:
    """Add `proxies` to the command line."""
    main.add_typer(app, name="proxies")
