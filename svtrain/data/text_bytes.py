"""From the bytes of a text file to its text: the mark at its beginning says how it is written."""

from __future__ import annotations

import codecs

# UTF-32 comes first: its mark begins with that of UTF-16.
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def marked_encoding(raw: bytes) -> str:
    """The encoding that a byte-order mark names; nothing where there is none.

    Examples
    --------
    >>> marked_encoding("£5".encode("utf-16")), marked_encoding("£5".encode("utf-8-sig")), marked_encoding(b"5")
    ('utf-16', 'utf-8-sig', '')
    """
    return next((codec for mark, codec in MARKS if raw.startswith(mark)), "")


def text_of(raw: bytes, *otherwise: str) -> str:
    """The text in a file, without its byte-order mark.

    Parameters
    ----------
    raw : bytes
        The file; Windows Notepad writes UTF-8 or UTF-16, with a mark.
    otherwise : str
        Encodings to try in turn where there is no mark; UTF-8 by default.

    Raises
    ------
    UnicodeDecodeError
        When it is written in none of these.

    Examples
    --------
    >>> [text_of("Café".encode(encoding)) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")]
    ['Café', 'Café', 'Café', 'Café']
    >>> text_of("Café".encode("cp1252"), "utf-8", "cp1252")
    'Café'
    """
    marked = marked_encoding(raw)
    *tried, last = (marked,) if marked else otherwise or ("utf-8",)
    for encoding in tried:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode(last)
