"""How do bodies that come slowly hold nobody up, where a thread waits for each?

Granian gives a request to a thread as soon as its head is there, and reading the body then takes as long as the
client likes. So only some are read at once, and of one client only a few; one more is refused before it is read.
Nor does granian tell that a client hung up before the end of its body: what came is never taken for the whole.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO, Any

from server.http import refusals
from server.http.wsgi import Application, Environ
from server.workers.computing import aside
from server.workers.turns import client_of

MOST = 64
"""Bodies that may be on their way at once."""
_MOST_OF_ONE = 16
_RETRY_SECONDS = 5
_BODY = ("CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING")


class Bodies:
    """A WSGI application in front of `onward`, which reads bodies by turns."""

    def __init__(self, onward: Application) -> None:
        self._onward = onward
        self._lock = Lock()
        self._read: Counter[str] = Counter()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers one request."""
        if any(name in environ for name in _BODY):
            told = environ.get("CONTENT_LENGTH", "")
            length = int(told) if told.isdecimal() else 0
            environ["wsgi.input"] = _Body(environ["wsgi.input"], length, self, client_of(environ.get("REMOTE_ADDR")))
        return self._onward(environ, start_response)

    @contextmanager
    def reading(self, client: str) -> Iterator[None]:
        """As long as a body of a client is read; raises Refusal 429 and 503 when too many are."""
        with self._lock:
            if self._read[client] >= _MOST_OF_ONE:
                raise refusals.too_many(_MOST_OF_ONE, _RETRY_SECONDS)
            if self._read.total() >= MOST:
                raise refusals.too_busy(_RETRY_SECONDS)
            self._read[client] += 1
        try:
            yield
        finally:
            with self._lock:
                self._read[client] -= 1
                if not self._read[client]:
                    del self._read[client]


class _Body:
    """The body of one request, of so many bytes, 0 where nobody said."""

    def __init__(self, body: IO[bytes], length: int, bodies: Bodies, client: str) -> None:
        self._body, self._left = body, length
        self._bodies, self._client = bodies, client

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, or all; raises Refusal when it ends before its length."""
        with aside(), self._bodies.reading(self._client):
            read = self._body.read(size)
        self._left -= len(read)
        if self._left > 0 and not 0 <= size <= len(read):
            raise refusals.client_gone()
        return read
