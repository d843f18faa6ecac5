"""How do bytes become text, exactly?

Line ends stay as they are, so that offsets into the text are offsets into the decoded file. A leading byte order mark
is a signature of the encoding, not text (Unicode 16.0, section 23.8), and is left out.
"""

import re

from kg.articles.refusal import RefusedError

MAX_CHARACTERS = 300_000
"""The longest text that is taken for one article."""

_BOM = b"\xef\xbb\xbf"
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]{1,30})", re.IGNORECASE)
_LEGACY = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "macintosh": "mac_roman",
}
"""Encodings an English page may declare, as the names by which Python decodes them (WHATWG Encoding, section 4.2)."""


def decode(data: bytes) -> str:
    """The text of UTF-8 `data`; raises RefusedError for binary data and, with offset and line, for other bytes."""
    _refuse_binary(data)
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _invalid(data, error) from error


def decode_html(data: bytes) -> str:
    """As `decode`, but a page that declares an older western encoding is read in that."""
    declared = _CHARSET.search(data[:4096])
    codec = _LEGACY.get(declared.group(1).decode("ascii").lower()) if declared else None
    try:
        return decode(data)
    except RefusedError:
        if codec is None or b"\0" in data:
            raise
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _invalid(data, error) from error


def refuse_unusable(text: str) -> None:
    """Raises RefusedError when `text` is longer than MAX_CHARACTERS, or holds NUL or half a surrogate pair.

    JSON escapes can spell both; such a half has no UTF-8 form.
    """
    if len(text) > MAX_CHARACTERS:
        raise RefusedError(f"the text is longer than {MAX_CHARACTERS} characters", "split it into its articles")
    if "\0" in text:
        raise RefusedError(f"the text holds a NUL character at offset {text.index(chr(0))}", "take it out")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        reason = f"the text holds half a character (U+{ord(text[error.start]):04X}) at offset {error.start}"
        raise RefusedError(reason, "write the character in full") from error


def _refuse_binary(data: bytes) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusedError("the file is UTF-16 text", "save it as UTF-8")
    if data.startswith(_BINARY) or b"\0" in data:
        raise RefusedError("the file is binary, not text", "convert it to text, Markdown, HTML or JSON")


def _invalid(data: bytes, error: UnicodeDecodeError) -> RefusedError:
    offset = error.start + (len(_BOM) if data.startswith(_BOM) else 0)
    line = data.count(b"\n", 0, offset) + 1
    reason = f"byte 0x{data[offset]:02x} at offset {offset} is no {error.encoding} text"
    return RefusedError(reason, "save the file as UTF-8 (it may be Windows-1252 or Latin-1 now)", f"line {line}")
