"""What the workbook of a proxy policy holds and where: one layout for the writer and the reader."""

from __future__ import annotations

FORMAT = "proxy-policy-workbook/1"
NOW, FIRST, PASSPORTS = "Judgements", "First judgements", "Passports"
ABOUT_LINES = (("title", "Name of the policy"), ("owner", "Whose policy"), ("made", "Made on"), ("notes", "Notes"))

WAS = (("was.value", "Published value", 12), ("was.unit", "Per", 20), ("was.price_year", "Price year", 10), ("was.licence", "Licence", 16), ("private", "Licensed, private", 10))
_VERDICT = (
    ("decision", "Judgement", 11), ("reason", "Reason", 56), ("grade", "Evidence grade", 10), ("evidence", "Evidence", 36),
    ("question", "What was asked", 14), ("would_change_if", "What would change it", 30), ("on", "Judged on", 12),
    ("blind", "Before rivals were seen", 11), ("use.value.likely", "Own value", 12), ("use.value.low", "Own low", 10), ("use.value.high", "Own high", 10),
    ("use.value.distribution", "Distribution", 12), ("use.unit", "Own unit", 18), ("use.price_year", "Own price year", 10), ("use.source", "Source of the own value", 36),
    ("use.perspective", "Whose money", 14),
)
NOW_COLUMNS = (("proxy", "Proxy", 24), ("=outcome", "What it prices", 40), *WAS, *_VERDICT)
FIRST_COLUMNS = (("proxy", "Proxy", 24), *_VERDICT)
VERDICT_KEYS = tuple(key for key, _, _ in _VERDICT)
PASSPORT_COLUMNS = (
    ("proxy", "Proxy", 24), ("outcome", "What it prices", 40), ("source", "Source", 50), ("locator", "Where in it", 30), ("url", "Address", 36),
    ("perspective", "Whose money", 18), ("beneficiary", "Who gains", 22), ("geography", "Place", 18), ("value_basis", "How it was valued", 18),
    ("licence", "Licence", 16), ("last_checked", "Last checked", 12), ("confidence", "Confidence", 11), ("status", "Status", 14), ("caveat", "Caveat", 50),
    ("question", "A question to ask", 44),
)
