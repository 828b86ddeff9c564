"""Lessons that came with the toolkit are trusted in JupyterLab; a notebook from anywhere else still has to be asked for."""

from __future__ import annotations

from pathlib import Path


def trust_shipped(shipped: Path, folder: Path) -> None:
    """Sign the shipped notebooks, so that copies with the same content open without a warning.

    Parameters
    ----------
    shipped
        The folder of notebooks that came with the toolkit; nothing is written there.
    folder
        Where JupyterLab keeps its key and signatures.
    """
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary(data_dir=str(folder))
    for path in sorted(shipped.rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            notary.sign(nbformat.read(path, as_version=4))
