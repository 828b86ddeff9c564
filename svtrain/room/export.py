"""Everything in a room as CSV and JSON, under pseudonyms: the whole folder appears at once, or none of it."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.room.pseudonyms import export_key, pseudonym
from svtrain.room.rules import ANSWER
from svtrain.room.store import Store

FORM = "room-export/1"
EVENT_COLUMNS = ("room", "n", "person", "team", "role", "kind", "item", "round", "payload", "at")
ANSWER_COLUMNS = ("room", "person", "team", "item", "round", "latest", "at")
BEGINS_A_FORMULA = tuple("=+-@\t\r\n|＝＋－＠")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
READ_ME = """\
This folder holds everything that was recorded in the room "{title}".

- events.csv has every event in order; payload is JSON.
- answers.csv has every answer, one column for each thing that was asked.
- room.json is the same as events.csv, for programs.

People have pseudonyms, which differ from room to room. The key that makes them is not in this folder.
Reasons and other free text are as people typed them, so read them before you pass this folder on.
In the CSV files a cell that a spreadsheet would take for a formula begins with an apostrophe.
The column latest says whether an answer counted: a later one in the same round replaces it.
Keep groups under five people out of anything that you publish from this.
"""


def export_room(store: Store, room: str, out: Path, key: bytes | None = None) -> list[Path]:
    """Write a room to a folder.

    Parameters
    ----------
    store, room
        Where it is.
    out
        The folder to make; it must not exist yet, or be empty.
    key
        Makes the pseudonyms; by default this machine's own.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    CannotDo
        When there is no such room or the folder cannot be written; nothing is left behind then.
    """
    about, found = store.everything(room)
    key = key or export_key()
    for event in found:
        event["person"] = pseudonym(key, about["room"], event["person"])
        event["at"] = _clock(event["at"])
        event.pop("key")
    about = {**about, "made": _clock(about["made"]), "closed": _clock(about["closed"]) if about["closed"] else None}
    files = {
        "room.json": json.dumps({"svtrain": FORM, **about, "exported": _clock(datetime.now(UTC).timestamp()), "events": found}, ensure_ascii=True, indent=1),
        "events.csv": _csv(EVENT_COLUMNS, [{**event, "payload": json.dumps(event["payload"], ensure_ascii=True)} for event in found]),
        "answers.csv": _answers(found),
        "read-me.txt": READ_ME.format(title=about["title"]),
    }
    _write_whole(Path(out), files)
    return [Path(out) / name for name in files]


def safe_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("-5"), safe_cell(-5), safe_cell("- a reason")
    ("'=1+1", '-5', -5, "'- a reason")
    """
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return value
    value = value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    return "'" + value if value.lstrip(" \u00a0\ufeff").startswith(BEGINS_A_FORMULA) else value


def _answers(found: list[dict]) -> str:
    """One row an answer; a column for each key of its payload."""
    answers = [event for event in found if event["kind"] == ANSWER]
    asked = sorted({name for event in answers for name in event["payload"]})
    latest = {(event["person"], event["item"], event["round"]): event["n"] for event in answers}
    titles = {name: f"answer_{name}" if name in ANSWER_COLUMNS else name for name in asked}
    rows = []
    for event in answers:
        row = {**event, "latest": "yes" if latest[event["person"], event["item"], event["round"]] == event["n"] else "no"}
        row |= {titles[name]: value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=True)
                for name, value in event["payload"].items()}
        rows.append(row)
    return _csv((*ANSWER_COLUMNS, *titles.values()), rows)


def _csv(columns: tuple[str, ...], rows: list[dict]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([safe_cell(row.get(column, "")) for column in columns] for row in rows)
    return text.getvalue()


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def _write_whole(out: Path, files: dict[str, str]) -> None:
    """Beside the folder first; then it takes its name in one step."""
    beside = None
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise CannotDo(Problem("This folder is not empty. Name a new one, so that no other export is mixed with this.", "--out", str(out)))
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))  # its owner's only
        for name, words in files.items():
            with (beside / name).open("w", encoding="utf-8-sig" if name.endswith(".csv") else "utf-8", newline="") as file:
                file.write(words)
                file.flush()
                os.fsync(file.fileno())
        if out.exists():
            out.rmdir()
        os.rename(beside, out)
        beside = None
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or "the folder cannot be written").lower()
        raise CannotDo(Problem(f"The export could not be written: {why}. Nothing was left behind.", "--out", str(out))) from None
    finally:
        if beside is not None:
            with suppress(OSError):
                shutil.rmtree(beside)
