"""`svtrain room`: make a room, see how it stands, take everything out of it, close it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svtrain.cli.start import SecretFile

if TYPE_CHECKING:
    from svtrain.room.store import RoomStatus

verbs = typer.Typer(help="The store that a group shares: rooms, their answers, their export.", no_args_is_help=True)

Room = Annotated[str, typer.Argument(metavar="ROOM", help="The room's name.")]
StoreAt = Annotated[str | None, typer.Option("--store", metavar="ADDRESS", help="postgresql://... or a SQLite file; this machine's own by default.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@verbs.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the room is called.")],
    store: StoreAt = None,
    people_role: Annotated[str | None, typer.Option("--people-role", metavar="ROLE", help="PostgreSQL: the role of people's processes.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a room, and the store when there is none yet."""
    from svtrain.room.store import Store

    found = Store(store, make=True)
    if people_role:
        found.allow(people_role)
    made = found.new(name)
    _tell(as_json, {"room": made, "title": found.status(made).title, "store": found.address}, f"The room {made} is ready in {found.address}.")


@verbs.command()
def status(
    room: Annotated[str | None, typer.Argument(metavar="ROOM", help="The room's name; all rooms by default.")] = None,
    store: StoreAt = None, as_json: AsJson = False,
) -> None:
    """How a room stands: how many people, and how many have answered; never who."""
    from svtrain.room.store import Store

    found = Store(store)
    rooms = [found.status(name) for name in ([room] if room else found.rooms())]
    if as_json:
        from svtrain.cli.value import print_json

        print_json(rooms[0].as_dict() if room else {"rooms": [each.as_dict() for each in rooms]})
    elif room:
        _show_one(rooms[0])
    else:
        _show_all(rooms)


@verbs.command()
def links(
    room: Room,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="participant, facilitator or projector; all three by default.")] = None,
    team: Annotated[str, typer.Option(metavar="TEAM", help="The team that participants join.")] = "",
    hours: Annotated[float, typer.Option(min=0.1, max=2160, help="How long the links last.")] = 12,
    address: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where people reach the server; by default as the running server says.")] = None,
    store: StoreAt = None, secret_file: SecretFile = None, as_json: AsJson = False,
) -> None:
    """Print signed links into a room, for the server that has the same saved work or the same key."""
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.data.saved_work import work_folder
    from svtrain.room.events import checked_team, room_name
    from svtrain.room.store import Store
    from svtrain.serve.invitation import address_note
    from svtrain.serve.links import ROLES, RoomLinks
    from svtrain.serve.session import server_secret

    if role is not None and role not in ROLES:
        raise CannotDo(Problem(f"There is no role {role}; it is one of {', '.join(ROLES)}.", "--role"))
    if Store(store).status(room).closed:
        raise CannotDo(Problem("This room is closed, so no link into it would work.", "ROOM"))
    note = address_note(work_folder())
    at = (address or (note.read_text(encoding="utf-8") if note.exists() else "http://127.0.0.1:8866/")).rstrip("/")
    signed = RoomLinks(server_secret(work_folder(), secret_file))
    made = {each: f"{at}/join/{signed.token(room_name(room), each, checked_team(team) if each == 'participant' else '', hours)}"
            for each in ([role] if role else ROLES)}
    if as_json:
        from svtrain.cli.value import print_json

        return print_json({"room": room_name(room), "hours": hours, "links": made})
    print(made[role] if role else "\n\n".join(f"{each}\n{link}" for each, link in made.items()))


@verbs.command()
def export(
    room: Room, out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="A new folder.")], store: StoreAt = None, as_json: AsJson = False,
) -> None:
    """Write everything in a room as CSV and JSON, under pseudonyms."""
    from svtrain.room.export import export_room
    from svtrain.room.store import Store

    files = export_room(Store(store), room, out)
    _tell(as_json, {"room": room, "files": [str(path) for path in files]}, f"Everything in the room is in {out}. Read the free text before you pass it on.")


@verbs.command()
def close(
    room: Room, delete: Annotated[bool, typer.Option("--delete", help="Erase all that is in the room, for good.")] = False,
    store: StoreAt = None, as_json: AsJson = False,
) -> None:
    """Close a room: nothing more is recorded. With --delete nothing is left of it."""
    from svtrain.room.store import Store

    found = Store(store)
    if delete:
        count = found.erase_room(room)
        _tell(as_json, {"room": room, "deleted": True, "events": count}, f"The room is erased, with {count} events. Backups and exports are not touched.")
    else:
        found.close_room(room)
        _tell(as_json, {"room": room, "deleted": False}, "The room is closed. What was recorded can still be read and exported.")


@verbs.command()
def forget(
    room: Room, person: Annotated[str, typer.Argument(metavar="PERSON", help="Their pseudonym in an export, P-..., or the server's name for them.")],
    store: StoreAt = None, as_json: AsJson = False,
) -> None:
    """Erase what one person recorded in a room, when they ask for it."""
    from svtrain.core.problems import CannotDo, Problem
    from svtrain.room.events import room_name
    from svtrain.room.pseudonyms import export_key, pseudonym
    from svtrain.room.store import Store

    found = Store(store)
    people = found.people(room)
    if person.startswith("P-"):
        key = export_key()
        people = [each for each in people if pseudonym(key, room_name(room), each) == person]
    else:
        people = [each for each in people if each == person]
    if not people:
        raise CannotDo(Problem("Nobody of that name has a seat in this room or recorded anything in it.", "PERSON"))
    count = found.erase_person(room, people[0])
    _tell(as_json, {"room": room, "events": count}, f"{count} events are erased. Backups and exports are not touched.")


def _tell(as_json: bool, facts: dict, sentence: str) -> None:
    from svtrain.cli.tables import printable

    if as_json:
        from svtrain.cli.value import print_json

        print_json(facts)
    else:
        print(printable(sentence))


def _show_all(rooms: list[RoomStatus]) -> None:
    from svtrain.cli.tables import page, table

    if not rooms:
        print("There is no room in this store yet.")
        return
    page().print(table(["Room", "Made", "In use", "People", "Answers"], [
        (each.room, _clock(each.made), "no" if each.closed else "yes", str(each.people), str(each.answers)) for each in rooms], text=(1, 2)))


def _show_one(status: RoomStatus) -> None:
    from svtrain.cli.tables import page, printable, table

    out = page()
    out.print(printable(status.title))
    if status.closed:
        out.print(f"Closed on {_clock(status.closed)}.")
    out.print(f"People: {status.people}   Teams: {status.teams}   Answers: {status.answers}   Events: {status.events}")
    if status.activities:
        out.print(table(["Activity", "State", "Round", "Answered"], [
            (each["item"], each["state"], str(each["round"]), str(each["answered"])) for each in status.activities], text=(1,)))


def _clock(at: float) -> str:
    return f"{datetime.fromtimestamp(at):%Y-%m-%d %H:%M}"


def register(app: typer.Typer) -> None:
    app.add_typer(verbs, name="room")
