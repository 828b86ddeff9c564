"""`svtrain workshop` and `svtrain room links`, as they are typed, with the real server behind the first."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time

import pytest
import requests

from svtrain.cli import main
from svtrain.room import Store, open_workshops
from svtrain.serve.links import RoomLinks
from svtrain.serve.session import server_secret


@pytest.fixture
def work(monkeypatch, tmp_path):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    for name in ("SVTRAIN_STORE", "SVTRAIN_PEOPLE_STORE", "SVTRAIN_SECRET_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def typed(work, monkeypatch, capsys):
    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["svtrain", *words])
        with pytest.raises(SystemExit) as done:
            main()
        said = capsys.readouterr()
        return done.value.code, said.out, said.err

    return run


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(*words: str, work) -> tuple[subprocess.Popen, str]:
    """A running `svtrain workshop` and what it printed until it was open."""
    log = (work / "log.txt").open("w")
    process = subprocess.Popen([sys.executable, "-m", "svtrain", "workshop", "--no-browser", "--anyway", *words],
                               stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "SVTRAIN_WORK": str(work)})
    end = time.monotonic() + 60
    while "The workshop is open at" not in (said := (work / "log.txt").read_text()):
        assert process.poll() is None and time.monotonic() < end, said
        time.sleep(0.1)
    return process, said


def stopped(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def test_a_whole_workshop_over_https(work, certificate):
    port = free_port()
    process, said = started("--room", "North team", "--people", "12", "--plan", "4x-half-day", "--public", "--port", str(port),
                            "--certfile", str(certificate.file), "--keyfile", str(certificate.key), "--name", "127.0.0.1", work=work)
    try:
        at = f"https://127.0.0.1:{port}"
        code = re.search(r"type the code\s+(\w{3} \w{3})", said).group(1)
        assert f"Participants open  {at}/join" in said and "not encrypted" not in said and "█" in said
        visitor, facilitator = certificate.visitor(), certificate.visitor()
        assert "Join code" in visitor.get(at + "/").text
        joined = visitor.post(f"{at}/join", data={"code": code}, headers={"Origin": at}, allow_redirects=False)
        assert joined.status_code == 303 and "Secure" in joined.headers["Set-Cookie"]
        page = visitor.get(at + "/").text
        assert "Your room: North team" in page and "not encrypted" not in page
        link = re.search(r"Facilitator, keep this to yourself\n(\S+)", said).group(1)
        assert "as its facilitator" in facilitator.post(link, headers={"Origin": at}).text
        assert "<svg" in facilitator.get(f"{at}/room/invite").text
        store = Store(work / "room" / "room.sqlite")
        going_on = open_workshops(store)
        store.close()
        assert [(each.room, each.plan, each.people) for each in going_on] == [("north-team", "4x-half-day", 12)]
    finally:
        stopped(process)


def test_without_public_it_is_this_computers_alone(work):
    port = free_port()
    process, said = started("--room", "South", "--port", str(port), work=work)
    try:
        assert f"Participants open  http://127.0.0.1:{port}/join" in said and "Only this computer can open these pages." in said
        both = dict(zip(("facilitator", "projector"), re.findall(r"^(http\S+/join/\S+)$", said, re.M), strict=True))
        assert both["facilitator"].startswith("http://127.0.0.1:") and both["projector"].startswith("http://localhost:")
        assert "Explore" in requests.get(f"http://127.0.0.1:{port}/").text
        assert "as the projector" in requests.Session().post(both["projector"], headers={"Origin": f"http://localhost:{port}"}).text
        import psutil

        ours = [each.laddr.ip for each in psutil.Process(process.pid).net_connections("inet") if each.status == psutil.CONN_LISTEN]
        assert ours == ["127.0.0.1"]
        made = subprocess.run([sys.executable, "-m", "svtrain", "room", "links", "South", "--role", "participant", "--team", "A"],
                              capture_output=True, text=True, env={**os.environ, "SVTRAIN_WORK": str(work)})
        assert made.stdout.startswith(f"http://127.0.0.1:{port}/join/"), made.stderr
        assert "in team A" in requests.get(made.stdout.strip()).text
    finally:
        stopped(process)
    assert not (work / "server" / "address").exists()


@pytest.mark.parametrize("words, sentence", [
    (("--people", "1000"), "people would fit"),
    (("--certfile", "a.pem"), "belong together; give both"),
    (("--certfile", "a.pem", "--keyfile", "b.pem"), "cannot be used"),
    (("--plan", "../x"), 'There is no plan "../x".'),
    (("--plan", "dya"), "Did you mean 'day'?"),
    (("--plan", "mine.yaml"), "A run sheet from a file is chosen in the cockpit."),
    (("--store", "postgresql://nobody@127.0.0.1:1/none"), "an address of their own"),
    (("--store", "mysql://x"), "must begin with postgresql://"),
])
def test_what_it_cannot_do_is_a_sentence(typed, monkeypatch, words, sentence):
    from svtrain.serve import capacity

    monkeypatch.setattr(capacity, "SPARE_MB", 10**9 if "--people" in words else 0)  # no machine has that much
    code, out, error = typed("workshop", "--room", "North", "--port", str(free_port()), "--no-browser", *words)
    assert (code, out) == (2, "") and sentence in error


def test_a_key_with_a_password_is_refused_and_nobody_is_asked_for_it(certificate, work):
    locked = work / "locked.pem"
    subprocess.run(["openssl", "ec", "-aes256", "-passout", "pass:secret", "-in", str(certificate.key), "-out", str(locked)], check=True, capture_output=True)
    done = subprocess.run([sys.executable, "-m", "svtrain", "workshop", "--room", "North", "--certfile", str(certificate.file), "--keyfile", str(locked)],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**os.environ, "SVTRAIN_WORK": str(work)})
    assert done.returncode == 2 and "without a password" in done.stderr and "pass phrase" not in done.stderr + done.stdout


def test_public_on_no_network_is_refused(typed, monkeypatch):
    from svtrain.serve import invitation

    monkeypatch.setattr(invitation, "own_addresses", list)
    code, out, error = typed("workshop", "--room", "North", "--public", "--port", str(free_port()), "--no-browser")
    assert (code, out) == (2, "") and "This computer is on no network" in error


def test_links_for_a_server_that_shares_the_key(typed, work, tmp_path):
    key = tmp_path / "shared-key"
    typed("room", "new", "North team")
    code, out, _ = typed("room", "links", "North team", "--secret-file", str(key), "--hours", "3", "--address", "https://social-value.example.org/", "--team", "A", "--json")
    made = json.loads(out)
    assert code == 0 and set(made["links"]) == {"participant", "facilitator", "projector"}
    links = RoomLinks(server_secret(work, key))
    for role, link in made["links"].items():
        at, _, token = link.rpartition("/join/")
        found = links.read(token)
        assert at == "https://social-value.example.org" and (found.room, found.role, found.team) == ("north-team", role, "A" if role == "participant" else "")
        assert 2.9 * 3600 < found.until - time.time() <= 3 * 3600
    if os.name != "nt":
        assert key.stat().st_mode & 0o777 == 0o600
    for words, sentence in ((("North team", "--role", "observer"), "participant, facilitator, projector"), (("Elsewhere",), "There is no room elsewhere")):
        code, out, error = typed("room", "links", *words)
        assert (code, out) == (2, "") and sentence in error
    typed("room", "close", "North team")
    assert "This room is closed" in typed("room", "links", "North team")[2]
