"""Reads YAML and JSON that a person wrote: guarded against what a hostile or hasty one may hold.

YAML is read by its 1.2 core rules: ``no`` is text, ``010`` is text, ``1e6`` is a number, a date is text.
Anchors, aliases and tags are refused, so no file can expand or run anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.text_bytes import text_of
from svtrain.data.whole_file import read_whole, refuse_to_replace

LARGEST = 20_000_000  # bytes
DEEPEST = 60  # levels; a value map has six

_ZIP = b"PK\x03\x04"
_HALF_A_LETTER = re.compile(r"\\[uU](?:0000)?[dD][89a-fA-F]")
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None,
          "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INFINITE = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}


class _Refused(Exception):
    """A sentence about the text, with its line."""

    def __init__(self, sentence: str, line: int | None = None):
        super().__init__(sentence)
        self.line = line


def read_document(path: Path | str) -> Any:
    """The plain object in a YAML or JSON file.

    Raises
    ------
    CannotDo
        One sentence: no such file, too large, not text, broken, a key twice, an alias or a tag.
    """
    path = Path(path)
    raw = read_whole(path, LARGEST)
    return parse_document(raw, str(path), json_text=path.suffix.lower() == ".json")


def parse_document(raw: bytes | str, place: str = "", *, json_text: bool = False) -> Any:
    """The plain object in YAML or JSON text.

    Examples
    --------
    >>> parse_document("a: [1, 1e6, no, 2012/13]")
    {'a': [1, 1000000.0, 'no', '2012/13']}
    """
    try:
        text = raw if isinstance(raw, str) else text_of(raw)
    except UnicodeDecodeError:
        if isinstance(raw, bytes) and raw.startswith(_ZIP):
            raise CannotDo(Problem("This is a workbook or another packed file, not text; a workbook's name ends in .xlsx.", place=place)) from None
        raise CannotDo(Problem("The file is not UTF-8 text; save it as UTF-8.", place=place)) from None
    if len(text) > LARGEST:
        raise CannotDo(Problem(f"The text is over {LARGEST / 1e6:.0f} MB, the most that is read.", place=place))
    if not text.strip():
        raise CannotDo(Problem("The file is empty.", place=place))
    try:
        found = _json(text) if json_text else _yaml(text)
    except _Refused as error:
        where = f"{place}, line {error.line}" if error.line and place else place
        raise CannotDo(Problem(str(error), place=where)) from None
    return _whole_letters(found) if _HALF_A_LETTER.search(text) else found


def _whole_letters(found: Any) -> Any:
    """Two escapes that make one letter are joined; half a letter, which no file can hold, becomes the mark for one that is lost."""
    if isinstance(found, str):
        return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(found, list):
        return [_whole_letters(one) for one in found]
    if isinstance(found, dict):
        return {_whole_letters(key): _whole_letters(one) for key, one in found.items()}
    return found


def _json(text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict:
        found: dict = {}
        for key, value in pairs:
            if key in found:
                raise _Refused(f"The key '{key[:80]}' is given twice.")
            found[key] = value
        return found

    try:
        return json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise _Refused(f"This is not JSON: {error.msg.lower()}.", error.lineno) from None
    except RecursionError:
        raise _Refused("The file is nested too deeply to be a value map.") from None
    except ValueError:
        raise _Refused("The file holds a number with too many digits.") from None


def _yaml(text: str) -> Any:
    loader = None
    try:
        loader = _PARSER(text)
        return _Builder(loader).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and _starts_with_a_tab(text, mark.line):
            raise _Refused("A tab stands where YAML wants spaces; write spaces instead.", mark.line + 1) from None
        raise _Refused(f"This is not YAML: {error.problem or error.context or 'it cannot be read'}.",
                       mark.line + 1 if mark else None) from None
    except yaml.reader.ReaderError as error:
        raise _Refused(f"The file holds a character that is not text (at position {error.position}).") from None
    finally:
        if loader is not None:
            loader.dispose()


def _starts_with_a_tab(text: str, line: int) -> bool:
    lines = text.splitlines()
    return line < len(lines) and re.match(r" *\t", lines[line]) is not None


class _Builder:
    """Plain objects from a stream of YAML events; the parser keeps its own stack, so depth cannot hurt it."""

    def __init__(self, loader: Any):
        self.next = loader.get_event
        self.loader = loader

    def document(self) -> Any:
        self.next()  # the stream starts
        if isinstance(self.next(), yaml.StreamEndEvent):
            raise _Refused("The file is empty.")
        found = self.node(self.next(), 0)
        self.next()  # the document ends
        if not isinstance(self.next(), yaml.StreamEndEvent):
            raise _Refused("The file holds more than one document; keep one.")
        return found

    def node(self, event: Any, depth: int) -> Any:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(f"Aliases (*{event.anchor[:40]}) are not read here; write the value out.", line)
        if event.anchor is not None:
            raise _Refused(f"Anchors (&{event.anchor[:40]}) are not read here; write the value out.", line)
        if event.tag not in (None, "!"):
            raise _Refused(f"Tags ({event.tag[:60]}) are not read here; write plain values.", line)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event, line)
        if depth >= DEEPEST:
            raise _Refused("The file is nested too deeply to be read.", line)
        return self.mapping(depth) if isinstance(event, yaml.MappingStartEvent) else self.sequence(depth)

    def sequence(self, depth: int) -> list:
        found = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self.node(event, depth + 1))
        return found

    def mapping(self, depth: int) -> dict:
        found: dict = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            key = self.node(event, depth + 1)
            if isinstance(key, list | dict):
                raise _Refused("A key must be a word, not a list.", line)
            key = event.value if not isinstance(key, str) else key
            if key in found:
                raise _Refused(f"The key '{key[:80]}' is given twice.", line)
            found[key] = self.node(self.next(), depth + 1)
        return found


def _scalar(event: Any, line: int) -> Any:
    text = event.value
    if event.style in ("'", '"', "|", ">") or event.tag == "!":
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text.lower() in _INFINITE:
        return _INFINITE[text.lower()]
    if _INT.fullmatch(text):
        if len(text) > 300:
            raise _Refused("The file holds a number with too many digits.", line)
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


class _Writer(yaml.SafeDumper):
    """Quotes whatever either YAML 1.1 or our own reading would take for something else than text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: _Writer, text: str) -> Any:
    """Odd characters (line separators among them) are written as escapes: any reader then sees the same text."""
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Writer.add_representer(str, _text)
_Writer.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(rf"^(?:{_FLOAT.pattern})$"), list("-+.0123456789"))


def yaml_text(plain: Any) -> str:
    """YAML that `read_document` reads back to an equal object.

    Examples
    --------
    >>> print(yaml_text({"a": "1e6", "b": 1e16}), end="")
    a: '1e6'
    b: 1.0e+16
    """
    return yaml.dump(plain, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=100)


def json_text(plain: Any) -> str:
    """JSON with an indent and no NaN."""
    return json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_text(path: Path | str, text: str) -> None:
    """Write a file whole or not at all: beside it first, then moved into its place.

    Raises
    ------
    CannotDo
        When the folder cannot be written.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path | str, raw: bytes) -> None:
    """`write_text` for what is not text."""
    write_together({Path(path): raw})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files, all of them or none: each beside its place first, then all put in place.

    Raises
    ------
    CannotDo
        When one cannot be written, or is a pipe or a device, which must not be replaced; the sentence names it.
    """
    import os
    import tempfile

    for path in files:
        refuse_to_replace(path)
    beside: dict[Path, str] = {}
    path = None
    try:
        for path, raw in files.items():
            handle, beside[path] = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
            os.chmod(beside[path], (path.stat().st_mode if path.exists() else 0o666 & ~_umask()) & 0o777)
            if path.is_dir():
                raise IsADirectoryError(21, "Is a directory")
        for path in files:
            os.replace(beside[path], path)
            del beside[path]
    except OSError as error:
        raise CannotDo(Problem(f"The file cannot be written: {error.strerror or error}.", place=str(path))) from None
    finally:
        for left in beside.values():
            Path(left).unlink(missing_ok=True)


def _umask() -> int:
    import os

    current = os.umask(0)
    os.umask(current)
    return current
