"""The policy as files that a person takes along, each with the sentences about what was left out of it."""

from __future__ import annotations

from svtrain.apps.proxy_explorer.state import ProxyExplorer
from svtrain.data import reference
from svtrain.data.proxy_policy import policy_text


def workbook_of(app: ProxyExplorer) -> tuple[bytes, tuple[str, ...]]:
    """As a workbook that can be edited and taken in again."""
    from svtrain.report.policy_workbook import policy_workbook

    policy, left_out = app.exported()
    return policy_workbook(policy, reference(), left_out=left_out), left_out


def page_of(app: ProxyExplorer) -> tuple[str, tuple[str, ...]]:
    """As one page to read or print."""
    from svtrain.report.policy_page import policy_page

    policy, left_out = app.exported()
    return policy_page(policy, reference(), left_out=left_out), left_out


def text_of(app: ProxyExplorer) -> tuple[str, tuple[str, ...]]:
    """As YAML, for `svtrain value --policy`."""
    policy, left_out = app.exported()
    return policy_text(policy), left_out
