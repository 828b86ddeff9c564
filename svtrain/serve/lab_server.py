"""JupyterLab for one person on their own machine: the lessons in order, and their pages (Voila) in the same server.

Whoever has the address with its token can run code, so this server is never for a room; `voila_server` is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from traitlets.config import Config

from svtrain.data.places import content, typed_folder
from svtrain.learn.contents import pages
from svtrain.serve.guard import SHARE
from svtrain.serve.lab_layout import lay_out_once
from svtrain.serve.own_copies import own_copies
from svtrain.serve.ports import HOST
from svtrain.serve.trusted_lessons import trust_shipped

SETTINGS = Path(__file__).parent / "share" / "config"


def run(port: int = 8866, root: Path | None = None, work: Path | None = None, open_browser: bool = False,
        forked_kernels: bool = True) -> None:
    """Serve JupyterLab until it is stopped.

    Parameters
    ----------
    port
        Where to listen, on this machine only.
    root
        The folder that holds ``notebooks/``. Where it is the shipped content, the person works in copies of their
        own under ``work``; a folder of their own is used as it is.
    work
        The folder for saved work, checkpoints and settings; by default ``svtrain.data.saved_work.work_folder()``.
    open_browser
        Whether to open a browser: at first it shows the first lesson with its page beside it, later what was open last.
    forked_kernels
        False starts every kernel the stock way.
    """
    from jupyterlab.labapp import LabApp

    from svtrain.data.saved_work import work_folder

    work = typed_folder(work or work_folder())
    notebooks = _notebooks(root, work)
    _offer_our_template_and_settings(work)
    config = lab_config(notebooks, work, port, open_browser)
    if forked_kernels:
        from svtrain.serve import kernels

        kernels.use(config, history=True)
    server = LabApp.initialize_server(argv=[], config=config)
    print(f"JupyterLab is open at\n{server.display_url}\nPress Ctrl+C twice to close it.", flush=True)
    server.start()


def _notebooks(root: Path | None, work: Path) -> Path:
    shipped = content("notebooks")
    if root is None or (Path(root) / "notebooks").resolve() == shipped.resolve():
        return own_copies(shipped, work / "lessons")
    return Path(root).resolve() / "notebooks"


def _offer_our_template_and_settings(work: Path) -> None:
    """Through the environment, because Voila looks for templates there, and so do JupyterLab's settings."""
    os.environ.setdefault("SVTRAIN_WORK", str(work))
    for name, folder in (("JUPYTER_PATH", SHARE), ("JUPYTER_CONFIG_PATH", SETTINGS)):
        os.environ[name] = os.pathsep.join(filter(None, [str(folder), os.environ.get(name, "")]))


def lab_config(notebooks: Path, work: Path, port: int, open_browser: bool) -> Config:
    """What JupyterLab is told: nothing leaves the machine, and nothing is written beside the lessons."""
    own = work / "jupyterlab"
    (own / "trust").mkdir(parents=True, exist_ok=True)
    config = Config()
    lessons = [page for page in pages(notebooks) if page.kind == "lesson"]
    config.ServerApp.ip = HOST
    config.ServerApp.port = port
    config.ServerApp.port_retries = 0
    config.ServerApp.root_dir = str(notebooks)
    config.ServerApp.open_browser = open_browser
    config.ServerApp.allow_root = True  # in a container there is nobody else
    config.ServerApp.terminals_enabled = False
    config.ServerApp.log_level = "WARN"
    if lessons:
        lay_out_once(own / "workspaces", lessons[0].path)
    config.LabApp.default_url = "/lab"
    config.LabApp.workspaces_dir = str(own / "workspaces")
    config.LabApp.user_settings_dir = str(own / "settings")
    config.LabApp.news_url = None
    config.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
    config.LabApp.extension_manager = "readonly"
    config.FileContentsManager.checkpoints_class = "svtrain.serve.checkpoints_aside.CheckpointsAside"
    config.CheckpointsAside.folder = str(own / "checkpoints")
    config.NotebookNotary.data_dir = str(own / "trust")
    trust_shipped(content("notebooks"), own / "trust")
    config.VoilaConfiguration.template = "svtrain"
    config.VoilaConfiguration.show_tracebacks = True  # it is their own machine and their own code
    config.VoilaConfiguration.extension_allowlist = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
    return config
