"""What a visitor can ask of the server: the pages, and nothing behind them."""

from __future__ import annotations

import http.client
import json
import os
import re
import stat
import subprocess
import sys
from urllib.parse import urlsplit

import psutil
import pytest
import requests

from svtrain.serve.links import RoomLinks
from svtrain.serve.session import COOKIE, People, Person, server_secret

CLOSED = [
    "/api", "/api/status", "/api/kernels", "/api/kernelspecs", "/api/sessions", "/api/contents", "/api/contents/apps/probe.ipynb",
    "/api/terminals", "/api/config/voila", "/api/me", "/api/shutdown", "/kernelspecs/python3/kernel.js", "/metrics", "/login", "/logout",
    "/lab", "/tree", "/notebooks/apps/probe.ipynb", "/edit/apps/probe.ipynb", "/files/apps/probe.ipynb", "/nbconvert/html/apps/probe.ipynb",
    "/voila/tree", "/voila/tree/apps", "/voila/api/contents", "/voila/api/contents/apps", "/voila/files/apps/probe.ipynb", "/voila/files/apps/x.png",
    "/voila/api/themes/@jupyterlab/theme-light-extension/index.css", "/voila/query/x", "/voila/execution/x", "/voila/render/", "/voila/render/apps",
    "/voila/static/", "/voila/templates/lab/index.html.j2", "/voila/templates/svtrain/index.html.j2", "/voila/templates/svtrain/conf.json",
    "/.git/config", "/svtrain/static/plotly-0.min.js", "/favicon.ico",
]
UP = ["..", "%2e%2e", "..%2f", "%2e%2e%2f", "..%5c", "....//", "%252e%252e", ".%00."]
ROOTS = ["/voila/render/", "/voila/static/0/", "/voila/templates/svtrain/static/", "/voila/labextensions/"]


def raw(stage, target: str, method: str = "GET", **headers) -> tuple[int, bytes, dict]:
    """A request as it is written, with no tidying of the address."""
    line = http.client.HTTPConnection(urlsplit(stage.address).netloc, timeout=20)
    line.putrequest(method, target, skip_host="Host" in headers)
    for name, value in headers.items():
        line.putheader(name, value)
    line.endheaders()
    answer = line.getresponse()
    found = answer.status, answer.read(), dict(answer.getheaders())
    line.close()
    return found


@pytest.fixture(scope="module")
def careless(stages, tmp_path_factory):
    """A server on a machine whose own settings would open it, with a token in its environment; kernels start the stock way."""
    config = tmp_path_factory.mktemp("config")
    opened = {"template": "lab", "show_tracebacks": True, "file_allowlist": [".*"], "strip_sources": False, "allow_template_override": "YES"}
    (config / "voila.json").write_text(json.dumps({"VoilaConfiguration": opened}))
    return stages(forked_kernels=False, environment={
        "JUPYTER_CONFIG_DIR": str(config), "JUPYTER_CONFIG_PATH": str(config), "A_TOKEN_OF_THE_MACHINE": "not for kernels",
    })


@pytest.mark.parametrize("path", CLOSED)
def test_nothing_else_is_served(stage, path):
    status, body, _ = raw(stage, path)
    assert status == 404, body[:200]
    assert b"There is no such page" in body


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("up", UP)
def test_no_file_outside_is_read(stage, root, up):
    for depth in (1, 3, 12):
        for end in ("/etc/passwd", "/work/server/secret", "/apps/probe.ipynb", "/pyproject.toml", "/svtrain/serve/guard.py"):
            status, body, _ = raw(stage, root + "/".join([up] * depth) + end)
            assert status in (400, 404), (root, up, end)
            assert b"root:" not in body and b"secret_of_the_source" not in body


def test_an_odd_address_ends_in_a_page_and_the_log_does_not_repeat_it(careless):
    for target in ("/voila/static/0/" + "ann" * 120, "/voila/templates/svtrain/static/" + "ann" * 2000, "/voila/render/ann%ff", "/join?code=ann%ff", "/svtrain/static/front/x/" + "ann/" * 900):
        status, body, _ = raw(careless, target)
        assert status in (400, 404) and b"<h1>" in body, target[:40]
    assert raw(careless, "/join", "POST", **{"Content-Type": "multipart/form-data; ann"})[0] in (400, 403)
    said = careless.log.read_text()
    assert "ann" not in said and "Traceback" not in said and "127.0.0.1)" not in said


@pytest.mark.parametrize("told, answer", [
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
    ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 200),
    ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
])
def test_a_page_elsewhere_cannot_fill_the_room_with_pictures(stage, told, answer):
    for path in ("/", "/voila/render/1-explore/01-words.ipynb"):
        assert raw(stage, path, **told)[0] == answer


@pytest.mark.skipif(os.name == "nt", reason="Windows counts files in another way")
def test_the_server_may_have_as_many_files_open_as_a_room_needs(tmp_path):
    """Linux lets a program have 1,024, which a hundred visitors are more than."""
    told = subprocess.run([sys.executable, "-c", "import resource as r; most = r.getrlimit(r.RLIMIT_NOFILE)[1]; r.setrlimit(r.RLIMIT_NOFILE, (256, most)); "
                           "from svtrain.serve.open_files import allow_many; print(allow_many() == r.getrlimit(r.RLIMIT_NOFILE)[0] > 256 or most <= 256)"], capture_output=True, text=True)
    assert told.stdout.strip() == "True", told.stderr


def test_an_absolute_path_is_not_read(stage):
    for target in ("/voila/static/0//etc/passwd", "//etc/passwd", "/voila/render//etc/passwd", "/voila/labextensions/%2fetc%2fpasswd"):
        assert raw(stage, target)[0] in (400, 404)


def test_the_page_does_not_show_its_source(stage):
    visitor = stage.visitor()
    for path in ("apps/probe.ipynb", "apps/probe.ipynb?template=lab&theme=dark", "apps/probe.ipynb?voila_strip_sources=False"):
        _, page = stage.open(visitor, path)
        assert "secret_of_the_source" not in page and "import ipywidgets" not in page


@pytest.mark.parametrize("template", ["base", "..", "lab", "../../..", "classic", "x" * 200])
def test_the_template_cannot_be_chosen(stage, template):
    _, page = stage.open(stage.visitor(), f"1-explore/01-words.ipynb?template={template}")
    assert "stage.css" in page


def test_a_failed_cell_shows_a_sentence_and_no_traceback(stage):
    _, page = stage.open(stage.visitor(), "1-explore/01-words.ipynb")
    assert "This part of the page did not work." in page
    assert "ZeroDivision" not in page and "Traceback" not in page
    assert "The end." in page


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80", ""])
def test_a_foreign_host_name_gets_nothing(stage, host):
    status, body, _ = raw(stage, "/", Host=host)
    assert status in (400, 404) and b"Some words" not in body


def test_our_own_host_names_are_answered(stage):
    port = stage.address.rsplit(":", 1)[1]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        assert raw(stage, "/", Host=host)[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_are_only_read(stage, method):
    for path in ("/", "/voila/render/apps/probe.ipynb", "/voila/static/0/voila.js", "/healthz", "/queue"):
        assert raw(stage, path, method)[0] in (400, 404, 405)


def test_every_answer_is_guarded(stage):
    visitor = stage.visitor()
    for path in ("/", "/voila/render/apps/probe.ipynb", "/voila/templates/svtrain/static/stage.css", "/nope", "/healthz", "/join/forged", "/voila/static/0/voila.js"):
        headers = visitor.get(stage.address + path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
        for rule, sources in policy.items():
            assert set(sources.split()) <= {"'self'", "'none'", "blob:", "data:", "'unsafe-inline'"}, rule
        assert "'unsafe-inline'" not in policy["script-src"] and "data:" not in policy["script-src"]
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "Server" not in headers and "Access-Control-Allow-Origin" not in headers


def test_pages_hold_no_inline_script(stage):
    _, page = stage.open(stage.visitor())
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S):
        assert "src=" in attributes or "application/" in attributes, body[:100]
    assert not re.search(r"\son\w+=", re.sub(r"<script.*?</script>", "", page, flags=re.S))


def test_the_cookie_is_signed_and_out_of_reach_of_scripts(stage):
    answer = requests.get(stage.address + "/")
    said = answer.headers["Set-Cookie"]
    assert "HttpOnly" in said and "SameSite=Lax" in said and "Path=/" in said
    kernel, _ = stage.open(visitor := stage.visitor())
    cookie = visitor.cookies[COOKIE]
    mine = People(server_secret(stage.work)).opened(cookie)
    for forged in (cookie[:-1] + ("A" if cookie[-1] != "A" else "B"), People(b"another secret").sealed(mine), mine.id, "", "x" * 4000):
        assert requests.get(f"{stage.address}/api/kernels/{kernel}", cookies={COOKIE: forged}).status_code == 404
    assert visitor.get(f"{stage.address}/api/kernels/{kernel}").status_code == 200


def test_a_name_that_is_no_name_is_refused():
    people = People(b"a secret")
    assert people.opened(people.sealed(Person("../../etc/passwd-and-more"))) is None
    assert people.opened(people.sealed(Person("x"))) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_the_secret_is_its_owners(stage):
    path = stage.work / "server" / "secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(path.read_bytes()) == 64


@pytest.mark.parametrize("kind", ["stage", "careless"])
def test_a_kernel_knows_its_person_and_not_the_machine(request, kind):
    stage = request.getfixturevalue(kind)
    visitor = stage.visitor()
    _, page = stage.open(visitor, "apps/probe.ipynb?who=me")
    person = People(server_secret(stage.work)).opened(visitor.cookies[COOKIE])
    assert person.id in page and str(stage.work) in page and "who=me" in page and "apps/probe.ipynb" in page
    assert "A_TOKEN_OF_THE_MACHINE" not in page
    assert server_secret(stage.work).decode() not in page


def test_licensed_values_do_not_reach_the_guests_of_a_server(stages, tmp_path):
    (tmp_path / "my_licensed_proxies.csv").write_text("proxy_id\n")
    for names, kept in ((["social-value.example.org"], False), ([], True)):
        server = stages(names=names, environment={"SVTRAIN_PRIVATE": str(tmp_path)})
        assert (str(tmp_path) in server.open(server.visitor())[1]) == kept


def test_a_person_gets_a_process_of_their_own(stage):
    pages = [stage.open(stage.visitor())[1] for _ in range(2)]
    numbers = {re.search(r"pid (\d+)", page).group(1) for page in pages}
    assert len(numbers) == 2


def test_the_log_names_nobody(careless):
    stage = careless
    visitor = stage.visitor()
    stage.open(visitor, "1-explore/01-words.ipynb?name=Ann+Example")
    visitor.get(stage.address + "/no-such-page?name=Ann+Example")
    visitor.get(stage.address + "/join/forged-token-of-ann")
    said = stage.log.read_text()
    for word in ("Ann", "127.0.0.1 ", "forged-token", visitor.cookies[COOKIE], visitor.cookies[COOKIE].split(".")[0], "1/0"):
        assert word not in said, said


def test_links_into_a_room_are_signed_and_run_out(stage):
    links = RoomLinks(server_secret(stage.work))
    good = links.token("north", "participant", team="A")
    forged = [RoomLinks(b"another secret").token("north", "facilitator"), good[:-2] + "xx", links.token("north", hours=-1), People(server_secret(stage.work)).sealed(Person("a-random-name-of-a-person"))]
    for token in forged:
        answer = requests.get(f"{stage.address}/join/{token}", allow_redirects=False)
        assert answer.status_code in (403, 429) and "Set-Cookie" not in answer.headers
        answer = requests.post(f"{stage.address}/join/{token}", allow_redirects=False)
        assert answer.status_code in (403, 429) and "Set-Cookie" not in answer.headers


def test_looking_at_a_link_takes_nothing_and_pressing_does(stage):
    people = People(server_secret(stage.work))
    token = RoomLinks(server_secret(stage.work)).token(stage.room("North"), "participant", team="A")
    visitor = stage.visitor()
    before = people.opened(visitor.cookies[COOKIE])
    assert "North" in visitor.get(f"{stage.address}/join/{token}").text
    assert people.opened(visitor.cookies[COOKIE]) == before
    assert visitor.post(f"{stage.address}/join/{token}", headers={"Origin": "http://evil.example"}).status_code == 403
    assert visitor.post(f"{stage.address}/join/{token}", headers={"Origin": stage.address}).status_code == 200
    after = people.opened(visitor.cookies[COOKIE])
    assert (after.id, after.room, after.role, after.team) == (before.id, "north", "participant", "A")
    _, page = stage.open(visitor)
    assert "&#39;SVTRAIN_ROLE&#39;: &#39;participant&#39;" in page


def test_guessing_links_is_slowed_and_good_links_are_not(careless):
    stage = careless
    codes = [requests.get(f"{stage.address}/join/guess{number}").status_code for number in range(30)]
    assert codes[-1] == 429
    assert requests.get(f"{stage.address}/join/{RoomLinks(server_secret(stage.work)).token(stage.room('North'))}").status_code == 200


def test_large_and_broken_requests_end_only_themselves(stage):
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        raw(stage, "/" + "x" * 70_000)
    assert raw(stage, "/voila/render/apps/probe.ipynb?" + "q=1&" * 1000)[0] in (400, 404)
    visitor = stage.visitor()
    try:
        visitor.post(stage.address + "/join/x", data=b"x" * 2_000_000, timeout=10)
    except requests.RequestException:
        pass
    assert requests.get(stage.address + "/healthz").text == "ok"


def test_a_notebook_laid_by_the_side_is_not_served(careless):
    notebooks = careless.work.parent / "notebooks"
    page = (notebooks / "apps" / "probe.ipynb").read_bytes()
    for path in (".hidden/x.ipynb", "apps/.ipynb_checkpoints/probe-checkpoint.ipynb", "x.ipynb"):
        (notebooks / path).parent.mkdir(parents=True, exist_ok=True)
        (notebooks / path).write_bytes(page)
        assert requests.get(f"{careless.address}/voila/render/{path}").status_code == 404


def test_configuration_on_the_machine_does_not_open_the_server(careless):
    _, page = careless.open(careless.visitor(), "1-explore/01-words.ipynb?template=lab")
    assert "stage.css" in page and "Traceback" not in page and "1/0" not in page
    assert raw(careless, "/voila/files/apps/probe.ipynb")[0] == 404


def test_the_server_ends_when_told_and_leaves_no_kernel(careless):
    server = psutil.Process(careless.process.pid)
    careless.open(careless.visitor())
    family = server.children(recursive=True)
    assert family
    careless.process.terminate()
    assert careless.process.wait(20) == 0
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert "Traceback" not in careless.log.read_text()
