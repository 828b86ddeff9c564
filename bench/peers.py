"""The same small app in svtrain, stock Voila, Panel, Solara, Streamlit and marimo, and our largest app: one browser, one run.

    python bench/peers.py --peers .peers [--visits 5]

Prints, for each, the median time to the first usable paint (sentence, chart and table there) and from a key press to the
changed sentence and chart, with the ratio to ours. See bench/peers/README.md for the peers' environment.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from svtrain.serve.browsers import find_browser

HERE = Path(__file__).resolve().parent / "peers"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]

# Polls for the three parts, through open shadow roots; then times key presses against what they change.
WATCH = """
(() => {
  const roots = () => { const found = [document]; for (let i = 0; i < found.length; i++)
    for (const el of found[i].querySelectorAll('*')) if (el.shadowRoot) found.push(el.shadowRoot); return found; };
  const BARS = '.bars .point path, figure svg rect, figure svg path, svg .sv-bar';
  let known = null;
  const look = () => { let ratio = '', bars = ''; for (const root of known || roots()) {
      if (!ratio) ratio = ((root.body || root).textContent || '').match(/Ratio: [\\d.]+|£[\\d,]+ present value/)?.[0] || '';
      for (const bar of root.querySelectorAll(BARS)) bars += (bar.getAttribute('d') || bar.getAttribute('height') || '') + (bar.getAttribute('y') || ''); }
    return [ratio, bars]; };
  const empty = () => /Nothing here/.test(document.body?.innerText || '');
  const poll = setInterval(() => { const [ratio, bars] = look();
    if ((ratio && bars) || empty()) { window.__ready = performance.now(); clearInterval(poll); } }, 25);
  window.__arm = () => { known = roots(); window.__times = [];
    window.addEventListener('keydown', () => { const begin = performance.now(), before = look();
      const check = () => { const now = look();
        if (now[0] !== before[0] && now[1] !== before[1]) window.__times.push(performance.now() - begin);
        else if (performance.now() - begin < 3000) requestAnimationFrame(check); };
      requestAnimationFrame(check); }, true); };
})()
"""


@dataclass
class Peer:
    """How one is served and where its slider takes a key."""

    name: str
    command: list[str]
    path: str
    handle: str = "[role=slider]"
    key: str = "ArrowRight"
    port: int = 0
    usable: bool = True
    paints: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    updates: list[float] = field(default_factory=list)


def peers(others: Path, folder: Path) -> list[Peer]:
    tool = str(others / "bin") + os.sep
    ours = f"from pathlib import Path; from svtrain.serve.voila_server import run; run(port=PORT, root=Path({str(folder)!r}), work=Path({str(folder / 'work')!r}))"
    stock = [sys.executable, "-m", "voila", "--no-browser", "--Voila.ip=127.0.0.1", "--port=PORT"]
    here = str(folder / "notebooks" / "apps")
    return [
        Peer("svtrain", [sys.executable, "-c", ours], "/voila/render/apps/ours.ipynb", "[data-field=deadweight] input", "ArrowUp"),
        Peer("value builder", [sys.executable, "-c", ours], "/voila/render/apps/builder.ipynb", "[data-field=deadweight] input", "ArrowUp"),
        Peer("empty stock Voila", [*stock, f"{here}/empty.ipynb"], "/"),
        Peer("stock Voila", [*stock, f"{here}/stock.ipynb"], "/", ".noUi-handle"),
        Peer("Panel", [tool + "panel", "serve", "app_panel.py", "--port", "PORT", "--address", "127.0.0.1"], "/app_panel", ".noUi-handle"),
        Peer("Solara", [tool + "solara", "run", "app_solara.py", "--port", "PORT", "--host", "127.0.0.1", "--no-open", "--production"], "/", ".v-slider__thumb-container"),
        Peer("Streamlit", [tool + "streamlit", "run", "app_streamlit.py", "--server.port", "PORT", "--server.headless", "true",
                           "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"], "/"),
        Peer("marimo", [tool + "marimo", "run", "app_marimo.py", "--port", "PORT", "--host", "127.0.0.1", "--headless", "--no-token"], "/"),
    ]


def write_notebooks(folder: Path) -> None:
    """The notebooks that Voila serves."""
    apps = folder / "notebooks" / "apps"
    apps.mkdir(parents=True)
    cells = {
        "ours": [nbformat.v4.new_code_cell("import ours")],
        "builder": [nbformat.v4.new_code_cell("from svtrain.apps.value_builder.view import show\n\nshow()")],
        "stock": [nbformat.v4.new_code_cell("import stock")],
        "empty": [nbformat.v4.new_markdown_cell("# Nothing here")],
    }
    for name, content in cells.items():
        book = nbformat.v4.new_notebook(cells=content)
        book.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                         "svtrain": {"kind": "app", "step": "apply", "title": name, "minutes": 5, "purpose": "Measure."}}
        nbformat.write(book, apps / f"{name}.ipynb")


def serve(peer: Peer) -> subprocess.Popen:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        peer.port = probe.getsockname()[1]
    command = [word.replace("PORT", str(peer.port)) for word in peer.command]
    env = {**os.environ, "PYTHONPATH": str(HERE), "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}
    process = subprocess.Popen(command, cwd=HERE, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"{peer.name} stopped with {process.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{peer.port}{peer.path}", timeout=30).close()
            return process
        except urllib.error.HTTPError:
            return process
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{peer.name} never answered")


def visit(page: Page, peer: Peer) -> float | None:
    """Seconds to the first usable paint; None when it did not come in 40."""
    page.goto(f"http://127.0.0.1:{peer.port}{peer.path}", wait_until="commit")
    for _ in range(400):
        if ready := page.evaluate("window.__ready"):  # the page noted the moment itself
            return ready / 1000
        time.sleep(0.1)
    return None


def press(page: Page, peer: Peer, times: int = 12) -> list[float]:
    """Milliseconds from each key press to the changed sentence and chart."""
    try:
        page.locator(peer.handle).first.focus(timeout=5000)
    except PlaywrightTimeout:
        return []  # its slider cannot be reached by this name; only its paint is told
    page.wait_for_timeout(800)
    page.evaluate("window.__arm()")
    for _ in range(times):
        page.keyboard.press(peer.key)
        page.wait_for_timeout(450)
    page.wait_for_timeout(1500)
    return page.evaluate("window.__times")[2:]  # the first presses warm the path


def measure(all_peers: list[Peer], visits: int) -> None:
    """Visits go round all peers in turn, so that a busy moment touches each alike."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        contexts = {peer.name: browser.new_context(viewport={"width": 1280, "height": 900}) for peer in all_peers}
        for context in contexts.values():
            context.route(lambda url: not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")), lambda route: route.abort())
            context.add_init_script(WATCH)
        for turn in range(visits + 1):
            for peer in [peer for peer in all_peers if peer.usable]:
                page = contexts[peer.name].new_page()
                took = visit(page, peer)
                peer.usable = took is not None
                (peer.paints if turn else peer.cold).append(took)
                if peer.usable and turn == visits and "empty" not in peer.name:
                    peer.updates = press(page, peer)
                page.close()
        browser.close()


def show(all_peers: list[Peer]) -> None:
    ours = all_peers[0]
    paint, update = statistics.median(ours.paints), statistics.median(ours.updates)
    print(f"{'':20}{'first visit':>12}{'warm paint':>12}{'x ours':>8}{'update median':>15}{'p95':>9}{'x ours':>8}")
    for peer in all_peers:
        if not peer.usable:
            print(f"{peer.name:20}did not become usable within 40 s on this machine, which has no internet")
            continue
        warm = statistics.median(peer.paints)
        line = f"{peer.name:20}{peer.cold[0]:>10.2f} s{warm:>10.2f} s{warm / paint:>8.2f}"
        if peer.updates:
            middle, late = statistics.median(peer.updates), sorted(peer.updates)[int(len(peer.updates) * 0.95)]
            line += f"{middle:>12.0f} ms{late:>6.0f} ms{middle / update:>8.2f}"
        print(line)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--peers", type=Path, default=Path(".peers"), help="the peers' environment")
    options.add_argument("--visits", type=int, default=5)
    options.add_argument("--only", nargs="*", help="names of peers; svtrain is always in")
    chosen = options.parse_args()
    if not chosen.peers.is_dir():
        options.error(f"There is no environment '{chosen.peers}'; bench/peers/README.md says how to make it.")
    with tempfile.TemporaryDirectory() as folder:
        write_notebooks(Path(folder))
        taking_part = [peer for peer in peers(chosen.peers.absolute(), Path(folder))
                       if not chosen.only or peer.name in chosen.only or peer.name == "svtrain"]
        servers = [serve(peer) for peer in taking_part]
        try:
            measure(taking_part, chosen.visits)
            show(taking_part)
        finally:
            for server in servers:
                os.killpg(server.pid, 15)


if __name__ == "__main__":
    main()
