"""The parts of the stage that need no browser."""

from __future__ import annotations

import ast
import json
import re
import time
from pathlib import Path

import pytest
import requests

from svtrain.data.places import content
from svtrain.learn.contents import PLACES, pages
from svtrain.serve import guard
from svtrain.serve.links import RoomLinks
from svtrain.serve.page_pieces import as_script
from svtrain.serve.session import COOKIE, People, Person, server_secret

PACKAGE = Path(guard.__file__).parents[1]
# ColorPicker and Play fail axe, Tab does not reach an Accordion's heads, ToggleButtons tell their state by colour alone,
# and a FigureWidget takes 6 s to its first paint.
LEFT_OUT = {"ColorPicker", "Play", "Accordion", "ToggleButtons", "FigureWidget"}


def names_in(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found


def code() -> list[tuple[str, str]]:
    modules = [(str(path.relative_to(PACKAGE)), path.read_text(encoding="utf-8"))
               for part in ("apps", "ui", "learn", "room") for path in (PACKAGE / part).rglob("*.py")]
    cells = []
    for path in content("notebooks").rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and not source.lstrip().startswith(("%", "!")):
                cells.append((path.name, source))
    return modules + cells


def test_widgets_that_shut_people_out_are_not_used():
    assert [(where, sorted(names_in(source) & LEFT_OUT)) for where, source in code() if names_in(source) & LEFT_OUT] == []


def test_the_check_on_widgets_sees_them():
    assert names_in("import ipywidgets as w\nw.Accordion()") & LEFT_OUT


def test_no_file_of_the_template_names_another_host():
    for path in guard.SHARE.rglob("*"):
        if path.is_file():
            found = [address for address in re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", path.read_text(encoding="utf-8"))
                     if "www.w3.org" not in address]
            assert found == [], path


@pytest.mark.parametrize("page", pages(content("notebooks")), ids=lambda page: page.path)
def test_every_notebook_says_what_it_is(page):
    assert page.step in PLACES and page.title and page.purpose
    assert page.minutes and page.minutes % 5 == 0
    assert len(page.purpose.split()) <= 25


def test_a_notebook_that_cannot_be_read_is_left_out(tmp_path):
    (tmp_path / "1-explore").mkdir()
    for name, text in (("a.ipynb", "{"), ("b.ipynb", "[]"), ("c.ipynb", '{"cells": [], "metadata": {"svtrain": 3}}'), (".d.ipynb", "{}")):
        (tmp_path / "1-explore" / name).write_text(text)
    assert [(page.path, page.title, page.step) for page in pages(tmp_path)] == [("1-explore/c.ipynb", "C", "explore")]


def test_the_gallery_needs_no_kernel_and_resumes(stage):
    visitor = stage.visitor()
    page = visitor.get(stage.address + "/")
    assert "Some words" in page.text and "10 minutes" in page.text and "Carry on" not in page.text
    assert not re.search("<script", page.text)
    stage.open(visitor, "1-explore/01-words.ipynb")
    assert "Carry on with Some words" in visitor.get(stage.address + "/").text


def test_a_page_comes_before_its_kernel_has_run(stage):
    with stage.visitor().get(f"{stage.address}/voila/render/1-explore/01-words.ipynb", stream=True) as answer:
        first = next(answer.iter_content(None)).decode()
    assert "A first paragraph." in first and "printed" not in first


def test_a_changed_notebook_shows_at_once(stage):
    path = stage.work.parent / "notebooks" / "1-explore" / "01-words.ipynb"
    before = path.read_text()
    try:
        time.sleep(0.01)
        path.write_text(before.replace("A first paragraph.", "Another paragraph."))
        assert "Another paragraph." in stage.open(stage.visitor(), "1-explore/01-words.ipynb")[1]
    finally:
        path.write_text(before)


def test_files_are_packed_and_kept(stage):
    address = f"{stage.address}/voila/static/0.5.13/voila.js"
    plain = requests.get(address, headers={"Accept-Encoding": "identity"})
    packed = requests.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and packed.content == plain.content
    assert "immutable" in packed.headers["Cache-Control"]
    assert requests.get(address, headers={"If-None-Match": packed.headers["Etag"]}).status_code == 304


def test_an_outputs_text_cannot_end_its_script():
    script = as_script({"data": {"text/html": "</script><script>alert(1)</script><!--"}})
    assert script.count("<") == 2
    assert json.loads(script[script.index(">") + 1:script.rindex("<")])["data"]["text/html"].startswith("</script>")


def test_a_place_in_a_room_ends(tmp_path):
    people = People(server_secret(tmp_path))
    person = Person("a-random-name-of-a-person", room="north", role="facilitator", until=int(time.time()) - 1)
    assert people.opened(people.sealed(person)) == Person(person.id)
    links = RoomLinks(server_secret(tmp_path))
    with pytest.raises(ValueError, match="participant"):
        links.token("north", "owner")


@pytest.mark.parametrize(("days", "anew"), [(3, False), (8, True), (364, True), (366, None)])
def test_who_comes_back_keeps_their_name(stage, monkeypatch, days, anew):
    """A cookie is good for a year from the last visit, not from the first."""
    people = People(server_secret(stage.work))
    person = Person("a-random-name-of-a-person")
    with monkeypatch.context() as past:
        past.setattr("itsdangerous.timed.time.time", lambda: time.time_ns() / 1e9 - days * 86400)
        old = people.sealed(person)
    answer = requests.get(stage.address + "/", cookies={COOKIE: old})
    if anew is False:
        assert COOKIE not in answer.cookies
    else:
        assert answer.cookies[COOKIE] != old
        assert (people.opened(answer.cookies[COOKIE]) == person) == (anew is True)


def test_half_a_secret_is_made_again(tmp_path):
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "secret").write_bytes(b"half")
    assert len(server_secret(tmp_path)) == 64 and server_secret(tmp_path) == server_secret(tmp_path)


class _Line:
    """What `send_ping` looks at of a websocket."""

    client_terminated = False


@pytest.mark.parametrize(("silent", "dropped"), [(30.5, False), (80, False), (95, True)])
def test_a_line_is_dropped_after_three_pings_without_an_answer(silent, dropped):
    """An answer that is a little late must not cost a page its line."""
    from types import SimpleNamespace

    from tornado.ioloop import IOLoop

    from svtrain.serve.kernel_channels import ChannelsHandler

    asked, closed = [], []

    async def ask():
        now = IOLoop.current().time()
        handler = ChannelsHandler.__new__(ChannelsHandler)
        handler.application = SimpleNamespace(settings={"ws_ping_interval": 30_000})
        handler.ws_connection, handler.last_pong, handler.last_ping = _Line(), now - silent, now - 30
        handler.ping, handler.close = asked.append, lambda: closed.append(True)
        assert handler.ping_timeout == 30_000
        handler.send_ping()

    IOLoop(make_current=False).run_sync(ask)
    assert bool(closed) == dropped and bool(asked) != dropped
