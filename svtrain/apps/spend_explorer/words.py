"""The sentences and tables of the spend explorer, up to the choosing."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from svtrain.apps.spend_explorer.reading import is_a_guess, is_a_persons, is_dropped
from svtrain.apps.spend_explorer.state import SpendExplorer, Sums
from svtrain.core.typed_days import day_words
from svtrain.data.register.columns import FIELDS
from svtrain.data.spend.contracts import SOON
from svtrain.data.spend.sums import Slice
from svtrain.data.spend.table import NO_ONE_FIRM
from svtrain.ui.amounts import money, share, short_money
from svtrain.ui.figures import Picture, in_order, treemap
from svtrain.ui.words import paragraph, table

INTRO = "Read your contract register or spend file, see where the money goes, and choose three contracts worth the effort."
STAYS = (
    "The file is read on this machine and is sent to nobody. Contact names, addresses, e-mails and telephone numbers are dropped as it is read. "
    "Only the cleaned columns are kept, with your own work."
)
FIELD_WORDS = {
    "reference": "Reference", "title": "Title", "description": "Description", "buyer": "Who buys", "supplier": "Who supplies", "value": "Amount in pounds",
    "start": "First day, or day of payment", "end": "Last day", "cpv": "CPV code", "category": "What sort of thing", "place": "Where the work is done",
    "sme": "Small or medium-sized supplier, yes or no", "vcse": "Charity or social enterprise, yes or no", "supplier_place": "Where the supplier is",
    "currency": "In which money the amount is", "value_basis": "What the amount is: a year's, or the whole",
}
NOTHING_YET = "There is nothing to show yet: give a register above, or take the practice register."
LOCAL_MEANING = (
    "A supplier is local here when its town, or the first half of its postcode, is one of those that you give. "
    "That is where it has its address, which may be a head office. It does not tell where its people live or where the money goes next."
)
NO_PLACES = (
    "This file does not say where suppliers are, so the local share cannot be known from it. "
    "Where the work is done is another matter, and is not used. Ask for a file with the supplier's town or postcode."
)
SME_MEANING = "Small or medium-sized: fewer than 250 staff, and turnover or balance sheet under the limits of the official definition. The file's own yes and no are counted."
VCSE_MEANING = "Charity or social enterprise: voluntary, community and social enterprises (VCSE). The file's own yes and no are counted, and a blank is unknown."


def field_options() -> list[tuple[str, str]]:
    """What a column can be said to mean."""
    return [("", "Choose"), *((name, FIELD_WORDS[name]) for name in FIELDS), ("ignore", "Nothing; leave it out")]


def read_words(app: SpendExplorer) -> Markup:
    """How the file was read: rows in, rows read, rows left out with the reasons."""
    if not app.account:
        return paragraph("No register has been read yet.", "note")
    account = app.account
    what = "payments" if app.is_spend else "contracts"
    parts = [paragraph(f"{account['read']:,} of {account['rows']:,} rows were read as {what}; {account['skipped']:,} {'was' if account['skipped'] == 1 else 'were'} left out. The file: {app.source}.", "headline")]
    if app.practice:
        parts.append(paragraph("This register is invented: no buyer, supplier, place or figure in it is real.", "note"))
    facts = [_letters(account["encoding"]), f"The headings are on row {account['header_row']}." if account["header_row"] else "",
             f"{account['blank_rows']:,} blank row{' is' if account['blank_rows'] == 1 else 's are'} not counted." if account["blank_rows"] else "", *account["notes"]]
    parts.append(_items([fact for fact in facts if fact]))
    parts.append(_reasons("Rows left out", account["left_out"]))
    parts.append(_reasons("Rows read, but for one cell", account["unread"]))
    return Markup("").join(parts)


def _letters(encoding: str) -> str:
    """As what a file was read, in words; an encoding's name is in capitals.

    Examples
    --------
    >>> _letters("cp1252"), _letters("old workbook"), _letters("web page, utf-8"), _letters("")
    ('Its letters were read as CP1252.', 'It was read as an old workbook.', 'It was read as a web page, and its letters as UTF-8.', '')
    """
    kind, _, letters = encoding.rpartition(", ")
    if encoding in ("workbook", "old workbook", "XML spreadsheet"):
        return f"It was read as a{'n' if encoding[0] in 'oX' else ''} {encoding}."
    if kind:
        return f"It was read as a {kind}, and its letters as {letters.upper()}."
    return f"Its letters were read as {letters.upper()}." if letters else ""


def _reasons(caption: str, rows: Sequence[Sequence]) -> Markup:
    if not rows:
        return Markup("")
    if not any(field for field, *_ in rows):
        return table(caption, ["Why", "Rows", "First row"], [(reason, f"{count:,}", first) for _, reason, count, first in rows], [1])
    return table(caption, ["Why", "Cell", "Rows", "First row"], [(reason, FIELD_WORDS.get(field, field), f"{count:,}", first) for field, reason, count, first in rows], [2])


def _items(sentences: Sequence[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in sentences)) if sentences else Markup("")


def columns_words(app: SpendExplorer) -> Markup:
    """What each column was taken for, those to look at first."""
    if not app.account:
        return Markup("")
    columns = app.account["columns"]
    guesses = sum(is_a_guess(how) for _, _, how, _ in columns)
    said = (f"{guesses} {'heading is' if guesses == 1 else 'headings are'} only like one that is known; look at {'it' if guesses == 1 else 'them'} first."
            if guesses else "Every heading that is used is in the reviewed list, or was set by you.")
    rows = [(heading, FIELD_WORDS.get(field, "Not used"), _how(field, how, more)) for heading, field, how, more in
            sorted(columns, key=lambda one: (not is_a_guess(one[2]), not one[1], is_dropped(one[2])))]
    listed = table("Column by column", ["Heading in the file", "Taken for", "How that is known"], rows)
    return paragraph(said) + Markup("<details{}><summary>What each column was taken for</summary>{}</details>").format(Markup(" open") if guesses else "", listed)


def _how(field: str, how: str, more: str) -> str:
    if is_a_guess(how):
        return f'it is like "{more}"; please check'
    if is_a_persons(how):
        return "you said so" if field else "you left it out"
    if is_dropped(how):
        return "contact data; dropped as it was read"
    return "in the reviewed list" if field else more or "nothing like it is known"


def whole_words(app: SpendExplorer) -> Markup:
    """What is added up, and what has to be kept in mind with it."""
    if app.sums is None:
        return paragraph(NOTHING_YET, "note")
    sums = app.sums
    what = "payments" if app.is_spend else "rows"
    one = what.removesuffix("s")
    facts = [f"{sums.no_value:,} {one} has no amount that can be read, and adds nothing." if sums.no_value == 1 else
             f"{sums.no_value:,} {what} have no amount that can be read, and add nothing." if sums.no_value else ""]
    if sums.repeats:
        again = f"{one} repeats" if sums.repeats == 1 else f"{what} repeat"
        facts.append(f"{sums.repeats:,} {again} an earlier one exactly, {money(sums.repeats_value)} in all; {'it is' if sums.repeats == 1 else 'they are'} "
                     f"{'left out' if app.once else 'counted'}.")
    if sums.spellings:
        facts.append(f"{sums.spellings:,} {'supplier is' if sums.spellings == 1 else 'suppliers are'} spelled in several ways; capitals, full stops and Ltd make no difference here.")
    if sums.bases:
        facts.append(f"What the amounts are, as the headings say: {', '.join(map(_basis, sums.bases))}. A framework's ceiling is not money spent.")
    return paragraph(f"{sums.rows:,} {f'{one} comes' if sums.rows == 1 else f'{what} come'} to {money(sums.value)}.", "headline") + _items([fact for fact in facts if fact])


def _basis(text: str) -> str:
    """What an amount is, in words."""
    known = {"awarded": "amount awarded", "contract": "contract value", "estimate": "estimate", "annual": "a year's value", "spend": "payment",
             "spend_net": "payment without VAT", "spend_gross": "payment with VAT", "credit": "paid back", "value_high": "highest value expected", "value_low": "lowest value expected", "order": "amount ordered"}
    return ", ".join(known.get(part, part) for part in text.split(", "))


def tree(app: SpendExplorer) -> Picture | None:
    """The money by category and supplier."""
    if app.sums is None or not app.sums.categories:
        return None
    return treemap([(one.name, [(part.name, part.value) for part in one.suppliers]) for one in app.sums.categories],
                   title="Where the money goes, by category and supplier", sentence=_tree_sentence(app.sums))


def _tree_sentence(sums: Sums) -> str:
    """The largest category, and in it the largest supplier that has a name."""
    whole, first = sum(one.value for one in sums.categories), sums.categories[0]
    count = sum(one.of for one in sums.categories)
    said = f"{first.name} is the largest of {count} categories, with {share(first.value / whole)} of {money(whole)}." if count > 1 else f"All {money(whole)} is under {first.name}."
    named = [one for one in (first.suppliers[:-1] if first.others else first.suppliers) if one.name not in NO_ONE_FIRM]
    said += f" The largest supplier in it is {named[0].name}, with {money(named[0].value)}." if named else ""
    return said + (" What was paid back is left out of the picture." if whole > sums.value + 0.5 else "")


def pareto(app: SpendExplorer) -> Picture | None:
    """How few suppliers take how much."""
    if app.sums is None or not app.sums.concentration.reach:
        return None
    found = app.sums.concentration
    names = {0.5: "Half of the money", 0.8: "80% of the money", 0.9: "90% of the money", 1.0: "All of it"}
    rows = [(names[part], count, f"{count:,} supplier{'' if count == 1 else 's'}") for part, count in found.reach]
    need = dict(found.reach)[0.8]
    running, listed = 0.0, []
    for one in found.largest:
        running += one.value
        listed.append((one.name, money(one.value), share(one.value / found.value), share(running / found.value)))
    made = {"caption": "The largest suppliers", "columns": ["Supplier", "Amount", "Share", "Share so far"], "rows": [list(row) for row in listed]}
    sentence = f"{need:,} of {found.suppliers:,} suppliers take 80% of {money(found.value)}."
    return in_order(rows, title="How many suppliers make up the money", sentence=sentence, table=made)


def aside_words(app: SpendExplorer) -> Markup:
    """What is not in the count of suppliers."""
    if app.sums is None or not app.sums.concentration.aside:
        return Markup("")
    rows = [(one.name, f"{one.rows:,}", money(one.value)) for one in app.sums.concentration.aside]
    return table("Not in that count, as it cannot be given to one supplier", ["What", "Rows", "Amount"], rows, [1, 2])


def sizes(app: SpendExplorer) -> Picture | None:
    """Rows and pounds by size."""
    if app.sums is None:
        return None
    bands = app.sums.sizes
    rows = [(one.name, one.rows, f"{one.rows:,}, {short_money(one.value)}") for one in bands]
    made = {"caption": "By size", "columns": ["Size", "Rows", "Amount", "Share of the money"],
            "rows": [[one.name, f"{one.rows:,}", money(one.value), share(one.value / app.sums.value) if app.sums.value > 0 else "–"] for one in bands]}
    biggest = max(bands, key=lambda one: one.value)
    part = f", {share(biggest.value / app.sums.value)} of the money" if app.sums.value > 0 else ""
    sentence = f"Most money lies in “{biggest.name}”: {biggest.rows:,} rows with {money(biggest.value)}{part}."
    title = "How large one payment is" if app.is_spend else "How large one contract is"
    return in_order(rows, title=f"{title}: how many, and how much", sentence=sentence, table=made)


def shares(caption: str, slices: Sequence[Slice]) -> Markup:
    """Rows and pounds by kind, the unknown among them."""
    value, rows = sum(one.value for one in slices), sum(one.rows for one in slices)
    unknown = slices[-1]
    said = [(one.name, f"{one.rows:,}", share(one.rows / rows) if rows else "–", money(one.value), share(one.value / value) if value > 0 else "–")
            for one in slices if one.rows or one.name in ("Yes", "Local", "Unknown")]
    note = f"Unknown is {share(unknown.value / value)} of the money, so the true share may be larger by as much." if unknown.value > 0 and value > 0 else ""
    return table(caption, ["Answer", "Rows", "Of the rows", "Amount", "Of the money"], said, [1, 2, 3, 4]) + (paragraph(note, "note") if note else Markup(""))


def local_words(app: SpendExplorer) -> Markup:
    """The local share, or why it cannot be known."""
    if app.sums is None:
        return paragraph(NOTHING_YET, "note")
    if not app.tells_supplier_places():
        return paragraph(NO_PLACES, "problem")
    if not app.local:
        return paragraph("Say above what local means to you; then the share is worked out.", "note")
    known = sum(one.value for one in app.local[:2])
    said = f"{share(app.local[0].value / known)} of the money whose supplier's place is known goes to local suppliers." if known > 0 else "No supplier's place is known for this part."
    return paragraph(said, "headline") + paragraph(f"Local here: {', '.join(app.local_words)}.", "note") + shares("By where the supplier is", app.local)


def small_words(app: SpendExplorer) -> Markup:
    """Small suppliers, and charities and social enterprises."""
    if app.sums is None:
        return Markup("")
    parts = []
    for slices, caption, meaning in ((app.sums.sme, "Small and medium-sized suppliers", SME_MEANING), (app.sums.vcse, "Charities and social enterprises", VCSE_MEANING)):
        if all(one.rows == 0 for one in slices[:-1]):
            parts.append(paragraph(f"{caption}: this file says it of no supplier, so the share cannot be known from it.", "problem"))
        else:
            parts.append(shares(caption, slices))
        parts.append(paragraph(meaning, "note"))
    return Markup("").join(parts)


def ending_words(app: SpendExplorer) -> Markup:
    """What ends within eighteen months of a day."""
    if app.ending is None:
        return paragraph(NOTHING_YET, "note")
    if app.is_spend:
        return paragraph("These rows are payments. They do not say when a contract ends, so that cannot be known from this file.", "problem")
    found = app.ending
    said = f"{len(found.soon):,} {'contract' if len(found.soon) == 1 else 'contracts'} worth {money(found.value)} {'ends' if len(found.soon) == 1 else 'end'} from {day_words(app.as_of)} to {day_words(found.to)}."
    aside = f"{found.ended:,} ended before that, {found.later:,} end later, and {found.no_end:,} have no end that can be read."
    rows = [(row.title or row.reference or "No title", row.who, "–" if row.value != row.value else money(row.value), f"{row.end:%d/%m/%Y}")
            for row in found.soon.nlargest(15, "value").sort_values("end").itertuples()]
    caption = f"The largest {len(rows)} of them, the earliest first" if len(found.soon) > len(rows) else "All of them, the earliest first"
    listed = table(caption, ["Contract", "Supplier", "Amount", "Ends"], rows, [2, 3]) if rows else Markup("")
    return paragraph(said, "headline") + paragraph(f"{aside} A window of {SOON} months leaves time to think before the specification is written.", "note") + listed
