"""Opens a piece of saved work, whatever it is: a file, a folder, or what an app has kept."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from svtrain.apps.published.delivery_content import Followed
from svtrain.apps.published.plan_content import PlansTogether
from svtrain.apps.published.tender_content import tender_file
from svtrain.core.approach import Approach
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.proxy_policy import ProxyPolicy
from svtrain.core.scoring import TenderRecord
from svtrain.core.specification import Specification
from svtrain.core.supplier_plan import Plan
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.documents import read_document
from svtrain.data.portfolio import FILES, Portfolio, practice_portfolio, read_portfolio
from svtrain.data.saved_work import SavedWork, work_folder
from svtrain.data.whole_file import refuse_what_is_no_file

CODE = re.compile(r"[A-HJ-KM-NP-Z2-9]{4}-?[A-HJ-KM-NP-Z2-9]{4}", re.IGNORECASE)
APPS = ("value-builder", "assumption-lab", "contract-valuer", "proxy-explorer", "portfolio-board", "our-approach", "scoring-lab", "promise-to-delivery", "specification-helper",
        "supplier-plan", "supplier-plans-read")
VERSION = 1  # of every app's saved work
DELIVERY = {"commitments": "commitments.csv", "deliveries": "deliveries.csv", "spend": "spend.csv"}
Work = ValueMap | ProxyPolicy | Approach | Portfolio | TenderRecord | Followed | Specification | Plan | PlansTogether


@dataclass(frozen=True)
class Opened:
    """A piece of work with the name to publish it under where it has none of its own."""

    work: Work
    name: str


def open_work(given: str, owner: str | None = None) -> Opened:
    """The work that somebody names.

    Parameters
    ----------
    given : str
        A value map, proxy policy, tender or approach (YAML, JSON or workbook; of a tender also a CSV of bids), the JSON that an app keeps, a
        folder with a portfolio or with commitments and deliveries alone, an app's name such as ``value-builder``, or a resume code.
    owner : str, optional
        Whose saved work, by their name on this server; by default one's own.

    Raises
    ------
    CannotDo
        When there is no such work, or it is of a kind that cannot be published.
    """
    path = Path(os.path.expanduser(given))  # which leaves ~nobody as it is
    if path.is_dir():
        return _folder(path)
    if path.exists():
        return _file(path)
    if given in APPS:
        return _kept(given, _state(SavedWork(given, VERSION, owner=owner).load, given, owner), owner)
    if CODE.fullmatch(given):
        return _by_code(given)
    raise CannotDo(Problem(f"There is no file, folder, app or resume code of that name. Apps that can be published: {', '.join(APPS)}.", "WORK", given[:200]))


def _folder(path: Path) -> Opened:
    from svtrain.data.kept_portfolio import trimmed

    title = path.resolve().name.replace("-", " ").replace("_", " ").capitalize() or "Our portfolio"
    if _in_folder(path, "contracts.csv") is None and all(_in_folder(path, DELIVERY[kind]) for kind in ("commitments", "deliveries")):
        return _promises(path, title)
    sums: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        tables = {}
        for name in FILES:
            given = _in_folder(path, name)
            if given is not None:
                content, tables[name] = _bytes(given), Path(folder) / name
                sums[name] = hashlib.sha256(content).hexdigest()[:12]
                tables[name].write_bytes(trimmed(name, content))
        try:
            found = read_portfolio(tables, reference(), title=title)
        except CannotDo as error:
            raise CannotDo([replace(one, place=one.place.replace(folder, str(path))) for one in error.problems]) from None
    return Opened(replace(found, files=tuple((name, rows, sums[name]) for name, rows, _ in found.files)), path.resolve().name)


def _in_folder(path: Path, name: str) -> Path | None:
    """A table of a folder, as CSV or as a workbook."""
    return next((each for each in (path / name, (path / name).with_suffix(".xlsx")) if each.is_file()), None)


def _promises(path: Path, title: str) -> Opened:
    """Commitments and deliveries without a register of contracts."""
    from svtrain.data.commitments import monitor_files

    files = {kind: _in_folder(path, name) for kind, name in DELIVERY.items()}
    return Opened(Followed(title, monitor_files(files["commitments"], files["deliveries"], files["spend"])), path.resolve().name)


def _bytes(path: Path) -> bytes:
    refuse_what_is_no_file(path, may_be_piped=False)
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be read: {error.strerror or error}.", place=str(path))) from None


def _file(path: Path) -> Opened:
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return Opened(_workbook(path), path.stem)
    if kind in (".csv", ".xlsm"):
        return Opened(tender_file(path.name, _bytes(path)), path.stem)
    plain = read_document(path)
    if isinstance(plain, dict) and str(plain.get("svtrain", "")).startswith("tender/"):
        return Opened(tender_file(path.name, _bytes(path)), path.stem)
    if isinstance(plain, dict) and plain.get("svtrain") == "saved-work/1":
        app = str(plain.get("app", ""))
        if app not in APPS or not isinstance(plain.get("state"), dict):
            raise CannotDo(Problem(f"The work of this app cannot be published: {app[:40] or 'it has no name'}. Those that can: {', '.join(APPS)}.", place=str(path)))
        if plain.get("version") != VERSION:
            raise CannotDo(Problem("This work was saved by another version of this toolkit, which this one cannot read.", "version", str(path)))
        return _kept(app, plain["state"], path.parent.name, path)
    if isinstance(plain, dict) and str(plain.get("svtrain", "")).startswith("supplier-plan/"):
        from svtrain.data.supplier_plan_files import plan_of

        return Opened(plan_of(plain, str(path)), path.stem)
    return Opened(_document(plain, str(path)), path.stem)


def _document(plain, place: str) -> Work:
    from svtrain.data.approach import approach_from
    from svtrain.data.proxy_policy import policy_from
    from svtrain.data.value_map import value_map_from

    if not isinstance(plain, dict):
        raise CannotDo(Problem("This is not a value map, a proxy policy, a tender or an approach.", place=place))
    read = {"proxy-policy": policy_from, "approach": approach_from}.get(str(plain.get("svtrain", "")).partition("/")[0], value_map_from)
    found, problems = read(plain, place)
    if found is None:
        raise CannotDo(problems)
    return found


def _workbook(path: Path) -> Work:
    from svtrain.data.proxy_policy import read_policy
    from svtrain.data.value_map_workbook import read_workbook

    try:
        return read_workbook(path)
    except CannotDo as error:
        for read in (read_policy, lambda given: tender_file(given.name, _bytes(given))):
            try:
                return read(path)
            except CannotDo:
                continue
        raise error from None


def _state(load, app: str, owner: str | None) -> dict:
    state = load()
    if state is None:
        raise CannotDo(Problem(f"Nothing is saved for {app}{f' by {owner[:40]}' if owner else ''} on this machine.", "WORK"))
    return state


def _by_code(code: str) -> Opened:
    """A resume code says whose work it is and of which app."""
    typed = code.replace("-", "").upper()
    unknown = CannotDo(Problem("There is no saved work under that code. Check each letter; the code holds no 0, 1, I, L, O or U.", "WORK"))
    try:
        note = json.loads((work_folder() / "codes" / f"{typed}.json").read_text(encoding="utf-8"))
        app, owner = str(note["app"]), str(note["person"])
    except (OSError, ValueError, KeyError, TypeError):
        raise unknown from None
    if app not in APPS:
        raise CannotDo(Problem(f"The work of this app cannot be published: {app[:40]}. Those that can: {', '.join(APPS)}.", "WORK"))
    return _kept(app, SavedWork(app, VERSION, owner=owner).take_up(typed), owner)


def _kept(app: str, state: dict, owner: str | None, path: Path | None = None) -> Opened:
    """What an app has kept, as the thing that it is about."""
    try:
        if app == "proxy-explorer":
            from svtrain.apps.proxy_explorer.state import ProxyExplorer

            explorer = ProxyExplorer()
            explorer.from_dict(state)
            return Opened(explorer.policy(), app)
        if app == "our-approach":
            from svtrain.apps.our_approach.state import OurApproach

            page = OurApproach()
            page.from_dict(state)
            return Opened(page.finished(), app)
        if app == "portfolio-board":
            return _board(state, owner, path)
        if app in READERS:
            return Opened(READERS[app](state), app)
        return Opened(_map_of(app, state), app)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CannotDo(Problem(f"The saved work of {app} cannot be read: it is damaged, or from another version.", "" if path else "WORK", str(path or ""))) from None


def _tender(state: dict) -> TenderRecord:
    from svtrain.apps.scoring_lab.state import ScoringLab

    app = ScoringLab()
    app.from_dict(state)
    return app.record()


def _specification(state: dict) -> Specification:
    from svtrain.apps.specification_helper.state import SpecificationHelper

    app = SpecificationHelper()
    app.from_dict(state)
    return app.specification()


def _plan(state: dict) -> Plan:
    from svtrain.apps.supplier_plan.state import SupplierPlan

    app = SupplierPlan()
    app.from_dict(state)
    return app.plan()


def _plans(state: dict) -> PlansTogether:
    from svtrain.apps.supplier_plan.buyer import BuyerView, too_few

    app = BuyerView()
    app.from_dict(state)
    found = app.stand()
    if found.everybody is None:
        raise CannotDo(Problem(too_few(found)))
    return PlansTogether(found, app.by)


def _followed(state: dict) -> Followed:
    """Every contract that is followed, on the day and in the way that the page shows."""
    from svtrain.apps.promise_to_delivery.state import SPEND, Delivering
    from svtrain.data.commitments import last_day, monitor

    app = Delivering()
    app.from_dict(state)
    record = app.opened.record
    day = app.day if app.as_of.strip() and not app.problems else last_day(record)
    title = "Our promises and their delivery" if app.own else "Practice contracts: promise and delivery (invented)"
    return Followed(title, monitor(record, day, by_spend=app.by == SPEND and record.has_spend), dict(app.opened.titles))


READERS = {"scoring-lab": _tender, "promise-to-delivery": _followed, "specification-helper": _specification, "supplier-plan": _plan, "supplier-plans-read": _plans}


def _map_of(app: str, state: dict) -> ValueMap:
    if app == "contract-valuer":
        from svtrain.apps.contract_valuer.state import ContractValuer as Made
    elif app == "assumption-lab":
        from svtrain.apps.assumption_lab.state import AssumptionLab as Made
    else:
        from svtrain.apps.value_builder.state import ValueBuilder as Made
    app_state = Made()
    app_state.from_dict(state)
    found = getattr(app_state.found, "map", None) if app == "contract-valuer" else app_state.map
    if found is None:
        raise CannotDo(Problem("The map in this work has no finished line, or a field that cannot be read. Put it right on its page first.", "WORK"))
    return found


def _board(state: dict, owner: str | None, path: Path | None) -> Opened:
    from svtrain.data.kept_portfolio import kept_portfolio

    if state["source"] == "practice":
        return Opened(practice_portfolio(reference()), "practice-portfolio")
    with tempfile.TemporaryDirectory() as folder:
        root = path.resolve().parents[2] if path is not None and len(path.resolve().parents) > 2 else None
        found = kept_portfolio(state["mark"], Path(folder), folder=root, owner=owner)
        if not found:
            raise CannotDo(Problem("The files of this portfolio are not kept on this machine; name their folder instead.", "WORK"))
        return Opened(read_portfolio(found, reference()), "our-portfolio")
