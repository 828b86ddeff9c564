"""What is true when a proxy is questioned. No widgets here: a script can do all that the screen can."""

from __future__ import annotations

from datetime import date

from traitlets import Bool, Dict, HasTraits, Int, List, Unicode

from svtrain.apps.proxy_explorer.judging import FIELDS, FIRST, NOW, judge, typed_of, unjudged
from svtrain.apps.proxy_explorer.listing import FILTERS, Listed, bank, filters_that_fit, group_of, look_for, rivals_of
from svtrain.core.problems import CannotDo
from svtrain.core.proxy_policy import JudgedProxy, ProxyPolicy, UsedData, was_of
from svtrain.core.reference import Proxy
from svtrain.core.rivals import Rivals, names_a_rival, rivals
from svtrain.data import reference
from svtrain.data.proxy_policy import policy_from_bytes

INDEX = "uk-gdp-deflator"
TITLE = "Our proxy policy"


class ProxyExplorer(HasTraits):
    """The bank, the proxy that is looked at, and a team's judgements.

    A rival's number is shown only once a judgement in its contested group is recorded (`revealed`). The first judgement of a
    proxy stays as it is; a second one stands beside it. ``judged`` holds both, by proxy, as `JudgedProxy` writes them;
    ``typed`` holds what is typed and not recorded: ``{proxy: {"first": {"reason": "..."}}}``.

    Examples
    --------
    >>> app = ProxyExplorer()
    >>> app.rivals("gmca-ee1-0-fiscal") is None
    True
    >>> for name, text in {"decision": "park", "reason": "Whose pound is it?", "grade": "amber"}.items():
    ...     app.type("gmca-ee1-0-fiscal", "first", name, text)
    >>> app.commit("gmca-ee1-0-fiscal", "first")
    True
    >>> len(app.rivals("gmca-ee1-0-fiscal").axis)
    4
    """

    version = 1

    text = Unicode(help="the words looked for")
    filters = Dict(help="theme, group, side and year; blank for all")
    page = Int(0)
    chosen = Unicode(help="the proxy that is looked at; blank at first, as a number on the screen cannot be unseen")
    typed = Dict()
    judged = Dict()
    seen = List(help="proxies whose own number was shown")
    revealed = List(help="contested groups whose numbers were shown")
    title = Unicode(TITLE)
    owner = Unicode()
    keep_private = Bool(False, help="whether exports hold licensed values")
    problems = Dict(help="a sentence by proxy, part and field")
    refused = List(help="why a file was not taken in, a sentence each")
    revision = Int(help="goes up when everything else is in place")

    # -- finding

    def search(self, **changed: str) -> None:
        """Look for other words, or set a filter: ``text``, ``theme``, ``group``, ``side``, ``year``."""
        with self.hold_trait_notifications():
            self.text = changed.pop("text", self.text)
            self.filters = {**self.filters, **{name: value for name, value in changed.items() if name in FILTERS}}
            self.page = 0
            self.revision += 1

    def turn(self, pages: int) -> None:
        """Go on, or back, in the list."""
        self.page = min(max(self.page + pages, 0), self.listed().pages - 1)
        self.revision += 1

    def listed(self) -> Listed:
        """The page of the list that is shown."""
        return look_for(self.text, self.filters, self.page)

    def proxy(self, name: str) -> Proxy | None:
        """One proxy of the bank; None where this bank does not hold it."""
        return reference().proxies.get(name)

    def choose(self, name: str) -> None:
        """Look at another proxy."""
        if self.proxy(name) is not None and name != self.chosen:
            self.chosen = name
            self.revision += 1

    def see(self, name: str) -> None:
        """Note that a proxy's own number is on the screen: a rival of it is then judged with that number known."""
        if name not in self.seen:
            self.seen = [*self.seen, name]

    def is_open(self, proxy: Proxy) -> bool:
        """Whether a proxy's number may stand in the list."""
        group = group_of(proxy)
        return not group or group in self.revealed or proxy.id in self.judged

    # -- judging

    def shown(self, name: str, part: str, field: str) -> str:
        """What stands in a field of the form for the ``first`` judgement or the one ``now`` in force."""
        typed = self.typed.get(name, {}).get(part, {})
        if field in typed:
            return typed[field]
        before = self.verdicts(name)
        if part == NOW and before is not None:
            return typed_of(before.verdict).get(field, "") or self._published(name).get(field, "")
        return self._published(name).get(field, "")

    def _published(self, name: str) -> dict[str, str]:
        proxy = self.proxy(name)
        return unjudged(proxy) if proxy else {}

    def type(self, name: str, part: str, field: str, text: str) -> None:
        """Type into the form of a judgement. A first judgement that is recorded is closed."""
        if part not in (FIRST, NOW) or field not in FIELDS:
            raise ValueError(f"there is no {part}.{field}")
        if text == self.shown(name, part, field) or (part == FIRST and name in self.judged):
            return
        forms = self.typed.get(name, {})
        self.typed = {**self.typed, name: {**forms, part: {**forms.get(part, {}), field: text}}}
        if self.problems.get(name, {}).get(part):  # what was refused is looked at again as it is put right
            self._say(name, part, self._judge(name, part)[1])
        self.revision += 1

    def problem(self, name: str, part: str, field: str) -> str:
        """The sentence for one field of a form, or nothing."""
        return self.problems.get(name, {}).get(part, {}).get(field, "")

    def is_blind(self, name: str) -> bool:
        """Whether no rival's number has been shown to whoever judges this proxy now."""
        proxy = self.proxy(name)
        return proxy is not None and group_of(proxy) not in self.revealed and not ({one.id for one in rivals_of(proxy)} - {name}) & set(self.seen)

    def _judge(self, name: str, part: str):
        typed = {field: self.shown(name, part, field) for field in FIELDS}
        return judge(typed, blind=part == FIRST and self.is_blind(name), today=date.today(), published=self.proxy(name).value)

    def _say(self, name: str, part: str, problems: dict[str, str]) -> None:
        self.problems = {**self.problems, name: {**self.problems.get(name, {}), part: problems}}

    def commit(self, name: str, part: str) -> bool:
        """Record a judgement. The first one opens the rivals' numbers; what stands in the way is said by field."""
        proxy, before = self.proxy(name), self.verdicts(name)
        if proxy is None or (part == FIRST) == (before is not None):
            return False
        verdict, problems = self._judge(name, part)
        self._say(name, part, problems)
        if verdict is not None:
            first = verdict if before is None else before.first
            one = JudgedProxy(proxy=name, was=was_of(proxy), first=first, now=None if before is None else verdict, private=proxy.private)
            self._record(one)
        self.revision += 1
        return verdict is not None

    def _record(self, one: JudgedProxy) -> None:
        group = group_of(self.proxy(one.proxy)) if self.proxy(one.proxy) else ""
        with self.hold_trait_notifications():
            self.judged = {**self.judged, one.proxy: one.as_dict()}
            self.typed = {name: form for name, form in self.typed.items() if name != one.proxy}
            if group and group not in self.revealed:
                self.revealed = [*self.revealed, group]

    def verdicts(self, name: str) -> JudgedProxy | None:
        """The judgements of one proxy, or None while there is none."""
        return JudgedProxy.model_validate(self.judged[name]) if name in self.judged else None

    def withdraw(self, name: str) -> None:
        """Take a proxy out of the policy. What has been seen stays seen."""
        self.judged = {other: one for other, one in self.judged.items() if other != name}
        self.revision += 1

    # -- after the first judgement

    def rivals(self, name: str) -> Rivals | None:
        """The proxy among its rivals; None before a judgement of it is recorded, and where nothing is contested."""
        proxy = self.proxy(name)
        if name not in self.judged or proxy is None or not group_of(proxy):
            return None
        return rivals(proxy, rivals_of(proxy), reference().indices[INDEX])

    def gives_away(self, name: str, text: str) -> bool:
        """Whether a sentence names a rival's number and so has to wait for the first judgement."""
        proxy = self.proxy(name)
        return proxy is not None and name not in self.judged and group_of(proxy) not in self.revealed and names_a_rival(text, proxy, rivals_of(proxy))

    # -- the policy

    def policy(self) -> ProxyPolicy:
        """The team's proxy policy as it stands, with the editions of the data that it rests on."""
        known = reference()
        judged = tuple(JudgedProxy.model_validate(one) for one in self.judged.values())
        used = sorted({known.proxies[one.proxy].dataset for one in judged if one.proxy in known.proxies})
        editions = tuple(UsedData(dataset=vintage.dataset, version=vintage.version, sha256=vintage.sha256)
                         for vintage in (known.vintages[name] for name in used if name in known.vintages))
        return ProxyPolicy(title=self.title.strip()[:200], owner=self.owner.strip()[:200], made=date.today() if judged else None, proxies=judged, vintage=editions)

    def exported(self) -> tuple[ProxyPolicy, tuple[str, ...]]:
        """The policy as it may be handed on, and a sentence for each licensed value left out."""
        from svtrain.report.licence_guard import publishable_policy

        return (self.policy(), ()) if self.keep_private else publishable_policy(self.policy())

    def take(self, name: str, content: bytes) -> str:
        """Take in a policy from a file; says what came of it. Its judgements replace one's own of the same proxies."""
        try:
            policy = policy_from_bytes(name, content)
        except CannotDo as error:
            self.refused = [str(problem) for problem in error.problems]
            return ""
        mine = set(self.judged)
        for one in policy.proxies:
            self._record(one)
        with self.hold_trait_notifications():
            self.refused = []
            self.title, self.owner = policy.title or self.title, policy.owner or self.owner
            self.revision += 1
        replaced, unknown = len(mine & {one.proxy for one in policy.proxies}), sum(self.proxy(one.proxy) is None for one in policy.proxies)
        said = f"Taken in: {_judgements(len(policy.proxies))}."
        said += f" {_judgements(replaced)} of yours gave way." if replaced else ""
        return said + (f" This bank does not hold {unknown} of the proxies; the judgements are kept." if unknown else "")

    # -- keeping

    def to_dict(self) -> dict:
        """Everything that comes back after a refresh."""
        return {name: getattr(self, name) for name in ("text", "filters", "page", "chosen", "typed", "judged", "seen", "revealed", "title", "owner", "keep_private")}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        judged = {name: JudgedProxy.model_validate(one).as_dict() for name, one in saved["judged"].items()}
        with self.hold_trait_notifications():
            self.text, self.filters = str(saved.get("text", "")), filters_that_fit(saved.get("filters", {}))  # work of before has no search
            self.page = int(saved.get("page", 0))
            self.page = self.listed().page
            self.judged, self.typed = judged, saved["typed"]
            self.chosen = saved["chosen"] if self.proxy(saved["chosen"]) else ""
            groups = bank().groups()
            self.seen, self.revealed = list(saved["seen"]), [group for group in saved["revealed"] if group in groups]
            self.title, self.owner, self.keep_private = saved["title"], saved["owner"], bool(saved["keep_private"])
            self.revision += 1


def _judgements(count: int) -> str:
    return "1 judgement" if count == 1 else f"{count} judgements"
