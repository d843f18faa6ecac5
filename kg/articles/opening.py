"""How are a file's bytes read without waiting for ever or filling the memory?"""

import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from kg.articles.refusal import RefusedError
from kg.articles.sources import Kind, Source

MAX_BYTES = 50 * 1024 * 1024
"""The largest file, or line of a JSON Lines file, that is read."""

_HTML = re.compile(rb"\s*<(!doctype\s+html|html|head|body|article|\?xml)\b", re.IGNORECASE)


@contextmanager
def open_source(source: Source, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    """The source's byte stream; raises RefusedError when it is missing, unreadable or no regular file."""
    if source.path is None:
        yield stdin or sys.stdin.buffer
        return
    try:
        # Without O_NONBLOCK, opening a FIFO waits for a writer that may never come.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(source.path, flags)
    except OSError as error:
        reason = f"the file cannot be opened: {error.strerror}"
        raise RefusedError(reason, "check the path and the permission to read it") from error
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise RefusedError("this is no regular file", "save its content as a file, or pipe it in and give -")
        yield stream


def read_all(stream: BinaryIO) -> bytes:
    """Everything in the stream; raises RefusedError when it is empty or larger than MAX_BYTES."""
    data = _read(stream)
    if len(data) > MAX_BYTES:
        raise too_large("file")
    if not data.strip():
        raise RefusedError("the file is empty", "put an article in it, or leave it out")
    return data


def read_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The stream line by line, None for a line larger than MAX_BYTES; never more than one line is in memory."""
    while line := stream.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES)
        yield None


def too_large(what: str) -> RefusedError:
    """The refusal of a file or line over the limit."""
    limit = f"{MAX_BYTES // (1024 * 1024)} MiB"
    return RefusedError(f"the {what} is larger than {limit}", "split it, one article a file or a line of JSON Lines")


def sniff_kind(data: bytes) -> Kind:
    """The kind of a file whose name does not tell it."""
    head = data.removeprefix(b"\xef\xbb\xbf")[:4096].lstrip()
    if _HTML.match(head):
        return "html"
    if head.startswith(b"---"):
        return "markdown"
    if head.startswith((b"{", b"[{")) or re.match(rb"\[\s*\{", head):
        return "jsonlines" if _first_line_is_record(data) else "json"
    return "plain"


def _first_line_is_record(data: bytes) -> bool:
    first, _, rest = data.strip().partition(b"\n")
    try:
        return bool(rest) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise RefusedError(f"the file cannot be read: {error.strerror}", "check the disk and try again") from error
