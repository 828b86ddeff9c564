"""A stage to try things on: the real server, with small pages of its own, for the tests of `serve` and `attack`."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
import requests
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "SVTRAIN_TEST_POSTGRESQL"  # where databases and roles may be made
PAGES = {
    "1-explore/01-words.ipynb": (
        {"kind": "lesson", "step": "explore", "title": "Some words", "minutes": 10, "purpose": "Read some words."},
        ["# Some words\n\nA first paragraph.", "!print('printed')", "## More words", "!1/0", "The end."],
    ),
    "apps/probe.ipynb": (
        {"kind": "app", "step": "apply", "title": "A probe", "purpose": "Show what a kernel knows."},
        ["# A probe", "!secret_of_the_source = 1\nimport ipywidgets, os\nbox = ipywidgets.Text(description='Title')\nbox",
         "!print({name: value for name, value in os.environ.items()})\nprint('pid', os.getpid())"],
    ),
    "apps/faults.ipynb": (
        {"kind": "app", "step": "apply", "title": "Faults", "purpose": "Show what becomes of an error."},
        ["!" + """
import asyncio, logging, ipywidgets
box = ipywidgets.Text(description="Title")
async def later():
    raise ValueError("failed-by-itself")
def changed(change):
    logging.getLogger("app").warning("a-warning")
    asyncio.get_event_loop().create_task(later())
    raise ValueError("failed-in-an-answer " + change["new"])
box.observe(changed, "value")
box
"""]),
    "apps/widgets.ipynb": (
        {"kind": "app", "step": "challenge", "title": "Stock widgets", "minutes": 5, "purpose": "Try each stock widget."},
        ["!" + """
import ipywidgets as w
slider = w.IntSlider(description="How many people", value=4, max=10)
said = w.HTML()
def show(_=None):
    said.value = f"<p id='said'>The slider says {slider.value}.</p>"
slider.observe(show, "value")
show()
button = w.Button(description="Add one", button_style="primary")
button.on_click(lambda _: setattr(slider, "value", slider.value + 1))
w.VBox([
    w.HTML("<h1>Stock widgets</h1>"), slider, said, button, w.FloatSlider(description="Share", max=1, step=0.05, readout_format=".0%"),
    w.IntRangeSlider(description="Years"), w.BoundedIntText(description="Count"), w.FloatText(description="Amount", value=1200.5),
    w.Text(description="Title"), w.Textarea(description="Reason"), w.Dropdown(description="Step", options=["Explore", "Challenge"]),
    w.RadioButtons(description="Would it have happened anyway?", options=["Yes", "No", "In part"]), w.Checkbox(description="I have read it"),
    w.Select(description="Pick", options=["x", "y"]), w.SelectMultiple(description="Several", options=["x", "y"]), w.DatePicker(description="Start"),
    w.Combobox(description="Place", options=["Leeds", "Hull"]), w.FileUpload(description="Add a file"), w.IntProgress(description="Done", value=3, max=10),
    w.Valid(value=True, description="Read"), w.ToggleButton(description="Show more"), w.HBox([w.Button(description="Save"), w.Button(description="Off", disabled=True)]),
    w.Tab([w.Text(description="First"), w.Text(description="Second")], titles=["One", "Two"]), w.HTMLMath("Words."), w.Label("A label"),
])
"""]),
}


def write_pages(folder: Path) -> None:
    """A cell that starts with "!" is code."""
    for path, (about, cells) in PAGES.items():
        made = [nbformat.v4.new_code_cell(text[1:]) if text.startswith("!") else nbformat.v4.new_markdown_cell(text) for text in cells]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(metadata={"kernelspec": spec, "svtrain": about}, cells=made), folder / path)


@dataclass
class StageServer:
    """A running server, and what a visitor's program can do with it."""

    address: str
    work: Path
    log: Path
    process: subprocess.Popen

    def store(self):
        """The room store of this server, as its owner has it."""
        from svtrain.room import Store

        return Store(self.work / "room" / "room.sqlite", make=True)

    def room(self, title: str) -> str:
        """A room of that name, made when it is not there."""
        from svtrain.room.events import room_name

        store = self.store()
        try:
            return room_name(title) if room_name(title) in store.rooms() else store.new(title)
        finally:
            store.close()

    def join(self, room: str, role: str = "participant", team: str = "", visitor: requests.Session | None = None) -> requests.Session:
        """A visitor who came by a link and pressed its button."""
        from svtrain.serve.links import RoomLinks
        from svtrain.serve.session import server_secret

        visitor = visitor or requests.Session()
        token = RoomLinks(server_secret(self.work)).token(room, role, team)
        visitor.post(f"{self.address}/join/{token}", headers={"Origin": self.address}).raise_for_status()
        return visitor

    def visitor(self) -> requests.Session:
        """Somebody new, with the cookie of their first visit."""
        session = requests.Session()
        session.get(self.address + "/").raise_for_status()
        return session

    def open(self, visitor: requests.Session, path: str = "apps/probe.ipynb", **options) -> tuple[str, str]:
        """Open a page; return its kernel's number and the page."""
        answer = visitor.get(f"{self.address}/voila/render/{path}", timeout=60, **options)
        answer.raise_for_status()
        return re.search(r'"kernelId": "([0-9a-f-]{36})"', answer.text).group(1), answer.text


def start_stage(folder: Path, environment: dict[str, str] | None = None, **options) -> StageServer:
    """Start a server on pages of its own in ``folder``; ``options`` go to `run`."""
    write_pages(folder / "notebooks")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"port": port, "root": str(folder), "work": str(folder / "work")} | options
    log = folder / "log.txt"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", f"from pathlib import Path; from svtrain.serve.voila_server import run; run(**{options!r})"],
            cwd=folder, stdout=file, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        )
    server = StageServer(f"http{'s' if options.get('certificate') else ''}://127.0.0.1:{options['port']}", folder / "work", log, process)
    probe = requests.Session()
    probe.trust_env, probe.verify = False, (options.get("certificate") or [True])[0]
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            probe.get(server.address + "/healthz", timeout=2)
            return server
        except requests.ConnectionError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the server did not start: {log.read_text()}")


def stop_stage(server: StageServer) -> None:
    server.process.terminate()
    try:
        server.process.wait(15)
    except subprocess.TimeoutExpired:
        server.process.kill()


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    """The server as a workshop runs it."""
    server = start_stage(tmp_path_factory.mktemp("stage"))
    yield server
    stop_stage(server)


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    """Starts servers with options of a module's own."""
    started = []

    def start(**options):
        started.append(start_stage(tmp_path_factory.mktemp("stage"), **options))
        return started[-1]

    yield start
    for server in started:
        stop_stage(server)


@dataclass
class Certificate:
    """A self-signed certificate of 127.0.0.1."""

    file: Path
    key: Path

    def visitor(self) -> requests.Session:
        """Somebody whose browser trusts it, and nothing else."""
        session = requests.Session()
        session.verify, session.trust_env = str(self.file), False
        return session


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    made = Certificate(folder / "cert.pem", folder / "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(made.key), "-out", str(made.file)], check=True, capture_output=True)
    return made


@pytest.fixture(scope="session")
def postgresql():
    """The addresses of an empty database: its owner's, and that of a role with few rights. All is taken away at the end."""
    given = os.environ.get(ADDRESS)
    if not given:
        if os.environ.get("CI"):
            pytest.fail(f"{ADDRESS} is not set; on the build machine the tests need a PostgreSQL")
        pytest.skip(f"no PostgreSQL: set {ADDRESS} to the address of one where databases and roles may be made")
    url = make_url(given).set(drivername="postgresql+psycopg")
    name, role, password = f"svtrain_test_{secrets.token_hex(4)}", f"svtrain_people_{secrets.token_hex(4)}", secrets.token_hex(16)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    spell = {"hide_password": False}
    owner = url.set(drivername="postgresql", database=name)
    yield owner.render_as_string(**spell), owner.set(username=role, password=password).render_as_string(**spell), role
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        connection.exec_driver_sql(f"DROP ROLE {role}")
    engine.dispose()
