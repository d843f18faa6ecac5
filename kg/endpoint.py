"""How is a SPARQL 1.1 store talked to over HTTP?

SPARQL 1.1 Protocol, sections 2.1.2 and 2.2.1: a form in a POST. One host is talked to, which the operator named: no
redirect is followed and no proxy is used. A login goes over https or to this machine alone; no message repeats it.
"""

import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import SplitResult, urlencode, urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from kg.errors import StoreError, UsageError
from kg.login import Challenge, Login, read_challenge
from kg.loopback import is_this_machine

_SECONDS = 600.0
"""How long one update, or one question of our own, may take."""
_TOLD = 300
FORM = "application/x-www-form-urlencoded"
RESULTS = "application/sparql-results+json"

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteStore:
    """The addresses of a store for queries and for updates, often the same, and how one logs in."""

    query: str
    update: str
    login: Login | None = field(default=None, repr=False)


class Request(NamedTuple):
    """What is sent: a method, an address, a body, and headers."""

    method: str
    address: str
    body: bytes | None
    headers: Mapping[str, str]


def form(address: str, fields: Mapping[str, str] | list[tuple[str, str]], accept: str) -> Request:
    """A form that is posted."""
    return Request("POST", address, urlencode(fields).encode(), {"Content-Type": FORM, "Accept": accept})


class Caller:
    """Whoever talks to one host of `address`; raises UsageError when that is no address.

    The connection is kept as long as both sides keep it. What a digest challenge said is remembered.
    """

    def __init__(self, address: str, login: Login | None, seconds: float = _SECONDS) -> None:
        self._connection = _connection(address, seconds)
        self._login = login
        self._challenge: Challenge | None = None
        self._answered = 0
        if login is not None and not _is_safe(self._connection):
            raise UsageError(f"http to {self._connection.host} would send the login in the open; use https")

    def call(self, request: Request, seconds: float | None = None) -> http.client.HTTPResponse:
        """The answer, whose body is still to be read.

        Raises OSError or HTTPException when there is none; one that is late is a TimeoutError.
        """
        response = self._try(request, seconds)
        if response.status != http.client.UNAUTHORIZED or self._login is None or self._login.token is not None:
            return response
        if "WWW-Authenticate" not in response.headers and self._challenge is None:
            # Virtuoso says what it wants only to those who have offered nothing.
            response.read()
            response = self._try(request, seconds, silent=True)
        challenge = read_challenge(response.headers.get("WWW-Authenticate"))
        if challenge is None or (self._challenge is not None and self._challenge.nonce == challenge.nonce):
            return response
        response.read()
        self._challenge, self._answered = challenge, 0
        return self._try(request, seconds)

    def _try(self, request: Request, seconds: float | None, *, silent: bool = False) -> http.client.HTTPResponse:
        path = path_of(request.address)
        headers = {**request.headers, "User-Agent": "dateline", "Accept-Encoding": "identity"}
        if self._login is not None and not silent:
            headers["Authorization"] = self._authorization(self._login, request.method, path)
        if seconds is not None:
            self.wait(seconds)
        self._connection.request(request.method, path, request.body, headers)
        return self._connection.getresponse()

    def _authorization(self, login: Login, method: str, path: str) -> str:
        if self._challenge is None:
            return login.header
        self._answered += 1
        return self._challenge.answer(login, method, path, self._answered)

    def wait(self, seconds: float) -> None:
        """How long the next step may take."""
        self._connection.timeout = seconds
        if self._connection.sock is not None:
            self._connection.sock.settimeout(seconds)

    @property
    def open(self) -> bool:
        """Whether a connection is there, from an earlier request."""
        return self._connection.sock is not None

    def close(self) -> None:
        """Closes the connection, by which a store can learn that nobody waits any more."""
        self._connection.close()


def select(store: RemoteStore, query: str, seconds: float = _SECONDS) -> list[Mapping[str, Term]]:
    """The rows of a SELECT that a store answers; raises StoreError when it does not."""
    body = send(form(store.query, {"query": query}, RESULTS), store.login, "query", seconds=seconds)
    try:
        solutions = parse_query_results(body, format=QueryResultsFormat.JSON)
        if not isinstance(solutions, QuerySolutions):
            raise StoreError(f"{store.query} answers a SELECT with no table; check the address")
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in solutions]
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            f"{store.query} does not answer with SPARQL JSON results ({error}); check the address"
        ) from error


def send_update(store: RemoteStore, update: str) -> None:
    """Have a store carry out an update; raises StoreError when it does not."""
    send(form(store.update, {"update": update}, "*/*"), store.login, "update")


def send(
    request: Request, login: Login | None, kind: str, *, seconds: float = _SECONDS, missing: bytes | None = None
) -> bytes:
    """The body of the answer to one request; `missing` is what a 404 stands for, if for anything.

    Raises StoreError when there is no answer, or none of status 2xx; `kind` says what was sent.
    """
    caller = Caller(request.address, login, seconds)
    try:
        answer = caller.call(request)
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise StoreError(
            f"{request.address} does not answer ({error}); check the address and that the store runs"
        ) from error
    finally:
        caller.close()
    if answer.status == http.client.NOT_FOUND and missing is not None:
        return missing
    if not 200 <= answer.status < 300:
        raise StoreError(_refusal(request.address, kind, answer.status, told(body, login)))
    return body


def told(body: bytes, login: Login | None) -> str:
    """The beginning of what a store says, without the login, in case it repeats what it was sent."""
    text = body.decode("utf-8", "replace")
    return (login.hide_in(text) if login else text).strip()[:_TOLD]


def _refusal(address: str, kind: str, status: int, reason: str) -> str:
    remedy = "allow it there"
    if status == http.client.UNAUTHORIZED:
        remedy = "set DATELINE_STORE_TOKEN, or DATELINE_STORE_USER and DATELINE_STORE_PASSWORD"
    elif status >= http.client.INTERNAL_SERVER_ERROR:
        remedy = "look at that store's own log, then run this again"
    return f"{address} refuses a SPARQL {kind} with status {status}: {reason}; {remedy}"


def path_of(address: str) -> str:
    """The part of an address that a request names."""
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _is_safe(connection: http.client.HTTPConnection) -> bool:
    return isinstance(connection, http.client.HTTPSConnection) or is_this_machine(connection.host)


def read_address(address: str) -> SplitResult:
    """The parts of the address of an HTTP server; raises UsageError for what is none, or holds a login."""
    wrong = UsageError(f"{address} is no address; write it as http://host:port/path")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise wrong from error
    if not host or parts.scheme not in ("http", "https") or parts.username is not None or not address.isprintable():
        raise wrong
    return parts


def _connection(address: str, seconds: float) -> http.client.HTTPConnection:
    parts = read_address(address)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=seconds, context=context)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)


def left(until: float) -> float:
    """Seconds until a moment of the monotonic clock; raises TimeoutError when it is over."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
