"""`svtrain workshop`: open a room for a group, with everything that people need to come in."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svtrain.cli.start import PORT, Names, NoBrowser, PeopleStoreAt, Port, SecretFile, StoreAt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svtrain.room import Store, Workshop
    from svtrain.serve.capacity import Fit

Room = Annotated[str, typer.Option("--room", metavar="NAME", help="The room: one that there is, or a new one.")]
People = Annotated[int, typer.Option(min=1, max=1000, help="How many people take part.")]
Plan = Annotated[str, typer.Option(metavar="NAME", help="The run sheet: 60, 90, 180, day or 4x-half-day.")]
Public = Annotated[bool, typer.Option("--public", help="Let others on this network in; everybody then needs the join code.")]
Certificate = Annotated[Path | None, typer.Option("--certfile", metavar="FILE", help="A certificate file: the pages then come encrypted.")]
Key = Annotated[Path | None, typer.Option("--keyfile", metavar="FILE", help="The certificate's key file.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Start even if the people will not fit in memory.")]

UNENCRYPTED = "The connection is not encrypted: others on this network could read along. With --certfile and --keyfile it is."
ON_ONE_SCREEN = "On this computer, open it in another browser or a private window: one browser has one part in a room."


def workshop(
    room: Room, people: People = 20, plan: Plan = "180", public: Public = False, certfile: Certificate = None, keyfile: Key = None,
    store: StoreAt = None, people_store: PeopleStoreAt = None, secret_file: SecretFile = None, name: Names = None, port: Port = PORT,
    no_browser: NoBrowser = False, anyway: Anyway = False,
) -> None:
    """Open a room for a workshop, and print how people come in."""
    from svtrain.data.layout import lay_out
    from svtrain.data.saved_work import work_folder
    from svtrain.serve.capacity import fit
    from svtrain.serve.invitation import own_addresses
    from svtrain.serve.ports import HOST, check_port
    from svtrain.serve.rooms import rooms_for
    from svtrain.serve.session import server_secret

    ip = "0.0.0.0" if public else HOST
    certificate, plan = _certificate(certfile, keyfile), _plan(plan)
    hosts = _hosts(name or (), own_addresses()) if public else [HOST]
    check_port(port, ip)
    needs = fit(people)
    _check_memory(needs, anyway)
    secret = server_secret(work_folder(), secret_file)
    rooms = rooms_for(secret, work_folder(), store, people_store)
    opened = _opened(rooms.store(make=True), room, plan, people)
    at = [f"http{'s' if certificate else ''}://{host}:{port}/" for host in hosts]
    facilitator = _tell(opened, rooms.code(opened), secret, at, needs, public, bool(certificate), port)
    rooms.close()
    from svtrain.serve.voila_server import run

    run(port=port, ip=ip, root=lay_out(None), open_browser=not no_browser, first_page=facilitator, names=tuple(name or ()), store=store,
        people_store=people_store, secret_file=secret_file, most_kernels=needs.kernels, room_only=public, certificate=certificate)


def _certificate(certfile: Path | None, keyfile: Path | None) -> tuple[str, str] | None:
    """Both files, tried out; a sentence when they do not make an https server."""
    import ssl

    from svtrain.core.problems import CannotDo, Problem

    if certfile is None and keyfile is None:
        return None
    if certfile is None or keyfile is None:
        raise CannotDo(Problem("A certificate and its key belong together; give both.", "--keyfile" if keyfile is None else "--certfile"))
    try:
        # An empty password, so that nobody is asked for one here: the server could not ask again.
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certfile, keyfile, password="")
    except (OSError, ssl.SSLError, ValueError):
        raise CannotDo(Problem("This certificate and key cannot be used. Both must be files as web servers take them, without a password, and belong together.",
                               "--certfile", str(certfile))) from None
    return str(certfile), str(keyfile)


def _hosts(names: Sequence[str], addresses: Sequence[str]) -> list[str]:
    """Where participants find this machine; a sentence when nobody could."""
    from svtrain.core.problems import CannotDo, Problem

    if not names and not addresses:
        raise CannotDo(Problem("This computer is on no network, so nobody else could come in. Join the wifi or a hotspot first, or leave --public out.", "--public"))
    return [*names, *addresses]


def _plan(name: str) -> str:
    from svtrain.core.nearest import did_you_mean
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.learn.plan import NAMES

    if name not in NAMES:
        own = " A run sheet from a file is chosen in the cockpit." if name.lower().endswith((".yaml", ".yml", ".json")) else ""
        raise CannotDo(Problem(f'There is no plan "{name[:40]}".{did_you_mean(name, NAMES)} Plans are {", ".join(NAMES)}.{own}', "--plan"))
    return name


def _check_memory(needs: Fit, anyway: bool) -> None:
    from svtrain.core.problems import CannotDo, Problem

    if not needs.fits and not anyway:
        raise CannotDo(Problem(f"{needs}. About {needs.most_people} people would fit. Close other programs, or start with --anyway.", "--people"))


def _opened(store: Store, title: str, plan: str, people: int) -> Workshop:
    """The room, made when there is none of that name, and opened for this workshop."""
    from svtrain.room import open_workshop
    from svtrain.room.events import room_name

    name = room_name(title)
    return open_workshop(store, name if name in store.rooms() else store.new(title), plan, people)


def _tell(opened: Workshop, code: str, secret: bytes, at: list[str], needs: Fit, public: bool, encrypted: bool, port: int) -> str:
    """Print the ways in; give back the last part of the facilitator's link."""
    from svtrain.cli.tables import printable
    from svtrain.serve.invitation import in_terminal, listed
    from svtrain.serve.join_code import spaced
    from svtrain.serve.links import RoomLinks

    hours = max(0.1, (opened.until - datetime.now().timestamp()) / 3600)
    facilitator, projector = (f"join/{RoomLinks(secret).token(opened.room, role, hours=hours)}" for role in ("facilitator", "projector"))
    # Two names of this machine are two visitors to a browser, so both links work side by side in one.
    here = (at[0], at[0]) if encrypted else (f"http://127.0.0.1:{port}/", f"http://localhost:{port}/")
    picture = in_terminal(f"{at[0]}join?code={code}", sys.stdout.encoding, sys.stdout.isatty()) if public else ""
    print(printable(f"Room {opened.title}, plan {opened.plan}, {opened.people} people. Links and code are good until {datetime.fromtimestamp(opened.until):%H:%M on %d %B}."))
    print(f"\nParticipants open  {at[0]}join\nand type the code  {spaced(code)}")
    if picture:
        print(f"or point a phone's camera here:\n\n{picture}")
    if len(at) > 1:
        print(f"If that does not open, try {listed(f'{each}join' for each in at[1:])}.")
    if not public:
        print("Only this computer can open these pages. With --public, others on the network can.")
    elif not encrypted:
        print(UNENCRYPTED)
    print(f"\nFacilitator, keep this to yourself\n{here[0]}{facilitator}")
    print(f"\nProjector\n{here[1]}{projector}{chr(10) + ON_ONE_SCREEN if encrypted else ''}")
    print(f"\n{needs}.{'' if needs.fits else ' They may not all fit.'}\n", flush=True)
    return facilitator


def register(app: typer.Typer) -> None:
    app.command()(workshop)
