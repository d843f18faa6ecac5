"""Whose request does the interpreter work on, when one client sends many?

Python works on one thread at a time, and every thread that is ready has an equal part of it: a client with eight
requests under way would have eight parts. So of all who are about only a few requests are worked on at once, and of
one client fewer. Whatever waits, for a worker, a body or another process, does so aside and lets others work. A
client that is alone has all of it.
"""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from werkzeug.wrappers import Response

from server.http.refusals import Refusal
from server.http.wsgi import Application, Environ
from server.workers.turns import Queueing, Turns, client_of, never

_PLACES = 2
_PATIENCE_SECONDS = 1.0
"""How long a request waits for its turn; then it is worked on all the same, so that nothing can hold all up."""
_MOST_OF_ONE = 32
"""Requests of one client that may wait for their turn; each holds a thread of the web server."""
_UNLIMITED = 1 << 30
_BUSY = "There are more than {} requests of yours under way; try again in a second.\n"
_SHORT_SECONDS = 0.0005
_here = threading.local()


def take_short_turns() -> None:
    """Lets a thread that is ready wait for the interpreter a tenth of the time that Python would have it wait.

    A request comes back to the interpreter after each thing that it waits for, and would wait anew each time.
    """
    sys.setswitchinterval(_SHORT_SECONDS)


class _Shares(Turns):
    """Places in which requests are worked on."""

    def _has_room(self, client: str) -> bool:
        return len(self._seen) <= 1 or super()._has_room(client)


class _Place:
    """The right of a thread to work on a request; `taken` while it has it."""

    def __init__(self, shares: _Shares, client: str) -> None:
        self._shares = shares
        self._client = client
        self.taken = False

    def take(self) -> None:
        """Waits for it, but not for long."""
        with suppress(Refusal):
            self._shares.enter(self._client, never)
            self.taken = True

    def leave(self) -> None:
        """Gives it to whoever is due."""
        if self.taken:
            self.taken = False
            self._shares.leave(self._client, aside=False)

    @contextmanager
    def working(self) -> Iterator[None]:
        """The thread works on the request while the block runs, but for what it does aside."""
        _here.place = self
        self.take()
        try:
            yield
        finally:
            self.leave()
            _here.place = None


class Computing:
    """A WSGI application in front of `onward`, which works on requests by turns of their clients."""

    def __init__(self, onward: Application) -> None:
        self._onward = onward
        waiting = Queueing(seconds=_PATIENCE_SECONDS, line=_UNLIMITED, queue=_UNLIMITED)
        self._shares = _Shares(_PLACES, waiting)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers one request; 429 for a client that has too many under way."""
        if getattr(_here, "place", None) is not None:
            # The application of another time, asked by that of the present.
            return self._onward(environ, start_response)
        client = client_of(environ.get("REMOTE_ADDR"))
        if self._shares.waiting_of(client) >= _MOST_OF_ONE:
            busy = Response(_BUSY.format(_MOST_OF_ONE), 429, {"Retry-After": "1"}, content_type="text/plain")
            return busy(environ, start_response)
        place = _Place(self._shares, client)
        with place.working():
            body = self._onward(environ, start_response)
        return body if _needs_no_work(body, environ) else _Body(body, place)


def _needs_no_work(body: Iterable[bytes], environ: Environ) -> bool:
    """Whether a body is ready, or a file that the web server sends by itself."""
    wrapper = environ.get("wsgi.file_wrapper")
    return isinstance(body, list | tuple) or (isinstance(wrapper, type) and isinstance(body, wrapper))


class _Body:
    """The pieces of a body, each of them worked on in the place of its request."""

    def __init__(self, pieces: Iterable[bytes], place: _Place) -> None:
        self._pieces = pieces
        self._place = place

    def __iter__(self) -> Iterator[bytes]:
        pieces = iter(self._pieces)
        while True:
            with self._place.working():
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    def close(self) -> None:
        """Lets go of what was not read."""
        if hasattr(self._pieces, "close"):
            self._pieces.close()


@contextmanager
def aside() -> Iterator[None]:
    """While the block runs, which waits for something else, the interpreter works on other requests."""
    place: _Place | None = getattr(_here, "place", None)
    if place is None or not place.taken:
        yield
        return
    place.leave()
    try:
        yield
    finally:
        place.take()
