"""How is one request sent to a reconciliation service, within limits of size and time?

Only the host that the user named is asked: no redirect is followed and no proxy is used, since what is sent is what
somebody reads. Only https is spoken, but for a service on this machine.
"""

import http.client
import ssl
import time
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from kg import __version__
from kg.errors import UsageError
from kg.loopback import is_this_machine

_MOST_BYTES = 8 * 2**20
_PIECE = 1 << 16
_USER_AGENT = f"dateline/{__version__} (reconciliation client)"


class Unanswered(Exception):
    """The service gave no answer; the message says why, `again` whether it may later, and after how many seconds."""

    def __init__(self, why: str, *, again: bool = True, wait: float | None = None) -> None:
        super().__init__(why)
        self.again = again
        self.wait = wait


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where a service is; `timeout` seconds for one whole request."""

    secure: bool
    host: str
    port: int | None
    target: str
    timeout: float

    @property
    def url(self) -> str:
        """The address in one form, whatever way it was written."""
        port = f":{self.port}" if self.port else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}{port}{self.target}"


class _Answer(NamedTuple):
    status: int
    wait: float | None
    body: bytes


def read_address(url: str, timeout: float = 30.0) -> Address:
    """The service at a URL; raises UsageError for one that cannot be asked."""
    remedy = "write it as https://host/path"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{url}: no address; {remedy}") from error
    if not host or parts.scheme not in ("http", "https") or not url.isprintable() or " " in url:
        raise UsageError(f"{url}: no address; {remedy}")
    if parts.username is not None or parts.fragment:
        raise UsageError(f"{host}: the address holds a login or a fragment; {remedy}")
    if parts.scheme == "http" and not is_this_machine(host):
        raise UsageError(f"http to {host} would send names of articles in the open; use https (http: loopback only)")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(secure=parts.scheme == "https", host=host, port=port, target=target, timeout=timeout)


def get(address: Address) -> bytes:
    """What GET gives; raises Unanswered."""
    return _exchange(address, "GET", None)


def post(address: Address, form: dict[str, str]) -> bytes:
    """What a POST of a form gives; raises Unanswered."""
    return _exchange(address, "POST", urlencode(form).encode())


def _exchange(address: Address, method: str, body: bytes | None) -> bytes:
    headers = {"Accept": "application/json", "User-Agent": _USER_AGENT}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = _connection(address)
    try:
        connection.request(method, address.target, body, headers)
        answer = _read(connection.getresponse(), time.monotonic() + address.timeout)
    except ssl.SSLCertVerificationError as error:
        raise Unanswered(f"its certificate is not trusted: {error.verify_message}", again=False) from error
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(f"no answer ({type(error).__name__})") from error
    finally:
        connection.close()
    if answer.status == http.client.OK:
        return answer.body
    if 300 <= answer.status < 400:
        raise Unanswered("it sends on to another address; give the last one", again=False)
    raise Unanswered(
        f"status {answer.status}", again=answer.status in {408, 429} or answer.status >= 500, wait=answer.wait
    )


def _connection(address: Address) -> http.client.HTTPConnection:
    if address.secure:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(address.host, address.port, timeout=address.timeout, context=context)
    return http.client.HTTPConnection(address.host, address.port, timeout=address.timeout)


def _read(response: http.client.HTTPResponse, until: float) -> _Answer:
    body = bytearray()
    while piece := response.read1(_PIECE):
        body += piece
        if len(body) > _MOST_BYTES:
            raise Unanswered(f"an answer longer than {_MOST_BYTES >> 20} MiB", again=False)
        if time.monotonic() > until:
            raise Unanswered("its answer took too long")
    if response.length:  # a body that ends early
        raise http.client.IncompleteRead(bytes(body), response.length)
    return _Answer(response.status, _seconds(response.getheader("Retry-After")), bytes(body))


def _seconds(header: str | None) -> float | None:
    """The seconds of `Retry-After`; its other form, a date, would need a clock that agrees with the service's."""
    return float(header) if header is not None and header.isascii() and header.isdigit() else None
