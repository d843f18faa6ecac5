"""How is a page given again that was put together before, so that asking for it without end costs next to nothing?

Most pages follow from the snapshot and the address alone. Answers of such views are kept as bytes, those asked for
last, as long as the snapshot is served: a switch, even back to a former snapshot, lets go of all. Kept are whole
answers (200) to plain GET requests: nothing that a token, a cookie or a condition had to do with, nothing that says
itself that it may not be kept or that depends on more of the request than the key holds (RFC 9111, sections 3 and 4).
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import wraps
from threading import Lock
from typing import Any, NamedTuple, Protocol, TypeAlias

from flask import Flask, request

from server.http.wsgi import Application, Environ
from server.watching import SEEN, Noted

MOST_BYTES = 8 << 20
"""Of all answers that are kept, with their keys."""
LARGEST = MOST_BYTES // 8
"""Bytes of an answer that is kept."""
_LONGEST = 4096
"""Characters of a key."""
_KEY = ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_HOST", "wsgi.url_scheme", "SCRIPT_NAME")
_PRIVATE = (
    "HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE",
    "CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING",
)  # fmt: skip
_REFUSING = frozenset({"set-cookie", "cache-control"})
_LASTS = "dateline.lasts"
_OK = "200 OK"

Key: TypeAlias = tuple[str, ...]


class Turned(Protocol):
    """Tells what is served."""

    def stamp(self) -> tuple[int, ...]:
        """Another one after each switch; empty when nothing is served."""


class Answer(NamedTuple):
    """A whole answer, and how it is noted."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    noted: Noted


def keep_lasting(app: Flask, blueprints: Collection[str]) -> None:
    """Let the answers of some blueprints be kept: of those whose views follow from the snapshot and the address."""
    for name, view in app.view_functions.items():
        if name.partition(".")[0] in blueprints:
            app.view_functions[name] = _lasting(view)


def _lasting(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def answer(**values: object) -> Any:
        # Said by the view itself: what is answered in its place, as by another time, is not its answer.
        request.environ[_LASTS] = True
        return view(**values)

    return answer


class Again:
    """A WSGI application in front of `onward`; `note` is told of what is given again, and of its seconds."""

    def __init__(self, onward: Application, served: Turned, note: Callable[[Noted, float], None]) -> None:
        self._onward = onward
        self._served = served
        self._note = note
        self._lock = Lock()
        self._stamp: tuple[int, ...] = ()
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers one request."""
        key = _key(environ)
        if key is None:
            return self._onward(environ, start_response)
        begun, stamp = time.perf_counter(), self._served.stamp()
        found = self._find(stamp, key)
        if found is None:
            return self._make(stamp, key, environ, start_response)
        start_response(_OK, list(found.headers))
        self._note(found.noted, time.perf_counter() - begun)
        return [found.body]

    def _find(self, stamp: tuple[int, ...], key: Key) -> Answer | None:
        with self._lock:
            if stamp != self._stamp or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def _make(
        self, stamp: tuple[int, ...], key: Key, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        status = ""
        headers: tuple[tuple[str, str], ...] = ()

        def start(said: str, fields: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status, headers
            status, headers = said, tuple(fields)
            return start_response(said, fields, *more)

        pieces = self._onward(environ, start)
        if status != _OK or not environ.get(_LASTS) or not _may_be_kept(headers):
            return pieces
        return _Read(pieces, lambda body: self._keep(stamp, key, Answer(headers, body, environ[SEEN])))

    def _keep(self, stamp: tuple[int, ...], key: Key, answer: Answer) -> None:
        # What was put together while another snapshot was switched to may be of either.
        if self._served.stamp() != stamp or not stamp:
            return
        with self._lock:
            if self._stamp != stamp:
                self._kept.clear()
                self._stamp, self._bytes = stamp, 0
            if key not in self._kept:
                self._kept[key] = answer
                self._bytes += _size(key, answer)
            while self._bytes > MOST_BYTES:
                self._bytes -= _size(*self._kept.popitem(last=False))


class _Read:
    """The pieces of a body, which are put together for `keep` when all have been read, unless they are too many."""

    def __init__(self, pieces: Iterable[bytes], keep: Callable[[bytes], None]) -> None:
        self._pieces = pieces
        self._keep = keep

    def __iter__(self) -> Iterator[bytes]:
        held, size = [], 0
        for piece in self._pieces:
            size += len(piece)
            if size <= LARGEST:
                held.append(piece)
            else:
                held.clear()
            yield piece
        if size <= LARGEST:
            self._keep(b"".join(held))

    def close(self) -> None:
        """Lets go of what was not read."""
        if hasattr(self._pieces, "close"):
            self._pieces.close()


def _key(environ: Environ) -> Key | None:
    """What the answer to a request depends on beside the snapshot; None for one that is not plain."""
    if environ["REQUEST_METHOD"] != "GET" or any(environ.get(name) for name in _PRIVATE):
        return None
    key = tuple(environ.get(name, "") for name in _KEY)
    return key if environ.get("HTTP_HOST") and sum(map(len, key)) <= _LONGEST else None


def _may_be_kept(headers: Iterable[tuple[str, str]]) -> bool:
    fields = {name.lower(): value for name, value in headers}
    return _REFUSING.isdisjoint(fields) and fields.get("vary", "Accept").lower() == "accept"


def _size(key: Key, answer: Answer) -> int:
    return sum(map(len, key)) + sum(len(name) + len(value) for name, value in answer.headers) + len(answer.body)
