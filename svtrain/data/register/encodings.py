"""Which encoding a text file is in. UTF-8 with strays of Windows-1252 is read as both, byte by byte."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import BinaryIO

from svtrain.data.text_bytes import marked_encoding

STRAYS = "svtrain-strays"  # name of the error handler: a byte that is not UTF-8 is read as Windows-1252
BLOCK = 1 << 22

_MAC_LETTERS = frozenset("áàâäãåçéèêëíìîïñóòôöõúùûü".encode("mac_roman"))  # 0x80 to 0x9f, signs in Windows-1252
_WINDOWS_LETTERS = frozenset("àáâãäåçèéêëìíîïñòóôõöùúûüýß’‘“”…–—™".encode("cp1252"))


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    read = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in error.object[error.start:error.end])
    return read, error.end


codecs.register_error(STRAYS, _stray)


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name`` is what a person reads; ``codec`` and ``errors`` are what the file is opened with; ``long_lines`` says that one fills a whole block."""

    name: str
    codec: str
    errors: str
    has_nul: bool
    line_ends: int
    size: int
    long_lines: bool = False


def find_encoding(file: BinaryIO, given: str = "") -> Encoding:
    """Look through the whole file once.

    Examples
    --------
    >>> import io
    >>> find_encoding(io.BytesIO("Café £5".encode())).name, find_encoding(io.BytesIO("Café £5".encode("cp1252"))).name
    ('utf-8', 'cp1252')
    >>> find_encoding(io.BytesIO("Café".encode("utf-16"))).name
    'utf-16'
    """
    head = file.read(4096)
    marked = marked_encoding(head) or _without_mark(head)
    file.seek(0)
    has_nul, ends, size, valid, ascii_only, several, long = False, 0, 0, True, True, False, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    while block := file.read(BLOCK):
        size += len(block)
        found = block.count(b"\n")
        ends += found
        long = long or (not found and len(block) == BLOCK and b"\r" not in block)
        has_nul = has_nul or b"\0" in block
        if ascii_only and block.isascii():
            continue
        ascii_only = False
        if valid:
            valid = _decodes(decoder, block)
        several = several or _has_utf8(block)
    valid = valid and (ascii_only or _decodes(decoder, b"", final=True))
    file.seek(0)
    if given or marked:
        name = given or marked
        codec, errors = ("utf-8-sig", STRAYS) if name == "utf-8-sig" else (name, "replace")
        return Encoding(name, codec, errors, has_nul, ends, size, long)
    if valid:
        return Encoding("utf-8", "utf-8", STRAYS, has_nul, ends, size, long)
    if several:
        return Encoding("utf-8 with cp1252", "utf-8", STRAYS, has_nul, ends, size, long)
    name = "mac_roman" if _is_mac(head) else "cp1252"
    return Encoding(name, name, STRAYS, has_nul, ends, size, long)


def _without_mark(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of plain text is nought."""
    if len(head) < 4:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else ""


def _is_mac(head: bytes) -> bool:
    """Whether text that is not UTF-8 was saved on an old Macintosh: lines end in a bare return, or its letters are a Mac's.

    In Windows-1252 the bytes of a Mac's accented letters and quotation marks are signs that hardly stand inside words.

    Examples
    --------
    >>> _is_mac("Café Noël, £5".encode("mac_roman")), _is_mac("Café Noël, £5".encode("cp1252"))
    (True, False)
    """
    odd = [head[at - 1: at + 2] for at in range(1, len(head) - 1) if head[at] > 127]
    mac = sum(1 for three in odd if three[1] in _MAC_LETTERS and three[0:1].isalpha())
    windows = sum(1 for three in odd if three[1] in _WINDOWS_LETTERS and three[0:1].isalpha())
    return mac > windows or (not windows and b"\r" in head and b"\n" not in head)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _has_utf8(block: bytes) -> bool:
    """Whether there is a pound sign, a dash or an accented letter that is surely UTF-8."""
    return any(mark in block for mark in (b"\xc2\xa3", b"\xe2\x80", b"\xc3\xa9", b"\xc2\xa0"))
