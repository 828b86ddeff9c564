"""JupyterLab's checkpoints in a folder of their own, so that none lies beside the lessons."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_server.services.contents.filecheckpoints import AsyncFileCheckpoints
from traitlets import Unicode


class CheckpointsAside(AsyncFileCheckpoints):
    """Keeps the checkpoints of ``a/b.ipynb`` as ``<folder>/a/b-checkpoint.ipynb``."""

    folder = Unicode(help="Where the checkpoints lie.").tag(config=True)

    def checkpoint_path(self, checkpoint_id, path):
        parent, _, name = path.strip("/").rpartition("/")
        stem, extension = os.path.splitext(name)
        folder = Path(self.folder, *[part for part in parent.split("/") if part not in ("", ".", "..")])
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder / f"{stem}-{checkpoint_id}{extension}")
