"""How is a plain query answered without what a framework does around it?

Most requests carry one query by GET or as a form and nothing else, from a program. A lookup takes the engine less
time than a framework takes to find the view for it, so these are answered in front of it, from the same parts. What
is not plain, and what is refused, goes on to the framework.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any, NamedTuple

from kg.errors import DatelineError
from server.http.formats import HTML
from server.http.manners import names_a_host
from server.http.refusals import Refusal
from server.http.wsgi import Application, Environ
from server.sparql.asked import FORM, REFUSED, base_of, client_in, heard_in, read_parameters
from server.sparql.endpoint import Asked, Endpoint
from server.sparql.replies import Reply, reply

PATH = "/sparql"
_ASIDE = ("HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING")
_LINES = {status: f"{status.value} {status.phrase}" for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)}


class Answered(NamedTuple):
    """A request that was answered, with its query, its reply, and how many seconds that took."""

    method: str
    text: str
    reply: Reply
    seconds: float


class Direct:
    """A WSGI application in front of `onward`: plain queries of an endpoint, with `headers` in every answer.

    `note` is told of each answer when it is complete.
    """

    def __init__(
        self, onward: Application, endpoint: Endpoint, headers: Mapping[str, str], note: Callable[[Answered], None]
    ) -> None:
        self._onward = onward
        self._endpoint = endpoint
        self._headers = list(headers.items())
        self._note = note

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers one request."""
        begun = time.perf_counter()
        asked = _plain(environ, self._endpoint.limits.body) if environ["PATH_INFO"] == PATH else None
        if asked is None:
            return self._onward(environ, start_response)
        try:
            planned = self._endpoint.plan(asked, environ.get("HTTP_ACCEPT"))
            made = reply(self._endpoint, planned, client_in(environ), heard_in(environ))
        except DatelineError as error:
            environ[REFUSED] = error
            return self._onward(environ, start_response)
        start_response(_LINES[HTTPStatus(made.status)], [*made.headers.items(), *self._headers])

        def note() -> None:
            self._note(Answered(environ["REQUEST_METHOD"], asked.text, made, time.perf_counter() - begun))

        if not isinstance(made.body, list):
            return _Body(made, note)
        note()
        return made.body


class _Body:
    """The pieces of a body; WSGI closes it whatever becomes of them."""

    def __init__(self, made: Reply, note: Callable[[], None]) -> None:
        self._made = made
        self._note = note

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._made.body)

    def close(self) -> None:
        """Lets go of what was not read."""
        self._made.close()
        self._note()


def _plain(environ: Environ, most: int) -> Asked | None:
    """The one thing that a plain request asks; None for a request that the framework must look at.

    Of another one the body stays to be read.
    """
    aside = any(name in environ for name in _ASIDE) or HTML in environ.get("HTTP_ACCEPT", "")
    if aside or not names_a_host(environ):
        return None
    try:
        parameters = read_parameters(encoded) if (encoded := _encoded(environ, most)) is not None else {}
    except Refusal:
        return None
    if parameters.keys() != {"query"} or len(parameters["query"]) != 1:
        return None
    return Asked(text=parameters["query"][0], base=base_of(environ))


def _encoded(environ: Environ, most: int) -> bytes | None:
    """The parameters of an address or of a form of at most so many bytes; None for another kind of request."""
    address: bytes = environ.get("QUERY_STRING", "").encode("latin-1")
    if environ["REQUEST_METHOD"] == "GET":
        return address
    length = environ.get("CONTENT_LENGTH", "")
    is_form = environ["REQUEST_METHOD"] == "POST" and not address and environ.get("CONTENT_TYPE") == FORM
    if not is_form or not length.isdecimal() or int(length) > most:
        return None
    form: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(form)
    return form
