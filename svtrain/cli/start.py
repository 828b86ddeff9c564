"""`svtrain start` and `svtrain lab`: open the workshop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PORT = 8866

Folder = Annotated[Path | None, typer.Argument(help="Where to lay out lessons, exercises and data; by default where they already are.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]
Names = Annotated[list[str] | None, typer.Option("--name", help="A host name that a web server in front of this one is known by; may be given again.")]
Address = Annotated[str, typer.Option("--ip", metavar="ADDRESS", help="The address to listen on; 0.0.0.0 lets this network in.")]
People = Annotated[int | None, typer.Option(min=1, max=1000, help="How many people come; sets how many pages may be open at once.")]
MostKernels = Annotated[int | None, typer.Option(min=1, max=5000, help="How many pages may be open at once; 60 by default.")]
StoreAt = Annotated[str | None, typer.Option("--store", metavar="ADDRESS", envvar="SVTRAIN_STORE",
                                             help="Where rooms are kept: postgresql://... or a SQLite file; with the saved work by default.")]
PeopleStoreAt = Annotated[str | None, typer.Option("--people-store", metavar="ADDRESS", envvar="SVTRAIN_PEOPLE_STORE",
                                                   help="PostgreSQL: the same store, with the role for people's pages.")]
PublishedIn = Annotated[Path | None, typer.Option("--published", metavar="FOLDER", help="Also show the work that svtrain publish put in this folder.")]
SecretFile = Annotated[Path | None, typer.Option("--secret-file", metavar="FILE", envvar="SVTRAIN_SECRET_FILE",
                                                 help="The key that signs links, where several servers share one.")]


def start(
    folder: Folder = None, port: Port = PORT, no_browser: NoBrowser = False, name: Names = None, ip: Address = "127.0.0.1", people: People = None,
    most_kernels: MostKernels = None, store: StoreAt = None, people_store: PeopleStoreAt = None, secret_file: SecretFile = None,
    published: PublishedIn = None,
) -> None:
    """Open the workshop: the gallery of lessons and apps, on this machine only unless --ip says otherwise."""
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data.layout import lay_out
    from svtrain.serve.capacity import kernels_for
    from svtrain.serve.invitation import LOOPBACK
    from svtrain.serve.ports import check_port

    if published is not None and not published.is_dir():
        raise CannotDo(Problem("There is no such folder.", "--published", str(published)))
    root = lay_out(folder)
    check_port(port, ip)
    if ip not in LOOPBACK:
        print("Anybody on this network can open this workshop. svtrain workshop --public asks them for a code.")
    from svtrain.serve.voila_server import run

    run(port=port, ip=ip, root=root, open_browser=not no_browser, names=tuple(name or ()), store=store, people_store=people_store,
        secret_file=secret_file, published=published, most_kernels=most_kernels or (kernels_for(people) if people else 60))


def lab(folder: Folder = None, port: Port = PORT, no_browser: NoBrowser = False) -> None:
    """Open the lessons in JupyterLab, with their pages at its side."""
    from svtrain.data.layout import lay_out
    from svtrain.serve.ports import check_port

    root = lay_out(folder)
    check_port(port)
    from svtrain.serve.lab_server import run

    run(port=port, root=root, open_browser=not no_browser)


def register(app: typer.Typer) -> None:
    app.command()(start)
    app.command()(lab)
