"""Runs these tests in a thread of their own: a browser that an earlier test opened keeps an event loop in the main one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    wanted = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    with ThreadPoolExecutor(1) as alone:
        alone.submit(pyfuncitem.obj, **wanted).result()
    return True
