"""Which pages does a web archive hold?

WARC 1.1 (ISO 28500:2017), as crawlers write it and Common Crawl publishes it: responses with their HTTP messages, and
`resource` and `conversion` records with text. Other records, answers that are not 200 and what is neither page nor
text are passed over. A broken record is refused by its number, and reading goes on at the next one.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Literal, TypeAlias
from urllib.parse import urlsplit

from kg.articles.keys import slug
from kg.articles.opening import MAX_BYTES, too_large
from kg.articles.packed import FREE, RATIO
from kg.articles.refusal import RefusedError

_VERSION = re.compile(rb"WARC/1\.[01]\r?\n")
_LONGEST_HEAD = 64 * 1024
_CHUNK = 1 << 16
_PAGES = ("text/html", "application/xhtml+xml")
Form: TypeAlias = Literal["html", "plain"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """A page of an archive: the number of its record, its address, its bytes, or why they are not to be had."""

    number: int
    url: str
    form: Form
    content: bytes | RefusedError

    @property
    def key(self) -> str:
        """What the article is called, by its address."""
        try:
            parts = urlsplit(self.url)
        except ValueError:
            return slug(self.url)
        return slug(f"{parts.hostname or ''}{parts.path}{'-' + parts.query if parts.query else ''}")


def read_warc(stream: BinaryIO) -> Iterator[Capture | RefusedError]:
    """The pages of an archive, and a refusal, with the record's number as its place, for each broken record."""
    source = _Source(stream)
    number = 0
    while source.more():
        number += 1
        try:
            found = _read_record(source, number)
        except RefusedError as refused:
            refused.place = refused.place or f"record {number}"
            yield refused
            source.find_next()
        else:
            if found is not None:
                yield found


def _read_record(source: "_Source", number: int) -> Capture | None:
    head = _fields(source.head())
    kind, length = head.get("warc-type", ""), head.get("content-length", "")
    if re.fullmatch("[0-9]{1,18}", length) is None:
        raise _broken("it does not say how long it is")
    if int(length) > MAX_BYTES:
        source.skip(int(length))
        if kind in ("response", "resource", "conversion"):
            raise too_large("record")
        return None
    block = source.take(int(length))
    url = head.get("warc-target-uri", "").strip("<>")
    if kind == "response" and head.get("content-type", "").startswith("application/http"):
        return _response(block, url, number)
    form = _form(head.get("content-type", ""))
    if kind in ("resource", "conversion") and form is not None:
        return Capture(number=number, url=url, form=form, content=block)
    return None


def _response(block: bytes, url: str, number: int) -> Capture | None:
    """The page of an HTTP message (RFC 9112)."""
    top, _, body = block.partition(b"\r\n\r\n")
    status, _, rest = top.partition(b"\r\n")
    fields = _fields(rest)
    form = _form(fields.get("content-type", ""))
    if status.split(b" ")[1:2] != [b"200"] or form is None:
        return None
    if fields.get("transfer-encoding", "").lower() == "chunked":
        body = _joined(body)
    return Capture(number=number, url=url, form=form, content=_decoded(body, fields.get("content-encoding", "")))


def _joined(body: bytes) -> bytes:
    """A chunked body put together (RFC 9112, section 7.1); one that is not, as some tools store it, as it stands."""
    parts, at = [], 0
    while (end := body.find(b"\r\n", at)) >= 0:
        size = body[at:end].split(b";")[0].strip()
        if not size or len(size) > 8 or set(size) - set(b"0123456789abcdefABCDEF"):
            return body
        length = int(size, 16)
        if not length:
            break
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
    return b"".join(parts)


def _decoded(body: bytes, coding: str) -> bytes | RefusedError:
    name = coding.strip().lower()
    if name in ("", "identity"):
        return body
    if name not in ("gzip", "x-gzip", "deflate"):
        return RefusedError(f"the page is coded as {name}", "store it decoded, or as gzip")
    try:
        found = zlib.decompressobj(47).decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        return RefusedError(f"the page's gzip is damaged ({error})", "fetch the page anew")
    return too_large("page") if len(found) > MAX_BYTES else found


def _form(media_type: str) -> Form | None:
    name = media_type.partition(";")[0].strip().lower()
    return "html" if name in _PAGES else "plain" if name == "text/plain" else None


def _fields(head: bytes) -> Mapping[str, str]:
    """Header fields by lower-case name, the first of each."""
    found: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _broken(why: str) -> RefusedError:
    return RefusedError(f"the record is broken: {why}", "make the archive anew; the records after it are read")


class _Source:
    """The records' bytes, of a plain or a compressed archive, whose damaged members are skipped."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._packed = b""
        self._held = bytearray()
        self._read = self._given = 0
        self._unpacker: zlib._Decompress | None = None
        self._fault: RefusedError | None = None
        self._pull()
        self._gzipped = self._packed.startswith(b"\x1f\x8b")

    def more(self) -> bool:
        """Whether there is another record; the empty lines between records are passed over."""
        while True:
            stripped = self._held.lstrip(b"\r\n")
            if stripped:
                self._held = stripped
                return True
            self._held.clear()
            try:
                if not self._fill():
                    return False
            except RefusedError as refused:
                self._fault = refused
                return True

    def head(self) -> bytes:
        """The header of the record that begins here."""
        if self._fault is not None:
            fault, self._fault = self._fault, None
            raise fault
        at = self._find(re.compile(rb"\r?\n\r?\n"), _LONGEST_HEAD)
        if at is None or not _VERSION.match(self._held):
            del self._held[:1]
            raise _broken("no WARC header stands there")
        head = bytes(self._held[: at.start()])
        del self._held[: at.end()]
        return head

    def take(self, length: int) -> bytes:
        """The next bytes."""
        while len(self._held) < length:
            if not self._fill():
                raise _broken("the archive ends in the middle of it")
        block = bytes(self._held[:length])
        del self._held[:length]
        return block

    def skip(self, length: int) -> None:
        """Go past some bytes."""
        while length > len(self._held):
            length -= len(self._held)
            self._held.clear()
            if not self._fill():
                return
        del self._held[:length]

    def find_next(self) -> None:
        """Go to where the next record seems to begin."""
        while True:
            at = re.search(rb"(?:^|\n)(WARC/1\.[01]\r?\n)", self._held)
            if at is not None:
                del self._held[: at.start(1)]
                return
            del self._held[:-16]
            try:
                if not self._fill():
                    self._held.clear()
                    return
            except RefusedError:
                self._skip_member()

    def _find(self, pattern: re.Pattern[bytes], most: int) -> re.Match[bytes] | None:
        while (at := pattern.search(self._held)) is None and len(self._held) < most:
            if not self._fill():
                return None
        return at

    def _fill(self) -> bool:
        """Hold more bytes; whether there were any."""
        if not self._gzipped:
            got = bool(self._packed) or self._pull()
            self._held += self._packed
            self._packed = b""
            return got
        while self._packed or self._pull():
            if self._unpacker is None:
                self._unpacker = zlib.decompressobj(31)
            data = self._unpack(self._unpacker)
            if data:
                self._held += data
                return True
        return False

    def _unpack(self, unpacker: "zlib._Decompress") -> bytes:
        try:
            data = unpacker.decompress(self._packed, _CHUNK * 16)
        except zlib.error as error:
            raise _broken(f"its gzip is damaged ({error})") from error
        self._packed = unpacker.unconsumed_tail or unpacker.unused_data
        if unpacker.eof:
            self._unpacker = None
        self._given += len(data)
        if self._given > FREE + RATIO * self._read:
            raise RefusedError(f"it unpacks to more than {RATIO} times its size", "make the archive anew")
        return data

    def _skip_member(self) -> None:
        """Go to where the next compressed member seems to begin."""
        self._unpacker = None
        self._packed = self._packed[1:]
        while (at := self._packed.find(b"\x1f\x8b\x08")) < 0:
            self._packed = self._packed[-2:]
            if not self._pull():
                self._packed = b""
                return
        self._packed = self._packed[at:]

    def _pull(self) -> bool:
        data = self._stream.read(_CHUNK)
        self._packed += data
        self._read += len(data)
        return bool(data)
