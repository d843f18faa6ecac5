"""How is one request sent to the endpoint, within limits of size and time?

The key goes to the one host that the user named: no redirect is followed and no proxy is used. Only https is spoken,
but for an endpoint on this machine.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Timer
from urllib.parse import urlsplit

from kg.errors import EngineUnavailable, UsageError
from kg.loopback import is_this_machine

MOST_BYTES = 4 * 2**20
"""The longest answer that is read: many times the longest honest one."""

_PATH = "/chat/completions"


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """Where requests go: `path` is the whole path of chat completions; `timeout` seconds for one whole request."""

    secure: bool
    host: str
    port: int | None
    path: str
    key: str | None = field(repr=False)
    timeout: float

    @property
    def address(self) -> str:
        """The address for messages; it holds no secret."""
        port = f":{self.port}" if self.port else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}{port}{self.path}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """What came back; `retry_after` are the seconds that the endpoint asks to wait."""

    status: int
    body: bytes
    retry_after: float | None


class Interrupted(Exception):
    """The request was not answered in time or in full; it can be tried again."""


def make_endpoint(url: str, key: str | None, timeout: float) -> Endpoint:
    """The endpoint at a base address (`https://host/v1`); UsageError for an address or key that cannot be."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError("DATELINE_LLM_URL is no address; write it as https://host/v1") from error
    if not host or parts.scheme not in ("http", "https") or not url.isprintable() or " " in url:
        raise UsageError("DATELINE_LLM_URL is no address; write it as https://host/v1")
    if parts.username is not None or parts.query or parts.fragment:
        raise UsageError("DATELINE_LLM_URL holds more than host and path; a key belongs in DATELINE_LLM_KEY")
    if parts.scheme == "http" and not is_this_machine(host):
        raise UsageError(f"http to {host} would send article and key in the open; use https (http: loopback only)")
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError("DATELINE_LLM_KEY holds characters that no key has")
    path = parts.path.rstrip("/")
    return Endpoint(
        secure=parts.scheme == "https",
        host=host,
        port=port,
        path=path if path.endswith(_PATH) else path + _PATH,
        key=key,
        timeout=timeout,
    )


def send(endpoint: Endpoint, body: bytes) -> Response:
    """Post one request.

    Raises Interrupted for what can be tried again, EngineUnavailable for an endpoint that cannot be reached or whose
    answer is too long.
    """
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key is not None:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    connection = _connect(endpoint)
    with _deadline(connection, endpoint.timeout) as expired:
        try:
            connection.request("POST", endpoint.path, body=body, headers=headers)
            return _read(endpoint, connection.getresponse())
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = isinstance(error, TimeoutError) or expired.is_set()
            raise Interrupted("no answer in time" if late else "the connection broke off") from error


def _connect(endpoint: Endpoint) -> http.client.HTTPConnection:
    if endpoint.secure:
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            endpoint.host, endpoint.port, timeout=endpoint.timeout, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=endpoint.timeout)
    try:
        connection.connect()
    except TimeoutError as error:
        raise Interrupted("no connection in time") from error
    except ssl.SSLCertVerificationError as error:
        raise EngineUnavailable(
            f"{endpoint.address}: its certificate is not trusted: {error.verify_message}"
        ) from error
    except OSError as error:
        raise EngineUnavailable(
            f"{endpoint.address}: no connection ({error.strerror or error}); start it, or correct DATELINE_LLM_URL"
        ) from error
    return connection


@contextmanager
def _deadline(connection: http.client.HTTPConnection, seconds: float) -> Iterator[Event]:
    """Break the connection off when the time is over: a timeout of the socket alone never ends a trickle of bytes."""
    expired = Event()
    timer = Timer(seconds, _break_off, [connection.sock, expired])
    timer.daemon = True
    timer.start()
    try:
        yield expired
    finally:
        timer.cancel()
        connection.close()


def _break_off(sock: socket.socket, expired: Event) -> None:
    expired.set()
    try:
        # The plain socket's method: under TLS the wrapper's own would change what another thread is reading with.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _read(endpoint: Endpoint, response: http.client.HTTPResponse) -> Response:
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise EngineUnavailable(
            f"{endpoint.address}: an answer longer than {MOST_BYTES >> 20} MiB; use another model"
        )
    if response.length:  # `read` with a size tells nothing of a body that ends early
        raise http.client.IncompleteRead(body, response.length)
    return Response(status=response.status, body=body, retry_after=_seconds(response.getheader("Retry-After")))


def _seconds(header: str | None) -> float | None:
    """The seconds of `Retry-After`; its other form, a date, would need a clock that agrees with the endpoint's."""
    return float(header) if header is not None and header.isascii() and header.isdigit() else None
