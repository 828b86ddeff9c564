"""Makes what leaves the machine: the record, the page that stands alone and the workbook, and says what was held back."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date

from svtrain.apps.published.approach_content import approach_content
from svtrain.apps.published.delivery_content import STAYS, Followed, delivery_content
from svtrain.apps.published.plan_content import PLAN_STAYS, TOGETHER_STAYS, PlansTogether, plan_content, together_content
from svtrain.apps.published.policy_content import policy_content
from svtrain.apps.published.portfolio_content import portfolio_content
from svtrain.apps.published.specification_content import specification_content
from svtrain.apps.published.tender_content import CONFIDENTIAL, MARKS_STAY, tender_content
from svtrain.apps.published.value_map_content import map_content
from svtrain.apps.published.work import Opened
from svtrain.core.approach import Approach
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.proxy_policy import ProxyPolicy
from svtrain.core.reference import Reference
from svtrain.core.scoring import TenderRecord
from svtrain.core.specification import Specification
from svtrain.core.supplier_plan import Plan
from svtrain.core.value_map import ValueMap
from svtrain.data import held_back
from svtrain.data.portfolio import NO_THEME, Portfolio
from svtrain.report.licence_guard import hold_back, publishable_policy
from svtrain.report.publish.page import page_text
from svtrain.report.publish.personal import FREE_TEXT, Checked, cleaned, cleaned_tree
from svtrain.report.publish.record import KINDS, Published, Section, section_from
from svtrain.report.publish.workbook import dated, record_workbook
from svtrain.ui.drawing import draw

READ = (Followed, Specification, Plan, PlansTogether)
GONE_MARK = re.compile(r"\[[a-z -]* removed\](?:'s)?")
INTROS = {
    "value-map": "What a contract is expected to change, what that is worth to people, and how sure anybody can be.",
    "portfolio": "What many contracts promised, what is due, what was delivered and what was checked.",
    "approach": "How this team goes about social value when it buys, in its own words.",
    "tender": "How a tender was scored: the rules, the ranking, and who would come first under other rules.",
    "delivery": "What was promised, what is due by now, what was delivered, and how much of it others checked.",
    "specification": "What a contract is to change, how that is counted and shown, and how bidders' answers are marked.",
    "supplier-plan": "What a supplier means to do, by when, and what will show it.",
    "supplier-plans": "What many suppliers mean to do, and how far they are.",
    "proxy-policy": "Which published prices for social outcomes this team takes, which it does not, and why.",
}


@dataclass(frozen=True)
class Wishes:
    """How somebody wants their work published. ``keep_notes`` lets names stay in free text; contact data never does."""

    on: date
    title: str = ""
    listed: bool = False
    keep_notes: bool = False
    forecast: bool = False


@dataclass(frozen=True)
class Made:
    """Everything that would leave the machine: files by name, a sentence for each thing held back, and what to think of first."""

    record: Published
    files: dict[str, bytes]
    left_out: tuple[str, ...]
    beware: tuple[str, ...] = ()


def make(opened: Opened, reference: Reference, wishes: Wishes, address: str) -> Made:
    """Make the files, in memory; nothing is written.

    Parameters
    ----------
    opened : Opened
        The work; `svtrain.apps.published.work.open_work` gives it.
    reference : Reference
        The data that it is counted with.
    wishes : Wishes
        Title, day and what may stay.
    address : str
        The last part of the page's place on a server.

    Raises
    ------
    CannotDo
        When it holds licensed values that cannot be taken out, or cannot be valued.
    """
    checked = Checked()
    work = _clean(opened.work, checked, wishes.keep_notes)
    if isinstance(work, ValueMap):
        record, workbook, said = _map(work, reference, wishes)
    elif isinstance(work, ProxyPolicy):
        record, workbook, said = _policy(work, reference, wishes)
    elif isinstance(work, Approach):
        vintage = tuple((used.dataset, used.version, used.sha256) for used in work.vintage)
        record, workbook, said = _published("approach", work.title or work.team or "Our approach", approach_content(work), vintage, wishes), None, ()
    elif isinstance(work, TenderRecord):
        record, workbook, said = _tender(work, checked, wishes)
    elif isinstance(work, READ):
        record, workbook, said = _read(work, checked, wishes)
    else:
        record, workbook, said = _portfolio(work, reference, wishes)
    title = cleaned(wishes.title or record.title or opened.name, keep_names=wishes.keep_notes)[0][:200]
    left_out = (*said, *checked.sentences())
    record = replace(record, title=title, left_out=left_out, address=address)
    name = file_name(opened, wishes)
    sheet = dated(workbook, wishes.on) if workbook else record_workbook(record)
    files = {f"{name}.html": page_text(record, draw).encode(), f"{name}.xlsx": sheet, f"{name}.json": record.as_text().encode()}
    return Made(record, files, left_out, (CONFIDENTIAL,) if isinstance(work, TenderRecord) else ())


def file_name(opened: Opened, wishes: Wishes) -> str:
    """A name that is safe in a path and an address, from the title.

    Examples
    --------
    >>> from svtrain.core.value_map import ValueMap
    >>> file_name(Opened(ValueMap(title="Home care: <b>2026</b> & on"), "map"), Wishes(date(2026, 11, 22)))
    'home-care-b-2026-b-on'
    """
    title = wishes.title or _own_title(opened.work) or opened.name
    plain = GONE_MARK.sub(" ", cleaned(title)[0].lower())
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "published-work"


def _own_title(work) -> str:
    if isinstance(work, TenderRecord):
        return work.tender.title
    return f"Action plan of {work.supplier.name}" if isinstance(work, Plan) else getattr(work, "title", "")


def _clean(work, checked: Checked, keep_names: bool):
    """The same work without what points at a person. Of a tender, and of what is only read, what is shown is cleaned instead."""
    if isinstance(work, (TenderRecord, *READ)):
        return work
    if isinstance(work, ValueMap | ProxyPolicy | Approach):
        plain = work.as_dict()
        made = cleaned_tree(plain, FREE_TEXT, checked, keep_names=keep_names)
        return work if made == plain else type(work).model_validate(made)

    def texts(given: tuple[str, ...], place: str) -> tuple[str, ...]:
        return tuple(cleaned_tree(list(given), FREE_TEXT, checked, keep_names=keep_names, place=place))

    return replace(work, contract_titles=texts(work.contract_titles, "titles of contracts"), suppliers=texts(work.suppliers, "suppliers"),
                   places=texts(work.places, "places"), categories=texts(work.categories, "categories"), problems=texts(work.problems, "rows that could not be read"),
                   references=texts(work.references, "references"), title=texts((work.title,), "title")[0])


def _map(work: ValueMap, reference: Reference, wishes: Wishes) -> tuple[Published, bytes | None, tuple[str, ...]]:
    from svtrain.report.workbook import workbook_bytes

    hold_back(work)
    content = map_content(work, reference, today=wishes.on.isoformat(), forecast=wishes.forecast)
    said = (f"Counts and pounds of single lines are hidden: {', '.join(content.small)} count{'s' if len(content.small) == 1 else ''} fewer than five people.",
            "The workbook holds no formulas, for the same reason.") if content.small else ()
    workbook = None if content.small else workbook_bytes(work, reference, today=wishes.on.isoformat())
    return _published("value-map", work.title, content.sections, content.vintage, wishes), workbook, said


def _policy(work: ProxyPolicy, reference: Reference, wishes: Wishes) -> tuple[Published, bytes | None, tuple[str, ...]]:
    from svtrain.report.policy_workbook import policy_workbook

    kept, reasons = publishable_policy(work, reference)
    vintage = tuple((used.dataset, used.version, used.sha256) for used in kept.vintage)
    return _published("proxy-policy", kept.title or "Our proxy policy", policy_content(kept, reference), vintage, wishes), \
        policy_workbook(kept, reference, left_out=reasons), reasons


def _portfolio(work: Portfolio, reference: Reference, wishes: Wishes) -> tuple[Published, bytes | None, tuple[str, ...]]:
    work, said = without_licensed(work, reference)
    vintage = tuple((used.dataset, used.version, used.sha256) for used in work.vintage)
    more = ("Owners, notes, evidence references and who checked are never published.",
            "What was delivered is hidden wherever fewer than five people stand behind it.")
    return _published("portfolio", work.title, portfolio_content(work, reference), vintage, wishes), None, (*said, *more)


def without_licensed(work: Portfolio, reference: Reference) -> tuple[Portfolio, tuple[str, ...]]:
    """The portfolio with no pounds for promises that a licensed value prices."""
    import numpy as np

    kept = {one.proxy_id: one.reason for one in held_back(sorted(set(work.proxies)), reference)}
    if not kept:
        return work, ()
    gone = np.array([name in kept for name in work.proxies])
    worth = np.where(gone[:, None], np.nan, work.lines.worth)
    names = tuple("" if name in kept else name for name in work.proxies)
    last = work.themes.index(NO_THEME) if NO_THEME in work.themes else len(work.themes)
    themes = work.themes if NO_THEME in work.themes else (*work.themes, NO_THEME)
    vintage = tuple(used for used in work.vintage if used.dataset not in {reference.proxies[name].dataset for name in kept})
    made = replace(work, lines=replace(work.lines, worth=worth), proxies=names, theme=np.where(gone, last, work.theme), themes=themes, vintage=vintage)
    return made, (*kept.values(), f"{int(gone.sum()):,} promises priced with licensed values are in none of the pounds.")


def _tender(work: TenderRecord, checked: Checked, wishes: Wishes) -> tuple[Published, None, tuple[str, ...]]:
    """A scored tender. A bidder whose name is a person's becomes a number, everywhere alike."""
    names = {bid.bidder: f"Bidder {number}" for number, bid in enumerate(work.tender.bids, 1)
             if cleaned(bid.bidder, keep_names=wishes.keep_notes)[0] != bid.bidder}
    text = json.dumps([asdict(section) for section in tender_content(work)], ensure_ascii=False)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(json.dumps(name, ensure_ascii=False)[1:-1], names[name])
    sections = _nameless(tuple(section_from(each) for each in json.loads(text)), checked, wishes)
    said = (*((MARKS_STAY,) if work.moderated else ()),
            *((f"{'A bidder who bears' if len(names) == 1 else f'{len(names)} bidders who bear'} a person's name {'is' if len(names) == 1 else 'are'} shown by number.",) if names else ()))
    return _published("tender", work.tender.title or "A scored tender", sections, (), wishes), None, said


def _read(work: Followed | Specification | Plan | PlansTogether, checked: Checked, wishes: Wishes) -> tuple[Published, None, tuple[str, ...]]:
    """Work that is shown as it stands, but for what points at people."""
    kind, content, stays = {Followed: ("delivery", delivery_content, STAYS), Specification: ("specification", specification_content, ()),
                            Plan: ("supplier-plan", plan_content, PLAN_STAYS), PlansTogether: ("supplier-plans", together_content, TOGETHER_STAYS)}[type(work)]
    return _published(kind, _own_title(work) or KINDS[kind], _nameless(content(work), checked, wishes), (), wishes), None, stays


def _nameless(sections: tuple[Section, ...], checked: Checked, wishes: Wishes) -> tuple[Section, ...]:
    """Sections with every text in them cleaned, those of the charts too."""
    return tuple(section_from(json.loads(json.dumps(_cleaned_texts(asdict(section), section.heading, checked, wishes.keep_notes)))) for section in sections)


def _cleaned_texts(plain, place: str, checked: Checked, keep_names: bool):
    if isinstance(plain, dict):
        return {key: _cleaned_texts(value, place, checked, keep_names) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_cleaned_texts(each, place, checked, keep_names) for each in plain]
    return checked.clean(plain, place, keep_names) if isinstance(plain, str) else plain


def _published(kind: str, title: str, sections: tuple[Section, ...], vintage: tuple[tuple[str, str, str], ...], wishes: Wishes) -> Published:
    return Published(kind, title, wishes.on.isoformat(), INTROS[kind], sections, vintage, (), "not-yet", wishes.listed)


def refuse_other(existing: Published, made: Published) -> None:
    """A work of another kind under the same name is not overwritten.

    Raises
    ------
    CannotDo
        When the kinds differ.
    """
    if existing.kind != made.kind:
        raise CannotDo(Problem("Other work is published there under this name; give this one another with --title.", "--title"))
